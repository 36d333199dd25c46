import Contributions

// Who takes part in the scripted month, and the registry that says so. Three partners, two offices; all identities are synthetic.

/// Who takes part in the month.
enum MonthParties {
    static let one = "9900000001"
    static let two = "9900000002"
    static let three = "9900000003"
    static let partners = [one, two, three]
    static let office = "00101"
    static let otherOffice = "00102"

    struct Contract {
        let partner: String
        let office: String
        /// BAO_LANH; nil when it is not given.
        let guarantee: Int64?
        let area: [String]
    }

    /// All in force the whole month.
    static let contracts = [
        Contract(partner: one, office: office, guarantee: 6_000_000, area: ["90001", "90003"]),
        Contract(partner: two, office: office, guarantee: nil, area: ["90001"]),
        Contract(partner: three, office: office, guarantee: 3_000_000, area: ["90001"]),
        Contract(partner: one, office: otherOffice, guarantee: 0, area: ["90002"]),
    ]

    static func name(of partner: String) -> String { "Tổ chức \(partner) & Cộng sự" }
    static func name(ofOffice office: String) -> String { "BHXH cơ sở \(office)" }

    struct Point {
        let code: String
        let partner: String
        let commune: String
        /// BIEN_HIEU; nil when it is not given.
        let signboard: String?
        var name: String { "Điểm thu \(code)" }
    }

    static let points = [
        Point(code: "\(one)TH01", partner: one, commune: "90001", signboard: "1"),
        Point(code: "\(one)TH02", partner: one, commune: "90002", signboard: "1"),
        Point(code: "\(two)TH01", partner: two, commune: "90001", signboard: "1"),
        Point(code: "\(two)TH02", partner: two, commune: "90001", signboard: "0"),
        Point(code: "\(three)TH01", partner: three, commune: "90001", signboard: nil),
    ]

    struct Collector: Hashable {
        let code: String
        let name: String
        let partner: String
        let point: String
        /// The month of TU_NGAY, its first day.
        let since: String
        var serial: String { "BH26-99/\(code.suffix(2))" }
    }

    static let collectors = [
        Collector(code: "NVT990A1", name: "Trần Văn Thu", partner: one, point: "\(one)TH01", since: "20260301"),
        Collector(code: "NVT990A2", name: "Lê Thị Gom", partner: one, point: "\(one)TH01", since: "20260601"),
        Collector(code: "NVT990A3", name: "Đỗ Văn Nhận", partner: one, point: "\(one)TH02", since: "20260701"),
        Collector(code: "NVT990B1", name: "Phạm Thị Bưu", partner: two, point: "\(two)TH01", since: "20250101"),
        Collector(code: "NVT990B2", name: "Vũ Văn Điện", partner: two, point: "\(two)TH01", since: "20260601"),
        Collector(code: "NVT990C1", name: "Hồ Thị Chậm", partner: three, point: "\(three)TH01", since: "20261001"),
    ]

    static func communeName(_ code: String) -> String { "Xã \(code)" }

    static var registry: String {
        func all<Item>(_ items: [Item], _ body: (Item) -> String) -> String { items.map(body).joined(separator: "\n") }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>\(office)</MA_CQ_BHXH><MA_LO>DM-1</MA_LO>\
            <NGAY_LAP>20261101070000</NGAY_LAP></THONG_TIN_CHUNG>
            <DS_CO_QUAN>
            <CO_QUAN><MA_CQ_BHXH>\(office)</MA_CQ_BHXH><TEN>\(name(ofOffice: office))</TEN><TEN_CAP_TREN>BHXH tỉnh Mẫu</TEN_CAP_TREN>\
            <TU_NGAY>20250101</TU_NGAY></CO_QUAN>
            <CO_QUAN><MA_CQ_BHXH>\(otherOffice)</MA_CQ_BHXH><TEN>\(name(ofOffice: otherOffice))</TEN><TU_NGAY>20250101</TU_NGAY></CO_QUAN>
            </DS_CO_QUAN>
            <DS_XA>\(all(["90001", "90002", "90003"]) {
                "<XA><MA_XA>\($0)</MA_XA><TEN>\(communeName($0))</TEN><MA_TINH>01</MA_TINH><TU_NGAY>20250101</TU_NGAY></XA>"
            })</DS_XA>
            <DS_TO_CHUC>\(all(contracts) { contract in
                "<TO_CHUC><MA_TCDVT>\(contract.partner)</MA_TCDVT><TEN>\(name(of: contract.partner).replacing("&", with: "&amp;"))</TEN>"
                    + "<MA_CQ_BHXH>\(contract.office)</MA_CQ_BHXH>"
                    + (contract.guarantee.map { "<BAO_LANH>\($0)</BAO_LANH>" } ?? "")
                    + "<DIA_BAN>\(contract.area.map { "<MA_XA>\($0)</MA_XA>" }.joined())</DIA_BAN><TU_NGAY>20250101</TU_NGAY></TO_CHUC>"
            })</DS_TO_CHUC>
            <DS_DIEM_THU>\(all(points) { point in
                "<DIEM_THU><MA_DIEM_THU>\(point.code)</MA_DIEM_THU><TEN>\(point.name)</TEN><MA_TCDVT>\(point.partner)</MA_TCDVT>"
                    + "<MA_XA>\(point.commune)</MA_XA>" + (point.signboard.map { "<BIEN_HIEU>\($0)</BIEN_HIEU>" } ?? "")
                    + "<TU_NGAY>20250101</TU_NGAY></DIEM_THU>"
            })</DS_DIEM_THU>
            <DS_NHAN_VIEN>\(all(collectors) {
                "<NHAN_VIEN><MA_NHAN_VIEN_THU>\($0.code)</MA_NHAN_VIEN_THU><HO_TEN>\($0.name)</HO_TEN><MA_TCDVT>\($0.partner)</MA_TCDVT>"
                    + "<MA_DIEM_THU>\($0.point)</MA_DIEM_THU><TU_NGAY>\($0.since)</TU_NGAY></NHAN_VIEN>"
            })</DS_NHAN_VIEN>
            <DS_QUYEN_BIEN_LAI>\(all(collectors) {
                "<QUYEN><KY_HIEU_BIEN_LAI>\($0.serial)</KY_HIEU_BIEN_LAI><TU_SO>0000000</TU_SO><DEN_SO>9999999</DEN_SO>"
                    + "<MA_NHAN_VIEN_THU>\($0.code)</MA_NHAN_VIEN_THU><TU_NGAY>\($0.since)</TU_NGAY></QUYEN>"
            })</DS_QUYEN_BIEN_LAI></DANH_MUC>

            """
    }

    /// Partners have two days more to remit what is paid from that day on.
    static func longerToRemit(from day: String) -> String {
        """
        <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>\(office)</MA_CQ_BHXH><MA_LO>DM-2</MA_LO>\
        <NGAY_LAP>20261101070000</NGAY_LAP></THONG_TIN_CHUNG>
        <DS_THAM_SO><THAM_SO><MA>HAN_NOP</MA><GIA_TRI>5</GIA_TRI><TU_NGAY>\(day)</TU_NGAY></THAM_SO></DS_THAM_SO></DANH_MUC>

        """
    }
}
