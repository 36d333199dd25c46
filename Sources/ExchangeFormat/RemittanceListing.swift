import Contributions

// BANG_KE_NOP: the codes that one bank transfer pays for (money.md). Its entries are bare MA_XAC_NHAN elements, as many as a batch
// has payments.

extension DocumentShape {
    public static let remittanceListing = DocumentShape(
        kind: .remittanceListing,
        header: [.partner, .office, .batch, .preparedAt, .count, .total, .transfer, FieldShape("NGAY_CHUYEN", .digits(8))],
        sections: [SectionShape(list: "DS_MA", value: .anyCode)])
}

extension FieldShape {
    /// The bank's number of a transfer.
    static let transfer = FieldShape("MA_GIAO_DICH_NH", .reference(1...40))
}
