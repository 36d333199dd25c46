import Contributions
import ExchangeTesting
import GRDB
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("The schema is the last guard")
struct GuardTests {
    @Test(
        "wrong Swift would still leave right data",
        arguments: [
            "INSERT INTO payment VALUES (9, 1, 1, 4, 1, 20000, '')",
            "INSERT INTO payment VALUES (9, 1, 1, 2, 0, 20000, '')",
            "INSERT INTO payment VALUES (9, 1, 1, 2, -5, 20000, '')",
            "INSERT INTO payment VALUES (1000000000, 1, 1, 2, 1, 20000, '')",
            "INSERT INTO payment VALUES (0, 1, 1, 2, 1, 20000, '')",
            "INSERT INTO payment VALUES (1, 1, 1, 2, 1, 20000, '')",
            "INSERT INTO payment VALUES (9, 77, 1, 2, 1, 20000, '')",
            "INSERT INTO payment VALUES (9, 1, 1, 2, 'much', 20000, '')",
            "INSERT INTO transaction_key VALUES (1, 'A', 9)",
            "INSERT INTO receipt SELECT key, 9 FROM receipt LIMIT 1",
            "INSERT INTO key_run VALUES (9, 3, 1, 1, 1, zeroblob(16))",
            "INSERT INTO key_run VALUES (9, 1, 0, 1, 1, x'')",
            "INSERT INTO key_run VALUES (9, 1, 2899, 1, 1, zeroblob(16))",
            "INSERT INTO key_guide VALUES (9, zeroblob(4224))",
            "INSERT INTO key_guide VALUES (9, zeroblob(177))",
            "INSERT INTO key_block VALUES (9, zeroblob(4064))",
            "INSERT INTO key_block VALUES (9, zeroblob(33))",
            "INSERT INTO on_record VALUES (1, 9, 77)",
            "INSERT INTO refusal VALUES (1, 2, 1, 0, '', '')",
            "INSERT INTO refusal VALUES (1, 3, 1, -1, '', '')",
            "UPDATE file SET found = found + 1",
            "UPDATE file SET recorded_on = claim_day - 1",
            "UPDATE file SET outcome = 'lost'",
            "UPDATE file SET refused_money = -1",
            "UPDATE file SET refused_money = 1.5",
            "UPDATE file SET refused_money = x'31'",
            "UPDATE file SET refused_money = NULL",
            "UPDATE file SET refused_money = 'much'",
            "UPDATE file SET refused_money = '-9223372036854775808'",
            "UPDATE file SET refused_money = '9223372036854775807'",
            "UPDATE file SET refused_money = '09223372036854775808'",
            "UPDATE file SET refused_money = '92233720368547758O8'",
            "UPDATE file SET outcome = 'replay'",
            "UPDATE file SET last_code = last_code + 1",
            "UPDATE file SET sha256 = x'00'",
            "UPDATE file SET event = 77",
            "DELETE FROM event WHERE number = 1",
            "INSERT INTO event VALUES (3, 0, 'file', x'00')",
            "INSERT INTO event VALUES (3, 0, 'thought', zeroblob(32))",
            "INSERT INTO ledger VALUES (2, 'ABC')",
            "UPDATE ledger SET prefix = 'abc'",
            "UPDATE registry_row SET fields = 'other'",
            "DELETE FROM registry_row",
        ])
    func guarded(_ sql: String) throws {
        let ledger = try LedgerFolder().made().open()
        let day = Day(number: 20_777)
        try LedgerTestBatch(IntakeNumber(day: day, sequence: 1), [.payment("A", receipt: 1), .refused("B")]).post(to: ledger)
        let row = NewRegistryRow(section: .office, ordinal: 1, key: "1", fields: "1")
        _ = try ledger.post(.registry(IntakeNumber(day: day, sequence: 2), rows: [row]), keys: nil) { _, _ in }
        #expect(faultKind { try ledger.writing { try $0.execute(sql: sql) } } == .invariant)
    }

