// The money's way after a payment was recorded (DC, KN, SK): money.md. An entry of DIEU_CHINH or SAO_KE is refused and the others of
// its file go on; a BANG_KE_NOP is refused as a whole, its findings stand among the faults of the file.

import Contributions

extension RuleCatalog {
    /// DC, KN, SK: cancellations, listings, bank credits. What a finding holds (days as `dd/MM/yyyy`, money in đồng):
    /// - DC01, DC02: subject = MA_XAC_NHAN (a code) or MA_GIAO_DICH_NH (a listing), value
    /// - DC03: subject, value, details["listed" or "remitted", MA_GIAO_DICH_NH of the listing] of a code, ["credited"] of a listing
    /// - DC04: subject, value, details[limit in days, ngày ghi nhận, day received]
    /// - KN01, KN02: value = the code
    /// - KN03: value = the code, details["listed", MA_GIAO_DICH_NH of that listing] or ["file", STT of the first]
    /// - KN04: value = declared, details[sum]
    /// - KN05: value = MA_GIAO_DICH_NH, details[MA_TIEP_NHAN of the listing that stands]
    /// - SK01: value = MA_GIAO_DICH_NH, details[partner, NGAY_BAO_CO on record, money on record]
    static let trail: [RuleEntry] = [
        RuleEntry(
            .DC01, 202,
            meaning: (
                "Mã xác nhận hoặc bảng kê không có, hoặc của tổ chức dịch vụ thu khác",
                "The code or listing is unknown, or another partner's"
            ),
            whatToDo: (
                "Kiểm tra MA_TCDVT và mã xác nhận, hoặc số giao dịch ngân hàng, rồi gửi lại",
                "Look at MA_TCDVT and the code, or the bank's number, and send it again"
            )),
        RuleEntry(
            .DC02, 202,
            meaning: ("Mã xác nhận hoặc bảng kê đã bị hủy trước đó", "The code was cancelled, or the listing taken back, before"),
            whatToDo: ("Bỏ mục này; không cần hủy lần nữa", "Leave this entry out; there is nothing more to do")),
        RuleEntry(
            .DC03, 202,
            meaning: (
                "Mã xác nhận đã kê hoặc đã nộp tiền, hoặc bảng kê đã khớp báo có",
                "The code is listed or remitted already, or the listing is credited already"
            ),
            whatToDo: (
                "Mã đang kê mà chuyển khoản không thành thì hủy bảng kê trước, bằng một tệp riêng; tiền đã đến thì liên hệ cơ quan BHXH",
                "If the transfer failed, take the listing back first, in a file of its own; if the money has arrived, ask the agency"
            )),
        RuleEntry(
            .DC04, 202,
            meaning: ("Đã ghi nhận quá số ngày được tự hủy (HAN_HUY)", "Recorded more than HAN_HUY days ago"),
            whatToDo: ("Đề nghị cơ quan BHXH hủy", "Ask the agency to cancel it")),
        RuleEntry(
            .KN01, 202, subject: "MA_XAC_NHAN",
            meaning: (
                "Mã xác nhận không có, hoặc của tổ chức dịch vụ thu khác hay cơ quan BHXH khác",
                "The code is unknown, another partner's or another office's"
            ),
            whatToDo: (
                "Kiểm tra mã và MA_CQ_BHXH; mỗi bảng kê chỉ gồm mã của một cơ quan BHXH",
                "Look at the code and MA_CQ_BHXH; a listing holds codes of one office only"
            )),
        RuleEntry(
            .KN02, 202, subject: "MA_XAC_NHAN",
            meaning: ("Mã xác nhận đã bị hủy", "The code is cancelled"),
            whatToDo: ("Bỏ mã khỏi bảng kê, sửa SO_LUONG và TONG_TIEN", "Leave the code out, put SO_LUONG and TONG_TIEN right")),
        RuleEntry(
            .KN03, 202, subject: "MA_XAC_NHAN",
            meaning: ("Mã xác nhận đã kê trước đó, hoặc lặp lại trong bảng kê này", "The code was listed before, or twice here"),
            whatToDo: (
                "Bỏ mã khỏi bảng kê, sửa SO_LUONG và TONG_TIEN; nếu chuyển khoản trước không thành thì hủy bảng kê trước",
                "Leave the code out, put SO_LUONG and TONG_TIEN right; if the earlier transfer failed, take that listing back first"
            )),
        RuleEntry(
            .KN04, 202, subject: "TONG_TIEN",
            meaning: ("TONG_TIEN khác tổng tiền của các mã trong bảng kê", "TONG_TIEN is not the sum of the codes' money"),
            whatToDo: (
                "Đối chiếu số tiền đã chuyển với các mã, sửa TONG_TIEN hoặc danh sách mã rồi gửi lại",
                "Compare the money transferred with the codes, put TONG_TIEN or the list right and send it again"
            )),
        RuleEntry(
            .KN05, 202, subject: "MA_GIAO_DICH_NH",
            meaning: (
                "MA_GIAO_DICH_NH đã dùng cho bảng kê khác của tổ chức này",
                "MA_GIAO_DICH_NH was used before by this partner in a listing that stands"
            ),
            whatToDo: (
                "Ghi đúng số giao dịch của lần chuyển khoản này; nếu bảng kê trước sai thì hủy nó trước",
                "Give this transfer's own number; if the earlier listing is wrong, take it back first"
            )),
        RuleEntry(
            .SK01, 202, subject: "MA_GIAO_DICH_NH",
            meaning: (
                "Giao dịch đã báo có cho tổ chức này với nội dung khác và đã khớp bảng kê",
                "Credited before to this partner with other content, and agreed with a listing"
            ),
            whatToDo: (
                "Kiểm tra MA_GIAO_DICH_NH, MA_TCDVT, ngày và số tiền theo sao kê của ngân hàng",
                "Look at MA_GIAO_DICH_NH, MA_TCDVT, day and money in the bank's statement"
            )),
    ]
}
