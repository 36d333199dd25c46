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

    /// The first batch is in the copy; the second one and the day's end came after it. The name of the second, and its archived original.
    private func restored() throws -> (spool: CommandSpool, name: String, original: String) {
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
        return (spool, name, "archive/20261120/\(Self.partner)/TN20261120-000003_\(name)")
    }

    private static func codes(_ text: String) -> [Substring] { text.matches(of: /<MA_XAC_NHAN>(POS[0-9]{10})</).map(\.1) }

    @Test("nothing is claimed, closed or refused, and the start says why in either language")
    func refused() throws {
        let (spool, name, original) = try restored()
        try spool.write("x", to: "s/partners/\(Self.partner)/inbox/new.xml")
        let before = try spool.state(of: "s")
        for line in [Self.runOnce(), "report 01-xn --spool s --date 20261120 --lang en --now \(Self.nextDay)"] {
            let refused = try spool.run(line)
            #expect(refused.code == 3, "\(line)")
            #expect(refused.error.contains("files that the ledger does not know"), "\(refused.error)")
            #expect(refused.error.contains("giaonhan run --restored"))
        }
        let vietnamese = try spool.run("run --spool s --once --settle 0 --lang vi --now \(Self.nextDay)")
        #expect(vietnamese.error.contains("tệp mà sổ cái không biết"), "\(vietnamese.error)")
        #expect(try spool.state(of: "s").filter { !$0.key.contains("lock") } == before.filter { !$0.key.contains("lock") })
        let verified = try spool.run("verify --spool s --lang en")
        #expect(verified.code == 1)
        #expect(verified.output.contains("FAULT  \(original): the ledger does not know it"), "\(verified.output)")
        #expect(!name.isEmpty)
    }

    @Test("--restored goes on behind every number that was published, lists what is forgotten, and leaves published reports as they are")
    func goesOn() throws {
        let (spool, name, original) = try restored()
        let answer = try #require(try spool.files(in: Self.archive).first { $0.hasSuffix("TN20261120-000003_XN.xml") })
        let published = Self.codes(try spool.text("\(Self.archive)/\(answer)"))
        #expect(published.count == 3)
        let form = try spool.text("\(Self.archive)/../agency/\(Self.form)")
        let begun = try spool.run(Self.runOnce(Self.nextDay, " --restored"))
        #expect(begun.code == 0, "\(begun.error)")
        #expect(begun.output.contains("\n  \(original)\n"), "\(begun.output)")
        #expect(begun.output.contains("\nMA_TIEP_NHAN goes on after TN20261120-000003\n"), "\(begun.output)")
        #expect(begun.output.contains("\nReports up to 20261120 are published and stay as they are\n"))

        try FileManager.default.copyItem(at: spool.url("s/\(original)"), to: spool.url("s/partners/\(Self.partner)/inbox/\(name)"))
        try spool.expectDone(Self.runOnce())
        let again = try #require(try spool.files(in: "s/archive/20261121").first { $0.hasSuffix("_XN.xml") })
        let codes = Self.codes(try spool.text("s/archive/20261121/\(again)"))
        #expect(codes.count == 3)
        #expect(codes.min()! > published.max()!, "no published code is given out again")
        #expect(try spool.text("\(Self.archive)/../agency/\(Self.form)") == form)
        #expect(try spool.text("s/agency/outbox/20261120/\(Self.form)") == form)

        let verified = try spool.run("verify --spool s --lang en")
        #expect(!verified.output.contains("FAULT"), "\(verified.output)")
        #expect(verified.output.contains("NOTE  \(original): was published before the ledger was put back from a copy"), "\(verified.output)")
        #expect(verified.code == 0)
        #expect(try spool.run(Self.runOnce(Self.nextDay, " --restored")).output.hasPrefix("The ledger has forgotten nothing"))
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
        #expect(try spool.files(in: "s/quarantine").contains("\(Self.partner)/TN20261120-000003_new.xml"))
        try FileManager.default.removeItem(at: spool.url("s/ledger"))
        try spool.move("copy", to: "s/ledger")
        #expect(try spool.run(Self.runOnce(CommandSpool.now)).code == 3)
    }
}
