import GRDB
import LedgerCore

// Writes one run, entry by entry, in one pass and constant memory: an entry goes into the block at hand, a full block into
// its page and the guide at hand, a full guide into its page. The run is on record when `finish` has written its row.

final class RunWriter {
    private let family: KeyFamily
    private let database: Database
    private let insertBlock: RawStatement
    private let insertGuide: RawStatement
    private let block = UnsafeMutablePointer<RunEntry>.allocate(capacity: RunLayout.entriesPerBlock)
    private let guide = UnsafeMutablePointer<UInt64>.allocate(capacity: RunLayout.slotsPerGuide * RunLayout.wordsPerSlot)

    private var run: KeyRun
    private var previous = RunEntry(key: 0, place: 0, first: 0, second: 0)
    private var entriesInBlock = 0
    private var slotsInGuide = 0
    private var nextBlock: Int64
    private var nextGuide: Int64

    init(_ family: KeyFamily, _ database: Database) throws {
        self.family = family
        self.database = database
        insertBlock = try RawStatement(database, "INSERT INTO key_block (id, entries) VALUES (?, ?)")
        insertGuide = try RawStatement(database, "INSERT INTO key_guide (id, blocks) VALUES (?, ?)")
        nextBlock = try RunTable.nextID(in: "key_block", database)
        nextGuide = try RunTable.nextID(in: "key_guide", database)
        run = KeyRun(
            entries: 0, firstBlock: nextBlock, firstGuide: nextGuide, starts: [])
    }

    deinit {
        block.deallocate()
        guide.deallocate()
    }

    /// The next entry, which no entry before may follow.
    func add(_ entry: RunEntry) throws {
        guard run.entries == 0 || !RunEntry.precedes(entry, previous) else {
            throw LedgerFault(.invariant, "entry \(run.entries + 1) of a run (\(family)) is out of order")
        }
        previous = entry
        if entriesInBlock == RunLayout.entriesPerBlock { try writeBlock() }
        block[entriesInBlock] = entry
        entriesInBlock += 1
        run.entries += 1
    }

    /// Puts the run on record. A run without entries leaves nothing, and is nil.
    func finish() throws -> KeyRun? {
        guard run.entries > 0 else { return nil }
        try writeBlock()
        try writeGuide()
        try RunTable.insert(family, run, database)
        return run
    }

    private func writeBlock() throws {
        if slotsInGuide == RunLayout.slotsPerGuide { try writeGuide() }
        let slot = guide + slotsInGuide * RunLayout.wordsPerSlot
        slot.update(repeating: 0, count: RunLayout.wordsPerSlot)
        (slot[0], slot[1]) = (block[0].key, block[0].place)
        for place in 0..<entriesInBlock { BlockFilter.add(family.trace(of: block[place]), to: slot + 2) }
        slotsInGuide += 1

        try insertBlock.bind(nextBlock, at: 1)
        try insertBlock.bind(
            blobInPlace: UnsafeRawBufferPointer(start: block, count: entriesInBlock * RunLayout.entryBytes), at: 2)
        try insertBlock.run()
        nextBlock += 1
        entriesInBlock = 0
    }

    private func writeGuide() throws {
        run.starts += [guide[0], guide[1]]
        try insertGuide.bind(nextGuide, at: 1)
        try insertGuide.bind(blobInPlace: UnsafeRawBufferPointer(start: guide, count: slotsInGuide * RunLayout.slotBytes), at: 2)
        try insertGuide.run()
        nextGuide += 1
        slotsInGuide = 0
    }
}

extension RunTable {
    /// Writes a file's entries as a run of their own, each as `recorded` makes it; nil when there are none.
    static func add(_ entries: any SortedRun, to family: KeyFamily, _ database: Database, recorded: (RunEntry) throws -> RunEntry) throws
        -> KeyRun?
    {
        var writer: RunWriter?
        try entries.forEachPiece { piece in
            let open = try writer ?? RunWriter(family, database)
            writer = open
            for entry in piece { try open.add(try recorded(entry)) }
        }
        return try writer?.finish()
    }
}
