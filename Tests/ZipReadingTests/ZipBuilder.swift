// Builds archives byte by byte, so that a test can be wrong in exactly one place. Everything that a header says is a plain
// variable with an honest default; places and sizes of the directory are worked out last and can be overridden.

/// One entry: its local part and its directory record. Honest unless changed.
struct TestEntry: Sendable {
    /// The fields that both headers hold.
    struct Header: Sendable {
        var name: [UInt8]
        var flags: UInt16 = 0
        var method: UInt16
        var time: UInt16 = 0x7C2E
        var date: UInt16 = 0x5D74
        var checksum: UInt32
        var compressedBytes: UInt32
        var inflatedBytes: UInt32
        var extra: [UInt8] = []
    }

    var local: Header
    var directory: Header
    var localSignature: UInt32 = 0x0403_4b50
    var data: [UInt8]
    var descriptor: [UInt8] = []
    var bytesBefore: [UInt8] = []
    var madeBy: UInt16 = 0x031E
    var disk: UInt16 = 0
    var externalAttributes: UInt32 = 0o100644 << 16
    var comment: [UInt8] = []
    var localHeaderOffset: UInt32?

    static let xml = Array("<DANH_SACH_THU PHIEN_BAN=\"1\"/>".utf8)

    static func stored(_ name: String = "lo.xml", _ content: [UInt8] = xml) -> TestEntry {
        TestEntry(name: name, method: 0, content: content, data: content)
    }

    /// Deflated by hand, in stored blocks: valid for every inflater, and as predictable as the content.
    static func deflated(_ name: String = "lo.xml", _ content: [UInt8] = xml) -> TestEntry {
        TestEntry(name: name, method: 8, content: content, data: deflateStored(content))
    }

    init(name: String, method: UInt16, content: [UInt8], data: [UInt8]) {
        let header = Header(
            name: Array(name.utf8), method: method, checksum: checksum32(content), compressedBytes: UInt32(data.count),
            inflatedBytes: UInt32(content.count))
        (local, directory, self.data) = (header, header, data)
    }

    /// A copy with one thing changed.
    func with(_ change: (inout TestEntry) -> Void) -> TestEntry {
        var copy = self
        change(&copy)
        return copy
    }

    /// A copy with the same change in both headers.
    func withBoth(_ change: (inout Header) -> Void) -> TestEntry {
        with {
            change(&$0.local); change(&$0.directory)
        }
    }

    /// A copy as a streaming writer makes it: sizes unknown in the local header, a descriptor behind the data.
    func streamed(signature: Bool = true, wide: Bool = false) -> TestEntry {
        with {
            $0.local.flags |= 8
            $0.directory.flags |= 8
            ($0.local.checksum, $0.local.compressedBytes, $0.local.inflatedBytes) = (0, 0, 0)
            let (compressed, inflated) = (UInt64($0.directory.compressedBytes), UInt64($0.directory.inflatedBytes))
            $0.descriptor =
                (signature ? le32(0x0807_4b50) : []) + le32($0.directory.checksum)
                + (wide ? le64(compressed) + le64(inflated) : le32(UInt32(compressed)) + le32(UInt32(inflated)))
        }
    }

    fileprivate var localBytes: [UInt8] {
        le32(localSignature) + le16(20) + fields(local) + le16(UInt16(local.name.count)) + le16(UInt16(local.extra.count)) + local.name
            + local.extra + data + descriptor
    }

    fileprivate func directoryBytes(localOffset: Int) -> [UInt8] {
        let lengths = le16(UInt16(directory.name.count)) + le16(UInt16(directory.extra.count)) + le16(UInt16(comment.count))
        return le32(0x0201_4b50) + le16(madeBy) + le16(20) + fields(directory) + lengths + le16(disk) + le16(0)
            + le32(externalAttributes) + le32(localHeaderOffset ?? UInt32(localOffset)) + directory.name + directory.extra + comment
    }

