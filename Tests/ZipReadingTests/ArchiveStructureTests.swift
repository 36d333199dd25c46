// ZIP01 and ZIP06: the archive as a whole. One row per way in which a file is no ZIP, or could be read in two ways.

import Testing
import ZipReading

@Suite("The structure of an archive")
struct ArchiveStructureTests {
    static let good = TestArchive(.deflated())
    static let two = TestArchive(.deflated("a.xml"), .stored("b.xml"))
    static let endOffset = good.bytes.count - 22

    static let unreadable: [Case] = [
        Case("an empty file", [], .noEndRecord),
        Case("one byte", [0x50], .noEndRecord),
        Case("XML under the name of a ZIP", TestEntry.xml, .noEndRecord),
        Case("a local header and nothing behind it", le32(0x0403_4b50) + [UInt8](repeating: 0, count: 40), .noEndRecord),
        Case("an end record's first 21 bytes", Array(good.bytes.dropLast()), .endRecordCutOff),
        Case(
            "an end record whose comment runs past the file", good.bytes.dropLast(2) + le16(5), .endRecordCutOff),
        Case(
            "an end record further back than any comment can reach", good.bytes + [UInt8](repeating: 0x20, count: 65_536),
            .noEndRecord),
        Case("a directory that is none", change(good.bytes, at: good.bytes.count - 22 - 52, to: 0x51), .directoryDamaged(entry: 1)),
        Case(
            "a directory record that runs past the directory", change(good.bytes, at: good.bytes.count - 22 - 52 + 29, to: 1),
            .directoryDamaged(entry: 1)),
        Case(
            "the second record is damaged", change(two.bytes, at: two.bytes.count - 22 - 51, to: 0), .directoryDamaged(entry: 2)),
        Case(
            "the second record is over after ten bytes",
            TestArchive(.deflated().with { $0.comment = [UInt8](repeating: 0x20, count: 60) }).withEnd {
                $0.before = [UInt8](repeating: 0, count: 10)
                ($0.entryCount, $0.entryCountOnDisk, $0.directoryBytes) = (2, 2, $0.directoryBytes + 10)
            }, .directoryDamaged(entry: 2)),
    ]

