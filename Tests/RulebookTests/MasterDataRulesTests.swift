import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("DM11 to DM15: master data")
struct MasterDataRulesTests {
    typealias Entry = MasterDataEntry
    typealias Row = (what: String, entries: [MasterDataEntry], expected: [String])

    /// What is on record before the file.
    static let onRecord: [Entry] =
        Entry.sample + [.partner("0109999999"), .collector("NVTX", person: "001190000009"), .book(first: "0002000", last: "0002999")]

    static func judge(_ entries: [Entry], refersToRegistry: Bool = true) -> [[Finding]] {
        var rules = MasterDataRules(refersToRegistry ? Registry(onRecord) : Registry(), refersToRegistry: refersToRegistry)
        let chunk = RecordChunk(entries)
        return chunk.records.map { rules.judge($0, in: chunk) }
    }

    static func text(_ findings: [Finding]) -> String { findings.map { "\($0.code) \($0.subject)" }.joined(separator: ", ") }

    static let formats: [Row] = [
        (
            "good entries of every section",
            [.office(), .commune(), .partner(), .point(), .collector(), .book(), .person(), .parameter()], Array(repeating: "", count: 8)
        ),
        (
            "missing elements, in the document's order", [Entry(section: 0, ["", "", "", "", ""])],
            ["BG01 MA_CQ_BHXH, BG01 TEN, BG01 TU_NGAY"]
        ),
        ("no commune at all", [.partner(area: [])], ["BG01 DIA_BAN"]),
        ("a commune of four digits, an empty one", [.partner(area: ["0007"]), .partner(area: [""])], ["BG03 DIA_BAN", "BG03 DIA_BAN"]),
        ("an unknown acceptance mode", [.partner(mode: "TRON")], ["BG03 CHE_DO_NHAN"]),
        (
            "a signboard that is neither 0 nor 1", [Entry(section: 3, ["P1", "T", "0101234567", "00070", "", "2", "20260101", ""])],
            ["BG03 MA_DIEM_THU, BG03 BIEN_HIEU"]
        ),
        ("days that do not exist", [.commune(from: "20260229", to: "20261301")], ["NG01 TU_NGAY, NG01 DEN_NGAY"]),
        ("structure ends the judging", [Entry.office("x").with(fault: "TEN", text: "a")], ["BG02 TEN"]),
        (
            "BG01 before BG03 before NG01", [Entry(section: 1, ["00070", "", "1", "20260229", ""])],
            ["BG01 TEN, BG03 MA_TINH, NG01 TU_NGAY"]
        ),
    ]

    static let references: [Row] = [
        ("unknown office and commune", [.partner(office: "00999", area: ["00070", "00999"])], ["DM11 MA_CQ_BHXH, DM11 DIA_BAN"]),
        ("unknown partner and commune", [.point(partner: "XXXX", commune: "00999")], ["DM11 MA_TCDVT, DM11 MA_XA"]),
        ("unknown partner and point", [.collector(partner: "XXXX", point: "YYYY")], ["DM11 MA_TCDVT, DM11 MA_DIEM_THU"]),
        ("unknown collector", [.book(first: "0005000", last: "0005001", collector: "XXXX")], ["DM11 MA_NHAN_VIEN_THU"]),
        ("a good entry earlier in the file counts", [.commune("00071"), .point("P100", commune: "00071")], ["", ""]),
        ("a later one does not", [.point("P100", commune: "00071"), .commune("00071")], ["DM11 MA_XA", ""]),
        (
            "nor does a refused one", [.commune("00071", from: "20260230"), .point("P100", commune: "00071")],
            ["NG01 TU_NGAY", "DM11 MA_XA"]
        ),
        ("what is over or not yet in force is known", [.commune("00071", from: "20300101"), .point("P100", commune: "00071")], ["", ""]),
        ("a malformed reference is not looked up", [.point(partner: "x", commune: "x")], ["BG03 MA_TCDVT, BG03 MA_XA"]),
        ("a collector's point is optional", [.collector("NVT2", point: "")], [""]),
        ("the first unknown commune is named", [.partner(area: ["00998", "00999"])], ["DM11 DIA_BAN"]),
    ]

