import Contributions
import Rulebook
import Testing

/// The messages of DC, KN and SK: one row for each shape of details that the catalogue states.
@Suite("Messages of the money's way")
struct TrailMessagesTests {
    private static func code(_ rule: RuleCode, _ details: String...) -> Finding {
        Finding(rule, subject: "MA_XAC_NHAN", value: "POS0000000014", details: details)
    }

    private static func listing(_ rule: RuleCode, _ details: String...) -> Finding {
        Finding(rule, subject: "MA_GIAO_DICH_NH", value: "FT26325/001", details: details)
    }

    static let rows: [(Finding, String)] = [
        (
            code(.DC01),
            "Mã xác nhận «POS0000000014» không có, hoặc không thuộc tổ chức dịch vụ thu ghi ở MA_TCDVT; hãy kiểm tra lại cả hai"
        ),
        (
            listing(.DC01),
            "Bảng kê của giao dịch ngân hàng «FT26325/001» không có, hoặc không thuộc tổ chức dịch vụ thu ghi ở MA_TCDVT; "
                + "hãy kiểm tra lại cả hai"
        ),
        (
            code(.DC02),
            "Mã xác nhận «POS0000000014» đã bị hủy trước đó, hoặc ở mục trước của tệp này; không cần hủy lần nữa"
        ),
        (
            listing(.DC02),
            "Bảng kê của giao dịch ngân hàng «FT26325/001» đã bị hủy trước đó, hoặc ở mục trước của tệp này; không cần hủy lần nữa"
        ),
        (
            code(.DC03, "listed", "FT26325/001"),
            "Mã xác nhận «POS0000000014» đang có trong bảng kê của giao dịch ngân hàng «FT26325/001» nên chưa hủy được; "
                + "nếu chuyển khoản không thành, hãy hủy bảng kê đó trước, bằng một tệp riêng"
        ),
        (
            code(.DC03, "remitted", "FT26325/001"),
            "Mã xác nhận «POS0000000014» đã nộp tiền theo giao dịch ngân hàng «FT26325/001» nên không ai hủy được nữa, "
                + "kể cả cơ quan BHXH; nếu thu sai thì làm thủ tục hoàn trả với cơ quan BHXH, không qua tệp DIEU_CHINH"
        ),
        (
            listing(.DC03, "credited"),
            "Bảng kê của giao dịch ngân hàng «FT26325/001» đã khớp báo có, tiền đã về cơ quan BHXH, nên không ai hủy được nữa, "
                + "kể cả cơ quan BHXH; nếu thu sai thì làm thủ tục hoàn trả với cơ quan BHXH, không qua tệp DIEU_CHINH"
        ),
        (
            code(.DC04, "2.5", "16/11/2026", "20/11/2026"),
            "Mã xác nhận «POS0000000014» được ghi nhận ngày 16/11/2026, đến ngày tiếp nhận 20/11/2026 đã quá 2,5 ngày "
                + "nên tổ chức không tự hủy được; hãy đề nghị cơ quan BHXH hủy"
        ),
        (
            listing(.DC04, "3", "16/11/2026", "20/11/2026"),
            "Bảng kê của giao dịch ngân hàng «FT26325/001» được ghi nhận ngày 16/11/2026, đến ngày tiếp nhận 20/11/2026 đã quá 3 ngày "
                + "nên tổ chức không tự hủy được; hãy đề nghị cơ quan BHXH hủy"
        ),
        (
            code(.KN01),
            "Mã xác nhận «POS0000000014» không có, hoặc không phải của tổ chức này với cơ quan BHXH này; hãy kiểm tra mã và MA_CQ_BHXH"
        ),
        (code(.KN02), "Mã xác nhận «POS0000000014» đã bị hủy; hãy bỏ mã này khỏi bảng kê"),
        (
            code(.KN03, "listed", "FT26325/001"),
            "Mã xác nhận «POS0000000014» đã có trong bảng kê của giao dịch ngân hàng «FT26325/001»; "
                + "hãy bỏ mã này, hoặc hủy bảng kê kia trước nếu chuyển khoản không thành"
        ),
        (
            code(.KN03, "file", "4"),
            "Mã xác nhận «POS0000000014» đã có ở STT 4 của bảng kê này; mỗi mã chỉ kê một lần"
        ),
        (
            Finding(.KN04, subject: "TONG_TIEN", value: "683100", details: ["1366200"]),
            "TONG_TIEN khai 683.100 đ nhưng tổng tiền của các mã trong bảng kê là 1.366.200 đ; "
                + "hai số phải bằng nhau và bằng số tiền đã chuyển"
        ),
        (
            listing(.KN05, "TN20261120-000007"),
            "MA_GIAO_DICH_NH «FT26325/001» đã dùng cho bảng kê khác của tổ chức này, mã tiếp nhận TN20261120-000007; "
                + "hãy ghi đúng số giao dịch của lần chuyển khoản này"
        ),
        (
            listing(.SK01, "0101234567", "22/11/2026", "683100"),
            "Giao dịch «FT26325/001» của tổ chức dịch vụ thu 0101234567 đã báo có ngày 22/11/2026 với số tiền 683.100 đ "
                + "và đã khớp bảng kê, nội dung lần này khác; hãy kiểm tra lại theo sao kê của ngân hàng"
        ),
    ]

