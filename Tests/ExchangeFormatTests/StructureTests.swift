import Testing

/// XML07 and XML08: the document outside its entries.
@Suite("Structure of documents")
struct StructureTests {
    @Test("good documents of both kinds are read, with every element and without what may be missing")
    func good() throws {
        let list = try read(Documents.paymentList(Documents.entry() + Documents.entry(leavingOut: ["MA_XA", "GHI_CHU"])))
        #expect(list.verdict == "good")
        #expect(list.records.count == 2)
        #expect(list.header == ["0101234567", "00101", "20261120-0001", "20261120173000", "1", "683100"])
        let values = Documents.payment.map(\.value).joined(separator: "|")
        #expect(list.records[0] == "12 0 \(values) key 'GD-000001'")
        let master = try read(Documents.masterData())
        #expect(master.verdict == "good")
        #expect(master.records.map { $0.split(separator: " ")[1] } == ["0", "0", "1", "2", "2", "3", "4", "5", "6", "7"])
        #expect(master.records[3].hasSuffix("|,00007,00010|20260101|20261231 key '0101234567'"))
    }

    @Test("good documents of the money's way are read, each entry with its list")
    func goodTrailDocuments() throws {
        let adjustment = try read(Documents.adjustment())
        #expect(adjustment.verdict == "good")
        #expect(adjustment.header == ["0101234567", "00101", "HUY-1", "20261121090000", "3"])
        #expect(
            adjustment.records == [
                "3 0 POS0000000014|Người tham gia rút tiền, nộp nhầm key 'POS0000000014'", "4 0 mã không rõ|x key 'mã không rõ'",
                "5 1 FT26325/001|Ngân hàng trả lại key 'FT26325/001'",
            ])
        #expect(try read(Documents.adjustment(Documents.takingsBack)).records == ["3 1 FT26325/001|Ngân hàng trả lại key 'FT26325/001'"])
        let listing = try read(Documents.listing())
        #expect(listing.verdict == "good")
        #expect(listing.header == ["0101234567", "00101", "NOP-1", "20261121090000", "2", "1366200", "FT26325/001", "20261121"])
        #expect(listing.records == ["4 0 POS0000000014 key 'POS0000000014'", "5 0 POS0000000022 key 'POS0000000022'"])
        let statement = try read(Documents.statement())
        #expect(statement.verdict == "good")
        #expect(statement.header == ["00101", "SK-1", "20261122090000", "2", "1366201"])
        #expect(
            statement.records == [
                "4 0 FT26325/001|20261122|1366200|0101234567|Nộp BHXH, lô 1 key 'FT26325/001'", "6 0 x|20261122|1|0109| key 'x'",
            ])
    }

    @Test(
        "a document of the money's way without a record, or with a list out of order, is XML07",
        arguments: [
            (Documents.adjustment(""), "missing DS_HUY 3:1"), (Documents.adjustment("<DS_HUY/>"), "emptyList DS_HUY 3:1"),
            (Documents.adjustment("<DS_HUY> </DS_HUY>"), "emptyList DS_HUY 3:1"),
            (Documents.adjustment(Documents.takingsBack + "<DS_HUY/>"), "misplaced DS_HUY 4:1"),
            (Documents.adjustment(Documents.cancellations + "<DS_HUY/>"), "repeated DS_HUY 5:1"),
            (Documents.adjustment("<DS_HUY><HUY_KE/></DS_HUY>"), "unknown HUY_KE 3:9"),
            (Documents.listing(""), "emptyList DS_MA 3:1"), (Documents.listing("x"), "strayText DS_MA 4:1"),
            (Documents.listing("<MA/>"), "unknown MA 4:1"), (Documents.listing(Documents.codes + "x"), "strayText DS_MA 6:1"),
            (Documents.listing(Documents.codes + "<X/>"), "unknown X 6:1"), (Documents.statement(""), "emptyList DS_BAO_CO 3:1"),
            (Documents.statement("<HUY/>"), "unknown HUY 4:1"),
        ])
    func trailStructure(document: String, expected: String) throws {
        try expectVerdict(document, "XML07 " + expected)
    }

    @Test("common serializers' schema attributes on the root, a byte order mark, comments and line ends of Windows change nothing")
    func serializers() throws {
        let plain = Documents.paymentList()
        let root =
            #"<DANH_SACH_THU xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" PHIEN_BAN="1">"#
        let dressed = "\u{FEFF}" + plain.replacing("<DANH_SACH_THU PHIEN_BAN=\"1\">", with: root).replacing("\n", with: "\r\n")
        #expect(try read(dressed) == read(plain))
        #expect(
            try read(plain.replacing("</MA_LO>", with: "</MA_LO><!-- lô -->").replacing("<LOAI_HINH>", with: "<!-- - --><LOAI_HINH>"))
                == read(plain))
    }

    @Test(
        "another root is XML07, another version XML08",
        arguments: [
            ("<X/>", "XML07 root X 1:1"), ("<html><body>&nbsp;</body></html>", "XML07 root html 1:1"),
            ("<danh_muc PHIEN_BAN='1'/>", "XML07 root danh_muc 1:1"),
            ("<X PHIEN_BAN='9'>", "XML07 root X 1:1"), ("<DIEU_CHINH PHIEN_BAN='1'/>", "XML07 missing THONG_TIN_CHUNG 1:1"),
            ("<BANG_KE_NOP/>", "XML08 1:1 ''"), ("<SAO_KE PHIEN_BAN='2'/>", "XML08 1:1 '2'"),
            ("<TIEM_NANG/>", "XML07 notBuilt TIEM_NANG 1:1"),
            ("<X Y='1'/>", "XML06 attribute Y 1:1"), ("<THONG_TIN_CHUNG/>", "XML07 root THONG_TIN_CHUNG 1:1"),
            ("<DANH_SACH_THU/>", "XML08 1:1 ''"), ("<DANH_MUC>x</DANH_MUC>", "XML08 1:1 ''"),
            ("\n<DANH_MUC PHIEN_BAN='2'/>", "XML08 2 2:1 '2'"),
            ("<DANH_MUC PHIEN_BAN='1.0'/>", "XML08 1:1 '1.0'"), ("<DANH_MUC PHIEN_BAN=' 1'/>", "XML08 1:1 ' 1'"),
            ("<DANH_MUC PHIEN_BAN='&#49;'/>", "XML07 missing THONG_TIN_CHUNG 1:1"), ("<DANH_MUC PHIEN_BAN='1&amp;'/>", "XML08 1:1 '1&'"),
            ("<DANH_MUC PHIEN_BAN='2'><X/>", "XML08 1:1 '2'"),
        ])
    func roots(document: String, expected: String) throws {
        try expectVerdict(document, expected.replacing("XML08 2 2:1", with: "XML08 2:1"))
    }

    private static let open = "<DANH_MUC PHIEN_BAN=\"1\">\n"
    private static let people = "<DS_NGUOI><NGUOI/></DS_NGUOI>"
    private static let settings = "<DS_THAM_SO><THAM_SO/></DS_THAM_SO>"
    private static let head = "<THONG_TIN_CHUNG/>"

    @Test(
        "whatever is out of order outside the entries is XML07, at its own place",
        arguments: [
            ("</DANH_MUC>", "missing THONG_TIN_CHUNG 1:1"),
            ("<!-- nothing --></DANH_MUC>", "missing THONG_TIN_CHUNG 1:1"),
            ("x</DANH_MUC>", "strayText DANH_MUC 2:1"),
            ("<![CDATA[]]></DANH_MUC>", "cdata DANH_MUC 2:1"),
            (" x\(head)\(people)</DANH_MUC>", "strayText DANH_MUC 2:2"),
            ("\(head)\n x\(people)</DANH_MUC>", "strayText DANH_MUC 3:2"),
            ("\(head)\(people)\n<![CDATA[ ]]></DANH_MUC>", "cdata DANH_MUC 3:1"),
            ("\(head)\(people)&#65;</DANH_MUC>", "strayText DANH_MUC 2:48"),
            ("\(head)</DANH_MUC>", "missing DS_CO_QUAN 2:19"),
            ("\(people)\(head)</DANH_MUC>", "missing THONG_TIN_CHUNG 2:1"),
            ("\(head)\(head)\(people)</DANH_MUC>", "repeated THONG_TIN_CHUNG 2:19"),
            ("\(head)\(people)\(head)</DANH_MUC>", "repeated THONG_TIN_CHUNG 2:48"),
            ("\(head)<X/>\(people)</DANH_MUC>", "unknown X 2:19"),
            ("<X/>\(head)\(people)</DANH_MUC>", "unknown X 2:1"),
            ("\(head)<DS_KHOAN_THU/></DANH_MUC>", "unknown DS_KHOAN_THU 2:19"),
            ("\(head)<NGUOI/></DANH_MUC>", "unknown NGUOI 2:19"),
            ("\(head)\(people)\(people)</DANH_MUC>", "repeated DS_NGUOI 2:48"),
            ("\(head)\(settings)\(people)</DANH_MUC>", "misplaced DS_NGUOI 2:54"),
            ("\(head)\(people)\(settings)\(people)</DANH_MUC>", "misplaced DS_NGUOI 2:83"),
            ("\(head)<DS_NGUOI/></DANH_MUC>", "emptyList DS_NGUOI 2:19"),
            ("\(head)<DS_NGUOI></DS_NGUOI></DANH_MUC>", "emptyList DS_NGUOI 2:19"),
            ("\(head)<DS_NGUOI> <!-- none --> </DS_NGUOI></DANH_MUC>", "emptyList DS_NGUOI 2:19"),
            ("\(head)<DS_NGUOI>x</DS_NGUOI></DANH_MUC>", "strayText DS_NGUOI 2:29"),
            ("\(head)<DS_NGUOI><![CDATA[]]></DS_NGUOI></DANH_MUC>", "cdata DS_NGUOI 2:29"),
            ("\(head)<DS_NGUOI>x<NGUOI/></DS_NGUOI></DANH_MUC>", "strayText DS_NGUOI 2:29"),
            ("\(head)<DS_NGUOI><NGUOI/>\nx</DS_NGUOI></DANH_MUC>", "strayText DS_NGUOI 3:1"),
            ("\(head)<DS_NGUOI><NGUOI/><![CDATA[x]]></DS_NGUOI></DANH_MUC>", "cdata DS_NGUOI 2:37"),
            ("\(head)<DS_NGUOI><XA/></DS_NGUOI></DANH_MUC>", "unknown XA 2:29"),
            ("\(head)<DS_NGUOI><NGUOI/><X>1</X></DS_NGUOI></DANH_MUC>", "unknown X 2:37"),
            ("\(head)<DS_NGUOI><DS_NGUOI><NGUOI/></DS_NGUOI></DS_NGUOI></DANH_MUC>", "unknown DS_NGUOI 2:29"),
            ("<THONG_TIN_CHUNG>x</THONG_TIN_CHUNG>", "strayText THONG_TIN_CHUNG 2:18"),
            ("<THONG_TIN_CHUNG><![CDATA[ ]]></THONG_TIN_CHUNG>", "cdata THONG_TIN_CHUNG 2:18"),
            ("<THONG_TIN_CHUNG><MA_LO>1</MA_LO>x</THONG_TIN_CHUNG>", "strayText THONG_TIN_CHUNG 2:34"),
            ("<THONG_TIN_CHUNG><MA_LO>1</MA_LO><![CDATA[]]></THONG_TIN_CHUNG>", "cdata THONG_TIN_CHUNG 2:34"),
            ("<THONG_TIN_CHUNG><X>1</X></THONG_TIN_CHUNG>", "unknown X 2:18"),
            ("<THONG_TIN_CHUNG><MA_TCDVT>1</MA_TCDVT></THONG_TIN_CHUNG>", "unknown MA_TCDVT 2:18"),
            ("<THONG_TIN_CHUNG><MA_LO>1</MA_LO><MA_LO>1</MA_LO></THONG_TIN_CHUNG>", "repeated MA_LO 2:34"),
            ("<THONG_TIN_CHUNG><MA_LO>1</MA_LO><MA_CQ_BHXH>1</MA_CQ_BHXH></THONG_TIN_CHUNG>", "misplaced MA_CQ_BHXH 2:34"),
            ("<THONG_TIN_CHUNG><MA_LO><X/></MA_LO></THONG_TIN_CHUNG>", "nested MA_LO 2:18"),
            ("<THONG_TIN_CHUNG><MA_LO>1<X/></MA_LO></THONG_TIN_CHUNG>", "nested MA_LO 2:18"),
        ])
    func outsideEntries(body: String, expected: String) throws {
        try expectVerdict(Self.open + body, "XML07 " + expected)
    }

    @Test(
        "a fault of structure before a fault of XML is the document's, even when its element never ends",
        arguments: [
            ("<X>\u{1}", "XML07 unknown X 2:1"), ("<X>", "XML07 unknown X 2:1"), ("<X", "XML02 2:3"), ("<X>1</Y>", "XML07 unknown X 2:1"),
            ("x", "XML07 strayText DANH_MUC 2:1"), ("<!DOCTYPE x>x", "XML03 2:1"), ("x<!DOCTYPE x>", "XML07 strayText DANH_MUC 2:1"),
            ("\(head)<DS_NGUOI>x", "XML07 strayText DS_NGUOI 2:29"), ("\(head)<DS_NGUOI><NGUOI/>x&bad;", "XML07 strayText DS_NGUOI 2:37"),
            ("\(head)<DS_NGUOI>&bad;x", "XML01 bare ampersand, unknown entity or bad character number 2:29"),
            ("\(head)<DS_NGUOI><X>", "XML07 unknown X 2:29"), ("\(head)<DS_NGUOI><NGUOI>x", "XML02 2:37"),
            ("<THONG_TIN_CHUNG><MA_LO>1", "XML02 2:26"), ("<THONG_TIN_CHUNG>1", "XML07 strayText THONG_TIN_CHUNG 2:18"),
            ("<THONG_TIN_CHUNG><X X='1'/>", "XML06 attribute X 2:18"),
            ("<THONG_TIN_CHUNG>x<X X='1'/>", "XML07 strayText THONG_TIN_CHUNG 2:18"),
            ("\(head)</DANH_MUC>x", "XML07 missing DS_CO_QUAN 2:19"),
            ("\(head)\(people)</DANH_MUC>x", "XML01 text outside the root element 2:59"),
            ("\(head)<X", "XML02 2:21"), ("<DS_NGUOI>\u{1}", "XML07 missing THONG_TIN_CHUNG 2:1"),
        ])
    func beforeOtherFaults(body: String, expected: String) throws {
        try expectVerdict(Self.open + body, expected)
    }

    @Test("a good document cut at any byte is never accepted, and XML02 once its root has begun")
    func truncation() throws {
        for (root, document) in [
            ("DANH", Documents.paymentList()), ("DANH", Documents.masterData()), ("DIEU_CHINH", Documents.adjustment()),
            ("BANG_KE_NOP", Documents.listing()), ("SAO_KE", Documents.statement()),
            ("DANH", "\u{FEFF}<!-- Mẫu -->" + Documents.paymentList().drop { $0 != "\n" }),
        ] {
            let bytes = Array(document.utf8)
            let text = String(decoding: bytes, as: UTF8.self)
            let begin = text.utf8.distance(from: text.startIndex, to: text.firstRange(of: "<\(root)")!.lowerBound)
            let end = text.utf8.distance(from: text.startIndex, to: text.range(of: "</\(root)", options: .last)!)
            for length in 0..<bytes.count {
                let cut = Array(bytes[..<length])
                let isWhole = length >= end + (text.hasSuffix(">\n") ? text.utf8.count - end - 1 : text.utf8.count - end)
                let found = try Reading(cut)
                let expected = isWhole ? "good" : length > begin ? "XML02" : "XML0"
                #expect(found.verdict.hasPrefix(expected), "at byte \(length): \(found.verdict)")
                if length % 9 == 0 { #expect(try Reading(cut, block: 97, road: .longWay) == found) }
            }
        }
    }
}

extension String {
    enum SearchEnd { case last }

    /// The start of the last occurrence.
    fileprivate func range(of word: String, options: SearchEnd) -> String.Index? { ranges(of: word).last?.lowerBound }
}
