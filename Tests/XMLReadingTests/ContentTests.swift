import Testing
import XMLReading

/// What the tape says of a good document.
@Suite("Content")
struct ContentTests {
    @Test("elements open and close or are leaves, with their places in lines and characters")
    func elements() throws {
        try expectEvents(
            "<?xml version=\"1.0\"?>\n<A V=\"1\">\n  <B>một</B><C/>\n  <X>\n<B> </B></X>\n</A>\n<!-- end -->",
            [
                "open A 2:1", "leaf B 3:3 'một' text 3:6", "leaf C 3:13 ''", "open ?X 4:3", "leaf B 5:1 ' '", "close ? 5:9", "close A 6:1",
            ])
    }

    @Test("the root's attributes are told")
    func rootAttributes() throws {
        final class Nothing: XMLDocumentTaking {
            func take(_ tape: borrowing EventTape) throws {}
            func readChildren(_ bytes: UnsafeBufferPointer<UInt8>, place: inout XMLPlace) throws -> Int { 0 }
        }
        let reader = try XMLReader(vocabulary: XMLVocabulary(names: [], rootAttributes: ["V", "W"]), limits: XMLLimits())
        try Array("<A V='a&amp;&#66;>' W=\"\"/>".utf8).withUnsafeBytes { try reader.push($0, to: Nothing()) }
        try reader.finish(to: Nothing())
        #expect(reader.fault == nil)
        #expect(reader.rootAttributes.map { "\($0.name)=\($0.value)" } == ["V=a&B>", "W="])
    }

    @Test("references are resolved, the five names and characters by number")
    func references() throws {
        try expectEvents("<A>&lt;&amp;&gt;&quot;&apos;&#65;&#x1EC5;&#x1F600;&#10;</A>", ["leaf A 1:1 '<&>\"'Aễ😀\n' text 1:4"])
        try expectEvents("<A>&#32;</A>", ["leaf A 1:1 ' ' text 1:4"])
    }

    @Test(
        "references to what is no character are XML01, as are numbers with many zeros",
        arguments: [
            ("&#0;", false), ("&#8;", false), ("&#9;", true), ("&#x1F;", false), ("&#x20;", true), ("&#xD7FF;", true), ("&#xD800;", false),
            ("&#xDFFF;", false), ("&#xE000;", true), ("&#xFFFD;", true), ("&#xFFFE;", false), ("&#x10FFFF;", true), ("&#x110000;", false),
            ("&#99999999999;", false), ("&#x0000000A;", true), ("&#x00000000A;", true), ("&#x000000000A;", true),
            ("&#x0000000000A;", false),
            ("&#XA;", false),
        ])
    func characterNumbers(reference: String, isGood: Bool) throws {
        try expectVerdict("<A>\(reference)</A>", (isGood ? "good" : "XML01 1:4"))
    }

    @Test("line ends become one line feed, and lines are counted by line feeds")
    func lineEnds() throws {
        try expectEvents(
            "<A>\r\n<B>a\r\nb\rc\n</B>\r\n<C/></A>", ["open A 1:1", "leaf B 2:1 'a\nb\nc\n' text 2:4", "leaf C 5:1 ''", "close A 5:5"])
        try expectEvents("<A>a\r</A>", ["leaf A 1:1 'a\n' text 1:4"])
        try expectVerdict("<A>\r\n\r\n<B></A>", "XML01 3:4")
        try expectVerdict("<A>\r\r<B></A>", "XML01 1:9")
    }

    @Test("lines beyond 65,535 are counted on")
    func manyLines() throws {
        let document = "<A>" + String(repeating: "<B/>\n", count: 70_000) + "<X></A>"
        #expect(
            try Outline(Array(document.utf8), block: 65_536).fault
                == XMLFault(
                    code: .XML01,
                    details: [
                        "Opening and ending tag mismatch: X and A"
                    ], line: 70_001, column: 4))
    }

    @Test("CDATA and comments inside an element are marked")
    func marks() throws {
        try expectEvents("<A>1<![CDATA[<&]]>2</A>", ["leaf A 1:1 '1<&2' text 1:4 cdata"])
        try expectEvents("<A><![CDATA[]]></A>", ["leaf A 1:1 '' text 1:4 cdata"])
        try expectEvents("<A>1<!-- x -->2</A>", ["leaf A 1:1 '12' text 1:4 comment"])
        try expectEvents("<A><!-- x --><B/><!-- y --></A>", ["open A 1:1", "leaf B 1:14 ''", "close A 1:28"])
    }

    @Test("text and CDATA between children are stray, blanks are not")
    func strayText() throws {
        try expectEvents(
            "<A>\n x<B/>\n\ty<!-- c -->z<C/><![CDATA[]]></A>",
            [
                "open A 1:1", "strayText A 2:2 '\n x'", "leaf B 2:3 ''", "strayText A 3:2 '\n\tyz'", "leaf C 3:14 ''",
                "strayCDATA A 3:18 ''",
                "close A 3:30",
            ])
        try expectEvents("<A> <![CDATA[ ]]><B/></A>", ["open A 1:1", "strayCDATA A 1:5 '  '", "leaf B 1:18 ''", "close A 1:22"])
    }

    @Test("a value may hold `>`, and so may an attribute, wherever the blocks are parted")
    func greaterThan() throws {
        try expectEvents("<A V=\"a>b\"><B>1 > 0</B></A>", ["open A 1:1", "leaf B 1:12 '1 > 0' text 1:15", "close A 1:24"])
    }

    @Test("a thousand different unknown names are read, a flood of them is not: libxml2 keeps each")
    func unknownNames() throws {
        func document(_ count: Int, _ prefix: String = "N") -> [UInt8] {
            Array(("<A>" + (1...count).map { "<\(prefix)\($0)/>\n" }.joined() + "</A>").utf8)
        }
        #expect(try Outline(document(1000), block: 7).fault == nil)
        // They are forgotten with their document.
        for prefix in ["M", "O", "P"] { #expect(try Outline(document(1000, prefix), block: 65_536).fault == nil) }
        #expect(
            try Outline(document(5000), block: 65_536).fault == XMLFault(code: .XML05, details: ["names", "1000"], line: 1001, column: 1))
    }
}
