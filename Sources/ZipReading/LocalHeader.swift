// The local header before an entry's data, and the descriptor behind them. Both repeat what the directory says, and a
// reader may believe either, so every repeated field must agree. What is compared: name, flags, method, time, date,
// CRC-32 and sizes; what is not: versions and extra fields.
// Layout: PKWARE APPNOTE 4.3.7 and 4.3.9.

/// The local part of one entry, proven to agree with the directory and to fill its space.
struct LocalPart {
    /// Where the compressed bytes begin. They are as many as the directory says and end inside the entry's space.
    let dataOffset: UInt64

    private static let fixedBytes = 30
    private static let signature: UInt32 = 0x0403_4b50

    /// Compares the local header of `entry` and its descriptor with the directory.
    ///
    /// `spaceEnd` is where the next entry, or the directory, begins: header, data and descriptor must reach exactly up to it.
    init(of entry: DirectoryEntry, in file: ArchiveFile, spaceEnd: UInt64) throws(ZipTrouble) {
        let offset = entry.localHeaderOffset
        let overlap = ZipDetail.entriesOverlap(at: Int64(clamping: offset))
        guard let fixedEnd = offset.adding(UInt64(Self.fixedBytes)), fixedEnd <= spaceEnd else { throw .finding(overlap) }
        let fixed = try file.bytes(at: offset, count: Self.fixedBytes)
        guard fixed.uint32(at: 0) == Self.signature else {
            throw .finding(.localHeaderMissing(at: Int64(clamping: offset)))
        }

        let nameBytes = Int(fixed.uint16(at: 26))
        let extraBytes = Int(fixed.uint16(at: 28))
        let headerEnd = fixedEnd + UInt64(nameBytes + extraBytes)
        guard let dataEnd = headerEnd.adding(entry.compressedBytes), dataEnd <= spaceEnd else { throw .finding(overlap) }
        dataOffset = headerEnd

        let variable = try file.bytes(at: fixedEnd, count: nameBytes + extraBytes)
        try Self.compare(fixed, name: variable[..<nameBytes], extra: variable[nameBytes...], with: entry)
        try Self.checkDescriptor(of: entry, in: file, from: dataEnd, to: spaceEnd)
    }

    private static func compare(
        _ fixed: [UInt8], name: ArraySlice<UInt8>, extra: ArraySlice<UInt8>, with entry: DirectoryEntry
    ) throws(ZipTrouble) {
        let differing: ZipHeaderField? =
            if !name.elementsEqual(entry.name) {
                .name
            } else if fixed.uint16(at: 6) != entry.flags {
                .flags
            } else if fixed.uint16(at: 8) != entry.method {
                .method
            } else if fixed.uint16(at: 10) != entry.time {
                .time
            } else if fixed.uint16(at: 12) != entry.date {
                .date
            } else {
                try differingNumber(fixed, extra: ExtraFields(extra), entry: entry)
            }
        if let differing { throw .finding(.localHeaderDiffers(field: differing)) }
    }

    /// The CRC-32 or size that is not the directory's. With a descriptor they may also be zero: not yet known.
    private static func differingNumber(
        _ fixed: [UInt8], extra: ExtraFields, entry: DirectoryEntry
    ) throws(ZipTrouble) -> ZipHeaderField? {
        try extra.checkUnicodeName(against: entry.name)
        let checksum = fixed.uint32(at: 14)
        guard checksum == entry.checksum || (entry.hasDescriptor && checksum == 0) else { return .checksum }

        let compressed = (plain: fixed.uint32(at: 18), directory: entry.compressedBytes)
        let inflated = (plain: fixed.uint32(at: 22), directory: entry.inflatedBytes)
        let isMarked = compressed.plain == .max || inflated.plain == .max
        // In a local header the ZIP64 block gives both sizes, inflated first, even if only one is marked (APPNOTE 4.5.3).
        let block = extra.zip64.flatMap { $0.count >= 16 ? $0 : nil }
        guard block != nil || (!isMarked && extra.zip64?.isEmpty ?? true) else {
            throw .finding(.zip64Inconsistent(field: "local header"))
        }
        func agrees(_ size: (plain: UInt32, directory: UInt64), wide: UInt64?) -> Bool {
            let said = [size.plain == .max ? nil : UInt64(size.plain), wide].compactMap(\.self)
            return said.allSatisfy { $0 == size.directory || (entry.hasDescriptor && $0 == 0) }
        }
        guard agrees(compressed, wide: block?.uint64(at: 8)) else { return .compressedBytes }
        guard agrees(inflated, wide: block?.uint64(at: 0)) else { return .inflatedBytes }
        return nil
    }

    /// Without bit 3 the data reach up to `end`; with it, exactly one descriptor is between.
    private static func checkDescriptor(
        of entry: DirectoryEntry, in file: ArchiveFile, from start: UInt64, to end: UInt64
    ) throws(ZipTrouble) {
        let place = Int64(clamping: start)
        guard entry.hasDescriptor else {
            guard start == end else { throw .finding(.bytesOutsideEntries(at: place, count: Int64(clamping: end - start))) }
            return
        }
        // Stored data have no end of their own: who reads the file from its start cannot tell data from descriptor.
        guard entry.method != 0 else { throw .finding(.storedWithDescriptor) }

        // Four writers' habits, told apart by length: with or without a signature, sizes of 4 or of 8 bytes.
        let byteCount = end - start
        guard [12, 16, 20, 24].contains(byteCount) else { throw .finding(.descriptorDiffers(at: place)) }
        var descriptor = try file.bytes(at: start, count: Int(byteCount))[...]
        if byteCount == 16 || byteCount == 24 {
            guard descriptor.uint32(at: 0) == 0x0807_4b50 else { throw .finding(.descriptorDiffers(at: place)) }
            descriptor = descriptor.dropFirst(4)
        }
        let isWide = descriptor.count == 20
        let compressed = isWide ? descriptor.uint64(at: 4) : UInt64(descriptor.uint32(at: 4))
        let inflated = isWide ? descriptor.uint64(at: 12) : UInt64(descriptor.uint32(at: 8))
        guard descriptor.uint32(at: 0) == entry.checksum, compressed == entry.compressedBytes, inflated == entry.inflatedBytes
        else { throw .finding(.descriptorDiffers(at: place)) }
    }
}
