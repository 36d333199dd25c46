// The document and the batch: XML (rules.md section 1) and LO (section 2). Nothing is posted. XML codes send the file to
// quarantine, LO codes to the archive; the batch's MA_LO stays free for the corrected file.

import Contributions

extension RuleCatalog {
    /// XML: what makes the file unreadable as a document. What a finding holds:
    /// - XML01: details[the parser's words]
    /// - XML02, XML03: nothing
    /// - XML04: details["bytes"] or ["declared", name of the encoding]
    /// - XML05: details["depth", "name", "attributes", "text", "token" or "names", limit]
    /// - XML06: details["pi", "namespace" or "attribute", its name]
    /// - XML07: details[kind, name], kind in root, notBuilt (a document of the exchange that this version does not accept yet),
    ///   unknown, repeated, misplaced, nested, missing, emptyList, strayText, cdata
    /// - XML08: value = the version, empty when missing
    static let documents: [RuleEntry] = [
        RuleEntry(
            .XML04, 201,
            meaning: ("Tệp không phải UTF-8, hoặc khai bảng mã khác", "Not UTF-8, or another encoding is declared"),
            whatToDo: ("Lưu lại tệp với bảng mã UTF-8 rồi gửi lại", "Save the file as UTF-8 and send it again")),
        RuleEntry(
            .XML03, 201,
            meaning: ("Có khai báo kiểu tài liệu (DOCTYPE)", "The file has a document type declaration"),
            whatToDo: ("Bỏ khai báo DOCTYPE rồi gửi lại", "Remove the DOCTYPE and send it again")),
        RuleEntry(
            .XML05, 201,
            meaning: (
                "Vượt giới hạn về độ sâu, tên, thuộc tính hoặc độ dài văn bản",
                "Breaks a limit of depth, name, attributes, text or token"
            ),
            whatToDo: ("Xuất lại tệp đúng mẫu rồi gửi lại", "Export the file again in the published form and send it again")),
        RuleEntry(
            .XML01, 201,
            meaning: ("XML sai cú pháp", "Not well-formed XML"),
            whatToDo: (
                "Sửa tại dòng và cột đã nêu, tốt nhất là để phần mềm xuất lại tệp",
                "Put it right at the line and column named, best by exporting the file again"
            )),
        RuleEntry(
            .XML02, 201,
            meaning: ("XML kết thúc giữa chừng", "The XML ends in the middle"),
            whatToDo: (
                "Gửi lại tệp đầy đủ; nên tải lên dưới tên .part rồi đổi tên khi đã xong",
                "Send the whole file; best upload it as .part and rename it when it is done"
            )),
        RuleEntry(
            .XML06, 201,
            meaning: (
                "Có chỉ thị xử lý, không gian tên hoặc thuộc tính ngoài quy cách",
                "A processing instruction, namespace or attribute that the format does not have"
            ),
            whatToDo: ("Bỏ phần thừa đã nêu rồi gửi lại", "Remove what is named and send it again")),
        RuleEntry(
            .XML07, 202,
            meaning: (
                "Phần tử gốc hoặc cấu trúc ngoài các bản ghi không đúng mẫu tài liệu",
                "The root, or the structure outside the records, is not one of the documents"
            ),
            whatToDo: (
                "So với mẫu và XSD (giaonhan schema), sửa cấu trúc rồi gửi lại",
                "Compare it with the XSD (giaonhan schema), put it right and send it again"
            )),
        RuleEntry(
            .XML08, 202,
            meaning: ("PHIEN_BAN không được hỗ trợ", "PHIEN_BAN is not supported"),
            whatToDo: ("Ghi PHIEN_BAN=\"1\" ở phần tử gốc rồi gửi lại", "Write PHIEN_BAN=\"1\" at the root and send it again")),
    ]

