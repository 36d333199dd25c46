import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Rulebook
import Spooling
import Testing

@testable import ExchangePipeline

// Numbers and places that very many payments share: what is put in order once says the same as looking through everything, and a file
// whose records all share one number is spilled and not held.

@Suite("Numbers that very many payments share")
struct PersonOnRecordTests {
    private static let number = PersonNumber(insurance: 9_900_000_001)

    /// Payments under one number: short periods apart from each other, long ones that overlap, or TH alone.
    private static func recorded(_ count: Int, _ draws: inout Draws, areApart: Bool) -> [RunEntry] {
        (0..<count).map { place in
            let from = areApart ? place * 30 + draws.below(5) : draws.below(500)
            return PersonEntry(
                number, reference: UInt32(place + 1), other: draws.once(in: 3) ? .none : PersonNumber(personal: Int64(draws.below(4))),
                isPension: draws.once(in: 2), isMissingMonths: draws.once(in: 3), from: Day(number: Int32(from)),
                to: Day(number: Int32(from + (areApart ? draws.below(24) : draws.below(90))))
            ).entry
        }.shuffledPeriods(areApart, &draws)
    }

    @Test("the first that overlaps, the first that names another number, the last of a product: as found one by one", arguments: 1...40)
    func sameAsOneByOne(seed: Int) throws {
        var draws = Draws(UInt64(seed))
        let recorded = PeopleOnRecord(Self.recorded(draws.among(0...60), &draws, areApart: seed % 2 == 0), own: nil)
        let places = recorded.entries.indices
        let cancelled = Set(places.filter { _ in draws.once(in: 4) }.map { recorded[$0].reference })
        let denied = PersonNumber(personal: 2)
        let person = PersonOnRecord(
            recorded, number: Self.number, isDenied: { $0.other == denied }, isCancelled: { cancelled.contains($0.reference) })
        let living = places.filter { !cancelled.contains(recorded[$0].reference) }
        for _ in 0..<200 {
            let from = draws.below(2000)
            let asked = PersonEntry(
                Self.number, reference: 0, other: PersonNumber(personal: Int64(draws.below(5))), isPension: draws.once(in: 2),
                isMissingMonths: draws.once(in: 5), from: Day(number: Int32(from)), to: Day(number: Int32(from + draws.below(200))))
            let overlapped: Int? = living.first { asked.overlaps(recorded[$0]) }
            let naming: Int? = living.first { asked.contradicts(recorded[$0]) && recorded[$0].other != denied }
            let last: Int? = living.last { recorded[$0].isPension == asked.isPension }
            #expect(try person.firstOverlap(asked) == overlapped)
            #expect(try person.firstNaming(another: asked.other) == naming)
            #expect(try person.last(isPension: asked.isPension) == last)
        }
        let named = Set(living.map { recorded[$0].other }).subtracting([.none, denied])
        #expect(try Set(person.naming().map { recorded[$0].other }) == named)
        #expect(try person.naming() == person.naming().sorted())
    }

    @Test("whoever asks, and however often, each payment's cancellation is looked up once at most")
    func bounded() throws {
        let count = 10_000
        let entries = (1...count).map { code in
            PersonEntry(
                Self.number, reference: UInt32(code), other: PersonNumber(personal: 7), isPension: true, isMissingMonths: true,
                from: Day(number: 20_000), to: Day(number: 20_030)
            ).entry
        }
        var lookUps = 0
        let person = PersonOnRecord(PeopleOnRecord(entries, own: nil), number: Self.number, isDenied: { _ in false }) { _ in
            lookUps += 1
            return true
        }
        for record in 0..<2_000 {
            let asked = PersonEntry(
                Self.number, reference: UInt32(record), other: PersonNumber(personal: 8), isPension: true, isMissingMonths: false,
                from: Day(number: 20_000), to: Day(number: 20_030), marks: FilePeople.Mark.renewal)
            #expect(try person.firstOverlap(asked) == nil)
            #expect(try person.firstNaming(another: asked.other) == nil)
            #expect(try person.last(isPension: true) == nil)
        }
        #expect(lookUps == count)
    }

    @Test("records that all share one number are a group whose parts are spilled; each is held against the good ones before it")
    func spilled() throws {
        let count = 5_000
        var made = 0
        var groups = NeighbourGroups(budget: 64) {
            made += 1
            return try EntrySorterTests.scratch()
        }
        var history = FileHistory(recordCount: count)
        var draws = Draws(3)
        let entries = (0..<count).map { record in
            let from = Int32(draws.below(20_000))
            return PersonEntry(
                Self.number, reference: UInt32(record), other: .none, isPension: true, isMissingMonths: false, from: Day(number: from),
                to: Day(number: from + 3))
        }
        // As they come from the sorter: in the order of records, cut anywhere.
        let sorted = SortedEntries(entries.map(\.entry)).entries
        for start in stride(from: 0, to: count, by: 7) {
            try Array(sorted[start..<min(start + 7, count)]).withUnsafeBufferPointer { try groups.takePeople($0, &history) }
        }
        try groups.endPeople(&history)
        try groups.finish()
        #expect(made == 1)
        var good: [Int] = []
        for record in 0..<count {
            #expect(history.isConcerned(record))
            var known = RecordHistory()
            try groups.complete(&known, of: record) { _, _ in false }
            let met = good.filter { entries[record].overlaps(entries[$0]) }
            if case .inFile(let ordinal) = known.overlap {
                #expect(met.contains(ordinal - 1))
            } else {
                #expect(met.isEmpty)
                good.append(record)
                groups.count(record)
            }
        }
        #expect(good.count > 1_000 && good.count < count)
    }
}

extension [RunEntry] {
    /// Codes in another order than the periods.
    fileprivate func shuffledPeriods(_ isWanted: Bool, _ draws: inout Draws) -> [RunEntry] {
        guard isWanted, count > 1 else { return self }
        var entries = self
        for place in indices {
            let other = draws.below(count)
            (entries[place].second, entries[other].second) = (entries[other].second, entries[place].second)
        }
        return entries
    }
}
