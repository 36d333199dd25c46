// What this module says when it refuses: the public code, the reason behind it, and the value a message needs.
// A finding is about the sender's archive and will be the same on every reading; a fault is about our reading of
// it and says nothing about the archive. The two never mix, so that a bad disk cannot refuse a good file.

/// Why an archive is refused. The raw value is the public code; the cases stand in the order in which they are judged:
/// of several reasons, the first in this order is the one that is told.
public enum ZipCode: String, Sendable, CaseIterable {
    /// Not a readable ZIP.
    case ZIP01
    /// Ambiguous: two careful readers could see two different contents.
    case ZIP06
    /// Not exactly one entry, or its name does not end in `.xml`.
    case ZIP02
    /// The entry's name has a path, or the entry is not a plain file.
    case ZIP05
    /// Encrypted.
    case ZIP03
    /// A method other than stored or deflated.
    case ZIP04
    /// Inflates beyond the size or the ratio that we accept.
    case ZIP07
    /// The content is not what the archive says: damaged data, another size, another CRC-32.
    case ZIP08
}

/// A field that the local header and the directory both hold, and in which they must agree.
public enum ZipHeaderField: String, Hashable, Sendable {
    case name, flags, method, time, date, checksum, compressedBytes, inflatedBytes
}

/// The reason behind a code. Positions and counts are in bytes; positions count from the start of the file.
/// Names are already fit to be shown (see `EntryName.shown`).
public enum ZipDetail: Hashable, Sendable {
    // ZIP01
    /// No end record in the last 64 KiB: not a ZIP, or cut off.
    case noEndRecord
    /// An end record begins, but the file is over before it is.
    case endRecordCutOff
    /// The directory's record of this entry (counted from 1) is not one, or runs past the directory's end.
    case directoryDamaged(entry: Int)

    // ZIP06
    case archiveComment(bytes: Int)
    case bytesAfterEnd(count: Int64)
    case secondEndRecord(at: Int64)
    case splitArchive
    /// ZIP64 values are missing, or contradict the plain ones. `field` is one of `end record`, `directory`, `local header`.
    case zip64Inconsistent(field: String)
    /// The directory, where the end record places it, does not reach up to the end record.
    case directoryMisplaced(at: UInt64, bytes: UInt64)
    /// The directory holds more or fewer records than the end record counts.
    case entryCountDiffers(declared: UInt64)
    /// Bytes that belong to no entry: before the first, between two, or before the directory.
    case bytesOutsideEntries(at: Int64, count: Int64)
    /// Two entries, or an entry and the directory, claim the same bytes.
    case entriesOverlap(at: Int64)
    case localHeaderMissing(at: Int64)
    case localHeaderDiffers(field: ZipHeaderField)
    case storedWithDescriptor
    /// Behind the data there is no descriptor, or it disagrees with the directory.
    case descriptorDiffers(at: Int64)
    case extraFieldDamaged
    /// The Unicode name among the extra fields is another name.
    case unicodeNameDiffers

    // ZIP02
    case entryCount(Int)
    case entryNameNotXML(String)

    // ZIP05
    case entryNameNotFlat(String)
    case folder
    /// A link, device, pipe or socket by its Unix mode.
    case notPlainFile(unixMode: UInt16)

    // ZIP03, ZIP04
    case encrypted
    case method(UInt16)

    // ZIP07
    /// More bytes came out than `limit`.
    case inflatedBytes(limit: Int64)
    /// The directory itself announces more bytes than `limit`.
    case declaredBytes(UInt64, limit: Int64)
    /// More than `limit` bytes came out for each compressed byte.
    case ratio(limit: Int)

    // ZIP08
    /// The compressed data are damaged behind this many inflated bytes.
    case deflateDamaged(afterBytes: UInt64)
    /// The compressed data are over, but the deflate stream is not.
    case deflateUnfinished
    /// The deflate stream is over, but these compressed bytes are left.
    case leftoverBytes(count: UInt64)
    case sizeDiffers(declared: UInt64, found: UInt64)
    case checksumDiffers(declared: UInt32, found: UInt32)

    /// The public code that this reason belongs to.
    public var code: ZipCode {
        switch self {
        case .noEndRecord, .endRecordCutOff, .directoryDamaged: .ZIP01
        case .archiveComment, .bytesAfterEnd, .secondEndRecord, .splitArchive, .zip64Inconsistent, .directoryMisplaced,
            .entryCountDiffers, .bytesOutsideEntries, .entriesOverlap, .localHeaderMissing, .localHeaderDiffers,
            .storedWithDescriptor, .descriptorDiffers, .extraFieldDamaged, .unicodeNameDiffers:
            .ZIP06
        case .entryCount, .entryNameNotXML: .ZIP02
        case .entryNameNotFlat, .folder, .notPlainFile: .ZIP05
        case .encrypted: .ZIP03
        case .method: .ZIP04
        case .inflatedBytes, .declaredBytes, .ratio: .ZIP07
        case .deflateDamaged, .deflateUnfinished, .leftoverBytes, .sizeDiffers, .checksumDiffers: .ZIP08
        }
    }
}

/// Something about the archive that its sender must put right.
public struct ZipFinding: Error, Hashable, Sendable {
    public let code: ZipCode
    public let detail: ZipDetail

    init(_ detail: ZipDetail) {
        self.code = detail.code
        self.detail = detail
    }
}

/// An error of reading the file itself: ours, never the sender's. The same file may be good on the next attempt.
public struct ZipReadFault: Error, Hashable, Sendable {
    /// The system's error number. `ENODATA`: the file ended before the length that the caller stated. `ENOMEM`: zlib got no memory.
    public let errno: Int32
    /// The place in the file that was wanted.
    public let offset: Int64
}

/// Everything that opening or reading an archive can throw.
public enum ZipTrouble: Error, Hashable, Sendable {
    case finding(ZipFinding)
    case fault(ZipReadFault)

    static func finding(_ detail: ZipDetail) -> ZipTrouble { .finding(ZipFinding(detail)) }
}
