import Testing

/// Entries: BG02, empty values, keys, lists, the limit of records.
@Suite("Entries")
struct EntryTests {
    private func record(_ inside: String, location: SourceLocation = #_sourceLocation) throws -> String {
        let found = try read(Documents.paymentList("<KHOAN_THU>\(inside)</KHOAN_THU>\n"), location: location)
        #expect(found.verdict == "good", sourceLocation: location)
        #expect(found.records.count == 1, sourceLocation: location)
        return String(found.records.first?.dropFirst("12 0 ".count) ?? "")
    }

    private static let pipes = String(repeating: "|", count: 29)

    @Test(
        "an element unknown, repeated, out of order, with markup or CDATA inside, and stray text are BG02, each told with its text",
        arguments: [
            ("<X>1</X>", "!X=1 key not plain ''"),
            ("<X/>", "!X= key not plain ''"),
            ("<ma_giao_dich>1</ma_giao_dich>", "!ma_giao_dich=1 key not plain ''"),
            ("<TEN>1</TEN>", "!TEN=1 key not plain ''"),
            ("<MA_GIAO_DICH>K</MA_GIAO_DICH><MA_GIAO_DICH>L</MA_GIAO_DICH>", "!MA_GIAO_DICH=L key 'K'"),
            ("<MA_GIAO_DICH>K</MA_GIAO_DICH><GHI_CHU>g</GHI_CHU><MA_XA>00007</MA_XA>", "!MA_XA=00007 key 'K'"),
            ("<GHI_CHU>g</GHI_CHU><MA_GIAO_DICH>K</MA_GIAO_DICH>", "!MA_GIAO_DICH=K key 'K'"),
            ("<GHI_CHU>g</GHI_CHU><MA_GIAO_DICH>K</MA_GIAO_DICH><MA_GIAO_DICH>L</MA_GIAO_DICH>", "!MA_GIAO_DICH=K!MA_GIAO_DICH=L key 'K'"),
            ("<MA_GIAO_DICH>K<!-- -->2</MA_GIAO_DICH>", "!MA_GIAO_DICH=K2 key not plain 'K2'"),
            ("<MA_GIAO_DICH><![CDATA[K]]></MA_GIAO_DICH>", "!MA_GIAO_DICH=K key not plain 'K'"),
            ("<MA_GIAO_DICH><![CDATA[]]></MA_GIAO_DICH>", "!MA_GIAO_DICH= key not plain ''"),
            ("<MA_GIAO_DICH>K<B/></MA_GIAO_DICH><MA_GIAO_DICH>L</MA_GIAO_DICH>", "!MA_GIAO_DICH= key not plain ''"),
            ("<X><MA_GIAO_DICH>K</MA_GIAO_DICH></X><MA_GIAO_DICH>L</MA_GIAO_DICH>", "!X= key 'L'"),
            ("<X><Y><Z/></Y>1</X><LOAI_HINH>BI</LOAI_HINH><X/>", "!X=!X= key not plain ''"),
            ("<SO_TIEN>10<!-- -->00</SO_TIEN>", "!SO_TIEN=1000 key not plain ''"),
            ("<KHOAN_THU/>", "!KHOAN_THU= key not plain ''"),
            ("<GHI_CHU>a<b>c</b></GHI_CHU>", "!GHI_CHU= key not plain ''"),
            ("x", "!KHOAN_THU=x key not plain ''"),
            ("<![CDATA[]]>", "!KHOAN_THU= key not plain ''"),
            ("x<LOAI_HINH>BI</LOAI_HINH>y", "!KHOAN_THU=x!KHOAN_THU=y key not plain ''"),
            ("<LOAI_HINH>BI</LOAI_HINH><![CDATA[z]]>", "!KHOAN_THU= key not plain ''"),
            ("<MA_GIAO_DICH>K</MA_GIAO_DICH>,<LOAI_HINH>BI</LOAI_HINH>", "!KHOAN_THU=, key 'K'"),
            ("&#32;<LOAI_HINH>BI</LOAI_HINH>", "|BI\(pipes.dropFirst()) key not plain ''"),
        ])
    func structureFaults(inside: String, expected: String) throws {
        #expect(try record(inside) == expected)
    }

