import Contributions

// The scripted month's payments, credits and documents, as senders' programs would write them.

/// A payment of the month.
struct MonthPayment: Hashable {
    enum Product: String { case health = "BI", pension = "IS" }
    /// MA_GIAO_DICH, which names the payment throughout the month.
    var key: String
    var collector: MonthParties.Collector
    var product: Product
    /// PHUONG_AN
    var plan: String
    /// SO_THANG: 3, 6 or 12.
    var months: Int
    /// The first month paid for, counted from January 2027.
    var fromMonth = 0
    /// Whose MA_SO_BHXH and name, and whose SO_DDCN stand in it.
    var person: Int
    var personalOf: Int
    var paidOn: Day
    var receipt: Int
    /// What SO_TIEN is off what is due.
    var wrongBy: Int64 = 0

    var partner: String { collector.partner }
    /// 4.5 % of 2,530,000 by a half a month; 22 % of 1,500,000 less a fifth of that of the poverty line.
    var amount: Int64 { (product == .health ? 56_925 : 264_000) * Int64(months) + wrongBy }
    var isPension: Bool { product == .pension }
    var insuranceNumber: String { "9900" + Digits.padded(person, to: 6) }
    var personalNumber: String { "901190" + Digits.padded(personalOf, to: 6) }
    var name: String { ["Nguyễn Thị Mẫu", "Trần Thị Vd", "Lê Hoàng-Yến", "Y' Nhung Êban"][person % 4] }
    var receiptNumber: String { Digits.padded(receipt, to: 7) }

    var document: String {
        let first = Month(yyyyMM: 202_701)!.advanced(by: fromMonth)
        let health = product == .health
        let elements: [(String, String?)] = [
            ("MA_GIAO_DICH", key), ("LOAI_HINH", product.rawValue), ("PHUONG_AN", plan), ("MA_SO_BHXH", insuranceNumber),
            ("SO_DDCN", personalNumber), ("HO_TEN", name), ("NGAY_SINH", "19900102"), ("GIOI_TINH", "2"),
            ("MA_HO_GD", health ? "99\(person)" : nil), ("NGUOI_THU", health ? "4" : nil), ("DOI_TUONG_HT", health ? nil : "BT"),
            ("PHUONG_THUC", health ? nil : "\(months)"), ("MUC_THU_NHAP", health ? nil : "1500000"), ("SO_THANG", "\(months)"),
            ("TU_THANG", health ? nil : first.description), ("TU_NGAY", health ? first.firstDay!.description : nil),
            ("DEN_NGAY", health ? first.advanced(by: months).firstDay!.advanced(by: -1).description : nil),
            ("TIEN_NSNN", health ? nil : "\(66_000 * months)"), ("SO_TIEN", "\(amount)"), ("NGAY_NOP_TIEN", paidOn.description),
            ("KY_HIEU_BIEN_LAI", collector.serial), ("SO_BIEN_LAI", receiptNumber), ("MA_NHAN_VIEN_THU", collector.code),
            ("MA_DIEM_THU", collector.point),
        ]
        return "<KHOAN_THU>" + elements.compactMap { name, value in value.map { "<\(name)>\($0)</\(name)>" } }.joined() + "</KHOAN_THU>\n"
    }
}

/// A BAO_CO of the month.
struct MonthCredit: Hashable {
    var transfer: String
    var partner: String
    var amount: Int64
    var creditedOn: Day
    var remark = ""
}

/// What somebody sends. Codes are named by the payment's key; what no recorded payment has is sent as it stands.
enum MonthDocument {
    /// - countOff: what SO_LUONG is off the number of records.
    case payments([MonthPayment], countOff: Int = 0)
    case adjustment(of: String, cancelled: [String] = [], takenBack: [String] = [])
    /// - money: what TONG_TIEN states.
    case listing(transfer: String, on: Day, codes: [String], money: Int64)
    case statement([MonthCredit])
    case masterData(String)
    /// No XML at all.
    case rubbish(String)

    static let reason = "Nộp nhầm <kỳ>"

    /// Its bytes, given the codes that are known by then.
    func text(office: String, batch: String, preparedAt: String, owner: String?, code: (String) -> String) -> String {
        func escaped(_ text: String) -> String { text.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
        func header(_ partner: String?, _ rest: String) -> String {
            "<THONG_TIN_CHUNG>" + (partner.map { "<MA_TCDVT>\($0)</MA_TCDVT>" } ?? "")
                + "<MA_CQ_BHXH>\(office)</MA_CQ_BHXH><MA_LO>\(batch)</MA_LO><NGAY_LAP>\(preparedAt)</NGAY_LAP>\(rest)</THONG_TIN_CHUNG>\n"
        }
        func document(_ root: String, _ content: String) -> String {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root) PHIEN_BAN=\"1\">\(content)</\(root)>\n"
        }
        func list(_ name: String, _ entries: [String]) -> String { entries.isEmpty ? "" : "<\(name)>\(entries.joined())</\(name)>\n" }
        switch self {
        case .payments(let payments, let countOff):
            let total = payments.map(\.amount).reduce(0, +)
            let counts = "<SO_LUONG>\(payments.count + countOff)</SO_LUONG><TONG_TIEN>\(total)</TONG_TIEN>"
            return document("DANH_SACH_THU", header(owner, counts) + list("DS_KHOAN_THU", payments.map(\.document)))
        case .adjustment(let partner, let cancelled, let takenBack):
            let why = "<LY_DO>\(escaped(Self.reason))</LY_DO>"
            return document(
                "DIEU_CHINH",
                header(partner, "<SO_LUONG>\(cancelled.count + takenBack.count)</SO_LUONG>")
                    + list("DS_HUY", cancelled.map { "<HUY><MA_XAC_NHAN>\(code($0))</MA_XAC_NHAN>\(why)</HUY>" })
                    + list("DS_HUY_KE", takenBack.map { "<HUY_KE><MA_GIAO_DICH_NH>\($0)</MA_GIAO_DICH_NH>\(why)</HUY_KE>" }))
        case .listing(let transfer, let day, let codes, let money):
            let rest =
                "<SO_LUONG>\(codes.count)</SO_LUONG><TONG_TIEN>\(money)</TONG_TIEN>"
                + "<MA_GIAO_DICH_NH>\(transfer)</MA_GIAO_DICH_NH><NGAY_CHUYEN>\(day)</NGAY_CHUYEN>"
            return document("BANG_KE_NOP", header(owner, rest) + list("DS_MA", codes.map { "<MA_XAC_NHAN>\(code($0))</MA_XAC_NHAN>" }))
        case .statement(let credits):
            let total = credits.map(\.amount).reduce(0, +)
            let entries = credits.map { credit in
                "<BAO_CO><MA_GIAO_DICH_NH>\(credit.transfer)</MA_GIAO_DICH_NH><NGAY_BAO_CO>\(credit.creditedOn)</NGAY_BAO_CO>"
                    + "<SO_TIEN>\(credit.amount)</SO_TIEN><MA_TCDVT>\(credit.partner)</MA_TCDVT>"
                    + (credit.remark.isEmpty ? "" : "<NOI_DUNG>\(credit.remark)</NOI_DUNG>") + "</BAO_CO>"
            }
            let counts = "<SO_LUONG>\(credits.count)</SO_LUONG><TONG_TIEN>\(total)</TONG_TIEN>"
            return document("SAO_KE", header(nil, counts) + list("DS_BAO_CO", entries))
        case .masterData(let text), .rubbish(let text): return text
        }
    }
}
