import Contributions

// The sentences about cancellations, remittance listings and bank credits: DC, KN, SK (money.md).

extension RuleCatalog {
    static func trailMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .DC01, .DC02, .DC03, .DC04: adjustmentMessage(parts)
        case .KN01, .KN02, .KN03, .KN04, .KN05: listingMessage(parts)
        case .SK01:
            parts.say(
                "Giao dịch \(parts.value) của tổ chức dịch vụ thu \(parts.word(0)) đã báo có ngày \(parts.word(1)) với số tiền "
                    + "\(parts.number(2)) đ và đã khớp bảng kê, nội dung lần này khác; hãy kiểm tra lại theo sao kê của ngân hàng",
                "The transfer \(parts.value) of the partner \(parts.word(0)) was credited on \(parts.word(1)) with \(parts.number(2)) đ "
                    + "and agreed with a listing, and this says something else; look at the bank's statement")
        default: parts.general
        }
    }

    private static func adjustmentMessage(_ parts: MessageParts) -> String {
        let isListing = parts.finding.subject == "MA_GIAO_DICH_NH"
        let what =
            isListing
            ? parts.say("Bảng kê của giao dịch ngân hàng \(parts.value)", "The listing of the bank transfer \(parts.value)")
            : parts.say("Mã xác nhận \(parts.value)", "The code \(parts.value)")
        return switch parts.code {
        case .DC01:
            parts.say(
                "\(what) không có, hoặc không thuộc tổ chức dịch vụ thu ghi ở MA_TCDVT; hãy kiểm tra lại cả hai",
                "\(what) is unknown, or does not belong to the partner in MA_TCDVT; look at both")
        case .DC02:
            parts.say(
                "\(what) đã bị hủy trước đó, hoặc ở mục trước của tệp này; không cần hủy lần nữa",
                "\(what) was cancelled before, or by an earlier entry of this file; there is nothing more to do")
        case .DC03 where parts.detail(0) == "listed":
            parts.say(
                "\(what) đang có trong bảng kê của giao dịch ngân hàng \(parts.quoted(1)) nên chưa hủy được; "
                    + "nếu chuyển khoản không thành, hãy hủy bảng kê đó trước, bằng một tệp riêng",
                "\(what) stands in the listing of the bank transfer \(parts.quoted(1)); "
                    + "if that transfer failed, take the listing back first, in a file of its own")
        case .DC03 where parts.detail(0) == "remitted":
            parts.say(
                "\(what) đã nộp tiền theo giao dịch ngân hàng \(parts.quoted(1)) nên không ai hủy được nữa, kể cả cơ quan BHXH; "
                    + "nếu thu sai thì làm thủ tục hoàn trả với cơ quan BHXH, không qua tệp DIEU_CHINH",
                "\(what) was remitted with the bank transfer \(parts.quoted(1)) and can be cancelled by nobody any more, the agency included; "
                    + "money taken by mistake is for the agency to refund, not for a DIEU_CHINH")
        case .DC03 where parts.detail(0) == "credited":
            parts.say(
                "\(what) đã khớp báo có, tiền đã về cơ quan BHXH, nên không ai hủy được nữa, kể cả cơ quan BHXH; "
                    + "nếu thu sai thì làm thủ tục hoàn trả với cơ quan BHXH, không qua tệp DIEU_CHINH",
                "\(what) agreed with a bank credit: its money has arrived, and it can be taken back by nobody any more, the agency included; "
                    + "money taken by mistake is for the agency to refund, not for a DIEU_CHINH")
        case .DC04:
            parts.say(
                "\(what) được ghi nhận ngày \(parts.word(1)), đến ngày tiếp nhận \(parts.word(2)) đã quá \(parts.number(0)) ngày "
                    + "nên tổ chức không tự hủy được; hãy đề nghị cơ quan BHXH hủy",
                "\(what) was recorded on \(parts.word(1)), more than \(parts.number(0)) days before the receipt on \(parts.word(2)); "
                    + "ask the agency to cancel it")
        default: parts.general
        }
    }

    private static func listingMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .KN01:
            parts.say(
                "Mã xác nhận \(parts.value) không có, hoặc không phải của tổ chức này với cơ quan BHXH này; hãy kiểm tra mã và MA_CQ_BHXH",
                "The code \(parts.value) is unknown, or is not this partner's with this office; look at the code and MA_CQ_BHXH")
        case .KN02:
            parts.say(
                "Mã xác nhận \(parts.value) đã bị hủy; hãy bỏ mã này khỏi bảng kê",
                "The code \(parts.value) is cancelled; leave it out of the listing")
        case .KN03 where parts.detail(0) == "listed":
            parts.say(
                "Mã xác nhận \(parts.value) đã có trong bảng kê của giao dịch ngân hàng \(parts.quoted(1)); "
                    + "hãy bỏ mã này, hoặc hủy bảng kê kia trước nếu chuyển khoản không thành",
                "The code \(parts.value) stands in the listing of the bank transfer \(parts.quoted(1)); "
                    + "leave it out, or take that listing back first if its transfer failed")
        case .KN03 where parts.detail(0) == "file":
            parts.say(
                "Mã xác nhận \(parts.value) đã có ở STT \(parts.word(1)) của bảng kê này; mỗi mã chỉ kê một lần",
                "The code \(parts.value) stands at STT \(parts.word(1)) of this listing; a code is listed once only")
        case .KN04:
            parts.say(
                "TONG_TIEN khai \(parts.number) đ nhưng tổng tiền của các mã trong bảng kê là \(parts.number(0)) đ; "
                    + "hai số phải bằng nhau và bằng số tiền đã chuyển",
                "TONG_TIEN says \(parts.number) đ but the codes' money sums to \(parts.number(0)) đ; "
                    + "the two must be equal, and be the money transferred")
        case .KN05:
            parts.say(
                "MA_GIAO_DICH_NH \(parts.value) đã dùng cho bảng kê khác của tổ chức này, mã tiếp nhận \(parts.word(0)); "
                    + "hãy ghi đúng số giao dịch của lần chuyển khoản này",
                "MA_GIAO_DICH_NH \(parts.value) was used by another listing of this partner, under \(parts.word(0)); "
                    + "give this transfer's own number")
        default: parts.general
        }
    }
}