    @Test("an element absent, empty or with comments around it is no fault of structure")
    func absent() throws {
        #expect(try record("") == "\(Self.pipes) key not plain ''")
        #expect(try record(" <!-- nothing --> \n") == "\(Self.pipes) key not plain ''")
        #expect(try record("<MA_GIAO_DICH></MA_GIAO_DICH>") == "\(Self.pipes) key ''")
        #expect(try record("<MA_GIAO_DICH/><LOAI_HINH /><PHUONG_AN></PHUONG_AN>") == "\(Self.pipes) key ''")
        #expect(try record("<!-- a --><GHI_CHU>g</GHI_CHU><!-- b -->") == "\(Self.pipes)g key not plain ''")
        let empty = try read(Documents.paymentList("<KHOAN_THU/><KHOAN_THU />\n<KHOAN_THU></KHOAN_THU>"))
        #expect(empty.records == ["12", "12", "13"].map { "\($0) 0 \(Self.pipes) key not plain ''" })
    }

    @Test("a value keeps every character as it was sent, white space and all")
    func values() throws {
        for (written, value) in [
            (" GD ", " GD "), ("a&amp;b&lt;", "a&b<"), ("a > b", "a > b"), ("=cmd()", "=cmd()"), ("a\tb", "a\tb"), ("a\nb", "a\nb"),
            ("a\r\nb", "a\nb"),
            ("a&#13;b", "a\rb"), ("ế\u{301}\u{202E}\u{1F600}", "ế\u{301}\u{202E}\u{1F600}"), ("]] ", "]] "), ("'\"", "'\""),
        ] {
            #expect(try record("<MA_GIAO_DICH>\(written)</MA_GIAO_DICH>") == "\(value)\(Self.pipes) key '\(value)'")
        }
    }

    @Test("twenty structure faults of one entry are kept, of however many")
    func manyFaults() throws {
        let faults = (1...30).map { "<X>\($0)</X>" }.joined()
        #expect(try record(faults) == (1...20).map { "!X=\($0)" }.joined() + " key not plain ''")
    }

    @Test("a faulty entry leaves the ones beside it as they are")
    func neighbours() throws {
        let good = Documents.entry(leavingOut: ["GHI_CHU"])
        let bad = "<KHOAN_THU><X/></KHOAN_THU>"
        let found = try read(Documents.paymentList(good + bad + good + bad + good))
        #expect(found.records.map { $0.contains("!X=") } == [false, true, false, true, false])
        #expect(Set([0, 2, 4].map { found.records[$0].split(separator: " ", maxSplits: 1)[1] }).count == 1)
    }

    @Test("entries beyond the limit are counted and not handed on", arguments: [1, 2, 3, 4, 5])
    func recordsMax(most: Int) throws {
        let entries = Documents.entry() + "<KHOAN_THU>x</KHOAN_THU>" + Documents.entry() + "<KHOAN_THU/>"
        let all = try read(Documents.paymentList(entries))
        let found = try read(Documents.paymentList(entries), recordsMax: most)
        #expect(found.count == 4)
        #expect(found.records == Array(all.records.prefix(most)))
    }

    @Test("chunks are handed on when they are full, and count on")
    func chunks() throws {
        let entries = (1...9000).map { "<KHOAN_THU><MA_GIAO_DICH>K\($0)</MA_GIAO_DICH></KHOAN_THU>\n" }.joined()
        let bytes = Array(Documents.paymentList(entries).utf8)
        let found = try Reading(bytes)
        #expect(found.records.count == 9000)
        #expect(found.records.last == "9011 0 K9000\(Self.pipes) key 'K9000'")
        #expect(try Reading(bytes, block: 1000, road: .longWay) == found)
    }

