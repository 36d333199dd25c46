import Testing
import XMLReading

/// Of several faults the first in the document's order of bytes is the one; at the same place, in the order of the table.
@Suite("Order of faults")
struct OrderTests {
    /// Faults of a text's or element's own place, each inside an open element.
    private static let faults: [(piece: String, code: String)] = [
        ("\u{1}", "XML01"), ("&bad;", "XML01"), ("x]]>", "XML01"), ("<B></C>", "XML01"), ("<1>", "XML01"), ("<!DOCTYPE A>", "XML03"),
        ("<B X='1'/>", "XML06"), ("<?pi?>", "XML06"), ("<p:B/>", "XML06"), ("<B 1=''/>", "XML01"), ("<!-- -- -->", "XML01"),
        ("<B " + (1...9).map { "a\($0)='' " }.joined() + "/>", "XML05"),
        (String(repeating: "y", count: 5000), "XML05"), ("<" + String(repeating: "n", count: 70) + "/>", "XML05"),
    ]

    @Test("the first of two faults is the document's, in each order")
    func firstOfTwo() throws {
        for first in Self.faults {
            for second in Self.faults {
                let found = try outline(Array("<A><B>1</B>\(first.piece)<C>2</C>\(second.piece)</A>".utf8)).fault
                #expect(found?.code.rawValue == first.code, "\(first.piece.prefix(20)) before \(second.piece.prefix(20))")
            }
        }
    }

    @Test("bytes that are not UTF-8 are found before and behind other faults")
    func invalidBytes() throws {
        for fault in Self.faults {
            let piece = Array(fault.piece.utf8)
            let before = try outline(Array("<A>".utf8) + [0xFF] + piece + Array("</A>".utf8)).fault
            let behind = try outline(Array("<A>".utf8) + piece + [0xFF] + Array("</A>".utf8)).fault
            #expect(before?.code == .XML04)
            #expect(behind?.code.rawValue == fault.code, "\(fault.piece.prefix(20))")
        }
    }

    @Test(
        "of the faults of one tag the first in the order of the table is the one, not the first in the tag",
        arguments: [
            ("<A><B X='1' Y=2/></A>", "XML01 1:4"),
            ("<A><B X='1' X='1'/></A>", "XML01 1:4"),
            ("<A><B p:x='1' X='1' X='1'/></A>", "XML01 1:4"),
            ("<A><B p:x='1' Y=2/></A>", "XML01 1:4"),
            ("<A><B a b c d e f g h i/></A>", "XML05 1:4"),
            ("<A><B X='1' a b c d e f g h/></A>", "XML05 1:4"),
            ("<A><B X='\u{1}' a b c d e f g h/></A>", "XML05 1:4"),
            ("<A><B X='1", "XML02 1:11"),
        ])
    func sameTag(document: String, expected: String) throws {
        try expectVerdict(document, expected)
    }

    @Test("bytes that are not UTF-8 come before whatever else is wrong with their tag")
    func invalidBytesInTag() throws {
        try expectVerdict(Array("<A><B X='1' Y=2 Z='".utf8) + [0xFF] + Array("'/></A>".utf8), "XML04 1:20")
    }

    private func expectUnfinished(_ document: String, _ expected: [String], location: SourceLocation = #_sourceLocation) throws {
        let found = try outline(Array(document.utf8), location: location)
        #expect(found.fault != nil, sourceLocation: location)
        #expect(found.events == expected, sourceLocation: location)
    }

    @Test("what had begun before a fault is told, so that an earlier fault of structure can be seen")
    func unfinished() throws {
        try expectUnfinished("<A>\n text<!DOCTYPE A>", ["unfinished A 1:1 '' text 2:2"])
        try expectUnfinished("<A><B/> text\u{1}", ["open A 1:1", "leaf B 1:4 ''", "strayText A 1:9 ''"])
        try expectUnfinished("<A><B/>\n ", ["open A 1:1", "leaf B 1:4 ''"])
        try expectUnfinished("<A><X>1<!-- -->2", ["open A 1:1", "unfinished ?X 1:4 '1' text 1:7 comment"])
        try expectUnfinished("<A><X X='1'/></A>", ["unfinished A 1:1 ''"])
        try expectUnfinished("<A></B>", ["unfinished A 1:1 ''"])
        try expectUnfinished("<A", [])
    }
}
