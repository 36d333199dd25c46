import Contributions
import ExchangeFormat
import Testing

/// LO01: a header element missing or malformed. The document is read on.
@Suite("Header")
struct HeaderTests {
    private func expectFindings(_ header: String, _ expected: [String], location: SourceLocation = #_sourceLocation) throws {
        let found = try read(Documents.paymentList(header: "<THONG_TIN_CHUNG>\(header)</THONG_TIN_CHUNG>"), location: location)
        #expect(found.verdict == "good", sourceLocation: location)
        #expect(found.records.count == 1, sourceLocation: location)
        #expect(found.headerFindings == expected, sourceLocation: location)
    }

    private static let good: [(String, String)] = [
        ("MA_TCDVT", "0101234567"), ("MA_CQ_BHXH", "00101"), ("MA_LO", "20261120-0001"), ("NGAY_LAP", "20261120173000"), ("SO_LUONG", "1"),
        ("TONG_TIEN", "0"),
    ]

    @Test("a missing element is LO01 at the header's end, all of them in order")
    func missing() throws {
        try expectFindings("", Self.good.map { "\($0.0) missing 3:1" }.map { $0 })
        let some = Self.good.filter { $0.0 != "MA_LO" && $0.0 != "TONG_TIEN" }.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined()
        try expectFindings(some, ["MA_LO missing 3:\(18 + some.utf8.count)", "TONG_TIEN missing 3:\(18 + some.utf8.count)"])
    }

    @Test(
        "an empty, malformed or marked-up element is LO01 at its own place",
        arguments: [
            ("MA_TCDVT", "", "missing"), ("MA_TCDVT", "010", "malformed"), ("MA_TCDVT", "0101", "good"),
            ("MA_TCDVT", "0123456789ABCDEFGHIJKL", "good"), ("MA_TCDVT", "0123456789ABCDEFGHIJKLM", "malformed"),
            ("MA_TCDVT", "0101a", "malformed"),
            ("MA_CQ_BHXH", "0010", "malformed"), ("MA_CQ_BHXH", " 00101", "malformed"), ("MA_CQ_BHXH", "00101\n", "malformed"),
            ("MA_LO", "a.B_-9", "good"), ("MA_LO", "a b", "malformed"), ("MA_LO", "x<!-- -->y", "markup"),
            ("MA_LO", "<![CDATA[xy]]>", "markup"),
            ("MA_LO", "<![CDATA[]]>", "markup"), ("MA_LO", "<!-- -->", "markup"), ("MA_LO", "&#65;", "good"),
            ("MA_LO", "&amp;", "malformed"),
            ("NGAY_LAP", "2026112017300", "malformed"), ("NGAY_LAP", "99999999999999", "good"), ("NGAY_LAP", "２0261120173000", "malformed"),
            ("SO_LUONG", "0", "malformed"), ("SO_LUONG", "01", "malformed"), ("SO_LUONG", "9999999", "good"),
            ("SO_LUONG", "10000000", "malformed"),
            ("SO_LUONG", "-1", "malformed"), ("SO_LUONG", "+1", "malformed"), ("SO_LUONG", "1e3", "malformed"),
            ("TONG_TIEN", "0", "good"), ("TONG_TIEN", "999999999999999999", "good"), ("TONG_TIEN", "1000000000000000000", "malformed"),
            ("TONG_TIEN", "1.000", "malformed"),
        ])
    func values(name: String, value: String, expected: String) throws {
        var header = ""
        var column = 18
        for (element, other) in Self.good {
            if element == name { column += header.utf8.count }
            header += "<\(element)>\(element == name ? value : other)</\(element)>"
        }
        try expectFindings(header, expected == "good" ? [] : ["\(name) \(expected) 3:\(column)"])
    }

    @Test(
        "the bank's number and the day of transfer are judged like every other header element",
        arguments: [
            ("FT26325/001", "a", "good"), ("FT26325/001", "A.z_9-/", "good"), ("FT26325/001", "", "MA_GIAO_DICH_NH missing"),
            ("FT26325/001", "a b", "MA_GIAO_DICH_NH malformed"), ("FT26325/001", "số 1", "MA_GIAO_DICH_NH malformed"),
            ("FT26325/001", "<![CDATA[a]]>", "MA_GIAO_DICH_NH markup"), (">20261121<", ">99999999<", "good"),
            (">20261121<", ">2026112<", "NGAY_CHUYEN malformed"), (">20261121<", ">20261121120000<", "NGAY_CHUYEN malformed"),
            ("<NGAY_CHUYEN>20261121</NGAY_CHUYEN>", "", "NGAY_CHUYEN missing"),
        ])
    func transfers(from: String, to: String, expected: String) throws {
        let header = Documents.listingHeader.replacing(from, with: to)
        let found = try read(Documents.listing(header: header))
        #expect(found.verdict == "good" && found.records.count == 2)
        let findings = found.headerFindings.map { $0.prefix { $0 != ":" }.dropLast(" 2".count) }
        #expect(findings == (expected == "good" ? [] : [expected[...]]))
    }

    @Test("each document's header has its own elements, in order")
    func shapes() {
        let names = Dictionary(
            uniqueKeysWithValues: DocumentShape.all.map { ($0.kind.rawValue, $0.header.map(\.name).joined(separator: " ")) })
        #expect(
            names == [
                "DANH_SACH_THU": "MA_TCDVT MA_CQ_BHXH MA_LO NGAY_LAP SO_LUONG TONG_TIEN", "DANH_MUC": "MA_CQ_BHXH MA_LO NGAY_LAP",
                "DIEU_CHINH": "MA_TCDVT MA_CQ_BHXH MA_LO NGAY_LAP SO_LUONG",
                "BANG_KE_NOP": "MA_TCDVT MA_CQ_BHXH MA_LO NGAY_LAP SO_LUONG TONG_TIEN MA_GIAO_DICH_NH NGAY_CHUYEN",
                "SAO_KE": "MA_CQ_BHXH MA_LO NGAY_LAP SO_LUONG TONG_TIEN",
            ])
    }

    @Test("a value is told by name unless it failed or the document has no such element")
    func valueByName() throws {
        var header = HeaderReading()
        header.values = ["0101234567", "00101", "L1", "20261120173000", "1", "x"]
        header.findings = []
        #expect(header.value("MA_LO", in: .paymentList) == "L1")
        #expect(header.value("GIA_TRI", in: .paymentList) == nil)
        #expect(HeaderReading().value("MA_LO", in: .paymentList) == nil)
    }
}
