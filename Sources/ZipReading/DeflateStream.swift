// Writing's half of zlib: raw deflate at level 6, and the CRC-32 of what went in. Used to make sample archives, so that
// zlib stays behind this one module. Manual: https://zlib.net/manual.html

import CZlib

/// zlib has no memory for a stream.
public struct DeflateFault: Error, Sendable, CustomStringConvertible {
    public var description: String { "zlib cannot start a stream: no memory" }
}

/// Deflates one stream of bytes.
public final class DeflateStream {
    /// CRC-32 of all bytes taken so far.
    public private(set) var crc: UInt32 = 0

    /// On the heap, because zlib keeps a pointer to it and refuses a stream that has moved.
    private let stream: UnsafeMutablePointer<z_stream>
    private let output: UnsafeMutableRawBufferPointer

    private static let level: Int32 = 6
    private static let outputBytes = 64 * 1024
    /// Window bits below zero mean raw deflate, as ZIP stores it.
    private static let rawWindowBits = -MAX_WBITS
    /// zlib's own choice when none is made.
    private static let memoryLevel: Int32 = 8

    public init() throws(DeflateFault) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        output = .allocate(byteCount: Self.outputBytes, alignment: 16)
        // What the macro deflateInit2 does.
        let status = deflateInit2_(
            stream, Self.level, Z_DEFLATED, Self.rawWindowBits, Self.memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw DeflateFault() }
    }

    deinit {
        deflateEnd(stream)  // harmless on a stream whose start failed
        stream.deinitialize(count: 1)
        stream.deallocate()
        output.deallocate()
    }

    /// Takes the next bytes and emits what is ready; with `finish`, everything. Nothing may be taken after `finish`.
    public func compress(_ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        var rest = bytes
        repeat {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(UInt32.max)))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            try take(part, finish: finish && rest.isEmpty, emit)
        } while !rest.isEmpty
    }

    private func take(_ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        if !bytes.isEmpty { crc = UInt32(truncatingIfNeeded: crc32(uLong(crc), start, uInt(bytes.count))) }
        // zlib only reads what next_in points to.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        stream.pointee.avail_in = uInt(bytes.count)
        // All input is taken and all that is ready is out when room is left over.
        repeat {
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = uInt(output.count)
            let status = deflate(stream, finish ? Z_FINISH : Z_NO_FLUSH)
            precondition(status != Z_STREAM_ERROR, "a deflate stream is used after its end")
            let ready = output.count - Int(stream.pointee.avail_out)
            if ready > 0 { try emit(UnsafeRawBufferPointer(rebasing: output[..<ready])) }
        } while stream.pointee.avail_out == 0
    }
}
