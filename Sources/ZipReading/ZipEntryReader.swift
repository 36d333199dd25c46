// The strict ZIP reader: opens an archive that holds exactly one XML file and streams its content. It promises that
// what it hands out is the only content that any careful reader would see, that memory stays the same for any archive,
// and that no archive makes it trap, loop, or inflate beyond the limits. It reads an open file by place and writes
// nothing; where files come from and what the content means is left to others.

import CZlib

/// How far an archive may inflate. Both limits are enforced on the bytes that really come out.
public struct ZipLimits: Sendable {
    /// The most bytes that may come out.
    public var inflatedBytesMax: Int64
    /// The most bytes that may come out for each compressed byte of the entry.
    public var ratioMax: Int
    /// The ratio does not matter until more than this many bytes came out: small papers full of blanks are no attack.
    public var ratioAppliesFromBytes: Int64

    /// 8 GiB, and 200 to 1 after the first MiB. An honest batch of XML comes to 10 or 20 to 1; deflate itself cannot exceed 1032.
    public init(inflatedBytesMax: Int64 = 8 << 30, ratioMax: Int = 200, ratioAppliesFromBytes: Int64 = 1 << 20) {
        self.inflatedBytesMax = inflatedBytesMax
        self.ratioMax = ratioMax
        self.ratioAppliesFromBytes = ratioAppliesFromBytes
    }
}

/// Streams the one XML entry of an archive.
///
/// ```swift
/// let reader = try ZipEntryReader(descriptor: file, fileBytes: size, limits: ZipLimits())
/// while case let count = try reader.read(into: buffer), count > 0 { parse(buffer[..<count]) }
/// ```
/// Content is proven only when `read` has returned 0. Who stops earlier, for a fault in the XML, and wants to know whether
/// the archive is good, reads on to the end and throws the bytes away: ZIP07 and ZIP08 come before every code of the XML.
public final class ZipEntryReader {
    /// The entry's name: flat, ends in `.xml` in any case, without control characters.
    public let entryName: String

    private enum Content {
        case stored(StoredBytes)
        case deflated(InflateStream)
    }

    private enum Progress {
        case open
        case ended
        case failed(ZipTrouble)
    }

    private let limits: ZipLimits
    private let entry: DirectoryEntry
    private let content: Content
    private var progress = Progress.open
    private var inflatedBytes: UInt64 = 0
    private var checksum: UInt32 = 0

    /// Opens the archive and checks all that its headers show.
    ///
    /// - Parameters:
    ///   - descriptor: open for reading and seekable. The caller keeps it, leaves it open while the reader lives, and closes it.
    ///   - fileBytes: the file's length, as `fstat` gave it.
    /// - Throws: a finding ZIP01 to ZIP06, or ZIP07 when the directory announces more bytes than the limit; a fault if the
    ///   file could not be read.
    public init(descriptor: Int32, fileBytes: Int64, limits: ZipLimits) throws(ZipTrouble) {
        let file = ArchiveFile(descriptor: descriptor, byteCount: UInt64(clamping: fileBytes))
        let sole = try SoleEntry(of: file, limits: limits)
        let compressedBytes = sole.entry.compressedBytes
        self.limits = limits
        entry = sole.entry
        entryName = sole.name
        content =
            sole.isDeflated
            ? .deflated(try InflateStream(of: file, at: sole.dataOffset, compressedBytes: compressedBytes))
            : .stored(StoredBytes(of: file, at: sole.dataOffset, byteCount: compressedBytes))
    }

    /// Fills `buffer`, which must not be empty, with the next bytes of the content and returns how many they are.
    ///
    /// - Returns: 0 at the end, which is reached only after size, CRC-32 and the end of the compressed data were checked.
    /// - Throws: a finding ZIP07 or ZIP08, or a fault; the same again on every later call.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ZipTrouble) -> Int {
        precondition(!buffer.isEmpty, "a buffer without room would look like the end of the entry")
        switch progress {
        case .ended: return 0
        case .failed(let trouble): throw trouble
        case .open: break
        }
        do throws(ZipTrouble) {
            let count =
                switch content {
                case .stored(let bytes): try bytes.read(into: buffer)
                case .deflated(let stream): try stream.read(into: buffer)
                }
            if count > 0 {
                try account(for: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } else {
                try checkWhole()
                progress = .ended
            }
            return count
        } catch {
            progress = .failed(error)
            throw error
        }
    }

    /// Counts bytes that came out, holds the count against the limits, and adds the bytes to the checksum.
    private func account(for bytes: UnsafeRawBufferPointer) throws(ZipTrouble) {
        inflatedBytes += UInt64(bytes.count)
        guard inflatedBytes <= UInt64(clamping: limits.inflatedBytesMax) else {
            throw .finding(.inflatedBytes(limit: limits.inflatedBytesMax))
        }
        // Against all compressed bytes of the entry, which are proven to be in the file, not those used so far: whether an
        // archive is good must not hang on where in it the blanks are, nor on the size of anybody's buffer.
        let (allowed, isBeyondCounting) = entry.compressedBytes.multipliedReportingOverflow(by: UInt64(clamping: limits.ratioMax))
        guard isBeyondCounting || inflatedBytes <= allowed || inflatedBytes <= UInt64(clamping: limits.ratioAppliesFromBytes) else {
            throw .finding(.ratio(limit: limits.ratioMax))
        }
        checksum = UInt32(crc32_z(UInt(checksum), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
    }

    /// At the end: the directory's size and CRC-32 are those of the bytes that came out.
    private func checkWhole() throws(ZipTrouble) {
        guard inflatedBytes == entry.inflatedBytes else {
            throw .finding(.sizeDiffers(declared: entry.inflatedBytes, found: inflatedBytes))
        }
        guard checksum == entry.checksum else {
            throw .finding(.checksumDiffers(declared: entry.checksum, found: checksum))
        }
    }
}
