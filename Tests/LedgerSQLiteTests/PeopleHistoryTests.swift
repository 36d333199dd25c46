import Contributions
import ExchangeTesting
import GRDB
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("Runs of people and households")
struct PeopleHistoryTests {
    private typealias Payment = LedgerContractBook.Payment

    private func count(_ table: String, _ ledger: SQLiteLedger) throws -> Int {
        try ledger.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    /// Entries of each run of people, the oldest first.
    private func sizes(_ ledger: SQLiteLedger) throws -> [Int] {
        try ledger.reading { try RunTable.all(.people, $0).map(\.entries) }
    }

    @Test("sixteen small runs of a level become one, so that many small files leave few runs")
    func levels() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        for file in 1...16 { try book.post(Payment.ofFile(file, count: 20)) }
        #expect(try sizes(ledger) == [640])
        for file in 17...40 { try book.post(Payment.ofFile(file, count: 20)) }
        #expect(try sizes(ledger) == [640, 640] + Array(repeating: 40, count: 8))
        #expect(try count("key_block", ledger) == 2 * (6 + 3) + 8 * (1 + 1))
        #expect(try book.agrees(on: Payment.ofFile(1, count: 20) + Payment.ofFile(40, count: 20) + Payment.ofFile(99, count: 20)))
    }

    @Test("four large runs of a level become one, so that a look-up goes through few of them")
    func largeRuns() throws {
        let ledger = try LedgerFolder().made().open()
        try ledger.writing { database in
            // Rows alone: nobody looks into them here.
            func add(_ entries: Int, _ number: Int64) throws {
                var run = KeyRun(entries: entries, firstBlock: number << 20, firstGuide: number << 20, starts: [])
                run.starts = Array(repeating: 0, count: 2 * run.guides)
                try RunTable.insert(.people, run, database)
            }
            for number in 1...4 as ClosedRange<Int64> {
                #expect(try RunMerging.next(.people, entriesMax: .max, database) == nil)
                try add(65_536, number)
                try add(65_535, 10 + number)
            }
            #expect(try RunMerging.next(.people, entriesMax: .max, database)?.map(\.entries) == Array(repeating: 65_536, count: 4))
        }
    }

