import Contributions
import LedgerCore
import Testing

// A code's way: recorded, listed, remitted, or cancelled; whichever of listing and credit comes first, and what each of them says
// afterwards. Amounts differ, so that a sum shows what is in it.

extension LedgerContract {
    private static let us = "0101234567"

    /// Payments of 10, 20, 40, 80 đồng ... under the codes that follow.
    @discardableResult
    static func record(
        _ ledger: any Ledger, _ intake: IntakeNumber, _ count: Int, partner: String = "0101234567", office: String = "00101",
        collector: String = "", plan: String = "", paidOn: Day = day
    ) throws -> FileRecord {
        let entries = (0..<count).map { place in
            LedgerTestBatch.Entry.payment(
                "\(intake)-\(place)", receipt: Int64(intake.day.number % 1000) * 10_000 + Int64(intake.sequence * 10 + place),
                amount: 10 << Int64(place))
        }
        return try LedgerTestBatch(
            intake, partner: partner, office: office, collector: collector, plan: plan, paidOn: paidOn, entries
        ).post(to: ledger)
    }

    /// `code state`, and the number of the listing.
    private static func standings(_ ledger: any Ledger, _ codes: [Int64]) throws -> [String] {
        var seen: [String] = []
        try ledger.standings(of: codes) { standing in
            seen.append("\(standing.code) \(standing.state.rawValue)\(standing.listedUnder.map { " \($0)" } ?? "")")
        }
        return seen
    }

    private static func accepted(_ ledger: any Ledger, _ file: FileRecord) throws -> [AcceptedEntry] {
        var seen: [AcceptedEntry] = []
        try ledger.acceptedEntries(of: file) { seen.append($0) }
        return seen
    }

    private static func listing(_ ledger: any Ledger, _ transfer: String, of partner: String = us) throws -> Listing {
        try #require(try ledger.listing(of: partner, transfer: transfer))
    }

