import Contributions
import LedgerCore
import Testing

// What is on record under the numbers of a batch's participants and in its households: every answer is that of a plain list.

extension LedgerContract {
    private typealias Payment = LedgerContractBook.Payment

    /// The same numbers every time: an additive generator with a multiplicative finish.
    private struct Numbers {
        private var state: UInt64 = 7

        mutating func next(below bound: Int64) -> Int64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            let mixed = (state ^ state >> 31) &* 0xBF58_476D_1CE4_E5B9
            return Int64((mixed ^ mixed >> 29) % UInt64(bound))
        }

        /// Some numbers and households come often, most once.
        mutating func payment() -> Payment {
            guard next(below: 9) > 0 else { return Payment() }
            let personal = next(below: 2) == 0 ? next(below: 20) : next(below: 1_000_000_000_000)
            let insurance = next(below: 3) == 0 ? nil : next(below: 2) == 0 ? next(below: 20) : next(below: 10_000_000_000)
            let households = [
                "A", "0", "00", "ZZZZZZZZZZZZZZZZZZZZ", "0100000001", "010000000\(next(below: 10))", "H\(next(below: 100_000))",
            ]
            return Payment(
                insurance: insurance, personal: personal,
                household: next(below: 3) == 0 ? households[Int(next(below: Int64(households.count)))] : nil,
                order: Int(next(below: 4)) + 1)
        }

