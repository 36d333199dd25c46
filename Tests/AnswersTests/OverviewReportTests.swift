import Contributions
import LedgerCore
import Rulebook
import Testing

@testable import Answers

@Suite("TONG-HOP")
struct OverviewReportTests {
    private func render(_ ledger: FakeLedger, _ directory: RegistryDirectory = .sample) throws -> RenderedReport {
        try RenderedReport(.sample(.overview), ledger, directory, reading: false)
    }

    /// The values of a partner's row, by their elements.
    private func row(_ partner: String, _ report: RenderedReport) throws -> [String: String] {
        let names = [
            "MA_TCDVT", "TEN", "SL_TEP", "SL_TEP_LOI", "SL_NHAN", "SL_DUNG", "SL_TRUNG", "SL_LOI", "TIEN_NHAN", "TIEN_DUNG", "TIEN_TRUNG",
            "TIEN_LOI", "SL_HUY", "TIEN_HUY", "TIEN_DA_NOP", "TIEN_CON_LAI", "BAO_LANH", "VUOT_BAO_LANH", "SL_CHAM_CAP_NHAT",
            "SL_TAI_TUC_KHAC", "SL_NGHI_TRUNG", "IM_LANG",
        ]
        let row = try #require(report.rows(of: "TO_CHUC").first { $0[0] == partner })
        return Dictionary(uniqueKeysWithValues: zip(names, row))
    }

    /// A busy day of the first sample partner.
    static func busyDay(outstanding: MoneySum = 1_000_001) -> PartnerDay {
        var day = PartnerDay(partner: "0101234567")
        (day.files, day.filesRefused) = (4, 1)
        day.counts = .of(recorded: 10, onRecord: 2, refused: 3, money: 5_000)
        (day.counts.onRecordMoney, day.counts.refusedMoney) = (700, 30)
        (day.cancelled, day.cancelledMoney, day.remittedMoney, day.outstandingMoney) = (1, 200, 900, outstanding)
        (day.lateEntries, day.takenOver, day.suspectedPersons) = (6, 5, 4)
        day.lastClaim = Day("20261120")!
        return day
    }

