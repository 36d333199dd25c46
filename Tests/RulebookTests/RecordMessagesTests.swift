import Contributions
import Rulebook
import Testing

/// The messages of NG, NT, DM05, TR03, MD and CB: one row for each shape of details that the catalogue states.
@Suite("Messages of records")
struct RecordMessagesTests {
    static let dates: [(Finding, String)] = [
        (
            Finding(.NG02, subject: "NGAY_NOP_TIEN", value: "20261121", details: ["20/11/2026"]),
            "NGAY_NOP_TIEN là «20261121», sau ngày tiếp nhận 20/11/2026; hãy ghi đúng ngày người tham gia nộp tiền"
        ),
        (
            Finding(.NG03, subject: "NGAY_NOP_TIEN", value: "20260701", details: ["90", "20/11/2026"]),
            "NGAY_NOP_TIEN là «20260701», trước ngày tiếp nhận 20/11/2026 quá 90 ngày; "
                + "hãy ghi đúng ngày, nếu đã đúng thì liên hệ cơ quan BHXH"
        ),
        (
            Finding(.NG04, subject: "DEN_NGAY", value: "20271201", details: ["20271130", "12"]),
            "DEN_NGAY là «20271201», cần 20271130, tức TU_NGAY cộng SO_THANG (12) tháng trừ 1 ngày; "
                + "hãy sửa DEN_NGAY, TU_NGAY hoặc SO_THANG"
        ),
        (
            Finding(.NG05, subject: "TU_NGAY", value: "20261119", details: ["20/11/2026"]),
            "TU_NGAY là «20261119», trước ngày nộp tiền 20/11/2026; hãy ghi TU_NGAY từ ngày nộp tiền trở đi, hoặc sửa NGAY_NOP_TIEN"
        ),
        (
            Finding(.NG06, subject: "TU_THANG", value: "202608", details: ["3", "10/2026", "20/11/2026"]),
            "TU_THANG là «202608», với PHUONG_THUC 3 phải nộp chậm nhất trong tháng 10/2026 nhưng ngày nộp tiền là 20/11/2026; "
                + "hãy sửa TU_THANG, hoặc ghi PHUONG_AN là DB nếu đóng bù"
        ),
        (
            Finding(.NG07, subject: "NGAY_SINH", value: "20261121", details: ["after", "20/11/2026"]),
            "NGAY_SINH là «20261121», sau ngày nộp tiền 20/11/2026; hãy kiểm tra NGAY_SINH và NGAY_NOP_TIEN"
        ),
        (
            Finding(.NG07, subject: "NGAY_SINH", value: "1895", details: ["tooLongAgo", "20/11/2026"]),
            "NGAY_SINH là «1895», trước ngày nộp tiền 20/11/2026 quá 130 năm; hãy ghi đúng ngày sinh"
        ),
    ]

