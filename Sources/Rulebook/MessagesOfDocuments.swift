// Messages of XML: the bytes as a document of the exchange.

import Contributions

extension RuleCatalog {
    static func documentMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .XML04: encodingMessage(parts)
        case .XML03:
            parts.say(
                "Tệp có khai báo DOCTYPE, không được nhận; hãy bỏ khai báo đó rồi gửi lại",
                "The file has a DOCTYPE, which is not accepted; remove it and send the file again")
        case .XML05: limitMessage(parts)
        case .XML01:
            parts.say(
                "XML sai cú pháp; hãy sửa tại dòng và cột đã nêu hoặc xuất lại tệp",
                "Not well-formed XML; put it right at the line and column named, or export it again\(parts.bracketed(0))")
        case .XML02:
            parts.say(
                "XML kết thúc giữa chừng, còn phần tử chưa đóng; có thể tệp chưa tải lên xong, hãy gửi lại tệp đầy đủ",
                "The XML ends while an element is open; the upload may have been cut, send the whole file again")
        case .XML06: foreignMessage(parts)
        case .XML08 where parts.finding.value.isEmpty:
            parts.say(
                "Phần tử gốc thiếu thuộc tính PHIEN_BAN; hãy ghi PHIEN_BAN=\"1\"",
                "The root lacks PHIEN_BAN; write PHIEN_BAN=\"1\"")
        case .XML08:
            parts.say(
                "PHIEN_BAN là \(parts.value), chỉ nhận phiên bản 1; hãy ghi PHIEN_BAN=\"1\"",
                "PHIEN_BAN is \(parts.value), only version 1 is accepted; write PHIEN_BAN=\"1\"")
        default: parts.general
        }
    }

    private static func encodingMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "bytes":
            parts.say(
                "Tệp có byte không phải UTF-8; hãy lưu lại tệp với bảng mã UTF-8",
                "The file has bytes that are not UTF-8; save it as UTF-8")
        case "declared":
            parts.say(
                "Tệp khai bảng mã \(parts.quoted(1)), chỉ nhận UTF-8; hãy lưu lại tệp với bảng mã UTF-8",
                "The file declares the encoding \(parts.quoted(1)), only UTF-8 is accepted; save it as UTF-8")
        default: parts.general
        }
    }

    private static func limitMessage(_ parts: MessageParts) -> String {
        let limit = parts.number(1)
        return switch parts.detail(0) {
        case "depth":
            parts.say(
                "Các thẻ lồng nhau sâu hơn giới hạn \(limit) bậc; hãy xuất lại tệp đúng mẫu",
                "Elements are nested deeper than the limit of \(limit); export the file again in the published form")
        case "name":
            parts.say(
                "Có tên dài hơn giới hạn \(limit) byte; hãy dùng đúng tên phần tử của mẫu",
                "A name is longer than the limit of \(limit) bytes; use the published names")
        case "attributes":
            parts.say(
                "Một thẻ có nhiều hơn \(limit) thuộc tính; mẫu chỉ có PHIEN_BAN ở phần tử gốc",
                "A tag has more than \(limit) attributes; the format has PHIEN_BAN at the root only")
        case "text":
            parts.say(
                "Văn bản của một phần tử dài hơn giới hạn \(limit) byte; hãy rút gọn",
                "The text of an element is longer than the limit of \(limit) bytes; shorten it")
        case "names":
            parts.say(
                "Tệp có hơn \(limit) tên phần tử lạ khác nhau; hãy xuất lại tệp đúng mẫu",
                "The file has more than \(limit) different unknown element names; export the file again")
        case "token":
            parts.say(
                "Một thẻ, chú thích hoặc đoạn văn bản dài hơn giới hạn \(limit) byte; hãy xuất lại tệp đúng mẫu",
                "One tag, comment or piece of text is longer than the limit of \(limit) bytes; export the file again")
        default: parts.general
        }
    }

    private static func foreignMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "pi":
            parts.say("Chỉ thị xử lý \(parts.quoted(1)) không được nhận; hãy bỏ đi", "Remove the processing instruction \(parts.quoted(1))")
        case "namespace":
            parts.say(
                "Không gian tên \(parts.quoted(1)) không có trong mẫu; hãy bỏ đi",
                "The format does not have the namespace \(parts.quoted(1)); remove it")
        case "attribute":
            parts.say(
                "Thuộc tính \(parts.quoted(1)) không có trong mẫu; hãy bỏ đi",
                "The format does not have the attribute \(parts.quoted(1)); remove it")
        default: parts.general
        }
    }

    static func structureMessage(_ parts: MessageParts) -> String {
        let name = parts.quoted(1)
        let documents = parts.list(of: DocumentKind.allCases.map(\.rawValue))
        return switch parts.detail(0) {
        case "root":
            parts.say(
                "Phần tử gốc \(name) không phải tài liệu của trao đổi này; các tài liệu là \(documents)",
                "The root \(name) is not a document of the exchange; its documents are \(documents)")
        case "notBuilt":
            parts.say(
                "Tài liệu \(name) chưa được phiên bản này tiếp nhận; hiện nhận \(documents)",
                "This version does not accept \(name) yet; it accepts \(documents)")
        case "unknown":
            parts.say("Phần tử \(name) không có trong mẫu ở chỗ này; hãy bỏ đi", "The format does not have \(name) here; remove it")
        case "repeated":
            parts.say(
                "Phần tử \(name) chỉ được có một lần; hãy bỏ phần lặp", "The element \(name) may stand once only; remove the repetition")
        case "misplaced":
            parts.say(
                "Phần tử \(name) sai thứ tự; hãy xếp đúng thứ tự của mẫu", "The element \(name) is out of order; follow the published order"
            )
        case "nested":
            parts.say(
                "Phần tử \(name) chứa phần tử khác; chỉ được chứa văn bản",
                "The element \(name) has an element inside; only text is allowed there")
        case "missing": parts.say("Thiếu phần tử \(name); hãy thêm vào đúng chỗ", "The element \(name) is missing; add it in its place")
        case "emptyList":
            parts.say(
                "Danh sách \(name) không có bản ghi nào; cần ít nhất một bản ghi",
                "The list \(name) has no record; at least one is expected")
        case "strayText":
            parts.say(
                "Có chữ thừa ngoài các phần tử\(inside(parts)); hãy bỏ đi",
                "There is stray text outside the elements\(inside(parts)); remove it")
        case "cdata":
            parts.say(
                "Có CDATA ngoài các phần tử\(inside(parts)); hãy bỏ đi",
                "There is CDATA outside the elements\(inside(parts)); remove it")
        default: parts.general
        }
    }

    private static func inside(_ parts: MessageParts) -> String {
        parts.detail(1).isEmpty ? "" : parts.say(", trong \(parts.quoted(1))", ", in \(parts.quoted(1))")
    }
}
