// ZIP07 and ZIP08: what is found only while the content streams. Bombs stop at the limit, and the last byte is not
// handed out as proven until size, CRC-32 and the end of the compressed data agree.

import Testing
import ZipReading

@Suite("The content of the entry")
struct ContentTests {
    static let content = [UInt8](repeating: 0x41, count: 1 + 258 * 40)
    static let run = TestEntry(name: "a.xml", method: 8, content: content, data: deflateRun(repeats: 40))

    @Test("a run made by hand inflates to what it should", arguments: [1, 100, 1 << 16])
    func goodRun(_ bufferBytes: Int) {
        #expect(Outcome(reading: TestArchive(Self.run).bytes, bufferBytes: bufferBytes) == .content(name: "a.xml", Self.content))
    }

    @Test("the size limit counts real bytes and lets the last allowed one pass", arguments: [1, 1000, 1 << 16])
    func inflatedLimit(_ bufferBytes: Int) {
        let limit = Int64(Self.content.count)
        let lying = TestArchive(Self.run.withBoth { $0.inflatedBytes = 5 }).bytes
        for entry in [Self.run, TestEntry.stored("a.xml", Self.content)] {
            let exact = Outcome(reading: TestArchive(entry).bytes, limits: ZipLimits(inflatedBytesMax: limit), bufferBytes: bufferBytes)
            #expect(exact == .content(name: "a.xml", Self.content))
        }
        let below = ZipLimits(inflatedBytesMax: limit - 1)
        #expect(Outcome(reading: lying, limits: below, bufferBytes: bufferBytes) == .refused(.inflatedBytes(limit: limit - 1)))
    }

