// Messages of DM and BL: the registry and receipts.

import Contributions

extension RuleCatalog {
    static func registryMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .DM01 where parts.detail(0) == "unknown":
            parts.say(
                "Nhân viên thu \(parts.value) không có trong danh mục; hãy kiểm tra mã hoặc đăng ký với cơ quan BHXH",
                "The collector \(parts.value) is unknown; look at the code, or have the collector registered")
        case .DM01:
            parts.say(
                "Nhân viên thu \(parts.value) không có hiệu lực vào ngày \(parts.word(1)); hãy kiểm tra mã và NGAY_NOP_TIEN",
                "The collector \(parts.value) is not in force on \(parts.word(1)); look at the code and NGAY_NOP_TIEN")
        case .DM02:
            parts.say(
                "Nhân viên thu \(parts.value) vào ngày \(parts.word(0)) thuộc tổ chức dịch vụ thu khác; hãy ghi nhân viên của tổ chức mình",
                "The collector \(parts.value) belongs to another partner on \(parts.word(0)); name a collector of your own")
        case .DM03 where parts.detail(0) == "unknown":
            parts.say(
                "Điểm thu \(parts.value) không có trong danh mục; hãy kiểm tra mã hoặc đăng ký với cơ quan BHXH",
                "The collection point \(parts.value) is unknown; look at the code, or have the point registered")
        case .DM03:
            parts.say(
                "Điểm thu \(parts.value) không có hiệu lực vào ngày \(parts.word(1)); hãy kiểm tra mã và NGAY_NOP_TIEN",
                "The collection point \(parts.value) is not in force on \(parts.word(1)); look at the code and NGAY_NOP_TIEN")
        case .DM04:
            parts.say(
                "Điểm thu \(parts.value) vào ngày \(parts.word(0)) thuộc tổ chức dịch vụ thu khác; hãy ghi điểm thu của tổ chức mình",
                "The collection point \(parts.value) belongs to another partner on \(parts.word(0)); name a point of your own")
        case .DM05: areaMessage(parts)
        case .DM11:
            parts.say(
                "\(parts.subject) là \(parts.value), mã này chưa có trong danh mục; hãy gửi mục được dẫn chiếu trước",
                "\(parts.subject) is \(parts.value), which the registry does not have; send what is referred to first")
        case .DM12:
            parts.say(
                "Nhân viên thu có số định danh \(parts.value) đang có hiệu lực ở tổ chức dịch vụ thu \(parts.word(0)) trong cùng thời gian; "
                    + "một người chỉ thuộc một tổ chức",
                "The collector with the number \(parts.value) is in force with the partner \(parts.word(0)) at the same time; "
                    + "a collector belongs to one partner only")
        case .DM13:
            parts.say(
                "Quyển biên lai từ số \(parts.value) trùng với quyển ký hiệu \(parts.quoted(0)) số \(parts.word(1)) đến \(parts.word(2)) "
                    + "của nhân viên thu \(parts.word(3)) trong cùng thời gian; hãy sửa dải số hoặc ngày",
                "The book from \(parts.value) overlaps with the book \(parts.quoted(0)), \(parts.word(1)) to \(parts.word(2)), "
                    + "of the collector \(parts.word(3)) at the same time; put the numbers or days right")
        case .DM14:
            parts.say(
                "\(parts.subject) là \(parts.value), trước điểm bắt đầu \(parts.quoted(0)); hãy sửa điểm đầu hoặc điểm cuối",
                "\(parts.subject) is \(parts.value), before the start \(parts.quoted(0)); put the start or the end right")
        case .DM15 where parts.detail(0) == "unknown":
            parts.say(
                "Tham số \(parts.value) không có trong hệ thống; hãy dùng mã tham số đã công bố, như LUONG_CO_SO",
                "There is no parameter \(parts.value); use a published one, such as LUONG_CO_SO")
        case .DM15:
            parts.say(
                "Giá trị tham số \(parts.value) sai định dạng; cần \(Expectations.of(element: "GIA_TRI").vi)",
                "The parameter's value \(parts.value) is outside its format; \(Expectations.of(element: "GIA_TRI").en) expected")
        default: parts.general
        }
    }

    private static func areaMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "outside":
            parts.say(
                "Điểm thu \(parts.value) ở xã \(parts.word(1)), ngoài địa bàn của hợp đồng với cơ quan BHXH \(parts.word(2)) "
                    + "vào ngày \(parts.word(3)); hãy kiểm tra MA_DIEM_THU và MA_CQ_BHXH",
                "The collection point \(parts.value) is in the commune \(parts.word(1)), outside the area of the contract "
                    + "with the office \(parts.word(2)) on \(parts.word(3)); look at MA_DIEM_THU and MA_CQ_BHXH")
        case "noContract":
            parts.say(
                "Điểm thu \(parts.value) không thuộc địa bàn nào: ngày \(parts.word(3)) không có hợp đồng còn hiệu lực với cơ quan BHXH "
                    + "\(parts.word(2)); hãy kiểm tra NGAY_NOP_TIEN và MA_CQ_BHXH",
                "The collection point \(parts.value) is in no area: on \(parts.word(3)) there is no contract in force with the office "
                    + "\(parts.word(2)); look at NGAY_NOP_TIEN and MA_CQ_BHXH")
        default: parts.general
        }
    }

    static func receiptMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .BL01:
            parts.say(
                "Biên lai số \(parts.value) ký hiệu \(parts.quoted(0)) không thuộc quyển nào giao cho nhân viên thu \(parts.word(1)) "
                    + "vào ngày \(parts.word(2)); hãy kiểm tra ký hiệu, số và nhân viên thu",
                "The receipt \(parts.value) of serial \(parts.quoted(0)) is in no book of the collector \(parts.word(1)) "
                    + "on \(parts.word(2)); look at serial, number and collector")
        case .BL02 where parts.detail(0) == "file":
            parts.say(
                "Biên lai số \(parts.value) đã dùng cho bản ghi STT \(parts.word(1)) của tệp này; mỗi biên lai chỉ dùng một lần",
                "The receipt \(parts.value) is used by record STT \(parts.word(1)) of this file; a receipt is used once only")
        case .BL02 where parts.detail(0) == "code":
            parts.say(
                "Biên lai số \(parts.value) đã dùng cho khoản thu có mã xác nhận \(parts.word(1)); mỗi biên lai chỉ dùng một lần",
                "The receipt \(parts.value) was used for the payment with the code \(parts.word(1)); a receipt is used once only")
        case .BL02 where parts.detail(0) == "other":
            parts.say(
                "Biên lai số \(parts.value) đã dùng cho khoản thu của tổ chức dịch vụ thu khác; mỗi biên lai chỉ dùng một lần",
                "The receipt \(parts.value) was used for a payment of another partner; a receipt is used once only")
        default: parts.general
        }
    }
}