    private func fields(_ header: Header) -> [UInt8] {
        le16(header.flags) + le16(header.method) + le16(header.time) + le16(header.date) + le32(header.checksum)
            + le32(header.compressedBytes) + le32(header.inflatedBytes)
    }
}

/// A whole archive. `end`, if given, replaces what the end record would say.
struct TestArchive: Sendable {
    /// The end record's numbers, before they are written.
    struct End: Sendable {
        var disk: UInt16 = 0
        var directoryDisk: UInt16 = 0
        var entryCountOnDisk: UInt16
        var entryCount: UInt16
        var directoryBytes: UInt32
        var directoryOffset: UInt32
        var comment: [UInt8] = []
        /// ZIP64's end record and locator, or anything else before the end record.
        var before: [UInt8] = []
    }

    var entries: [TestEntry]
    var bytesBefore: [UInt8] = []
    var bytesBeforeDirectory: [UInt8] = []
    var bytesAfter: [UInt8] = []
    /// The order of the records in the directory, if it is not the order of the file.
    var directoryOrder: [Int]?
    var changeEnd: @Sendable (inout End) -> Void = { _ in }

    init(_ entries: TestEntry...) { self.entries = entries }
    init(_ entries: [TestEntry]) { self.entries = entries }

    func with(_ change: (inout TestArchive) -> Void) -> TestArchive {
        var copy = self
        change(&copy)
        return copy
    }

    func withEnd(_ change: @escaping @Sendable (inout End) -> Void) -> TestArchive { with { $0.changeEnd = change } }

    var bytes: [UInt8] {
        var file = bytesBefore
        var offsets: [Int] = []
        for entry in entries {
            file += entry.bytesBefore
            offsets.append(file.count)
            file += entry.localBytes
        }
        file += bytesBeforeDirectory
        let directoryOffset = file.count
        for index in directoryOrder ?? Array(entries.indices) { file += entries[index].directoryBytes(localOffset: offsets[index]) }
        var end = End(
            entryCountOnDisk: UInt16(truncatingIfNeeded: entries.count), entryCount: UInt16(truncatingIfNeeded: entries.count),
            directoryBytes: UInt32(file.count - directoryOffset), directoryOffset: UInt32(directoryOffset))
        changeEnd(&end)
        file += end.before + le32(0x0605_4b50) + le16(end.disk) + le16(end.directoryDisk) + le16(end.entryCountOnDisk)
        file += le16(end.entryCount) + le32(end.directoryBytes) + le32(end.directoryOffset)
        return file + le16(UInt16(end.comment.count)) + end.comment + bytesAfter
    }
}

extension TestArchive.End {
    /// ZIP64's two records for these numbers, with the given ones instead of the honest ones.
    func wideRecords(
        entryCount: UInt64? = nil, directoryBytes: UInt64? = nil, directoryOffset: UInt64? = nil, size: UInt64 = 44, disk: UInt32 = 0,
        diskCount: UInt32 = 1, recordOffset: UInt64? = nil
    ) -> [UInt8] {
        let (count, bytes) = (entryCount ?? UInt64(self.entryCount), directoryBytes ?? UInt64(self.directoryBytes))
        let offset = directoryOffset ?? UInt64(self.directoryOffset)
        let record =
            le32(0x0606_4b50) + le64(size) + le16(45) + le16(45) + le32(disk) + le32(disk) + le64(count) + le64(count) + le64(bytes)
            + le64(offset)
        let place = recordOffset ?? UInt64(self.directoryOffset) + UInt64(self.directoryBytes)
        return record + le32(0x0706_4b50) + le32(0) + le64(place) + le32(diskCount)
    }
}

func le16(_ value: UInt16) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
func le32(_ value: UInt32) -> [UInt8] { le16(UInt16(truncatingIfNeeded: value)) + le16(UInt16(value >> 16)) }
func le64(_ value: UInt64) -> [UInt8] { le32(UInt32(truncatingIfNeeded: value)) + le32(UInt32(value >> 32)) }

/// One extra block.
func extra(_ tag: UInt16, _ content: [UInt8]) -> [UInt8] { le16(tag) + le16(UInt16(content.count)) + content }
