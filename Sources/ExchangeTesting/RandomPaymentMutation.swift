public import Contributions

// The table of spoiled payments: each row changes one element of a good payment and says, written down by hand, what must be
// found then. A row says nil when it does not fit the payment: then another row is taken. The rows stand in the files
// RandomPaymentMutation+*.swift by the sections of rules.md.

/// One way to change one element of a good payment.
public struct RandomPaymentMutation: Sendable {
    public let name: String
    public let field: PaymentField
    /// Codes and subjects in the order of rules.md; empty when the payment stays as good as it was.
    public let expected: String
    /// The element's new value; nil when the row does not fit.
    let value: @Sendable (RandomPayment) -> String?

    init(_ field: PaymentField, _ name: String, _ expected: String, _ value: @escaping @Sendable (RandomPayment) -> String?) {
        self.name = name
        self.field = field
        self.expected = expected
        self.value = value
    }

    /// The payment spoiled so; nil when the row does not fit it.
    public func apply(to payment: RandomPayment) -> RandomPayment? {
        guard let value = value(payment) else { return nil }
        // Warnings are for good payments. A row that foresees only warnings, or nothing, leaves the payment good: it is for
        // payments that had none before.
        if expected.isEmpty || expected.hasPrefix("CB"), payment.expected != "" { return nil }
        return payment.changed(field, to: value, name: name, expected: expected)
    }

    public static let all = format + dates + persons + registry + money + warnings

    /// The first row that fits, looking from a random one on.
    public static func any(for payment: RandomPayment, _ draws: inout Draws) -> RandomPayment {
        let start = draws.below(all.count)
        for index in all.indices {
            if let spoiled = all[(start + index) % all.count].apply(to: payment) { return spoiled }
        }
        preconditionFailure("some rows fit every payment")
    }
}

extension RandomPaymentMutation {
    /// BG: section 3.
    static let format: [RandomPaymentMutation] =
        emptied + malformed + [
            Self(.household, "BI without its household", "BG04 MA_HO_GD") { $0.isHousehold ? "" : nil },
            Self(.personOrder, "BI without the person's order", "BG04 NGUOI_THU") { $0.isHousehold ? "" : nil },
            Self(.fromDay, "BHYT without its first day", "BG04 TU_NGAY") { $0.isVoluntary ? nil : "" },
            Self(.toDay, "BHYT without its last day", "BG04 DEN_NGAY") { $0.isVoluntary ? nil : "" },
            Self(.supportGroup, "IS without its support group", "BG04 DOI_TUONG_HT") { $0.isVoluntary ? "" : nil },
            Self(.method, "IS without its method", "BG04 PHUONG_THUC") { $0.isVoluntary ? "" : nil },
            Self(.income, "IS without its income", "BG04 MUC_THU_NHAP") { $0.isVoluntary ? "" : nil },
            Self(.fromMonth, "IS without its first month", "BG04 TU_THANG") { $0.isVoluntary ? "" : nil },
            Self(.household, "a household where none is due", "BG04 MA_HO_GD") { $0.isHousehold ? nil : "HO1" },
            Self(.personOrder, "an order where none is due", "BG04 NGUOI_THU") { $0.isHousehold ? nil : "1" },
            Self(.supportGroup, "a support group for BHYT", "BG04 DOI_TUONG_HT") { $0.isVoluntary ? nil : "N" },
            Self(.method, "a method for BHYT", "BG04 PHUONG_THUC") { $0.isVoluntary ? nil : "3" },
            Self(.income, "an income for BHYT", "BG04 MUC_THU_NHAP") { $0.isVoluntary ? nil : "1500000" },
            Self(.fromMonth, "a first month for BHYT", "BG04 TU_THANG") { $0.isVoluntary ? nil : "202601" },
            Self(.toDay, "a last day for IS", "BG04 DEN_NGAY") { $0.isVoluntary ? "20260131" : nil },
        ]

    /// What every payment gives, left out: nothing that reads it has a say.
    private static let emptied = [
        (PaymentField.transactionKey, "MA_GIAO_DICH"), (.kind, "LOAI_HINH"), (.plan, "PHUONG_AN"), (.fullName, "HO_TEN"),
        (.birthDate, "NGAY_SINH"), (.sex, "GIOI_TINH"), (.months, "SO_THANG"), (.amount, "SO_TIEN"), (.paidOn, "NGAY_NOP_TIEN"),
        (.receiptSerial, "KY_HIEU_BIEN_LAI"), (.receiptNumber, "SO_BIEN_LAI"), (.collector, "MA_NHAN_VIEN_THU"), (.point, "MA_DIEM_THU"),
    ].map { field, element in Self(field, "\(element) left out", "BG01 \(element)") { _ in "" } }

    /// A value outside its format, in each element.
    private static let malformed = [
        (PaymentField.transactionKey, "GD/1"), (.kind, "IL"), (.plan, "GH"), (.insuranceNumber, "123456789"),
        (.personalNumber, "00119000000A"), (.fullName, "Mẫu 2"), (.birthDate, "199001"), (.sex, "0"), (.household, "ho1"),
        (.personOrder, "6"), (.supportGroup, "NT"), (.method, "2"), (.income, "1500000.0"), (.months, "012"), (.fromMonth, "2026-1"),
        (.fromDay, "2026121"), (.toDay, "3112202"), (.statePart, "-1"), (.localPart, "1.000"), (.otherPart, "1234567890123"),
        (.amount, "0"), (.paidOn, "2026-11-20"), (.receiptSerial, "BH26_HN"), (.receiptNumber, "000001"), (.collector, "NVT"),
        (.point, "điểm"), (.commune, "0007"), (.phone, "912345678"), (.email, "mau"), (.remark, "hai\ndòng"),
    ]
    .map { field, value in Self(field, "\(field.element) outside its format", "BG03 \(field.element)") { _ in value } }
}
