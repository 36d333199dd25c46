import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Rulebook
import Spooling
import Testing

@testable import ExchangePipeline

// Sorting a file's entries, in memory and with spilling, against the plain `sorted(by:)`; and what FilePeople hands on of them: two
// runs as one, and the recorded records' entries alone.

@Suite("Sorting entries")
struct EntrySorterTests {
    struct Input: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let entries: [RunEntry]

        init(_ name: String, _ entries: [RunEntry]) { (testDescription, self.entries) = (name, entries) }

        init(_ name: String, count: Int, _ make: (Int, inout Draws) -> RunEntry) {
            var draws = Draws(UInt64(count))
            self.init(name, (0..<count).map { make($0, &draws) })
        }
    }

    static func entry(_ key: Int, _ place: Int = 0, _ first: Int = 0, _ second: Int = 0) -> RunEntry {
        RunEntry(key: UInt64(key), place: UInt64(place), first: UInt64(first), second: UInt64(second))
    }

    /// 256 entries are the most that are sorted by comparing.
    static let inputs = [
        Input("nothing", []),
        Input("one entry", [entry(7)]),
        Input("two in the wrong order", [entry(2), entry(1)]),
        Input("all equal", count: 1000) { _, _ in entry(5, 6, 7, 8) },
        Input("sorted already", count: 1000) { place, _ in entry(place / 3, place) },
        Input("the wrong way round", count: 1000) { place, _ in entry(1000 - place, 1000 - place, place) },
        Input("random in all words", count: 1000) { _, draws in
            RunEntry(key: draws.next(), place: draws.next(), first: draws.next(), second: draws.next())
        },
        Input("255 entries", count: 255) { _, draws in entry(draws.below(40), draws.below(5), draws.below(5)) },
        Input("256 entries", count: 256) { _, draws in entry(draws.below(40), draws.below(5), draws.below(5)) },
        Input("257 entries", count: 257) { _, draws in entry(draws.below(40), draws.below(5), draws.below(5)) },
        Input("the same key and place, other details", count: 1000) { _, draws in entry(1, 2, draws.below(9), draws.below(9)) },
        Input("few keys and places, other details", count: 2000) { _, draws in
            entry(draws.below(9), draws.below(9), draws.below(9), draws.below(9))
        },
        Input("keys that differ in the highest bit only", count: 500) { place, _ in
            RunEntry(key: UInt64(place % 2) << 63, place: 0, first: 0, second: UInt64(place % 7))
        },
        Input("places that differ in the highest bits only", count: 500) { place, _ in
            RunEntry(key: .max, place: UInt64(place % 5) << 61 | 0x1FFF, first: 0, second: 0)
        },
        Input("one entry that ends the row of ties", count: 300) { place, _ in entry(place == 299 ? 1 : 0, 0, 300 - place) },
        Input("numbers of people, three pieces of a run", count: 10_000) { place, draws in
            PersonEntry(
                PersonNumber(insurance: Int64(9_900_000_000 + draws.below(3000))), reference: UInt32(place), other: .none,
                isPension: draws.once(in: 2), isMissingMonths: false, from: Day(number: 20_000), to: Day(number: 20_100)
            ).entry
        },
    ]

    @Test("by their digits gives the order that comparing gives", arguments: inputs)
    func radix(_ input: Input) {
        var entries = input.entries
        RadixSort.sort(&entries)
        #expect(entries == input.entries.sorted(by: RunEntry.precedes))
    }

    @Test("with spilling hands out the same entries in the same order, as often as asked", arguments: inputs, [1, 3, 300, 4097, 10_000])
    func spilling(_ input: Input, budget: Int) throws {
        // One entry a piece is for few entries: every piece stays open while they are merged.
        let entries = Array(input.entries.prefix(budget * 300))
        let made = Counter()
        let sorter = try EntrySorterTests.sorter(of: entries, budget: budget, made)
        let expected = entries.sorted(by: RunEntry.precedes)
        for _ in 1...2 { #expect(try sorter.all() == expected) }
        #expect(sorter.isEmpty == entries.isEmpty)
        #expect(made.value == (entries.count > budget ? 1 : 0), "one scratch file, and only when something is spilled")
    }

    @Test("of two sorters, merged, is that of all entries together", arguments: [(0, 0), (0, 9), (9, 0), (3000, 5000), (9000, 1)])
    func twoAsOne(first: Int, second: Int) throws {
        var draws = Draws(UInt64(first + second))
        let some = { (count: Int) in (0..<count).map { _ in Self.entry(draws.below(100), draws.below(20), draws.below(3)) } }
        let (one, two) = (some(first), some(second))
        let sources = try Self.sorter(of: one, budget: 1000).sources() + Self.sorter(of: two, budget: 1000).sources()
        var merged: [RunEntry] = []
        try merge(sources) { piece in
            #expect(!piece.isEmpty && piece.count <= EntrySource.pieceCount)
            merged += piece
        }
        #expect(merged == (one + two).sorted(by: RunEntry.precedes))
    }

    @Test("and posting: the recorded records' entries alone, in order, without what only the file needs", arguments: [1, 2, 7, 6000])
    func posted(everyRecorded step: Int) throws {
        // Renewals; every third participant gives SO_DDCN alone, which DS_NGUOI ties to a MA_SO_BHXH.
        let insurance = { (person: Int) in String(9_900_000_000 + person) }
        let personal = { (person: Int) in String(901_190_000_000 + person) }
        let settled = stride(from: 0, to: 5000, by: 3).map {
            MasterDataEntry.person(insuranceNumber: insurance($0), personalNumber: personal($0))
        }
        let people = FilePeople(registry: Registry(settled)) { try Self.scratch() }
        let payments = (0..<5000).map { place in
            PaymentBuilder.household.with([
                .insuranceNumber: place % 3 == 0 ? "" : insurance(place), .personalNumber: personal(place), .household: "HO\(place % 50)",
            ])
        }
        try RecordChunk(payments).forEachRecord { record, place in try people.add(record, place) }
        try people.finish()
        let posted = people.posted { Int($0) % step == 0 }

        let entries = try posted.people.all()
        #expect(entries == entries.sorted(by: RunEntry.precedes))
        let given = (0..<5000).filter { $0 % step == 0 }.flatMap { $0 % 3 == 0 ? [$0] : [$0, $0] }
        #expect(entries.map { Int(PersonEntry($0).reference) }.sorted() == given)
        #expect(entries.allSatisfy { PersonEntry($0).marks == 0 })
        let places = try posted.households.all()
        #expect(places == places.sorted(by: RunEntry.precedes))
        #expect(places.map { Int(HouseholdEntry($0).reference) }.sorted() == (0..<5000).filter { $0 % step == 0 })
    }

    // MARK: making

    final class Counter { var value = 0 }

    static func scratch() throws -> ScratchFile { try ScratchFile(in: NSTemporaryDirectory(), calls: SystemFileCalls()) }

    static func sorter(of entries: [RunEntry], budget: Int, _ made: Counter = Counter()) throws -> EntrySorter {
        let sorter = EntrySorter(budget: budget) {
            made.value += 1
            return try scratch()
        }
        for entry in entries { try sorter.append(entry) }
        try sorter.finish()
        return sorter
    }
}

extension SortedRun {
    fileprivate func all() throws -> [RunEntry] {
        var entries: [RunEntry] = []
        try forEachPiece { entries += $0 }
        return entries
    }
}

extension RecordChunk {
    /// Its records after the first judgement, as a file's records are gathered.
    fileprivate func forEachRecord(_ body: (PaymentRecord, Int) throws -> Void) throws {
        let context = RuleContext(registry: nil, partner: nil, office: "", received: Day(yyyyMMdd: 20_261_120)!, prefix: "POS")
        try arena.withUnsafeBufferPointer { arena in
            try offsets.withUnsafeBufferPointer { offsets in
                for (place, header) in records.enumerated() {
                    var record = PaymentRecord(header, arena: arena.baseAddress!, offsets: offsets.baseAddress!, ordinal: place + 1)
                    _ = RecordRules.whole.judge(&record, history: .none, context: context)
                    try body(record, place)
                }
            }
        }
    }
}
