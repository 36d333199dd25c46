// ZIP06 again: what the archive says twice must be the same twice. Local header against directory, descriptor against
// directory, ZIP64 against the plain fields.

import Testing
import ZipReading

@Suite("Agreement of the headers")
struct HeaderAgreementTests {
    static let differing: [Case] = [
        Case("name", TestArchive(.deflated().with { $0.local.name = Array("al.xml".utf8) }), .localHeaderDiffers(field: .name)),
        Case("name, by case", TestArchive(.deflated().with { $0.local.name = Array("LO.xml".utf8) }), .localHeaderDiffers(field: .name)),
        Case("name, by length", TestArchive(.deflated().with { $0.local.name = Array("lo.xm".utf8) }), .localHeaderDiffers(field: .name)),
        Case("flags, UTF-8", TestArchive(.deflated().with { $0.local.flags = 0x0800 }), .localHeaderDiffers(field: .flags)),
        Case("flags, encrypted here only", TestArchive(.deflated().with { $0.local.flags = 1 }), .localHeaderDiffers(field: .flags)),
        Case("flags, descriptor", TestArchive(.deflated().streamed().with { $0.local.flags = 0 }), .localHeaderDiffers(field: .flags)),
        Case("method", TestArchive(.deflated().with { $0.local.method = 0 }), .localHeaderDiffers(field: .method)),
        Case("time", TestArchive(.deflated().with { $0.local.time += 1 }), .localHeaderDiffers(field: .time)),
        Case("date", TestArchive(.deflated().with { $0.local.date += 1 }), .localHeaderDiffers(field: .date)),
        Case("CRC-32", TestArchive(.deflated().with { $0.local.checksum ^= 1 }), .localHeaderDiffers(field: .checksum)),
        Case("CRC-32 zero", TestArchive(.deflated().with { $0.local.checksum = 0 }), .localHeaderDiffers(field: .checksum)),
        Case(
            "compressed size", TestArchive(.deflated().with { $0.local.compressedBytes += 1 }),
            .localHeaderDiffers(field: .compressedBytes)),
        Case("size", TestArchive(.deflated().with { $0.local.inflatedBytes += 1 }), .localHeaderDiffers(field: .inflatedBytes)),
        Case("size zero", TestArchive(.deflated().with { $0.local.inflatedBytes = 0 }), .localHeaderDiffers(field: .inflatedBytes)),
        Case(
            "CRC-32 of a streamed entry, neither zero nor right", TestArchive(.deflated().streamed().with { $0.local.checksum = 1 }),
            .localHeaderDiffers(field: .checksum)),
        Case(
            "size of a streamed entry, neither zero nor right", TestArchive(.deflated().streamed().with { $0.local.inflatedBytes = 1 }),
            .localHeaderDiffers(field: .inflatedBytes)),
        Case(
            "in the second of two entries", TestArchive(.deflated("a.xml"), .deflated("b.xml").with { $0.local.time = 0 }),
            .localHeaderDiffers(field: .time)),
    ]

