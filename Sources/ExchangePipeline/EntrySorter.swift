import LedgerCore
import Spooling

// Sorts a file's entries (person numbers, household places, receipts) within a memory budget: what does not fit is spilled in sorted
// pieces to an unnamed private file and merged as it is read. So a file of two million payments is held against the past in
// one ordered pass without growing memory.

final class EntrySorter: SortedRun {
    /// Entries in memory at most, 32 bytes each; sorting takes as much again for a moment.
    static let budget = 1 << 17

    private struct Piece {
        var offset: Int64
        var count: Int
    }

    private let makeScratch: () throws -> ScratchFile
    private let budget: Int
    private var scratch: ScratchFile?
    private var pieces: [Piece] = []
    /// The entries not spilled; in order once `finish` was called. Unchecked, since the check costs as much as to add one.
    @exclusivity(unchecked) private var entries: [RunEntry] = []

    init(budget: Int = EntrySorter.budget, makeScratch: @escaping () throws -> ScratchFile) {
        self.budget = budget
        self.makeScratch = makeScratch
    }

    func append(_ entry: RunEntry) throws {
        if entries.count == budget { try spill() }
        entries.append(entry)
    }

    /// No more entries come. What was spilled in part is spilled whole, so that nothing is kept while the file is judged and posted.
    func finish() throws {
        guard scratch != nil else { return RadixSort.sort(&entries) }
        if !entries.isEmpty { try spill() }
        entries = []
    }

    private func spill() throws {
        RadixSort.sort(&entries)
        let file = try scratch ?? makeScratch()
        scratch = file
        pieces.append(Piece(offset: file.bytes, count: entries.count))
        try entries.withUnsafeBytes { try file.append($0) }
        entries.removeAll(keepingCapacity: true)
    }

    func forEachPiece(_ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws {
        guard scratch != nil else {
            return try entries.withUnsafeBufferPointer { if !$0.isEmpty { try body($0) } }
        }
        try merge(try sources(), body)
    }

    var isEmpty: Bool { entries.isEmpty && pieces.isEmpty }

    /// Its sorted parts, to be merged with others'.
    func sources() throws -> [EntrySource] {
        let spilled = try pieces.compactMap { piece in
            try scratch.map { try EntrySource($0, offset: piece.offset, count: piece.count) }
        }
        return entries.isEmpty ? spilled : spilled + [EntrySource(entries)]
    }
}

/// Hands out the entries of several runs as one.
func merge(_ sources: [EntrySource], _ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws {
    var cursor = EntryCursor(sources)
    var output: [RunEntry] = []
    output.reserveCapacity(EntrySource.pieceCount)
    while let next = cursor.next {
        output.append(next)
        try cursor.advance()
        if output.count == EntrySource.pieceCount {
            try output.withUnsafeBufferPointer(body)
            output.removeAll(keepingCapacity: true)
        }
    }
    if !output.isEmpty { try output.withUnsafeBufferPointer(body) }
}

/// Stands before the next entry of several runs, and only goes forward.
struct EntryCursor {
    private struct Head: MergeHead {
        var entry: RunEntry
        var source: Int

        static func precedes(_ left: Head, _ right: Head) -> Bool { RunEntry.precedes(left.entry, right.entry) }
    }

    private var sources: [EntrySource]
    private var heads: MergeHeap<Head>

    init(_ sources: [EntrySource]) {
        self.sources = sources
        heads = MergeHeap(sources.indices.compactMap { place in sources[place].next.map { Head(entry: $0, source: place) } })
    }

    var next: RunEntry? { heads.least?.entry }

    mutating func advance() throws {
        guard let source = heads.least?.source else { return }
        try sources[source].advance()
        heads.replaceLeast(with: sources[source].next.map { Head(entry: $0, source: source) })
    }
}

/// One sorted run while it is read: in memory, or in a file piece by piece.
struct EntrySource {
    static let pieceCount = 2048

    private var loaded: [RunEntry]
    private var place = 0
    private let file: ScratchFile?
    private var offset: Int64
    private var left: Int

    init(_ entries: [RunEntry]) {
        (loaded, file, offset, left) = (entries, nil, 0, 0)
    }

    init(_ file: ScratchFile, offset: Int64, count: Int) throws {
        (loaded, self.file, self.offset, left) = ([], file, offset, count)
        try load()
    }

    var next: RunEntry? { place < loaded.count ? loaded[place] : nil }

    mutating func advance() throws {
        place += 1
        if place == loaded.count, left > 0 { try load() }
    }

    private mutating func load() throws {
        let count = min(left, Self.pieceCount)
        let size = count * MemoryLayout<RunEntry>.stride
        let (file, offset) = (file, offset)
        loaded = try [RunEntry](unsafeUninitializedCapacity: count) { buffer, initialized in
            try file?.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]), at: offset)
            initialized = count
        }
        self.offset += Int64(size)
        left -= count
        place = 0
    }
}