    @Test("a declared size above the limit is refused before anything is inflated")
    func declaredLimit() {
        let archive = TestArchive(Self.run.withBoth { $0.inflatedBytes = 10_000_000 })
        #expect(
            Outcome(reading: archive.bytes, limits: ZipLimits(inflatedBytesMax: 9_999_999))
                == .refused(.declaredBytes(10_000_000, limit: 9_999_999)))
    }

    @Test("a declared size of 2^63 and more is only a size above the limit", arguments: [1 << 63, .max] as [UInt64])
    func hugeDeclared(_ declared: UInt64) {
        let entry = Self.run.movingSizesToZip64().withBoth { $0.extra = extra(1, le64(declared) + le64(UInt64(Self.run.data.count))) }
        #expect(Outcome(reading: TestArchive(entry).bytes) == .refused(.declaredBytes(declared, limit: 8 << 30)))
    }

    @Test("the ratio counts real bytes, over the whole entry, and lets the last allowed one pass", arguments: [1, 1000, 1 << 16])
    func ratio(_ bufferBytes: Int) {
        // 10,321 letters in 30-odd bytes: between 300 and 350 to one.
        let bytes = TestArchive(Self.run).bytes
        let exact = (Self.content.count + Self.run.data.count - 1) / Self.run.data.count
        func outcome(_ ratio: Int, from: Int64) -> Outcome {
            Outcome(reading: bytes, limits: ZipLimits(ratioMax: ratio, ratioAppliesFromBytes: from), bufferBytes: bufferBytes)
        }
        #expect(outcome(exact, from: 0) == .content(name: "a.xml", Self.content))
        #expect(outcome(exact - 1, from: 0) == .refused(.ratio(limit: exact - 1)))
        #expect(outcome(1, from: Int64(Self.content.count)) == .content(name: "a.xml", Self.content))
        #expect(outcome(1, from: Int64(Self.content.count) - 1) == .refused(.ratio(limit: 1)))
    }

    @Test(
        "with the usual limits a bomb of 1000 to one stops after the first MiB, whatever it declares",
        arguments: [0, 5, 1 << 20] as [UInt32])
    func bomb(_ declared: UInt32) {
        let data = deflateRun(repeats: 40_000)
        let bomb = TestEntry(name: "a.xml", method: 8, content: [], data: data).withBoth { $0.inflatedBytes = declared }
        #expect(Outcome(reading: TestArchive(bomb).bytes, bufferBytes: 1 << 16) == .refused(.ratio(limit: 200)))
    }

    @Test("limits of nothing let nothing pass and trap nowhere")
    func noLimits() {
        let none = ZipLimits(inflatedBytesMax: -1, ratioMax: -1, ratioAppliesFromBytes: -1)
        #expect(Outcome(reading: TestArchive(.stored("a.xml", [0x41])).bytes, limits: none) == .refused(.declaredBytes(1, limit: -1)))
        #expect(Outcome(reading: TestArchive(.stored("a.xml", [])).bytes, limits: none) == .content(name: "a.xml", []))
        let all = ZipLimits(inflatedBytesMax: .max, ratioMax: .max, ratioAppliesFromBytes: .max)
        #expect(Outcome(reading: TestArchive(run).bytes, limits: all) == .content(name: "a.xml", Self.content))
    }

    private var run: TestEntry { Self.run }
    static let xmlBytes = UInt64(TestEntry.xml.count)

    static let damaged: [Case] = [
        Case(
            "CRC-32", TestArchive(.deflated().withBoth { $0.checksum = 1 }),
            .checksumDiffers(declared: 1, found: checksum32(TestEntry.xml))),
        Case(
            "CRC-32 of stored data", TestArchive(.stored().withBoth { $0.checksum = 1 }),
            .checksumDiffers(declared: 1, found: checksum32(TestEntry.xml))),
        Case(
            "size too large", TestArchive(.deflated().withBoth { $0.inflatedBytes += 1 }),
            .sizeDiffers(declared: xmlBytes + 1, found: xmlBytes)),
        Case(
            "size too small", TestArchive(.deflated().withBoth { $0.inflatedBytes -= 1 }),
            .sizeDiffers(declared: xmlBytes - 1, found: xmlBytes)),
        Case(
            "size of stored data", TestArchive(.stored().withBoth { $0.inflatedBytes += 1 }),
            .sizeDiffers(declared: xmlBytes + 1, found: xmlBytes)),
        Case(
            "a flipped letter", TestArchive(.stored().with { $0.data[3] ^= 0x20 }),
            .checksumDiffers(
                declared: checksum32(TestEntry.xml), found: checksum32(change(TestEntry.xml, at: 3, to: TestEntry.xml[3] ^ 0x20)))),
        Case("bytes behind the deflate stream", compressed(deflateStored(TestEntry.xml) + [0, 0, 0]), .leftoverBytes(count: 3)),
        Case("a second deflate stream", compressed(deflateStored(TestEntry.xml) + deflateStored([1])), .leftoverBytes(count: 6)),
        Case(
            "more leftover than one input buffer", compressed(deflateStored(TestEntry.xml) + [UInt8](repeating: 7, count: 600_000)),
            .leftoverBytes(count: 600_000)),
        Case("a deflate stream that does not end", compressed(deflateStored(TestEntry.xml).dropLast()), .deflateUnfinished),
        Case("no deflate stream at all", compressed([]), .deflateUnfinished),
        Case("a deflate stream without its last block", compressed(change(deflateStored(TestEntry.xml), at: 0, to: 0)), .deflateUnfinished),
        Case("a block of a kind that does not exist", compressed([0x07]), .deflateDamaged(afterBytes: 0)),
        Case(
            "damage after good bytes",
            compressed(change(deflateStored(TestEntry.xml), at: 0, to: 0) + [0x07]), .deflateDamaged(afterBytes: xmlBytes)),
        Case("zlib's header around the data", compressed([0x78, 0x9C] + deflateStored(TestEntry.xml)), .deflateDamaged(afterBytes: 0)),
    ]

    private static func compressed(_ data: [UInt8]) -> TestArchive {
        TestArchive(TestEntry(name: "a.xml", method: 8, content: TestEntry.xml, data: data))
    }

    @Test("content that is not what the archive says is ZIP08", arguments: damaged)
    func zip08(_ row: Case) {
        #expect(row.expected.code == .ZIP08)
        for bufferBytes in [1, 4096] { #expect(Outcome(reading: row.bytes, bufferBytes: bufferBytes) == .refused(row.expected)) }
    }

    @Test("a limit that was passed before the damage is the one that is told", arguments: [1, 1 << 16])
    func limitBeforeDamage(_ bufferBytes: Int) {
        let archive = Self.compressed(change(deflateStored(TestEntry.xml), at: 0, to: 0) + [0x07]).with {
            $0.entries[0] = $0.entries[0].withBoth { $0.inflatedBytes = 1 }
        }
        let outcome = Outcome(reading: archive.bytes, limits: ZipLimits(inflatedBytesMax: 20), bufferBytes: bufferBytes)
        #expect(outcome == .refused(.inflatedBytes(limit: 20)))
    }

    @Test("a million empty deflate blocks end")
    func emptyBlocks() {
        let data = Array(repeatElement([0, 0, 0, 0xFF, 0xFF] as [UInt8], count: 200_000).joined()) + deflateStored(TestEntry.xml)
        #expect(Outcome(reading: Self.compressed(data).bytes) == .content(name: "a.xml", TestEntry.xml))
    }
}
