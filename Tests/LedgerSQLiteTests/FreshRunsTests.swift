import ExchangeTesting
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("Runs that a filter knows")
struct FreshRunsTests {
    private typealias Payment = LedgerContractBook.Payment

    /// Which runs of people are known to that connection's filter, the oldest run first.
    private func known(_ ledger: SQLiteLedger) throws -> [Bool] {
        try ledger.reading { try RunTable.all(.people, $0).map { ledger.freshRuns.isKnown($0, .people) } }
    }

    /// Small files that share a transaction.
    private func post(_ files: Range<Int>, _ book: LedgerContractBook, _ ledger: SQLiteLedger) throws {
        try ledger.together { for file in files { try book.post(Payment.ofFile(file, count: 20)) } }
    }

    @Test("what small files put on record is known, and so is what it is merged into; a large file's run is looked up as always")
    func merged() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        for group in 0..<15 { try post(group * 3..<group * 3 + 3, book, ledger) }
        #expect(try known(ledger) == Array(repeating: true, count: 15))
        try post(45..<48, book, ledger)
        #expect(try known(ledger) == [true], "sixteen became one")
        try book.post(Payment.ofFile(50, count: 100))
        #expect(try known(ledger) == [true, false])
        #expect(try book.agrees(on: [3, 11, 50, 99].flatMap { Payment.ofFile($0, count: 20) }))
    }

    @Test("a run that others take part in is not known, whoever merges")
    func others() throws {
        let folder = try LedgerFolder().made()
        let (ours, theirs) = (try folder.open(), try folder.open())
        let book = LedgerContractBook(ours)
        for file in 0..<14 { try post(file..<file + 1, book, ours) }
        book.ledger = theirs
        try post(14..<15, book, theirs)
        #expect(try known(ours) == Array(repeating: true, count: 14) + [false])
        #expect(try known(theirs) == Array(repeating: false, count: 14) + [true])
        book.ledger = ours
        try post(15..<16, book, ours)
        #expect(try known(ours) == [false], "sixteen became one")
        let asked = (0..<17).flatMap { Payment.ofFile($0, count: 20) }
        #expect(try book.agrees(on: asked))
        book.ledger = theirs
        #expect(try book.agrees(on: asked))
    }

    @Test("a transaction that was undone leaves no run known, so that whoever gets its number is looked up")
    func undone() throws {
        struct Trouble: Error {}
        let folder = try LedgerFolder().made()
        let (ours, theirs) = (try folder.open(), try folder.open())
        let book = LedgerContractBook(ours)
        #expect(throws: Trouble.self) {
            try ours.together {
                try LedgerContractBook(ours).post(Payment.ofFile(1, count: 20))
                throw Trouble()
            }
        }
        // The same blocks, and other people.
        book.ledger = theirs
        try post(2..<3, book, theirs)
        #expect(try known(ours) == [false])
        book.ledger = ours
        #expect(try book.agrees(on: Payment.ofFile(2, count: 20)))
    }

    @Test("a filter that is full is given up, and what it knew is looked up as always")
    func full() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        try post(1..<2, book, ledger)
        let entry = RunEntry(key: 1, place: 0, first: 0, second: 0)
        // More than it takes, of entries that nobody asks for.
        let entries = Array(repeating: entry, count: TraceFilter.countMax)
        ledger.freshRuns.note(entries[...], behind: entries, .people)
        #expect(try known(ledger) == [false])
        #expect(try book.agrees(on: Payment.ofFile(1, count: 20) + Payment.ofFile(2, count: 20)))
    }

    @Test("a filter that becomes full inside a transaction is begun anew with all that is gathered there")
    func fullWithin() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        let entry = RunEntry(key: 1, place: 0, first: 0, second: 0)
        let entries = Array(repeating: entry, count: TraceFilter.countMax - 100)
        ledger.freshRuns.note(entries[...], behind: entries, .people)
        let before = try #require(ledger.freshRuns.filter(of: .people))
        try ledger.together {
            for file in 1..<6 {
                try book.post(Payment.ofFile(file, count: 20))
                #expect(try book.agrees(on: (1..<7).flatMap { Payment.ofFile($0, count: 20) }))
            }
        }
        #expect(ledger.freshRuns.filter(of: .people) !== before)
        #expect(try known(ledger) == [true])
        #expect(try book.agrees(on: (1..<7).flatMap { Payment.ofFile($0, count: 20) }))
    }

    @Test("a filter holds what was added, and hardly ever says so of what was not")
    func filter() {
        let filter = TraceFilter()
        filter.add((0..<UInt64(100_000)).lazy.map { BlockFilter.trace($0) })
        #expect((0..<UInt64(100_000)).allSatisfy { filter.mayHold(BlockFilter.trace($0)) })
        #expect((100_000..<UInt64(200_000)).count { filter.mayHold(BlockFilter.trace($0)) } < 10)
    }
}
