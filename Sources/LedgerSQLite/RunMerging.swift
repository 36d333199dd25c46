import GRDB
public import LedgerCore

// Keeps runs few. Some runs of one level become one of a higher level, so that an entry is written anew only as often as
// there are levels, and few runs stand beside each other however small the files are. A posting makes only merges that take
// some tenths of a second, or a part of what posting so large a file takes; `consolidate` makes the others, each in a transaction of
// its own.

enum RunMerging {
    /// Large runs are merged by four, since a look-up goes through each of them. Small ones wait until they are sixteen: look-ups pass over
    /// most of them (FreshRuns.swift), and each merge writes again what its files have written.
    static func runsPerMerge(level: Int) -> Int { level <= smallLevelMax ? 16 : largeRunsPerMerge }
    private static let largeRunsPerMerge = 4
    /// Fewer than 65,536 entries: sixteen of them a posting may always merge.
    private static let smallLevelMax = 7

    /// 32 MB of pages, at every sixteenth group of small files that fills a group's bytes. Half of it was measured at 0.2 s.
    static let entriesMaxInPosting = 1 << 20
    /// The same for a posting that has added so many: four runs of that size are merged too, though they be not quite alike. Of files of a
    /// million payments every fourth merges what four of them say, in some 2 s of its 13.
    static func entriesMaxInPosting(adding entries: Int) -> Int {
        min(max(entriesMaxInPosting, 2 * largeRunsPerMerge * entries), entriesMax)
    }

    /// 512 MB, which is as much as the log of one transaction should ever take; mostly it is 200 MB and some seconds. Larger runs
    /// stay as they are.
    static let entriesMax = 1 << 24

    /// Merges until no level has enough runs whose entries are at most so many.
    /// - Parameter merged: told of each new run, and of those in whose place it is.
    static func settle(_ family: KeyFamily, entriesMax: Int, _ database: Database, merged: (KeyRun, [KeyRun]) -> Void) throws {
        while let runs = try next(family, entriesMax: entriesMax, database) { merged(try merge(runs, of: family, database), runs) }
    }

    /// The oldest runs of the lowest level that has enough of them, and that may be merged.
    static func next(_ family: KeyFamily, entriesMax: Int, _ database: Database) throws -> [KeyRun]? {
        let levels = Dictionary(grouping: try RunTable.all(family, database), by: \.level)
        for level in levels.keys.sorted() {
            let enough = runsPerMerge(level: level)
            let runs = levels[level, default: []].prefix(enough)
            if runs.count == enough, runs.reduce(0, { $0 + $1.entries }) <= entriesMax { return Array(runs) }
        }
        return nil
    }

    /// Puts one run in the place of several.
    static func merge(_ runs: [KeyRun], of family: KeyFamily, _ database: Database) throws -> KeyRun {
        let pages = try RunPages(database)
        let writer = try RunWriter(family, database)
        var sources = runs.map { RunSource($0, pages) }
        var heads = try sources.compactMap { try $0.next() }
        while !heads.isEmpty {
            var least = 0
            for place in heads.indices.dropFirst() where RunEntry.precedes(heads[place], heads[least]) { least = place }
            try writer.add(heads[least])
            if let next = try sources[least].next() {
                heads[least] = next
            } else {
                sources.remove(at: least)
                heads.remove(at: least)
            }
        }
        guard let merged = try writer.finish() else { throw LedgerFault(.invariant, "runs without entries are on record") }
        for run in runs { try RunTable.delete(run, database) }
        return merged
    }
}

/// The entries of one run, one after another.
private final class RunSource {
    private let run: KeyRun
    private let pages: RunPages
    /// Looking for a block costs as much as reading it.
    private static let blocksAtOnce = 8
    private let entries = UnsafeMutablePointer<RunEntry>.allocate(capacity: blocksAtOnce * RunLayout.entriesPerBlock)
    /// The next block, and what is read of those before.
    private var block = 0
    private var count = 0
    private var place = 0

    init(_ run: KeyRun, _ pages: RunPages) {
        self.run = run
        self.pages = pages
    }

    deinit { entries.deallocate() }

    func next() throws -> RunEntry? {
        if place == count {
            guard block < run.blocks else { return nil }
            let blocks = block..<min(block + Self.blocksAtOnce, run.blocks)
            count = try pages.readBlocks(blocks, of: run, into: entries)
            block = blocks.upperBound
            place = 0
        }
        defer { place += 1 }
        return entries[place]
    }
}

extension SQLiteLedger {
    public func consolidate() throws(LedgerFault) {
        for family in KeyFamily.allCases {
            while try LedgerFault.translating({ try writing { try mergeOnce(family, $0) } }) { try checkpoint() }
        }
        try LedgerFault.translating { try tallyCollectors() }
    }

    /// False when there was nothing to merge.
    private func mergeOnce(_ family: KeyFamily, _ database: Database) throws -> Bool {
        guard let runs = try RunMerging.next(family, entriesMax: RunMerging.entriesMax, database) else { return false }
        freshRuns.note(try RunMerging.merge(runs, of: family, database), insteadOf: runs, family)
        forgetRuns(of: family)
        return true
    }
}
