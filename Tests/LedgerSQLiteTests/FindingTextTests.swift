import Contributions
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("Findings as text")
struct FindingTextTests {
    private static let hostile = [
        "", "%", "%1F", "\u{1E}\u{1F}", "a\u{0}b", "\r\n\t", "\u{7F}", "ễ\u{301}", "🧾", "x:y", String(repeating: "%", count: 100), "1:2",
    ]

    @Test("every value comes back byte for byte, in every part", arguments: hostile)
    func roundTrip(_ text: String) throws {
        let findings = [
            Finding(.TEP02, subject: text, value: text, details: [text, "", text]),
            Finding(.BG03),
            Finding(.XML01, details: [""], place: Place(line: 41, column: 0)),
        ]
        let bytes = FindingText.write(findings)
        #expect(bytes.allSatisfy { $0 >= 0x20 || $0 == 0x1E || $0 == 0x1F })
        let read = try bytes.withUnsafeBytes { try FindingText.read($0) }
        #expect(read == findings)
        #expect(read[0].value.utf8.elementsEqual(text.utf8))
    }

    @Test("no finding is no text; every code is known again")
    func ends() throws {
        #expect(FindingText.write([]).isEmpty)
        #expect(try FindingText.read(UnsafeRawBufferPointer(start: nil, count: 0)).isEmpty)
        for code in RuleCode.allCases {
            #expect(try FindingText.write([Finding(code)]).withUnsafeBytes { try FindingText.read($0) } == [Finding(code)])
        }
    }

    @Test(
        "text that we did not write is a corrupt ledger",
        arguments: [
            "X", "BG03", "BG03\u{1F}", "??\u{1F}\u{1F}\u{1F}", "BG03\u{1F}%\u{1F}\u{1F}", "BG03\u{1F}\u{1F}\u{1F}1",
            "BG03\u{1F}%zz\u{1F}\u{1F}",
        ])
    func corrupt(_ text: String) {
        #expect(faultKind { _ = try Array(text.utf8).withUnsafeBytes { try FindingText.read($0) } } == .corrupt)
    }
}
