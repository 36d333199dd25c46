import Contributions

// A RecordChunk as bytes and back: what goes into the staging file, and what a reader in a process of its own will send
// through a pipe. Reading trusts nothing: every count and offset is checked before it is used.

/// What the bytes say that no chunk of ours would say.
struct ChunkDamage: Error, Sendable {
    let reason: String
}

enum ChunkCoding {
    private static let magic: UInt32 = 0x474E_4331
    private static let headBytes = 32

    /// The chunk's bytes appended to `output`.
    static func encode(_ chunk: RecordChunk, into output: inout [UInt8]) {
        var head = [UInt32](repeating: 0, count: headBytes / 4)
        head[0] = magic
        head[1] = UInt32(chunk.records.count)
        head[2] = UInt32(chunk.offsets.count)
        head[3] = UInt32(chunk.faults.count)
        head[4] = UInt32(chunk.arena.count)
        head[5] = UInt32(truncatingIfNeeded: chunk.ordinalBefore)
        head[6] = UInt32(truncatingIfNeeded: chunk.ordinalBefore >> 32)
        head.withUnsafeBytes { output.append(contentsOf: $0) }
        chunk.records.withUnsafeBytes { output.append(contentsOf: $0) }
        chunk.offsets.withUnsafeBytes { output.append(contentsOf: $0) }
        chunk.faults.withUnsafeBytes { output.append(contentsOf: $0) }
        output.append(contentsOf: chunk.arena)
    }

    /// Fills `chunk` from the bytes of exactly one chunk.
    static func decode(_ bytes: UnsafeRawBufferPointer, into chunk: RecordChunk) throws(ChunkDamage) {
        guard bytes.count >= headBytes, bytes.loadUnaligned(as: UInt32.self) == magic else { throw ChunkDamage(reason: "head") }
        let head = (0..<8).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) }
        let counts = head[1...4].map(Int.init)
        let sizes = [
            counts[0] * MemoryLayout<RecordChunk.Record>.stride, counts[1] * 4, counts[2] * MemoryLayout<RecordChunk.StructureFault>.stride,
            counts[3],
        ]
        guard counts[0] <= RecordChunk.recordsMax, sizes.reduce(headBytes, +) == bytes.count else { throw ChunkDamage(reason: "size") }
        var place = headBytes
        chunk.records = read(bytes, &place, counts[0])
        chunk.offsets = read(bytes, &place, counts[1])
        chunk.faults = read(bytes, &place, counts[2])
        chunk.arena = read(bytes, &place, counts[3])
        chunk.ordinalBefore = Int(head[5]) | Int(head[6]) << 32
        try checkBounds(chunk)
    }

    private static func read<Element>(_ bytes: UnsafeRawBufferPointer, _ place: inout Int, _ count: Int) -> [Element] {
        let size = count * MemoryLayout<Element>.stride
        defer { place += size }
        return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[place..<place + size]))
            initialized = count
        }
    }

    /// No slice of the chunk may reach outside it.
    private static func checkBounds(_ chunk: RecordChunk) throws(ChunkDamage) {
        let end = UInt32(chunk.arena.count)
        for record in chunk.records {
            let first = Int(record.firstOffset)
            let last = first + Int(record.fieldCount)
            guard last < chunk.offsets.count, record.keyStart <= record.keyEnd, record.keyEnd <= end,
                Int(record.firstFault) + Int(record.faultCount) <= chunk.faults.count
            else { throw ChunkDamage(reason: "record") }
            for index in first..<last where chunk.offsets[index] >= chunk.offsets[index + 1] || chunk.offsets[index + 1] > end {
                throw ChunkDamage(reason: "offset")
            }
        }
        for fault in chunk.faults where fault.nameStart > fault.nameEnd || fault.nameEnd > fault.valueEnd || fault.valueEnd > end {
            throw ChunkDamage(reason: "fault")
        }
    }
}
