// The thirty elements of KHOAN_THU in the order of exchange.md section 2. Their raw values are the fields' places in a
// RecordChunk and in the ledger's payment text; they are public and permanent like the element names.

/// An element of KHOAN_THU.
public enum PaymentField: Int, CaseIterable, Sendable {
    case transactionKey, kind, plan, insuranceNumber, personalNumber, fullName, birthDate, sex, household, personOrder
    case supportGroup, method, income, months, fromMonth, fromDay, toDay, statePart, localPart, otherPart
    case amount, paidOn, receiptSerial, receiptNumber, collector, point, commune, phone, email, remark

    public static let count = 30

    /// The element's name in the XML.
    public var element: String { Self.elements[rawValue] }

    static let elements = [
        "MA_GIAO_DICH", "LOAI_HINH", "PHUONG_AN", "MA_SO_BHXH", "SO_DDCN", "HO_TEN", "NGAY_SINH", "GIOI_TINH", "MA_HO_GD", "NGUOI_THU",
        "DOI_TUONG_HT", "PHUONG_THUC", "MUC_THU_NHAP", "SO_THANG", "TU_THANG", "TU_NGAY", "DEN_NGAY", "TIEN_NSNN", "TIEN_NSDP", "TIEN_KHAC",
        "SO_TIEN", "NGAY_NOP_TIEN", "KY_HIEU_BIEN_LAI", "SO_BIEN_LAI", "MA_NHAN_VIEN_THU", "MA_DIEM_THU", "MA_XA", "SO_DIEN_THOAI", "EMAIL",
        "GHI_CHU",
    ]
}

/// LOAI_HINH: what is paid for.
public enum PaymentKind: UInt8, Sendable, CaseIterable {
    /// IS: voluntary BHXH.
    case voluntary = 1
    /// BI: household BHYT.
    case household = 2
    /// AR: BHYT of farm, forest, fishing and salt households of average means.
    case farming = 3

    /// Reads `IS`, `BI` or `AR`.
    public init?(bytes first: UInt8, _ second: UInt8) {
        switch (first, second) {
        case (UInt8(ascii: "I"), UInt8(ascii: "S")): self = .voluntary
        case (UInt8(ascii: "B"), UInt8(ascii: "I")): self = .household
        case (UInt8(ascii: "A"), UInt8(ascii: "R")): self = .farming
        default: return nil
        }
    }

    /// BHXH money (true) or BHYT money (false), as the forms part it.
    public var isPension: Bool { self == .voluntary }
}
