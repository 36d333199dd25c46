// Raw deflate data, inflated by zlib straight into the caller's buffer. This class owns one z_stream and one input
// buffer; it promises that zlib never sees more input than was read, that every call makes progress or ends, and that
// the stream ends exactly with the compressed bytes. Limits and checksums are left to `ZipEntryReader`.
// Manual: https://zlib.net/manual.html

import CZlib
import Glibc

final class InflateStream {
    /// On the heap, because zlib keeps a pointer to it and refuses a stream that has moved.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private let file: ArchiveFile
    private var inputOffset: UInt64
    /// Compressed bytes not yet handed to zlib.
    private var inputRest: UInt64
    private var inflatedBytes: UInt64 = 0

    private static let inputBytes = 256 * 1024

    init(of file: ArchiveFile, at offset: UInt64, compressedBytes: UInt64) throws(ZipTrouble) {
        self.file = file
        inputOffset = offset
        inputRest = compressedBytes
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.inputBytes, alignment: 16)
        guard giaonhan_inflate_init_raw(stream) == Z_OK else { throw .fault(ZipReadFault(errno: ENOMEM, offset: Int64(clamping: offset))) }
    }

    deinit {
        inflateEnd(stream)  // harmless on a stream whose start failed
        stream.deinitialize(count: 1)
        stream.deallocate()
        input.deallocate()
    }

    /// Inflates into `buffer`, which is not empty; 0 = the stream has ended with the compressed bytes.
    ///
    /// What was inflated before an error is returned first and the error is told by the next call, where zlib repeats it:
    /// the reader must be able to find that these bytes went over a limit, for that code comes before a damage's.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ZipTrouble) -> Int {
        let room = UInt32(clamping: buffer.count)
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = room
        while true {
            if stream.pointee.avail_in == 0 { try refill() }
            let status = inflate(stream, Z_NO_FLUSH)
            let got = Int(room - stream.pointee.avail_out)
            if got > 0 {
                inflatedBytes += UInt64(got)
                return got
            }
            switch status {
            case Z_OK:
                continue  // input was taken and nothing came out yet
            case Z_STREAM_END:
                let leftover = UInt64(stream.pointee.avail_in) + inputRest
                guard leftover == 0 else { throw .finding(.leftoverBytes(count: leftover)) }
                return 0
            case Z_BUF_ERROR where stream.pointee.avail_in == 0 && inputRest == 0:
                throw .finding(.deflateUnfinished)
            case Z_DATA_ERROR, Z_NEED_DICT:
                throw .finding(.deflateDamaged(afterBytes: inflatedBytes))
            default:
                let number = status == Z_MEM_ERROR ? ENOMEM : EINVAL
                throw .fault(ZipReadFault(errno: number, offset: Int64(clamping: inputOffset)))
            }
        }
    }

    /// Reads the next piece of compressed bytes, if any are left.
    private func refill() throws(ZipTrouble) {
        let count = Int(min(inputRest, UInt64(Self.inputBytes)))
        try file.fill(UnsafeMutableRawBufferPointer(rebasing: input[..<count]), from: inputOffset)
        inputOffset += UInt64(count)
        inputRest -= UInt64(count)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
    }
}

/// Stored data: copied from the file as they are.
final class StoredBytes {
    private let file: ArchiveFile
    private var offset: UInt64
    private var rest: UInt64

    init(of file: ArchiveFile, at offset: UInt64, byteCount: UInt64) {
        self.file = file
        self.offset = offset
        rest = byteCount
    }

    /// Copies the next bytes into `buffer`, which is not empty; 0 = all have been copied.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ZipTrouble) -> Int {
        let count = Int(min(rest, UInt64(buffer.count)))
        try file.fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), from: offset)
        offset += UInt64(count)
        rest -= UInt64(count)
        return count
    }
}
