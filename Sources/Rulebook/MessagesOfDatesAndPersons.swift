// Messages of NG and NT: dates, and who the participant is.

import Contributions

extension RuleCatalog {
    static func dateMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .NG01:
            parts.say(
                "\(parts.subject) là \(parts.value), không có trong lịch; cần \(parts.expectation)",
                "\(parts.subject) is \(parts.value), which does not exist; \(parts.expectation) expected")
        case .NG02:
            parts.say(
                "NGAY_NOP_TIEN là \(parts.value), sau ngày tiếp nhận \(parts.word(0)); hãy ghi đúng ngày người tham gia nộp tiền",
                "NGAY_NOP_TIEN is \(parts.value), after the day received, \(parts.word(0)); give the day on which the participant paid")
        case .NG03:
            parts.say(
                "NGAY_NOP_TIEN là \(parts.value), trước ngày tiếp nhận \(parts.word(1)) quá \(parts.number(0)) ngày; "
                    + "hãy ghi đúng ngày, nếu đã đúng thì liên hệ cơ quan BHXH",
                "NGAY_NOP_TIEN is \(parts.value), over \(parts.number(0)) days before the day received, \(parts.word(1)); "
                    + "give the right day, or ask the agency if it is right")
        case .NG04:
            parts.say(
                "DEN_NGAY là \(parts.value), cần \(parts.word(0)), tức TU_NGAY cộng SO_THANG\(parts.bracketed(1)) tháng trừ 1 ngày; "
                    + "hãy sửa DEN_NGAY, TU_NGAY hoặc SO_THANG",
                "DEN_NGAY is \(parts.value), \(parts.word(0)) expected, TU_NGAY plus SO_THANG\(parts.bracketed(1)) months minus one day; "
                    + "put DEN_NGAY, TU_NGAY or SO_THANG right")
        case .NG05:
            parts.say(
                "TU_NGAY là \(parts.value), trước ngày nộp tiền \(parts.word(0)); hãy ghi TU_NGAY từ ngày nộp tiền trở đi, "
                    + "hoặc sửa NGAY_NOP_TIEN",
                "TU_NGAY is \(parts.value), before the payment day, \(parts.word(0)); let it be that day or later, "
                    + "or put NGAY_NOP_TIEN right")
        case .NG06:
            parts.say(
                "TU_THANG là \(parts.value), với PHUONG_THUC \(parts.word(0)) phải nộp chậm nhất trong tháng \(parts.word(1)) "
                    + "nhưng ngày nộp tiền là \(parts.word(2)); hãy sửa TU_THANG, hoặc ghi PHUONG_AN là DB nếu đóng bù",
                "TU_THANG is \(parts.value), which by PHUONG_THUC \(parts.word(0)) may be paid until the end of \(parts.word(1)) "
                    + "but was paid on \(parts.word(2)); put TU_THANG right, or give PHUONG_AN as DB if it is made up later")
        case .NG07 where parts.detail(0) == "after":
            parts.say(
                "NGAY_SINH là \(parts.value), sau ngày nộp tiền \(parts.word(1)); hãy kiểm tra NGAY_SINH và NGAY_NOP_TIEN",
                "NGAY_SINH is \(parts.value), after the payment day, \(parts.word(1)); look at NGAY_SINH and NGAY_NOP_TIEN")
        case .NG07 where parts.detail(0) == "tooLongAgo":
            parts.say(
                "NGAY_SINH là \(parts.value), trước ngày nộp tiền \(parts.word(1)) quá 130 năm; hãy ghi đúng ngày sinh",
                "NGAY_SINH is \(parts.value), over 130 years before the payment day, \(parts.word(1)); give the true date of birth")
        default: parts.general
        }
    }

    static func personMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .NT01: missingNumberMessage(parts)
        case .NT02 where parts.detail(0) == "digit" && parts.detail(1).isEmpty:
            parts.say(
                "SO_DDCN là \(parts.value), chữ số thứ 4 không ứng với GIOI_TINH và thế kỷ của NGAY_SINH; "
                    + "số định danh chỉ có cho người sinh từ năm 1900, hãy kiểm tra cả ba",
                "SO_DDCN is \(parts.value), whose 4th digit does not stand for GIOI_TINH and the century of NGAY_SINH; "
                    + "such numbers exist only for people born from 1900 on, look at all three")
        case .NT02 where parts.detail(0) == "digit":
            parts.say(
                "SO_DDCN là \(parts.value), chữ số thứ 4 phải là \(parts.word(1)) theo GIOI_TINH và thế kỷ của NGAY_SINH; "
                    + "hãy kiểm tra cả ba",
                "SO_DDCN is \(parts.value), its 4th digit must be \(parts.word(1)) by GIOI_TINH and the century of NGAY_SINH; "
                    + "look at all three")
        case .NT02 where parts.detail(0) == "year":
            parts.say(
                "SO_DDCN là \(parts.value), chữ số thứ 5 và 6 phải là hai số cuối của năm sinh\(parts.bracketed(1)); "
                    + "hãy kiểm tra SO_DDCN và NGAY_SINH",
                "SO_DDCN is \(parts.value), its 5th and 6th digits must be the last two of the year of birth\(parts.bracketed(1)); "
                    + "look at SO_DDCN and NGAY_SINH")
        case .NT03:
            parts.say(
                "NGAY_SINH là \(parts.value), đến ngày \(parts.word(0)) mới đủ 15 tuổi; đóng BHXH tự nguyện phải đủ 15 tuổi "
                    + "vào ngày nộp tiền, hãy kiểm tra NGAY_SINH",
                "NGAY_SINH is \(parts.value), so this person turns 15 on \(parts.word(0)); who pays voluntary social insurance must be 15 "
                    + "on the payment day, look at NGAY_SINH")
        case .NT04: differentPersonsMessage(parts)
        default: parts.general
        }
    }

    private static func missingNumberMessage(_ parts: MessageParts) -> String {
        switch parts.finding.subject {
        case "SO_DDCN":
            parts.say(
                "Thiếu SO_DDCN: ngày nộp tiền là \(parts.word(0)), từ ngày 01/08/2025 phải ghi số định danh cá nhân; "
                    + "cần \(parts.expectation)",
                "SO_DDCN is missing: paid on \(parts.word(0)), and from 01/08/2025 on the personal number must be given; "
                    + "\(parts.expectation) expected")
        case "MA_SO_BHXH":
            parts.say(
                "Thiếu MA_SO_BHXH: ngày nộp tiền là \(parts.word(0)), trước ngày 01/08/2025 phải ghi mã số BHXH; "
                    + "cần \(parts.expectation)",
                "MA_SO_BHXH is missing: paid on \(parts.word(0)), and before 01/08/2025 the social-insurance number must be given; "
                    + "\(parts.expectation) expected")
        default: parts.general
        }
    }

    private static func differentPersonsMessage(_ parts: MessageParts) -> String {
        let source =
            parts.detail(0) == "registry"
            ? parts.say("danh sách người của cơ quan BHXH (DS_NGUOI)", "the agency's list of persons (DS_NGUOI)") : parts.earlier
        guard let source else { return parts.general }
        return parts.say(
            "MA_SO_BHXH là \(parts.value), không phải của cùng một người với SO_DDCN đã ghi, theo \(source); "
                + "hãy kiểm tra cả hai số, nếu đúng thì liên hệ cơ quan BHXH",
            "MA_SO_BHXH is \(parts.value), which is not the same person's as SO_DDCN, according to \(source); "
                + "look at both numbers, and ask the agency if they are right")
    }
}