    static let persons: [(Finding, String)] = [
        (
            Finding(.NT01, subject: "SO_DDCN", details: ["20/11/2026"]),
            "Thiếu SO_DDCN: ngày nộp tiền là 20/11/2026, từ ngày 01/08/2025 phải ghi số định danh cá nhân; cần 12 chữ số"
        ),
        (
            Finding(.NT01, subject: "MA_SO_BHXH", details: ["31/07/2025"]),
            "Thiếu MA_SO_BHXH: ngày nộp tiền là 31/07/2025, trước ngày 01/08/2025 phải ghi mã số BHXH; cần 10 chữ số"
        ),
        (
            Finding(.NT02, subject: "SO_DDCN", value: "001190000001", details: ["digit", "0"]),
            "SO_DDCN là «001190000001», chữ số thứ 4 phải là 0 theo GIOI_TINH và thế kỷ của NGAY_SINH; hãy kiểm tra cả ba"
        ),
        (
            Finding(.NT02, subject: "SO_DDCN", value: "001199000001", details: ["digit"]),
            "SO_DDCN là «001199000001», chữ số thứ 4 không ứng với GIOI_TINH và thế kỷ của NGAY_SINH; "
                + "số định danh chỉ có cho người sinh từ năm 1900, hãy kiểm tra cả ba"
        ),
        (
            Finding(.NT02, subject: "SO_DDCN", value: "001190000001", details: ["year", "91"]),
            "SO_DDCN là «001190000001», chữ số thứ 5 và 6 phải là hai số cuối của năm sinh (91); hãy kiểm tra SO_DDCN và NGAY_SINH"
        ),
        (
            Finding(.NT03, subject: "NGAY_SINH", value: "20111121", details: ["21/11/2026"]),
            "NGAY_SINH là «20111121», đến ngày 21/11/2026 mới đủ 15 tuổi; đóng BHXH tự nguyện phải đủ 15 tuổi vào ngày nộp tiền, "
                + "hãy kiểm tra NGAY_SINH"
        ),
        (numbers(["file", "4"]), differ("bản ghi STT 4 của tệp này")),
        (numbers(["code", "POS0000000014"]), differ("khoản thu có mã xác nhận POS0000000014")),
        (numbers(["other"]), differ("khoản thu của tổ chức dịch vụ thu khác")),
        (numbers(["registry"]), differ("danh sách người của cơ quan BHXH (DS_NGUOI)")),
        (
            Finding(.DM05, subject: "MA_DIEM_THU", value: "0101234567TH0100070003", details: ["outside", "00070", "00101", "20/11/2026"]),
            "Điểm thu «0101234567TH0100070003» ở xã 00070, ngoài địa bàn của hợp đồng với cơ quan BHXH 00101 vào ngày 20/11/2026; "
                + "hãy kiểm tra MA_DIEM_THU và MA_CQ_BHXH"
        ),
        (
            Finding(.DM05, subject: "MA_DIEM_THU", value: "0101234567TH0100070003", details: ["noContract", "", "00101", "20/11/2026"]),
            "Điểm thu «0101234567TH0100070003» không thuộc địa bàn nào: ngày 20/11/2026 không có hợp đồng còn hiệu lực "
                + "với cơ quan BHXH 00101; hãy kiểm tra NGAY_NOP_TIEN và MA_CQ_BHXH"
        ),
        (overlap("TU_NGAY", ["file", "4"]), paid("TU_NGAY", "bản ghi STT 4 của tệp này")),
        (overlap("TU_NGAY", ["code", "POS0000000014"]), paid("TU_NGAY", "khoản thu có mã xác nhận POS0000000014")),
        (overlap("TU_THANG", ["other"]), paid("TU_THANG", "khoản thu của tổ chức dịch vụ thu khác")),
    ]

    private static func numbers(_ details: [String]) -> Finding {
        Finding(.NT04, subject: "MA_SO_BHXH", value: "0123456789", details: details)
    }

    private static func differ(_ source: String) -> String {
        "MA_SO_BHXH là «0123456789», không phải của cùng một người với SO_DDCN đã ghi, theo \(source); "
            + "hãy kiểm tra cả hai số, nếu đúng thì liên hệ cơ quan BHXH"
    }

    private static func overlap(_ start: String, _ details: [String]) -> Finding {
        Finding(.TR03, subject: start, value: "202612", details: details)
    }

    private static func paid(_ start: String, _ source: String) -> String {
        "\(start) là «202612» nhưng người này đã đóng cho cả hoặc một phần thời gian đó, theo \(source); "
            + "hãy kiểm tra số của người tham gia, \(start) và SO_THANG"
    }

