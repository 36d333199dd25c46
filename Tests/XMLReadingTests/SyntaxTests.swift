import Testing
import XMLReading

/// XML01, XML02, XML03 and XML06: syntax, an early end, and what the format does not have.
@Suite("XML syntax")
struct SyntaxTests {
    @Test(
        "what is not well-formed is XML01, at the token or character at fault",
        arguments: [
            ("", "XML01 1:1"),
            (" \n ", "XML01 2:2"),
            ("<!-- only a comment -->", "XML01 1:24"),
            ("<A></B>", "XML01 1:4"),
            ("<A>\n<B>\n</A></B>", "XML01 3:1"),
            ("<A/><A/>", "XML01 1:5"),
            ("<A></A>\n<B></B>", "XML01 2:1"),
            ("<A/> x", "XML01 1:6"),
            ("x<A/>", "XML01 1:1"),
            ("&amp;<A/>", "XML01 1:1"),
            ("<A/><![CDATA[x]]>", "XML01 1:5"),
            ("</A>", "XML01 1:1"),
            ("<A/></A>", "XML01 1:5"),
            ("<1/>", "XML01 1:1"),
            ("<A>\n< B/></A>", "XML01 2:1"),
            ("<A><></A>", "XML01 1:4"),
            ("<A>5 < 6</A>", "XML01 1:6"),
            ("<A V=1/>", "XML01 1:1"),
            ("<A V=\"1/>\n<B/></A>", "XML02 2:9"),
            ("<A V=\"<\"/>", "XML01 1:1"),
            ("<A V=\"1\" V=\"1\"/>", "XML01 1:1"),
            ("<A V/>", "XML01 1:1"),
            ("<A V=\"1\"V=\"2\"/>", "XML01 1:1"),
            ("<A V=\"&nbsp;\"/>", "XML01 1:1"),
            ("<A><B></B ></A>", "good"),
            ("<A><B></B x></A>", "XML01 1:7"),
            ("<A><!-- a -- b --></A>", "XML01 1:4"),
            ("<A><!- a --></A>", "XML01 1:4"),
            ("<A><!X></A>", "XML01 1:4"),
            ("<A><![CDAT[x]]></A>", "XML01 1:4"),
            ("<!doctype a><A/>", "XML01 1:1"),
            ("<A><?xml version=\"1.0\"?></A>", "XML01 1:4"),
            (" <?xml version=\"1.0\"?><A/>", "XML01 1:2"),
            ("<?xml version='1.0'?>\n<?xml version='1.0'?><A/>", "XML01 2:1"),
            ("<?xml?><A/>", "XML01 1:1"),
            ("<?xml version=\"2.0\"?><A/>", "XML01 1:1"),
            ("<A>\n a > b ]]> c</A>", "XML01 2:8"),
            ("<A>]]></A>", "XML01 1:4"),
            ("<A>]] ></A>", "good"),
            ("<A>]]<!-- -->></A>", "good"),
            ("<A>&</A>", "XML01 1:4"),
            ("<A>\n x & y</A>", "XML01 2:4"),
            ("<A>&amp</A>", "XML01 1:4"),
            ("<A>&nbsp;</A>", "XML01 1:4"),
            ("<A>&AMP;</A>", "XML01 1:4"),
            ("<A>&;</A>", "XML01 1:4"),
            ("<A>&#;</A>", "XML01 1:4"),
            ("<A>&#x;</A>", "XML01 1:4"),
            ("<A>&#-5;</A>", "XML01 1:4"),
            ("<A>&#+65;</A>", "XML01 1:4"),
            ("<A>&#xG;</A>", "XML01 1:4"),
            ("<A>\u{1}</A>", "XML01 1:4"),
            ("<A>ế\u{1B}[31m</A>", "XML01 1:5"),
            ("<A V=\"\u{1}\"/>", "XML01 1:1"),
            ("<A>\n<!-- \u{1} --></A>", "XML01 2:1"),
            ("<A>x\u{FFFE}</A>", "XML01 1:5"),
            ("<A>x\u{FFFF}</A>", "XML01 1:5"),
            ("<A V=\"\u{FFFF}\"/>", "XML01 1:1"),
            ("<A>\u{7F}\u{85}\u{FEFF}\u{1F600}</A>", "good"),
            ("<\u{D7}/>", "XML01 1:1"),
            ("<Ấ>1</Ấ>", "good"),
        ])
    func syntax(document: String, expected: String) throws {
        try expectVerdict(document, expected)
    }

