// The one entry that an archive may hold, with its data's place: what is left when the whole archive has been looked at.
// First the parts must tile the file: entries in any order of the directory, but side by side from the first byte up to
// the directory, none overlapping, no byte between. Only then do number, name, kind, encryption, method and size of the
// entry count, in the order of `ZipCode`.

struct SoleEntry {
    let entry: DirectoryEntry
    let dataOffset: UInt64
    let name: String

    /// Checks all that headers show.
    init(of file: ArchiveFile, limits: ZipLimits) throws(ZipTrouble) {
        let end = try EndRecord(of: file)
        let records = try DirectoryRecords(of: file, end: end)
        let tiled = try Self.lastOfTiling(records, in: file, directoryOffset: end.directoryOffset)
        guard let tiled, records.places.count == 1 else { throw .finding(.entryCount(records.places.count)) }
        (entry, dataOffset) = (tiled.entry, tiled.part.dataOffset)

        name = try EntryName.flatXMLName(entry.name)
        try Self.checkKind(of: entry)
        guard entry.flags & Self.encryptionFlags == 0, entry.method != Self.methodAES else { throw .finding(.encrypted) }
        guard entry.method == Self.methodStored || entry.method == Self.methodDeflated else {
            throw .finding(.method(entry.method))
        }
        guard entry.inflatedBytes <= UInt64(clamping: limits.inflatedBytesMax) else {
            throw .finding(.declaredBytes(entry.inflatedBytes, limit: limits.inflatedBytesMax))
        }
    }

    var isDeflated: Bool { entry.method == Self.methodDeflated }

    private static let methodStored: UInt16 = 0
    private static let methodDeflated: UInt16 = 8
    /// WinZip's AES entries hide the real method behind this one.
    private static let methodAES: UInt16 = 99
    /// Bit 0 encryption, bit 6 strong encryption, bit 13 an encrypted directory (APPNOTE 4.4.4).
    private static let encryptionFlags: UInt16 = 0x0001 | 0x0040 | 0x2000

    /// Proves that the entries tile the file up to the directory, and gives the last of them; nil when there are none.
    ///
    /// Entries are visited in the order of the file, each once, and the first that does not continue where the one before
    /// ended is refused; so no byte is read twice, however often the directory names it.
    private static func lastOfTiling(
        _ records: DirectoryRecords, in file: ArchiveFile, directoryOffset: UInt64
    ) throws(ZipTrouble) -> (entry: DirectoryEntry, part: LocalPart)? {
        var starts: [(offset: UInt64, record: DirectoryRecordPlace)] = []
        starts.reserveCapacity(records.places.count)
        for place in records.places {
            starts.append((try DirectoryEntry(of: file, at: place).localHeaderOffset, place))
        }
        starts.sort { $0.offset < $1.offset }

        let firstOffset = starts.first?.offset ?? directoryOffset
        guard firstOffset == 0 else {
            throw .finding(.bytesOutsideEntries(at: 0, count: Int64(clamping: firstOffset)))
        }
        var last: (DirectoryEntry, LocalPart)?
        for (index, start) in starts.enumerated() {
            let spaceEnd = index + 1 < starts.count ? min(starts[index + 1].offset, directoryOffset) : directoryOffset
            let entry = try DirectoryEntry(of: file, at: start.record)
            last = (entry, try LocalPart(of: entry, in: file, spaceEnd: spaceEnd))
        }
        return last
    }

    /// Refuses folders (DOS attribute) and all that Unix writers mark as other than a plain file. Permissions do not matter.
    private static func checkKind(of entry: DirectoryEntry) throws(ZipTrouble) {
        guard entry.externalAttributes & 0x10 == 0 else { throw .finding(.folder) }
        let hostsWithUnixMode: [UInt8] = [3, 19]  // Unix, macOS
        guard hostsWithUnixMode.contains(entry.host) else { return }
        let mode = UInt16(entry.externalAttributes >> 16)
        switch mode & 0xF000 {
        case 0, 0x8000: return  // not said, plain file
        case 0x4000: throw .finding(.folder)
        default: throw .finding(.notPlainFile(unixMode: mode))
        }
    }
}
