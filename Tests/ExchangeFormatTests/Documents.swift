// The documents that tests begin with: good ones of each kind, written so that a piece can be replaced.

enum Documents {
    static let header = """
          <THONG_TIN_CHUNG>
            <MA_TCDVT>0101234567</MA_TCDVT>
            <MA_CQ_BHXH>00101</MA_CQ_BHXH>
            <MA_LO>20261120-0001</MA_LO>
            <NGAY_LAP>20261120173000</NGAY_LAP>
            <SO_LUONG>1</SO_LUONG>
            <TONG_TIEN>683100</TONG_TIEN>
          </THONG_TIN_CHUNG>
        """

    /// The values of an entry that gives all thirty elements.
    static let payment: [(name: String, value: String)] = [
        ("MA_GIAO_DICH", "GD-000001"), ("LOAI_HINH", "BI"), ("PHUONG_AN", "ON"), ("MA_SO_BHXH", "0123456789"), ("SO_DDCN", "001190000001"),
        ("HO_TEN", "Nguyễn Thị Mẫu"), ("NGAY_SINH", "19900102"), ("GIOI_TINH", "2"), ("MA_HO_GD", "0100000001"), ("NGUOI_THU", "4"),
        ("DOI_TUONG_HT", "CN"), ("PHUONG_THUC", "12"), ("MUC_THU_NHAP", "1500000"), ("SO_THANG", "12"), ("TU_THANG", "202612"),
        ("TU_NGAY", "20261201"), ("DEN_NGAY", "20271130"), ("TIEN_NSNN", "0"), ("TIEN_NSDP", "0"), ("TIEN_KHAC", "0"),
        ("SO_TIEN", "683100"),
        ("NGAY_NOP_TIEN", "20261120"), ("KY_HIEU_BIEN_LAI", "BH26-HN/00101/E"), ("SO_BIEN_LAI", "0000001"),
        ("MA_NHAN_VIEN_THU", "NVT001190000001"), ("MA_DIEM_THU", "0101234567TH0100070003"), ("MA_XA", "00007"),
        ("SO_DIEN_THOAI", "0912345678"),
        ("EMAIL", "mau@vidu.vn"), ("GHI_CHU", "Đã thu, có biên lai"),
    ]

    /// An entry with these elements replaced; an empty value leaves the element empty.
    static func entry(_ changes: [String: String] = [:], leavingOut: Set<String> = []) -> String {
        let lines = payment.filter { !leavingOut.contains($0.name) }.map {
            "    <\($0.name)>\(changes[$0.name] ?? $0.value)</\($0.name)>\n"
        }
        return "  <KHOAN_THU>\n" + lines.joined() + "  </KHOAN_THU>\n"
    }

