import Contributions
import ExchangeTesting
import LedgerCore
import LedgerSQLite
import Testing

// One change of the money's way behind the ledger's back at a time, and what an audit says of it.

@Suite("Audit of the money's way")
struct MoneyAuditTests {
    private static let day = LedgerContract.auditedDay
    private static let next = day.advanced(by: 1)
    private static func file(_ sequence: Int) -> String { "TN\(day)-00000\(sequence)" }
    private static func late(_ sequence: Int) -> String { "TN\(next)-00000\(sequence)" }

    static let changes: [(sql: String, told: [String])] = [
        ("UPDATE cancellation SET reason = 'x'", ["chain \(late(1))"]),
        ("DELETE FROM cancellation", ["chain \(late(1))", "counts \(late(1)) SL_DUNG", "open \(file(2))", "balance \(next)"]),
        ("UPDATE taking_back SET ordinal = 9", ["chain \(late(1))"]),
        ("UPDATE listing SET transferred_on = 1 WHERE id = 2", ["chain \(late(3))"]),
        ("UPDATE listing SET ended_on = 2147483647 WHERE id = 2", ["agreement \(late(3))"]),
        (
            "UPDATE listing_entry SET ordinal = 3 - ordinal + 10 WHERE listing = 1",
            ["chain \(file(4))", "derived \(file(4)) listing_entry.ordinal"]
        ),
        ("UPDATE listed_code SET code = 4 WHERE listing = 3", ["listing POS0000000039"]),
        ("INSERT INTO listed_code VALUES (1, 2)", ["listing \(late(3))", "state POS0000000014"]),
        ("INSERT INTO listed_code VALUES (2, 3)", ["listing \(late(4))", "state POS0000000022"]),
        ("UPDATE listing_part SET codes = 2 WHERE listing = 3", ["listing \(late(4))", "derived \(late(4)) listing_part.codes"]),
        (
            "UPDATE credit SET amount = 6 WHERE transfer = 'FT-8'",
            ["chain \(late(2))", "chain \(late(5))", "money \(late(2)) SL_DUNG", "money \(late(5)) SL_TRUNG"]
        ),
        ("UPDATE credit SET ended_on = 2147483647 WHERE amount = 20", ["agreement \(late(5))"]),
        ("UPDATE statement_entry SET state = 'CHO' WHERE state = 'KHOP'", ["chain \(late(5))"]),
        (
            "DELETE FROM agreement",
            ["chain \(late(5))", "agreement \(late(3))", "agreement \(late(5))", "open \(file(2))", "balance \(next)"]
        ),
        ("UPDATE file_open SET open = 2 WHERE partner <> '' AND open = 1 AND first_paid_on > 0 AND file = 2", ["open \(file(2))"]),
        ("UPDATE file_open SET first_paid_on = 1 WHERE file = 3", ["open \(file(3))"]),
        ("UPDATE balance SET money = money + 1 WHERE day = \(next.number)", ["chain \(next)", "balance \(next)"]),
        ("UPDATE collector_month SET newcomers = 1", ["collector NVT1 202611"]),
        ("UPDATE report_owed SET office = '00102' WHERE day = \(next.number) AND kind = 4", ["chain \(next)"]),
    ]

    @Test("each change behind its back is told, and nothing else", arguments: changes)
    func told(_ change: (sql: String, told: [String])) throws {
        let folder = try LedgerFolder().made()
        try LedgerContract.auditedMoney(try folder.open())
        #expect(try folder.told(afterChange: change.sql) == change.told)
    }
}
