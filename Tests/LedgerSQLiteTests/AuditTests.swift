import ExchangeTesting
import GRDB
import LedgerCore
import LedgerSQLite
import Testing

// One change behind the ledger's back at a time, and what an audit says of it.

@Suite("Audit")
struct AuditTests {
    private static let first = LedgerContract.auditedIntake(2)

    /// What somebody did with another program, and what must be told: kind and subject.
    static let changes: [(sql: String, told: [String])] = [
        (
            "UPDATE payment SET amount = 11 WHERE code = 1",
            ["chain \(first)", "payment POS0000000014", "money \(first) SL_DUNG", "money \(last) SL_TRUNG"]
        ),
        ("UPDATE payment SET paid_on = 1 WHERE code = 2", ["chain \(first)", "payment POS0000000022", "open \(first)"]),
        ("UPDATE payment SET ordinal = 9 WHERE code = 1", ["chain \(first)", "codes POS0000000014", "codes POS0000000022"]),
        ("UPDATE payment SET fields = replace(fields, 'Mẫu', 'Mầu') WHERE code = 2", ["chain \(first)"]),
        (
            "UPDATE payment SET code = 9 WHERE code = 4",
            [
                "chain \(last)", "counts \(last) SL_DUNG", "money \(last) SL_DUNG", "codes POS0000000098", "transactionKey POS0000000047",
                "transactionKey POS0000000098", "receipt POS0000000047", "receipt POS0000000098",
            ]
        ),
        ("UPDATE transaction_key SET key = 'b' WHERE key = 'B'", ["transactionKey POS0000000022"]),
        ("INSERT INTO transaction_key VALUES (1, 'Q', 1)", ["transactionKey POS0000000014"]),
        ("UPDATE receipt SET code = 1 WHERE code = 2", ["receipt POS0000000014", "receipt POS0000000022"]),
        ("DELETE FROM receipt WHERE code = 1", ["receipt POS0000000014"]),
        ("UPDATE receipt_serial SET id = 2", serialMoved),
        ("UPDATE file SET name = 'x' WHERE sequence = 2", ["chain \(first)"]),
        (
            "UPDATE file SET recorded_money = recorded_money + 1 WHERE sequence = 2",
            ["chain \(first)", "money \(first) SL_DUNG", "conservation 0101234567", "balance \(LedgerContract.auditedDay)"]
        ),
        ("UPDATE owner_tally SET refused_money = '1' WHERE owner = '0101234567'", ["conservation 0101234567"]),
        ("DELETE FROM owner_tally WHERE owner = '0101234567'", ["conservation 0101234567"]),
        ("UPDATE refusal SET line = 1", ["chain \(first)"]),
        ("UPDATE refusal SET section = 1", ["chain \(first)"]),
        ("DELETE FROM refusal", ["chain \(first)"]),
        ("UPDATE warning SET finding = 'CB01' || char(31) || char(31) || char(31)", ["chain \(first)"]),
        ("UPDATE on_record SET ordinal = 1", ["chain \(last)"]),
        ("UPDATE artifact SET sha256 = zeroblob(32)", ["chain S_XN.xml"]),
        ("UPDATE event SET at = 1 WHERE number = 6", ["chain S_XN.xml"]),
        ("UPDATE event SET chain = zeroblob(32) WHERE number = 2", ["chain \(first)", "chain \(LedgerContract.auditedIntake(3))"]),
        ("UPDATE report_owed SET number = 5 WHERE partner = 'CCCC' AND kind = 1", ["chain \(LedgerContract.auditedDay)"]),
        ("UPDATE day_closing SET chain_head = zeroblob(32)", ["day \(LedgerContract.auditedDay)", "chain \(LedgerContract.auditedDay)"]),
    ]
    private static let last = LedgerContract.auditedIntake(4)
    private static let serialMoved =
        ["registry receipt_serial.id"] + ["14", "22", "39", "47"].map { "receipt POS00000000\($0)" }
        + ["registry receipt_serial \(LedgerTestBatch.serial)"]

    @Test("each change behind its back is told, and nothing else", arguments: changes)
    func told(_ change: (sql: String, told: [String])) throws {
        let folder = try LedgerFolder().made()
        try LedgerContract.auditedHistory(try folder.open())
        #expect(try folder.told(afterChange: change.sql) == change.told)
    }
}

extension LedgerFolder {
    /// What an audit says when somebody has removed every trigger, changed something, and put the triggers back.
    func told(afterChange sql: String) throws -> [String] {
        try stranger().writeWithoutTransaction { database in
            let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            try database.execute(sql: "PRAGMA foreign_keys = OFF; \(sql)")
            #expect(database.changesCount > 0)
            for trigger in triggers { try database.execute(sql: trigger["sql"] as String) }
        }
        var told: [String] = []
        try open(readOnly: true).audit({ _, _ in }, { told.append("\($0.kind.rawValue) \($0.subject)") })
        return told
    }
}