    /// What other codes say of the new documents.
    static let documents: [(Finding, String)] = [
        (
            Finding(.LO10, value: "SAO_KE", details: ["0101234567"]),
            "Tài liệu «SAO_KE» không được nhận từ tổ chức dịch vụ thu 0101234567; "
                + "thư mục này nhận DANH_SACH_THU, DIEU_CHINH và BANG_KE_NOP"
        ),
        (
            Finding(.LO10, value: "BANG_KE_NOP", details: ["agency"]),
            "Tài liệu «BANG_KE_NOP» không được nhận từ cơ quan BHXH; thư mục này nhận DANH_MUC, DIEU_CHINH và SAO_KE"
        ),
        (
            Finding(.LO08, subject: "MA_CQ_BHXH", value: "00101", details: ["0101234567", "20/11/2026", "ever"]),
            "Đến ngày 20/11/2026 tổ chức dịch vụ thu 0101234567 chưa từng có hợp đồng với cơ quan BHXH «00101»; hãy kiểm tra MA_CQ_BHXH"
        ),
        (
            Finding(.LO07, subject: "NGAY_CHUYEN", value: "20260229", details: ["notADay"]),
            "NGAY_CHUYEN là «20260229», không có trong lịch; cần ngày có thật, 8 chữ số yyyyMMdd"
        ),
        (
            Finding(.LO01, subject: "MA_GIAO_DICH_NH", value: "số 1", details: ["malformed"]),
            "MA_GIAO_DICH_NH là «số 1», sai định dạng; cần 1 đến 40 chữ không dấu, chữ số hoặc . _ / -"
        ),
        (
            Finding(.BG01, subject: "MA_XAC_NHAN"),
            "Thiếu MA_XAC_NHAN hoặc để trống; cần mã xác nhận đã cấp, như POS0000000014"
        ),
        (
            Finding(.BG03, subject: "SO_TIEN", value: "0", details: ["BAO_CO"]),
            "SO_TIEN là «0», sai định dạng; cần số đồng lớn hơn 0, tối đa 18 chữ số, không có số 0 ở đầu"
        ),
        (
            Finding(.BG03, subject: "SO_TIEN", value: "0"),
            "SO_TIEN là «0», sai định dạng; cần số đồng lớn hơn 0, tối đa 12 chữ số, không có số 0 ở đầu"
        ),
        (
            Finding(.XML07, details: ["root", "DANH_SACH"]),
            "Phần tử gốc «DANH_SACH» không phải tài liệu của trao đổi này; "
                + "các tài liệu là DANH_SACH_THU, DANH_MUC, DIEU_CHINH, BANG_KE_NOP và SAO_KE"
        ),
    ]

    @Test("a message names what was found and what is to be done", arguments: rows + documents)
    func message(finding: Finding, expected: String) {
        #expect(RuleCatalog.message(for: finding) == expected)
    }

    @Test("with all details a message names them all, in both languages", arguments: rows.map(\.0))
    func full(finding: Finding) {
        for language in Language.allCases {
            let message = RuleCatalog.message(for: finding, language: language)
            for word in ["nil", "(không rõ)", "(unknown)", "«»", "  "] { #expect(!message.contains(word)) }
            #expect(!message.hasSuffix("."))
            #expect(message != RuleCatalog.entry(finding.code).meaning(language))
            if finding.code != .KN04 { #expect(message.contains("«\(finding.value)»")) }
        }
    }

    @Test("every code has a row, is refused with 202, and names the subject that the catalogue states")
    func complete() {
        for code in RuleCode.allCases where ["DC", "KN", "SK"].contains(String(code.rawValue.prefix(2))) {
            let rows = Self.rows.map(\.0).filter { $0.code == code }
            #expect(!rows.isEmpty)
            #expect(RuleCatalog.entry(code).resultCode == 202)
            if let subject = RuleCatalog.entry(code).subject {
                #expect(rows.allSatisfy { $0.subject == subject })
            } else {
                #expect(Set(rows.map(\.subject)).isSubset(of: ["MA_XAC_NHAN", "MA_GIAO_DICH_NH"]))
            }
        }
    }
}