    @Test("a day in exactly these bytes: a busy partner, one that is silent, their sums, and what to ask about")
    func golden() throws {
        let ledger = FakeLedger()
        ledger.partnerDays = [Self.busyDay()]
        ledger.transfers = ReportXMLTests.transfers()
        ledger.batchesDropped["0101234567"] = ["L-04", "L-05"]
        ledger.batchesRecorded["0101234567"] = ["L-01", "L-02", "K-09"]
        #expect(
            try render(ledger).xml == """
                <?xml version="1.0" encoding="UTF-8"?>
                <TONG_HOP PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_CQ_BHXH>00101</MA_CQ_BHXH>
                    <TEN_CQ_BHXH>BHXH quận &quot;Mẫu&quot;</TEN_CQ_BHXH>
                    <NGAY>20261120</NGAY>
                    <THOI_GIAN_LAP>20261121000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_TO_CHUC>
                    <TO_CHUC>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <TEN>Công ty A &amp; B</TEN>
                      <SL_TEP>4</SL_TEP>
                      <SL_TEP_LOI>1</SL_TEP_LOI>
                      <SL_NHAN>15</SL_NHAN>
                      <SL_DUNG>10</SL_DUNG>
                      <SL_TRUNG>2</SL_TRUNG>
                      <SL_LOI>3</SL_LOI>
                      <TIEN_NHAN>5730</TIEN_NHAN>
                      <TIEN_DUNG>5000</TIEN_DUNG>
                      <TIEN_TRUNG>700</TIEN_TRUNG>
                      <TIEN_LOI>30</TIEN_LOI>
                      <SL_HUY>1</SL_HUY>
                      <TIEN_HUY>200</TIEN_HUY>
                      <TIEN_DA_NOP>900</TIEN_DA_NOP>
                      <TIEN_CON_LAI>1000001</TIEN_CON_LAI>
                      <BAO_LANH>1000000</BAO_LANH>
                      <VUOT_BAO_LANH>1</VUOT_BAO_LANH>
                      <SL_CHAM_CAP_NHAT>6</SL_CHAM_CAP_NHAT>
                      <SL_TAI_TUC_KHAC>5</SL_TAI_TUC_KHAC>
                      <SL_NGHI_TRUNG>4</SL_NGHI_TRUNG>
                      <IM_LANG>0</IM_LANG>
                    </TO_CHUC>
                    <TO_CHUC>
                      <MA_TCDVT>0107654321</MA_TCDVT>
                      <TEN>Bưu điện B</TEN>
                      <SL_TEP>0</SL_TEP>
                      <SL_TEP_LOI>0</SL_TEP_LOI>
                      <SL_NHAN>0</SL_NHAN>
                      <SL_DUNG>0</SL_DUNG>
                      <SL_TRUNG>0</SL_TRUNG>
                      <SL_LOI>0</SL_LOI>
                      <TIEN_NHAN>0</TIEN_NHAN>
                      <TIEN_DUNG>0</TIEN_DUNG>
                      <TIEN_TRUNG>0</TIEN_TRUNG>
                      <TIEN_LOI>0</TIEN_LOI>
                      <SL_HUY>0</SL_HUY>
                      <TIEN_HUY>0</TIEN_HUY>
                      <TIEN_DA_NOP>0</TIEN_DA_NOP>
                      <TIEN_CON_LAI>0</TIEN_CON_LAI>
                      <BAO_LANH></BAO_LANH>
                      <VUOT_BAO_LANH>0</VUOT_BAO_LANH>
                      <SL_CHAM_CAP_NHAT>0</SL_CHAM_CAP_NHAT>
                      <SL_TAI_TUC_KHAC>0</SL_TAI_TUC_KHAC>
                      <SL_NGHI_TRUNG>0</SL_NGHI_TRUNG>
                      <IM_LANG>10</IM_LANG>
                    </TO_CHUC>
                  </DS_TO_CHUC>
                  <TONG_CONG>
                    <SL_TEP>4</SL_TEP>
                    <SL_TEP_LOI>1</SL_TEP_LOI>
                    <SL_NHAN>15</SL_NHAN>
                    <SL_DUNG>10</SL_DUNG>
                    <SL_TRUNG>2</SL_TRUNG>
                    <SL_LOI>3</SL_LOI>
                    <TIEN_NHAN>5730</TIEN_NHAN>
                    <TIEN_DUNG>5000</TIEN_DUNG>
                    <TIEN_TRUNG>700</TIEN_TRUNG>
                    <TIEN_LOI>30</TIEN_LOI>
                    <SL_HUY>1</SL_HUY>
                    <TIEN_HUY>200</TIEN_HUY>
                    <TIEN_DA_NOP>900</TIEN_DA_NOP>
                    <TIEN_CON_LAI>1000001</TIEN_CON_LAI>
                    <VUOT_BAO_LANH>1</VUOT_BAO_LANH>
                    <SL_CHAM_CAP_NHAT>6</SL_CHAM_CAP_NHAT>
                    <SL_TAI_TUC_KHAC>5</SL_TAI_TUC_KHAC>
                    <SL_NGHI_TRUNG>4</SL_NGHI_TRUNG>
                    <BANG_CHU>Năm nghìn đồng</BANG_CHU>
                  </TONG_CONG>
                  <DS_CANH_BAO>
                    <CANH_BAO>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <LOAI>THIEU_LO</LOAI>
                      <NOI_DUNG>Thiếu 1 số lô: L-03.</NOI_DUNG>
                    </CANH_BAO>
                    <CANH_BAO>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <LOAI>KE_CHUA_CO_BAO_CO</LOAI>
                      <NOI_DUNG>1 bảng kê chưa có báo có, tổng 500.000 đồng, chuyển sớm nhất ngày 17/11/2026.</NOI_DUNG>
                    </CANH_BAO>
                    <CANH_BAO>
                      <MA_TCDVT>0107654321</MA_TCDVT>
                      <LOAI>IM_LANG</LOAI>
                      <NOI_DUNG>Không gửi tệp nào trong 10 ngày.</NOI_DUNG>
                    </CANH_BAO>
                  </DS_CANH_BAO>
                </TONG_HOP>

                """)
    }

    @Test(
        "a guarantee is exceeded by more than itself",
        arguments: [(999_999, "0"), (1_000_000, "0"), (1_000_001, "1")] as [(MoneySum, String)])
    func guarantee(outstanding: MoneySum, exceeds: String) throws {
        let ledger = FakeLedger()
        ledger.partnerDays = [Self.busyDay(outstanding: outstanding)]
        #expect(try row("0101234567", render(ledger))["VUOT_BAO_LANH"] == exceeds)
    }

    @Test(
        "days of silence count from the last file, else from the contract's first day, or the first claim of all",
        arguments: [
            ("0101234567", "20261120", "0"), ("0101234567", "20261117", "3"), ("0101234567", nil, "18"), ("0107654321", nil, "10"),
        ] as [(String, String?, String)])
    func silence(partner: String, lastClaim: String?, days: String) throws {
        let ledger = FakeLedger()
        var figures = PartnerDay(partner: partner)
        figures.lastClaim = lastClaim.flatMap { Day($0) }
        ledger.partnerDays = [figures]
        let report = try render(ledger)
        #expect(try row(partner, report)["IM_LANG"] == days)
        let isNamed = report.rows(of: "CANH_BAO").contains { $0[0] == partner && $0[1] == "IM_LANG" }
        #expect(isNamed == (Int(days)! >= 2))
    }

    @Test("a partner without a contract is listed while it has figures, and never asked why it is silent")
    func withoutContract() throws {
        let ledger = FakeLedger()
        var owing = PartnerDay(partner: "OWING")
        (owing.outstandingMoney, owing.lastClaim) = (5, Day("20261103")!)
        var gone = PartnerDay(partner: "GONE")
        gone.lastClaim = Day("20261103")!
        ledger.partnerDays = [gone, owing]
        let report = try render(ledger)
        #expect(report.rows(of: "TO_CHUC").map { $0[0] } == ["0101234567", "0107654321", "OWING"])
        #expect(!report.rows(of: "CANH_BAO").contains { $0[0] == "OWING" })
    }

    @Test("a day of nothing at all is a table of nothing")
    func empty() throws {
        let report = try render(FakeLedger(), RegistryDirectory())
        #expect(report.xml.contains("  <DS_TO_CHUC/>\n  <TONG_CONG>\n    <SL_TEP>0</SL_TEP>"))
        #expect(report.xml.contains("<BANG_CHU>Không đồng</BANG_CHU>\n  </TONG_CONG>\n  <DS_CANH_BAO/>\n</TONG_HOP>\n"))
    }

    @Test("a sum beyond 63 bits is shown, of one partner and of all")
    func wideSums() throws {
        let ledger = FakeLedger()
        var other = Self.busyDay(outstanding: MoneySum(Int64.max))
        other.partner = "9900000001"
        ledger.partnerDays = [Self.busyDay(outstanding: MoneySum(Int64.max) + 1), other]
        let report = try render(ledger)
        #expect(try row("0101234567", report)["TIEN_CON_LAI"] == "9223372036854775808")
        #expect(report.xml.contains("    <TIEN_CON_LAI>18446744073709551615</TIEN_CON_LAI>"))
    }
}
