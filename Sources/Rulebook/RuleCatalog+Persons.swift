// Dates and persons (NG, NT): rules.md section 4. The record is refused, the others of its file go on.

import Contributions

extension RuleCatalog {
    /// NG: dates. What a finding holds (days as `dd/MM/yyyy`):
    /// - NG01: subject, value
    /// - NG02: value, details[day received]
    /// - NG03: value, details[limit in days, day received]
    /// - NG04: value, details[expected DEN_NGAY as yyyyMMdd, SO_THANG]
    /// - NG05: value, details[payment day]
    /// - NG06: value, details[PHUONG_THUC, last month in which it may still be paid as MM/yyyy, payment day]
    /// - NG07: value, details["after" or "tooLongAgo", payment day]
    static let dates: [RuleEntry] = [
        RuleEntry(
            .NG01, 202,
            meaning: ("Ngày hoặc tháng không có trong lịch", "A date or month that does not exist"),
            whatToDo: ("Ghi đúng ngày theo chứng từ rồi gửi lại", "Give the true date and send it again")),
        RuleEntry(
            .NG02, 202, subject: "NGAY_NOP_TIEN",
            meaning: ("Ngày nộp tiền sau ngày tiếp nhận", "The payment day is after the day received"),
            whatToDo: (
                "Ghi đúng ngày người tham gia nộp tiền rồi gửi lại; kiểm tra đồng hồ máy",
                "Give the day on which the participant paid and send it again; look at the computer's clock"
            )),
        RuleEntry(
            .NG03, 202, subject: "NGAY_NOP_TIEN",
            meaning: ("Ngày nộp tiền trước ngày tiếp nhận quá thời hạn", "The payment day is too long before the day received"),
            whatToDo: (
                "Kiểm tra ngày nộp tiền; nếu đúng, liên hệ cơ quan BHXH trước khi gửi lại",
                "Look at the payment day; if it is right, ask the agency before sending it again"
            )),
        RuleEntry(
            .NG04, 202, subject: "DEN_NGAY",
            meaning: (
                "DEN_NGAY không bằng TU_NGAY cộng SO_THANG tháng, trừ 1 ngày",
                "DEN_NGAY is not TU_NGAY plus SO_THANG months minus one day"
            ),
            whatToDo: (
                "Sửa DEN_NGAY, TU_NGAY hoặc SO_THANG cho khớp nhau rồi gửi lại",
                "Make DEN_NGAY, TU_NGAY and SO_THANG agree and send it again"
            )),
        RuleEntry(
            .NG05, 202, subject: "TU_NGAY",
            meaning: ("TU_NGAY trước ngày nộp tiền", "TU_NGAY is before the payment day"),
            whatToDo: (
                "Ghi TU_NGAY từ ngày nộp tiền trở đi, hoặc sửa ngày nộp tiền, rồi gửi lại",
                "Let TU_NGAY be the payment day or later, or put the payment day right, and send it again"
            )),
        RuleEntry(
            .NG06, 202, subject: "TU_THANG",
            meaning: (
                "Nộp tiền sau tháng cuối cùng mà PHUONG_THUC này còn được đóng cho TU_THANG",
                "Paid after the last month in which this PHUONG_THUC may be paid for TU_THANG"
            ),
            whatToDo: (
                "Sửa TU_THANG; nếu là đóng bù cho tháng đã qua thì ghi PHUONG_AN là DB",
                "Put TU_THANG right; for months made up later, give PHUONG_AN as DB"
            )),
        RuleEntry(
            .NG07, 202, subject: "NGAY_SINH",
            meaning: (
                "Ngày sinh sau ngày nộp tiền, hoặc trước đó quá 130 năm",
                "Born after the payment day, or more than 130 years before it"
            ),
            whatToDo: ("Ghi đúng ngày sinh theo giấy tờ rồi gửi lại", "Give the date of birth as documented and send it again")),
    ]

    /// NT: the person. What a finding holds (days as `dd/MM/yyyy`):
    /// - NT01: subject = SO_DDCN (from 01/08/2025 on it must be given) or MA_SO_BHXH (before, that one), details[payment day]
    /// - NT02: value, details["digit", expected 4th digit] or ["year", expected 5th-6th digits]; there is no expected digit for who
    ///   was born before 1900
    /// - NT03: value, details[day on which the person turns 15]
    /// - NT04: value, details["file", STT of the earlier record], ["code", earlier code], ["other"] when it is another partner's
    ///   payment, or ["registry"] when DS_NGUOI, the agency's list of persons, says so
    static let persons: [RuleEntry] = [
        RuleEntry(
            .NT01, 202,
            meaning: (
                "Thiếu số của người tham gia: SO_DDCN từ ngày 01/08/2025, trước đó là MA_SO_BHXH",
                "The person's number is missing: SO_DDCN from 01/08/2025 on, MA_SO_BHXH before"
            ),
            whatToDo: ("Ghi số đã nêu rồi gửi lại", "Give the number named and send it again")),
        RuleEntry(
            .NT02, 202, subject: "SO_DDCN",
            meaning: (
                "SO_DDCN không khớp GIOI_TINH, thế kỷ sinh hoặc năm sinh",
                "SO_DDCN disagrees with GIOI_TINH, or with the century or year of NGAY_SINH"
            ),
            whatToDo: (
                "Đối chiếu SO_DDCN, GIOI_TINH, NGAY_SINH với căn cước, sửa phần sai rồi gửi lại",
                "Compare SO_DDCN, GIOI_TINH and NGAY_SINH with the identity card, put the wrong one right and send it again"
            )),
        RuleEntry(
            .NT03, 202, subject: "NGAY_SINH",
            meaning: ("Chưa đủ 15 tuổi vào ngày nộp tiền (IS)", "IS: not yet 15 years old on the payment day"),
            whatToDo: (
                "Kiểm tra ngày sinh và ngày nộp tiền; người chưa đủ 15 tuổi không đóng BHXH tự nguyện",
                "Look at the dates of birth and payment; nobody under 15 pays voluntary social insurance"
            )),
        RuleEntry(
            .NT04, 202, subject: "MA_SO_BHXH",
            meaning: (
                "MA_SO_BHXH và SO_DDCN là của hai người khác nhau theo dữ liệu đã có",
                "MA_SO_BHXH and SO_DDCN belong to different persons, by what is on record"
            ),
            whatToDo: (
                "Kiểm tra cả hai số theo giấy tờ; nếu đúng, báo cơ quan BHXH xác định hai số là của một người",
                "Look at both numbers; if they are right, ask the agency to settle that they are one person's"
            )),
    ]
}
