import ExchangeTesting
import Foundation
import GRDB
import Testing

// `verify` finds one changed byte wherever it is; `republish` puts back what was taken away.

struct VerifyTests {
    private static let batch = "TCDVT_9900001027_20261120_1000001"
    private static let outbox = "partners/9900001027/outbox/"
    private static let archive = "archive/20261120/9900001027/"
    private static let answer = "\(batch)_TN20261120-000002_XN.xml"
    private static let form = "01-XN_00101_9900001027_20261120.xml"
    private static let looked = "Looked at the ledger, 3 files, 4 answers, 9 reports: "

    /// A batch of three payments, a file that could not be read, and a closed day.
    private func history() throws -> CommandSpool {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 3 --partners 2")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        try spool.write("<x", to: "s/partners/9900001027/inbox/cut.xml")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now 2026-11-21T08:00:00+07:00")
        return spool
    }

    private func verify(_ spool: borrowing CommandSpool) throws -> (code: Int32, lines: [String]) {
        let outcome = try spool.run("verify --spool s --lang en")
        #expect(outcome.error.isEmpty)
        return (outcome.code, outcome.output.split(separator: "\n").map(String.init))
    }

    /// Changes the last byte of a file, in its place.
    private func change(_ path: String, _ spool: borrowing CommandSpool) throws {
        let file = try FileHandle(forUpdating: spool.url("s/" + path))
        defer { try? file.close() }
        let end = try file.seekToEnd()
        try file.seek(toOffset: end - 1)
        try file.write(contentsOf: Data("#".utf8))
    }

    @Test("what is right is told in a line, and nothing is changed")
    func right() throws {
        let spool = try history()
        let before = try spool.state(of: "s")
        let verified = try verify(spool)
        #expect(verified.lines == [Self.looked + "all is right"])
        #expect(verified.code == 0)
        #expect(try spool.state(of: "s") == before)
        let json = try spool.run("verify --spool s --json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["DUNG"] as? Bool == true)
        #expect(object["SO_TEP"] as? Int == 3)
        #expect((object["DS_SAI"] as? [Any])?.isEmpty == true)
    }

    @Test("one changed byte in an original, an answer, a form or a quarantined file is named by its path")
    func changedByte() throws {
        let digest = "its bytes are not those of the digest on record; restore it from a copy"
        let outbox = "what stands in the outbox is not what was published; giaonhan republish puts it right"
        let original = "\(Self.archive)TN20261120-000002_\(Self.batch).xml"
        let cut = "quarantine/9900001027/TN20261120-000003_cut.xml"
        let expected: [(String, [String])] = [
            (original, ["\(original): \(digest)"]),
            (cut, ["\(cut): \(digest)"]),
            (Self.archive + Self.answer, ["\(Self.archive)\(Self.answer): \(digest)", "\(Self.outbox)\(Self.answer): \(outbox)"]),
            (
                Self.archive + Self.form,
                [
                    "\(Self.archive)\(Self.form): \(digest)", "agency/outbox/20261120/\(Self.form): \(outbox)",
                    "\(Self.outbox)\(Self.form): \(outbox)",
                ]
            ),
        ]
        for (path, told) in expected {
            let spool = try history()
            try change(path, spool)
            let verified = try verify(spool)
            let result = "\(told.count) \(told.count == 1 ? "fault" : "faults")"
            #expect(verified.lines == told.map { "FAULT  \($0)" } + [Self.looked + result])
            #expect(verified.code == 1)
        }
    }

    @Test("an answer, a form or an original that is gone from archive/ is named; what stands in the outbox is right all the same")
    func gone() throws {
        for path in [Self.archive + Self.answer, Self.archive + Self.form, "\(Self.archive)TN20261120-000002_\(Self.batch).xml"] {
            let spool = try history()
            try FileManager.default.removeItem(at: spool.url("s/" + path))
            let verified = try verify(spool)
            #expect(verified.lines == ["FAULT  \(path): is gone; restore it from a copy", Self.looked + "1 fault"])
            #expect(verified.code == 1)
        }
    }

    @Test("a changed payment is told by its code, by what is rendered of it, and by the file's money")
    func changedRow() throws {
        let spool = try history()
        try DatabaseQueue(path: "\(spool.folder)/s/ledger/ledger.sqlite").write {
            try $0.execute(sql: "UPDATE payment SET amount = amount + 1 WHERE code = 2")
        }
        let verified = try verify(spool)
        let lines = verified.lines.map { $0.replacing(/: \d+ expected, \d+ found/, with: "") }
        let receipts = "C17-TS_00101_9900001027_20261120"
        let rendered = "rendered from the ledger it says something else now"
        #expect(
            lines == [
                "FAULT  TN20261120-000002: the chain of events does not agree with its rows (event 3)",
                "FAULT  POS0000000022: the payment's columns differ from what was sent",
                "FAULT  TN20261120-000002 SL_DUNG: the money does not add up",
                "FAULT  NVT899076000001 202611: a collector's month does not add up",
                "FAULT  \(Self.archive)\(Self.answer): \(rendered)",
                "FAULT  \(Self.archive)\(Self.form.replacing(".xml", with: ".html")): \(rendered)",
                "FAULT  \(Self.archive)\(Self.form): \(rendered)",
                "FAULT  \(Self.archive)\(receipts).html: \(rendered)", "FAULT  \(Self.archive)\(receipts).xml: \(rendered)",
                Self.looked + "9 faults",
            ])
        #expect(verified.code == 1)
    }

    @Test("what was taken away is a note, and republish puts it back; something else in its place is a fault, and moved aside")
    func takenAway() throws {
        let spool = try history()
        let answer = try spool.text("s/" + Self.outbox + Self.answer)
        for name in [Self.answer, Self.form] { try FileManager.default.removeItem(at: spool.url("s/" + Self.outbox + name)) }
        try spool.write("foreign", to: "s/" + Self.outbox + Self.form)
        let verified = try verify(spool)
        #expect(
            verified.lines == [
                "FAULT  \(Self.outbox)\(Self.form): what stands in the outbox is not what was published; giaonhan republish puts it right",
                "NOTE  \(Self.outbox)\(Self.answer): was taken away", Self.looked + "1 fault",
            ])
        #expect(verified.code == 1)
        for key in [Self.batch + ".xml", "TN20261120-000002", "20261120-S1-0001"] {
            #expect(try spool.run("republish \(key) --spool s") == BuiltProduct.Outcome(output: Self.answer + "\n", error: "", code: 0))
        }
        let forms = try spool.run("republish 20261120 --spool s")
        let each = ["9900001027", "9900001034"].map { "00101_\($0)" }
        let reports =
            each.map { "01-XN_" + $0 } + each.map { "C17-TS_" + $0 } + (["00101"] + each).map { "CHAM-NOP_" + $0 }
            + ["TONG-HOP_00101", "DOI-CHIEU_00101"]
        let names = reports.flatMap { report in ["html", "xlsx", "xml"].map { "\(report)_20261120.\($0)\n" } }
        #expect(forms.output == names.joined())
        #expect(forms.code == 0)
        #expect(try verify(spool).lines == [Self.looked + "all is right"])
        #expect(try spool.text("s/" + Self.outbox + Self.answer) == answer)
        #expect(try spool.text("s/quarantine/9900001027/20261120_\(Self.form)") == "foreign")
    }

    @Test("republish knows no other key, and publishes nothing that is not what it was")
    func notPublished() throws {
        let spool = try history()
        for unknown in ["x.xml", "20261121", "TN20261120-000009"] {
            #expect(
                try spool.run("republish \(unknown) --spool s --lang en")
                    == BuiltProduct.Outcome(output: "", error: "giaonhan: no file, batch or closed day is «\(unknown)»\n", code: 1))
        }
        try change(Self.archive + Self.answer, spool)
        #expect(
            try spool.run("republish TN20261120-000002 --spool s --lang en")
                == BuiltProduct.Outcome(
                    output: "",
                    error:
                        "giaonhan: \(Self.archive)\(Self.answer) is gone or not what was published; restore it from a copy, then try again\n",
                    code: 1))
    }
}
