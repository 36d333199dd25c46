// The registry and receipts (DM, BL): rules.md section 5, and the codes for master data. The record or entry is refused, the
// others of its file go on.

import Contributions

extension RuleCatalog {
    /// DM, BL: registry and receipts. What a finding holds (days as `dd/MM/yyyy`):
    /// - DM01, DM03: value, details["unknown" or "notInForce", day]
    /// - DM02, DM04: value, details[day]
    /// - DM05: value, details["outside", commune, office, day] or ["noContract", "", office, day]
    /// - BL01: value = the number, details[serial, collector, day]
    /// - BL02: value = the number, details["file", STT of the earlier record], ["code", earlier code] or ["other"] (another partner's)
    /// - DM11: subject, value
    /// - DM12: value = SO_DDCN, details[other partner]
    /// - DM13: value, details[serial, from, to, collector] of the other book
    /// - DM14: subject, value, details[start]
    /// - DM15: value, details["unknown"] or ["format"]
    static let registry: [RuleEntry] = [
        RuleEntry(
            .DM01, 202, subject: "MA_NHAN_VIEN_THU",
            meaning: ("Nhân viên thu không có trong danh mục, hoặc không còn hiệu lực", "Collector unknown, or not in force on the day"),
            whatToDo: (
                "Kiểm tra MA_NHAN_VIEN_THU; nếu đúng, đăng ký nhân viên với cơ quan BHXH rồi gửi lại",
                "Look at MA_NHAN_VIEN_THU; if it is right, have the collector registered and send it again"
            )),
        RuleEntry(
            .DM02, 202, subject: "MA_NHAN_VIEN_THU",
            meaning: ("Nhân viên thu thuộc tổ chức dịch vụ thu khác", "The collector belongs to another partner on the day"),
            whatToDo: ("Ghi đúng nhân viên đã thu tiền rồi gửi lại", "Name the collector who took the money and send it again")),
        RuleEntry(
            .DM03, 202, subject: "MA_DIEM_THU",
            meaning: ("Điểm thu không có trong danh mục, hoặc không còn hiệu lực", "Collection point unknown, or not in force on the day"),
            whatToDo: (
                "Kiểm tra MA_DIEM_THU; nếu đúng, đăng ký điểm thu với cơ quan BHXH rồi gửi lại",
                "Look at MA_DIEM_THU; if it is right, have the point registered and send it again"
            )),
        RuleEntry(
            .DM04, 202, subject: "MA_DIEM_THU",
            meaning: ("Điểm thu thuộc tổ chức dịch vụ thu khác", "The collection point belongs to another partner on the day"),
            whatToDo: ("Ghi đúng điểm thu của tổ chức mình rồi gửi lại", "Name a point of your own and send it again")),
        RuleEntry(
            .DM05, 202, subject: "MA_DIEM_THU",
            meaning: (
                "Điểm thu ngoài địa bàn của hợp đồng với cơ quan BHXH, hoặc không có hợp đồng vào ngày nộp tiền",
                "The point is outside the area of the contract with the office, or there is no contract on the day"
            ),
            whatToDo: (
                "Kiểm tra MA_DIEM_THU, MA_CQ_BHXH và ngày nộp tiền; nếu đúng, liên hệ cơ quan BHXH để cập nhật hợp đồng",
                "Look at MA_DIEM_THU, MA_CQ_BHXH and the payment day; if they are right, ask the agency to enter the contract"
            )),
        RuleEntry(
            .BL01, 202, subject: "SO_BIEN_LAI",
            meaning: (
                "Biên lai không thuộc quyển giao cho nhân viên thu này",
                "The receipt is not in a book that is this collector's on the day"
            ),
            whatToDo: (
                "Kiểm tra ký hiệu, số biên lai và nhân viên thu; nếu đúng, báo cơ quan BHXH cập nhật quyển biên lai",
                "Look at serial, number and collector; if they are right, ask the agency to enter the book"
            )),
        RuleEntry(
            .BL02, 202, subject: "SO_BIEN_LAI",
            meaning: ("Biên lai đã được dùng", "The receipt was used before"),
            whatToDo: (
                "Ghi đúng số biên lai đã giao cho người tham gia; mỗi biên lai chỉ dùng một lần, kể cả khi đã hủy",
                "Give the number of the receipt handed out; a receipt is used once only, a voided one too"
            )),
        RuleEntry(
            .DM11, 202,
            meaning: ("Dẫn chiếu đến mã chưa có trong danh mục", "Refers to something that the registry does not have"),
            whatToDo: (
                "Gửi mã được dẫn chiếu trước, hoặc đặt nó trước trong cùng tệp",
                "Send what is referred to first, or put it earlier in the same file"
            )),
        RuleEntry(
            .DM12, 202, subject: "SO_DDCN",
            meaning: (
                "Một nhân viên thu sẽ thuộc hai tổ chức dịch vụ thu trong cùng một ngày",
                "A collector would be in force with two partners on one day"
            ),
            whatToDo: (
                "Kết thúc hiệu lực ở tổ chức kia trước, hoặc sửa TU_NGAY, DEN_NGAY",
                "End the other one first, or put TU_NGAY and DEN_NGAY right"
            )),
        RuleEntry(
            .DM13, 202,
            meaning: ("Hai quyển biên lai trùng số trong cùng thời gian", "Receipt books overlap in numbers and days"),
            whatToDo: (
                "Sửa dải số hoặc ngày hiệu lực để các quyển không trùng nhau",
                "Put the numbers or days right, so that books do not overlap"
            )),
        RuleEntry(
            .DM14, 202,
            meaning: ("DEN_NGAY trước TU_NGAY, hoặc DEN_SO trước TU_SO", "DEN_NGAY before TU_NGAY, or DEN_SO before TU_SO"),
            whatToDo: ("Sửa điểm đầu hoặc điểm cuối rồi gửi lại", "Put the start or the end right and send it again")),
        RuleEntry(
            .DM15, 202,
            meaning: ("Tham số không có, hoặc giá trị sai định dạng", "Unknown parameter, or a value outside its format"),
            whatToDo: (
                "Dùng mã tham số đã công bố; ghi giá trị là số, phần thập phân sau dấu chấm",
                "Use a published parameter; give the value as a number with a decimal point"
            )),
    ]
}
