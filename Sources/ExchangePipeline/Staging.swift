import ConfinedReading
import Contributions
import Spooling

// Keeps a file's chunks between judging and posting: in memory while they are few, in an unnamed private file when they
// are many. So no write transaction is open while a partner's bytes are read, and memory does not grow with the file.

/// The chunks of one file, written once, then read in order or by record.
final class Staging {
    /// Chunks up to this many bytes together stay in memory.
    static let memoryBytesMax = 8 << 20

    private struct Place {
        var firstRecord: Int
        var offset: Int64
        var length: Int
    }

    private var memory: [UInt8] = []
    private var scratch: ScratchFile?
    private let makeScratch: () throws -> ScratchFile
    private var places: [Place] = []
    private var encoded: [UInt8] = []
    private(set) var recordCount = 0
    private var loaded = RecordChunk()
    /// The one handed out before.
    private var previous = RecordChunk()
    private var loadedIndex: Int?

    init(makeScratch: @escaping () throws -> ScratchFile) { self.makeScratch = makeScratch }

    func append(_ chunk: RecordChunk) throws {
        encoded.removeAll(keepingCapacity: true)
        ChunkCoding.encode(chunk, into: &encoded)
        let offset = scratch?.bytes ?? Int64(memory.count)
        places.append(Place(firstRecord: recordCount, offset: offset, length: encoded.count))
        recordCount += chunk.records.count
        if scratch == nil, memory.count + encoded.count > Self.memoryBytesMax {
            let file = try makeScratch()
            try memory.withUnsafeBytes { try file.append($0) }
            memory = []
            scratch = file
        }
        if let scratch {
            try encoded.withUnsafeBytes { try scratch.append($0) }
        } else {
            memory += encoded
        }
    }

    /// Calls `body` with each chunk in order, and the place of its first record in the file. A chunk stays as it is until
    /// the next but one is asked for.
    func forEachChunk(_ body: (RecordChunk, _ firstRecord: Int) throws -> Void) throws {
        for index in places.indices {
            try load(index)
            try body(loaded, places[index].firstRecord)
        }
    }

    /// The chunk that holds a record, and its place there. Cheap when records are asked for in order.
    func chunk(holding record: Int) throws -> (chunk: RecordChunk, index: Int) {
        if let loadedIndex, places[loadedIndex].firstRecord <= record, record < places[loadedIndex].firstRecord + loaded.records.count {
            return (loaded, record - places[loadedIndex].firstRecord)
        }
        var low = 0
        var high = places.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if places[middle].firstRecord <= record { low = middle } else { high = middle - 1 }
        }
        try load(low)
        return (loaded, record - places[low].firstRecord)
    }

    private func load(_ index: Int) throws {
        guard loadedIndex != index else { return }
        loadedIndex = nil
        swap(&loaded, &previous)
        let place = places[index]
        if let scratch {
            if encoded.count < place.length { encoded = [UInt8](repeating: 0, count: place.length) }
            try encoded.withUnsafeMutableBytes { bytes in
                let part = UnsafeMutableRawBufferPointer(rebasing: bytes[..<place.length])
                try scratch.read(into: part, at: place.offset)
                try ChunkCoding.decode(UnsafeRawBufferPointer(part), into: loaded)
            }
        } else {
            try memory.withUnsafeBytes { bytes in
                let start = Int(place.offset)
                try ChunkCoding.decode(UnsafeRawBufferPointer(rebasing: bytes[start..<start + place.length]), into: loaded)
            }
        }
        loadedIndex = index
    }
}
