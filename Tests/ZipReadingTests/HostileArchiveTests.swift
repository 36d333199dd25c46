// Archives by attackers and by accident: the catalogue of the threat notes (Z1 to Z17), every truncation, every flipped
// byte, random damage, very many entries, very large files, and errors of the file itself.

import Glibc
import Testing
import ZipReading

@Suite("Hostile archives")
struct HostileArchiveTests {
    struct Threat: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let code: ZipCode

        init(_ description: String, _ bytes: [UInt8], _ code: ZipCode) {
            (testDescription, self.bytes, self.code) = (description, bytes, code)
        }
        init(_ description: String, _ archive: TestArchive, _ code: ZipCode) { self.init(description, archive.bytes, code) }
    }

    static let catalogue: [Threat] = [
        Threat(
            "Z1 high ratio, small declared size",
            TestArchive(TestEntry(name: "a.xml", method: 8, content: [0x41], data: deflateRun(repeats: 9000))), .ZIP07),
        Threat(
            "Z2 entries that share their data", TestArchive(.deflated("a.xml"), .deflated("b.xml").with { $0.localHeaderOffset = 0 }),
            .ZIP06),
        Threat("Z3 a ZIP in the ZIP", TestArchive(.stored("42.zip", TestArchive(.stored()).bytes)), .ZIP02),
        Threat("Z4 duplicate names", TestArchive(.stored("a.xml"), .stored("a.xml")), .ZIP02),
        Threat("Z5 local header with another name", TestArchive(.stored().with { $0.local.name = Array("ol.xml".utf8) }), .ZIP06),
        Threat("Z6 concatenated archives", TestArchive(.stored()).bytes + TestArchive(.stored()).bytes, .ZIP06),
        Threat("Z7 absolute path", TestArchive(.stored("/etc/a.xml")), .ZIP05),
        Threat("Z8 symbolic link", TestArchive(.stored().with { $0.externalAttributes = 0o120777 << 16 }), .ZIP05),
        Threat("Z9 another Unicode name", TestArchive(.stored().withBoth { $0.extra = extra(0x7075, [1, 0, 0, 0, 0, 0x61]) }), .ZIP06),
        Threat("Z10 encrypted", TestArchive(.stored().withBoth { $0.flags = 1 }), .ZIP03),
        Threat("Z11 Zstandard", TestArchive(.stored().withBoth { $0.method = 93 }), .ZIP04),
        Threat("Z12 stored with descriptor", TestArchive(.stored().streamed()), .ZIP06),
        Threat(
            "Z13 ZIP64 with another count", TestArchive(.stored()).withEnd { $0.before = $0.wideRecords(entryCount: 9) }, .ZIP06),
        Threat("Z14 CRC-32", TestArchive(.stored().withBoth { $0.checksum ^= 1 }), .ZIP08),
        Threat("Z15 comment of 64 KiB", TestArchive(.stored()).withEnd { $0.comment = [UInt8](repeating: 0x50, count: 65_535) }, .ZIP06),
        Threat("Z16 split", TestArchive(.stored()).withEnd { ($0.disk, $0.directoryDisk) = (1, 1) }, .ZIP06),
        Threat("Z17 GIF and ZIP in one", TestArchive(.stored()).with { $0.bytesBefore = Array("GIF89a".utf8) }, .ZIP06),
    ]

    @Test("every threat of the catalogue ends in its code", arguments: catalogue)
    func threat(_ row: Threat) { #expect(Outcome(reading: row.bytes).code == row.code) }

    static let samples: [TestArchive] = [
        TestArchive(.stored()), TestArchive(.deflated()), TestArchive(.deflated().streamed()),
        TestArchive(.deflated().streamed(signature: false)),
        TestArchive(TestEntry.deflated().movingSizesToZip64()).withEnd { $0.before = $0.wideRecords() },
        TestArchive(GoodArchiveTests.forcedZip64), TestArchive(GoodArchiveTests.goStyleZip64), TestArchive(ContentTests.run),
    ]

    @Test("an archive cut off anywhere is refused", arguments: samples.indices)
    func truncated(_ sample: Int) {
        let bytes = Self.samples[sample].bytes
        let file = UnnamedFile(bytes)
        for count in bytes.indices {
            let outcome = Outcome(file.descriptor, fileBytes: Int64(count))
            guard case .refused(let detail) = outcome else {
                Issue.record("cut to \(count) bytes: \(outcome)")
                continue
            }
            #expect(detail.code == .ZIP01)
        }
    }

    @Test("a changed byte anywhere is found, or changes nothing", arguments: samples.indices)
    func flipped(_ sample: Int) {
        let bytes = Self.samples[sample].bytes
        let good = Outcome(reading: bytes)
        let file = UnnamedFile(bytes)
        for (place, byte) in bytes.enumerated() {
            for mask in [0x01, 0x08, 0x20, 0x80, 0xFF] as [UInt8] {
                file.add([byte ^ mask], at: place)
                let outcome = Outcome(file.descriptor, fileBytes: Int64(bytes.count))
                #expect(outcome == good || outcome.code != nil, "byte \(place) changed by \(mask): \(outcome)")
                #expect(outcome == Outcome(file.descriptor, fileBytes: Int64(bytes.count), bufferBytes: 1))
            }
            file.add([byte], at: place)
        }
    }

    @Test("random damage traps nowhere and never gives other content", arguments: samples.indices)
    func scrambled(_ sample: Int) {
        let bytes = Self.samples[sample].bytes
        let good = Outcome(reading: bytes)
        var random = SeededNumbers(state: UInt64(sample) + 1)
        let telling: [UInt8] = [0, 1, 0x50, 0x4B, 0x7F, 0x80, 0xFE, 0xFF]
        for round in 0..<1500 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                let count = min(damaged.count - place, [1, 1, 2, 4, 8].randomElement(using: &random) ?? 1)
                let value = telling.randomElement(using: &random) ?? 0
                for index in place..<place + count { damaged[index] = value }
            }
            let outcome = Outcome(reading: damaged)
            #expect(outcome == good || outcome.code != nil, "round \(round): \(outcome)")
        }
    }

    @Test("5,000 entries are walked and counted, in any order of the directory")
    func manyEntries() {
        var archive = TestArchive((0..<5_000).map { _ in TestEntry.stored("a.xml", []) })
        archive.directoryOrder = Array(archive.entries.indices.reversed())
        #expect(Outcome(reading: archive.bytes) == .refused(.entryCount(5_000)))
        archive.entries[2_500].local.time = 0
        #expect(Outcome(reading: archive.bytes) == .refused(.localHeaderDiffers(field: .time)))
    }

    @Test("65,535 entries need no ZIP64, and the mark is then the count")
    func markAsCount() {
        let archive = TestArchive([TestEntry](repeating: .stored("a.xml", []), count: 65_535))
        #expect(Outcome(reading: archive.bytes) == .refused(.entryCount(65_535)))
    }

    @Test("more than 65,536 entries are refused for their number before any is looked at")
    func countedOnly() {
        // A directory of zeros, long enough for a million records: nobody looks.
        let directory = [UInt8](repeating: 0, count: 46 * 1_000_000)
        let archive = TestArchive([]).withEnd {
            $0.before =
                directory
                + $0.wideRecords(entryCount: 1_000_000, directoryBytes: UInt64(directory.count), recordOffset: UInt64(directory.count))
            ($0.entryCount, $0.entryCountOnDisk, $0.directoryBytes) = (.max, .max, .max)
        }
        #expect(Outcome(reading: archive.bytes) == .refused(.entryCount(1_000_000)))
    }

    @Test("a count that the directory has no room for is ZIP06, not ZIP02", arguments: [3, 65_537, 1 << 40, .max] as [UInt64])
    func impossibleCount(_ count: UInt64) {
        let archive = TestArchive(.stored()).withEnd {
            $0.before = $0.wideRecords(entryCount: count)
            ($0.entryCount, $0.entryCountOnDisk) = (.max, .max)
        }
        #expect(Outcome(reading: archive.bytes) == .refused(.entryCountDiffers(declared: count)))
    }

    @Test("a stored entry of 5 GiB is opened and read from its start")
    func beyondFourGiB() throws {
        let size: UInt64 = 5 << 30
        let sizes = extra(1, le64(size) + le64(size))
        let entry = TestEntry.stored("a.xml", []).withBoth {
            ($0.compressedBytes, $0.inflatedBytes, $0.extra) = (.max, .max, sizes)
        }
        // Header, a hole of 5 GiB, then directory and end records in their places.
        let archive = TestArchive(entry).withEnd {
            $0.directoryOffset = .max
            $0.before = $0.wideRecords(directoryOffset: size + 55, recordOffset: size + 55 + UInt64($0.directoryBytes))
        }
        let file = UnnamedFile(Array(archive.bytes.prefix(55)))
        file.add(Array("<A/>".utf8), at: 55)
        file.add(Array(archive.bytes.dropFirst(55)), at: 55 + Int(size))
        let fileBytes = Int64(archive.bytes.count) + Int64(size)

        let reader = try ZipEntryReader(descriptor: file.descriptor, fileBytes: fileBytes, limits: ZipLimits())
        var buffer: [UInt8] = [0, 0, 0, 0]
        #expect(try buffer.withUnsafeMutableBytes { try reader.read(into: $0) } == 4)
        #expect(buffer == Array("<A/>".utf8))
        #expect(Outcome(file.descriptor, fileBytes: fileBytes - 1).code == .ZIP01)
        let limits = ZipLimits(inflatedBytesMax: 4 << 30)
        #expect(Outcome(file.descriptor, fileBytes: fileBytes, limits: limits) == .refused(.declaredBytes(size, limit: 4 << 30)))
    }

    @Test("an error of reading is a fault, never a finding")
    func faults() {
        let bytes = TestArchive(.deflated()).bytes
        let file = UnnamedFile(bytes)
        #expect(Outcome(-1, fileBytes: 100) == .fault(errno: EBADF))
        #expect(Outcome(file.descriptor, fileBytes: Int64(bytes.count) + 1) == .fault(errno: ENODATA))
        #expect(Outcome(file.descriptor, fileBytes: .max) == .fault(errno: ENODATA))
        #expect(Outcome(file.descriptor, fileBytes: -1) == .refused(.noEndRecord))
    }

    @Test("a file that shrinks between opening and reading is a fault")
    func shrinking() throws {
        for entry in [TestEntry.stored(), .deflated()] {
            let bytes = TestArchive(entry).bytes
            let file = UnnamedFile(bytes)
            let reader = try ZipEntryReader(descriptor: file.descriptor, fileBytes: Int64(bytes.count), limits: ZipLimits())
            ftruncate(file.descriptor, 40)
            var buffer = [UInt8](repeating: 0, count: 100)
            let error = #expect(throws: ZipTrouble.self) { try buffer.withUnsafeMutableBytes { try reader.read(into: $0) } }
            guard case .fault(let fault) = error else { Issue.record("not a fault: \(String(describing: error))"); continue }
            #expect(fault.errno == ENODATA)
        }
    }
}

/// The same random numbers in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
