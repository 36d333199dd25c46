// What each element must look like, as a phrase that completes "cần …" and "… expected" in the messages of BG01, BG03,
// BG04, NG01, NT01, LO01 and LO07. The formats are those of exchange.md sections 2 and 5 and of money.md; an element means the
// same in every document, so one table by name serves all but SO_TIEN of BAO_CO, which may be longer.

public enum Expectations {
    /// The expectation of an element by its name; a general phrase for a name that is not known.
    /// - Parameter entry: the entry that it stands in, where its format is not that of the other documents.
    public static func of(element: String, in entry: String = "") -> (vi: String, en: String) {
        if entry == "BAO_CO", element == "SO_TIEN" {
            return (
                "số đồng lớn hơn 0, tối đa 18 chữ số, không có số 0 ở đầu", "whole đồng above 0, at most 18 digits without leading zeros"
            )
        }
        return ofHeader(element) ?? ofPerson(element) ?? ofPayment(element) ?? ofMasterData(element) ?? ofTrail(element)
            ?? ("giá trị đúng định dạng của phần tử này", "a value in the element's format")
    }

    private static let day = (vi: "ngày có thật, 8 chữ số yyyyMMdd", en: "a real day, 8 digits yyyyMMdd")
    private static let money = (vi: "số đồng, 1 đến 12 chữ số", en: "whole đồng, 1 to 12 digits")

    private static func ofHeader(_ element: String) -> (vi: String, en: String)? {
        switch element {
        case "PHIEN_BAN": ("1", "1")
        case "MA_TCDVT": ("4 đến 22 chữ in hoa hoặc chữ số", "4 to 22 capital letters or digits")
        case "MA_CQ_BHXH": ("5 chữ số", "5 digits")
        case "MA_LO": ("1 đến 36 chữ không dấu, chữ số hoặc . _ -", "1 to 36 plain letters, digits or . _ -")
        case "NGAY_LAP": ("thời điểm có thật, 14 chữ số yyyyMMddHHmmss", "a real time, 14 digits yyyyMMddHHmmss")
        case "SO_LUONG": ("số bản ghi, 1 đến 7 chữ số, không có số 0 ở đầu", "the number of records, 1 to 7 digits without leading zeros")
        case "TONG_TIEN": ("tổng số đồng, 1 đến 18 chữ số", "the total in whole đồng, 1 to 18 digits")
        default: nil
        }
    }

    private static func ofPerson(_ element: String) -> (vi: String, en: String)? {
        switch element {
        case "MA_SO_BHXH": ("10 chữ số", "10 digits")
        case "SO_DDCN": ("12 chữ số", "12 digits")
        case "HO_TEN":
            ("2 đến 80 chữ cái tiếng Việt, dấu cách, ' . hoặc -", "2 to 80 Vietnamese letters, blanks, ' . or -")
        case "NGAY_SINH": ("ngày có thật yyyyMMdd, hoặc riêng năm yyyy", "a real day yyyyMMdd, or the year alone yyyy")
        case "GIOI_TINH": ("1 (nam) hoặc 2 (nữ)", "1 (male) or 2 (female)")
        case "MA_HO_GD": ("1 đến 20 chữ in hoa hoặc chữ số", "1 to 20 capital letters or digits")
        case "NGUOI_THU": ("1 đến 5 (5 là người thứ năm trở đi)", "1 to 5 (5 is the fifth and later)")
        case "DOI_TUONG_HT":
            (
                "N (nghèo), CN (cận nghèo), DT (dân tộc thiểu số) hoặc BT (khác)",
                "N (poor), CN (near-poor), DT (ethnic minority) or BT (other)"
            )
        case "MA_XA": ("5 chữ số", "5 digits")
        case "SO_DIEN_THOAI": ("10 hoặc 11 chữ số, bắt đầu bằng 0", "10 or 11 digits beginning with 0")
        case "EMAIL": ("địa chỉ dạng ten@ten-mien, chữ không dấu", "an address name@domain in plain letters")
        default: nil
        }
    }

