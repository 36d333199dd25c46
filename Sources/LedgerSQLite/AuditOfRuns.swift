import GRDB
import LedgerCore

// The sorted runs as they are laid out: every page is there and of its size, entries ascend, each guide knows its blocks'
// first entries and holds the very filters that these blocks give, each run knows its guides' first entries, and no page
// is of no run. What the entries say is KeyAudit's subject.

struct RunAudit {
    private let family: KeyFamily
    private let database: Database
    /// Nil on a second look, when all of it was told.
    private let report: AuditReport?

    init(_ family: KeyFamily, _ database: Database, _ report: AuditReport?) {
        (self.family, self.database, self.report) = (family, database, report)
    }

    /// Calls `body` with each entry that can be read.
    func entries(_ body: (RunEntry) throws -> Void) throws {
        let pages = try RunPages(database)
        let ids = try firstBlocks()
        for id in ids {
            do {
                guard let run = try RunTable.run(id, database) else { continue }
                try walk(run, pages, body)
            } catch let fault as LedgerFault where fault.kind == .corrupt {
                try tell(id, fault.message)
            }
        }
    }

    private func firstBlocks() throws -> [Int64] {
        var ids: [Int64] = []
        try RawStatement(database, "SELECT first_block FROM key_run WHERE family = ? ORDER BY first_block").rows(.integer(family.rawValue))
        {
            ids.append($0.integer(0))
        }
        return ids
    }

    private func walk(_ run: KeyRun, _ pages: RunPages, _ body: (RunEntry) throws -> Void) throws {
        let memory = BlockMemory()
        let slot = UnsafeMutablePointer<UInt64>.allocate(capacity: RunLayout.wordsPerSlot)
        defer { slot.deallocate() }
        var previous = RunEntry(key: 0, place: 0, first: 0, second: 0)
        var guideWords: [UInt64] = []
        for block in 0..<run.blocks {
            let place = block % RunLayout.slotsPerGuide
            if place == 0 {
                let guide = block / RunLayout.slotsPerGuide
                guideWords = try pages.guide(guide, of: run)
                if run.starts[2 * guide] != guideWords[0] || run.starts[2 * guide + 1] != guideWords[1] {
                    try tell(run.firstBlock, "start \(guide)")
                }
            }
            let count = try pages.readBlocks(block..<block + 1, of: run, into: memory.entries)
            guard place < guideWords.count / RunLayout.wordsPerSlot, count > 0 else {
                throw LedgerFault(.corrupt, "run \(run.firstBlock) is not whole")
            }
            slot.initialize(repeating: 0, count: RunLayout.wordsPerSlot)
            (slot[0], slot[1]) = (memory.entries[0].key, memory.entries[0].place)
            for entry in UnsafeBufferPointer(start: memory.entries, count: count) {
                if RunEntry.precedes(entry, previous) { try tell(run.firstBlock, "key_block \(run.firstBlock + Int64(block))") }
                previous = entry
                BlockFilter.add(family.trace(of: entry), to: slot + 2)
                try body(entry)
            }
            let known = place * RunLayout.wordsPerSlot
            if !(0..<RunLayout.wordsPerSlot).allSatisfy({ slot[$0] == guideWords[known + $0] }) {
                try tell(run.firstBlock, "key_guide \(run.firstGuide + Int64(block / RunLayout.slotsPerGuide))")
            }
        }
    }

    private func tell(_ run: Int64, _ found: String) throws {
        try report?.tell(AuditDifference(.runs, "key_run \(run)", found: found))
    }

    /// Pages that no run has.
    static func lookForStrayPages(_ database: Database, _ report: AuditReport) throws {
        var pages = [0, 0]
        for family in KeyFamily.allCases {
            do {
                for run in try RunTable.all(family, database) { (pages[0], pages[1]) = (pages[0] + run.blocks, pages[1] + run.guides) }
            } catch let fault as LedgerFault where fault.kind == .corrupt {
                // Which run it is, is told with its entries.
                return
            }
        }
        for (table, known) in zip(["key_block", "key_guide"], pages) {
            let found = try RawStatement(database, "SELECT count(*) FROM \(table)").first { Int($0.integer(0)) } ?? 0
            try report.compare(.runs, table, known, found)
        }
    }
}