    /// LO: the whole batch. What a finding holds (times as `HH:mm:ss dd/MM/yyyy`, days as `dd/MM/yyyy`):
    /// - LO01: subject = the element, value, details["missing", "malformed" or "markup"]
    /// - LO10: value = the root, details[owner]
    /// - LO02: value = MA_TCDVT, details[owner]
    /// - LO08: value = MA_CQ_BHXH, details[partner, day received] or [partner, day received, "ever"] where any past contract would do
    /// - LO07: subject, value, details["notATime"], ["notADay"] or ["ahead", time received]
    /// - LO03: value = declared, details[found]
    /// - LO04: value = declared, details[sum]
    /// - LO06: value = found, details[limit]
    /// - LO11: value = refused, details[limit, number listed]
    /// - LO05: value = the batch, details[time, MA_TIEP_NHAN] of the file that took it
    /// - LO09: value = number of refused records
    static let batches: [RuleEntry] = [
        RuleEntry(
            .LO01, 202,
            meaning: ("Thiếu hoặc sai một phần tử của THONG_TIN_CHUNG", "A header element is missing or malformed"),
            whatToDo: ("Ghi phần tử đó đúng định dạng rồi gửi lại", "Give that element in its format and send it again")),
        RuleEntry(
            .LO10, 401,
            meaning: ("Loại tài liệu này không được nhận từ bên gửi này", "This kind of document is not accepted from this sender"),
            whatToDo: (
                "Tổ chức dịch vụ thu gửi DANH_SACH_THU, BANG_KE_NOP; cơ quan BHXH gửi DANH_MUC, SAO_KE; cả hai gửi DIEU_CHINH",
                "Partners send DANH_SACH_THU and BANG_KE_NOP, the agency DANH_MUC and SAO_KE, both DIEU_CHINH"
            )),
        RuleEntry(
            .LO02, 401, subject: "MA_TCDVT",
            meaning: ("MA_TCDVT không phải mã của chủ thư mục", "MA_TCDVT is not the inbox's owner"),
            whatToDo: ("Ghi đúng mã của tổ chức mình, hoặc gửi vào đúng thư mục", "Give your own code, or use the right folder")),
        RuleEntry(
            .LO08, 401, subject: "MA_CQ_BHXH",
            meaning: (
                "Không có hợp đồng còn hiệu lực với cơ quan BHXH này khi tiếp nhận; DIEU_CHINH, BANG_KE_NOP: chưa từng có đến lúc đó",
                "No contract with this office in force when received; DIEU_CHINH, BANG_KE_NOP: none in force on any day up to then"
            ),
            whatToDo: (
                "Kiểm tra MA_CQ_BHXH; nếu đúng, liên hệ cơ quan BHXH để cập nhật hợp đồng",
                "Look at MA_CQ_BHXH; if it is right, ask the agency to enter the contract"
            )),
        RuleEntry(
            .LO07, 202,
            meaning: (
                "NGAY_LAP không có thật, hoặc sau lúc tiếp nhận quá 24 giờ; NGAY_CHUYEN không có thật",
                "NGAY_LAP is not a real time, or over 24 hours ahead; NGAY_CHUYEN is not a real day"
            ),
            whatToDo: (
                "Ghi đúng thời điểm lập lô theo giờ Việt Nam, dạng yyyyMMddHHmmss, kiểm tra đồng hồ máy; ngày chuyển ghi yyyyMMdd",
                "Give the real time in Vietnam as yyyyMMddHHmmss, look at the computer's clock; give the day of transfer as yyyyMMdd"
            )),
        RuleEntry(
            .LO03, 202, subject: "SO_LUONG",
            meaning: ("SO_LUONG khác số bản ghi trong tệp", "SO_LUONG is not the number of records"),
            whatToDo: (
                "Kiểm tra tệp có đủ bản ghi không, ghi đúng SO_LUONG rồi gửi lại",
                "See that no record is missing, put SO_LUONG right and send it again"
            )),
        RuleEntry(
            .LO04, 202, subject: "TONG_TIEN",
            meaning: ("TONG_TIEN khác tổng SO_TIEN của mọi bản ghi", "TONG_TIEN is not the sum of SO_TIEN over all records"),
            whatToDo: (
                "Đối chiếu tiền của từng bản ghi, ghi đúng TONG_TIEN rồi gửi lại",
                "Compare the records' money, put TONG_TIEN right and send it again"
            )),
        RuleEntry(
            .LO06, 1001,
            meaning: ("Số bản ghi vượt giới hạn của một tệp", "More records than the limit"),
            whatToDo: (
                "Chia thành nhiều lô, mỗi lô một MA_LO riêng, rồi gửi lại",
                "Divide it into several batches, each with its own MA_LO, and send them"
            )),
        RuleEntry(
            .LO11, 202,
            meaning: ("Quá nhiều bản ghi bị từ chối", "Too many refused records"),
            whatToDo: (
                "Sửa lỗi chung trong phần mềm xuất tệp rồi gửi lại cả lô",
                "Put the common fault right where the file is made, and send the whole batch again"
            )),
        RuleEntry(
            .LO05, 202, subject: "MA_LO",
            meaning: ("MA_LO đã được dùng", "MA_LO is taken"),
            whatToDo: (
                "Đặt MA_LO mới; gửi lại lô cũ thì giữ nguyên nội dung các khoản đã ghi nhận",
                "Choose a new MA_LO; when sending an old batch again, leave its recorded payments unchanged"
            )),
        RuleEntry(
            .LO09, 202,
            meaning: (
                "Tổ chức đăng ký nhận trọn lô (TRON_LO) và lô có bản ghi bị từ chối",
                "The partner takes whole batches only (TRON_LO), and a record is refused"
            ),
            whatToDo: ("Sửa các bản ghi bị nêu rồi gửi lại cả lô", "Put the listed records right and send the whole batch again")),
    ]
}