    static let moneyTrail: [Check] = [
        Check("a code's standing tells its partner, office, money, day and state; what is not on record is left out") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 2)
            try record(ledger, intake(2), 1, partner: "BBBB", office: "00102")
            var seen: [CodeStanding] = []
            try ledger.standings(of: [1, 2, 3, 4, 999]) { seen.append($0) }
            #expect(
                seen == [
                    CodeStanding(code: 1, partner: us, office: "00101", amount: 10, recordedOn: day, state: .recorded),
                    CodeStanding(code: 2, partner: us, office: "00101", amount: 20, recordedOn: day, state: .recorded),
                    CodeStanding(code: 3, partner: "BBBB", office: "00102", amount: 10, recordedOn: day, state: .recorded),
                ])
        },
        Check("a cancelled code is cancelled for good, with its reason, by partner or agency") { (ledger: any Ledger) throws in
            try record(ledger, intake(1), 3)
            #expect(try !ledger.isCancelled(2))
            let file = try ledger.post(.adjustment(intake(2), cancelled: [3, 1]))
            try ledger.post(.adjustment(intake(3), by: .agency, cancelled: [2]))
            #expect(try standings(ledger, [1, 2, 3]) == ["1 DA_HUY", "2 DA_HUY", "3 DA_HUY"])
            #expect(try (1...4).map { try ledger.isCancelled($0) } == [true, true, true, false])
            #expect(try ledger.life(of: 1) == [CodeStep(kind: .cancelled(reason: "Hủy 1"), intake: intake(2), on: day)])
            #expect(try ledger.life(of: 4).isEmpty)
            #expect(
                try accepted(ledger, file) == [
                    AcceptedEntry(ordinal: 1, key: .code(3), recordedOn: day), AcceptedEntry(ordinal: 2, key: .code(1), recordedOn: day),
                ])
            #expect(try ledger.payment(1) { _ in }, "a cancelled payment stays on record")
        },
        Check("a listing's codes are listed in the order of the file, and remitted when its credit comes") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 2)
            try record(ledger, intake(2), 2)
            let file = try ledger.post(.listing(intake(3), transfer: "FT-1", on: day.advanced(by: -1), codes: [4, 1, 3], total: 40))
            #expect(try accepted(ledger, file).map(\.key) == [.code(4), .code(1), .code(3)])
            #expect(try accepted(ledger, file).map(\.ordinal) == [1, 2, 3])
            #expect(try standings(ledger, [1, 2, 3, 4]) == ["1 DA_KE FT-1", "2 GHI_NHAN", "3 DA_KE FT-1", "4 DA_KE FT-1"])
            let standing = try listing(ledger, "FT-1")
            #expect(
                standing
                    == Listing(
                        id: standing.id, intake: intake(3), partner: us, office: "00101", transfer: "FT-1",
                        transferredOn: day.advanced(by: -1), codes: 3, total: 40, recordedOn: day, state: .stands))
            let statement = try ledger.post(.statement(intake(4), [NewCredit(1, "FT-1", 40, .agrees)]))
            #expect(try standings(ledger, [1, 2, 3, 4]) == ["1 DA_NOP FT-1", "2 GHI_NHAN", "3 DA_NOP FT-1", "4 DA_NOP FT-1"])
            #expect(try listing(ledger, "FT-1").state == .credited)
            #expect(try accepted(ledger, statement) == [AcceptedEntry(ordinal: 1, key: .transfer("FT-1"), state: .agrees)])
            #expect(
                try ledger.life(of: 3) == [
                    CodeStep(kind: .listed(transfer: "FT-1", transferredOn: day.advanced(by: -1)), intake: intake(3), on: day),
                    CodeStep(kind: .remitted(transfer: "FT-1", creditedOn: Day(number: 20_778)), intake: intake(4), on: day),
                ])
        },
        Check("a credit that came first agrees with the listing that comes later, if the money is the same") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 3)
            try ledger.post(
                .statement(
                    intake(2),
                    [NewCredit(1, "FT-1", 30, .waits), NewCredit(2, "FT-1", 30, .waits, partner: "BBBB"), NewCredit(3, "FT-2", 99, .waits)])
            )
            try ledger.post(.listing(intake(3), transfer: "FT-1", codes: [1, 2], total: 30))
            try ledger.post(.listing(intake(4), transfer: "FT-2", codes: [3], total: 40))
            #expect(try standings(ledger, [1, 2, 3]) == ["1 DA_NOP FT-1", "2 DA_NOP FT-1", "3 DA_KE FT-2"])
            #expect(try ledger.credit(to: us, transfer: "FT-1")?.agrees == true)
            #expect(try ledger.credit(to: "BBBB", transfer: "FT-1")?.agrees == false)
            #expect(try ledger.credit(to: us, transfer: "FT-2")?.agrees == false)
            #expect(try ledger.life(of: 1).map(\.intake) == [intake(3), intake(3)], "the later of the two files")
        },
        Check("another content replaces a credit that did not agree yet; the same content changes nothing") {
            (ledger: any Ledger) throws in
            try record(ledger, intake(1), 2)
            try ledger.post(.listing(intake(2), transfer: "FT-1", codes: [1, 2], total: 30))
            try ledger.post(.statement(intake(3), [NewCredit(1, "FT-1", 29, .disagrees, remark: "x")]))
            let first = try #require(try ledger.credit(to: us, transfer: "FT-1"))
            #expect(first.entry == NewCredit(1, "FT-1", 29, .disagrees, remark: "x").entry)
            #expect(first.place == EntryPlace(intake: intake(3), ordinal: 1) && first.office == "00101" && !first.agrees)
            let again = try ledger.post(
                .statement(
                    intake(4), [NewCredit(1, "FT-1", 29, .disagrees, remark: "x", wasOnRecord: true), NewCredit(2, "FT-9", 1, .waits)]))
            #expect(try ledger.credit(to: us, transfer: "FT-1") == first)
            #expect(
                try accepted(ledger, again) == [
                    AcceptedEntry(ordinal: 1, key: .transfer("FT-1"), state: .disagrees),
                    AcceptedEntry(ordinal: 2, key: .transfer("FT-9"), state: .waits),
                ])
            try ledger.post(.statement(intake(5), [NewCredit(1, "FT-1", 28, .disagrees), NewCredit(2, "FT-1", 30, .agrees)]))
            let last = try #require(try ledger.credit(to: us, transfer: "FT-1"))
            #expect(last.id != first.id && last.agrees && last.entry.amount == 30 && last.place.ordinal == 2)
            #expect(try standings(ledger, [1, 2]) == ["1 DA_NOP FT-1", "2 DA_NOP FT-1"])
            try ledger.post(.statement(intake(6), [NewCredit(1, "FT-1", 30, .agrees, wasOnRecord: true)]))
        },
        Check("a listing that is taken back frees its codes and its number, and its credit waits again") { (ledger: any Ledger) throws in
            try record(ledger, intake(1), 3)
            try ledger.post(.listing(intake(2), transfer: "FT-1", codes: [1, 2], total: 30))
            try ledger.post(.statement(intake(3), [NewCredit(1, "FT-1", 60, .disagrees)]))
            let failed = try listing(ledger, "FT-1")
            let file = try ledger.post(.adjustment(intake(4), cancelled: [3], takenBack: [failed]))
            #expect(
                try accepted(ledger, file) == [
                    AcceptedEntry(ordinal: 1, key: .code(3), recordedOn: day),
                    AcceptedEntry(ordinal: 2, key: .transfer("FT-1"), recordedOn: day),
                ])
            #expect(try listing(ledger, "FT-1").state == .takenBack)
            #expect(try standings(ledger, [1, 2, 3]) == ["1 GHI_NHAN", "2 GHI_NHAN", "3 DA_HUY"])
            try ledger.post(.statement(intake(5), [NewCredit(1, "FT-1", 60, .waits, wasOnRecord: true)]))
            try ledger.post(.adjustment(intake(6), cancelled: [2]))
            try ledger.post(.listing(intake(7), transfer: "FT-1", codes: [1], total: 10))
            #expect(try listing(ledger, "FT-1").intake == intake(7))
            try ledger.post(.statement(intake(8), [NewCredit(1, "FT-1", 10, .agrees)]))
            #expect(try standings(ledger, [1, 2, 3]) == ["1 DA_NOP FT-1", "2 DA_HUY", "3 DA_HUY"])
            #expect(
                try ledger.life(of: 1).map(\.kind) == [
                    .listed(transfer: "FT-1", transferredOn: day), .takenBack(transfer: "FT-1", reason: "Lỗi FT-1"),
                    .listed(transfer: "FT-1", transferredOn: day), .remitted(transfer: "FT-1", creditedOn: Day(number: 20_778)),
                ])
        },
        Check("the figures count money once, however often documents tell of it") { (ledger: any Ledger) throws in
            try record(ledger, intake(1), 2)
            try ledger.post(.listing(intake(2), transfer: "FT-1", codes: [1, 2], total: 30))
            try ledger.post(.statement(intake(3), [NewCredit(1, "FT-1", 30, .agrees)]))
            let tallies = try ledger.tallies()
            #expect(tallies.map(\.counts.recordedMoney) == [0, 30])
            #expect(tallies.map(\.counts.recorded) == [1, 4])
        },
        Check("a file of the next day that is posted first does not let a change be known before what it changes") {
            (ledger: any Ledger) throws in
            let tomorrow = day.advanced(by: 1)
            try record(ledger, intake(1, on: tomorrow), 2)
            try ledger.post(.adjustment(intake(1), cancelled: [1]))
            #expect(try ledger.life(of: 1).map(\.on) == [tomorrow])
            try ledger.post(.listing(intake(2), transfer: "FT-1", codes: [2], total: 20))
            #expect(try listing(ledger, "FT-1").recordedOn == tomorrow)
            try ledger.post(.statement(intake(3), [NewCredit(1, "FT-1", 20, .agrees)]))
            #expect(try ledger.life(of: 2).map(\.on) == [tomorrow, tomorrow])
            _ = try ledger.close(day, at: noon(tomorrow), partnersUnderContract: [])
            _ = try ledger.close(tomorrow, at: noon(day.advanced(by: 2)), partnersUnderContract: [])
            #expect(try ledger.partnerDays(of: tomorrow, office: "00101").map(\.outstandingMoney) == [0])
        },
        Check("many codes over many files are listed and found like few") { (ledger: any Ledger) throws in
            for sequence in 1...50 { try record(ledger, intake(sequence), 5) }
            try ledger.post(.adjustment(intake(60), cancelled: (0..<50).map { Int64($0 * 5 + 1) }))
            let codes = (0..<50).reversed().flatMap { (place: Int) -> [Int64] in [Int64(place * 5 + 5), Int64(place * 5 + 2)] }
            let file = try ledger.post(.listing(intake(61), transfer: "FT-1", codes: codes, total: 50 * 180))
            #expect(try accepted(ledger, file).map(\.key) == codes.map { .code($0) })
            let states = ["DA_KE FT-1", "DA_HUY", "DA_KE FT-1", "GHI_NHAN", "GHI_NHAN"]
            let expected = (1...250).map { (code: Int) -> String in "\(code) \(states[code % 5])" }
            #expect(try standings(ledger, (1...250).map { Int64($0) }) == expected)
            #expect(try standings(ledger, [3, 77, 250]) == [expected[2], expected[76], expected[249]])
        },
    ]
}
