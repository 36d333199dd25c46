import Contributions
import ExchangeTesting
import GRDB
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("The chain of events")
struct EventChainTests {
    private static let day = Day(number: 20_777)

    /// Two files, an answer and a closed day, with a change in one place.
    private func history(recordsMax: Int = 2, _ change: (inout LedgerTestBatch) -> Void = { _ in }) throws -> [String] {
        let ledger = try LedgerFolder().made().open()
        let first = IntakeNumber(day: Self.day, sequence: 1)
        var batch = LedgerTestBatch(
            first, recordsMax: recordsMax,
            [
                .payment("A", receipt: 1, warnings: [Finding(.CB03)]), .refused("B"), .payment("C", receipt: 2), .refused("D"),
                .payment("E", receipt: 3),
            ])
        change(&batch)
        try batch.post(to: ledger)
        let row = NewRegistryRow(section: .office, ordinal: 1, key: "1", fields: "1")
        _ = try ledger.post(.registry(IntakeNumber(day: Self.day, sequence: 2), rows: [row]), keys: nil) { _, _ in }
        try ledger.store(
            Artifact(
                kind: .confirmation, intake: first, name: "S_XN.xml", day: Self.day, owner: .partner("0101234567"),
                sha256: [UInt8](repeating: 7, count: 32)))
        let closing = VietnamTime(Self.day.advanced(by: 1), minute: 5)
        _ = try ledger.close(Self.day, at: closing, partnersUnderContract: [])
        return try ledger.reading {
            try String.fetchAll($0, sql: "SELECT number || ' ' || kind || ' ' || hex(chain) FROM event ORDER BY number")
        }
    }

    @Test("the same history gives the same chain, however it was cut into chunks")
    func same() throws {
        let chain = try history()
        #expect(chain.map { $0.prefix(6) } == ["1 file", "2 file", "3 arti", "4 day "])
        #expect(try history() == chain)
        #expect(try history(recordsMax: 5) == chain)
    }

    @Test("any difference changes the chain from there on")
    func different() throws {
        let chain = try history()
        let changes: [(inout LedgerTestBatch) -> Void] = [
            { $0.posting.shownName = "other" },
            { $0.posting.sha256[0] ^= 1 },
            { $0.posting.counts.refusedMoney = 1 },
            { $0.posting.postedAt = $0.posting.postedAt.advanced(bySeconds: 1) },
            { $0.posting.findings = [Finding(.LO05)] },
            { $0.chunks[0].refusals[0].key = "b" },
            { $0.chunks[0].warnings[0].finding = Finding(.CB03, value: "1") },
        ]
        for change in changes {
            let other = try history(change)
            for (one, another) in zip(chain, other) { #expect(one != another) }
        }
    }
}
