import Contributions

// Documents as a partner's program would write them, with what a test wants changed.

enum Documents {
    /// A valid payment; `changes` replaces, adds or (nil) removes elements of it.
    static func payment(_ number: Int, partner: String = PipelineSpool.one, _ changes: [String: String?] = [:]) -> String {
        let digits = String(number + 1_000_000).dropFirst()
        let plain: [String: String] = [
            "MA_GIAO_DICH": "GD-\(digits)", "LOAI_HINH": "BI", "PHUONG_AN": "ON", "MA_SO_BHXH": "9900\(digits)",
            "SO_DDCN": "901190\(digits)", "HO_TEN": "Nguyễn Thị Mẫu", "NGAY_SINH": "19900102", "GIOI_TINH": "2",
            "MA_HO_GD": "99\(digits)", "NGUOI_THU": "4", "SO_THANG": "12", "TU_NGAY": "20261201", "DEN_NGAY": "20271130",
            "SO_TIEN": "683100", "NGAY_NOP_TIEN": "20261120", "KY_HIEU_BIEN_LAI": "BH26-99/\(partner.suffix(2))",
            "SO_BIEN_LAI": "0\(digits)", "MA_NHAN_VIEN_THU": "NVT\(partner)", "MA_DIEM_THU": "\(partner)TH99",
        ]
        let lines = PaymentField.allCases.map(\.element).compactMap { name in
            (changes[name] ?? plain[name]).map { "<\(name)>\($0)</\(name)>" }
        }
        return "<KHOAN_THU>\n" + lines.joined(separator: "\n") + "\n</KHOAN_THU>\n"
    }

    /// A DANH_SACH_THU with right totals.
    static func batch(_ name: String, partner: String = PipelineSpool.one, _ payments: [String], preparedAt: String = "20261120070000")
        -> String
    {
        let total = payments.flatMap { $0.all("SO_TIEN") }.compactMap { Int($0) }.reduce(0, +)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <DANH_SACH_THU PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>\(partner)</MA_TCDVT><MA_CQ_BHXH>\(PipelineSpool.office)</MA_CQ_BHXH>\
            <MA_LO>\(name)</MA_LO><NGAY_LAP>\(preparedAt)</NGAY_LAP><SO_LUONG>\(payments.count)</SO_LUONG><TONG_TIEN>\(total)</TONG_TIEN>\
            </THONG_TIN_CHUNG><DS_KHOAN_THU>
            \(payments.joined())</DS_KHOAN_THU></DANH_SACH_THU>

            """
    }

    /// Master data: one office, one commune, two partners with a point, a collector and a receipt book each.
    static func registry(_ batch: String = "DM-1", mode: String = "TUNG_PHAN") -> String {
        let partners = [PipelineSpool.one, PipelineSpool.other]
        func each(_ body: (String) -> String) -> String { partners.map(body).joined() }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>\(batch)</MA_LO><NGAY_LAP>20261120070000</NGAY_LAP></THONG_TIN_CHUNG>
            <DS_CO_QUAN><CO_QUAN><MA_CQ_BHXH>00101</MA_CQ_BHXH><TEN>BHXH cơ sở Mẫu</TEN><TU_NGAY>20250101</TU_NGAY></CO_QUAN></DS_CO_QUAN>
            <DS_XA><XA><MA_XA>90001</MA_XA><TEN>Xã Mẫu</TEN><MA_TINH>01</MA_TINH><TU_NGAY>20250101</TU_NGAY></XA></DS_XA>
            <DS_TO_CHUC>\(each { """
            <TO_CHUC><MA_TCDVT>\($0)</MA_TCDVT><TEN>Tổ chức \($0)</TEN><MA_CQ_BHXH>00101</MA_CQ_BHXH><CHE_DO_NHAN>\(mode)</CHE_DO_NHAN>\
            <DIA_BAN><MA_XA>90001</MA_XA></DIA_BAN><TU_NGAY>20250101</TU_NGAY></TO_CHUC>
            """ })</DS_TO_CHUC>
            <DS_DIEM_THU>\(each { """
            <DIEM_THU><MA_DIEM_THU>\($0)TH99</MA_DIEM_THU><TEN>Điểm thu</TEN><MA_TCDVT>\($0)</MA_TCDVT><MA_XA>90001</MA_XA>\
            <TU_NGAY>20250101</TU_NGAY></DIEM_THU>
            """ })</DS_DIEM_THU>
            <DS_NHAN_VIEN>\(each { """
            <NHAN_VIEN><MA_NHAN_VIEN_THU>NVT\($0)</MA_NHAN_VIEN_THU><HO_TEN>Trần Văn Thu</HO_TEN><MA_TCDVT>\($0)</MA_TCDVT>\
            <TU_NGAY>20250101</TU_NGAY></NHAN_VIEN>
            """ })</DS_NHAN_VIEN>
            <DS_QUYEN_BIEN_LAI>\(each { """
            <QUYEN><KY_HIEU_BIEN_LAI>BH26-99/\($0.suffix(2))</KY_HIEU_BIEN_LAI><TU_SO>0000000</TU_SO><DEN_SO>9999999</DEN_SO>\
            <MA_NHAN_VIEN_THU>NVT\($0)</MA_NHAN_VIEN_THU><TU_NGAY>20250101</TU_NGAY></QUYEN>
            """ })</DS_QUYEN_BIEN_LAI></DANH_MUC>

            """
    }

    /// Master data that adds the collector NVT99LATER of the first partner, with a receipt book.
    static let laterCollector = """
        <?xml version="1.0" encoding="UTF-8"?>
        <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>DM-LATER</MA_LO><NGAY_LAP>20261120070000</NGAY_LAP></THONG_TIN_CHUNG>
        <DS_NHAN_VIEN><NHAN_VIEN><MA_NHAN_VIEN_THU>NVT99LATER</MA_NHAN_VIEN_THU><HO_TEN>Lê Thị Sau</HO_TEN>\
        <MA_TCDVT>\(PipelineSpool.one)</MA_TCDVT><TU_NGAY>20250101</TU_NGAY></NHAN_VIEN></DS_NHAN_VIEN>
        <DS_QUYEN_BIEN_LAI><QUYEN><KY_HIEU_BIEN_LAI>BH26-99/LATER</KY_HIEU_BIEN_LAI><TU_SO>0000000</TU_SO><DEN_SO>9999999</DEN_SO>\
        <MA_NHAN_VIEN_THU>NVT99LATER</MA_NHAN_VIEN_THU><TU_NGAY>20250101</TU_NGAY></QUYEN></DS_QUYEN_BIEN_LAI></DANH_MUC>

        """
}