    private static func ofPayment(_ element: String) -> (vi: String, en: String)? {
        switch element {
        case "MA_GIAO_DICH": ("1 đến 36 chữ không dấu, chữ số hoặc . _ -", "1 to 36 plain letters, digits or . _ -")
        case "LOAI_HINH": ("IS, BI hoặc AR", "IS, BI or AR")
        case "PHUONG_AN": ("TM, ON, DT, DB hoặc DL", "TM, ON, DT, DB or DL")
        case "PHUONG_THUC": ("1, 3, 6, 12, VS hoặc TH", "1, 3, 6, 12, VS or TH")
        case "MUC_THU_NHAP", "TIEN_NSNN", "TIEN_NSDP", "TIEN_KHAC": money
        case "SO_THANG": ("số tháng, 1 đến 3 chữ số, không có số 0 ở đầu", "the number of months, 1 to 3 digits without leading zeros")
        case "TU_THANG": ("tháng có thật, 6 chữ số yyyyMM", "a real month, 6 digits yyyyMM")
        case "TU_NGAY", "DEN_NGAY", "NGAY_NOP_TIEN": day
        case "SO_TIEN":
            ("số đồng lớn hơn 0, tối đa 12 chữ số, không có số 0 ở đầu", "whole đồng above 0, at most 12 digits without leading zeros")
        case "KY_HIEU_BIEN_LAI": ("1 đến 25 chữ in hoa, chữ số, / hoặc -", "1 to 25 capital letters, digits, / or -")
        case "SO_BIEN_LAI": ("7 chữ số", "7 digits")
        case "MA_NHAN_VIEN_THU": ("4 đến 20 chữ in hoa hoặc chữ số", "4 to 20 capital letters or digits")
        case "MA_DIEM_THU": ("4 đến 22 chữ in hoa hoặc chữ số", "4 to 22 capital letters or digits")
        case "GHI_CHU": ("tối đa 200 ký tự, không xuống dòng", "at most 200 characters without line breaks")
        default: nil
        }
    }

    private static func ofTrail(_ element: String) -> (vi: String, en: String)? {
        switch element {
        case "MA_XAC_NHAN": ("mã xác nhận đã cấp, như POS0000000014", "a code that was issued, such as POS0000000014")
        case "MA_GIAO_DICH_NH": ("1 đến 40 chữ không dấu, chữ số hoặc . _ / -", "1 to 40 plain letters, digits or . _ / -")
        case "NGAY_CHUYEN", "NGAY_BAO_CO": day
        case "LY_DO": ("1 đến 200 ký tự", "1 to 200 characters")
        case "NOI_DUNG": ("tối đa 200 ký tự", "at most 200 characters")
        default: nil
        }
    }

    private static func ofMasterData(_ element: String) -> (vi: String, en: String)? {
        switch element {
        case "TEN", "TEN_CAP_TREN", "DIA_CHI": ("1 đến 200 ký tự", "1 to 200 characters")
        case "MA_TINH": ("2 chữ số", "2 digits")
        case "SO_HOP_DONG": ("1 đến 50 ký tự", "1 to 50 characters")
        case "BAO_LANH": ("số đồng, 1 đến 15 chữ số", "whole đồng, 1 to 15 digits")
        case "CHE_DO_NHAN": ("TUNG_PHAN hoặc TRON_LO", "TUNG_PHAN or TRON_LO")
        case "DIA_BAN": ("một hay nhiều MA_XA, mỗi mã 5 chữ số", "one or more MA_XA, 5 digits each")
        case "BIEN_HIEU": ("0 (chưa có) hoặc 1 (đã có)", "0 (no signboard) or 1 (has one)")
        case "TU_SO", "DEN_SO": ("7 chữ số", "7 digits")
        case "MA": ("mã tham số đã công bố, như LUONG_CO_SO", "a published parameter, such as LUONG_CO_SO")
        case "GIA_TRI":
            (
                "số dạng 2530000 hoặc 0.22: tối đa 12 chữ số, rồi tối đa 10 chữ số sau dấu chấm",
                "a number like 2530000 or 0.22: at most 12 digits, then at most 10 after a point"
            )
        default: nil
        }
    }
}
