import ExchangeTesting
import Foundation
import Testing

// An older copy of the ledger is put back: archive/ knows more than the ledger does.

@Suite("A ledger that was put back from a copy")
struct RestoreTests {
    private static let nextDay = "2026-11-21T09:00:00+07:00"
    private static let partner = CommandSpool.partners[0]
    private static let archive = "s/archive/20261120/\(partner)"
    private static let form = "01-XN_00101_\(partner)_20261120.xml"

    private static func runOnce(_ time: String = nextDay, _ more: String = "") -> String {
        "run --spool s --once --settle 0 --log-level error --lang en --now \(time)\(more)"
    }

    private struct Restored: ~Copyable {
        let spool: CommandSpool
        let name: String
        let original: String
    }

    /// The first batch is in the copy; the second one and the day's end came after it. The name of the second, and its archived original.
    private func restored() throws -> Restored {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 6 --files 2 --partners 1")
        let batches = try spool.files(in: "s/partners")
        try #require(batches.count == 2)
        let name = batches[1].split(separator: "/").last.map(String.init)!
        try spool.move("s/partners/\(batches[1])", to: "later.xml")
        try spool.expectDone(Self.runOnce(CommandSpool.now))
        try spool.expectDone("backup copy --spool s")
        try spool.move("later.xml", to: "s/partners/\(batches[1])")
        try spool.expectDone(Self.runOnce(CommandSpool.now))
        try spool.expectDone(Self.runOnce())
        try spool.move("s/ledger", to: "broken")
        try spool.move("copy", to: "s/ledger")
        return Restored(spool: spool, name: name, original: "archive/20261120/\(Self.partner)/TN20261120-000004_\(name)")
    }

    /// All but what a look leaves: the ledger's own files, and the time of a folder in which a probe stood.
    private static func files(of spool: borrowing CommandSpool) throws -> [String: String] {
        let looked = ["partners/", "agency/", "archive/", "quarantine/", "work/"]
        return try spool.state(of: "s").filter { file in looked.contains { file.key.hasPrefix($0) } }
    }

    private static func codes(_ text: String) -> [Substring] { text.matches(of: /<MA_XAC_NHAN>(POS[0-9]{10})</).map(\.1) }

    @Test("nothing is claimed, closed or refused, and the start says why in either language")
    func refused() throws {
        let restored = try self.restored()
        try restored.spool.write("x", to: "s/partners/\(Self.partner)/inbox/new.xml")
        let before = try Self.files(of: restored.spool)
        for line in [Self.runOnce(), "report 01-xn --spool s --date 20261120 --lang en --now \(Self.nextDay)"] {
            let refused = try restored.spool.run(line)
            #expect(refused.code == 3, "\(line)")
            #expect(refused.error.contains("files that the ledger does not know"), "\(refused.error)")
            #expect(refused.error.contains("giaonhan run --restored"))
        }
        let vietnamese = try restored.spool.run("run --spool s --once --settle 0 --lang vi --now \(Self.nextDay)")
        #expect(vietnamese.error.contains("tệp mà sổ cái không biết"), "\(vietnamese.error)")
        #expect(try Self.files(of: restored.spool) == before)
        let verified = try restored.spool.run("verify --spool s --lang en")
        #expect(verified.code == 1)
        #expect(verified.output.contains("FAULT  \(restored.original): the ledger does not know it"), "\(verified.output)")
    }

    @Test("--restored goes on behind every number that was published, lists what is forgotten, and leaves published reports as they are")
    func goesOn() throws {
        let restored = try self.restored()
        let answer = try #require(try restored.spool.files(in: Self.archive).first { $0.hasSuffix("TN20261120-000004_XN.xml") })
        let published = Self.codes(try restored.spool.text("\(Self.archive)/\(answer)"))
        #expect(published.count == 3)
        let form = try restored.spool.text("\(Self.archive)/\(Self.form)")
        let begun = try restored.spool.run(Self.runOnce(Self.nextDay, " --restored"))
        #expect(begun.code == 0, "\(begun.error)")
        #expect(begun.output.contains("\n  \(restored.original)\n"), "\(begun.output)")
        #expect(begun.output.contains("\nMA_TIEP_NHAN goes on after TN20261120-000004\n"), "\(begun.output)")
        #expect(begun.output.contains("\nReports up to 20261120 are published and stay as they are\n"))

        try FileManager.default.copyItem(
            at: restored.spool.url("s/\(restored.original)"), to: restored.spool.url("s/partners/\(Self.partner)/inbox/\(restored.name)"))
        try restored.spool.expectDone(Self.runOnce())
        let again = try #require(try restored.spool.files(in: "s/archive/20261121").first { $0.hasSuffix("_XN.xml") })
        let codes = Self.codes(try restored.spool.text("s/archive/20261121/\(again)"))
        #expect(codes.count == 3)
        #expect(codes.min()! > published.max()!, "no published code is given out again")
        #expect(try restored.spool.text("\(Self.archive)/\(Self.form)") == form)
        #expect(try restored.spool.text("s/agency/outbox/20261120/\(Self.form)") == form)

        let verified = try restored.spool.run("verify --spool s --lang en")
        #expect(!verified.output.contains("FAULT"), "\(verified.output)")
        #expect(
            verified.output.contains("NOTE  \(restored.original): was published before the ledger was put back from a copy"),
            "\(verified.output)")
        #expect(verified.code == 0)
        #expect(try restored.spool.run(Self.runOnce(Self.nextDay, " --restored")).output.hasPrefix("The ledger has forgotten nothing"))
    }

    @Test("a sender cannot pretend numbers by the names of its files")
    func pretended() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 1")
        for name in [
            "TN20261120-000099_a.xml", "b_TN20261120-000098_XN.xml", "TN20261120-000097_c_TN20261120-000096_XN.xml", "01-XN_x.xml",
        ] {
            try spool.write("<x", to: "s/partners/\(Self.partner)/inbox/\(name)")
        }
        try spool.expectDone(Self.runOnce(CommandSpool.now))
        try spool.expectDone(Self.runOnce(CommandSpool.now))
        let verified = try spool.run("verify --spool s --lang en")
        #expect(verified.code == 0, "\(verified.output)")
    }

    @Test("an intake number of the same day goes on, too, and a second copy put back is noticed again")
    func sameDay() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 3 --partners 1")
        try spool.expectDone("backup copy --spool s")
        try spool.expectDone(Self.runOnce(CommandSpool.now))
        try spool.move("s/ledger", to: "broken")
        try FileManager.default.copyItem(at: spool.url("copy"), to: spool.url("s/ledger"))
        #expect(try spool.run(Self.runOnce(CommandSpool.now)).code == 3)
        try spool.expectDone(Self.runOnce(CommandSpool.now, " --restored"))
        try spool.write("x", to: "s/partners/\(Self.partner)/inbox/new.xml")
        try spool.expectDone(Self.runOnce(CommandSpool.now))
        #expect(try spool.files(in: "s/quarantine").contains("\(Self.partner)/TN20261120-000004_new.xml"))
        try FileManager.default.removeItem(at: spool.url("s/ledger"))
        try spool.move("copy", to: "s/ledger")
        #expect(try spool.run(Self.runOnce(CommandSpool.now)).code == 3)
    }
}
