// One record: its format (BG) and what is there twice (TR). Rules.md sections 3 and 6. The record is refused, the others of
// its file go on.

import Contributions

extension RuleCatalog {
    /// BG: the record's format. What a finding holds:
    /// - BG01: subject, details[] or ["BAO_CO"] for an element whose format there is its own
    /// - BG02: subject, details["unknown", "repeated", "order", "markup", "text" or ""]
    /// - BG03: subject, value, details as of BG01
    /// - BG04: subject, value, details["missing" or "present", LOAI_HINH]
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
    ]

    /// TR: what is there twice. What a finding holds:
    /// - TR01: value = the key, details[code] or [code, "cancelled"]
    /// - TR02: value = the key, details[STT of the first]
    /// - TR03: subject = TU_NGAY or TU_THANG, value, details["file", STT of the earlier record], ["code", earlier code] or ["other"]
    ///   when it is another partner's payment
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
            .TR03, 202,
            meaning: (
                "Thời gian đóng trùng với khoản thu khác của cùng người, cùng loại hình (BI và AR là một)",
                "The period overlaps with another payment of the same person and product (BI and AR are one)"
            ),
            whatToDo: (
                "Kiểm tra số của người tham gia, tháng hoặc ngày bắt đầu và SO_THANG; nếu đã đóng trùng thì không gửi khoản thu này",
                "Look at the person's numbers, the start and SO_THANG; do not send what was paid for twice"
            )),
    ]
}
