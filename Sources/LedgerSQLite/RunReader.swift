import GRDB
import LedgerCore

// Reads runs. `RunPages` fetches blocks and guides, and refuses what no writer of ours wrote; a `RunCursor` finds the entries of
// one run for questions in ascending order, so that an ordered batch passes each page at most once.

/// The pages of all runs of a connection, for one look-up or one merge.
final class RunPages {
    private let block: RawStatement
    private let guide: RawStatement

    init(_ database: Database) throws {
        block = try RawStatement(database, "SELECT entries FROM key_block WHERE id = ?")
        guide = try RawStatement(database, "SELECT blocks FROM key_guide WHERE id = ?")
    }

    /// Copies a run's block, counted from 0, and returns how many entries it has.
    func readBlock(_ place: Int, of run: KeyRun, into entries: UnsafeMutablePointer<RunEntry>) throws -> Int {
        let count = min(RunLayout.entriesPerBlock, run.entries - place * RunLayout.entriesPerBlock)
        try read(block, id: run.firstBlock + Int64(place), count * RunLayout.entryBytes, of: run, into: entries)
        return count
    }

    /// Copies a run's guide, counted from 0, and returns how many blocks it knows.
    func readGuide(_ place: Int, of run: KeyRun, into words: UnsafeMutablePointer<UInt64>) throws -> Int {
        let count = min(RunLayout.slotsPerGuide, run.blocks - place * RunLayout.slotsPerGuide)
        try read(guide, id: run.firstGuide + Int64(place), count * RunLayout.slotBytes, of: run, into: words)
        return count
    }

    private func read(_ statement: RawStatement, id: Int64, _ size: Int, of run: KeyRun, into memory: UnsafeMutableRawPointer) throws {
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        guard try statement.step() else { throw LedgerFault(.corrupt, "run \(run.firstBlock) lacks page \(id)") }
        let bytes = statement.bytes(0)
        guard bytes.count == size, let start = bytes.baseAddress else {
            throw LedgerFault(.corrupt, "page \(id) of run \(run.firstBlock) has \(bytes.count) bytes instead of \(size)")
        }
        memory.copyMemory(from: start, byteCount: size)
    }
}

/// Room for a guide and for a block.
final class RunMemory {
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: RunLayout.slotsPerGuide * RunLayout.wordsPerSlot)
    let entries = UnsafeMutablePointer<RunEntry>.allocate(capacity: RunLayout.entriesPerBlock)

    deinit {
        words.deallocate()
        entries.deallocate()
    }
}

/// Stands in one run, and only goes forward.
struct RunCursor {
    private let run: KeyRun
    private let pages: RunPages
    private let memory = RunMemory()

    /// The guide at hand, and the block in it.
    private var guide = 0
    private var slots = 0
    private var slot = 0
    /// The block that was read last; entries before `next` are passed.
    private var blockRead = -1
    private var count = 0
    private var next = 0

    init(_ run: KeyRun, _ pages: RunPages) {
        self.run = run
        self.pages = pages
    }

    /// Adds the entries from `first` to `last` to `hits`, in order, block by block until there are `enough`. The next question is about
    /// later ones.
    mutating func collect(
        from first: RunPosition, through last: RunPosition, trace: UInt64, enough: Int, into hits: inout [RunEntry]
    ) throws {
        try move(to: first)
        guard start(ofSlot: slot) <= last else { return }
        while true {
            if BlockFilter.mayHold(trace, memory.words + slot * RunLayout.wordsPerSlot + 2) {
                try scanBlock(from: first, through: last, into: &hits)
            }
            guard hits.count < enough, let following = startOfNextBlock, following <= last else { return }
            try step()
        }
    }

    /// Goes to the block where an entry at `first` or later may stand: the last one that starts before it. Entries that are asked
    /// for together may fill several blocks.
    private mutating func move(to first: RunPosition) throws {
        var wanted = guide
        if wanted + 1 < run.guides, start(ofGuide: wanted + 1) < first {
            // A small batch passes over many guides at a time: the interval in question is halved.
            var end = run.guides
            wanted += 1
            while wanted + 1 < end {
                let middle = (wanted + end) / 2
                if start(ofGuide: middle) < first { wanted = middle } else { end = middle }
            }
        }
        if wanted != guide || slots == 0 { try openGuide(wanted) }
        while slot + 1 < slots, start(ofSlot: slot + 1) < first { slot += 1 }
    }

    private mutating func openGuide(_ place: Int) throws {
        slots = try pages.readGuide(place, of: run, into: memory.words)
        guide = place
        slot = 0
    }

    private mutating func step() throws {
        if slot + 1 < slots { slot += 1 } else { try openGuide(guide + 1) }
    }

    private var startOfNextBlock: RunPosition? {
        if slot + 1 < slots { return start(ofSlot: slot + 1) }
        return guide + 1 < run.guides ? start(ofGuide: guide + 1) : nil
    }

    private func start(ofSlot slot: Int) -> RunPosition {
        let start = memory.words + slot * RunLayout.wordsPerSlot
        return RunPosition(key: start[0], place: start[1])
    }

    private func start(ofGuide guide: Int) -> RunPosition {
        RunPosition(key: run.starts[2 * guide], place: run.starts[2 * guide + 1])
    }

    private mutating func scanBlock(from first: RunPosition, through last: RunPosition, into hits: inout [RunEntry]) throws {
        let block = guide * RunLayout.slotsPerGuide + slot
        if block != blockRead {
            count = try pages.readBlock(block, of: run, into: memory.entries)
            blockRead = block
            next = 0
        }
        while next < count, memory.entries[next].position < first { next += 1 }
        while next < count, memory.entries[next].position <= last {
            hits.append(memory.entries[next])
            next += 1
        }
    }
}
