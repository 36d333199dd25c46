import Contributions
import LedgerCore
import Testing

// What reports ask, each question before and after later changes: the answer is that of the day.

extension LedgerContract {
    private static let us = "0101234567"

    private static func close(_ ledger: any Ledger, _ day: Day, _ contracts: [OfficePartner] = []) throws {
        _ = try ledger.close(day, at: noon(day.advanced(by: 1)), partnersUnderContract: contracts)
    }

    private static func open(
        _ ledger: any Ledger, _ day: Day, office: String = "00101", partner: String? = nil, paidBefore: Day? = nil
    ) throws -> [String] {
        var seen: [String] = []
        try ledger.openCodes(asOf: day, office: office, partner: partner, paidBefore: paidBefore ?? day.advanced(by: 1)) {
            seen.append("\($0.payment.code) \($0.state.rawValue) \($0.payment.partner) \($0.payment.amount)")
        }
        return seen
    }

    private static func cancelled(_ ledger: any Ledger, _ day: Day, office: String = "00101", partner: String = us) throws -> [String] {
        var seen: [String] = []
        try ledger.cancelledPayments(on: day, office: office, partner: partner) {
            seen.append("\($0.payment.code) \($0.payment.recordedOn) \($0.payment.amount) \($0.intake) \($0.reason)")
        }
        return seen
    }