    static let money: [(Finding, String)] = [
        (
            Finding(.MD03, subject: "SO_THANG", value: "5", details: ["3, 6, 12"]),
            "SO_THANG là «5», cần 3, 6 hoặc 12 theo LOAI_HINH và PHUONG_THUC (nếu là IS); hãy sửa phần tử ghi sai"
        ),
        (
            Finding(.MD03, subject: "SO_THANG", value: "61", details: ["1-60"]),
            "SO_THANG là «61», cần 1 đến 60 theo LOAI_HINH và PHUONG_THUC (nếu là IS); hãy sửa phần tử ghi sai"
        ),
        (
            Finding(.MD04, subject: "PHUONG_AN", value: "DT", details: ["BI", "TM, ON"]),
            "PHUONG_AN là «DT», cần TM hoặc ON với LOAI_HINH BI; hãy sửa PHUONG_AN hoặc LOAI_HINH"
        ),
        (
            Finding(.MD07, subject: "NGAY_NOP_TIEN", value: "20251231", details: ["LAI_SUAT, HO_TRO_BT"]),
            "NGAY_NOP_TIEN là «20251231», ngày đó tham số LAI_SUAT, HO_TRO_BT không có hiệu lực nên không tính được số tiền; "
                + "hãy kiểm tra ngày, nếu đúng thì báo cơ quan BHXH cập nhật tham số"
        ),
        (
            Finding(.MD01, subject: "MUC_THU_NHAP", value: "1450000", details: ["1500000", "50600000.5"]),
            "MUC_THU_NHAP là 1.450.000 đ, cần từ 1.500.000 đ đến 50.600.000,5 đ theo ngày nộp tiền; hãy chọn mức trong khoảng đó"
        ),
        (
            Finding(.MD02, subject: "MUC_THU_NHAP", value: "1520000", details: ["1500000", "50000"]),
            "MUC_THU_NHAP là 1.520.000 đ, cần bằng 1.500.000 đ cộng một bội số của 50.000 đ; hãy chọn mức đúng bước đó"
        ),
        (
            Finding(.MD05, subject: "TIEN_NSNN", value: "100000", details: ["IS", "66000", "12"]),
            "TIEN_NSNN là 100.000 đ, cần bằng 66.000 đ nhân với số tháng được hỗ trợ, từ 0 đến 12 tháng; "
                + "hãy kiểm tra DOI_TUONG_HT và TIEN_NSNN"
        ),
        (
            Finding(.MD05, subject: "TIEN_NSNN", details: ["AR", "409860", "1366200"]),
            "TIEN_NSNN là 0 đ, cần từ mức hỗ trợ thấp nhất 409.860 đ đến toàn bộ mức đóng 1.366.200 đ; "
                + "hãy kiểm tra TIEN_NSNN và SO_THANG"
        ),
        (
            Finding(.MD05, subject: "TIEN_NSNN", value: "66000", details: ["BI"]),
            "TIEN_NSNN là 66.000 đ nhưng BHYT hộ gia đình (BI) không có ngân sách nhà nước hỗ trợ; "
                + "hãy để trống hoặc ghi 0, hoặc sửa LOAI_HINH"
        ),
        (
            Finding(.MD06, subject: "SO_TIEN", value: "683000", details: ["683100"]),
            "SO_TIEN là 683.000 đ nhưng số tiền phải đóng sau hỗ trợ là 683.100 đ; "
                + "hãy tính lại theo mức của ngày nộp tiền và các khoản hỗ trợ"
        ),
        (
            Finding(.MD06, subject: "SO_TIEN", value: "7000000", details: ["7524311", "1"]),
            "SO_TIEN là 7.000.000 đ nhưng số tiền phải đóng sau hỗ trợ là 7.524.311 đ (được lệch 1 đ); "
                + "hãy tính lại theo mức của ngày nộp tiền và các khoản hỗ trợ"
        ),
        (nothingDue(["0"]), nothingLeft("0")),
        (nothingDue(["-5000", "1"]), nothingLeft("-5.000")),
        (
            nothingDue([""]),
            "SO_TIEN là 1.000 đ nhưng số tiền phải đóng lớn quá mức tính được; hãy kiểm tra khoản thu, "
                + "nếu đúng thì báo cơ quan BHXH kiểm tra tham số"
        ),
    ]

    private static func nothingDue(_ details: [String]) -> Finding { Finding(.MD06, subject: "SO_TIEN", value: "1000", details: details) }

    private static func nothingLeft(_ due: String) -> String {
        "SO_TIEN là 1.000 đ nhưng sau khi trừ TIEN_NSNN, TIEN_NSDP và TIEN_KHAC còn \(due) đ, người tham gia không phải nộp gì; "
            + "hãy kiểm tra các khoản hỗ trợ"
    }