    @Test("a local header that differs from the directory is ZIP06", arguments: differing)
    func localHeader(_ row: Case) { #expect(Outcome(reading: row.bytes) == .refused(row.expected)) }

    @Test("versions and extra fields are not compared")
    func notCompared() {
        var bytes = TestArchive(.deflated().with { $0.local.extra = extra(0x5455, [0]) }).bytes
        bytes[4] = 45
        #expect(Outcome(reading: bytes) == .content(name: "lo.xml", TestEntry.xml))
    }

    static let dataEnd = Int64(30 + 6 + 5 + TestEntry.xml.count)
    static let descriptors: [Case] = [
        Case("stored", TestArchive(.stored().streamed()), .storedWithDescriptor),
        Case("missing", TestArchive(.deflated().streamed().with { $0.descriptor = [] }), .descriptorDiffers(at: dataEnd)),
        Case("cut", TestArchive(.deflated().streamed().with { $0.descriptor.removeLast() }), .descriptorDiffers(at: dataEnd)),
        Case("too long", TestArchive(.deflated().streamed().with { $0.descriptor.append(0) }), .descriptorDiffers(at: dataEnd)),
        Case("much too long", TestArchive(.deflated().streamed().with { $0.descriptor += $0.descriptor }), .descriptorDiffers(at: dataEnd)),
        Case("another signature", TestArchive(.deflated().streamed().with { $0.descriptor[0] = 0 }), .descriptorDiffers(at: dataEnd)),
        Case("another CRC-32", TestArchive(.deflated().streamed().with { $0.descriptor[4] ^= 1 }), .descriptorDiffers(at: dataEnd)),
        Case(
            "another compressed size", TestArchive(.deflated().streamed().with { $0.descriptor[8] ^= 1 }), .descriptorDiffers(at: dataEnd)),
        Case("another size", TestArchive(.deflated().streamed().with { $0.descriptor[12] ^= 1 }), .descriptorDiffers(at: dataEnd)),
        Case(
            "another size above 32 bits", TestArchive(.deflated().streamed(wide: true).with { $0.descriptor[23] = 1 }),
            .descriptorDiffers(at: dataEnd)),
        Case(
            "there, but no flag says so", TestArchive(.deflated().with { $0.descriptor = [UInt8](repeating: 0, count: 16) }),
            .bytesOutsideEntries(at: dataEnd, count: 16)),
    ]

    @Test("a descriptor that is missing or differs is ZIP06, and so is any on a stored entry", arguments: descriptors)
    func descriptor(_ row: Case) {
        #expect(row.expected.code == .ZIP06)
        #expect(Outcome(reading: row.bytes) == .refused(row.expected))
    }

    private static func wideEnd(_ change: @escaping @Sendable (TestArchive.End) -> [UInt8]) -> TestArchive {
        TestArchive(.deflated()).withEnd { $0.before = change($0) }
    }

    private static func wideEntry(_ change: (inout TestEntry) -> Void) -> TestArchive {
        TestArchive(TestEntry.deflated().movingSizesToZip64().with(change))
    }

    static let zip64: [Case] = [
        Case("place of 2^32 - 1 without ZIP64", TestArchive(.deflated()).withEnd { $0.directoryOffset = .max }, end),
        Case("size of 2^32 - 1 without ZIP64", TestArchive(.deflated()).withEnd { $0.directoryBytes = .max }, end),
        Case("another count", wideEnd { $0.wideRecords(entryCount: 2) }, end),
        Case("another directory size", wideEnd { $0.wideRecords(directoryBytes: 1) }, end),
        Case("another directory place", wideEnd { $0.wideRecords(directoryOffset: 1) }, end),
        Case("a directory place of 2^63", wideEnd { $0.wideRecords(directoryOffset: 1 << 63) }, end),
        Case("a locator that points elsewhere", wideEnd { $0.wideRecords(recordOffset: 5) }, end),
        Case("a locator that points past everything", wideEnd { $0.wideRecords(recordOffset: .max) }, end),
        Case("a record that claims to be longer", wideEnd { $0.wideRecords(size: 45) }, end),
        Case("a record that claims 2^64 - 1 bytes", wideEnd { $0.wideRecords(size: .max) }, end),
        Case("a locator without record", wideEnd { Array($0.wideRecords().suffix(20)) }, end),
        Case("a record without locator", wideEnd { Array($0.wideRecords().prefix(56)) }, .directoryMisplaced(at: 71, bytes: 52)),
        Case("another disk", wideEnd { $0.wideRecords(disk: 1) }, .splitArchive),
        Case("two disks", wideEnd { $0.wideRecords(diskCount: 2) }, .splitArchive),
        Case(
            "marks that lead to a place and size whose sum is no number",
            TestArchive(.deflated()).withEnd {
                $0.before = $0.wideRecords(directoryBytes: 1 << 63, directoryOffset: 1 << 63)
                ($0.directoryBytes, $0.directoryOffset) = (.max, .max)
            }, .directoryMisplaced(at: 1 << 63, bytes: 1 << 63)),
        Case("a marked size without the block", wideEntry { $0.directory.extra = [] }, .zip64Inconsistent(field: "directory")),
        Case("a block too short", wideEntry { $0.directory.extra = extra(1, le64(5)) }, .zip64Inconsistent(field: "directory")),
        Case(
            "a block with rest", wideEntry { $0.directory.extra = extra(1, le64(5) + le64(5) + [0]) },
            .zip64Inconsistent(field: "directory")),
        Case(
            "a block with another place",
            wideEntry { $0.directory.extra = extra(1, $0.directory.extra.dropFirst(4) + le64(1)) }, .zip64Inconsistent(field: "directory")),
        Case("two blocks", wideEntry { $0.directory.extra += $0.directory.extra }, .extraFieldDamaged),
        Case(
            "a needless block with another size", TestArchive(.deflated().with { $0.directory.extra = extra(1, le64(5) + le64(5)) }),
            .zip64Inconsistent(field: "directory")),
        Case(
            "a compressed size of 2^63", wideEntry { $0.directory.extra = extra(1, le64(29) + le64(1 << 63)) }, .entriesOverlap(at: 0)),
        Case(
            "a compressed size of 2^64 - 1", wideEntry { $0.directory.extra = extra(1, le64(29) + le64(.max)) }, .entriesOverlap(at: 0)),
        Case("a marked size in the local header without the block", wideEntry { $0.local.extra = [] }, local),
        Case("a local block with one size", wideEntry { $0.local.extra = extra(1, le64(5)) }, local),
        Case(
            "a local block with another size", wideEntry { $0.local.extra = extra(1, le64(5) + le64(UInt64($0.data.count))) },
            .localHeaderDiffers(field: .inflatedBytes)),
        Case(
            "a needless local block with another size",
            TestArchive(.deflated().with { $0.local.extra = extra(1, le64(UInt64($0.local.inflatedBytes)) + le64(0)) }),
            .localHeaderDiffers(field: .compressedBytes)),
        Case(
            "a local header's place of 2^63",
            wideEntry {
                $0.localHeaderOffset = .max
                $0.directory.extra = extra(1, $0.directory.extra.dropFirst(4) + le64(1 << 63))
            }, .bytesOutsideEntries(at: 0, count: .max)),
    ]

    static let end = ZipDetail.zip64Inconsistent(field: "end record")
    static let local = ZipDetail.zip64Inconsistent(field: "local header")

    @Test("ZIP64 that contradicts the plain fields is ZIP06", arguments: zip64)
    func inconsistentZip64(_ row: Case) {
        #expect(row.expected.code == .ZIP06)
        #expect(Outcome(reading: row.bytes) == .refused(row.expected))
    }
}