    @Test("small files of one transaction make one run together, a large one makes its own, and those of a transaction that fails none")
    func gathered() throws {
        struct Trouble: Error {}
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        try ledger.together {
            for file in 1...10 { try book.post(Payment.ofFile(file, count: 20)) }
            #expect(try sizes(ledger) == [])
            #expect(try book.agrees(on: Payment.ofFile(1, count: 20) + Payment.ofFile(10, count: 20) + Payment.ofFile(11, count: 20)))
        }
        #expect(try sizes(ledger) == [400])
        #expect(throws: Trouble.self) {
            try ledger.together {
                try LedgerContractBook(ledger, filesBefore: 10).post(Payment.ofFile(11, count: 20))
                throw Trouble()
            }
        }
        #expect(try sizes(ledger) == [400])
        #expect(try book.agrees(on: Payment.ofFile(1, count: 20) + Payment.ofFile(11, count: 20)))
        let large = GatheredRuns.paymentsMax + 1
        try ledger.together {
            try book.post(Payment.ofFile(11, count: 20))
            try book.post(Payment.ofFile(12, count: large))
            try book.post(Payment.ofFile(13, count: 20))
        }
        #expect(try sizes(ledger) == [400, 2 * large, 80])
        #expect(try book.agrees(on: Payment.ofFile(10, count: 20) + Payment.ofFile(12, count: 20) + Payment.ofFile(13, count: 20)))
    }

    @Test("what a transaction gathers is bounded")
    func bounded() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        let files = GatheredRuns.entriesMax / (2 * GatheredRuns.paymentsMax) + 1
        try ledger.together {
            for file in 1...files {
                #expect(try sizes(ledger) == [])
                try book.post(Payment.ofFile(file, count: GatheredRuns.paymentsMax))
            }
            #expect(try sizes(ledger) == [2 * files * GatheredRuns.paymentsMax])
            try book.post(Payment.ofFile(files + 1, count: 20))
        }
        #expect(try sizes(ledger) == [2 * files * GatheredRuns.paymentsMax, 40])
        #expect(try book.agrees(on: Payment.ofFile(1, count: 20) + Payment.ofFile(files + 1, count: 20)))
    }

    @Test("a posting leaves large merges to consolidate, which leaves the largest runs as they are")
    func limits() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        for file in 1...15 { try book.post(Payment.ofFile(file, count: 20)) }
        try ledger.writing { database in
            #expect(try RunMerging.next(.people, entriesMax: 640, database) == nil)
            let writer = try RunWriter(.people, database)
            for key in 0..<UInt64(40) { try writer.add(RunEntry(key: key << 41, place: 0, first: 0, second: 0)) }
            _ = try writer.finish()
            #expect(try RunMerging.next(.people, entriesMax: 639, database) == nil)
            #expect(try RunMerging.next(.people, entriesMax: 640, database)?.map(\.entries) == Array(repeating: 40, count: 16))
        }
        try ledger.consolidate()
        #expect(try sizes(ledger) == [640])
        #expect(try book.agrees(on: Payment.ofFile(2, count: 20)))
    }

    @Test("a posting merges little, or runs of the size that it adds, and never more than consolidate")
    func limitsOfPosting() {
        #expect(RunMerging.entriesMaxInPosting(adding: 20) == RunMerging.entriesMaxInPosting)
        // The largest of the small runs, and files of 50,000 payments.
        #expect(16 * 65_535 <= RunMerging.entriesMaxInPosting(adding: 20))
        #expect(4 * 95_000 <= RunMerging.entriesMaxInPosting(adding: 95_000))
        // Files of a million payments, as samples make them.
        let sizes = [1_900_083, 1_900_004, 1_900_147, 1_899_853]
        for size in sizes {
            let most = RunMerging.entriesMaxInPosting(adding: size)
            #expect(sizes.reduce(0, +) <= most && most < RunMerging.entriesMax)
        }
        #expect(RunMerging.entriesMaxInPosting(adding: 3_800_000) == RunMerging.entriesMax)
    }

    @Test("a posting that fails leaves no page of a run")
    func failure() throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        for file in 1...15 { try book.post(Payment.ofFile(file, count: 20)) }
        let tables = ["key_run", "key_guide", "key_block", "partner"]
        let before = try tables.map { try count($0, ledger) }
        // The sixteenth file merges, and then its event cannot be written.
        try ledger.writing { try $0.execute(sql: "CREATE TRIGGER no BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no'); END") }
        #expect(faultKind { try book.post(Payment.ofFile(16, count: 20), partner: "BBBB") } == .invariant)
        #expect(try tables.map { try count($0, ledger) } == before)
        #expect(try book.agrees(on: Payment.ofFile(15, count: 20) + Payment.ofFile(16, count: 20)))
        try ledger.writing { try $0.execute(sql: "DROP TRIGGER no") }
        try book.post(Payment.ofFile(16, count: 20))
        #expect(try sizes(ledger) == [640])
    }

    @Test("a ledger opened anew, and a reader beside it, find the same")
    func reopened() throws {
        let folder = try LedgerFolder().made()
        let book = LedgerContractBook(try folder.open())
        let reader = try folder.open(readOnly: true)
        for file in 1...5 {
            try book.post(Payment.ofFile(file, count: 100))
            let writer = book.ledger
            book.ledger = reader
            #expect(try book.agrees(on: Payment.ofFile(1, count: 100) + Payment.ofFile(file, count: 100)))
            book.ledger = writer
        }
        book.ledger = try folder.open()
        #expect(try book.agrees(on: Payment.ofFile(3, count: 100)))
    }

    @Test("a look-up sees one state, whatever is posted and merged meanwhile")
    func snapshot() throws {
        let folder = try LedgerFolder().made()
        let writer = LedgerContractBook(try folder.open())
        let payment = Payment(insurance: 1)
        for _ in 0..<15 { try writer.post([payment, payment]) }
        let reader = LedgerContractBook(try folder.open(readOnly: true))
        let asked = SortedEntries(try writer.peopleOnRecord([payment]).prefix(1).map(\.asked))
        var seen: [UInt32] = []
        try reader.ledger.peopleOnRecord(asked, partner: "") { _, recorded in
            for place in recorded.entries.indices {
                if place < 3 { try writer.post([payment, payment]) }
                seen.append(recorded[place].reference)
                #expect(try reader.peopleOnRecord([payment]).count == 30)
            }
        }
        #expect(seen == Array(1...30))
        #expect(try reader.peopleOnRecord([payment]).count == 36)
    }

    @Test(
        "a run that is not whole is a corrupt ledger",
        arguments: [
            "DELETE FROM key_block WHERE id = 1", "DELETE FROM key_guide WHERE id = 1",
            "UPDATE key_block SET entries = zeroblob(64)", "UPDATE key_guide SET blocks = zeroblob(176)",
            "UPDATE key_run SET entries = 100", "UPDATE key_run SET first_block = 9223372036854775807 - family",
            "UPDATE key_run SET first_guide = 9223372036854775807",
        ])
    func corrupt(_ damage: String) throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        let payments = Payment.ofFile(1, count: 100)
        try book.post(payments)
        try ledger.writing { try $0.execute(sql: damage) }
        #expect(faultKind { _ = try book.peopleOnRecord(payments) } == .corrupt)
    }

    @Test(
        "a run that is not whole is not merged: the posting that would do it leaves nothing",
        arguments: [
            "DELETE FROM key_block WHERE id = 1", "DELETE FROM key_block WHERE id = 2", "DELETE FROM key_block WHERE id = 4",
            "UPDATE key_block SET entries = zeroblob(32) WHERE id = 2",
        ])
    func corruptMerge(_ damage: String) throws {
        let ledger = try LedgerFolder().made().open()
        let book = LedgerContractBook(ledger)
        // 400 entries, in four blocks, each time.
        for file in 1...15 { try book.post(Payment.ofFile(file, count: 200)) }
        try ledger.writing { try $0.execute(sql: damage) }
        let before = try sizes(ledger)
        #expect(faultKind { try book.post(Payment.ofFile(16, count: 200)) } == .corrupt)
        #expect(try sizes(ledger) == before)
    }

    @Test("a row of a full block, and of a full guide, has room in one page")
    func pages() throws {
        let ledger = try LedgerFolder().made().open()
        let block = RunLayout.entriesPerBlock * RunLayout.entryBytes
        let guide = RunLayout.slotsPerGuide * RunLayout.slotBytes
        // https://www.sqlite.org/fileformat2.html#b_tree_pages: the usable size less 35; the row's own header takes four.
        let room = try ledger.reading { try Int.fetchOne($0, sql: "PRAGMA page_size") ?? 0 } - 35 - 4
        #expect(block <= room && block + RunLayout.entryBytes > room)
        #expect(guide <= room && guide + RunLayout.slotBytes > room)
    }

    @Test("a filter knows every key that is in its block, and nearly all that are not")
    func filter() {
        let filter = UnsafeMutablePointer<UInt64>.allocate(capacity: BlockFilter.words)
        defer { filter.deallocate() }
        filter.initialize(repeating: 0, count: BlockFilter.words)
        let keys = (0..<126).map { PersonNumber(personal: 1_190_000_001 + 7 * $0).word }
        for key in keys { BlockFilter.add(BlockFilter.trace(key), to: filter) }
        #expect(keys.allSatisfy { BlockFilter.mayHold(BlockFilter.trace($0), filter) })
        let wrong = (0..<10_000).count { BlockFilter.mayHold(BlockFilter.trace(PersonNumber(personal: 2_000_000_000 + $0).word), filter) }
        #expect(wrong < 150)
    }
}