    static let reportQuestions: [Check] = [
        Check("what is open at a day's closing is so whenever it is asked") { (ledger: any Ledger) throws in
            let days = (0..<5).map { day.advanced(by: $0) }
            var answers: [[String]] = []
            try record(ledger, intake(1), 3)
            try record(ledger, intake(2), 1, partner: "BBBB")
            try close(ledger, days[0])
            answers.append(try open(ledger, days[0]))
            try ledger.post(.listing(intake(1, on: days[1]), transfer: "FT-1", codes: [1, 2], total: 30))
            try close(ledger, days[1])
            answers.append(try open(ledger, days[1]))
            try ledger.post(.adjustment(intake(1, on: days[2]), cancelled: [3]))
            try ledger.post(.adjustment(intake(2, on: days[2]), takenBack: [try #require(try ledger.listing(of: us, transfer: "FT-1"))]))
            try ledger.post(.listing(intake(3, on: days[2]), transfer: "FT-2", codes: [2], total: 20))
            try close(ledger, days[2])
            answers.append(try open(ledger, days[2]))
            try ledger.post(.statement(intake(1, on: days[3]), [NewCredit(1, "FT-2", 20, .agrees)]))
            try ledger.post(.adjustment(intake(2, on: days[3]), cancelled: [1]))
            try close(ledger, days[3])
            answers.append(try open(ledger, days[3]))
            #expect(
                answers == [
                    ["1 GHI_NHAN \(us) 10", "2 GHI_NHAN \(us) 20", "3 GHI_NHAN \(us) 40", "4 GHI_NHAN BBBB 10"],
                    ["1 DA_KE \(us) 10", "2 DA_KE \(us) 20", "3 GHI_NHAN \(us) 40", "4 GHI_NHAN BBBB 10"],
                    ["1 GHI_NHAN \(us) 10", "2 DA_KE \(us) 20", "4 GHI_NHAN BBBB 10"],
                    ["4 GHI_NHAN BBBB 10"],
                ])
            #expect(try (0..<4).map { try open(ledger, days[$0]) } == answers)
            #expect(try open(ledger, days[0], partner: "BBBB") == ["4 GHI_NHAN BBBB 10"])
            #expect(try open(ledger, days[3], partner: us).isEmpty)
            #expect(try open(ledger, days[0], office: "00102").isEmpty)
            #expect(try open(ledger, day.advanced(by: -1)).isEmpty)
        },
        Check("only what was paid before the day asked about is told") { (ledger: any Ledger) throws in
            try record(ledger, intake(1), 1, paidOn: day.advanced(by: -5))
            try record(ledger, intake(2), 1, paidOn: day.advanced(by: -3))
            #expect(try open(ledger, day, paidBefore: day.advanced(by: -5)).isEmpty)
            #expect(try open(ledger, day, paidBefore: day.advanced(by: -4)) == ["1 GHI_NHAN \(us) 10"])
            #expect(try open(ledger, day, paidBefore: day.advanced(by: -2)).count == 2)
        },
        Check("a cancelled payment stands on the day of its cancellation, whoever cancelled it") { (ledger: any Ledger) throws in
            try record(ledger, intake(1), 3)
            try close(ledger, day)
            let next = day.advanced(by: 1)
            try ledger.post(.adjustment(intake(1, on: next), cancelled: [3]))
            try ledger.post(.adjustment(intake(2, on: next), by: .agency, cancelled: [1]))
            let expected = ["1 \(day) 10 \(intake(2, on: next)) Hủy 1", "3 \(day) 40 \(intake(1, on: next)) Hủy 3"]
            #expect(try cancelled(ledger, next) == expected)
            #expect(try cancelled(ledger, day).isEmpty)
            #expect(try cancelled(ledger, next, office: "00102").isEmpty)
            #expect(try cancelled(ledger, next, partner: "BBBB").isEmpty)
            var codes: [Int64] = []
            try ledger.payments(on: day, office: "00101", partner: us) { codes.append($0.code) }
            #expect(codes == [1, 2, 3], "the day that recorded it still does")
        },
        Check("a partner's day has its files, its records, its money, and what is left") { (ledger: any Ledger) throws in
            let late = Finding(.CB01, subject: "NGAY_NOP_TIEN")
            try LedgerTestBatch(
                intake(1), seed: 1,
                [
                    .payment("A", receipt: 1, amount: 10, warnings: [late, Finding(.CB02)]),
                    .payment("B", receipt: 2, amount: 20, warnings: [late]),
                    .refused("C", findings: [Finding(.BG01), Finding(.NT04, subject: "MA_SO_BHXH")]), .refused("D"),
                ]
            ).post(to: ledger)
            var replay = FilePosting.sample(intake(2), outcome: .replay(of: intake(1)), seed: 1)
            (replay.document, replay.header.office) = (.paymentList, "00101")
            (replay.counts.found, replay.counts.onRecord, replay.counts.refused, replay.counts.onRecordMoney) = (4, 2, 2, 30)
            try ledger.post(replay)
            try ledger.post(.sample(intake(3), outcome: .quarantined))
            try ledger.post(.adjustment(intake(4), cancelled: [1]))
            try ledger.post(.listing(intake(5), transfer: "FT-1", codes: [2], total: 20))
            try record(ledger, intake(6), 1, partner: "BBBB")
            try record(ledger, intake(7), 1, office: "00102")
            try close(ledger, day)
            let days = try ledger.partnerDays(of: day, office: "00101")
            var ours = PartnerDay(partner: us)
            (ours.files, ours.filesRefused) = (5, 1)
            (ours.counts.found, ours.counts.recorded, ours.counts.onRecord, ours.counts.refused) = (8, 2, 2, 4)
            (ours.counts.recordedMoney, ours.counts.onRecordMoney) = (30, 30)
            (ours.cancelled, ours.cancelledMoney, ours.outstandingMoney) = (1, 10, 20)
            (ours.lateEntries, ours.takenOver, ours.suspectedPersons, ours.lastClaim) = (2, 1, 1, day)
            #expect(days.first == ours)
            #expect(days.map(\.partner) == [us, "BBBB"])
            #expect(try ledger.partnerDays(of: day, office: "00102").map(\.files) == [1])

            let next = day.advanced(by: 1)
            try ledger.post(.statement(intake(1, on: next), [NewCredit(1, "FT-1", 20, .agrees)]))
            try close(ledger, next)
            var remitted = PartnerDay(partner: us)
            (remitted.remittedMoney, remitted.lastClaim) = (20, day)
            #expect(try ledger.partnerDays(of: next, office: "00101").first == remitted)
            #expect(try ledger.partnerDays(of: day, office: "00101") == days)

            // Under contract with an office that it has nothing to do with, it was heard of all the same.
            let silent = day.advanced(by: 2)
            try close(ledger, silent, [OfficePartner(office: "00103", partner: us)])
            var heard = PartnerDay(partner: us)
            heard.lastClaim = day
            #expect(try ledger.partnerDays(of: silent, office: "00103") == [heard])
            expectFault(.invariant) { _ = try ledger.partnerDays(of: day.advanced(by: 3), office: "00101") }
        },
        Check("each file counts once: at its office, or else at the first that has to do with the partner") { (ledger: any Ledger) throws in
            let contracts = [OfficePartner(office: "00102", partner: "AAAA"), OfficePartner(office: "00103", partner: "AAAA")]
            func drop(_ sequence: Int, _ partner: String, office: String) throws {
                var posting = FilePosting.sample(intake(sequence), owner: .partner(partner), outcome: .refused)
                posting.header.office = office
                try ledger.post(posting)
            }
            try drop(1, "AAAA", office: "00103")
            try drop(2, "AAAA", office: "")
            try drop(3, "AAAA", office: "99999")
            try drop(4, "BBBB", office: "00103")
            try drop(5, "BBBB", office: "")
            try close(ledger, day, contracts)
            let seen = try ["00102", "00103", "99999"].map { office in
                try ledger.partnerDays(of: day, office: office).map { "\($0.partner) \($0.files)" }
            }
            #expect(seen == [["AAAA 2", "BBBB 1"], ["AAAA 1", "BBBB 1"], []])
        },
        Check("open transfers are those of the day, by kind, partner and number") { (ledger: any Ledger) throws in
            func seen(_ day: Day, office: String = "00101") throws -> [String] {
                try ledger.openTransfers(asOf: day, office: office).map {
                    "\($0.kind.rawValue) \($0.partner) \($0.transfer) \($0.day) \($0.listed) \($0.credited)"
                }
            }
            let credited = Day(number: 20_778)
            let transferred = day.advanced(by: -1)
            try record(ledger, intake(1), 3)
            try record(ledger, intake(2), 1, partner: "BBBB", office: "00102")
            try ledger.post(.listing(intake(3), transfer: "FT-2", on: transferred, codes: [2], total: 20))
            try ledger.post(.listing(intake(4), transfer: "FT-1", on: transferred, codes: [1], total: 10))
            try ledger.post(.listing(intake(5), partner: "BBBB", office: "00102", transfer: "FT-1", on: transferred, codes: [4], total: 10))
            try ledger.post(
                .statement(
                    intake(6),
                    [
                        NewCredit(1, "FT-2", 21, .disagrees), NewCredit(2, "FT-9", 7, .waits),
                        NewCredit(3, "FT-1", 11, .disagrees, partner: "BBBB"),
                    ]))
            try close(ledger, day)
            let first = try [seen(day), seen(day, office: "00102")]
            #expect(
                first == [
                    [
                        "KE_CHUA_CO_BAO_CO \(us) FT-1 \(transferred) 10 0", "BAO_CO_CHUA_CO_KE \(us) FT-9 \(credited) 0 7",
                        "LECH \(us) FT-2 \(credited) 20 21", "LECH BBBB FT-1 \(credited) 10 11",
                    ], ["LECH BBBB FT-1 \(credited) 10 11"],
                ])
            let next = day.advanced(by: 1)
            try ledger.post(.statement(intake(1, on: next), [NewCredit(1, "FT-2", 20, .agrees), NewCredit(2, "FT-9", 8, .waits)]))
            try ledger.post(.adjustment(intake(2, on: next), takenBack: [try #require(try ledger.listing(of: us, transfer: "FT-1"))]))
            try close(ledger, next)
            #expect(try seen(next) == ["BAO_CO_CHUA_CO_KE \(us) FT-9 \(credited) 0 8", "LECH BBBB FT-1 \(credited) 10 11"])
            #expect(try [seen(day), seen(day, office: "00102")] == first)
            #expect(try seen(transferred).isEmpty)
        },
        Check("a collector's month is that of its last day's closing") { (ledger: any Ledger) throws in
            let last = Day(yyyyMMdd: 20_261_130) ?? day
            let late = Finding(.CB01, subject: "NGAY_NOP_TIEN")
            func months(_ month: Month) throws -> [String] {
                try ledger.collectorMonths(month, office: "00101").map {
                    "\($0.partner) \($0.collector) \($0.payments) \($0.money) \($0.newcomers) \($0.lateEntries)"
                } + ledger.lastNewcomerMonths(upTo: month).map { "\($0) \($1)" }.sorted()
            }
            try record(ledger, intake(1, on: last.advanced(by: -1)), 2, collector: "NVT1", plan: "TM")
            try record(ledger, intake(2, on: last.advanced(by: -1)), 1, office: "00102", collector: "NVT1", plan: "TM")
            try LedgerTestBatch(
                intake(1, on: last), collector: "NVT2", plan: "ON",
                [.refused("X"), .payment("A", receipt: 1, amount: 5, warnings: [late]), .payment("B", receipt: 2, amount: 6)]
            ).post(to: ledger)
            try ledger.post(.adjustment(intake(2, on: last), cancelled: [1]))
            try close(ledger, last.advanced(by: -1))
            try close(ledger, last)
            let november = ["\(us) NVT1 2 30 1 0", "\(us) NVT2 2 11 0 1", "NVT1 202611"]
            #expect(try months(last.month) == november)
            try ledger.consolidate()
            #expect(try months(last.month) == november, "tallied or read, it is the same")

            let december = last.month.advanced(by: 1)
            let end = try #require(december.lastDay)
            try ledger.post(.adjustment(intake(1, on: last.advanced(by: 1)), cancelled: [2]))
            for offset in 1...3 { try close(ledger, last.advanced(by: offset)) }
            try ledger.consolidate()
            try record(ledger, intake(1, on: end), 1, partner: "BBBB", collector: "NVT3", plan: "TM")
            for offset in 4...31 { try close(ledger, last.advanced(by: offset)) }
            // NVT1's newcomer of the other office is the collector's too.
            let here = ["\(us) NVT1 0 0 0 0", "\(us) NVT2 0 0 0 0", "BBBB NVT3 1 10 1 0"]
            #expect(try months(december) == here + ["NVT1 202611", "NVT3 202612"])
            #expect(try ledger.collectorMonths(december, office: "00102").map(\.collector) == ["NVT1"])
            #expect(try months(last.month) == november, "a later cancellation does not change it")
            expectFault(.invariant) { _ = try ledger.collectorMonths(december.advanced(by: 1), office: "00101") }
            expectFault(.invariant) { _ = try ledger.lastNewcomerMonths(upTo: december.advanced(by: 1)) }
        },
        Check("a collector's newcomers count for the collector, whatever partner and office recorded them, less those cancelled") {
            (ledger: any Ledger) throws in
            let last = Day(yyyyMMdd: 20_261_130) ?? day
            try record(ledger, intake(1, on: day), 1, collector: "NVT1", plan: "TM")
            try record(ledger, intake(2, on: day), 1, partner: "BBBB", office: "00102", collector: "NVT2", plan: "TM")
            try record(ledger, intake(3, on: day), 1, collector: "NVT2", plan: "ON")
            try close(ledger, day)
            var next = day.advanced(by: 1)
            while next < last {
                try close(ledger, next)
                next = next.advanced(by: 1)
            }
            try ledger.post(.adjustment(intake(1, on: last), cancelled: [1]))
            try close(ledger, last)
            #expect(try ledger.lastNewcomerMonths(upTo: last.month) == ["NVT2": last.month])
        },
        Check("batch numbers of a day in the order of posting, and those recorded under a prefix") { (ledger: any Ledger) throws in
            let one = LedgerTestBatch.Entry.payment("A", receipt: 1)
            try LedgerTestBatch(intake(1), batch: "L-2", [one]).post(to: ledger)
            try LedgerTestBatch(intake(2), batch: "L-1", [.refused("B")]).post(to: ledger)
            try LedgerTestBatch(intake(3), batch: "L-1", [.payment("C", receipt: 3)]).post(to: ledger)
            try LedgerTestBatch(intake(4), partner: "BBBB", batch: "L-3", [.payment("D", receipt: 4)]).post(to: ledger)
            try LedgerTestBatch(intake(5), office: "00102", batch: "L-4", [.payment("E", receipt: 5)]).post(to: ledger)
            try LedgerTestBatch(intake(6), batch: "M", [.payment("F", receipt: 6)]).post(to: ledger)
            try LedgerTestBatch(intake(1, on: day.advanced(by: 1)), batch: "L-5", [.payment("G", receipt: 7)]).post(to: ledger)
            try ledger.post(.adjustment(intake(7), cancelled: [1]))
            #expect(try ledger.batchNumbers(on: day, office: "00101", partner: us) == ["L-2", "L-1", "M"])
            func recorded(_ prefix: String, _ day: Day) throws -> [String] {
                try ledger.batchNumbers(upTo: day, office: "00101", partner: us, prefix: prefix)
            }
            #expect(try recorded("L-", day) == ["L-1", "L-2"])
            #expect(try recorded("L-", day.advanced(by: 1)) == ["L-1", "L-2", "L-5"])
            #expect(try recorded("", day) == ["L-1", "L-2", "M"])
            #expect(try recorded("l", day).isEmpty)
        },
        Check("what is open with each partner now, closed days and open ones together") { (ledger: any Ledger) throws in
            let next = day.advanced(by: 1)
            try record(ledger, intake(1), 3)
            try close(ledger, day)
            try record(ledger, intake(1, on: next), 1)
            try record(ledger, intake(2, on: next), 1, partner: "BBBB")
            try ledger.post(.adjustment(intake(3, on: next), cancelled: [1]))
            try ledger.post(.listing(intake(4, on: next), transfer: "FT-1", on: day, codes: [2], total: 20))
            try ledger.post(.statement(intake(5, on: next), [NewCredit(1, "FT-1", 19, .disagrees), NewCredit(2, "FT-5", 1, .waits)]))
            var ours = PartnerTrail(partner: us)
            (ours.outstanding, ours.outstandingMoney, ours.oldestOutstanding) = (3, 70, day)
            (ours.listedMoney, ours.oldestListing, ours.creditedMoney, ours.lastClaim) = (20, day, 20, next)
            var theirs = PartnerTrail(partner: "BBBB")
            (theirs.outstanding, theirs.outstandingMoney, theirs.oldestOutstanding, theirs.lastClaim) = (1, 10, next, next)
            #expect(try ledger.trails() == [ours, theirs])
            try ledger.post(.adjustment(intake(6, on: next), cancelled: [3]))
            try ledger.post(.statement(intake(7, on: next), [NewCredit(1, "FT-1", 20, .agrees)]))
            (ours.outstanding, ours.outstandingMoney, ours.oldestOutstanding) = (1, 10, next)
            (ours.listedMoney, ours.oldestListing, ours.creditedMoney) = (0, nil, 1)
            #expect(try ledger.trails() == [ours, theirs])
        },
    ]
}