    static let persons: [Row] = [
        (
            "one person with two partners on the same days", [.collector("NVT2", person: "001190000009", partner: "0109999999")],
            ["DM12 SO_DDCN"]
        ),
        ("one person under two codes of one partner", [.collector("NVT2", person: "001190000009")], [""]),
        ("without SO_DDCN nobody is compared", [.collector("NVT2", partner: "0109999999")], [""]),
        (
            "the collector goes over to another partner: a later entry ends the earlier",
            [.collector("NVTX", person: "001190000009", partner: "0109999999", from: "20260701")], [""]
        ),
        (
            "and its very first entry superseded: the old partner is gone",
            [.collector("NVTX", person: "001190000009", partner: "0109999999")], [""]
        ),
        (
            "another code of the person, after the first has ended",
            [
                .collector("NVTX", person: "001190000009", to: "20260630"),
                .collector("NVT2", person: "001190000009", partner: "0109999999", from: "20260701"),
            ], ["", ""]
        ),
        (
            "on the last day they meet",
            [
                .collector("NVTX", person: "001190000009", to: "20260701"),
                .collector("NVT2", person: "001190000009", partner: "0109999999", from: "20260701"),
            ], ["", "DM12 SO_DDCN"]
        ),
        (
            "another code, which ends before the first begins",
            [.collector("NVT2", person: "001190000009", partner: "0109999999", from: "20250101", to: "20251231")], [""]
        ),
        (
            "an open entry before one's own later entry holds until that begins: it meets nothing behind it",
            [
                .collector("NVT3", person: "001190000008", from: "20260701"),
                .collector("NVT4", person: "001190000007", partner: "0109999999", from: "20260701"),
                .collector("NVT4", person: "001190000008", partner: "0109999999", from: "20260101"),
            ], ["", "", ""]
        ),
        (
            "an earlier entry of one's own at another partner, ended by the one on record",
            [.collector("NVTX", person: "001190000009", partner: "0109999999", from: "20250101")], [""]
        ),
        (
            "an entry that another's supersession has shortened is met only on its days",
            [
                .collector("NVT5", person: "001190000006"), .collector("NVT5", from: "20260201"),
                .collector("NVT6", person: "001190000006", partner: "0109999999", from: "20260201"),
                .collector("NVT7", person: "001190000006", partner: "0109999999", from: "20260131", to: "20260131"),
            ],
            ["", "", "", "DM12 SO_DDCN"]
        ),
        (
            "a failed partner, day or number silences DM12",
            [
                .collector("NVT2", person: "001190000009", partner: "XXXX"),
                .collector("NVT2", person: "001190000009", partner: "0109999999", from: "20260230"),
                .collector("NVT2", person: "001190000009", partner: "0109999999", to: "20260230"),
                .collector("NVT2", person: "1", partner: "0109999999"),
            ],
            ["DM11 MA_TCDVT", "NG01 TU_NGAY", "NG01 DEN_NGAY", "BG03 SO_DDCN"]
        ),
        (
            "an entry that ends before it begins holds on no day",
            [.collector("NVT2", person: "001190000009", partner: "0109999999", from: "20260201", to: "20260131")], ["DM14 DEN_NGAY"]
        ),
    ]

