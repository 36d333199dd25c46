import Contributions
import LedgerCore
import Testing

// What the files' verdicts say, and what their postings wrote, kept apart and equal; and the intake numbers that nobody posted.

extension LedgerContract {
    static let conservation: [Check] = [
        Check("what was written is summed beside what the verdicts say: files, records and payments' money") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 2)
            try record(ledger, intake(2), 1, partner: "BBBB")
            try LedgerTestBatch(intake(3), batch: "L-9", [.refused("X"), .payment("A", receipt: 9_001, amount: 5)]).post(to: ledger)
            try ledger.post(.listing(intake(4), transfer: "FT-1", codes: [1], total: 10))
            try ledger.post(.statement(intake(5), [NewCredit(1, "FT-1", 10, .agrees)]))
            let (verdicts, written) = try ledger.conservation()
            #expect(verdicts == (try ledger.tallies()))
            #expect(
                written.map { "\($0.owner) \($0.files) \($0.found) \($0.recorded) \($0.onRecord) \($0.refused) \($0.recordedMoney)" } == [
                    "agency 1 1 1 0 0 0", "0101234567 3 5 4 0 1 35", "BBBB 1 1 1 0 0 10",
                ])
            for (verdict, written) in zip(verdicts, written) {
                #expect(verdict.owner == written.owner && verdict.files == written.files && verdict.counts.found == written.found)
                #expect(Int128(verdict.counts.refusedMoney) == written.refusedMoney)
            }
        },
        Check("an intake number below a posted one of its day is missing until it is posted") { (ledger: any Ledger) throws in
            try record(ledger, intake(2), 1)
            try record(ledger, intake(5), 1)
            try record(ledger, intake(1, on: day.advanced(by: 1)), 1)
            #expect(try ledger.missingIntakes(since: day) == [intake(1), intake(3), intake(4)])
            try record(ledger, intake(3), 1)
            #expect(try ledger.missingIntakes(since: day) == [intake(1), intake(4)])
            #expect(try ledger.missingIntakes(since: day.advanced(by: 1)).isEmpty)
        },
    ]
}
