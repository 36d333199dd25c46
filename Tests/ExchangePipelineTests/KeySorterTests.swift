import ExchangeTesting
import Foundation
import LedgerCore
import Rulebook
import Spooling
import Testing

@testable import ExchangePipeline

// A file's keys and receipts in order, in memory and with spilling, against the plain `sorted(by:)`; and what a file's history learns
// from them, wherever a piece ends.

@Suite("Sorting keys")
struct KeySorterTests {
    struct Key: Equatable, CustomStringConvertible {
        let text: String
        let record: Int
        var description: String { "\(text) of \(record)" }
    }

    struct Input: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let texts: [String]

        init(_ name: String, _ texts: [String]) { (testDescription, self.texts) = (name, texts) }

        /// With the records' places, in key order.
        var expected: [Key] {
            texts.enumerated().sorted { one, other in
                one.element == other.element
                    ? one.offset < other.offset : one.element.utf8.lexicographicallyPrecedes(other.element.utf8)
            }.map { Key(text: $0.element, record: $0.offset) }
        }
    }

    static let inputs: [Input] = {
        var draws = Draws(7)
        return [
            Input("none", []),
            Input("one", ["A"]),
            Input("one begins with the other", ["AB", "A", "ABC", "B", "A"]),
            Input("counted up", (0..<10_000).map { "GD-\(10_000 + $0)" }),
            Input("counted down", (0..<3000).map { "GD-\(10_000 - $0)" }),
            Input("counted up by two senders in turn", (0..<3000).map { "\($0 % 2)-\(10_000 + $0)" }),
            Input("drawn, many of them again", (0..<9000).map { _ in "K\(draws.below(4000))" }),
            Input("all alike", Array(repeating: "GD", count: 5000)),
            Input(
                "none to many bytes, beyond ASCII too",
                (0..<2000).map { _ in
                    (0..<draws.below(25)).map { _ in draws.pick(["a", "Z", "0", ".", "ữ"]) }.joined()
                }),
        ]
    }()

    @Test("with spilling hands out the same keys in the same order, as often as asked", arguments: inputs, [1, 500, 40_000, 1 << 20])
    func spilling(_ input: Input, budget: Int) throws {
        // One key a part is for few keys: every part stays open while they are merged.
        let input = Input(input.testDescription, Array(input.texts.prefix(budget * 300)))
        let sorter = try Self.sorter(of: input.texts, budget: budget)
        for _ in 1...2 { #expect(try sorter.all() == input.expected) }
        let even = FilteredKeys(sorter) { $0 % 2 == 0 }
        #expect(try even.all() == input.expected.filter { $0.record % 2 == 0 })
    }

    @Test("keys that stand more than once concern all but their first record, wherever a piece ends", arguments: inputs, [1, 700, 1 << 20])
    func repeated(_ input: Input, budget: Int) throws {
        let texts = Array(input.texts.prefix(budget * 300))
        var history = FileHistory(recordCount: texts.count)
        try history.noteRepeatedKeys(try Self.sorter(of: texts, budget: budget))
        var first: [String: Int] = [:]
        for (record, text) in texts.enumerated() {
            #expect(history.of(record).sameKeyOrdinal == first[text].map { $0 + 1 } ?? 0, "record \(record), \(text)")
            first[text] = first[text] ?? record
        }
    }

    @Test("a receipt of several records is the first good one's, also when the records are spilled", arguments: [1, 7, 1 << 16])
    func sharedReceipts(budget: Int) throws {
        let numbers: [Int64] = [5, 9, 5, 7, 9, 5, 8, 9, 9, 1]
        // Record 1 is refused for something else.
        let isRefused = [false, true, false, false, false, false, false, false, false, false]
        let receipts = numbers.enumerated().map { ReceiptKey(serial: 3, number: $1, record: UInt32($0)).entry }
        var history = FileHistory(recordCount: numbers.count)
        var shared = SharedReceipts(budget: budget, makeScratch: EntrySorterTests.scratch)
        try shared.find(in: SortedEntries(receipts), &history)
        var found: [EarlierPayment] = []
        for record in numbers.indices {
            #expect(history.isConcerned(record) == (numbers.count { $0 == numbers[record] } > 1))
            var known = RecordHistory()
            if history.isConcerned(record) { try shared.complete(&known, of: record) }
            found.append(known.usedReceipt)
            if !isRefused[record], known.usedReceipt == .none, history.isConcerned(record) { shared.count(record) }
        }
        #expect(found == [.none, .none, .inFile(1), .none, .none, .inFile(1), .none, .inFile(5), .inFile(5), .none])
    }

    // MARK: making

    static func sorter(of texts: [String], budget: Int) throws -> KeySorter {
        let sorter = KeySorter(budget: budget, makeScratch: EntrySorterTests.scratch)
        for (record, text) in texts.enumerated() { try sorter.append(Array(text.utf8), record: record) }
        try sorter.finish()
        return sorter
    }
}

extension SortedKeyRun {
    fileprivate func all() throws -> [KeySorterTests.Key] {
        var keys: [KeySorterTests.Key] = []
        try forEachPiece { piece in
            #expect(!piece.entries.isEmpty)
            for (place, entry) in piece.entries.enumerated() {
                keys.append(KeySorterTests.Key(text: String(decoding: piece.key(place), as: UTF8.self), record: Int(entry.record)))
            }
        }
        return keys
    }
}