    static let warnings: [(Finding, String)] = [
        (
            Finding(.CB01, subject: "NGAY_NOP_TIEN", value: "20261115", details: ["5", "1"]),
            "NGAY_NOP_TIEN là «20261115», gửi đến sau 5 ngày trong khi hạn cập nhật là 1 ngày; "
                + "lần sau hãy gửi ngay khi người tham gia nộp tiền"
        ),
        (
            Finding(.CB02, subject: "PHUONG_AN", value: "ON"),
            "PHUONG_AN là «ON» nhưng lần đóng gần nhất của người này qua tổ chức dịch vụ thu khác; "
                + "hãy kiểm tra tổ chức nào đang quản lý người tham gia"
        ),
        (
            Finding(.CB04, subject: "NGUOI_THU", value: "1", details: ["0100000001", "2026"]),
            "NGUOI_THU là «1» nhưng trong năm 2026 hộ «0100000001» đã có người khác đóng với thứ tự này; "
                + "hãy kiểm tra thứ tự người trong hộ"
        ),
        (
            Finding(.CB05, subject: "TIEN_NSNN", details: ["0", "12"]),
            "TIEN_NSNN là 0 đ, ứng với mức hỗ trợ của 0 trong 12 tháng đóng; nếu chưa hết 120 tháng hỗ trợ, hãy kiểm tra TIEN_NSNN"
        ),
        (
            Finding(.CB06, subject: "TU_NGAY", value: "20261201", details: ["20/12/2026", "20/11/2026"]),
            "TU_NGAY là «20261201», ngày nộp tiền là 20/11/2026, thẻ BHYT cấp lần đầu có giá trị sớm nhất từ 20/12/2026; "
                + "hãy kiểm tra TU_NGAY, hoặc ghi PHUONG_AN là ON nếu tái tục"
        ),
    ]

    static let all = dates + persons + money + warnings

    @Test("a message names what was found and what was expected", arguments: all)
    func message(finding: Finding, expected: String) {
        #expect(RuleCatalog.message(for: finding) == expected)
    }

    @Test("with all details a message names them all, in both languages", arguments: all.map(\.0))
    func full(finding: Finding) {
        for language in Language.allCases {
            let message = RuleCatalog.message(for: finding, language: language)
            #expect(!message.hasSuffix("."))
            for word in ["nil", "(không rõ)", "(unknown)", "«»"] { #expect(!message.contains(word)) }
            #expect(message != RuleCatalog.entry(finding.code).meaning(language))
        }
    }

    @Test("with any details missing a message is still a sentence", arguments: all.map(\.0))
    func fewer(finding: Finding) {
        for count in 0...finding.details.count {
            let details = Array(finding.details.prefix(count))
            for language in Language.allCases {
                let message = RuleCatalog.message(
                    for: Finding(finding.code, subject: finding.subject, value: finding.value, details: details), language: language)
                #expect(message.count > 20 && !message.hasSuffix(".") && !message.contains("()") && !message.contains("  "))
            }
        }
    }

    @Test("what a sender wrote is made visible", arguments: all.map(\.0).filter { !$0.value.isEmpty })
    func visible(finding: Finding) {
        for language in Language.allCases {
            let hidden = Finding(finding.code, subject: finding.subject, value: "1\u{202E}2\u{9}", details: finding.details)
            let message = RuleCatalog.message(for: hidden, language: language)
            #expect(message.contains(#"«1\u{202e}2\u{9}»"#))
        }
    }

    @Test("every code of sections 4 to 7 has a row")
    func complete() {
        let rows = Set(Self.all.map(\.0.code))
        let elsewhere: Set<RuleCode> = [.NG01, .CB03]
        for code in RuleCode.allCases where ["NG", "NT", "MD", "CB"].contains(String(code.rawValue.prefix(2))) && !elsewhere.contains(code)
        {
            #expect(rows.contains(code))
        }
        for code in RuleCode.allCases { #expect((RuleCatalog.entry(code).resultCode == nil) == code.rawValue.hasPrefix("CB")) }
    }
}
