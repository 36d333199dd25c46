// The central directory: the archive's own list of its entries, and the one description that we go by. Here its records
// are found, counted and read. Records are first only measured, through a small window, so that neither a long
// directory nor long names cost memory; each is read whole when it is its turn.
// Layout: PKWARE APPNOTE 4.3.12.

/// Where a record of the directory stands in the file.
struct DirectoryRecordPlace {
    let offset: UInt64
    let byteCount: Int
}

/// The places of all records of a directory that is where the end record says.
struct DirectoryRecords {
    let places: [DirectoryRecordPlace]

    /// The most records that are looked at one by one. More than this many entries (the most that an archive can hold
    /// without ZIP64, and one) are refused for their number alone, ZIP02, though a gap between them would have been ZIP06:
    /// looking for it would take the sender's choice of time and memory.
    static let walkedMax: UInt64 = 65_536
    private static let windowBytes = 64 * 1024

    /// Walks from record to record: as many as the end record counts must fill the directory exactly.
    init(of file: ArchiveFile, end: EndRecord) throws(ZipTrouble) {
        guard end.entryCount <= end.directoryBytes / UInt64(DirectoryEntry.fixedBytes) else {
            throw .finding(.entryCountDiffers(declared: end.entryCount))
        }
        guard end.entryCount <= Self.walkedMax else { throw .finding(.entryCount(Int(clamping: end.entryCount))) }

        var places: [DirectoryRecordPlace] = []
        places.reserveCapacity(Int(end.entryCount))
        var window: [UInt8] = []
        var windowOffset = end.directoryOffset
        var offset = end.directoryOffset
        let directoryEnd = end.directoryOffset + end.directoryBytes  // proven to be inside the file

        while places.count < end.entryCount {
            let entry = places.count + 1
            let rest = directoryEnd - offset
            guard rest > 0 else { throw .finding(.entryCountDiffers(declared: end.entryCount)) }
            guard rest >= DirectoryEntry.fixedBytes else { throw .finding(.directoryDamaged(entry: entry)) }
            if offset - windowOffset + UInt64(DirectoryEntry.fixedBytes) > window.count {
                window = try file.bytes(at: offset, count: Int(min(rest, UInt64(Self.windowBytes))))
                windowOffset = offset
            }
            let fixed = window[Int(offset - windowOffset)...].prefix(DirectoryEntry.fixedBytes)
            guard let byteCount = DirectoryEntry.byteCount(fixed), byteCount <= rest else {
                throw .finding(.directoryDamaged(entry: entry))
            }
            places.append(DirectoryRecordPlace(offset: offset, byteCount: byteCount))
            offset += UInt64(byteCount)
        }
        guard offset == directoryEnd else { throw .finding(.entryCountDiffers(declared: end.entryCount)) }
        self.places = places
    }
}

/// One record of the directory, with ZIP64 numbers in their places.
struct DirectoryEntry {
    /// The system whose rules the external attributes follow.
    let host: UInt8
    let flags, method, time, date: UInt16
    let checksum: UInt32
    let compressedBytes, inflatedBytes: UInt64
    let externalAttributes: UInt32
    let localHeaderOffset: UInt64
    let name: ArraySlice<UInt8>

    static let fixedBytes = 46
    private static let signature: UInt32 = 0x0201_4b50

    /// The length of the record that begins with `fixed`, or nil when that is no directory record.
    static func byteCount(_ fixed: ArraySlice<UInt8>) -> Int? {
        guard fixed.uint32(at: 0) == signature else { return nil }
        return fixedBytes + Int(fixed.uint16(at: 28)) + Int(fixed.uint16(at: 30)) + Int(fixed.uint16(at: 32))
    }

    /// Reads a record whose extent is known to be good.
    init(of file: ArchiveFile, at place: DirectoryRecordPlace) throws(ZipTrouble) {
        let record = try file.bytes(at: place.offset, count: place.byteCount)
        host = record[5]
        flags = record.uint16(at: 8)
        method = record.uint16(at: 10)
        time = record.uint16(at: 12)
        date = record.uint16(at: 14)
        checksum = record.uint32(at: 16)
        externalAttributes = record.uint32(at: 38)

        let behindName = Self.fixedBytes + Int(record.uint16(at: 28))
        name = record[Self.fixedBytes..<behindName]
        let extra = try ExtraFields(record[behindName..<behindName + Int(record.uint16(at: 30))])
        try extra.checkUnicodeName(against: name)

        var numbers = [
            Zip64Number(record.uint32(at: 24)), Zip64Number(record.uint32(at: 20)), Zip64Number(record.uint32(at: 42)),
            Zip64Number(disk: record.uint16(at: 34)),
        ]
        guard Zip64Number.resolve(&numbers, from: extra.zip64) else { throw .finding(.zip64Inconsistent(field: "directory")) }
        (inflatedBytes, compressedBytes, localHeaderOffset) = (numbers[0].value, numbers[1].value, numbers[2].value)
        guard numbers[3].value == 0 else { throw .finding(.splitArchive) }
    }

    /// Bit 3: sizes and CRC-32 follow the data, in a descriptor.
    var hasDescriptor: Bool { flags & 0x0008 != 0 }
}
