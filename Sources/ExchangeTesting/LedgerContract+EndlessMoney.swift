import Contributions
import LedgerCore
import Testing

// Money that no bank has: sums of many files beyond 63 bits are kept, asked for and examined like any other.

extension LedgerContract {
    private static let huge: Int64 = 9_000_000_000_000_000_000
    private static let us = "0101234567"

    private static func payments(_ intake: IntakeNumber, _ amounts: [Int64]) -> LedgerTestBatch {
        LedgerTestBatch(
            intake, collector: "NVT1",
            amounts.enumerated().map { place, amount in
                .payment(
                    "\(intake)-\(place)", receipt: Int64(intake.day.number % 1000) * 100 + Int64(intake.sequence * 10 + place),
                    amount: amount)
            })
    }

    static let endlessMoney: [Check] = [
        Check("no sum of payments is too large for a file, its balance, its collector or a day's figures") { (ledger: any Ledger) throws in
            let all = MoneySum(huge) * 3
            try payments(intake(1), [huge, huge, huge]).post(to: ledger)
            var refused = FilePosting.sample(intake(2), outcome: .refused)
            (refused.document, refused.header.office, refused.counts.found, refused.counts.refused) = (.paymentList, "00101", 1, 1)
            refused.counts.refusedMoney = .max
            try ledger.post(refused)
            #expect(try ledger.file(intake(1))?.posting.counts.recordedMoney == all)
            #expect(try ledger.file(intake(2))?.posting.counts.refusedMoney == .max)
            #expect(try ledger.tallies().map(\.counts.recordedMoney) == [all])
            #expect(try ledger.trails().map(\.outstandingMoney) == [all])
            try ledger.post(.adjustment(intake(3), cancelled: [1]))
            _ = try ledger.close(day, at: noon(day.advanced(by: 1)), partnersUnderContract: [])
            try ledger.consolidate()
            let figures = try ledger.partnerDays(of: day, office: "00101")[0]
            #expect([figures.counts.recordedMoney, figures.counts.refusedMoney] == [all, .max])
            #expect([figures.cancelledMoney, figures.outstandingMoney] == [MoneySum(huge), MoneySum(huge) * 2])

            let next = day.advanced(by: 1)
            try payments(intake(1, on: next), [huge]).post(to: ledger)
            try ledger.post(.listing(intake(2, on: next), transfer: "FT-1", codes: [2], total: huge))
            #expect(try ledger.trails().map(\.listedMoney) == [MoneySum(huge)])
            try ledger.post(.statement(intake(3, on: next), [NewCredit(1, "FT-1", huge, .agrees)]))
            var last = next
            repeat {
                _ = try ledger.close(last, at: noon(last.advanced(by: 1)), partnersUnderContract: [])
                last = last.advanced(by: 1)
            } while last.month == day.month
            let trail = try ledger.trails()[0]
            #expect([trail.outstandingMoney, trail.listedMoney, trail.creditedMoney] == [MoneySum(huge) * 2, 0, 0])
            #expect(try ledger.partnerDays(of: next, office: "00101")[0].remittedMoney == MoneySum(huge))
            #expect(try ledger.collectorMonths(day.month, office: "00101").map(\.money) == [all + MoneySum(huge)])
            try ledger.consolidate()
            #expect(try ledger.collectorMonths(day.month, office: "00101").map(\.money) == [all + MoneySum(huge)])
            try expectNothingToldButForm(ledger)
        },
        Check("no statement's money is too large, neither what it brings nor what was on record") { (ledger: any Ledger) throws in
            let credits = (1...12).map { NewCredit($0, "FT-\($0)", huge, .waits) }
            try ledger.post(.statement(intake(1), credits))
            var again = credits
            for place in again.indices { again[place].wasOnRecord = true }
            try ledger.post(.statement(intake(2), again))
            let all = MoneySum(huge) * 12
            let files = try [1, 2].map { try ledger.file(intake($0))?.posting.counts }
            #expect(files.map { $0?.recordedMoney } == [all, 0])
            #expect(files.map { $0?.onRecordMoney } == [0, all])
            #expect(try ledger.trails().map(\.creditedMoney) == [all])
            #expect(try ledger.openTransfers(asOf: day, office: "00101").count == 12)
            try expectNothingToldButForm(ledger)
        },
        Check("a statement comes in parts, each seeing those before it") { (ledger: any Ledger) throws in
            var file = LedgerTestMovements.statement(
                intake(1),
                [NewCredit(1, "FT-1", 5, .waits), NewCredit(2, "FT-1", 6, .waits), NewCredit(3, "FT-1", 6, .waits, wasOnRecord: true)])
            guard case .statement(let credits)? = file.parts.first else { return }
            file.parts = credits.map { .statement([$0]) }
            try ledger.post(file)
            #expect(try ledger.credit(to: us, transfer: "FT-1")?.entry.amount == 6)
            try expectNothingToldButForm(ledger)
        },
    ]

    /// Amounts of more than twelve digits, and receipts of a serial that nobody has, are what the tests made up.
    private static func expectNothingToldButForm(_ ledger: any Ledger) throws {
        var found: [AuditDifference] = []
        try ledger.audit({ _, _ in }, { if $0.kind != .receipt, $0.kind != .payment { found.append($0) } })
        #expect(found.isEmpty)
    }
}