    @Test(
        "what happened to money is never overwritten",
        arguments: [
            "UPDATE cancellation SET reason = 'x'", "DELETE FROM cancellation", "INSERT INTO cancellation VALUES (1, 2, 9, 1, 'x')",
            "INSERT INTO cancellation VALUES (2, 2, 9, 1, 'x')", "INSERT INTO cancellation VALUES (3, 2, 9, 1, 'x')",
            "INSERT INTO cancellation VALUES (4, 2, 9, 1, '')",
            "UPDATE taking_back SET day = 1", "DELETE FROM taking_back", "INSERT INTO taking_back VALUES (1, 2, 9, 1, 'x')",
            "INSERT INTO taking_back VALUES (2, 2, 9, 1, 'x')",
            "UPDATE listing SET total = 1", "UPDATE listing SET ended_on = 30000 WHERE id = 2", "DELETE FROM listing",
            "INSERT INTO listing SELECT 9, 2, partner, office, transfer, 1, 1, 1, 1, 2 FROM listing WHERE id = 2",
            "UPDATE listing_entry SET ordinal = 77", "DELETE FROM listing_entry", "DELETE FROM listed_code",
            "UPDATE listed_code SET code = 9",
            "DELETE FROM listing_part", "UPDATE credit SET amount = 1", "DELETE FROM credit",
            "UPDATE credit SET ended_on = 30000 WHERE amount = 20",
            "INSERT INTO credit SELECT 9, 2, 9, partner, transfer, 1, 1, '', '', 1, 2147483647 FROM credit WHERE transfer = 'FT-8'",
            "UPDATE statement_entry SET state = 'LECH'", "DELETE FROM statement_entry", "UPDATE agreement SET day = 1",
            "DELETE FROM agreement", "INSERT INTO agreement VALUES (3, 2, 2, 1)",
            "UPDATE file_open SET open = -1", "UPDATE balance SET money = 1", "DELETE FROM balance", "UPDATE day_closing SET closed_at = 1",
            "UPDATE report_owed SET kind = 5 WHERE kind = 4", "DELETE FROM report_owed",
        ])
    func moneyGuarded(_ sql: String) throws {
        let ledger = try LedgerFolder().made().open()
        try LedgerContract.auditedMoney(ledger)
        #expect(faultKind { try ledger.writing { try $0.execute(sql: sql) } } == .invariant)
    }

    @Test("when the nine digits are used up, nothing is posted")
    func codesUsedUp() throws {
        let ledger = try LedgerFolder().made().open()
        let day = Day(number: 20_777)
        try LedgerTestBatch(IntakeNumber(day: day, sequence: 1), [.payment("A", receipt: 1)]).post(to: ledger)
        try ledger.writing { try $0.execute(sql: "INSERT INTO payment VALUES (999999998, 1, 2, 2, 1, 20000, '')") }
        let two = LedgerTestBatch(IntakeNumber(day: day, sequence: 2), [.payment("B", receipt: 2), .payment("C", receipt: 3)])
        #expect(faultKind { try two.post(to: ledger) } == .invariant)
        let one = LedgerTestBatch(IntakeNumber(day: day, sequence: 2), [.payment("B", receipt: 2)])
        #expect(try one.post(to: ledger).codes == 999_999_999..<1_000_000_000)
    }

    @Test("a fault names the constraint, and shows no value")
    func noValues() throws {
        let ledger = try LedgerFolder().made().open()
        let day = Day(number: 20_777)
        try LedgerTestBatch(IntakeNumber(day: day, sequence: 1), [.payment("SECRET-1", receipt: 1)]).post(to: ledger)
        do {
            try LedgerTestBatch(IntakeNumber(day: day, sequence: 2), [.payment("SECRET-1", receipt: 2)]).post(to: ledger)
            Issue.record("it was posted")
        } catch let fault as LedgerFault {
            #expect(fault.message.contains("transaction_key.key"))
            #expect(!fault.message.contains("SECRET"))
        }
    }
}
