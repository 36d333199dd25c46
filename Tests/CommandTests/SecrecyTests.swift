import ExchangeTesting
import Foundation
import Testing

// What belongs to participants stays in the documents: whatever is logged, counted or shown to whoever looks after the machine tells
// of files, figures and codes of rules.

@Suite("Personal data")
struct SecrecyTests {
    private static let batch = "TCDVT_9900001027_20261120_1000001"
    private static let elements = ["MA_SO_BHXH", "SO_DDCN", "HO_TEN", "SO_DIEN_THOAI", "EMAIL", "MA_HO_GD", "GHI_CHU"]

    @Test("no number, name or address of a participant is in the log at its finest, in status, its figures, or doctor's and verify's words")
    func nowhere() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 20 --partners 2")
        let path = "s/partners/9900001027/inbox/\(Self.batch).xml"
        var document = try spool.text(path)
        // Some are refused, some are warned of, and one has what no sample has.
        document = document.replacing("<HO_TEN>", with: "<HO_TEN>Mật", maxReplacements: 3)
        document = document.replacing(/<NGAY_NOP_TIEN>\d+</, maxReplacements: 4) { _ in "<NGAY_NOP_TIEN>20270101<" }
        try spool.write(document, to: path)
        let secrets = Set(
            Self.elements.flatMap { element in
                document.matches(of: try! Regex("<\(element)>([^<]+)<", as: (Substring, Substring).self)).map { String($0.1) }
            })
        #expect(secrets.count > 40)

        var said = ""
        for format in ["text", "json"] {
            let run = try spool.run("run --spool s --once --settle 0 --log-level debug --log-format \(format) --now \(CommandSpool.now)")
            said += run.output + run.error
            try spool.write(
                document.replacing("</MA_LO>", with: "\(format)</MA_LO>"), to: "s/partners/9900001027/inbox/again-\(format).xml")
        }
        said += try spool.run("run --spool s --once --settle 0 --log-level debug --now 2026-11-21T08:00:00+07:00").error
        for line in ["status --spool s", "status --spool s --json", "doctor --spool s", "verify --spool s"] {
            let outcome = try spool.run("\(line) --now 2026-11-21T09:00:00+07:00")
            said += outcome.output + outcome.error
        }
        for figures in ["status.json", "metrics.prom"] where FileManager.default.fileExists(atPath: "\(spool.folder)/s/\(figures)") {
            said += try spool.text("s/\(figures)")
        }
        #expect(said.contains("SL_LOI"), "the log says what became of the files")
        for secret in secrets { #expect(!said.contains(secret), "\(secret)") }
    }
}
