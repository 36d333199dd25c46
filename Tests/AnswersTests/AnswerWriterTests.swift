import Answers
import Contributions
import LedgerCore
import Testing

@Suite("The buffer of answers")
struct AnswerWriterTests {
    @Test("bytes are handed over in blocks of 64 KiB, the last one shorter, whatever the pieces")
    func blocks() throws {
        var sizes: [Int] = []
        var all: [UInt8] = []
        let writer = AnswerWriter { block in
            sizes.append(block.count)
            all.append(contentsOf: block)
        }
        var expected: [UInt8] = []
        for size in [1, 65_534, 1, 1, 200_000, 0, 17, 65_536, 3] {
            let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 + size) }
            piece.withUnsafeBytes { writer.append($0) }
            expected += piece
        }
        try writer.finish()
        #expect(all == expected)
        #expect(sizes.dropLast().allSatisfy { $0 == AnswerWriter.blockBytes })
        #expect(sizes.last == expected.count % AnswerWriter.blockBytes)
    }

    @Test("a sink that fails is not called again, and finish says why")
    func failure() {
        struct Full: Error {}
        var calls = 0
        let writer = AnswerWriter { _ in
            calls += 1
            throw Full()
        }
        for _ in 0..<200_000 { writer.append("abc") }
        #expect(calls == 1)
        #expect(throws: Full.self) { try writer.check() }
        #expect(throws: Full.self) { try writer.finish() }
    }

    @Test(
        "text is escaped on its bytes",
        arguments: [
            ("a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c'"),
            ("1\t2\r\n3", "1&#9;2&#13;&#10;3"),
            ("Nguyễn Thị Mẫu đ", "Nguyễn Thị Mẫu đ"),
            ("\u{0}\u{1B}\u{7F}", #"\u{0}\u{1b}\u{7f}"#),
            ("\u{FFFE}x\u{FFFF}", #"\u{fffe}x\u{ffff}"#),
            ("\u{FEFF}\u{FF21}ﬁ\u{F8FF}", "\u{FEFF}\u{FF21}ﬁ\u{F8FF}"),
            ("]]>", "]]&gt;"),
            ("", ""),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try rendered { $0.append(escaped: text) } == expected)
    }

    @Test("a sequence cut at the end is copied as it is, without reading beyond")
    func cutSequence() throws {
        let bytes = try AnswerWriter.bytes { out in [UInt8](arrayLiteral: 0x61, 0xEF, 0xBF).withUnsafeBytes { out.append(escaped: $0) } }
        #expect(bytes == [0x61, 0xEF, 0xBF])
    }

    @Test(
        "numbers are written as Swift and as people write them",
        arguments: [
            (Int64(0), "0", "0"), (7, "7", "7"), (999, "999", "999"), (1_000, "1000", "1.000"), (683_100, "683100", "683.100"),
            (-1_234, "-1234", "-1.234"), (.max, "9223372036854775807", "9.223.372.036.854.775.807"),
            (.min, "-9223372036854775808", "-9.223.372.036.854.775.808"),
        ])
    func numbers(number: Int64, plain: String, grouped: String) throws {
        #expect(try rendered { $0.append(number) } == plain)
        #expect(try rendered { $0.append(number, groupedBy: UInt8(ascii: ".")) } == grouped)
        #expect(Dong(number).description == grouped)
    }

    @Test("days, times and digests")
    func days() throws {
        #expect(try rendered { $0.append(Day("20261120")!) } == "20261120")
        #expect(try rendered { $0.append(forPeople: Day("20270105")!) } == "05/01/2027")
        #expect(try rendered { $0.append(VietnamTime("20261120003105")!) } == "20261120003105")
        #expect(try rendered { $0.append(hex: [0, 0x0A, 0xFF]) } == "000aff")
    }

    @Test("answers are named after their file and intake number")
    func names() {
        let intake = IntakeNumber("TN20261120-000001")!
        #expect(AnswerNames.confirmation(of: "LO_1.zip", intake) == "LO_1_TN20261120-000001_XN.xml")
        #expect(AnswerNames.rejection(of: "lo.xml.ZIP", intake) == "lo.xml_TN20261120-000001_TC.xml")
        #expect(AnswerNames.rejectionPage(of: "KHONG-TEN", intake) == "KHONG-TEN_TN20261120-000001_TC.html")
        #expect(AnswerNames.reason(of: "a.XML", intake) == "TN20261120-000001_a.XML.reason.json")
        #expect(AnswerNames.stem(of: ".xml") == ".xml")
    }

    @Test(
        "reports are named after their kind, office, partner and day, or month",
        arguments: [
            (ReportKind.confirmations, "0101234567", "01-XN_00101_0101234567_20261130"),
            (.receipts, "0101234567", "C17-TS_00101_0101234567_20261130"), (.lateMoney, "0101234567", "CHAM-NOP_00101_0101234567_20261130"),
            (.lateMoney, nil, "CHAM-NOP_00101_20261130"), (.overview, nil, "TONG-HOP_00101_20261130"),
            (.reconciliation, nil, "DOI-CHIEU_00101_20261130"), (.collectors, nil, "NVT_00101_202611"),
            (.coverage, nil, "DIA-BAN_00101_202611"),
        ] as [(ReportKind, String?, String)])
    func reportNames(kind: ReportKind, partner: String?, name: String) {
        let report = ReportOwed(
            kind: kind, day: Day("20261130")!, office: "00101", partner: partner, number: 0, closedAt: VietnamTime("20261201000500")!)
        #expect(ReportFormat.allCases.map { AnswerNames.report(report, $0) } == ["html", "xlsx", "xml"].map { name + "." + $0 })
    }
}
