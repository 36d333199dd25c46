import Testing
import XMLReading

/// XML04: UTF-8 and nothing else; never guessed, never repaired.
@Suite("Encoding")
struct EncodingTests {
    private static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    private static func utf32(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + text.unicodeScalars.map(\.value)).flatMap { value in
            let bytes = (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
            return bigEndian ? bytes.reversed() : bytes
        }
    }

    @Test("UTF-16 and UTF-32 are XML04, with or without a byte order mark", arguments: [true, false], [true, false])
    func wideEncodings(bigEndian: Bool, mark: Bool) throws {
        try expectVerdict(Self.utf16("<A>1</A>", bigEndian: bigEndian, mark: mark), "XML04 1:1")
        try expectVerdict(Self.utf32("<A>1</A>", bigEndian: bigEndian, mark: mark), "XML04 1:1")
    }

    @Test("one byte order mark is allowed and is no character; a second one is text outside the root")
    func byteOrderMarks() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try expectVerdict(mark + Array("<A/>".utf8), "good")
        try expectVerdict(mark + Array("<?xml version=\"1.0\" encoding=\"utf-8\"?><A/>".utf8), "good")
        try expectVerdict(mark + Array("<A><B></A>".utf8), "XML01 1:7")
        try expectVerdict(mark + mark + Array("<A/>".utf8), "XML01 1:1")
        try expectVerdict(Array("\n".utf8) + mark + Array("<A/>".utf8), "XML01 2:1")
        try expectVerdict(mark, "XML01 1:1")
        #expect(try outline(Array("<A>".utf8) + mark + Array("</A>".utf8)).events == ["leaf A 1:1 '\u{FEFF}' text 1:4"])
    }

    @Test(
        "declared encodings other than UTF-8 are XML04",
        arguments: [
            ("UTF-8", "good"), ("utf-8", "good"), ("UTF8", "good"), ("UTF-16", "XML04 1:1"), ("windows-1258", "XML04 1:1"),
            ("ISO-8859-1", "XML04 1:1"), ("US-ASCII", "XML04 1:1"), ("UTF-7", "XML04 1:1"), ("TCVN5712-1", "XML04 1:1"), ("", "XML01 1:1"),
        ])
    func declared(encoding: String, expected: String) throws {
        try expectVerdict("<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\n<A><B>1</B></A>", expected)
    }

    @Test(
        "a declaration is found to name another encoding however it is written, before libxml2 looks for a converter",
        arguments: [
            ("<?xml version='1.0' encoding='koi8-r'?>", "XML04 1:1"),
            ("<?xml version='1.0'\n encoding =\n\"KOI8-R\" standalone='yes'?>", "XML04 1:1"),
            ("<?xml version='1.0' encoding='UTF-8' encoding='koi8-r'?>", "XML04 1:1"),
            ("<?xml encoding='utf8' version='1.0'?>", "XML01 1:1"),
            ("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", "good"), ("<?xml version='1.0' encoding=''?>", "XML01 1:1"),
        ])
    func written(declaration: String, expected: String) throws {
        try expectVerdict(declaration + "<A/>", expected)
    }

    @Test("a byte order mark of UTF-8 does not excuse another declared encoding")
    func markAndDeclaration() throws {
        try expectVerdict("\u{FEFF}<?xml version=\"1.0\" encoding=\"windows-1258\"?><A/>", "XML04 1:1")
    }

    @Test(
        "bytes that are not UTF-8 are XML04 where they stand",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
            [0xC3, 0x41], [0xE1, 0xBB], [0xE1, 0xBB, 0x41], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func invalidBytes(bytes: [UInt8]) throws {
        let close = Array("</A>".utf8)
        try expectVerdict(Array("<A>\n ế".utf8) + bytes + close, "XML04 2:3")
        try expectVerdict(Array("<A><![CDATA[".utf8) + bytes + Array("]]></A>".utf8), "XML04 1:13")
        try expectVerdict(Array("<A><!-- ".utf8) + bytes + Array(" --></A>".utf8), "XML04 1:9")
        try expectVerdict(Array("<A V=\"".utf8) + bytes + Array("\"/>".utf8), "XML04 1:7")
        try expectVerdict(Array("<".utf8) + bytes + Array("/>".utf8), "XML04 1:2")
    }

    @Test("the edges of UTF-8 are read: the first and last character of each length")
    func validEdges() throws {
        let text = "\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}"
        #expect(try outline(Array("<A>\(text)</A>".utf8)).events == ["leaf A 1:1 '\(text)' text 1:4"])
    }

    @Test("NUL is XML01 once the document has begun")
    func nul() throws {
        try expectVerdict("<A>x\0</A>", "XML01 1:5")
        try expectVerdict("<A>x<B\0/></A>", "XML01 1:5")
        try expectVerdict("<A V=\"\0\"/>", "XML01 1:1")
    }
}
