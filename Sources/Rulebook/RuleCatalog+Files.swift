// The whole file, before any of it is read as XML: TEP and ZIP (rules.md section 1). Such a file goes to quarantine, its
// sender gets a TC, and nothing is posted.

import Contributions

extension RuleCatalog {
    /// TEP: the file itself. What a finding holds:
    /// - TEP02: value = the shown name
    /// - TEP03: details[kind], kind in symlink, hardlink, directory, fifo, socket, device
    /// - TEP04: value = bytes, details[limit in bytes]
    /// - TEP05: details["malformed"] or ["differs", expected digest, actual digest]
    /// - TEP06: details["xml" or "zip"], what the name promises
    /// - TEP07: details["processor" or "steps", seconds], ["memory", MiB], ["ended"], or ["operator"] when a person refused the file
    /// - TEP01, TEP08: nothing
    static let files: [RuleEntry] = [
        RuleEntry(
            .TEP02, 123,
            meaning: ("Tên tệp không đúng quy cách", "The file's name is outside the allowed form"),
            whatToDo: (
                "Đặt tên bằng chữ không dấu, chữ số và các dấu . _ -, không quá 100 ký tự, đuôi .xml hoặc .zip, rồi gửi lại",
                "Name it with plain letters, digits and . _ -, at most 100 characters, ending in .xml or .zip, and send it again"
            )),
        RuleEntry(
            .TEP03, 123,
            meaning: ("Không phải một tệp thường có đúng một liên kết", "Not a plain file of exactly one link"),
            whatToDo: (
                "Chép chính tệp đó vào inbox; không đặt liên kết, thư mục, đường ống hay thiết bị",
                "Copy the file itself into the inbox: no link, folder, pipe or device"
            )),
        RuleEntry(
            .TEP08, 123,
            meaning: ("Hệ thống không được phép đọc tệp", "We are not allowed to read the file"),
            whatToDo: ("Cấp quyền đọc tệp cho hệ thống rồi gửi lại", "Make the file readable and send it again")),
        RuleEntry(
            .TEP01, 204,
            meaning: ("Tệp rỗng", "The file is empty"),
            whatToDo: (
                "Xuất lại tệp từ phần mềm, xem tệp đã có nội dung rồi gửi lại",
                "Export the file again, see that it has content, and send it again"
            )),
        RuleEntry(
            .TEP04, 1001,
            meaning: ("Tệp lớn hơn giới hạn", "The file is larger than the limit"),
            whatToDo: (
                "Chia thành nhiều lô nhỏ hơn, mỗi lô một MA_LO riêng, rồi gửi lại",
                "Divide it into smaller batches, each with its own MA_LO, and send them"
            )),
        RuleEntry(
            .TEP05, 123,
            meaning: ("Tệp không khớp với mã SHA-256 gửi kèm trong tệp .sha256", "The file differs from its .sha256"),
            whatToDo: (
                "Tạo lại tệp .sha256 bằng sha256sum rồi gửi lại cả hai tệp",
                "Make the .sha256 again with sha256sum and send both files again"
            )),
        RuleEntry(
            .TEP06, 123,
            meaning: ("Nội dung không đúng với đuôi của tên tệp", "The content is not what the file's extension says"),
            whatToDo: (
                "Tệp .xml phải là XML, tệp .zip phải là ZIP; đặt đúng đuôi rồi gửi lại",
                "An .xml must be XML and a .zip must be ZIP: put the name right and send it again"
            )),
        RuleEntry(
            .TEP07, 123,
            meaning: (
                "Đọc tệp hai lần đều vượt giới hạn hoặc bị dừng, hoặc người vận hành đã từ chối tệp",
                "Reading the file, tried twice, broke a budget or ended the reader, or a person refused it"
            ),
            whatToDo: (
                "Xuất lại tệp đúng mẫu hoặc chia nhỏ; nếu vẫn bị từ chối, liên hệ cơ quan BHXH",
                "Export the file again or divide it; if it is refused once more, ask the agency"
            )),
    ]

    /// ZIP: the container. What a finding holds (a reason is a short English technical phrase):
    /// - ZIP01, ZIP06, ZIP08: details[reason]
    /// - ZIP02: details["count", number of entries] or ["name", entry's name]
    /// - ZIP03: nothing
    /// - ZIP04: details[number of the method]
    /// - ZIP05: details[entry's name]
    /// - ZIP07: details["size" or "ratio", limit]
    static let archives: [RuleEntry] = [
        RuleEntry(
            .ZIP01, 123,
            meaning: ("Không đọc được như một tệp ZIP", "Not a readable ZIP"),
            whatToDo: ("Nén lại bằng công cụ ZIP thông thường rồi gửi lại", "Pack it again with an ordinary ZIP tool and send it again")),
        RuleEntry(
            .ZIP06, 123,
            meaning: ("ZIP không nhất quán, có thể hiểu theo nhiều cách", "The ZIP is ambiguous: its parts disagree"),
            whatToDo: (
                "Nén lại bằng công cụ ZIP thông thường: một tệp, không chú thích, không chia phần",
                "Pack it again with an ordinary ZIP tool: one file, no comment, not split"
            )),
        RuleEntry(
            .ZIP02, 123,
            meaning: ("ZIP không chứa đúng một tệp .xml", "The ZIP does not hold exactly one .xml entry"),
            whatToDo: ("Nén đúng một tệp có đuôi .xml rồi gửi lại", "Pack exactly one .xml file and send it again")),
        RuleEntry(
            .ZIP05, 123,
            meaning: (
                "Tên trong ZIP có đường dẫn, hoặc mục trong ZIP là thư mục, liên kết hay thiết bị",
                "The entry's name has a path, or the entry is a folder, link or device"
            ),
            whatToDo: ("Nén riêng tệp .xml, không kèm thư mục", "Pack the .xml file alone, without its folder")),
        RuleEntry(
            .ZIP03, 123,
            meaning: ("ZIP có mật khẩu", "The ZIP is encrypted"),
            whatToDo: ("Nén lại, không đặt mật khẩu", "Pack it again without a password")),
        RuleEntry(
            .ZIP04, 123,
            meaning: ("Phương pháp nén không được nhận", "A method other than stored or deflated"),
            whatToDo: ("Nén lại bằng phương pháp Deflate, hoặc chỉ lưu (Store)", "Pack it again with Deflate, or stored")),
        RuleEntry(
            .ZIP07, 1001,
            meaning: ("ZIP bung ra vượt giới hạn dung lượng hoặc tỷ lệ nén", "The ZIP inflates beyond the size or ratio limit"),
            whatToDo: ("Chia thành nhiều lô nhỏ hơn rồi gửi lại", "Divide it into smaller batches and send them")),
        RuleEntry(
            .ZIP08, 123,
            meaning: ("Dữ liệu trong ZIP hỏng: CRC-32 hoặc độ dài không khớp", "Damaged: the entry's CRC-32 or size differs"),
            whatToDo: ("Nén lại rồi gửi lại; kiểm tra đường truyền", "Pack it again and send it again; look at the transfer")),
    ]
}
