import Contributions
import ExchangeTesting
import Foundation
import GRDB
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("A ledger's condition")
struct ConditionTests {
    @Test("a sound ledger says its schema, its log's size and its last event, beside a connection that writes")
    func sound() throws {
        let folder = try LedgerFolder().made()
        let new = try SQLiteLedger.condition(in: folder.path)
        #expect(
            new
                == LedgerCondition(
                    schema: "1 files, payments, money trail, registry, days", complaints: [], journal: "wal", logBytes: 0,
                    lastEventAt: nil))

        let ledger = try folder.open()
        let batch = LedgerTestBatch(IntakeNumber(day: Day(number: 20_777), sequence: 1), seed: 1, [.payment("K", receipt: 1)])
        try batch.post(to: ledger)
        let posted = try SQLiteLedger.condition(in: folder.path)
        #expect(posted.lastEventAt == batch.posting.postedAt)
        #expect(posted.logBytes > 0)
        #expect(posted.complaints.isEmpty)
    }

    @Test("what SQLite complains of is told, and changed by nobody")
    func damaged() throws {
        let folder = try LedgerFolder().made()
        try folder.stranger().write {
            try $0.execute(sql: "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'event'")
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        let told: Bool
        do throws(LedgerFault) {
            told = try !SQLiteLedger.condition(in: folder.path).complaints.isEmpty
        } catch {
            told = error.kind == .corrupt || error.kind == .notAGiaonhanLedger
        }
        #expect(told)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == before)
    }
}
