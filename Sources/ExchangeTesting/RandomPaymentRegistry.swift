// The registry that random payments refer to, in force from 2020: a partner with a contract, a point, a collector and a book
// wide enough for any test, and beside them what mutations point at: another partner's, what is over, what lies elsewhere.

extension RandomPayment {
    public static let partner = "0101234567"
    public static let office = "00101"
    static let from = "20200101"
    static let collector = "NVT001190000001"
    static let point = "0101234567TH0100070003"
    static let serial = "BH26-HN/00101/E"
    /// The collector's book; 9000001 to 9100000 of the same serial are another partner's.
    static let receipts = 1...9_000_000

    public static let registry: [MasterDataEntry] = [
        .office(office, from: from), .commune("00070", from: from), .commune("00071", from: from),
        .partner(partner, office: office, area: ["00070"], from: from),
        .point(point, from: from), .collector(collector, from: from),
        .book(serial, first: "0000001", last: "9000000", collector: collector, from: from),
        .partner("0109999999", office: office, name: "Ngân hàng Mẫu", area: ["00070"], from: from),
        .point("0109999999TH0001", partner: "0109999999", from: from),
        .collector("NVTKHAC", partner: "0109999999", from: from),
        .book(serial, first: "9000001", last: "9100000", collector: "NVTKHAC", from: from),
        // Over since 2020.
        .collector("NVTCU", from: from, to: "20200630"), .point("DIEMCU", from: from, to: "20200630"),
        // Outside the contract's DIA_BAN.
        .point("DIEMXA", commune: "00071", from: from),
        // This partner's, with a book of its own.
        .collector("NVTBAN", from: from),
        .book("BH26-HN/00101/F", first: "0000001", last: "9999999", collector: "NVTBAN", from: from),
    ]
}
