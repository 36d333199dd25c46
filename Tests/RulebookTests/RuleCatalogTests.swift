import Contributions
import Rulebook
import Testing

@Suite("The catalogue of rules")
struct RuleCatalogTests {
    @Test("every code has a meaning and an advice in both languages", arguments: RuleCode.allCases)
    func texts(code: RuleCode) {
        let entry = RuleCatalog.entry(code)
        #expect(entry.code == code)
        for language in Language.allCases {
            #expect(entry.meaning(language).count > 7)
            #expect(entry.whatToDo(language).count > 7)
            #expect(!entry.meaning(language).hasSuffix("."))
            #expect(!entry.whatToDo(language).hasSuffix("."))
        }
        #expect(entry.meaning(.vi) != entry.meaning(.en))
        #expect(entry.whatToDo(.vi) != entry.whatToDo(.en))
    }

    @Test(
        "MA_KET_QUA follows the table of rules.md",
        arguments: [
            (RuleCode.TEP02, 123), (.TEP01, 204), (.TEP04, 1001), (.ZIP07, 1001), (.ZIP06, 123), (.XML01, 201), (.XML06, 201),
            (.XML07, 202), (.XML08, 202), (.LO01, 202), (.LO02, 401), (.LO08, 401), (.LO10, 401), (.LO06, 1001), (.LO05, 202),
            (.BG01, 202), (.NG01, 202), (.NT04, 202), (.DM01, 202), (.DM05, 202), (.BL02, 202), (.TR01, 202), (.TR03, 202), (.MD06, 202),
        ])
    func resultCodes(code: RuleCode, expected: Int) {
        #expect(RuleCatalog.entry(code).resultCode == expected)
    }

    @Test("an answer's MA_KET_QUA is that of its first code, and a warning counts for nothing")
    func resultCodeOfAnAnswer() {
        #expect(RuleCatalog.resultCode(of: []) == 200)
        #expect(RuleCatalog.resultCode(of: [Finding(.CB03)]) == 200)
        #expect(RuleCatalog.resultCode(of: [Finding(.CB03), Finding(.LO02), Finding(.LO03)]) == 401)
    }

    /// One finding as the checker makes it, and its Vietnamese message.
    static let typical: [(Finding, String)] = [
        (
            Finding(.TEP02, value: "danh%20sach.doc"),
            "Tên tệp «danh%20sach.doc» không đúng quy cách: chỉ dùng chữ không dấu, chữ số và . _ -, bắt đầu bằng chữ hoặc số, "
                + "không quá 100 ký tự, đuôi .xml hoặc .zip"
        ),
        (
            Finding(.TEP03, details: ["symlink"]),
            "Đây là liên kết tượng trưng, không phải tệp thường có đúng một liên kết; hãy chép chính tệp đó vào inbox"
        ),
        (
            Finding(.TEP04, value: "3000000000", details: ["2147483648"]),
            "Tệp có 3.000.000.000 byte, lớn hơn giới hạn 2.147.483.648 byte; hãy chia thành nhiều lô nhỏ hơn"
        ),
        (
            Finding(.ZIP02, details: ["count", "3"]),
            "ZIP chứa 3 mục, cần đúng một tệp .xml; hãy nén lại chỉ tệp .xml"
        ),
        (
            Finding(.ZIP08, details: ["checksumDiffers"]),
            "Dữ liệu trong ZIP bị hỏng, CRC-32 hoặc độ dài không khớp; hãy nén lại và gửi lại (CRC-32 không khớp)"
        ),
        (
            Finding(.XML05, details: ["text", "4096"]),
            "Văn bản của một phần tử dài hơn giới hạn 4.096 byte; hãy rút gọn"
        ),
        (
            Finding(.XML07, details: ["notBuilt", "TIEM_NANG"]),
            "Tài liệu «TIEM_NANG» chưa được phiên bản này tiếp nhận; "
                + "hiện nhận DANH_SACH_THU, DANH_MUC, DIEU_CHINH, BANG_KE_NOP và SAO_KE"
        ),
        (
            Finding(.LO01, subject: "MA_LO", value: "lô 1", details: ["malformed"]),
            "MA_LO là «lô 1», sai định dạng; cần 1 đến 36 chữ không dấu, chữ số hoặc . _ -"
        ),
        (
            Finding(.LO08, value: "00101", details: ["0101234567", "20/11/2026"]),
            "Ngày 20/11/2026 tổ chức dịch vụ thu 0101234567 không có hợp đồng còn hiệu lực với cơ quan BHXH «00101»; "
                + "hãy kiểm tra MA_CQ_BHXH"
        ),
        (
            Finding(.LO04, value: "683100", details: ["683000"]),
            "TONG_TIEN khai 683.100 đ nhưng tổng SO_TIEN của mọi bản ghi là 683.000 đ; hai số phải bằng nhau"
        ),
        (
            Finding(.LO05, value: "20261120-0001", details: ["17:31:05 20/11/2026", "TN20261120-000001"]),
            "MA_LO «20261120-0001» đã được dùng lúc 17:31:05 20/11/2026, mã tiếp nhận TN20261120-000001; hãy đặt MA_LO mới"
        ),
        (Finding(.BG01, subject: "SO_BIEN_LAI"), "Thiếu SO_BIEN_LAI hoặc để trống; cần 7 chữ số"),
        (
            Finding(.BG02, subject: "GHICHU", details: ["unknown"]),
            "Phần tử «GHICHU» không có trong mẫu của bản ghi; hãy bỏ đi"
        ),
        (Finding(.BG03, subject: "SO_BIEN_LAI", value: "12"), "SO_BIEN_LAI là «12», sai định dạng; cần 7 chữ số"),
        (
            Finding(.BG04, subject: "MA_HO_GD", value: "0100000001", details: ["present", "IS"]),
            "MA_HO_GD là «0100000001» nhưng LOAI_HINH IS không dùng phần tử này; hãy để trống hoặc sửa LOAI_HINH"
        ),
        (
            Finding(.NG01, subject: "TU_THANG", value: "202613"),
            "TU_THANG là «202613», không có trong lịch; cần tháng có thật, 6 chữ số yyyyMM"
        ),
        (
            Finding(.BL02, subject: "SO_BIEN_LAI", value: "0000001", details: ["other"]),
            "Biên lai số «0000001» đã dùng cho khoản thu của tổ chức dịch vụ thu khác; mỗi biên lai chỉ dùng một lần"
        ),
        (
            Finding(.BL02, subject: "SO_BIEN_LAI", value: "0000001", details: ["code", "POS0000000014"]),
            "Biên lai số «0000001» đã dùng cho khoản thu có mã xác nhận POS0000000014; mỗi biên lai chỉ dùng một lần"
        ),
        (
            Finding(.TR02, subject: "MA_GIAO_DICH", value: "GD-1", details: ["4"]),
            "MA_GIAO_DICH «GD-1» đã có ở bản ghi STT 4 của tệp này; mỗi khoản thu một MA_GIAO_DICH riêng"
        ),
        (
            Finding(.CB03, subject: "MA_GIAO_DICH", value: "GD-1", details: ["POS0000000014"]),
            "Khoản thu đã được ghi nhận trước đây, không ghi nhận lần nữa; mã xác nhận đã cấp là POS0000000014"
        ),
    ]

