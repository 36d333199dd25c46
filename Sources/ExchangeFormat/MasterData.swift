import Contributions

// DANH_MUC: the agency's master data (exchange.md section 5). The sections stand in the order of RegistrySection.

extension DocumentShape {
    public static let masterData = DocumentShape(
        kind: .masterData,
        header: [.office, .batch, .preparedAt],
        sections: [
            SectionShape(
                list: "DS_CO_QUAN", entry: "CO_QUAN",
                fields: [
                    .office, FieldShape("TEN", .text(1...200)), FieldShape("TEN_CAP_TREN", .text(1...200), required: false), .fromDay,
                    .toDay,
                ]),
            SectionShape(
                list: "DS_XA", entry: "XA",
                fields: [
                    FieldShape("MA_XA", .digits(5)), FieldShape("TEN", .text(1...200)), FieldShape("MA_TINH", .digits(2)), .fromDay, .toDay,
                ]),
            SectionShape(
                list: "DS_TO_CHUC", entry: "TO_CHUC",
                fields: [
                    .partner, FieldShape("TEN", .text(1...200)), .office, FieldShape("SO_HOP_DONG", .text(1...50), required: false),
                    FieldShape("BAO_LANH", .digits(1...15), required: false),
                    FieldShape("CHE_DO_NHAN", .acceptanceMode, required: false), FieldShape("DIA_BAN", .communes, item: "MA_XA"), .fromDay,
                    .toDay,
                ]),
            SectionShape(
                list: "DS_DIEM_THU", entry: "DIEM_THU",
                fields: [
                    FieldShape("MA_DIEM_THU", .digitsOrCapitals(4...22)), FieldShape("TEN", .text(1...200)), .partner,
                    FieldShape("MA_XA", .digits(5)), FieldShape("DIA_CHI", .text(1...200), required: false),
                    FieldShape("BIEN_HIEU", .word("0", "1"), required: false), .fromDay, .toDay,
                ]),
            SectionShape(
                list: "DS_NHAN_VIEN", entry: "NHAN_VIEN",
                fields: [
                    FieldShape("MA_NHAN_VIEN_THU", .digitsOrCapitals(4...20)), FieldShape("HO_TEN", .personName),
                    FieldShape("SO_DDCN", .digits(12), required: false), .partner,
                    FieldShape("MA_DIEM_THU", .digitsOrCapitals(4...22), required: false), .fromDay, .toDay,
                ]),
            SectionShape(
                list: "DS_QUYEN_BIEN_LAI", entry: "QUYEN",
                fields: [
                    FieldShape("KY_HIEU_BIEN_LAI", .serial(1...25)), FieldShape("TU_SO", .digits(7)), FieldShape("DEN_SO", .digits(7)),
                    FieldShape("MA_NHAN_VIEN_THU", .digitsOrCapitals(4...20)), .fromDay, .toDay,
                ]),
            SectionShape(
                list: "DS_NGUOI", entry: "NGUOI", fields: [FieldShape("MA_SO_BHXH", .digits(10)), FieldShape("SO_DDCN", .digits(12))]),
            SectionShape(
                list: "DS_THAM_SO", entry: "THAM_SO",
                fields: [FieldShape("MA", .text(1...4096)), FieldShape("GIA_TRI", .text(1...4096)), .fromDay]),
        ])
}
