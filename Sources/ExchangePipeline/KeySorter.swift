import Glibc
import LedgerCore
import Spooling

// Sorts a file's MA_GIAO_DICH within a memory budget: what does not fit is spilled in sorted parts to an unnamed private file,
// block by block, and merged as it is read. Most senders count their keys up: then the parts follow one another, and their blocks
// are handed out as they lie.

final class KeySorter: SortedKeyRun {
    /// Bytes in memory at most, a key's own and the twelve that say where it is.
    static let budget = 4 << 20
    private static let keysOfBlock = 4096

    /// Some thousand keys of a part: their entries, then their bytes.
    fileprivate struct Block {
        var offset: Int64
        var count: Int
        var bytes: Int
    }

    private struct Part {
        var blocks: [Block]
        var first: [UInt8]
        var last: [UInt8]
    }

    private let makeScratch: () throws -> ScratchFile
    private let budget: Int
    private var scratch: ScratchFile?
    private var parts: [Part] = []
    /// The keys not spilled; in order once `finish` was called. Unchecked, since the check costs as much as to add one.
    @exclusivity(unchecked) private var keys = SortedKeys()

    init(budget: Int = KeySorter.budget, makeScratch: @escaping () throws -> ScratchFile) {
        self.budget = budget
        self.makeScratch = makeScratch
    }

    /// - Parameter record: the record's place in the file, above all before.
    func append(_ key: some Collection<UInt8>, record: Int) throws {
        let start = keys.arena.count
        keys.arena.append(contentsOf: key)
        keys.entries.append(
            SortedKeys.Entry(start: UInt32(start), length: UInt32(keys.arena.count - start), record: UInt32(record)))
        if keys.arena.count + keys.entries.count * MemoryLayout<SortedKeys.Entry>.stride >= budget { try spill() }
    }

    /// No more keys come. What was spilled in part is spilled whole, so that nothing is kept while the file is judged and posted.
    func finish() throws {
        if scratch == nil { keys.sort() } else if !keys.entries.isEmpty { try spill() }
        if scratch != nil { keys = SortedKeys() }
    }

    private func spill() throws {
        keys.sort()
        let file = try scratch ?? makeScratch()
        scratch = file
        var part = Part(blocks: [], first: keys.key(0), last: keys.key(keys.entries.count - 1))
        for start in stride(from: 0, to: keys.entries.count, by: Self.keysOfBlock) {
            var block = SortedKeys()
            for entry in keys.entries[start..<min(start + Self.keysOfBlock, keys.entries.count)] { block.append(entry, of: keys.arena) }
            part.blocks.append(Block(offset: file.bytes, count: block.entries.count, bytes: block.arena.count))
            try block.entries.withUnsafeBytes { try file.append($0) }
            try block.arena.withUnsafeBytes { try file.append($0) }
        }
        parts.append(part)
        keys.arena.removeAll(keepingCapacity: true)
        keys.entries.removeAll(keepingCapacity: true)
    }

    /// Keys that are equal come in file order.
    func forEachPiece(_ body: (SortedKeys) throws -> Void) throws {
        guard let scratch else { return try keys.forEachPiece(body) }
        if zip(parts, parts.dropFirst()).allSatisfy({ !$1.first.lexicographicallyPrecedes($0.last) }) {
            for block in parts.lazy.flatMap(\.blocks) { try body(SortedKeys(block, in: scratch)) }
        } else {
            try merge(scratch, body)
        }
    }

    private func merge(_ scratch: ScratchFile, _ body: (SortedKeys) throws -> Void) throws {
        let sources = try parts.indices.map { try KeySource($0, parts[$0].blocks, scratch) }
        var heads = MergeHeap(sources.compactMap(\.head))
        var output = SortedKeys()
        while let least = heads.least {
            output.entries.append(
                SortedKeys.Entry(start: UInt32(output.arena.count), length: UInt32(least.bytes.count), record: least.record))
            output.arena.append(contentsOf: least.bytes)
            if output.entries.count == Self.keysOfBlock {
                try body(output)
                output.arena.removeAll(keepingCapacity: true)
                output.entries.removeAll(keepingCapacity: true)
            }
            try sources[least.source].advance()
            heads.replaceLeast(with: sources[least.source].head)
        }
        try output.forEachPiece(body)
    }
}