    static func paymentList(_ entries: String = entry(), header: String = header) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <DANH_SACH_THU PHIEN_BAN="1">
        \(header)
          <DS_KHOAN_THU>
        \(entries)  </DS_KHOAN_THU>
        </DANH_SACH_THU>
        """
    }

    static let masterHeader =
        "<THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>DM-1</MA_LO><NGAY_LAP>20261120080000</NGAY_LAP></THONG_TIN_CHUNG>"

    /// Each section of DANH_MUC with entries that give everything and entries that leave out what they may.
    static let sections: [(list: String, entries: String)] = [
        (
            "DS_CO_QUAN",
            """
            <CO_QUAN><MA_CQ_BHXH>00101</MA_CQ_BHXH><TEN>BHXH cơ sở</TEN><TEN_CAP_TREN>BHXH thành phố</TEN_CAP_TREN>
            <TU_NGAY>20250101</TU_NGAY><DEN_NGAY>20301231</DEN_NGAY></CO_QUAN>
            <CO_QUAN><MA_CQ_BHXH>00102</MA_CQ_BHXH><TEN>X</TEN><TU_NGAY>20250101</TU_NGAY></CO_QUAN>
            """
        ),
        (
            "DS_XA",
            "<XA><MA_XA>00007</MA_XA><TEN>Phường Mẫu</TEN><MA_TINH>01</MA_TINH><TU_NGAY>20250701</TU_NGAY><DEN_NGAY></DEN_NGAY></XA>"
        ),
        (
            "DS_TO_CHUC",
            """
            <TO_CHUC><MA_TCDVT>0101234567</MA_TCDVT><TEN>Bưu điện Mẫu</TEN><MA_CQ_BHXH>00101</MA_CQ_BHXH>
            <SO_HOP_DONG>12/HĐ</SO_HOP_DONG><BAO_LANH>500000000</BAO_LANH><CHE_DO_NHAN>TUNG_PHAN</CHE_DO_NHAN><DIA_BAN>
            <MA_XA>00007</MA_XA><MA_XA>00010</MA_XA></DIA_BAN><TU_NGAY>20260101</TU_NGAY><DEN_NGAY>20261231</DEN_NGAY></TO_CHUC>
            <TO_CHUC><MA_TCDVT>0109</MA_TCDVT><TEN>Y</TEN><MA_CQ_BHXH>00101</MA_CQ_BHXH><CHE_DO_NHAN>TRON_LO</CHE_DO_NHAN><DIA_BAN>
              <MA_XA>00007</MA_XA>
            </DIA_BAN><TU_NGAY>20260101</TU_NGAY></TO_CHUC>
            """
        ),
        (
            "DS_DIEM_THU",
            """
            <DIEM_THU><MA_DIEM_THU>0101234567TH0100070003</MA_DIEM_THU><TEN>Điểm thu</TEN><MA_TCDVT>0101234567</MA_TCDVT>
            <MA_XA>00007</MA_XA><DIA_CHI>1 Phố Mẫu</DIA_CHI><BIEN_HIEU>1</BIEN_HIEU><TU_NGAY>20260101</TU_NGAY></DIEM_THU>
            """
        ),
        (
            "DS_NHAN_VIEN",
            """
            <NHAN_VIEN><MA_NHAN_VIEN_THU>NVT001190000001</MA_NHAN_VIEN_THU><HO_TEN>Trần Văn Mẫu</HO_TEN>
            <SO_DDCN>001190000001</SO_DDCN><MA_TCDVT>0101234567</MA_TCDVT><MA_DIEM_THU></MA_DIEM_THU><TU_NGAY>20260101</TU_NGAY>
            </NHAN_VIEN>
            """
        ),
        (
            "DS_QUYEN_BIEN_LAI",
            """
            <QUYEN><KY_HIEU_BIEN_LAI>BH26-HN/00101/E</KY_HIEU_BIEN_LAI><TU_SO>0000001</TU_SO><DEN_SO>0000100</DEN_SO>
            <MA_NHAN_VIEN_THU>NVT001190000001</MA_NHAN_VIEN_THU><TU_NGAY>20260101</TU_NGAY></QUYEN>
            """
        ),
        ("DS_NGUOI", "<NGUOI><MA_SO_BHXH>0123456789</MA_SO_BHXH><SO_DDCN>001190000001</SO_DDCN></NGUOI>"),
        ("DS_THAM_SO", "<THAM_SO><MA>HAN_NHAN</MA><GIA_TRI>90</GIA_TRI><TU_NGAY>20260101</TU_NGAY></THAM_SO>"),
    ]

    static func masterData(_ lists: [(list: String, entries: String)] = sections, header: String = masterHeader) -> String {
        let body = lists.map { "<\($0.list)>\($0.entries)</\($0.list)>\n" }.joined()
        return "<DANH_MUC PHIEN_BAN=\"1\">\n\(header)\n\(body)</DANH_MUC>\n"
    }

    /// A TO_CHUC with this inside DIA_BAN; `list` replaces the element as a whole.
    static func partner(_ communes: String = "", list: String? = nil) -> String {
        let area = list ?? "<DIA_BAN>\(communes)</DIA_BAN>"
        let names = "<MA_TCDVT>0109</MA_TCDVT><TEN>Y</TEN><MA_CQ_BHXH>00101</MA_CQ_BHXH>"
        return masterData([("DS_TO_CHUC", "<TO_CHUC>\(names)\(area)<TU_NGAY>20260101</TU_NGAY></TO_CHUC>")])
    }
}
