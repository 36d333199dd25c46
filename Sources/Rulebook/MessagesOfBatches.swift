// Messages of LO: the batch's header, totals and sender.

import Contributions

extension RuleCatalog {
    static func batchMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .LO01: headerMessage(parts)
        case .LO10 where parts.detail(0) == "agency":
            parts.say(
                "Tài liệu \(parts.value) không được nhận từ cơ quan BHXH; thư mục này nhận \(accepted(parts))",
                "The document \(parts.value) is not accepted from the agency; its folder accepts \(accepted(parts))")
        case .LO10:
            parts.say(
                "Tài liệu \(parts.value) không được nhận từ tổ chức dịch vụ thu \(parts.word(0)); "
                    + "thư mục này nhận \(accepted(parts))",
                "The document \(parts.value) is not accepted from the partner \(parts.word(0)); "
                    + "its folder accepts \(accepted(parts))")
        case .LO02:
            parts.say(
                "MA_TCDVT là \(parts.value) nhưng tệp nằm trong thư mục của \(parts.word(0)); hãy ghi đúng mã, hoặc gửi vào đúng thư mục",
                "MA_TCDVT is \(parts.value) but the folder belongs to \(parts.word(0)); give the right code, or use the right folder")
        case .LO08 where parts.detail(2) == "ever":
            parts.say(
                "Đến ngày \(parts.word(1)) tổ chức dịch vụ thu \(parts.word(0)) chưa từng có hợp đồng với cơ quan BHXH \(parts.value); "
                    + "hãy kiểm tra MA_CQ_BHXH",
                "Up to \(parts.word(1)) the partner \(parts.word(0)) never had a contract with the office \(parts.value); "
                    + "look at MA_CQ_BHXH")
        case .LO08:
            parts.say(
                "Ngày \(parts.word(1)) tổ chức dịch vụ thu \(parts.word(0)) không có hợp đồng còn hiệu lực với cơ quan BHXH "
                    + "\(parts.value); hãy kiểm tra MA_CQ_BHXH",
                "On \(parts.word(1)) the partner \(parts.word(0)) has no contract in force with the office \(parts.value); "
                    + "look at MA_CQ_BHXH")
        case .LO07 where parts.detail(0) == "ahead":
            parts.say(
                "\(parts.subject) là \(parts.value), sau lúc tiếp nhận (\(parts.word(1))) quá 24 giờ; hãy kiểm tra đồng hồ máy",
                "\(parts.subject) is \(parts.value), over 24 hours after the receipt (\(parts.word(1))); look at the computer's clock")
        case .LO07 where parts.detail(0) == "notADay":
            parts.say(
                "\(parts.subject) là \(parts.value), không có trong lịch; cần \(parts.expectation)",
                "\(parts.subject) is \(parts.value), which is not in the calendar; \(parts.expectation) expected")
        case .LO07:
            parts.say(
                "\(parts.subject) là \(parts.value), không phải thời điểm có thật; cần \(parts.expectation)",
                "\(parts.subject) is \(parts.value), which is no real time; \(parts.expectation) expected")
        case .LO03:
            parts.say(
                "SO_LUONG khai \(parts.number) nhưng tệp có \(parts.number(0)) bản ghi; hai số phải bằng nhau",
                "SO_LUONG says \(parts.number) but the file has \(parts.number(0)) records; the two must be equal")
        case .LO04:
            parts.say(
                "TONG_TIEN khai \(parts.number) đ nhưng tổng SO_TIEN của mọi bản ghi là \(parts.number(0)) đ; hai số phải bằng nhau",
                "TONG_TIEN says \(parts.number) đ but SO_TIEN over all records sums to \(parts.number(0)) đ; the two must be equal")
        case .LO06:
            parts.say(
                "Tệp có \(parts.number) bản ghi, vượt giới hạn \(parts.number(0)); hãy chia thành nhiều lô",
                "The file has \(parts.number) records, more than the limit of \(parts.number(0)); divide it into several batches")
        case .LO11:
            parts.say(
                "Có \(parts.number) bản ghi bị từ chối, vượt giới hạn \(parts.number(0)), chỉ liệt kê \(parts.number(1)) bản ghi đầu; "
                    + "hãy sửa lỗi chung rồi gửi lại cả lô",
                "\(parts.number) records are refused, more than the limit of \(parts.number(0)), the first \(parts.number(1)) are listed; "
                    + "put the common fault right and send the whole batch again")
        case .LO05:
            parts.say(
                "MA_LO \(parts.value) đã được dùng lúc \(parts.word(0)), mã tiếp nhận \(parts.word(1)); hãy đặt MA_LO mới",
                "MA_LO \(parts.value) was taken at \(parts.word(0)) under \(parts.word(1)); choose a new MA_LO")
        case .LO09:
            parts.say(
                "Tổ chức nhận trọn lô (TRON_LO) và có \(parts.number) bản ghi bị từ chối nên cả lô không được ghi nhận; "
                    + "hãy sửa các bản ghi đó rồi gửi lại cả lô",
                "The partner takes whole batches only (TRON_LO) and \(parts.number) records are refused, so nothing is recorded; "
                    + "put them right and send the whole batch again")
        default: parts.general
        }
    }

    /// The documents that LO10's sender may send, as a list in a sentence.
    private static func accepted(_ parts: MessageParts) -> String {
        let owner: Owner = parts.detail(0) == Owner.agency.description ? .agency : .partner(parts.detail(0))
        return parts.list(of: DocumentKind.allCases.filter { BatchRules.senderFinding($0, from: owner) == nil }.map(\.rawValue))
    }

    private static func headerMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "missing":
            parts.say(
                "THONG_TIN_CHUNG thiếu \(parts.subject) hoặc để trống; cần \(parts.expectation)",
                "The header's \(parts.subject) is missing or empty; \(parts.expectation) expected")
        case "markup":
            parts.say(
                "\(parts.subject) chứa CDATA hoặc chú thích; chỉ được là văn bản: \(parts.expectation)",
                "\(parts.subject) has CDATA or a comment inside; plain text expected: \(parts.expectation)")
        default:
            parts.say(
                "\(parts.subject) là \(parts.value), sai định dạng; cần \(parts.expectation)",
                "\(parts.subject) is \(parts.value), outside its format; \(parts.expectation) expected")
        }
    }
}