/// Some keys of another run, each kept or left out.
struct FilteredKeys: SortedKeyRun {
    private let keys: KeySorter
    private let isKept: (_ record: UInt32) -> Bool

    init(_ keys: KeySorter, _ isKept: @escaping (_ record: UInt32) -> Bool) { (self.keys, self.isKept) = (keys, isKept) }

    func forEachPiece(_ body: (SortedKeys) throws -> Void) throws {
        try keys.forEachPiece { piece in
            var piece = piece
            piece.entries.removeAll { !isKept($0.record) }
            try piece.forEachPiece(body)
        }
    }
}

/// One part while it is merged.
private final class KeySource {
    struct Head: MergeHead {
        /// Good until the source goes on.
        var bytes: UnsafeRawBufferPointer
        var record: UInt32
        var source: Int

        static func precedes(_ left: Head, _ right: Head) -> Bool {
            let order = SortedKeys.compare(left.bytes, right.bytes)
            return order == 0 ? left.record < right.record : order < 0
        }
    }

    private let number: Int
    private let file: ScratchFile
    private let blocks: [KeySorter.Block]
    private let memory: UnsafeMutableRawBufferPointer
    private var nextBlock = 0
    private var count = 0
    private var place = 0
    private(set) var head: Head?

    init(_ number: Int, _ blocks: [KeySorter.Block], _ file: ScratchFile) throws {
        (self.number, self.blocks, self.file) = (number, blocks, file)
        memory = .allocate(byteCount: blocks.reduce(0) { max($0, $1.size) }, alignment: 16)
        try load()
    }

    deinit { memory.deallocate() }

    func advance() throws {
        place += 1
        if place == count { try load() } else { showHead() }
    }

    private func load() throws {
        guard nextBlock < blocks.count else { return head = nil }
        let block = blocks[nextBlock]
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[..<block.size]), at: block.offset)
        nextBlock += 1
        count = block.count
        place = 0
        showHead()
    }

    private func showHead() {
        let entries = memory.baseAddress!.assumingMemoryBound(to: SortedKeys.Entry.self)
        let arena = UnsafeRawPointer(entries + count)
        let entry = entries[place]
        head = Head(
            bytes: UnsafeRawBufferPointer(start: arena + Int(entry.start), count: Int(entry.length)), record: entry.record, source: number)
    }
}

extension KeySorter.Block {
    fileprivate var size: Int { count * MemoryLayout<SortedKeys.Entry>.stride + bytes }
}

extension SortedKeys {
    /// Puts the entries in key order, equal keys in file order.
    mutating func sort() {
        arena.withUnsafeBytes { arena in
            entries.sort { one, other in
                let order = Self.compare(one.bytes(in: arena), other.bytes(in: arena))
                return order == 0 ? one.record < other.record : order < 0
            }
        }
    }

    /// Below 0 when `one` comes first: bytewise, the shorter first when the other begins with it.
    static func compare(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
        let common = min(one.count, other.count)
        let order = common == 0 ? 0 : Int(memcmp(one.baseAddress!, other.baseAddress!, common))
        return order == 0 ? one.count - other.count : order
    }

    func key(_ place: Int) -> [UInt8] {
        let entry = entries[place]
        return Array(arena[Int(entry.start)..<Int(entry.start) + Int(entry.length)])
    }

    fileprivate mutating func append(_ entry: Entry, of other: [UInt8]) {
        let start = arena.count
        arena.append(contentsOf: other[Int(entry.start)..<Int(entry.start) + Int(entry.length)])
        entries.append(Entry(start: UInt32(start), length: entry.length, record: entry.record))
    }

    fileprivate init(_ block: KeySorter.Block, in file: ScratchFile) throws {
        let entryBytes = block.count * MemoryLayout<Entry>.stride
        let entries = try [Entry](unsafeUninitializedCapacity: block.count) { buffer, initialized in
            try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<entryBytes]), at: block.offset)
            initialized = block.count
        }
        let arena = try [UInt8](unsafeUninitializedCapacity: block.bytes) { buffer, initialized in
            try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<block.bytes]),
                at: block.offset + Int64(entryBytes))
            initialized = block.bytes
        }
        self.init(arena: arena, entries: entries)
    }
}

extension SortedKeys.Entry {
    func bytes(in arena: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: arena[Int(start)..<Int(start) + Int(length)])
    }
}
