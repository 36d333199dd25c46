import Contributions

// DIEU_CHINH: codes cancelled, and listings whose transfer failed taken back (money.md). What a code or a listing's number looks
// like is not asked here: any text names something, and what nobody knows is DC01.

extension DocumentShape {
    public static let adjustment = DocumentShape(
        kind: .adjustment,
        header: [.partner, .office, .batch, .preparedAt, .count],
        sections: [
            SectionShape(list: "DS_HUY", entry: "HUY", fields: [.anyCode, .reason]),
            SectionShape(list: "DS_HUY_KE", entry: "HUY_KE", fields: [FieldShape("MA_GIAO_DICH_NH", .text(1...4096)), .reason]),
        ])
}

extension FieldShape {
    /// MA_XAC_NHAN as a sender wrote it.
    static let anyCode = FieldShape("MA_XAC_NHAN", .text(1...4096))
    fileprivate static let reason = FieldShape("LY_DO", .text(1...200))
}
