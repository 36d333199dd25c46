import Contributions
import Spooling
import Testing

@Suite("Names")
struct NameTests {
    private static func a(_ count: Int) -> String { String(repeating: "a", count: count) }

    private static let files = ["a.xml", "TCDVT_0101234567_20261120_0001.zip", "A.XmL", "9-_..ZIP", a(96) + ".xml", "a.part.xml"]
    private static let uploads = [
        ".a.xml", ".sha256", "a.xml.part", "a.tmp", "a.filepart", "a.xml.writing", "a.crdownload", "a.TMP",
    ]
    private static let refused = [
        a(97) + ".xml", a(255), "_a.xml", "-a.xml", "a b.xml", "á.xml", "a.txt", "a", "a\n.xml", "\u{1B}[31m.xml", "a~b.xml", "KHONG-TEN",
        "a.txt.sha256", "a.xml.SHA256", "a.xml.sha256.sha256",
    ]

    @Test("an allowed name is a file's", arguments: files)
    func fileName(name: String) { #expect(NameClass(Array(name.utf8)) == .file(name)) }

    @Test("an allowed name and .sha256 is a sidecar's", arguments: files)
    func sidecarName(name: String) { #expect(NameClass(Array((name + ".sha256").utf8)) == .sidecar(of: name)) }

    @Test("temporary names are uploads under way", arguments: uploads)
    func uploadName(name: String) { #expect(NameClass(Array(name.utf8)) == .uploadUnderWay) }

    @Test("every other name is refused", arguments: refused)
    func refusedName(name: String) { #expect(NameClass(Array(name.utf8)) == .refused) }

    @Test("a name that is not UTF-8 is refused")
    func notUTF8() {
        #expect(NameClass([0xFF, 0xFE] + Array(".xml".utf8)) == .refused)
    }

    private static let hex = String(repeating: "0aB9", count: 16)

    private static let wellFormed = [
        "\(hex)  a.xml\n", "\(hex) *a.xml\n", "\(hex)  a.xml", "\(hex)  another name\r\n", "\(hex)  " + a(4096 - 66),
    ]
    private static let malformed = [
        "", hex, "\(hex)\n", "\(hex)  \n", "\(hex) a.xml\n", "\(hex.dropLast())  a.xml\n", "g\(hex.dropFirst())  a.xml\n",
        "\(hex)  a.xml\n\(hex)  b.xml\n", "\(hex)  " + a(4097 - 66),
    ]

    @Test("a sidecar is one line as sha256sum writes it", arguments: wellFormed)
    func sidecar(content: String) {
        #expect(Sidecar.digest(in: Array(content.utf8)) == Array(repeating: [0x0A, 0xB9], count: 16).flatMap { $0 })
    }

    @Test("anything else in a sidecar is malformed", arguments: malformed)
    func malformedSidecar(content: String) { #expect(Sidecar.digest(in: Array(content.utf8)) == nil) }

    @Test("a claim's name holds the claim", arguments: ["a.xml", "KHONG-TEN"])
    func claimRoundTrip(name: String) {
        let claim = Claim(intake: firstIntake, claimedAt: receivedAt, owner: partner, name: name)
        #expect(claim.workName == "TN20261120-000001~20261120173105~0101234567~\(name)")
        #expect(Claim(workName: claim.workName) == claim)
    }

    @Test(
        "nothing else in work/ is taken for a claim",
        arguments: [
            "held", ".render~1", "TN20261120-000001~20261120173105~0101234567~a.xml.sha256",
            "TN20261120-000001~20261120173105~0101234567~KHONG-TEN.name", "TN20261120-000001~20261320173105~0101234567~a.xml",
            "TN20261120-000001~20261120173105~x~a.xml", "TN20261120-0000001~20261120173105~0101234567~a.xml",
        ])
    func noClaim(name: String) {
        #expect(Claim(workName: name) == nil)
    }
}