    static let books: [Row] = [
        ("next to each other", [.book(first: "0001001", last: "0001999"), .book(first: "0003000", last: "0003000")], ["", ""]),
        (
            "a number shared at the end, at the start, inside, around",
            [
                .book(first: "0000500", last: "0001001"), .book(first: "0001999", last: "0002000"),
                .book(first: "0002500", last: "0002500"),
                .book(first: "0001500", last: "0009999"),
            ],
            ["DM13 TU_SO", "DM13 TU_SO", "DM13 TU_SO", "DM13 TU_SO"]
        ),
        ("the same numbers of another serial", [.book("BH27", first: "0000500", last: "0001001")], [""]),
        (
            "the same numbers before the other book's first day",
            [.book(first: "0000500", last: "0000600", from: "20250101", to: "20251231")], [""]
        ),
        ("the same book goes to another collector", [.book(collector: "NVTX", from: "20260701")], [""]),
        (
            "the same key again makes the book longer, until it meets the next", [.book(last: "0001999"), .book(last: "0002000")],
            ["", "DM13 TU_SO"]
        ),
        (
            "the book made shorter makes room", [.book(last: "0000499"), .book(first: "0000500", last: "0001000", collector: "NVTX")],
            ["", ""]
        ),
        (
            "made shorter from a later day, it makes room from that day only",
            [
                .book(last: "0000499", from: "20260701"), .book(first: "0000500", last: "0001000", collector: "NVTX", from: "20260630"),
                .book(first: "0000500", last: "0001000", collector: "NVTX", from: "20260701"),
            ], ["", "DM13 TU_SO", ""]
        ),
        (
            "an open entry before one's own later entry holds until that begins",
            [
                .book(first: "0005000", last: "0005001", from: "20260701"), .book(first: "0005002", last: "0005009", from: "20260701"),
                .book(first: "0005000", last: "0005009", from: "20260101"),
            ], ["", "", ""]
        ),
        (
            "and would meet the other if it held a day longer",
            [
                .book(first: "0005000", last: "0005001", from: "20260702"), .book(first: "0005002", last: "0005009", from: "20260701"),
                .book(first: "0005000", last: "0005009", from: "20260101"),
            ], ["", "", "DM13 TU_SO"]
        ),
        (
            "a book that has ended makes room",
            [.book(to: "20260630"), .book(first: "0000500", last: "0000600", from: "20260701")], ["", ""]
        ),
        (
            "a failed day, number or serial silences DM13",
            [
                .book(first: "0000500", last: "0000600", from: "20260230"), .book(first: "0000500", last: "0000600", to: "20260230"),
                .book(first: "500", last: "0000600"), .book("b", first: "0000500", last: "0000600"),
            ],
            ["NG01 TU_NGAY", "NG01 DEN_NGAY", "BG03 TU_SO", "BG03 KY_HIEU_BIEN_LAI"]
        ),
        (
            "an unknown collector does not", [.book(first: "0000500", last: "0000600", collector: "XXXX")],
            ["DM11 MA_NHAN_VIEN_THU, DM13 TU_SO"]
        ),
    ]

    static let ends: [Row] = [
        ("a day before it begins", [.office(from: "20260102", to: "20260101")], ["DM14 DEN_NGAY"]),
        ("one day only", [.office(from: "20260102", to: "20260102")], [""]),
        ("numbers and days", [.book(first: "0009001", last: "0009000", to: "20251231")], ["DM14 DEN_SO, DM14 DEN_NGAY"]),
        ("one number only", [.book(first: "0009001", last: "0009001")], [""]),
        ("a failed start is not compared", [.office(from: "20260230", to: "20260101")], ["NG01 TU_NGAY"]),
        ("after the findings of DM11", [.point(partner: "XXXX", to: "20251231")], ["DM11 MA_TCDVT, DM14 DEN_NGAY"]),
        (
            "a book that ends before it begins holds no number on any day",
            [.book(first: "0000500", last: "0000600", from: "20260601", to: "20260531")], ["DM14 DEN_NGAY"]
        ),
    ]

    static let parameters: [Row] = [
        ("every parameter of rules.md", parameterNames.map { .parameter($0) }, parameterNames.map { _ in "" }),
        (
            "unknown names", [.parameter("LUONG"), .parameter("luong_co_so"), .parameter("HE_SO_NGUOI_6")],
            Array(repeating: "DM15 MA", count: 3)
        ),
        ("numbers", [.parameter(value: "0"), .parameter(value: "999999999999.0123456789"), .parameter(value: "0.0031")], ["", "", ""]),
        (
            "no numbers",
            ["", ".5", "5.", "1,5", "-1", "+1", "1e3", "1234567890123", "0.12345678901", "1.2.3", " 1", "٣"].map { .parameter(value: $0) },
            ["BG01 GIA_TRI"] + Array(repeating: "DM15 GIA_TRI", count: 11)
        ),
        ("name and value", [.parameter("X", value: "Y")], ["DM15 MA, DM15 GIA_TRI"]),
    ]

