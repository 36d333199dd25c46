public import Contributions

// A RecordChunk as bytes and back: what comes through the reader's pipe, and what lies in the staging file. Reading trusts nothing:
// every count and offset is checked before it is used. Whether the content is such as an honest reader sends is ChunkInspection's.

/// What the bytes say that no chunk of ours would say.
public struct ChunkDamage: Error, Hashable, Sendable {
    public let reason: String
}

public enum ChunkCoding {
    private static let magic: UInt32 = 0x474E_4331
    static let headBytes = 32
    /// Encoded chunks are a multiple of this long, so that one lies aligned behind the other.
    public static let alignment = 8

    /// What stands before the arrays.
    static func head(of chunk: RecordChunk) -> [UInt32] {
        [
            magic, UInt32(chunk.records.count), UInt32(chunk.offsets.count), UInt32(chunk.faults.count), UInt32(chunk.arena.count),
            UInt32(truncatingIfNeeded: chunk.ordinalBefore), UInt32(truncatingIfNeeded: chunk.ordinalBefore >> 32), 0,
        ]
    }

    static func size(of chunk: RecordChunk) -> Int { padded(unpaddedSize(of: chunk)) }

    static func unpaddedSize(of chunk: RecordChunk) -> Int {
        headBytes + chunk.records.count * MemoryLayout<RecordChunk.Record>.stride + chunk.offsets.count * 4
            + chunk.faults.count * MemoryLayout<RecordChunk.StructureFault>.stride + chunk.arena.count
    }

    static func padded(_ size: Int) -> Int { (size + alignment - 1) / alignment * alignment }

    /// The chunk's bytes appended to `output`, which holds whole chunks alone.
    public static func encode(_ chunk: RecordChunk, into output: inout [UInt8]) {
        let end = output.count + size(of: chunk)
        head(of: chunk).withUnsafeBytes { output.append(contentsOf: $0) }
        chunk.records.withUnsafeBytes { output.append(contentsOf: $0) }
        chunk.offsets.withUnsafeBytes { output.append(contentsOf: $0) }
        chunk.faults.withUnsafeBytes { output.append(contentsOf: $0) }
        output.append(contentsOf: chunk.arena)
        output.append(contentsOf: repeatElement(0, count: end - output.count))
    }

    /// Fills `chunk` from the bytes of exactly one chunk, which lie aligned.
    public static func decode(_ bytes: UnsafeRawBufferPointer, into chunk: RecordChunk) throws(ChunkDamage) {
        guard bytes.count >= headBytes, bytes.load(as: UInt32.self) == magic else { throw ChunkDamage(reason: "head") }
        func head(_ place: Int) -> Int { Int(bytes.load(fromByteOffset: place * 4, as: UInt32.self)) }
        let sizes = (
            records: head(1) * MemoryLayout<RecordChunk.Record>.stride, offsets: head(2) * 4,
            faults: head(3) * MemoryLayout<RecordChunk.StructureFault>.stride, arena: head(4)
        )
        let size = headBytes + sizes.records + sizes.offsets + sizes.faults + sizes.arena
        guard head(1) <= RecordChunk.recordsMax, padded(size) == bytes.count else { throw ChunkDamage(reason: "size") }
        var place = headBytes
        fill(&chunk.records, from: bytes, &place, sizes.records)
        fill(&chunk.offsets, from: bytes, &place, sizes.offsets)
        fill(&chunk.faults, from: bytes, &place, sizes.faults)
        fill(&chunk.arena, from: bytes, &place, sizes.arena)
        chunk.ordinalBefore = head(5) | head(6) << 32
        try checkBounds(chunk)
    }

    /// Keeps the array's memory.
    private static func fill<Element>(_ array: inout [Element], from bytes: UnsafeRawBufferPointer, _ place: inout Int, _ size: Int) {
        array.removeAll(keepingCapacity: true)
        let part = UnsafeRawBufferPointer(rebasing: bytes[place..<place + size])
        part.withMemoryRebound(to: Element.self) { array.append(contentsOf: $0) }
        place += size
    }

    /// No slice of the chunk may reach outside it.
    private static func checkBounds(_ chunk: RecordChunk) throws(ChunkDamage) {
        let end = UInt32(chunk.arena.count)
        let isGood = chunk.offsets.withUnsafeBufferPointer { offsets in
            chunk.records.withUnsafeBufferPointer { records in
                for record in records {
                    let first = Int(record.firstOffset)
                    let last = first + Int(record.fieldCount)
                    guard last < offsets.count, record.keyStart <= record.keyEnd, record.keyEnd <= end,
                        Int(record.firstFault) + Int(record.faultCount) <= chunk.faults.count, offsets[last] <= end
                    else { return false }
                    var isAscending = true
                    for index in first..<last { isAscending = isAscending && offsets[index] < offsets[index + 1] }
                    if !isAscending { return false }
                }
                return true
            }
        }
        guard isGood else { throw ChunkDamage(reason: "record") }
        for fault in chunk.faults where fault.nameStart > fault.nameEnd || fault.nameEnd > fault.valueEnd || fault.valueEnd > end {
            throw ChunkDamage(reason: "fault")
        }
    }
}
