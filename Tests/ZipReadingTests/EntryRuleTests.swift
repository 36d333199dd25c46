// ZIP02, ZIP05, ZIP03, ZIP04: what the one entry may be; and which code is told when several apply.

import Testing
import ZipReading

@Suite("What the entry may be")
struct EntryRuleTests {
    static let numberAndSuffix: [Case] = [
        Case("no entry", TestArchive([]), .entryCount(0)),
        Case("two entries", TestArchive(.stored("a.xml"), .stored("b.xml")), .entryCount(2)),
        Case("two entries of one name", TestArchive(.stored("a.xml"), .stored("a.xml")), .entryCount(2)),
        Case("two names that differ by case", TestArchive(.stored("a.xml"), .stored("A.XML")), .entryCount(2)),
        Case("an entry beside a folder", TestArchive(.stored("thu/", []), .stored("thu/a.xml")), .entryCount(2)),
        Case("an entry beside what macOS adds", TestArchive(.stored("a.xml"), .stored("__MACOSX/._a.xml")), .entryCount(2)),
        Case("an empty name", TestArchive(.stored("")), .entryNameNotXML("")),
        Case("no suffix", TestArchive(.stored("xml")), .entryNameNotXML("xml")),
        Case("another suffix", TestArchive(.stored("a.xml.exe")), .entryNameNotXML("a.xml.exe")),
        Case("a ZIP in a ZIP", TestArchive(.stored("a.zip")), .entryNameNotXML("a.zip")),
        Case("a path to another suffix", TestArchive(.stored("../a.txt")), .entryNameNotXML("../a.txt")),
        Case("a blank behind", TestArchive(.stored("a.xml ")), .entryNameNotXML("a.xml ")),
        Case("a dot behind", TestArchive(.stored("a.xml.")), .entryNameNotXML("a.xml.")),
        Case("NUL behind", TestArchive(.stored("a.xml\0")), .entryNameNotXML("a.xml\u{FFFD}")),
        Case("a folder", TestArchive(.stored("a.xml/", [])), .entryNameNotXML("a.xml/")),
        Case(
            "a name longer than can be shown", TestArchive(.stored(String(repeating: "é", count: 300))),
            .entryNameNotXML(String(repeating: "é", count: 100))),
    ]

    @Test("not one entry, or not .xml, is ZIP02", arguments: numberAndSuffix)
    func zip02(_ row: Case) {
        #expect(row.expected.code == .ZIP02)
        #expect(Outcome(reading: row.bytes) == .refused(row.expected))
    }

    @Test(
        "a name with a path, a blank or dot at its edge, or a character that cannot be shown is ZIP05",
        arguments: [
            "a/b.xml", "/a.xml", "../a.xml", "..\\a.xml", "a\\b.xml", "C:a.xml", "a.xml:b.xml", "..xml", "a..xml", ".a.xml", ".xml",
            " a.xml",
            "\u{00A0}a.xml", "a\nb.xml", "\ta.xml", "a\u{1B}[31m.xml", "a\u{7F}.xml", "a\u{85}.xml", "a\u{202E}lmx.xml", "a\u{2028}b.xml",
        ])
    func pathName(_ name: String) {
        let shown = String(String.UnicodeScalarView(name.unicodeScalars.map { Self.hidden.contains($0) ? "\u{FFFD}" : $0 }))
        for entry in [TestEntry.stored(name), .deflated(name)] {
            #expect(Outcome(reading: TestArchive(entry).bytes) == .refused(.entryNameNotFlat(shown)))
        }
    }

    static let hidden: Set<Unicode.Scalar> = ["\n", "\t", "\u{1B}", "\u{7F}", "\u{85}", "\u{202E}", "\u{2028}"]

    @Test("a name that is not UTF-8 is ZIP05")
    func legacyName() {
        let entry = TestEntry.stored().withBoth { $0.name = [0xE0, 0x41] + Array(".xml".utf8) }
        #expect(Outcome(reading: TestArchive(entry).bytes) == .refused(.entryNameNotFlat("\u{FFFD}A.xml")))
        let withNUL = TestEntry.stored().withBoth { $0.name = [0x61, 0] + Array(".xml".utf8) }
        #expect(Outcome(reading: TestArchive(withNUL).bytes) == .refused(.entryNameNotFlat("a\u{FFFD}.xml")))
    }

    @Test(
        "flat names are accepted, in Vietnamese too and with .xml in any case",
        arguments: ["a.xml", "A.XML", "bảng kê 11.Xml", "a.b_c-1.xml"])
    func flatName(_ name: String) {
        #expect(Outcome(reading: TestArchive(.deflated(name)).bytes) == .content(name: name, TestEntry.xml))
    }

