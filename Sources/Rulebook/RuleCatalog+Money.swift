// Money (MD) and warnings (CB): rules.md section 7. For MD the record is refused, the others of its file go on; a warning
// refuses nothing.

import Contributions

extension RuleCatalog {
    /// MD: money. What a finding holds (days as `dd/MM/yyyy`; amounts as plain digits, perhaps with a decimal point):
    /// - MD03: value, details[allowed, such as "3, 6, 12" or "1-60"]
    /// - MD04: value, details[LOAI_HINH, allowed, such as "TM, ON"]
    /// - MD07: value, details[names of parameters, joined by ", "]
    /// - MD01: value, details[floor, ceiling]
    /// - MD02: value, details[floor, step]
    /// - MD05: value (empty is 0), details["IS", monthly support, SO_THANG], ["AR", least, gross] or ["BI"]
    /// - MD06: value, details[amount due] or [amount due, tolerance]; the amount due may be 0 or negative, or "" when it exceeds
    ///   what can be computed
    static let money: [RuleEntry] = [
        RuleEntry(
            .MD03, 202, subject: "SO_THANG",
            meaning: (
                "SO_THANG không phải số tháng được đóng của LOAI_HINH và PHUONG_THUC này",
                "SO_THANG is not allowed for this LOAI_HINH and PHUONG_THUC"
            ),
            whatToDo: (
                "BI, AR: 3, 6 hoặc 12; IS: bằng PHUONG_THUC, VS là 24, 36, 48 hoặc 60, TH là 1 đến 60",
                "BI, AR: 3, 6 or 12; IS: as PHUONG_THUC says, VS 24, 36, 48 or 60, TH 1 to 60"
            )),
        RuleEntry(
            .MD04, 202, subject: "PHUONG_AN",
            meaning: ("LOAI_HINH này không có PHUONG_AN đã ghi", "This LOAI_HINH does not have that PHUONG_AN"),
            whatToDo: (
                "BI, AR: TM hoặc ON; IS: TM, DT, DB hoặc DL; sửa PHUONG_AN hoặc LOAI_HINH rồi gửi lại",
                "BI, AR: TM or ON; IS: TM, DT, DB or DL; put PHUONG_AN or LOAI_HINH right and send it again"
            )),
        RuleEntry(
            .MD07, 202, subject: "NGAY_NOP_TIEN",
            meaning: (
                "Tham số cần để tính tiền không có hiệu lực vào ngày nộp tiền",
                "A parameter that the amount needs is not in force on the payment day"
            ),
            whatToDo: (
                "Kiểm tra ngày nộp tiền; nếu đúng, báo cơ quan BHXH cập nhật tham số",
                "Look at the payment day; if it is right, ask the agency to enter the parameter"
            )),
        RuleEntry(
            .MD01, 202, subject: "MUC_THU_NHAP",
            meaning: (
                "Mức thu nhập thấp hơn mức tối thiểu hoặc cao hơn mức tối đa của ngày nộp tiền",
                "The income is below the floor or above the ceiling of the payment day"
            ),
            whatToDo: (
                "Chọn mức thu nhập trong khoảng đã nêu, tính lại số tiền rồi gửi lại",
                "Choose an income between the two, compute the amount anew and send it again"
            )),
        RuleEntry(
            .MD02, 202, subject: "MUC_THU_NHAP",
            meaning: (
                "Mức thu nhập không bằng mức tối thiểu cộng bội số của bước",
                "The income is not the floor plus a multiple of the step"
            ),
            whatToDo: (
                "Chọn mức thu nhập đúng bước đã nêu, tính lại số tiền rồi gửi lại",
                "Choose an income of the steps named, compute the amount anew and send it again"
            )),
        RuleEntry(
            .MD05, 202, subject: "TIEN_NSNN",
            meaning: (
                "Tiền ngân sách nhà nước hỗ trợ không đúng mức của LOAI_HINH này",
                "The state's support is not what this LOAI_HINH may have"
            ),
            whatToDo: (
                "IS: ghi mức hỗ trợ tháng nhân số tháng; AR: từ mức thấp nhất đến toàn bộ mức đóng; BI: để trống hoặc 0",
                "IS: give the monthly support times the months; AR: from the least share to the gross; BI: leave it empty or 0"
            )),
        RuleEntry(
            .MD06, 202, subject: "SO_TIEN",
            meaning: ("SO_TIEN khác số tiền người tham gia phải đóng", "SO_TIEN is not what the participant must pay"),
            whatToDo: (
                "Tính lại theo mức của ngày nộp tiền, trừ TIEN_NSNN, TIEN_NSDP và TIEN_KHAC, rồi gửi lại",
                "Compute it by the rates of the payment day, less TIEN_NSNN, TIEN_NSDP and TIEN_KHAC, and send it again"
            )),
    ]

