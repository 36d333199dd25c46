// The archives that senders' tools really make, all of which must be read.

import Testing
import ZipReading

@Suite("Good archives")
struct GoodArchiveTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let archive: TestArchive
    }

    static let shapes: [Shape] = [
        Shape(testDescription: "stored", archive: TestArchive(.stored())),
        Shape(testDescription: "deflated", archive: TestArchive(.deflated())),
        Shape(testDescription: "streamed, as Info-ZIP, Java and Python write it", archive: TestArchive(.deflated().streamed())),
        Shape(testDescription: "streamed, descriptor without signature", archive: TestArchive(.deflated().streamed(signature: false))),
        Shape(testDescription: "streamed, descriptor of 64 bits", archive: TestArchive(.deflated().streamed(wide: true))),
        Shape(
            testDescription: "streamed, descriptor of 64 bits without signature",
            archive: TestArchive(.deflated().streamed(signature: false, wide: true))),
        Shape(
            testDescription: "streamed, sizes known early",
            archive: TestArchive(.deflated().streamed().with { $0.local = $0.directory })),
        Shape(testDescription: "ZIP64 sizes in the local header only, as Python's force_zip64", archive: TestArchive(forcedZip64)),
        Shape(
            testDescription: "ZIP64 and descriptor, as Info-ZIP writes from a pipe",
            archive: TestArchive(
                .deflated().streamed(wide: true).with {
                    ($0.local.compressedBytes, $0.local.inflatedBytes) = (.max, .max)
                    $0.local.extra = extra(1, le64(0) + le64(0))
                }.movingSizesToZip64())),
        Shape(
            testDescription: "ZIP64 end record that is not needed",
            archive: TestArchive(.deflated()).withEnd { $0.before = $0.wideRecords() }),
        Shape(
            testDescription: "ZIP64 end record to which all fields refer",
            archive: TestArchive(.deflated()).withEnd {
                $0.before = $0.wideRecords()
                ($0.disk, $0.directoryDisk, $0.entryCountOnDisk, $0.entryCount) = (.max, .max, .max, .max)
                ($0.directoryBytes, $0.directoryOffset) = (.max, .max)
            }),
        Shape(testDescription: "ZIP64 block of Go, with the place though it is not marked", archive: TestArchive(goStyleZip64)),
        Shape(
            testDescription: "times and owners in local extra fields, other ones in the directory",
            archive: TestArchive(
                .deflated().with {
                    $0.local.extra = extra(0x5455, [3, 1, 2, 3, 4, 5, 6, 7, 8]) + extra(0x7875, [1, 4, 0, 0, 0, 0, 4, 0, 0, 0, 0])
                    $0.directory.extra = extra(0x5455, [3, 1, 2, 3, 4])
                })),
        Shape(testDescription: "extra fields padded with zeros", archive: TestArchive(.stored().with { $0.local.extra = [0, 0, 0] })),
        Shape(testDescription: "a comment on the entry", archive: TestArchive(.deflated().with { $0.comment = Array("thang 11".utf8) })),
        Shape(
            testDescription: "made on DOS, archive bit",
            archive: TestArchive(.deflated().with { ($0.madeBy, $0.externalAttributes) = (0x0014, 0x20) })),
        Shape(testDescription: "no mode at all", archive: TestArchive(.deflated().with { $0.externalAttributes = 0 })),
        Shape(
            testDescription: "set-uid bit, which means nothing here",
            archive: TestArchive(.deflated().with { $0.externalAttributes = 0o104755 << 16 })),
        Shape(
            testDescription: "Unicode name field that repeats the name",
            archive: TestArchive(.deflated().withBoth { $0.extra = extra(0x7075, [1] + le32(checksum32($0.name)) + $0.name) })),
        Shape(
            testDescription: "an end record's signature by chance in the data",
            archive: TestArchive(.stored("lo.xml", TestEntry.xml + le32(0x0605_4b50) + TestEntry.xml))),
    ]

    static let forcedZip64 = TestEntry.deflated().with {
        $0.local.extra = extra(1, le64(UInt64($0.directory.inflatedBytes)) + le64(UInt64($0.directory.compressedBytes)))
        ($0.local.compressedBytes, $0.local.inflatedBytes) = (.max, .max)
    }

    static let goStyleZip64 = TestEntry.deflated().movingSizesToZip64().with {
        $0.directory.extra = extra(1, Array($0.directory.extra.dropFirst(4)) + le64(0))
    }

    @Test("every shape that common writers make gives its content", arguments: shapes)
    func good(_ shape: Shape) {
        guard case .content(let name, let content) = Outcome(reading: shape.archive.bytes) else {
            Issue.record("refused: \(Outcome(reading: shape.archive.bytes))")
            return
        }
        #expect(name == "lo.xml")
        #expect(content.starts(with: TestEntry.xml))
    }

    @Test("the content does not depend on the buffer", arguments: [1, 2, 7, 4096, 1 << 20])
    func buffers(_ bufferBytes: Int) {
        // More than zlib's input buffer holds, unless the steps are tiny.
        let content = (0..<(bufferBytes < 100 ? 5_000 : 300_000)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        for entry in [TestEntry.stored("a.xml", content), .deflated("a.xml", content)] {
            #expect(Outcome(reading: TestArchive(entry).bytes, bufferBytes: bufferBytes) == .content(name: "a.xml", content))
        }
    }

    @Test("data that a real compressor made are read", arguments: [4096, 3])
    func compressed(_ bufferBytes: Int) {
        // zlib.compressobj(9, wbits=-15) in Python, of "<KHOAN_THU/>" twelve times.
        let data: [UInt8] = [0xB3, 0xF1, 0xF6, 0xF0, 0x77, 0xF4, 0x8B, 0x0F, 0xF1, 0x08, 0xD5, 0xB7, 0xB3, 0x19, 0x04, 0x6C, 0x00]
        let content = Array(String(repeating: "<KHOAN_THU/>", count: 12).utf8)
        let archive = TestArchive(TestEntry(name: "a.XML", method: 8, content: content, data: data))
        #expect(Outcome(reading: archive.bytes, bufferBytes: bufferBytes) == .content(name: "a.XML", content))
    }

    @Test("an entry without content is an entry", arguments: [TestEntry.stored("a.xml", []), .deflated("a.xml", [])])
    func empty(_ entry: TestEntry) {
        #expect(Outcome(reading: TestArchive(entry).bytes) == .content(name: "a.xml", []))
    }

    @Test("after the end, and after a finding, every read says the same again")
    func repeated() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
        defer { buffer.deallocate() }
        let good = TestArchive(.deflated()).bytes
        let goodFile = UnnamedFile(good)
        let reader = try ZipEntryReader(descriptor: goodFile.descriptor, fileBytes: Int64(good.count), limits: ZipLimits())
        #expect(try reader.read(into: buffer) == TestEntry.xml.count)
        #expect(try reader.read(into: buffer) == 0)
        #expect(try reader.read(into: buffer) == 0)

        let bad = TestArchive(.deflated().withBoth { $0.checksum = 7 }).bytes
        let badFile = UnnamedFile(bad)
        let other = try ZipEntryReader(descriptor: badFile.descriptor, fileBytes: Int64(bad.count), limits: ZipLimits())
        #expect(try other.read(into: buffer) == TestEntry.xml.count)
        #expect(throws: ZipTrouble.self) { try other.read(into: buffer) }
        #expect(throws: ZipTrouble.self) { try other.read(into: buffer) }
    }
}

extension TestEntry {
    /// A copy whose directory record refers to ZIP64 for both sizes.
    func movingSizesToZip64() -> TestEntry {
        with {
            $0.directory.extra = extra(
                1, le64(UInt64($0.directory.inflatedBytes)) + le64(UInt64($0.directory.compressedBytes)))
            ($0.directory.compressedBytes, $0.directory.inflatedBytes) = (.max, .max)
        }.with {
            guard $0.local.flags & 8 == 0 else { return }
            ($0.local.compressedBytes, $0.local.inflatedBytes, $0.local.extra) = (.max, .max, $0.directory.extra)
        }
    }
}
