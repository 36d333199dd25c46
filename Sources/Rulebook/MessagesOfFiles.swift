// Messages of TEP and ZIP: the file as such.

import Contributions

extension RuleCatalog {
    static func fileMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .TEP02:
            parts.say(
                "Tên tệp \(parts.value) không đúng quy cách: chỉ dùng chữ không dấu, chữ số và . _ -, bắt đầu bằng chữ hoặc số, "
                    + "không quá 100 ký tự, đuôi .xml hoặc .zip",
                "The name \(parts.value) is outside the allowed form: plain letters, digits and . _ -, beginning with a letter or digit, "
                    + "at most 100 characters, ending in .xml or .zip")
        case .TEP03:
            parts.say(
                "Đây là \(kindOfNode(parts)), không phải tệp thường có đúng một liên kết; hãy chép chính tệp đó vào inbox",
                "This is \(kindOfNode(parts)), not a plain file of exactly one link; copy the file itself into the inbox")
        case .TEP08:
            parts.say(
                "Hệ thống không được phép đọc tệp; hãy cấp quyền đọc rồi gửi lại",
                "We are not allowed to read the file; make it readable and send it again")
        case .TEP01:
            parts.say(
                "Tệp rỗng (0 byte); hãy xuất lại tệp có nội dung rồi gửi lại",
                "The file is empty (0 bytes); export it again and send it again")
        case .TEP04:
            parts.say(
                "Tệp có \(parts.number) byte, lớn hơn giới hạn \(parts.number(0)) byte; hãy chia thành nhiều lô nhỏ hơn",
                "The file has \(parts.number) bytes, more than the limit of \(parts.number(0)); divide it into smaller batches")
        case .TEP05: digestMessage(parts)
        case .TEP06: extensionMessage(parts)
        case .TEP07 where parts.detail(0) == "operator":
            parts.say(
                "Người vận hành đã từ chối tệp này sau khi xem xét; hãy liên hệ cơ quan BHXH trước khi gửi lại",
                "A person refused this file after looking at it; ask the agency before sending it again")
        case .TEP07: readingMessage(parts)
        default: parts.general
        }
    }

    private static func readingMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "processor":
            parts.say(
                "Đọc tệp hai lần đều vượt giới hạn \(parts.number(1)) giây bộ xử lý; hãy xuất lại tệp đúng mẫu hoặc chia nhỏ",
                "Reading the file, tried twice, took more than \(parts.number(1)) seconds of processor time; export it again or divide it")
        case "memory":
            parts.say(
                "Đọc tệp hai lần đều vượt giới hạn bộ nhớ \(parts.number(1)) MiB; hãy xuất lại tệp đúng mẫu hoặc chia nhỏ",
                "Reading the file, tried twice, took more than \(parts.number(1)) MiB of memory; export it again or divide it")
        case "steps":
            parts.say(
                "Đọc tệp hai lần đều dừng lại quá giới hạn \(parts.number(1)) giây; hãy xuất lại tệp đúng mẫu hoặc chia nhỏ",
                "Reading the file, tried twice, stood still for more than \(parts.number(1)) seconds; export it again or divide it")
        case "ended":
            parts.say(
                "Đọc tệp hai lần đều làm chương trình đọc dừng đột ngột; hãy xuất lại tệp đúng mẫu hoặc chia nhỏ",
                "Reading the file, tried twice, ended the program that reads; export it again or divide it")
        default: parts.general
        }
    }

    private static func kindOfNode(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "symlink": parts.say("liên kết tượng trưng", "a symbolic link")
        case "hardlink": parts.say("tệp có nhiều liên kết cứng", "a file of several hard links")
        case "directory": parts.say("thư mục", "a folder")
        case "fifo": parts.say("đường ống (FIFO)", "a pipe")
        case "socket": parts.say("socket", "a socket")
        case "device": parts.say("thiết bị", "a device")
        default: parts.say("đối tượng khác", "something else")
        }
    }

    private static func digestMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "malformed":
            parts.say(
                "Tệp .sha256 gửi kèm sai định dạng: cần một dòng gồm 64 chữ số hex, dấu cách và tên tệp như sha256sum ghi",
                "The .sha256 is malformed: one line of 64 hex digits, a blank and the name, as sha256sum writes it")
        case "differs":
            parts.say(
                "Tệp nhận được có SHA-256 \(parts.word(2)), khác với \(parts.word(1)) trong tệp .sha256; hãy gửi lại cả hai tệp",
                "The file received has SHA-256 \(parts.word(2)), not \(parts.word(1)) as its .sha256 says; send both again")
        default: parts.general
        }
    }

    private static func extensionMessage(_ parts: MessageParts) -> String {
        switch parts.detail(0) {
        case "xml":
            parts.say(
                "Tên tệp có đuôi .xml nhưng nội dung không phải XML; hãy gửi đúng tệp XML, hoặc đặt đuôi .zip nếu là tệp nén",
                "The name ends in .xml but the content is not XML; send XML, or name it .zip if it is packed")
        case "zip":
            parts.say(
                "Tên tệp có đuôi .zip nhưng nội dung không phải ZIP; hãy nén lại thành ZIP, hoặc đặt đuôi .xml nếu là XML",
                "The name ends in .zip but the content is not ZIP; pack it as ZIP, or name it .xml if it is XML")
        default: parts.general
        }
    }

    static func archiveMessage(_ parts: MessageParts) -> String {
        switch parts.code {
        case .ZIP01:
            parts.say(
                "Không đọc được tệp như một tệp ZIP; hãy nén lại bằng công cụ ZIP thông thường\(parts.zipReason)",
                "The file cannot be read as a ZIP; pack it again with an ordinary tool\(parts.zipReason)")
        case .ZIP06:
            parts.say(
                "Các phần của tệp ZIP không nhất quán với nhau; hãy nén lại bằng công cụ ZIP thông thường\(parts.zipReason)",
                "The ZIP's parts disagree; pack it again with an ordinary tool\(parts.zipReason)")
        case .ZIP02 where parts.detail(0) == "count":
            parts.say(
                "ZIP chứa \(parts.number(1)) mục, cần đúng một tệp .xml; hãy nén lại chỉ tệp .xml",
                "The ZIP holds \(parts.number(1)) entries, exactly one .xml is allowed; pack the .xml file alone")
        case .ZIP02 where parts.detail(0) == "name":
            parts.say(
                "Tệp trong ZIP tên \(parts.quoted(1)) không có đuôi .xml; hãy nén đúng tệp .xml",
                "The ZIP's entry \(parts.quoted(1)) does not end in .xml; pack the .xml file")
        case .ZIP05 where parts.detail(0) == "kind":
            parts.say(
                "Mục trong ZIP là thư mục, liên kết hay thiết bị, không phải tệp thường; hãy nén riêng tệp .xml",
                "The ZIP's entry is a folder, link or device, not a plain file; pack the .xml file alone")
        case .ZIP05:
            parts.say(
                "Mục \(parts.quoted(0)) trong ZIP có đường dẫn hoặc tên không an toàn; hãy nén riêng tệp .xml, không kèm thư mục",
                "The ZIP's entry \(parts.quoted(0)) has a path or an unsafe name; pack the .xml file alone")
        case .ZIP03:
            parts.say("ZIP có mật khẩu; hãy nén lại không đặt mật khẩu", "The ZIP is encrypted; pack it again without a password")
        case .ZIP04:
            parts.say(
                "ZIP dùng phương pháp nén số \(parts.word(0)); hãy nén lại bằng Deflate hoặc chỉ lưu (Store)",
                "The ZIP uses method \(parts.word(0)); pack it again with Deflate, or stored")
        case .ZIP07 where parts.detail(0) == "size":
            parts.say(
                "ZIP bung ra lớn hơn giới hạn \(parts.number(1)) byte; hãy chia thành nhiều lô nhỏ hơn",
                "The ZIP inflates to more than the limit of \(parts.number(1)) bytes; divide it into smaller batches")
        case .ZIP07 where parts.detail(0) == "ratio":
            parts.say(
                "ZIP bung ra vượt tỷ lệ nén cho phép là \(parts.number(1)):1; hãy kiểm tra nội dung tệp hoặc chia nhỏ lô",
                "The ZIP inflates beyond the allowed ratio of \(parts.number(1)):1; look at its content, or divide the batch")
        case .ZIP08:
            parts.say(
                "Dữ liệu trong ZIP bị hỏng, CRC-32 hoặc độ dài không khớp; hãy nén lại và gửi lại\(parts.zipReason)",
                "The ZIP's data is damaged, CRC-32 or size differs; pack it again and send it again\(parts.zipReason)")
        default: parts.general
        }
    }
}
