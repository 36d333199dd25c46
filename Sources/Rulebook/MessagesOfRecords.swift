// Messages of BG and TR: a record's format, and what is there twice.

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
        case .TR03: overlapMessage(parts)
        default: parts.general
        }
    }

    private static func overlapMessage(_ parts: MessageParts) -> String {
        guard let earlier = parts.earlier else { return parts.general }
        return parts.say(
            "\(parts.subject) là \(parts.value) nhưng người này đã đóng cho cả hoặc một phần thời gian đó, theo \(earlier); "
                + "hãy kiểm tra số của người tham gia, \(parts.subject) và SO_THANG",
            "\(parts.subject) is \(parts.value) but this person has paid for some or all of that period, according to \(earlier); "
                + "look at the person's numbers, \(parts.subject) and SO_THANG")
    }
}
