// The end of an archive: where its end record is, and what it says about the directory. Readers in the world find
// this record by searching backwards, and each in its own way, so we accept only a file where every way leads to the
// same record: the very last 22 bytes, without a comment, with no other record that could be taken for it.
// ZIP64's two records, if they are there, must stand directly before it and agree with it.
// Layout: PKWARE APPNOTE 4.3.14 to 4.3.16.

/// What the end record (and ZIP64's, if any) says, checked for consistency; the directory reaches exactly up to it.
struct EndRecord {
    let entryCount: UInt64
    let directoryOffset: UInt64
    let directoryBytes: UInt64

    private static let signature: UInt32 = 0x0605_4b50
    private static let fixedBytes = 22
    private static let commentBytesMax = 0xFFFF

    /// Finds the end record and reads it.
    init(of file: ArchiveFile) throws(ZipTrouble) {
        let (position, record) = try Self.locate(in: file)
        let plain = PlainEnd(record)
        let wide = try Zip64End(before: position, of: file)
        guard plain.isOnOneDisk(wide: wide) else { throw .finding(.splitArchive) }

        if let wide {
            guard plain.agrees(with: wide) else { throw .finding(.zip64Inconsistent(field: "end record")) }
            (entryCount, directoryOffset, directoryBytes) = (wide.entryCount, wide.directoryOffset, wide.directoryBytes)
        } else {
            // A count of 65,535 may be the plain truth: Python writes it so. A place or size of 2^32 - 1 only points to ZIP64.
            guard plain.directoryOffset != .max, plain.directoryBytes != .max else {
                throw .finding(.zip64Inconsistent(field: "end record"))
            }
            entryCount = UInt64(plain.entryCount)
            directoryOffset = UInt64(plain.directoryOffset)
            directoryBytes = UInt64(plain.directoryBytes)
        }

        // Also here: bytes before the archive whose writer did not count them, as in a self-extracting one.
        guard directoryOffset.adding(directoryBytes) == wide?.position ?? position else {
            throw .finding(.directoryMisplaced(at: directoryOffset, bytes: directoryBytes))
        }
    }

    /// The last complete end record; refused unless it is the file's last 22 bytes and the only candidate.
    ///
    /// The four signature bytes alone are no second record: in compressed data they occur by chance. Another candidate
    /// is one whose comment would end exactly with the file, which is what readers ask of a record that they find.
    private static func locate(in file: ArchiveFile) throws(ZipTrouble) -> (position: UInt64, record: [UInt8]) {
        let tailBytes = Int(min(file.byteCount, UInt64(fixedBytes + commentBytesMax)))
        let tailOffset = file.byteCount - UInt64(tailBytes)
        let tail = try file.bytes(at: tailOffset, count: tailBytes)

        var last: Int?
        var sawCutOff = false
        for place in stride(from: tailBytes - 4, through: 0, by: -1) where tail[place] == 0x50 && tail.uint32(at: place) == signature {
            guard tailBytes - place >= fixedBytes else { sawCutOff = true; continue }
            let end = place + fixedBytes + Int(tail.uint16(at: place + 20))
            guard end <= tailBytes else { sawCutOff = true; continue }
            if last == nil {
                last = place
            } else if end == tailBytes {
                throw .finding(.secondEndRecord(at: Int64(clamping: tailOffset + UInt64(place))))
            }
        }

        guard let last else { throw .finding(sawCutOff ? .endRecordCutOff : .noEndRecord) }
        let commentBytes = Int(tail.uint16(at: last + 20))
        let afterBytes = tailBytes - last - fixedBytes - commentBytes
        guard afterBytes == 0 else { throw .finding(.bytesAfterEnd(count: Int64(afterBytes))) }
        guard commentBytes == 0 else { throw .finding(.archiveComment(bytes: commentBytes)) }
        return (tailOffset + UInt64(last), Array(tail[last...]))
    }
}

/// The fields of the 22-byte end record, as they stand.
private struct PlainEnd {
    let disk, directoryDisk: UInt16
    let entryCountOnDisk, entryCount: UInt16
    let directoryBytes, directoryOffset: UInt32

    init(_ record: [UInt8]) {
        disk = record.uint16(at: 4)
        directoryDisk = record.uint16(at: 6)
        entryCountOnDisk = record.uint16(at: 8)
        entryCount = record.uint16(at: 10)
        directoryBytes = record.uint32(at: 12)
        directoryOffset = record.uint32(at: 16)
    }

    func isOnOneDisk(wide: Zip64End?) -> Bool {
        if let wide {
            let disksAreFirst = [disk, directoryDisk].allSatisfy { $0 == 0 || $0 == .max }
            return disksAreFirst && wide.disk == 0 && wide.directoryDisk == 0 && wide.diskCount == 1
                && wide.entryCountOnDisk == wide.entryCount
        }
        return disk == 0 && directoryDisk == 0 && entryCountOnDisk == entryCount
    }

    /// Each plain field is either the mark that refers to ZIP64, or says the same.
    func agrees(with wide: Zip64End) -> Bool {
        [entryCountOnDisk, entryCount].allSatisfy { $0 == .max || UInt64($0) == wide.entryCount }
            && (directoryBytes == .max || UInt64(directoryBytes) == wide.directoryBytes)
            && (directoryOffset == .max || UInt64(directoryOffset) == wide.directoryOffset)
    }
}

/// ZIP64's end record and its locator, which stand directly before the plain one.
private struct Zip64End {
    let position: UInt64
    let disk, directoryDisk, diskCount: UInt32
    let entryCountOnDisk, entryCount: UInt64
    let directoryBytes, directoryOffset: UInt64

    private static let recordSignature: UInt32 = 0x0606_4b50
    private static let recordBytes = 56
    private static let locatorSignature: UInt32 = 0x0706_4b50
    private static let locatorBytes = 20

    /// Nil when there is no locator before `end`. With a locator, the record must be whole and in its place.
    init?(before end: UInt64, of file: ArchiveFile) throws(ZipTrouble) {
        guard end >= Self.locatorBytes else { return nil }
        let locator = try file.bytes(at: end - UInt64(Self.locatorBytes), count: Self.locatorBytes)
        guard locator.uint32(at: 0) == Self.locatorSignature else { return nil }

        let bothBytes = UInt64(Self.recordBytes + Self.locatorBytes)
        guard end >= bothBytes, locator.uint64(at: 8) == end - bothBytes else {
            throw .finding(.zip64Inconsistent(field: "end record"))
        }
        position = end - bothBytes
        let record = try file.bytes(at: position, count: Self.recordBytes)
        // The record's own size leaves out its first 12 bytes. More than the fixed fields would be an extensible sector,
        // which only encrypting writers use.
        guard record.uint32(at: 0) == Self.recordSignature, record.uint64(at: 4) == UInt64(Self.recordBytes - 12) else {
            throw .finding(.zip64Inconsistent(field: "end record"))
        }
        guard locator.uint32(at: 4) == 0 else { throw .finding(.splitArchive) }
        diskCount = locator.uint32(at: 16)
        disk = record.uint32(at: 16)
        directoryDisk = record.uint32(at: 20)
        entryCountOnDisk = record.uint64(at: 24)
        entryCount = record.uint64(at: 32)
        directoryBytes = record.uint64(at: 40)
        directoryOffset = record.uint64(at: 48)
    }
}
