public import Contributions

// DANH_SACH_THU: a batch of payments (exchange.md section 2).

extension DocumentShape {
    public static let paymentList = DocumentShape(
        kind: .paymentList,
        header: [.partner, .office, .batch, .preparedAt, .count, .total],
        sections: [SectionShape(list: "DS_KHOAN_THU", entry: "KHOAN_THU", fields: PaymentField.allCases.map(\.shape))])
}

extension PaymentField {
    /// Name, format and duty of the element, in the order of the table in exchange.md.
    public var shape: FieldShape {
        switch self {
        case .transactionKey: FieldShape(element, .token(1...36))
        case .kind: FieldShape(element, .word("IS", "BI", "AR"))
        case .plan: FieldShape(element, .word("TM", "ON", "DT", "DB", "DL"))
        case .insuranceNumber: FieldShape(element, .digits(10), required: false)
        case .personalNumber: FieldShape(element, .digits(12), required: false)
        case .fullName: FieldShape(element, .personName)
        case .birthDate: FieldShape(element, .yearOrDay)
        case .sex: FieldShape(element, .word("1", "2"))
        case .household: FieldShape(element, .digitsOrCapitals(1...20), required: false)
        case .personOrder: FieldShape(element, .word("1", "2", "3", "4", "5"), required: false)
        case .supportGroup: FieldShape(element, .word("N", "CN", "DT", "BT"), required: false)
        case .method: FieldShape(element, .word("1", "3", "6", "12", "VS", "TH"), required: false)
        case .income: FieldShape(element, .digits(1...12), required: false)
        case .months: FieldShape(element, .positive(digitsMax: 3))
        case .fromMonth: FieldShape(element, .digits(6), required: false)
        case .fromDay, .toDay: FieldShape(element, .digits(8), required: false)
        case .statePart, .localPart, .otherPart: FieldShape(element, .digits(1...12), required: false)
        case .amount: FieldShape(element, .positive(digitsMax: 12))
        case .paidOn: FieldShape(element, .digits(8))
        case .receiptSerial: FieldShape(element, .serial(1...25))
        case .receiptNumber: FieldShape(element, .digits(7))
        case .collector: FieldShape(element, .digitsOrCapitals(4...20))
        case .point: FieldShape(element, .digitsOrCapitals(4...22))
        case .commune: FieldShape(element, .digits(5), required: false)
        case .phone: FieldShape(element, .phone, required: false)
        case .email: FieldShape(element, .email, required: false)
        case .remark: FieldShape(element, .line(0...200), required: false)
        }
    }
}
