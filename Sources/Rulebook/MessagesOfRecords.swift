// Messages of one record: BG, NG, DM, BL, TR and CB.

import Contributions

extension RuleCatalog {
    static func formatMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .BG01:
            parts.say(
                "Thiếu \(parts.subject) hoặc để trống; cần \(parts.expectation)",
                "\(parts.subject) is missing or empty; \(parts.expectation) expected")
        case .BG02: recordStructureMessage(parts)
        case .BG03:
            parts.say(
                "\(parts.subject) là \(parts.value), sai định dạng; cần \(parts.expectation)",
                "\(parts.subject) is \(parts.value), outside its format; \(parts.expectation) expected")
        case .BG04 where parts.detail(0) == "missing":
            parts.say(
                "Thiếu \(parts.subject): LOAI_HINH \(parts.word(1)) bắt buộc phải có; cần \(parts.expectation)",
                "\(parts.subject) is missing: LOAI_HINH \(parts.word(1)) must give it; \(parts.expectation) expected")
        case .BG04 where parts.detail(0) == "present":
            parts.say(
                "\(parts.subject) là \(parts.value) nhưng LOAI_HINH \(parts.word(1)) không dùng phần tử này; hãy để trống hoặc sửa LOAI_HINH",
                "\(parts.subject) is \(parts.value) but LOAI_HINH \(parts.word(1)) must not give it; leave it empty, or put LOAI_HINH right"
            )
        case .NG01:
            parts.say(
                "\(parts.subject) là \(parts.value), không có trong lịch; cần \(parts.expectation)",
                "\(parts.subject) is \(parts.value), which does not exist; \(parts.expectation) expected")
        default: parts.general
        }
    }

    private static func recordStructureMessage(_ parts: MessageParts) -> String {
        let name = ShownText.quoted(parts.finding.subject)
        return switch parts.detail(0) {
        case "unknown":
            parts.say("Phần tử \(name) không có trong mẫu của bản ghi; hãy bỏ đi", "A record does not have \(name); remove it")
        case "repeated":
            parts.say("Phần tử \(name) lặp lại trong bản ghi; chỉ được có một lần", "\(name) is repeated; a record has it once only")
        case "order":
            parts.say(
                "Phần tử \(name) sai thứ tự trong bản ghi; hãy xếp đúng thứ tự của mẫu",
                "\(name) is out of order; follow the published order")
        case "markup":
            parts.say(
                "Phần tử \(name) chứa thẻ, CDATA hoặc chú thích; chỉ được là văn bản",
                "\(name) has an element, CDATA or a comment inside; only text is allowed there")
        case "text":
            parts.say(
                "Có chữ thừa ngoài các phần tử của bản ghi, ở \(name); hãy bỏ đi",
                "There is stray text outside the record's elements, at \(name); remove it")
        default:
            parts.say(
                "Phần tử \(name) lạ, lặp lại, sai thứ tự, chứa thẻ, CDATA hay chú thích, hoặc có chữ thừa; hãy sửa theo mẫu",
                "\(name) is unknown, repeated, out of order, or has markup inside; follow the published form")
        }
    }

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
        case .BL02 where parts.detail(0).isEmpty:
            parts.say(
                "Biên lai số \(parts.value) đã dùng cho khoản thu của tổ chức dịch vụ thu khác; mỗi biên lai chỉ dùng một lần",
                "The receipt \(parts.value) was used for a payment of another partner; a receipt is used once only")
        case .BL02:
            parts.say(
                "Biên lai số \(parts.value) đã dùng cho khoản thu có mã xác nhận \(parts.word(0)); mỗi biên lai chỉ dùng một lần",
                "The receipt \(parts.value) was used for the payment with the code \(parts.word(0)); a receipt is used once only")
        default: parts.general
        }
    }

    static func duplicateMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .TR01 where parts.detail(1) == "cancelled":
            parts.say(
                "MA_GIAO_DICH \(parts.value) đã được ghi nhận với mã xác nhận \(parts.word(0)) và sau đó bị hủy; hãy đặt MA_GIAO_DICH mới",
                "MA_GIAO_DICH \(parts.value) was recorded with the code \(parts.word(0)) and since cancelled; choose a new key")
        case .TR01:
            parts.say(
                "MA_GIAO_DICH \(parts.value) đã được ghi nhận với nội dung khác, mã xác nhận \(parts.word(0)); "
                    + "khoản thu khác thì đặt MA_GIAO_DICH mới",
                "MA_GIAO_DICH \(parts.value) was recorded with other content under the code \(parts.word(0)); "
                    + "give another payment a new key")
        case .TR02:
            parts.say(
                "MA_GIAO_DICH \(parts.value) đã có ở bản ghi STT \(parts.word(0)) của tệp này; mỗi khoản thu một MA_GIAO_DICH riêng",
                "MA_GIAO_DICH \(parts.value) stands in record STT \(parts.word(0)) of this file; each payment has its own key")
        case .CB03:
            parts.say(
                "Khoản thu đã được ghi nhận trước đây, không ghi nhận lần nữa; mã xác nhận đã cấp là \(parts.word(0))",
                "The payment was on record already and is not recorded again; its code is \(parts.word(0))")
        default: parts.general
        }
    }
}