    @Test("a message names what was found and what was expected", arguments: typical)
    func message(finding: Finding, expected: String) {
        #expect(RuleCatalog.message(for: finding) == expected)
    }

    /// Every first detail that the catalogue tells the checker to give.
    static let kinds: [RuleCode: [String]] = [
        .TEP03: ["symlink", "hardlink", "directory", "fifo", "socket", "device"], .TEP05: ["malformed", "differs"],
        .TEP06: ["xml", "zip"], .TEP07: ["operator", "processor", "memory", "steps", "ended"], .ZIP02: ["count", "name"],
        .ZIP07: ["size", "ratio"],
        .XML04: ["bytes", "declared"], .XML05: ["depth", "name", "attributes", "text", "token"],
        .XML06: ["pi", "namespace", "attribute"],
        .XML07: [
            "root", "notBuilt", "unknown", "repeated", "misplaced", "nested", "missing", "emptyList", "strayText", "cdata",
        ],
        .LO01: ["missing", "malformed", "markup"], .LO07: ["notATime", "notADay", "ahead"],
        .BG02: ["unknown", "repeated", "order", "markup", "text"], .BG04: ["missing", "present"], .DM01: ["unknown", "notInForce"],
        .DM03: ["unknown", "notInForce"], .BL02: ["file", "code", "other"], .DM15: ["unknown", "format"],
        .NG07: ["after", "tooLongAgo"], .NT02: ["digit", "year"], .NT04: ["file", "code", "other", "registry"],
        .DM05: ["outside", "noContract"], .TR03: ["file", "code", "other"], .MD05: ["IS", "AR", "BI"],
        .DC03: ["listed", "remitted", "credited"], .KN03: ["listed", "file"],
    ]

    @Test("each kind of detail has a message of its own", arguments: kinds.sorted { $0.key.rawValue < $1.key.rawValue })
    func ownMessages(code: RuleCode, details: [String]) {
        for language in Language.allCases {
            let messages = details.map { detail in
                RuleCatalog.message(
                    for: Finding(code, subject: "SO_TIEN", value: "7", details: [detail, "8", "9", "10"]), language: language)
            }
            #expect(Set(messages).count == details.count)
            #expect(!messages.contains(RuleCatalog.entry(code).meaning(language)))
        }
    }

