import GRDB
import LedgerCore
import Synchronization

// Reads runs. `RunPages` fetches blocks and guides, and refuses what no writer of ours wrote; a `RunCursor` finds the entries of
// one run for questions in ascending order, so that an ordered batch passes each page at most once.

/// The pages of all runs of a connection, for one look-up or one merge.
final class RunPages {
    private let blocks: RawStatement
    private let guide: RawStatement
    private let kept: KeptGuides?

    /// - Parameter kept: where guides are kept for the look-ups after this one.
    init(_ database: Database, keeping kept: KeptGuides? = nil) throws {
        self.kept = kept
        blocks = try RawStatement(database, "SELECT entries, id FROM key_block WHERE id >= ? AND id < ? ORDER BY id")
        guide = try RawStatement(database, "SELECT blocks, id FROM key_guide WHERE id = ?")
    }

    /// Copies blocks of a run, counted from 0, one behind the other, and returns how many entries they have.
    func readBlocks(_ places: Range<Int>, of run: KeyRun, into entries: UnsafeMutablePointer<RunEntry>) throws -> Int {
        defer { blocks.reset() }
        try blocks.bind(run.firstBlock + Int64(places.lowerBound), at: 1)
        try blocks.bind(run.firstBlock + Int64(places.upperBound), at: 2)
        var count = 0
        for place in places {
            let added = min(RunLayout.entriesPerBlock, run.entries - place * RunLayout.entriesPerBlock)
            let size = added * RunLayout.entryBytes
            try take(
                blocks, id: run.firstBlock + Int64(place), size, of: run,
                into: UnsafeMutableRawBufferPointer(start: entries + count, count: size))
            count += added
        }
        return count
    }

    /// A run's guide, counted from 0: so many words for each block that it knows.
    func guide(_ place: Int, of run: KeyRun) throws -> [UInt64] {
        let id = run.firstGuide + Int64(place)
        if let known = kept?[id] { return known }
        let count = min(RunLayout.slotsPerGuide, run.blocks - place * RunLayout.slotsPerGuide)
        let words = try [UInt64](unsafeUninitializedCapacity: count * RunLayout.wordsPerSlot) { words, initialized in
            defer { guide.reset() }
            try guide.bind(id, at: 1)
            try take(guide, id: id, count * RunLayout.slotBytes, of: run, into: UnsafeMutableRawBufferPointer(words))
            initialized = words.count
        }
        kept?.keep(words, id)
        return words
    }

    /// The statement's next row is to be that page.
    private func take(_ statement: RawStatement, id: Int64, _ size: Int, of run: KeyRun, into memory: UnsafeMutableRawBufferPointer) throws
    {
        guard try statement.step(), statement.integer(1) == id else {
            throw LedgerFault(.corrupt, "run \(run.firstBlock) lacks page \(id)")
        }
        let bytes = statement.bytes(0)
        guard bytes.count == size else {
            throw LedgerFault(.corrupt, "page \(id) of run \(run.firstBlock) has \(bytes.count) bytes instead of \(size)")
        }
        memory.copyMemory(from: bytes)
    }
}

/// The guides that look-ups of one transaction have read, as long as its runs stay as they are: small files ask the same guides, one file
/// after the other.
final class KeptGuides: Sendable {
    /// 4 MB.
    private static let most = 1024
    private let guides = Mutex<[Int64: [UInt64]]>([:])

    subscript(id: Int64) -> [UInt64]? { guides.withLock { $0[id] } }

    func keep(_ words: [UInt64], _ id: Int64) {
        guides.withLock { guides in if guides.count < Self.most { guides[id] = words } }
    }
}

/// Room for a block.
final class BlockMemory {
    let entries = UnsafeMutablePointer<RunEntry>.allocate(capacity: RunLayout.entriesPerBlock)
    deinit { entries.deallocate() }
}

/// Stands in one run, and only goes forward.
struct RunCursor {
    private let run: KeyRun
    private let guides: Int
    private let pages: RunPages
    /// Most look-ups of a new number read no block.
    private lazy var memory = BlockMemory()

    /// The guide at hand, and the block in it.
    private var guide = 0
    private var words: [UInt64] = []
    private var slots = 0
    private var slot = 0
    /// The block that was read last; entries before `next` are passed.
    private var blockRead = -1
    private var count = 0
    private var next = 0

    init(_ run: KeyRun, _ pages: RunPages) {
        self.run = run
        self.pages = pages
        guides = run.guides
    }

    /// Adds the entries from `first` to `last` to `hits`, in order, block by block until there are `enough`. The next question is about
    /// later ones.
    mutating func collect(
        from first: RunPosition, through last: RunPosition, trace: UInt64, enough: Int, into hits: inout [RunEntry]
    ) throws {
        try move(to: first)
        guard start(ofSlot: slot) <= last else { return }
        while true {
            if words.withUnsafeBufferPointer({ BlockFilter.mayHold(trace, $0.baseAddress! + slot * RunLayout.wordsPerSlot + 2) }) {
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
        if wanted + 1 < guides, start(ofGuide: wanted + 1) < first {
            // A small batch passes over many guides at a time: the interval in question is halved.
            var end = guides
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
        words = try pages.guide(place, of: run)
        slots = words.count / RunLayout.wordsPerSlot
        guide = place
        slot = 0
    }

    private mutating func step() throws {
        if slot + 1 < slots { slot += 1 } else { try openGuide(guide + 1) }
    }

    private var startOfNextBlock: RunPosition? {
        if slot + 1 < slots { return start(ofSlot: slot + 1) }
        return guide + 1 < guides ? start(ofGuide: guide + 1) : nil
    }

    private func start(ofSlot slot: Int) -> RunPosition {
        RunPosition(key: words[slot * RunLayout.wordsPerSlot], place: words[slot * RunLayout.wordsPerSlot + 1])
    }

    private func start(ofGuide guide: Int) -> RunPosition {
        RunPosition(key: run.starts[2 * guide], place: run.starts[2 * guide + 1])
    }

    private mutating func scanBlock(from first: RunPosition, through last: RunPosition, into hits: inout [RunEntry]) throws {
        let block = guide * RunLayout.slotsPerGuide + slot
        let memory = memory
        if block != blockRead {
            count = try pages.readBlocks(block..<block + 1, of: run, into: memory.entries)
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
