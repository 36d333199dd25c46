package import Contributions
package import ExchangeFormat
import Glibc

// What goes through the reader's pipe: frames, each a head of sixteen bytes (kind, length) and a body, padded so that one lies aligned
// behind the other. For each file: `begin` with the header once it is known, its chunks, and `end`; or `broken`, when the disk failed.

enum FrameKind: UInt32 {
    /// The reader is confined and waits for files. Once, before anything else.
    case ready = 1
    case begin, chunk, end, broken
}

enum Frame {
    static let headBytes = 16

    static func head(_ kind: FrameKind, bodyBytes: Int) -> [UInt32] {
        [kind.rawValue, 0, UInt32(truncatingIfNeeded: bodyBytes), UInt32(truncatingIfNeeded: bodyBytes >> 32)]
    }
}

/// A frame's body in the making: numbers and texts one after the other.
struct FrameBody {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }

    mutating func add(_ text: String) {
        add(UInt32(text.utf8.count))
        bytes += text.utf8
    }

    mutating func add(_ place: Place?) {
        add(Int64(place?.line ?? -1))
        add(Int64(place?.column ?? -1))
    }

    static func begin(_ shape: DocumentShape, _ header: HeaderReading) -> FrameBody {
        var body = FrameBody()
        body.add(UInt32(DocumentShape.all.firstIndex { $0.kind == shape.kind }!))
        for value in header.values { body.add(value) }
        body.add(UInt32(header.findings.count))
        for finding in header.findings {
            body.add(UInt32(shape.header.firstIndex { $0.name == finding.subject }!))
            body.add(finding.details[0])
            body.add(finding.place)
        }
        return body
    }

    static func end(_ parsed: Parsed) -> FrameBody {
        var body = FrameBody()
        body.add(Int64(parsed.found))
        guard let finding = parsed.finding else { return body }
        body.add(finding.code.rawValue)
        body.add(finding.value)
        body.add(UInt32(finding.details.count))
        for detail in finding.details { body.add(detail) }
        body.add(finding.place)
        return body
    }
}

/// The reader's end of the pipe. Small frames are gathered, so that a small file costs one write.
package final class FrameWriter: RecordTaking {
    private let descriptor: Int32
    private var gathered: [UInt8] = []
    private static let gatheredMax = 64 << 10

    /// The pipe cannot be written to: nobody is there who would read.
    struct Closed: Error {}

    init(descriptor: Int32) {
        self.descriptor = descriptor
        gathered.reserveCapacity(2 * Self.gatheredMax)
    }

    package func begin(_ shape: DocumentShape, _ header: HeaderReading) throws { try add(.begin, FrameBody.begin(shape, header)) }

    package func take(_ chunk: RecordChunk) throws {
        let size = ChunkCoding.size(of: chunk)
        addHead(.chunk, bodyBytes: size)
        if size <= Self.gatheredMax {
            ChunkCoding.encode(chunk, into: &gathered)
            return try flushIfMuch()
        }
        ChunkCoding.head(of: chunk).withUnsafeBytes { gathered += $0 }
        try write(chunk, size)
    }

    /// The file is read.
    package func end(found: Int) throws { try add(.end, .end(Parsed(finding: nil, shape: nil, header: nil, found: found))) }

    func add(_ kind: FrameKind, _ body: FrameBody) throws {
        let size = ChunkCoding.padded(body.bytes.count)
        addHead(kind, bodyBytes: size)
        gathered += body.bytes
        gathered += repeatElement(0, count: size - body.bytes.count)
        try flushIfMuch()
    }

    private func addHead(_ kind: FrameKind, bodyBytes: Int) {
        Frame.head(kind, bodyBytes: bodyBytes).withUnsafeBytes { gathered += $0 }
    }

    private func flushIfMuch() throws {
        if gathered.count >= Self.gatheredMax { try flush() }
    }

    package func flush() throws {
        try gathered.withUnsafeBytes { bytes in
            var parts = [iovec(bytes)]
            try write(&parts)
        }
        gathered.removeAll(keepingCapacity: true)
    }

    /// Writes what is gathered and a chunk's arrays from where they lie.
    private func write(_ chunk: RecordChunk, _ size: Int) throws {
        let rest = size - ChunkCoding.unpaddedSize(of: chunk)
        let padding = [UInt8](repeating: 0, count: ChunkCoding.alignment)
        try gathered.withUnsafeBytes { head in
            try chunk.records.withUnsafeBytes { records in
                try chunk.offsets.withUnsafeBytes { offsets in
                    try chunk.faults.withUnsafeBytes { faults in
                        try chunk.arena.withUnsafeBytes { arena in
                            try padding.withUnsafeBytes { padding in
                                var parts = [head, records, offsets, faults, arena, UnsafeRawBufferPointer(rebasing: padding[..<rest])]
                                    .map { iovec($0) }
                                try write(&parts)
                            }
                        }
                    }
                }
            }
        }
        gathered.removeAll(keepingCapacity: true)
    }

    /// Writes all of the parts.
    private func write(_ parts: inout [iovec]) throws {
        var next = 0
        while next < parts.count {
            if parts[next].iov_len == 0 {
                next += 1
                continue
            }
            var written = parts[next...].withUnsafeBufferPointer { writev(descriptor, $0.baseAddress, Int32($0.count)) }
            if written < 0 {
                if errno == EINTR { continue }
                throw Closed()
            }
            while next < parts.count, written >= parts[next].iov_len {
                written -= parts[next].iov_len
                next += 1
            }
            if next < parts.count {
                parts[next].iov_base += written
                parts[next].iov_len -= written
            }
        }
    }
}

extension iovec {
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }
}
