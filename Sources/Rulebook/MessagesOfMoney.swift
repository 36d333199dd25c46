// Messages of MD: what a payment may consist of, and what is due.

import Contributions

extension RuleCatalog {
    static func moneyMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .MD03:
            parts.say(
                "SO_THANG là \(parts.value), cần \(parts.choice(0)) theo LOAI_HINH và PHUONG_THUC (nếu là IS); hãy sửa phần tử ghi sai",
                "SO_THANG is \(parts.value), \(parts.choice(0)) expected by LOAI_HINH and PHUONG_THUC (for IS); put the wrong one right")
        case .MD04:
            parts.say(
                "PHUONG_AN là \(parts.value), cần \(parts.choice(1)) với LOAI_HINH \(parts.word(0)); hãy sửa PHUONG_AN hoặc LOAI_HINH",
                "PHUONG_AN is \(parts.value), \(parts.choice(1)) expected with LOAI_HINH \(parts.word(0)); put PHUONG_AN or LOAI_HINH right"
            )
        case .MD07:
            parts.say(
                "NGAY_NOP_TIEN là \(parts.value), ngày đó tham số \(parts.word(0)) không có hiệu lực nên không tính được số tiền; "
                    + "hãy kiểm tra ngày, nếu đúng thì báo cơ quan BHXH cập nhật tham số",
                "NGAY_NOP_TIEN is \(parts.value), when no value of \(parts.word(0)) is in force, so that no amount can be computed; "
                    + "look at the day, and if it is right, ask the agency to enter the parameter")
        case .MD01:
            parts.say(
                "MUC_THU_NHAP là \(parts.number) đ, cần từ \(parts.number(0)) đ đến \(parts.number(1)) đ theo ngày nộp tiền; "
                    + "hãy chọn mức trong khoảng đó",
                "MUC_THU_NHAP is \(parts.number) đ, \(parts.number(0)) đ to \(parts.number(1)) đ expected on the payment day; "
                    + "choose an income between the two")
        case .MD02:
            parts.say(
                "MUC_THU_NHAP là \(parts.number) đ, cần bằng \(parts.number(0)) đ cộng một bội số của \(parts.number(1)) đ; "
                    + "hãy chọn mức đúng bước đó",
                "MUC_THU_NHAP is \(parts.number) đ, \(parts.number(0)) đ plus a multiple of \(parts.number(1)) đ expected; "
                    + "choose an income of these steps")
        case .MD05: supportMessage(parts)
        case .MD06: dueMessage(parts)
        default: parts.general
        }
    }

    private static func supportMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "IS":
            parts.say(
                "TIEN_NSNN là \(parts.numberOrZero) đ, cần bằng \(parts.number(1)) đ nhân với số tháng được hỗ trợ, từ 0 đến "
                    + "\(parts.number(2)) tháng; hãy kiểm tra DOI_TUONG_HT và TIEN_NSNN",
                "TIEN_NSNN is \(parts.numberOrZero) đ, \(parts.number(1)) đ times the months supported, from 0 to "
                    + "\(parts.number(2)), expected; look at DOI_TUONG_HT and TIEN_NSNN")
        case "AR":
            parts.say(
                "TIEN_NSNN là \(parts.numberOrZero) đ, cần từ mức hỗ trợ thấp nhất \(parts.number(1)) đ đến toàn bộ mức đóng "
                    + "\(parts.number(2)) đ; hãy kiểm tra TIEN_NSNN và SO_THANG",
                "TIEN_NSNN is \(parts.numberOrZero) đ, from the least support of \(parts.number(1)) đ to the gross of "
                    + "\(parts.number(2)) đ expected; look at TIEN_NSNN and SO_THANG")
        case "BI":
            parts.say(
                "TIEN_NSNN là \(parts.numberOrZero) đ nhưng BHYT hộ gia đình (BI) không có ngân sách nhà nước hỗ trợ; "
                    + "hãy để trống hoặc ghi 0, hoặc sửa LOAI_HINH",
                "TIEN_NSNN is \(parts.numberOrZero) đ but household health insurance (BI) has no support of the state; "
                    + "leave it empty or give 0, or put LOAI_HINH right")
        default: parts.general
        }
    }

    private static func dueMessage(_ parts: MessageParts) -> String {
        guard let due = parts.finding.details.first else { return parts.general }
        if due.isEmpty {
            return parts.say(
                "SO_TIEN là \(parts.number) đ nhưng số tiền phải đóng lớn quá mức tính được; hãy kiểm tra khoản thu, "
                    + "nếu đúng thì báo cơ quan BHXH kiểm tra tham số",
                "SO_TIEN is \(parts.number) đ but what is due exceeds what can be computed; look at the payment, "
                    + "and if it is right, ask the agency to look at the parameters")
        }
        if due == "0" || due.hasPrefix("-") {
            return parts.say(
                "SO_TIEN là \(parts.number) đ nhưng sau khi trừ TIEN_NSNN, TIEN_NSDP và TIEN_KHAC còn \(parts.number(0)) đ, "
                    + "người tham gia không phải nộp gì; hãy kiểm tra các khoản hỗ trợ",
                "SO_TIEN is \(parts.number) đ but after TIEN_NSNN, TIEN_NSDP and TIEN_KHAC \(parts.number(0)) đ are left, "
                    + "so that the participant has nothing to pay; look at the support")
        }
        let tolerance = parts.detail(1).isEmpty ? "" : parts.number(1)
        return parts.say(
            "SO_TIEN là \(parts.number) đ nhưng số tiền phải đóng sau hỗ trợ là \(parts.number(0)) đ"
                + (tolerance.isEmpty ? "" : " (được lệch \(tolerance) đ)")
                + "; hãy tính lại theo mức của ngày nộp tiền và các khoản hỗ trợ",
            "SO_TIEN is \(parts.number) đ but what is due after the support is \(parts.number(0)) đ"
                + (tolerance.isEmpty ? "" : " (give or take \(tolerance) đ)")
                + "; compute it anew by the rates of the payment day and the support")
    }
}