    static let parameterNames = [
        "LUONG_CO_SO", "CHUAN_NGHEO", "TRAN_LAN", "BUOC_THU_NHAP", "TY_LE_IS", "TY_LE_BHYT", "HE_SO_NGUOI_1", "HE_SO_NGUOI_5", "HO_TRO_N",
        "HO_TRO_CN", "HO_TRO_DT", "HO_TRO_BT", "HO_TRO_AR", "LAI_SUAT", "HAN_NHAN", "HAN_CAP_NHAT", "HAN_NOP", "HAN_HUY",
        "THANG_KHONG_PHAT_TRIEN",
    ]

    @Test("each entry is judged on its own, in file order", arguments: formats + references + persons + books + ends + parameters)
    func table(row: Row) {
        #expect(Self.judge(row.entries).map(Self.text) == row.expected, "\(row.what)")
    }

    @Test("each message gets what it names")
    func details() {
        #expect(Self.judge([.partner(area: ["00070", "0007"])]) == [[Finding(.BG03, subject: "DIA_BAN", value: "00070 0007")]])
        #expect(Self.judge([.partner(area: ["00998", "00999"])]) == [[Finding(.DM11, subject: "DIA_BAN", value: "00998")]])
        #expect(
            Self.judge([.collector("NVT2", person: "001190000009", partner: "0109999999")]) == [
                [Finding(.DM12, subject: "SO_DDCN", value: "001190000009", details: ["0101234567"])]
            ])
        #expect(
            Self.judge([.book(first: "0000500", last: "0009999")]) == [
                [
                    Finding(
                        .DM13, subject: "TU_SO", value: "0000500", details: ["BH26-HN/00101/E", "0000001", "0001000", "NVT001190000001"])
                ]
            ])
        #expect(
            Self.judge([.office(to: "20251231")]) == [[Finding(.DM14, subject: "DEN_NGAY", value: "20251231", details: ["20260101"])]])
        #expect(
            Self.judge([.parameter("X", value: "Y")]) == [
                [
                    Finding(.DM15, subject: "MA", value: "X", details: ["unknown"]),
                    Finding(.DM15, subject: "GIA_TRI", value: "Y", details: ["format"]),
                ]
            ])
    }

    @Test("without a registry references are not asked about, and entries of the file still meet")
    func fileAlone() {
        let judged = Self.judge(
            [
                .point(), .book(), .book(first: "0000500", last: "0000600"), .collector("NVT1", person: "001190000009"),
                .collector("NVT2", person: "001190000009", partner: "0109999999"), .office(to: "20251231"),
            ], refersToRegistry: false)
        #expect(judged.map(Self.text) == ["", "", "DM13 TU_SO", "", "DM12 SO_DDCN", "DM14 DEN_NGAY"])
    }

    @Test("a good entry is in the draft, a refused one leaves no trace, and the registry judged against is untouched")
    func draft() {
        let registry = Registry(Self.onRecord)
        var rules = MasterDataRules(registry)
        let chunk = RecordChunk([.collector("NVT2"), .collector("NVT3", partner: "XXXX"), .partner("0105555555", office: "00999")])
        for record in chunk.records { _ = rules.judge(record, in: chunk) }
        let isUnknown = { (code: String, registry: Registry) in
            Judged(.household.with([.collector: code]), registry: registry).details(of: .DM01)?.first == "unknown"
        }
        #expect(!isUnknown("NVT2", rules.draft))
        #expect(isUnknown("NVT3", rules.draft))
        #expect(isUnknown("NVT2", registry))
        #expect(rules.draft.partnerCodes == ["0101234567", "0109999999"])
    }
}