    static let ambiguous: [Case] = [
        Case("an archive comment", good.withEnd { $0.comment = Array("xin chào".utf8) }, .archiveComment(bytes: 9)),
        Case("bytes after the end", good.with { $0.bytesAfter = [0] }, .bytesAfterEnd(count: 1)),
        Case("a line break after the end", good.with { $0.bytesAfter = [13, 10] }, .bytesAfterEnd(count: 2)),
        Case(
            "a comment that hides a second end record",
            good.bytes.dropLast(2) + le16(22) + good.bytes.suffix(22), .secondEndRecord(at: Int64(endOffset))),
        Case(
            "a second end record in an entry's comment",
            TestArchive(.deflated().with { $0.comment = le32(0x0605_4b50) + [UInt8](repeating: 0, count: 16) + le16(22) }),
            .secondEndRecord(at: Int64(endOffset))),
        Case("two archives, one behind the other", good.bytes + good.bytes, .directoryMisplaced(at: 71, bytes: 52)),
        Case(
            "bytes before, not counted", good.with { $0.bytesBefore = [0x4D, 0x5A] }.withEnd { $0.directoryOffset -= 2 },
            .directoryMisplaced(at: UInt64(endOffset - 52), bytes: 52)),
        Case("bytes before, counted", good.with { $0.bytesBefore = Array("%PDF-1.7\n".utf8) }, .bytesOutsideEntries(at: 0, count: 9)),
        Case(
            "bytes between two entries", TestArchive(.stored("a.xml"), .stored("b.xml").with { $0.bytesBefore = [0, 0] }),
            .bytesOutsideEntries(at: 65, count: 2)),
        Case(
            "bytes before the directory", good.with { $0.bytesBeforeDirectory = [1, 2, 3] },
            .bytesOutsideEntries(at: Int64(endOffset - 52), count: 3)),
        Case(
            "only a directory's worth of bytes and no entry", TestArchive([]).with { $0.bytesBefore = [0, 0, 0] },
            .bytesOutsideEntries(at: 0, count: 3)),
        Case("a directory one byte too short", good.withEnd { $0.directoryBytes -= 1 }, .directoryMisplaced(at: 71, bytes: 51)),
        Case(
            "a directory past the end", good.withEnd { $0.directoryOffset = 0xFFFF_0000 }, .directoryMisplaced(at: 0xFFFF_0000, bytes: 52)),
        Case("one entry, two counted", good.withEnd { ($0.entryCount, $0.entryCountOnDisk) = (2, 2) }, .entryCountDiffers(declared: 2)),
        Case("two entries, one counted", two.withEnd { ($0.entryCount, $0.entryCountOnDisk) = (1, 1) }, .entryCountDiffers(declared: 1)),
        Case("one entry, none counted", good.withEnd { ($0.entryCount, $0.entryCountOnDisk) = (0, 0) }, .entryCountDiffers(declared: 0)),
        Case(
            "two entries, and a long comment where the third is counted",
            TestArchive(.deflated("a.xml"), .deflated("b.xml").with { $0.comment = [UInt8](repeating: 0x20, count: 60) })
                .withEnd { ($0.entryCount, $0.entryCountOnDisk) = (3, 3) }, .entryCountDiffers(declared: 3)),
        Case("an archive in parts, by the disk", good.withEnd { $0.disk = 1 }, .splitArchive),
        Case("an archive in parts, by the directory's disk", good.withEnd { $0.directoryDisk = 1 }, .splitArchive),
        Case("an archive in parts, by the counts", good.withEnd { $0.entryCountOnDisk = 0 }, .splitArchive),
        Case("an archive in parts, by the marks of ZIP64 without it", good.withEnd { $0.disk = .max }, .splitArchive),
        Case("an archive in parts, by the entry", TestArchive(.deflated().with { $0.disk = 1 }), .splitArchive),
        Case("the same entry named twice", TestArchive(.deflated(), .deflated().with { $0.localHeaderOffset = 0 }), .entriesOverlap(at: 0)),
        Case(
            "an entry inside the data of another",
            TestArchive(.stored("a.xml", nested), .stored("b.xml").with { $0.localHeaderOffset = 35 }), .entriesOverlap(at: 0)),
        Case("data that reach into the directory", TestArchive(.stored().withBoth { $0.compressedBytes += 1 }), .entriesOverlap(at: 0)),
        Case("data that reach past 4 GiB", TestArchive(.stored().withBoth { $0.compressedBytes = .max - 1 }), .entriesOverlap(at: 0)),
        Case(
            "an entry that begins in the directory", good.with { $0.entries[0].localHeaderOffset = 80 },
            .bytesOutsideEntries(at: 0, count: 80)),
        Case("no local header", TestArchive(.deflated().with { $0.localSignature = 0x0403_4b51 }), .localHeaderMissing(at: 0)),
        Case("an extra field longer than its space", TestArchive(.deflated().withBoth { $0.extra = [9, 9, 5, 0, 0] }), .extraFieldDamaged),
        Case("half an extra field", TestArchive(.deflated().withBoth { $0.extra = [9, 9] }), .extraFieldDamaged),
        Case(
            "another name as Unicode name in the directory",
            TestArchive(.deflated().with { $0.directory.extra = extra(0x7075, [1, 0, 0, 0, 0] + Array("a.exe".utf8)) }), .unicodeNameDiffers
        ),
        Case(
            "another name as Unicode name in the local header",
            TestArchive(.deflated().with { $0.local.extra = extra(0x7075, [1, 0, 0, 0, 0] + Array("a.exe".utf8)) }), .unicodeNameDiffers),
        Case("a Unicode name field too short", TestArchive(.deflated().withBoth { $0.extra = extra(0x7075, [1]) }), .extraFieldDamaged),
    ]

    static let nested = Array(TestArchive(TestEntry.stored("b.xml")).bytes)

    @Test("a file that is no ZIP, or a torn one, is ZIP01", arguments: unreadable)
    func zip01(_ row: Case) {
        #expect(row.expected.code == .ZIP01)
        #expect(Outcome(reading: row.bytes) == .refused(row.expected))
    }

    @Test("an archive that could be read in two ways is ZIP06", arguments: ambiguous)
    func zip06(_ row: Case) {
        #expect(row.expected.code == .ZIP06)
        #expect(Outcome(reading: row.bytes) == .refused(row.expected))
    }

    @Test("entries may stand in the directory in any order")
    func order() {
        let archive = TestArchive(.deflated("a.xml"), .stored("b.xml"), .deflated("c.xml").streamed()).with {
            $0.directoryOrder = [2, 0, 1]
        }
        #expect(Outcome(reading: archive.bytes) == .refused(.entryCount(3)))
    }
}

/// A copy of `bytes` with one byte changed.
func change(_ bytes: [UInt8], at place: Int, to value: UInt8) -> [UInt8] {
    var copy = bytes
    copy[place] = value
    return copy
}