    @Test("a message stays one sentence when details are missing, unexpected or hostile", arguments: RuleCode.allCases)
    func hostile(code: RuleCode) {
        let nasty = "a\u{202E}\u{0}\u{1B}[31m\n\u{200B}\u{FEFF}" + String(repeating: "ă", count: 5000)
        for language in Language.allCases {
            for details in [[], [""], [nasty], [nasty, nasty, nasty, nasty]]
                + (Self.kinds[code] ?? []).flatMap({ [[$0], [$0, nasty, nasty]] })
            {
                for value in ["", nasty] {
                    let finding = Finding(code, subject: value.isEmpty ? "" : "X\u{7}", value: value, details: details)
                    let message = RuleCatalog.message(for: finding, language: language)
                    #expect(message.count > 10)
                    #expect(!message.hasSuffix("."))
                    #expect(
                        !message.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x202E || $0.value == 0x200B }
                    )
                    #expect(message.unicodeScalars.count < 2000)
                }
            }
        }
    }

    @Test("a long value is cut, and what cannot be seen is written out")
    func cut() {
        let long = Finding(.BG03, subject: "SO_BIEN_LAI", value: String(repeating: "9", count: 100))
        #expect(RuleCatalog.message(for: long).contains("«" + String(repeating: "9", count: 60) + "…»"))
        let hidden = Finding(.BG03, subject: "SO_BIEN_LAI", value: "00\u{202E}12\u{9}")
        #expect(RuleCatalog.message(for: hidden).contains(#"«00\u{202e}12\u{9}»"#))
    }

    @Test("English messages group numbers by commas")
    func english() {
        let finding = Finding(.LO03, value: "1200", details: ["1199"])
        let expected = "SO_LUONG says 1,200 but the file has 1,199 records; the two must be equal"
        #expect(RuleCatalog.message(for: finding, language: .en) == expected)
    }

    @Test(
        "a number is grouped whatever its length, its fraction after a comma in Vietnamese and a point in English",
        arguments: [
            ("50600000.5", "50.600.000,5", "50,600,000.5"), ("0.25", "0,25", "0.25"), ("-5000", "-5.000", "-5,000"), ("007", "7", "7"),
            ("999", "999", "999"), ("12345678901234567890123", "12.345.678.901.234.567.890.123", "12,345,678,901,234,567,890,123"),
            ("1.2.3", "«1.2.3»", "«1.2.3»"), ("1.", "«1.»", "«1.»"), ("+1", "«+1»", "«+1»"), ("-", "«-»", "«-»"), ("1e5", "«1e5»", "«1e5»"),
        ])
    func numbers(text: String, vietnamese: String, english: String) {
        let finding = Finding(.LO06, value: text, details: ["1"])
        #expect(RuleCatalog.message(for: finding).hasPrefix("Tệp có \(vietnamese) bản ghi"))
        #expect(RuleCatalog.message(for: finding, language: .en).hasPrefix("The file has \(english) records"))
    }

    @Test("every element of a payment and of the headers has an expectation of its own")
    func expectations() {
        let general = Expectations.of(element: "KHONG_CO")
        let headers = ["MA_TCDVT", "MA_CQ_BHXH", "MA_LO", "NGAY_LAP", "SO_LUONG", "TONG_TIEN", "MA_GIAO_DICH_NH", "NGAY_CHUYEN"]
        let trail = ["MA_XAC_NHAN", "LY_DO", "NGAY_BAO_CO", "NOI_DUNG"]
        let masterData = [
            "TEN", "TEN_CAP_TREN", "MA_XA", "MA_TINH", "SO_HOP_DONG", "BAO_LANH", "CHE_DO_NHAN", "DIA_BAN", "DIA_CHI", "BIEN_HIEU", "TU_SO",
            "DEN_SO", "MA", "GIA_TRI",
        ]
        for element in PaymentField.allCases.map(\.element) + headers + masterData + trail {
            #expect(Expectations.of(element: element).vi != general.vi)
            #expect(Expectations.of(element: element).en != general.en)
        }
        #expect(Expectations.of(element: "SO_BIEN_LAI").vi == "7 chữ số")
    }

    @Test("the table shows every code once, aligned, in lines of at most 118 columns", arguments: Language.allCases)
    func table(language: Language) {
        let lines = RuleCatalog.table(language).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        let codes = lines.dropFirst(2).compactMap { $0.prefix(6).allSatisfy { $0 == " " } ? nil : String($0.prefix { $0 != " " }) }
        #expect(codes == RuleCode.allCases.map(\.rawValue))
        for line in lines {
            #expect(line.unicodeScalars.count <= 118)
            #expect(line.last != " ")
            let columns = Array(line.unicodeScalars)
            if columns.count > 56 { #expect(columns[6] == " " && columns[7] == " " && columns[54] == " " && columns[55] == " ") }
        }
    }
}