    static let kinds: [Case] = [
        Case("a folder by its mode", kind(host: 3, mode: 0o040755), .folder),
        Case("a folder by its DOS attribute", TestArchive(.stored().with { ($0.madeBy, $0.externalAttributes) = (20, 0x10) }), .folder),
        Case("a link", kind(host: 3, mode: 0o120777), .notPlainFile(unixMode: 0o120777)),
        Case("a link made on macOS", kind(host: 19, mode: 0o120777), .notPlainFile(unixMode: 0o120777)),
        Case("a character device", kind(host: 3, mode: 0o020666), .notPlainFile(unixMode: 0o020666)),
        Case("a block device", kind(host: 3, mode: 0o060666), .notPlainFile(unixMode: 0o060666)),
        Case("a pipe", kind(host: 3, mode: 0o010666), .notPlainFile(unixMode: 0o010666)),
        Case("a socket", kind(host: 3, mode: 0o140666), .notPlainFile(unixMode: 0o140666)),
    ]

    private static func kind(host: UInt16, mode: UInt32) -> TestArchive {
        TestArchive(.stored().with { ($0.madeBy, $0.externalAttributes) = (host << 8 | 20, mode << 16) })
    }

    @Test("an entry that is no plain file is ZIP05", arguments: kinds)
    func zip05(_ row: Case) {
        #expect(row.expected.code == .ZIP05)
        #expect(Outcome(reading: row.bytes) == .refused(row.expected))
    }

    @Test("an encrypted entry is ZIP03", arguments: [0x0001, 0x0040, 0x0041, 0x2000] as [UInt16])
    func zip03(_ flags: UInt16) {
        #expect(Outcome(reading: TestArchive(.deflated().withBoth { $0.flags = flags }).bytes) == .refused(.encrypted))
    }

    @Test("WinZip's AES is ZIP03, whatever the flags say", arguments: [0, 1] as [UInt16])
    func aes(_ flags: UInt16) {
        let entry = TestEntry.stored().withBoth {
            ($0.flags, $0.method, $0.checksum) = (flags, 99, 0)
            $0.extra = extra(0x9901, [2, 0, 0x41, 0x45, 3, 8, 0])
        }
        #expect(Outcome(reading: TestArchive(entry).bytes) == .refused(.encrypted))
    }

    @Test("another method is ZIP04: shrunk, Deflate64, bzip2, LZMA, Zstandard, PPMd", arguments: [1, 9, 12, 14, 93, 98] as [UInt16])
    func zip04(_ method: UInt16) {
        #expect(Outcome(reading: TestArchive(.stored().withBoth { $0.method = method }).bytes) == .refused(.method(method)))
    }

    @Test("another method with a descriptor is ZIP04 too, not ZIP06")
    func otherMethodStreamed() {
        #expect(Outcome(reading: TestArchive(.deflated().streamed().withBoth { $0.method = 14 }).bytes) == .refused(.method(14)))
    }

    // Each row breaks every rule from its own on: only the first may be told.
    static let precedence: [Case] = [
        Case("ZIP01 first", change(all.bytes, at: all.bytes.count - 22 - 46 - 7, to: 0), .directoryDamaged(entry: 1)),
        Case("then ZIP06", all, .localHeaderDiffers(field: .time)),
        Case("then ZIP02", all.with { $0.entries[0].local.time = $0.entries[0].directory.time }, .entryNameNotXML("a/b.xmm")),
        Case("then ZIP05", fromPath, .entryNameNotFlat("a/b.xml")),
        Case("then ZIP03", fromPath.with { $0.entries[0] = $0.entries[0].withBoth { $0.name = Array("ab.xml".utf8) } }, .encrypted),
        Case("then ZIP04", fromMethod, .method(12)),
        Case(
            "then ZIP07", fromMethod.with { $0.entries[0] = $0.entries[0].withBoth { $0.method = 8 } }, .declaredBytes(1 << 30, limit: 1000)
        ),
        Case(
            "then ZIP08",
            fromMethod.with { $0.entries[0] = $0.entries[0].withBoth { ($0.method, $0.inflatedBytes) = (8, 1000) } },
            .sizeDiffers(declared: 1000, found: UInt64(TestEntry.xml.count))),
    ]

    static let all = TestArchive(
        TestEntry.deflated("a/b.xmm").withBoth { ($0.flags, $0.method, $0.inflatedBytes, $0.checksum) = (1, 12, 1 << 30, 5) }
            .with { $0.local.time = 0 })

    static let fromPath = TestArchive(all.entries[0].withBoth { ($0.name, $0.time) = (Array("a/b.xml".utf8), 0) })
    static let fromMethod = TestArchive(fromPath.entries[0].withBoth { ($0.name, $0.flags) = (Array("ab.xml".utf8), 0) })

    @Test("of several reasons the first in the table is told", arguments: precedence)
    func order(_ row: Case) {
        #expect(Outcome(reading: row.bytes, limits: ZipLimits(inflatedBytesMax: 1000)) == .refused(row.expected))
    }

    @Test("the codes stand in the order of rules.md")
    func codes() {
        #expect(ZipCode.allCases.map(\.rawValue) == ["ZIP01", "ZIP06", "ZIP02", "ZIP05", "ZIP03", "ZIP04", "ZIP07", "ZIP08"])
    }
}
