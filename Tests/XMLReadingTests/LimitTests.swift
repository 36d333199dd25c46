import Testing
import XMLReading

/// XML05: every limit below, at and above its edge.
@Suite("Limits")
struct LimitTests {
    private func letters(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test("a run of text may have 4,096 bytes", arguments: [(4095, "good"), (4096, "good"), (4097, "XML05 2:4096")])
    func text(count: Int, expected: String) throws {
        try expectVerdict("<A>\n" + letters(count - 1) + "</A>", expected)
        try expectVerdict("<A>\n" + String(repeating: " ", count: count - 1) + "<B/></A>", expected)
    }

    @Test("text is counted in bytes, over references, comments and CDATA, from tag to tag")
    func textRuns() throws {
        let name = String(repeating: "ế", count: 1365)  // 4,095 bytes
        try expectVerdict("<A>\(name)x</A>", "good")
        try expectVerdict("<A>\(name)xy</A>", "XML05 1:1370")
        try expectVerdict("<A>\(name)ế</A>", "XML05 1:1369")
        try expectVerdict("<A>\(letters(4092))&lt;</A>", "good")
        try expectVerdict("<A>\(letters(4093))&lt;</A>", "XML05 1:4097")
        try expectVerdict("<A>\(letters(4096))<!-- -->x</A>", "XML05 1:4108")
        try expectVerdict("<A>\(letters(4096))<B/>\(letters(4096))</A>", "good")
        try expectVerdict("<A><![CDATA[\(letters(4096))]]></A>", "good")
        try expectVerdict("<A><![CDATA[\(letters(4097))]]></A>", "XML05 1:4")
        try expectVerdict("<A>x<![CDATA[\(letters(4095))]]></A>", "good")
        try expectVerdict("<A>x<![CDATA[\(letters(4095))]]>y</A>", "XML05 1:4112")
        try expectVerdict("<A>x<![CDATA[\(letters(4096))]]></A>", "XML05 1:5")
        try expectVerdict("<A><![CDATA[\(letters(4094))]]]]></A>", "good")
        try expectVerdict("<A><![CDATA[\(letters(4200))", "XML05 1:4")
    }

    @Test("elements may stand 16 inside each other", arguments: [(15, "good"), (16, "good"), (17, "XML05 1:49")])
    func depth(count: Int, expected: String) throws {
        try expectVerdict(String(repeating: "<A>", count: count) + String(repeating: "</A>", count: count), expected)
        try expectVerdict(String(repeating: "<A>", count: count - 1) + "<B/>" + String(repeating: "</A>", count: count - 1), expected)
    }

    @Test("deep nesting ends at its limit, however deep it would go")
    func deepNesting() throws {
        let document = Array(String(repeating: "<A>", count: 1_000_000).utf8)
        #expect(try Outline(document, block: 65_536).fault?.code == .XML05)
    }

    @Test("a name may have 64 bytes", arguments: [(63, "good"), (64, "good"), (65, "XML05 2:1")])
    func name(count: Int, expected: String) throws {
        let name = letters(count)
        try expectVerdict("<A>\n<\(name)></\(name)></A>", expected)
        try expectVerdict("<A>\n<\(name)/></A>", expected)
        // In an attribute, where the limit comes before the attribute itself is refused.
        try expectVerdict("<A>\n<B \(name)=\"1\"/></A>", (count > 64 ? expected : "XML06 2:1"))
    }

    @Test("a name's bytes count, not its characters")
    func nameBytes() throws {
        let name = String(repeating: "ế", count: 21)  // 63 bytes
        try expectVerdict("<\(name)a/>", "good")
        try expectVerdict("<\(name)é/>", "XML05 1:1")
    }

    @Test("a tag may have 8 attributes", arguments: [1, 7, 8, 9, 10])
    func attributes(count: Int) throws {
        let tag = (1...count).map { " X\($0)=\"a=b c\"" }.joined()
        let expected = count > 8 ? "XML05" : "XML06"
        try expectVerdict("<A>\n <B\(tag)/></A>", "\(expected) 2:2")
        try expectVerdict("<A>\n <B\(tag.replacing("\"", with: "'"))></B></A>", "\(expected) 2:2")
    }

    @Test("forty thousand attributes end at the ninth")
    func attributeFlood() throws {
        let tag = "<A>\n<B" + (1...40_000).map { " x\($0)='1'" }.joined() + "/></A>"
        #expect(
            try Outline(Array(tag.utf8), block: 65_536).fault == XMLFault(code: .XML05, details: ["attributes", "8"], line: 2, column: 1))
    }

    @Test("a token may have 65,536 bytes", arguments: [(65_535, "good"), (65_536, "good"), (65_537, "XML05 2:1")])
    func token(count: Int, expected: String) throws {
        for (open, close) in [("<!--", "-->"), ("<B", "/>")] {
            let filling = String(repeating: " ", count: count - open.utf8.count - close.utf8.count)
            for block in [65_536, 4096, 61] {
                let outline = try Outline(Array(("<A>\n" + open + filling + close + "</A>").utf8), block: block)
                #expect(
                    outline.fault.map { "\($0.code.rawValue) \($0.line):\($0.column)" } ?? "good" == expected,
                    "\(open) in blocks of \(block)")
            }
        }
    }

    @Test("an endless comment, value or instruction ends at the limit, not at the end of the input")
    func endlessTokens() throws {
        for open in ["<A><!-- ", "<A V=\"", "<A><?pi ", "<A></A ", "<A><![CDATA["] {
            let document = Array((open + String(repeating: " ", count: 200_000)).utf8)
            #expect(try Outline(document, block: 65_536).fault?.code == .XML05, "\(open)")
        }
    }

    @Test("limits are settings, and the refusal prints them")
    func settings() throws {
        var limits = XMLLimits()
        limits.textBytesMax = 3
        limits.depthMax = 2
        limits.nameBytesMax = 5
        limits.attributesMax = 0
        limits.tokenBytesMax = 12
        func details(_ document: String) throws -> [String]? { try outline(Array(document.utf8), limits: limits).fault?.details }
        #expect(try details("<A>abc</A>") == nil)
        #expect(try details("<A>abcd</A>") == ["text", "3"])
        #expect(try details("<A><B><C/></B></A>") == ["depth", "2"])
        #expect(try details("<A><abcdef/></A>") == ["name", "5"])
        #expect(try details("<A V='1'/>") == ["attributes", "0"])
        #expect(try details("<A><!--12345--></A>") == nil)
        #expect(try details("<A><!--123456--></A>") == ["token", "12"])
    }
}
