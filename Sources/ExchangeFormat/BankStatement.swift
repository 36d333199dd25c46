import Contributions

// SAO_KE: the transfers that arrived on the agency's account (money.md).

extension DocumentShape {
    public static let bankStatement = DocumentShape(
        kind: .bankStatement,
        header: [.office, .batch, .preparedAt, .count, .total],
        sections: [
            SectionShape(
                list: "DS_BAO_CO", entry: "BAO_CO",
                fields: [
                    .transfer, FieldShape("NGAY_BAO_CO", .digits(8)), FieldShape("SO_TIEN", .positive(digitsMax: 18)), .partner,
                    FieldShape("NOI_DUNG", .text(0...200), required: false),
                ])
        ])
}
