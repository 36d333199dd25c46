// Good documents of the money's way, written so that a piece can be replaced.

extension Documents {
    static let adjustmentHeader =
        "<THONG_TIN_CHUNG><MA_TCDVT>0101234567</MA_TCDVT><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>HUY-1</MA_LO>"
        + "<NGAY_LAP>20261121090000</NGAY_LAP><SO_LUONG>3</SO_LUONG></THONG_TIN_CHUNG>"

    static let cancellations = """
        <DS_HUY><HUY><MA_XAC_NHAN>POS0000000014</MA_XAC_NHAN><LY_DO>Người tham gia rút tiền, nộp nhầm</LY_DO></HUY>
        <HUY><MA_XAC_NHAN>mã không rõ</MA_XAC_NHAN><LY_DO>x</LY_DO></HUY></DS_HUY>

        """
    static let takingsBack =
        "<DS_HUY_KE><HUY_KE><MA_GIAO_DICH_NH>FT26325/001</MA_GIAO_DICH_NH><LY_DO>Ngân hàng trả lại</LY_DO></HUY_KE></DS_HUY_KE>\n"

    static func adjustment(_ lists: String = cancellations + takingsBack, header: String = adjustmentHeader) -> String {
        "<DIEU_CHINH PHIEN_BAN=\"1\">\n\(header)\n\(lists)</DIEU_CHINH>\n"
    }

    static let listingHeader =
        "<THONG_TIN_CHUNG><MA_TCDVT>0101234567</MA_TCDVT><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>NOP-1</MA_LO>"
        + "<NGAY_LAP>20261121090000</NGAY_LAP><SO_LUONG>2</SO_LUONG><TONG_TIEN>1366200</TONG_TIEN>"
        + "<MA_GIAO_DICH_NH>FT26325/001</MA_GIAO_DICH_NH><NGAY_CHUYEN>20261121</NGAY_CHUYEN></THONG_TIN_CHUNG>"

    static let codes = "<MA_XAC_NHAN>POS0000000014</MA_XAC_NHAN>\n<MA_XAC_NHAN>POS0000000022</MA_XAC_NHAN>\n"

    static func listing(_ codes: String = codes, header: String = listingHeader) -> String {
        "<BANG_KE_NOP PHIEN_BAN=\"1\">\n\(header)\n<DS_MA>\n\(codes)</DS_MA>\n</BANG_KE_NOP>\n"
    }

    static let statementHeader =
        "<THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>SK-1</MA_LO><NGAY_LAP>20261122090000</NGAY_LAP>"
        + "<SO_LUONG>2</SO_LUONG><TONG_TIEN>1366201</TONG_TIEN></THONG_TIN_CHUNG>"

    static let credits = """
        <BAO_CO><MA_GIAO_DICH_NH>FT26325/001</MA_GIAO_DICH_NH><NGAY_BAO_CO>20261122</NGAY_BAO_CO><SO_TIEN>1366200</SO_TIEN>
        <MA_TCDVT>0101234567</MA_TCDVT><NOI_DUNG>Nộp BHXH, lô 1</NOI_DUNG></BAO_CO>
        <BAO_CO><MA_GIAO_DICH_NH>x</MA_GIAO_DICH_NH><NGAY_BAO_CO>20261122</NGAY_BAO_CO><SO_TIEN>1</SO_TIEN><MA_TCDVT>0109</MA_TCDVT></BAO_CO>

        """

    static func statement(_ credits: String = credits, header: String = statementHeader) -> String {
        "<SAO_KE PHIEN_BAN=\"1\">\n\(header)\n<DS_BAO_CO>\n\(credits)</DS_BAO_CO>\n</SAO_KE>\n"
    }
}
