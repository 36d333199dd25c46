// One record: its format and dates (BG, NG), the registry and receipts (DM, BL), duplicates and the warning that follows
// from them (TR, CB). Rules.md sections 3 to 6. The record is refused, the others of its file go on.

import Contributions

extension RuleCatalog {
    /// BG, NG01: the record's format. What a finding holds:
    /// - BG01: subject
    /// - BG02: subject, details["unknown", "repeated", "order", "markup", "text" or ""]
    /// - BG03: subject, value
    /// - BG04: subject, value, details["missing" or "present", LOAI_HINH]
    /// - NG01: subject, value
    static let formats: [RuleEntry] = [
        RuleEntry(
            .BG02, 202,
            meaning: (
                "Bản ghi có phần tử lạ, lặp, sai thứ tự, hoặc có thẻ, CDATA hay chữ thừa",
                "An element unknown, repeated, out of order or with markup inside, or stray text"
            ),
            whatToDo: ("Sửa cấu trúc bản ghi theo mẫu rồi gửi lại", "Put the record's structure right and send it again")),
        RuleEntry(
            .BG01, 202,
            meaning: ("Thiếu phần tử bắt buộc, hoặc để trống", "An element that is always given is missing or empty"),
            whatToDo: ("Ghi đủ phần tử đã nêu rồi gửi lại", "Give the element named and send it again")),
        RuleEntry(
            .BG03, 202,
            meaning: ("Giá trị sai định dạng", "A value outside its format"),
            whatToDo: ("Ghi giá trị đúng định dạng đã nêu rồi gửi lại", "Give the value in the format named and send it again")),
        RuleEntry(
            .BG04, 202,
            meaning: (
                "Thiếu phần tử mà LOAI_HINH này bắt buộc, hoặc có phần tử mà LOAI_HINH này không dùng",
                "An element that this LOAI_HINH must give is missing, or one it must not give is there"
            ),
            whatToDo: (
                "Thêm hoặc bỏ phần tử đã nêu, hoặc sửa LOAI_HINH, rồi gửi lại",
                "Add or remove the element named, or put LOAI_HINH right, and send it again"
            )),
        RuleEntry(
            .NG01, 202,
            meaning: ("Ngày hoặc tháng không có trong lịch", "A date or month that does not exist"),
            whatToDo: ("Ghi đúng ngày theo chứng từ rồi gửi lại", "Give the true date and send it again")),
    ]

    /// DM, BL: registry and receipts. What a finding holds (days as `dd/MM/yyyy`):
    /// - DM01, DM03: value, details["unknown" or "notInForce", day]
    /// - DM02, DM04: value, details[day]
    /// - BL01: value = the number, details[serial, collector, day]
    /// - BL02: value = the number, details[earlier code], [""] when another partner used it, or ["file", STT of the earlier record]
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

    /// TR, CB: what is there twice. What a finding holds:
    /// - TR01: value = the key, details[code] or [code, "cancelled"]
    /// - TR02: value = the key, details[STT of the first]
    /// - CB03: value = the key, details[code]
    static let duplicates: [RuleEntry] = [
        RuleEntry(
            .TR01, 202, subject: "MA_GIAO_DICH",
            meaning: (
                "MA_GIAO_DICH đã ghi nhận với nội dung khác, hoặc đã ghi nhận rồi bị hủy",
                "Recorded before with other content, or recorded and since cancelled"
            ),
            whatToDo: (
                "Khoản thu khác thì đặt MA_GIAO_DICH mới; khoản đã ghi nhận thì gửi đúng nội dung cũ",
                "Give another payment a new MA_GIAO_DICH; send a recorded one with its old content"
            )),
        RuleEntry(
            .TR02, 202, subject: "MA_GIAO_DICH",
            meaning: ("MA_GIAO_DICH lặp lại trong tệp", "MA_GIAO_DICH stands earlier in this file"),
            whatToDo: (
                "Bỏ bản ghi lặp, hoặc đặt MA_GIAO_DICH mới nếu là khoản thu khác",
                "Remove the repeated record, or give it a new MA_GIAO_DICH if it is another payment"
            )),
        RuleEntry(
            .CB03, nil, subject: "MA_GIAO_DICH",
            meaning: ("Khoản thu đã ghi nhận trước đây, trả lại mã cũ", "Warning: on record already, the same code is returned"),
            whatToDo: (
                "Không phải làm gì; dùng mã xác nhận đã cấp",
                "Nothing; use the code that was issued"
            )),
    ]
}
