import Contributions
import Testing

@testable import Rulebook

@Suite("Receipt books")
struct ReceiptBooksTests {
    private struct Entry {
        var first: Int32
        var last: Int32
        var collector: Int
        var from: Day
        var to: Day?
    }

    /// Answers by looking at every entry.
    private struct Plain {
        var entries: [Entry] = []

        /// The entry of each book that is in force on the day.
        func inForce(on day: Day) -> [Entry] {
            var books: [Int32: Entry] = [:]
            // Later rows of the same first day supersede.
            for entry in entries where entry.from <= day && (books[entry.first].map { $0.from <= entry.from } ?? true) {
                books[entry.first] = entry
            }
            return books.values.filter { entry in entry.to.map { day <= $0 } ?? true }
        }

        func isHeld(_ number: Int32, by collector: Int, on day: Day) -> Bool {
            inForce(on: day).contains { $0.first <= number && number <= $0.last && $0.collector == collector }
        }

        /// The lowest first number of another book that the entry would meet within these days.
        func overlap(_ new: Entry, days: Range<Int32>) -> Int32? {
            var after = self
            after.entries.append(new)
            return days.compactMap { number in
                let books = after.inForce(on: Day(number: number))
                guard let own = books.first(where: { $0.first == new.first }), own.from == new.from else { return nil }
                return books.filter { $0.first != new.first && $0.first <= new.last && $0.last >= new.first }.map(\.first).min()
            }.min()
        }
    }

    private static let days: Range<Int32> = 0..<40

    private static func randomEntry(_ dice: inout Dice) -> Entry {
        let width = Int32(1) << Int32.random(in: 0..<11, using: &dice)
        let first = Int32.random(in: 0..<300, using: &dice) * 7
        let from = Day(number: Int32.random(in: 0..<30, using: &dice))
        return Entry(
            first: first, last: first + Int32.random(in: 0..<width, using: &dice), collector: Int.random(in: 0..<3, using: &dice),
            from: from,
            to: Int.random(in: 0..<4, using: &dice) == 0 ? nil : from.advanced(by: Int.random(in: 0..<8, using: &dice)))
    }

    @Test("random books of widths 1 to 1,024 agree with looking at every one", arguments: 1...4 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        var dice = Dice(seed)
        var plain = Plain()
        var books = ReceiptBooks()
        for _ in 0..<160 {
            let entry = Self.randomEntry(&dice)
            let found = books.overlap(serial: 1, first: entry.first, last: entry.last, from: entry.from, to: entry.to)
            #expect(found?.first == plain.overlap(entry, days: Self.days))
            // Most that would overlap are left out, as judging does; some are added nevertheless, to see that lookups stay right.
            if found != nil, Int.random(in: 0..<4, using: &dice) > 0 { continue }
            books.add(serial: 1, first: entry.first, last: entry.last, collector: entry.collector, from: entry.from, to: entry.to)
            plain.entries.append(entry)
            for _ in 0..<8 {
                let number = Int32.random(in: 0..<3200, using: &dice)
                let collector = Int.random(in: 0..<3, using: &dice)
                let day = Day(number: Int32.random(in: Self.days, using: &dice))
                #expect(books.isHeld(number, ofSerial: 1, by: collector, on: day) == plain.isHeld(number, by: collector, on: day))
            }
        }
        #expect(plain.entries.count > 40)
    }

    @Test("all numbers of the widest and of the narrowest book are found, and no others")
    func edges() {
        var books = ReceiptBooks()
        let day = Day("20261120")!
        books.add(serial: 0, first: 0, last: 9_999_999, collector: 1, from: day, to: nil)
        books.add(serial: 0, first: 5, last: 5, collector: 2, from: day, to: nil)
        for number in [0, 5, 4_999_999, 9_999_999] as [Int32] { #expect(books.isHeld(number, ofSerial: 0, by: 1, on: day)) }
        #expect(books.isHeld(5, ofSerial: 0, by: 2, on: day))
        #expect(!books.isHeld(4, ofSerial: 0, by: 2, on: day))
        #expect(!books.isHeld(6, ofSerial: 0, by: 2, on: day))
        #expect(!books.isHeld(5, ofSerial: 1, by: 2, on: day))
        #expect(!books.isHeld(5, ofSerial: 0, by: 2, on: day.advanced(by: -1)))
    }

    @Test("a book that becomes wider is found by its new numbers, and by the old ones when it shrinks again")
    func widening() {
        var books = ReceiptBooks()
        let first = Day("20260101")!
        books.add(serial: 0, first: 100, last: 100, collector: 1, from: first, to: nil)
        books.add(serial: 0, first: 100, last: 5000, collector: 2, from: first.advanced(by: 10), to: nil)
        books.add(serial: 0, first: 100, last: 101, collector: 3, from: first.advanced(by: 20), to: nil)
        #expect(books.isHeld(100, ofSerial: 0, by: 1, on: first))
        #expect(books.isHeld(5000, ofSerial: 0, by: 2, on: first.advanced(by: 19)))
        #expect(books.isHeld(101, ofSerial: 0, by: 3, on: first.advanced(by: 20)))
        #expect(!books.isHeld(5000, ofSerial: 0, by: 2, on: first.advanced(by: 20)))
    }
}