    @Test(
        "DIA_BAN holds plain MA_XA and nothing else; the subject of all its faults is DIA_BAN",
        arguments: [
            ("<MA_XA>00001</MA_XA>", ",00001"),
            ("<MA_XA>00001</MA_XA>\n <MA_XA>00002</MA_XA><!-- two -->", ",00001,00002"),
            ("", ""), (" \n", ""), ("<!-- none -->", ""), ("<MA_XA/>", ","), ("<MA_XA>1</MA_XA><MA_XA>x y</MA_XA>", ",1,x y"),
            ("x", "!DIA_BAN=x"), ("<![CDATA[]]>", "!DIA_BAN="), ("<X>1</X>", "!DIA_BAN=1"), ("<TEN>1</TEN>", "!DIA_BAN=1"),
            ("<MA_XA>00001</MA_XA>y", "!DIA_BAN=y"), ("<MA_XA>00001</MA_XA><![CDATA[y]]>", "!DIA_BAN="),
            ("<MA_XA>000<!-- -->01</MA_XA>", "!DIA_BAN=00001"), ("<MA_XA><![CDATA[00001]]></MA_XA>", "!DIA_BAN=00001"),
            ("<MA_XA><MA_XA>00001</MA_XA></MA_XA><MA_XA>00001</MA_XA>", "!DIA_BAN="),
            ("<X><Y/></X>z<X/>", "!DIA_BAN=!DIA_BAN=z!DIA_BAN="),
        ])
    func lists(inside: String, expected: String) throws {
        let found = try read(Documents.partner(inside))
        #expect(found.verdict == "good")
        let whole = expected.hasPrefix("!") ? "3 2 \(expected) key '0109'" : "3 2 0109|Y|00101||||\(expected)|20260101| key '0109'"
        #expect(found.records == [whole])
    }

    @Test(
        "an entry that is itself a value is its own key; what is not plain text inside it is BG02",
        arguments: [
            ("<MA_XAC_NHAN>POS1</MA_XAC_NHAN>", "POS1 key 'POS1'"), ("<MA_XAC_NHAN/>", " key ''"),
            ("<MA_XAC_NHAN></MA_XAC_NHAN>", " key ''"),
            ("<MA_XAC_NHAN> a&amp;b </MA_XAC_NHAN>", " a&b  key ' a&b '"), ("<!-- one --><MA_XAC_NHAN>x</MA_XAC_NHAN>", "x key 'x'"),
            ("<MA_XAC_NHAN>x<!-- -->y</MA_XAC_NHAN>", "!MA_XAC_NHAN=xy key not plain 'xy'"),
            ("<MA_XAC_NHAN><![CDATA[x]]></MA_XAC_NHAN>", "!MA_XAC_NHAN=x key not plain 'x'"),
            ("<MA_XAC_NHAN>x<X><Y>1</Y></X>y<X/></MA_XAC_NHAN>", "!MA_XAC_NHAN= key not plain ''"),
            ("<MA_XAC_NHAN><MA_XAC_NHAN>x</MA_XAC_NHAN></MA_XAC_NHAN>", "!MA_XAC_NHAN= key not plain ''"),
        ])
    func bareValues(entry: String, expected: String) throws {
        let found = try read(Documents.listing(entry + "<MA_XAC_NHAN>z</MA_XAC_NHAN>\n"))
        #expect(found.verdict == "good")
        #expect(found.records == ["4 0 " + expected, "4 0 z key 'z'"])
        #expect(try read(Documents.listing(entry), recordsMax: 1).records == ["4 0 " + expected])
    }

    @Test("DIA_BAN repeated or out of order is BG02, its items are no elements of the entry")
    func listPlace() throws {
        let list = "<DIA_BAN><MA_XA>00001</MA_XA></DIA_BAN>"
        #expect(try read(Documents.partner(list: list + list)).records == ["3 2 !DIA_BAN= key '0109'"])
        #expect(try read(Documents.partner(list: "<MA_XA>00001</MA_XA>")).records == ["3 2 !MA_XA=00001 key '0109'"])
        #expect(try read(Documents.partner(list: "")).records == ["3 2 0109|Y|00101|||||20260101| key '0109'"])
    }

    @Test("a list of more communes than there ever were becomes malformed, and memory stays what it was")
    func endlessList() throws {
        let found = try Reading(Array(Documents.partner(String(repeating: "<MA_XA>00001</MA_XA>", count: 25_000)).utf8))
        let items = found.records[0].split(separator: "|", omittingEmptySubsequences: false)[6].split(
            separator: ",", omittingEmptySubsequences: false)
        #expect(items.count == 20_002)
        #expect(items.last == "")
    }
}
