// The archive as bytes: an open file of a stated length, read by place with pread and nothing else, so that the
// descriptor's own position is left alone and nothing is ever mapped. A read gives all the bytes asked for or a
// fault; a file that turns out shorter than stated is a fault too, because the caller measured it.
// The numbers inside a ZIP are little-endian; the readers for them live here.

import Glibc

struct ArchiveFile {
    let descriptor: Int32
    let byteCount: UInt64

    /// Fills the whole buffer with the bytes from `offset` on.
    func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: UInt64) throws(ZipTrouble) {
        var filled = 0
        while filled < buffer.count {
            let place = off_t(clamping: offset) &+ filled
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let got = pread(descriptor, rest.baseAddress, rest.count, place)
            if got > 0 {
                filled += got
            } else if got == 0 {
                throw .fault(ZipReadFault(errno: ENODATA, offset: Int64(place)))
            } else if errno != EINTR {
                throw .fault(ZipReadFault(errno: errno, offset: Int64(place)))
            }
        }
    }

    /// A copy of `count` bytes from `offset` on. Meant for headers: the largest is a directory record of under 200 KB.
    func bytes(at offset: UInt64, count: Int) throws(ZipTrouble) -> [UInt8] {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { scratch.deallocate() }
        try fill(scratch, from: offset)
        return [UInt8](scratch)
    }
}

// Callers have compared the length of what they hold before they read a field: a place past the end is our bug and traps.
extension RandomAccessCollection<UInt8> where Index == Int {
    func uint16(at place: Int) -> UInt16 {
        UInt16(self[startIndex + place]) | UInt16(self[startIndex + place + 1]) << 8
    }

    func uint32(at place: Int) -> UInt32 {
        UInt32(uint16(at: place)) | UInt32(uint16(at: place + 2)) << 16
    }

    func uint64(at place: Int) -> UInt64 {
        UInt64(uint32(at: place)) | UInt64(uint32(at: place + 4)) << 32
    }
}

extension UInt64 {
    /// The sum, or nil when it does not fit 64 bits: sizes come from the sender and may be anything.
    func adding(_ other: UInt64) -> UInt64? {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? nil : sum
    }
}
