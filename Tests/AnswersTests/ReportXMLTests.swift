import Contributions
import ExchangeTesting
import LedgerCore
import Rulebook
import Testing

@testable import Answers

// Each report's XML for a small case, byte by byte.

@Suite("Reports as XML")
struct ReportXMLTests {
    private func render(_ report: ReportOwed, _ ledger: FakeLedger, _ directory: RegistryDirectory = .sample) throws -> String {
        let xml = try RenderedReport(report, ledger, directory, reading: false).xml
        #expect(markupFault(in: xml) == nil)
        return xml
    }

    private let ofPartner = """
            <MA_CQ_BHXH>00101</MA_CQ_BHXH>
            <TEN_CQ_BHXH>BHXH quận &quot;Mẫu&quot;</TEN_CQ_BHXH>
            <MA_TCDVT>0101234567</MA_TCDVT>
            <TEN_TCDVT>Công ty A &amp; B</TEN_TCDVT>

        """
    private let ofOffice = """
            <MA_CQ_BHXH>00101</MA_CQ_BHXH>
            <TEN_CQ_BHXH>BHXH quận &quot;Mẫu&quot;</TEN_CQ_BHXH>

        """

    @Test("01-XN: what was cancelled that day stands in the order of the rows, with its reason, and takes nothing off the total")
    func cancelled() throws {
        let ledger = FakeLedger()
        ledger.dayPayments = [.paid(1, 683_100)]
        var pension = FakePayment.paid(2, 264_000, [.kind: "IS", .point: "0101234567TH0100070009"])
        pension.kind = .voluntary
        ledger.cancelled = [(.paid(1, 683_100), "Thu nhầm <hai> lần"), (pension, "Thu nhầm <hai> lần"), (.paid(3, 900_000), "Sai tên")]
        let xml = try render(.sample(.confirmations, partner: "0101234567", number: 7), ledger)
        #expect(texts(of: "MA_XAC_NHAN", in: xml) == ["POS0000000014", "POS0000000014", "POS0000000039", "POS0000000022"])
        #expect(texts(of: "STT", in: xml) == ["1", "1", "2", "3"])
        #expect(texts(of: "GHI_CHU", in: xml) == ["", "Hủy: Thu nhầm <hai> lần", "Hủy: Sai tên", "Hủy: Thu nhầm <hai> lần"])
        #expect(
            xml.hasSuffix(
                """
                    </XAC_NHAN>
                    <SO_MA>3</SO_MA>
                    <TONG_TIEN>1847100</TONG_TIEN>
                    <TIEN_BHXH>264000</TIEN_BHXH>
                    <TIEN_BHYT>1583100</TIEN_BHYT>
                  </DIEU_CHINH_GIAM>
                  <TONG_CONG>
                    <SO_MA>1</SO_MA>
                    <TIEN_BHXH>0</TIEN_BHXH>
                    <TIEN_BHYT>683100</TIEN_BHYT>
                    <TONG_TIEN>683100</TONG_TIEN>
                    <BANG_CHU>Sáu trăm tám mươi ba nghìn một trăm đồng</BANG_CHU>
                  </TONG_CONG>
                </MAU_01_XN>

                """))
    }

    @Test("C17-TS: receipts by serial, bytewise, then number")
    func receipts() throws {
        let ledger = FakeLedger()
        var pension = FakePayment.paid(3, 264_000, on: "20261118", [.kind: "IS", .receiptSerial: "BH26-HN/1", .receiptNumber: "0000010"])
        pension.kind = .voluntary
        ledger.dayPayments = [
            .paid(1, 683_100, [.receiptSerial: "BH26-HN/2", .receiptNumber: "0000001"]),
            .paid(2, 999_999_999_999, [.receiptSerial: "BH26-HN/1", .receiptNumber: "9999999"]), pension,
        ]
        #expect(
            try render(.sample(.receipts, partner: "0101234567"), ledger) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <C17_TS PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                \(ofPartner)    <NGAY>20261120</NGAY>
                    <THOI_GIAN_LAP>20261121000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_BIEN_LAI>
                    <BIEN_LAI>
                      <STT>1</STT>
                      <KY_HIEU_BIEN_LAI>BH26-HN/1</KY_HIEU_BIEN_LAI>
                      <SO_BIEN_LAI>0000010</SO_BIEN_LAI>
                      <NGAY_BIEN_LAI>20261118</NGAY_BIEN_LAI>
                      <TIEN_BHXH>264000</TIEN_BHXH>
                      <TIEN_BHYT>0</TIEN_BHYT>
                      <TONG_TIEN>264000</TONG_TIEN>
                    </BIEN_LAI>
                    <BIEN_LAI>
                      <STT>2</STT>
                      <KY_HIEU_BIEN_LAI>BH26-HN/1</KY_HIEU_BIEN_LAI>
                      <SO_BIEN_LAI>9999999</SO_BIEN_LAI>
                      <NGAY_BIEN_LAI>20261120</NGAY_BIEN_LAI>
                      <TIEN_BHXH>0</TIEN_BHXH>
                      <TIEN_BHYT>999999999999</TIEN_BHYT>
                      <TONG_TIEN>999999999999</TONG_TIEN>
                    </BIEN_LAI>
                    <BIEN_LAI>
                      <STT>3</STT>
                      <KY_HIEU_BIEN_LAI>BH26-HN/2</KY_HIEU_BIEN_LAI>
                      <SO_BIEN_LAI>0000001</SO_BIEN_LAI>
                      <NGAY_BIEN_LAI>20261120</NGAY_BIEN_LAI>
                      <TIEN_BHXH>0</TIEN_BHXH>
                      <TIEN_BHYT>683100</TIEN_BHYT>
                      <TONG_TIEN>683100</TONG_TIEN>
                    </BIEN_LAI>
                  </DS_BIEN_LAI>
                  <TONG_CONG>
                    <SO_BIEN_LAI>3</SO_BIEN_LAI>
                    <TIEN_BHXH>264000</TIEN_BHXH>
                    <TIEN_BHYT>1000000683099</TIEN_BHYT>
                    <TONG_TIEN>1000000947099</TONG_TIEN>
                    <BANG_CHU>\(VietnameseWords.dong(1_000_000_947_099))</BANG_CHU>
                  </TONG_CONG>
                </C17_TS>

                """)
    }

    @Test("C17-TS: a receipt, or money, that no record can have is a fault, not a row")
    func impossibleReceipts() {
        for payment in [
            FakePayment.paid(1, 1, [.receiptNumber: "123456"]), .paid(1, 1, [.receiptNumber: "12345x7"]), .paid(1, 1_000_000_000_000),
        ] {
            let ledger = FakeLedger()
            ledger.dayPayments = [payment]
            #expect(throws: LedgerFault.self) { try render(.sample(.receipts, partner: "0101234567"), ledger) }
        }
    }

    /// Three late codes, and one that is not late yet.
    static func lateLedger() -> FakeLedger {
        let ledger = FakeLedger()
        ledger.open = [
            (.paid(3, 300_000, on: "20261110"), .recorded), (.paid(5, 200_000, on: "20261115"), .listed),
            (
                .paid(7, 900_000, on: "20261115", [.fullName: "Trần <B>"]).by("0107654321", at: "0107654321TH0100071001", "NVT002"),
                .recorded
            ),
            (.paid(9, 100_000, on: "20261117"), .recorded),
        ]
        return ledger
    }

    @Test("CHAM-NOP of an office: who holds the money, most first; then the codes, oldest first")
    func lateMoney() throws {
        #expect(
            try render(.sample(.lateMoney), Self.lateLedger()) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <CHAM_NOP PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                \(ofOffice)    <NGAY>20261120</NGAY>
                    <THOI_GIAN_LAP>20261121000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_NHOM>
                    <NHOM>
                      <MA_TCDVT>0107654321</MA_TCDVT>
                      <MA_DIEM_THU>0107654321TH0100071001</MA_DIEM_THU>
                      <MA_NHAN_VIEN_THU>NVT002</MA_NHAN_VIEN_THU>
                      <SO_MA>1</SO_MA>
                      <TONG_TIEN>900000</TONG_TIEN>
                      <NGAY_CU_NHAT>20261115</NGAY_CU_NHAT>
                      <SO_NGAY_CHAM>5</SO_NGAY_CHAM>
                    </NHOM>
                    <NHOM>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <MA_DIEM_THU>0101234567TH0100070003</MA_DIEM_THU>
                      <MA_NHAN_VIEN_THU>NVT001190000001</MA_NHAN_VIEN_THU>
                      <SO_MA>2</SO_MA>
                      <TONG_TIEN>500000</TONG_TIEN>
                      <NGAY_CU_NHAT>20261110</NGAY_CU_NHAT>
                      <SO_NGAY_CHAM>10</SO_NGAY_CHAM>
                    </NHOM>
                  </DS_NHOM>
                  <DS_MA>
                    <MA>
                      <STT>1</STT>
                      <MA_XAC_NHAN>POS0000000039</MA_XAC_NHAN>
                      <HO_TEN>Nguyễn Thị Mẫu</HO_TEN>
                      <NGAY_NOP_TIEN>20261110</NGAY_NOP_TIEN>
                      <SO_TIEN>300000</SO_TIEN>
                      <TRANG_THAI>GHI_NHAN</TRANG_THAI>
                      <SO_NGAY_CHAM>10</SO_NGAY_CHAM>
                    </MA>
                    <MA>
                      <STT>2</STT>
                      <MA_XAC_NHAN>\(ConfirmationCode(prefix: "POS", number: 5))</MA_XAC_NHAN>
                      <HO_TEN>Nguyễn Thị Mẫu</HO_TEN>
                      <NGAY_NOP_TIEN>20261115</NGAY_NOP_TIEN>
                      <SO_TIEN>200000</SO_TIEN>
                      <TRANG_THAI>DA_KE</TRANG_THAI>
                      <SO_NGAY_CHAM>5</SO_NGAY_CHAM>
                    </MA>
                    <MA>
                      <STT>3</STT>
                      <MA_XAC_NHAN>\(ConfirmationCode(prefix: "POS", number: 7))</MA_XAC_NHAN>
                      <HO_TEN>Trần &lt;B&gt;</HO_TEN>
                      <NGAY_NOP_TIEN>20261115</NGAY_NOP_TIEN>
                      <SO_TIEN>900000</SO_TIEN>
                      <TRANG_THAI>GHI_NHAN</TRANG_THAI>
                      <SO_NGAY_CHAM>5</SO_NGAY_CHAM>
                    </MA>
                  </DS_MA>
                  <TONG_CONG>
                    <SO_MA>3</SO_MA>
                    <TONG_TIEN>1400000</TONG_TIEN>
                    <BANG_CHU>Một triệu bốn trăm nghìn đồng</BANG_CHU>
                  </TONG_CONG>
                </CHAM_NOP>

                """)
    }

    @Test("CHAM-NOP of a partner has its own codes only")
    func lateMoneyOfPartner() throws {
        let xml = try render(.sample(.lateMoney, partner: "0101234567"), Self.lateLedger())
        #expect(xml.contains(ofPartner))
        #expect(texts(of: "SO_TIEN", in: xml) == ["300000", "200000"])
    }

    static func transfers() -> [OpenTransfer] {
        [
            OpenTransfer(kind: .listedOnly, partner: "0101234567", transfer: "GD/1", day: Day("20261117")!, listed: 500_000, credited: 0),
            OpenTransfer(kind: .creditedOnly, partner: "0101234567", transfer: "GD/2", day: Day("20261122")!, listed: 0, credited: 70_000),
            OpenTransfer(kind: .disagrees, partner: "0107654321", transfer: "GD/3", day: Day("20261120")!, listed: 10, credited: 11),
        ]
    }

    @Test("DOI-CHIEU: what is open, in the ledger's order; a credit dated ahead is open for no days")
    func reconciliation() throws {
        let ledger = FakeLedger()
        ledger.transfers = Self.transfers()
        #expect(
            try render(.sample(.reconciliation), ledger) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <DOI_CHIEU PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                \(ofOffice)    <NGAY>20261120</NGAY>
                    <THOI_GIAN_LAP>20261121000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_MUC>
                    <MUC>
                      <LOAI>KE_CHUA_CO_BAO_CO</LOAI>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <MA_GIAO_DICH_NH>GD/1</MA_GIAO_DICH_NH>
                      <NGAY>20261117</NGAY>
                      <TIEN_KE>500000</TIEN_KE>
                      <TIEN_BAO_CO>0</TIEN_BAO_CO>
                      <SO_NGAY>3</SO_NGAY>
                    </MUC>
                    <MUC>
                      <LOAI>BAO_CO_CHUA_CO_KE</LOAI>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <MA_GIAO_DICH_NH>GD/2</MA_GIAO_DICH_NH>
                      <NGAY>20261122</NGAY>
                      <TIEN_KE>0</TIEN_KE>
                      <TIEN_BAO_CO>70000</TIEN_BAO_CO>
                      <SO_NGAY>0</SO_NGAY>
                    </MUC>
                    <MUC>
                      <LOAI>LECH</LOAI>
                      <MA_TCDVT>0107654321</MA_TCDVT>
                      <MA_GIAO_DICH_NH>GD/3</MA_GIAO_DICH_NH>
                      <NGAY>20261120</NGAY>
                      <TIEN_KE>10</TIEN_KE>
                      <TIEN_BAO_CO>11</TIEN_BAO_CO>
                      <SO_NGAY>0</SO_NGAY>
                    </MUC>
                  </DS_MUC>
                  <TONG_CONG>
                    <SO_MUC>3</SO_MUC>
                    <TIEN_KE>500010</TIEN_KE>
                    <TIEN_BAO_CO>70011</TIEN_BAO_CO>
                  </TONG_CONG>
                </DOI_CHIEU>

                """)
    }

    @Test("DIA-BAN: communes without a point, points without a collector or a signboard")
    func coverage() throws {
        let directory = RegistryDirectory([
            .office(name: "BHXH quận \"Mẫu\""), .commune("00070"), .commune("00071"), .partner("0101234567", area: ["00070", "00071"]),
            .point("D002", commune: "00070"), .point("D001", commune: "00070").with(signboard: ""),
            .collector("NVT1", point: "D002"), .collector("NVT2", point: "D001", to: "20261129"),
            .partner("ELSEWHERE", office: "00102"), .point("D003", partner: "ELSEWHERE").with(signboard: "0"),
        ])
        #expect(
            try render(.sample(.coverage, day: "20261130"), FakeLedger(), directory) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <DIA_BAN PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                \(ofOffice)    <THANG>202611</THANG>
                    <THOI_GIAN_LAP>20261201000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_MUC>
                    <MUC>
                      <LOAI>XA_CHUA_CO_DIEM</LOAI>
                      <MA>00071</MA>
                      <TEN>Phường Mẫu</TEN>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                    </MUC>
                    <MUC>
                      <LOAI>DIEM_CHUA_CO_NHAN_VIEN</LOAI>
                      <MA>D001</MA>
                      <TEN>Điểm thu Mẫu</TEN>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                    </MUC>
                    <MUC>
                      <LOAI>DIEM_CHUA_CO_BIEN_HIEU</LOAI>
                      <MA>D001</MA>
                      <TEN>Điểm thu Mẫu</TEN>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                    </MUC>
                  </DS_MUC>
                  <TONG_CONG>
                    <SO_MUC>3</SO_MUC>
                  </TONG_CONG>
                </DIA_BAN>

                """)
    }
}