    @Test(
        "an input that is over while an element or a tag is open is XML02, at its end",
        arguments: [
            ("<", "XML02 1:2"),
            ("<A", "XML02 1:3"),
            ("<A V=\"1", "XML02 1:8"),
            ("<A>", "XML02 1:4"),
            ("<A>\nxế", "XML02 2:3"),
            ("<A>&am", "XML02 1:7"),
            ("<A><B>1</B", "XML02 1:11"),
            ("<A><!-- ", "XML02 1:9"),
            ("<A><![CDATA[x", "XML02 1:14"),
            ("<A></A", "XML02 1:7"),
            ("<A></A>", "good"),
            ("<A></A>\n", "good"),
            ("<A></A><!-- end", "XML01 1:16"),
            ("<!-- begin", "XML01 1:11"),
            ("<?xml versi", "XML01 1:12"),
            ("<!DOCT", "XML01 1:7"),
        ])
    func earlyEnd(document: String, expected: String) throws {
        try expectVerdict(document, expected)
    }

    @Test("an input that is over inside a character of an element is XML02")
    func earlyEndInCharacter() throws {
        let name = Array("<A>Nguyễn".utf8)
        try expectVerdict(Array(name.dropLast(2)), "XML02 1:9")
        try expectVerdict(Array("<A V=\"ế".utf8.dropLast()), "XML02 1:8")
    }

    @Test(
        "a document type declaration is XML03, wherever it stands and whatever it says",
        arguments: [
            ("<!DOCTYPE A><A/>", "XML03 1:1"),
            ("<?xml version=\"1.0\"?>\n<!DOCTYPE A [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><A>&x;</A>", "XML03 2:1"),
            ("<!DOCTYPE A SYSTEM \"http://127.0.0.1/x.dtd\"><A/>", "XML03 1:1"),
            ("<!DOCTYPE A [<!ENTITY % p SYSTEM \"http://127.0.0.1/p\"> %p;]><A/>", "XML03 1:1"),
            ("<!DOCTYPE A [<!ENTITY x \"a long text\">]><A>&x;&x;&x;&x;</A>", "XML03 1:1"),
            ("<!DOCTYPE A [<![INCLUDE[<!ENTITY x \"1\">]]>]><A>&x;</A>", "XML03 1:1"),
            ("<!DOCTYPE", "XML03 1:1"),
            ("<A><!DOCTYPE A></A>", "XML03 1:4"),
            ("<A/><!DOCTYPE A>", "XML03 1:5"),
        ])
    func documentType(document: String, expected: String) throws {
        try expectVerdict(document, expected)
    }

    @Test("nested entities cost nothing: the declaration ends the document")
    func entityExpansion() throws {
        let levels = (1...60).map { "<!ENTITY l\($0) \"&l\($0 - 1);&l\($0 - 1);\">" }.joined()
        try expectVerdict("<?xml version=\"1.0\"?><!DOCTYPE A [<!ENTITY l0 \"ha\">\(levels)]><A>&l60;</A>", "XML03 1:22")
    }

    private static let instance = "http://www.w3.org/2001/XMLSchema-instance"

    @Test(
        "instructions, namespaces and attributes that the format does not have are XML06, at their token",
        arguments: [
            ("<?pi x?><A/>", "XML06 1:1"),
            ("<A>\n <?xml-stylesheet href=\"x\"?></A>", "XML06 2:2"),
            ("<A/><?pi?>", "XML06 1:5"),
            ("<A V=\"1\"/>", "good"),
            ("<A X=\"1\"/>", "XML06 1:1"),
            ("<A V=\"1\"><B V=\"1\"/></A>", "XML06 1:10"),
            ("<A xmlns=\"urn:x\"/>", "XML06 1:1"),
            ("<A xmlns=\"\"/>", "XML06 1:1"),
            ("<p:A xmlns:p=\"urn:x\"/>", "XML06 1:1"),
            ("<p:A/>", "XML06 1:1"),
            ("<A p:V=\"1\"/>", "XML06 1:1"),
            ("<A xml:lang=\"vi\"/>", "XML06 1:1"),
            (
                "<A xmlns:xsi=\"\(instance)\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xsi:noNamespaceSchemaLocation=\"http://127.0.0.1/a.xsd\"/>",
                "good"
            ),
            ("<A xmlns:xsi=\"\(instance)\" xsi:schemaLocation=\"a b\"/>", "XML06 1:1"),
            ("<A xmlns:xsi=\"\(instance)\" xsi:nil=\"true\"/>", "XML06 1:1"),
            ("<A xmlns:xsi=\"\(instance)x\"/>", "XML06 1:1"),
            ("<A xmlns:xsi=\"http://www.w3.org/2001/XMLSchema\"/>", "XML06 1:1"),
            ("<A xsi:noNamespaceSchemaLocation=\"a.xsd\"/>", "XML06 1:1"),
            ("<A xmlns:i=\"\(instance)\" i:noNamespaceSchemaLocation=\"a.xsd\"/>", "XML06 1:1"),
            ("<A><B xmlns:xsi=\"\(instance)\"/></A>", "XML06 1:4"),
            ("<A><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"/etc/passwd\"/></A>", "XML06 1:4"),
        ])
    func foreign(document: String, expected: String) throws {
        try expectVerdict(document, expected)
    }
}