    /// CB: warnings. What a finding holds (days as `dd/MM/yyyy`):
    /// - CB01: value, details[days late, limit in days]
    /// - CB02: value
    /// - CB03: value = the key, details[code]
    /// - CB04: value, details[MA_HO_GD, year]
    /// - CB05: value (empty is 0), details[months supported, SO_THANG]
    /// - CB06: value, details[earliest expected TU_NGAY, payment day]
    static let warnings: [RuleEntry] = [
        RuleEntry(
            .CB01, nil, subject: "NGAY_NOP_TIEN",
            meaning: ("Cảnh báo: cập nhật khoản thu chậm", "Warning: the payment was entered late"),
            whatToDo: ("Gửi khoản thu ngay khi người tham gia nộp tiền", "Send payments as soon as the participant has paid")),
        RuleEntry(
            .CB02, nil, subject: "PHUONG_AN",
            meaning: (
                "Cảnh báo: lần đóng trước của người này qua tổ chức dịch vụ thu khác",
                "Warning: the person's last payment was made through another partner"
            ),
            whatToDo: (
                "Kiểm tra tổ chức nào đang quản lý người tham gia trước khi thu tái tục",
                "See which partner manages the participant before taking a renewal"
            )),
        RuleEntry(
            .CB03, nil, subject: "MA_GIAO_DICH",
            meaning: (
                "Cảnh báo: khoản thu đã ghi nhận trước đây, trả lại mã cũ",
                "Warning: on record already, the same code is returned"
            ),
            whatToDo: (
                "Không phải làm gì; dùng mã xác nhận đã cấp",
                "Nothing; use the code that was issued"
            )),
        RuleEntry(
            .CB04, nil, subject: "NGUOI_THU",
            meaning: (
                "Cảnh báo: người khác trong hộ đã đóng với cùng NGUOI_THU trong năm",
                "Warning: another person of the household has this NGUOI_THU in the same year"
            ),
            whatToDo: (
                "Kiểm tra MA_HO_GD và thứ tự người trong hộ; nếu sai, báo cơ quan BHXH điều chỉnh",
                "Look at MA_HO_GD and the order; if it is wrong, ask the agency for a correction"
            )),
        RuleEntry(
            .CB05, nil, subject: "TIEN_NSNN",
            meaning: (
                "Cảnh báo: số tháng được ngân sách nhà nước hỗ trợ ít hơn SO_THANG",
                "Warning: the state's support covers fewer months than SO_THANG"
            ),
            whatToDo: (
                "Không phải làm gì nếu đã hết 120 tháng hỗ trợ; nếu chưa, kiểm tra DOI_TUONG_HT và TIEN_NSNN",
                "Nothing if the 120 months of support are over; otherwise look at DOI_TUONG_HT and TIEN_NSNN"
            )),
        RuleEntry(
            .CB06, nil, subject: "TU_NGAY",
            meaning: (
                "Cảnh báo: thẻ BHYT cấp lần đầu có TU_NGAY trước ngày thứ 31 kể từ khi nộp tiền",
                "Warning: a first card begins before the 31st day from the payment"
            ),
            whatToDo: (
                "Kiểm tra TU_NGAY; người tái tục thẻ thì ghi PHUONG_AN là ON",
                "Look at TU_NGAY; for a renewed card give PHUONG_AN as ON"
            )),
    ]
}