        mutating func payments(_ count: Int64) -> [Payment] { (0..<count).map { _ in payment() } }
    }

    static let people: [Check] = [
        Check("payments under a number are found over files and partners, by entries of the batch and then by codes") {
            (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            let asked = [Payment(insurance: 2, personal: 1), Payment(personal: 9), Payment(insurance: 5), Payment(insurance: 1)]
            #expect(try book.peopleOnRecord(asked).isEmpty)
            try book.post([Payment(), Payment(insurance: 1, personal: 9), Payment(), Payment(insurance: 2, personal: 7)])
            try book.post([Payment(personal: 1), Payment(insurance: 3, personal: 9), Payment(insurance: 2)], partner: "BBBB")
            let pairs = try book.peopleOnRecord(asked)
            let seen = pairs.map {
                let recorded = PersonEntry($0.recorded)
                return "\(PersonEntry($0.asked).reference) \(recorded.reference) \(recorded.other.isPersonal) \($0.isOwn)"
            }
            // MA_SO_BHXH 1 and 2, then SO_DDCN 1 and 9.
            #expect(seen == ["3 1 true true", "0 2 true true", "0 5 false false", "0 3 false false", "1 1 false true", "1 4 false false"])
            #expect(pairs == book.peopleExpected(asked))
            #expect(try book.agrees(on: asked, partner: "BBBB"))
            #expect(try book.agrees(on: asked, partner: "CCCC"))
        },
        Check("a household's place is found by its code, year and order, exactly") { (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            let homes = ["A", "AA", "0", "00", "0100000001", "0100000002", "ZZZZZZZZZZZZZZZZZZZZ", "ZZZZZZZZZZZZZZZZZZZY"]
            try book.post(
                homes.enumerated().map { Payment(insurance: Int64($0), personal: 10, household: $1, order: $0 % 4 + 1) } + [Payment()])
            try book.post(homes.map { Payment(personal: 11, household: $0, order: 2) }, partner: "BBBB")
            let asked = (1...4).flatMap { order in (homes + ["B", "000"]).map { Payment(insurance: 5, household: $0, order: order) } }
            let pairs = try book.householdsOnRecord(asked)
            #expect(pairs.count == 16)
            #expect(pairs == book.householdsExpected(asked))
            #expect(HouseholdEntry(pairs[0].recorded).personal.isPersonal)
        },
        Check("a number of thousands of payments gives all of them, to every record that bears it") { (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            var numbers = Numbers()
            for (file, often) in [2500, 1, 126, 127, 600].enumerated() {
                try book.post(
                    (0..<often).map { _ in Payment(insurance: 500, personal: 77, household: "0100000001") } + numbers.payments(400),
                    partner: file % 2 == 0 ? "0101234567" : "BBBB")
            }
            let asked = [Payment(insurance: 500, personal: 77, household: "0100000001")]
            #expect(try book.peopleOnRecord(asked).count == 2 * 3354)
            #expect(try book.agrees(on: asked))
            #expect(try book.agrees(on: asked + numbers.payments(50) + asked + [Payment(personal: 78), Payment(personal: 76)]))
        },
        Check("many files of any size are answered as a plain list does, consolidated or not") { (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            var numbers = Numbers()
            for file in 0..<140 {
                let size = [1, 2, 5, 30, 90][Int(numbers.next(below: 5))]
                try book.post(numbers.payments(Int64(size)), partner: ["0101234567", "BBBB", "CCCC"][file % 3])
                if file % 10 == 0 { #expect(try book.agrees(on: numbers.payments(60), partner: "BBBB"), "after file \(file)") }
                if file % 50 == 49 { try ledger.consolidate() }
            }
            for _ in 0..<5 { try book.post(numbers.payments(1700)) }
            let asked = numbers.payments(400)
            #expect(try book.agrees(on: asked))
            try ledger.consolidate()
            #expect(try book.agrees(on: asked))
            try ledger.consolidate()
            #expect(try book.agrees(on: asked))
        },
        Check("files posted together meet the people of those before them, be they few or many") { (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            var numbers = Numbers()
            try book.post(numbers.payments(50))
            for sizes in [[20, 1, 90, 20, 20], Array(repeating: 1700, count: 14), [20, 5000, 20, 20]] {
                try ledger.together {
                    for (file, size) in sizes.enumerated() {
                        try book.post(numbers.payments(Int64(size)), partner: ["0101234567", "BBBB", "CCCC"][file % 3])
                        #expect(try book.agrees(on: numbers.payments(60), partner: "BBBB"), "after \(size) payments")
                    }
                    try ledger.consolidate()
                    #expect(try book.agrees(on: numbers.payments(60)))
                }
                #expect(try book.agrees(on: numbers.payments(200)))
            }
        },
        Check("a posting that fails leaves nothing of its people") { (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            var numbers = Numbers()
            // The sixteenth file of a size is the one after which a ledger may tidy up.
            for _ in 0..<15 { try book.post([Payment(personal: 5, household: "A")] + numbers.payments(20)) }
            let failing = [Payment(insurance: 5, household: "A"), Payment(), Payment(personal: 5, household: "A")] + numbers.payments(20)
            let changes: [(inout LedgerTestBatch) -> Void] = [
                { $0.keys?.people = BrokenRun(entries: [], trouble: CallerTrouble()) },
                { $0.keys?.households = BrokenRun(entries: [], trouble: CallerTrouble()) },
                { $0.keys?.receipts = BrokenRun(entries: [], trouble: CallerTrouble()) },
            ]
            for change in changes { expectTrouble { try book.post(failing, change) } }
            let wrongs: [(inout LedgerTestBatch) -> Void] = [
                { $0.chunks[0].amounts[0] = 0 },
                { batch in batch.keys.map { batch.keys?.people = $0.people.backwards } },
                { batch in batch.keys.map { batch.keys?.households = $0.households.backwards } },
                { $0.keys?.people = SortedEntries([PersonEntry.sample(reference: 1).entry]) },
                { $0.keys?.people = SortedEntries([PersonEntry.sample(reference: 23).entry]) },
                { batch in batch.keys.map { batch.keys?.receipts = $0.receipts.first(ofRecord: 1) } },
            ]
            for (place, change) in wrongs.enumerated() {
                expectFault(.invariant) { try book.post(failing, change) }
                expectFault(.invariant) { try ledger.together { _ = try book.post(failing, change) } }
                #expect(try book.agrees(on: failing), "case \(place)")
            }
            try book.post(failing)
            #expect(try book.agrees(on: failing))
        },
        Check("a reader may ask the ledger while it is handed people, and its error comes back unchanged") { (ledger: any Ledger) throws in
            let book = LedgerContractBook(ledger)
            let payments = [Payment(insurance: 1, personal: 2, household: "A"), Payment(insurance: 1)]
            try book.post(payments)
            let asked = SortedEntries([PersonEntry.sample(reference: 0).entry])
            var found = 0
            try ledger.peopleOnRecord(asked, partner: "0101234567") { _, recorded in
                for place in recorded.entries.indices {
                    let isThere = try ledger.payment(Int64(recorded[place].reference)) { _ in }
                    if try isThere && book.agrees(on: payments) { found += 1 }
                }
            }
            #expect(found == 2)
            expectTrouble { try ledger.peopleOnRecord(asked, partner: "") { _, _ in throw CallerTrouble() } }
            expectTrouble { try ledger.peopleOnRecord(BrokenRun(entries: [], trouble: CallerTrouble()), partner: "") { _, _ in } }
            expectTrouble { try ledger.householdsOnRecord(BrokenRun(entries: [], trouble: CallerTrouble())) { _, _ in } }
            expectFault(.invariant) {
                try ledger.peopleOnRecord(SortedEntries([asked.entries[0], PersonEntry.sample(reference: 1).entry]).backwards, partner: "")
                {
                    _, _ in
                }
            }
            try book.post(payments, partner: "BBBB")
            #expect(try book.agrees(on: payments))
        },
        Check("consolidating changes nothing that is on record") { (ledger: any Ledger) throws in
            try ledger.consolidate()
            let book = LedgerContractBook(ledger)
            for _ in 0..<5 { try book.post([Payment(personal: 1), Payment()]) }
            let before = try ledger.tallies().map(\.counts)
            try ledger.consolidate()
            #expect(try ledger.tallies().map(\.counts) == before)
            #expect(try book.post([Payment(personal: 1)]).event == 6)
        },
    ]
}

/// Hands out entries as they stand, and then throws.
private struct BrokenRun: SortedRun {
    var entries: [RunEntry]
    var trouble: (any Error)?

    func forEachPiece(_ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws {
        try entries.withUnsafeBufferPointer { try body($0) }
        if let trouble { throw trouble }
    }
}

extension SortedRun {
    fileprivate var backwards: any SortedRun { BrokenRun(entries: all.reversed()) }

    /// Its first receipt is that of another record.
    fileprivate func first(ofRecord record: UInt64) -> any SortedRun {
        var entries = all
        entries[0].place = record
        return BrokenRun(entries: entries)
    }

    private var all: [RunEntry] {
        var entries: [RunEntry] = []
        try? forEachPiece { entries += $0 }
        return entries
    }
}

extension PersonEntry {
    /// An entry of MA_SO_BHXH 1.
    fileprivate static func sample(reference: UInt32) -> PersonEntry {
        PersonEntry(
            PersonNumber(insurance: 1), reference: reference, other: .none, isPension: false, isMissingMonths: false, from: Day(number: 0),
            to: Day(number: 1))
    }
}
