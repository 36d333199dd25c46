// A ZIP archive of one deflated entry, written as it streams: local header with bit 3, the data, a data descriptor with its
// signature, the directory and its end. Common writers make it so, and our own reader accepts it. Deflating itself and its
// CRC-32 are the caller's: this module links no zlib. Sizes stay far below 4 GiB, so there is no ZIP64.

public import Contributions

/// Raw deflate (no zlib or gzip header) of one entry, and the CRC-32 of what went in.
public protocol SampleDeflater {
    /// Takes the next bytes and emits what is ready; with `finish`, everything.
    mutating func compress(_ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws
    /// CRC-32 of all bytes taken so far.
    var crc: UInt32 { get }
}

/// Writes the archive of one entry, through closures that take its bytes.
public struct SampleZip {
    private let name: [UInt8]
    private let date: Day
    private var deflater: any SampleDeflater
    private var sizeBytes = 0
    private var compressedBytes = 0

    /// An entry of that name (plain ASCII) whose time of change is 17:00 on that day.
    public init(entry name: String, date: Day, deflater: any SampleDeflater) {
        self.name = Array(name.utf8)
        self.date = date
        self.deflater = deflater
    }

    /// Goes before everything else.
    public func start(_ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        var header = LittleEndian()
        header.append(0x0403_4B50 as UInt32)
        appendShared(to: &header, crc: 0, compressed: 0, size: 0)
        try (header.bytes + name).withUnsafeBytes(emit)
    }

    public mutating func write(_ bytes: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        sizeBytes += bytes.count
        try compress(bytes, finish: false, emit)
    }

    /// The rest of the data, then the descriptor and the directory.
    public mutating func finish(_ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        try compress(UnsafeRawBufferPointer(start: nil, count: 0), finish: true, emit)
        let (crc, compressed, size) = (deflater.crc, UInt32(compressedBytes), UInt32(sizeBytes))
        var tail = LittleEndian()
        tail.append(0x0807_4B50 as UInt32)
        tail.append(crc)
        tail.append(compressed)
        tail.append(size)
        let descriptorBytes = tail.bytes.count
        tail.append(0x0201_4B50 as UInt32)
        tail.append(20 as UInt16)  // made by: version 2.0 on FAT, so the attributes are plain
        appendShared(to: &tail, crc: crc, compressed: compressed, size: size)
        tail.append(0 as UInt16)  // comment
        tail.append(0 as UInt16)  // disk
        tail.append(0 as UInt16)  // internal attributes
        tail.append(0 as UInt32)  // external attributes
        tail.append(0 as UInt32)  // offset of the local header
        tail.bytes += name
        let directoryBytes = tail.bytes.count - descriptorBytes
        tail.append(0x0605_4B50 as UInt32)
        tail.append(0 as UInt16)
        tail.append(0 as UInt16)
        tail.append(1 as UInt16)
        tail.append(1 as UInt16)
        tail.append(UInt32(directoryBytes))
        tail.append(UInt32(30 + name.count + compressedBytes + descriptorBytes))
        tail.append(0 as UInt16)
        try tail.bytes.withUnsafeBytes(emit)
    }

    private mutating func compress(
        _ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var emitted = 0
        try deflater.compress(bytes, finish: finish) { part in
            emitted += part.count
            try emit(part)
        }
        compressedBytes += emitted
    }

    /// What local header and directory have in common: version, flags, method, time, CRC, sizes, lengths of name and extra.
    private func appendShared(to header: inout LittleEndian, crc: UInt32, compressed: UInt32, size: UInt32) {
        let (year, month, day) = date.parts
        header.append(20 as UInt16)
        header.append(0x0008 as UInt16)
        header.append(8 as UInt16)
        header.append(17 << 11 as UInt16)
        header.append(UInt16((year - 1980) << 9 | month << 5 | day))
        header.append(crc)
        header.append(compressed)
        header.append(size)
        header.append(UInt16(name.count))
        header.append(0 as UInt16)
    }

    private struct LittleEndian {
        var bytes: [UInt8] = []
        mutating func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
