// Messages of CB: what a sender should know of a payment that is good.

import Contributions

extension RuleCatalog {
    static func warningMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .CB01:
            parts.say(
                "NGAY_NOP_TIEN là \(parts.value), gửi đến sau \(parts.number(0)) ngày trong khi hạn cập nhật là \(parts.number(1)) ngày; "
                    + "lần sau hãy gửi ngay khi người tham gia nộp tiền",
                "NGAY_NOP_TIEN is \(parts.value), received \(parts.number(0)) days later while the limit in days is \(parts.number(1)); "
                    + "send payments as soon as they are made")
        case .CB02:
            parts.say(
                "PHUONG_AN là \(parts.value) nhưng lần đóng gần nhất của người này qua tổ chức dịch vụ thu khác; "
                    + "hãy kiểm tra tổ chức nào đang quản lý người tham gia",
                "PHUONG_AN is \(parts.value) but the person's last payment was made through another partner; "
                    + "see which partner manages the participant")
        case .CB03:
            parts.say(
                "Khoản thu đã được ghi nhận trước đây, không ghi nhận lần nữa; mã xác nhận đã cấp là \(parts.word(0))",
                "The payment was on record already and is not recorded again; its code is \(parts.word(0))")
        case .CB04:
            parts.say(
                "NGUOI_THU là \(parts.value) nhưng trong năm \(parts.word(1)) hộ \(parts.quoted(0)) đã có người khác đóng với thứ tự này; "
                    + "hãy kiểm tra thứ tự người trong hộ",
                "NGUOI_THU is \(parts.value) but in \(parts.word(1)) another person of the household \(parts.quoted(0)) has paid in that order; "
                    + "look at the order in the household")
        case .CB05:
            parts.say(
                "TIEN_NSNN là \(parts.numberOrZero) đ, ứng với mức hỗ trợ của \(parts.number(0)) trong \(parts.number(1)) tháng đóng; "
                    + "nếu chưa hết 120 tháng hỗ trợ, hãy kiểm tra TIEN_NSNN",
                "TIEN_NSNN is \(parts.numberOrZero) đ, the support for \(parts.number(0)) of the \(parts.number(1)) months paid; "
                    + "unless the 120 months of support are over, look at TIEN_NSNN")
        case .CB06:
            parts.say(
                "TU_NGAY là \(parts.value), ngày nộp tiền là \(parts.word(1)), thẻ BHYT cấp lần đầu có giá trị sớm nhất từ "
                    + "\(parts.word(0)); hãy kiểm tra TU_NGAY, hoặc ghi PHUONG_AN là ON nếu tái tục",
                "TU_NGAY is \(parts.value), paid on \(parts.word(1)), while a first card is valid from \(parts.word(0)) at the earliest; "
                    + "look at TU_NGAY, or give PHUONG_AN as ON if it is a renewal")
        default: parts.general
        }
    }
}
