import Contributions
import ExchangeTesting
import LedgerCore
import Rulebook
import Testing

@testable import Answers

@Suite("NVT")
struct CollectorReportTests {
    private func month(_ partner: String, _ collector: String, payments: Int = 0, newcomers: Int = 0) -> CollectorMonth {
        var month = CollectorMonth(partner: partner, collector: collector)
        (month.payments, month.newcomers, month.money, month.lateEntries) = (payments, newcomers, MoneySum(payments) * 1_000, payments / 2)
        return month
    }

    /// - Parameter last: each collector's latest month with a newcomer.
    private func render(
        _ months: [CollectorMonth], _ directory: RegistryDirectory = .sample, last: [String: Int] = [:], day: String = "20261130"
    ) throws -> RenderedReport {
        let ledger = FakeLedger()
        ledger.collectorMonths = months
        ledger.lastNewcomerMonths = last.compactMapValues { Month(yyyyMM: $0) }
        return try RenderedReport(.sample(.collectors, day: day), ledger, directory, reading: false)
    }

    @Test("a month in exactly these bytes")
    func golden() throws {
        let report = try render([month("0101234567", "NVT001190000001", payments: 5, newcomers: 2)], last: ["NVT001190000001": 202611])
        #expect(
            report.xml == """
                <?xml version="1.0" encoding="UTF-8"?>
                <NVT PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_CQ_BHXH>00101</MA_CQ_BHXH>
                    <TEN_CQ_BHXH>BHXH quận &quot;Mẫu&quot;</TEN_CQ_BHXH>
                    <THANG>202611</THANG>
                    <THOI_GIAN_LAP>20261201000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_NHAN_VIEN>
                    <NHAN_VIEN>
                      <MA_TCDVT>0101234567</MA_TCDVT>
                      <MA_NHAN_VIEN_THU>NVT001190000001</MA_NHAN_VIEN_THU>
                      <HO_TEN>Trần Văn Thu</HO_TEN>
                      <SL>5</SL>
                      <SL_TM>2</SL_TM>
                      <TONG_TIEN>5000</TONG_TIEN>
                      <SL_CHAM>2</SL_CHAM>
                      <THANG_KHONG_TM>0</THANG_KHONG_TM>
                      <CAN_CHAM_DUT>0</CAN_CHAM_DUT>
                    </NHAN_VIEN>
                    <NHAN_VIEN>
                      <MA_TCDVT>0107654321</MA_TCDVT>
                      <MA_NHAN_VIEN_THU>NVT001190000002</MA_NHAN_VIEN_THU>
                      <HO_TEN>Trần Văn Thu</HO_TEN>
                      <SL>0</SL>
                      <SL_TM>0</SL_TM>
                      <TONG_TIEN>0</TONG_TIEN>
                      <SL_CHAM>0</SL_CHAM>
                      <THANG_KHONG_TM>1</THANG_KHONG_TM>
                      <CAN_CHAM_DUT>0</CAN_CHAM_DUT>
                    </NHAN_VIEN>
                  </DS_NHAN_VIEN>
                  <TONG_CONG>
                    <SO_NHAN_VIEN>2</SO_NHAN_VIEN>
                    <SL>5</SL>
                    <SL_TM>2</SL_TM>
                    <TONG_TIEN>5000</TONG_TIEN>
                    <SL_CHAM>2</SL_CHAM>
                    <BANG_CHU>Năm nghìn đồng</BANG_CHU>
                  </TONG_CONG>
                </NVT>

                """)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        /// TU_NGAY of the collector, and the latest month with a newcomer.
        let start: String
        var last: Int?
        let months: Int
        let toBeDismissed: Bool
        var testDescription: String { "\(start) \(last ?? 0): \(months)" }
    }

    @Test(
        "months without a newcomer count from the one after the last, or from the start's own; six end the work",
        arguments: [
            Case(start: "20260601", last: 202611, months: 0, toBeDismissed: false),
            Case(start: "20251231", last: 202610, months: 1, toBeDismissed: false),
            Case(start: "20251231", last: 202606, months: 5, toBeDismissed: false),
            Case(start: "20251231", last: 202605, months: 6, toBeDismissed: true),
            Case(start: "20260630", months: 6, toBeDismissed: true),
            Case(start: "20260701", months: 5, toBeDismissed: false),
            Case(start: "20261130", months: 1, toBeDismissed: false),
            // A newcomer of before the start, under another registration, does not move it.
            Case(start: "20260901", last: 202601, months: 3, toBeDismissed: false),
        ])
    func dismissal(_ one: Case) throws {
        let directory = RegistryDirectory([.partner(), .collector("NVT1", from: one.start)])
        let report = try render([month("0101234567", "NVT1")], directory, last: one.last.map { ["NVT1": $0] } ?? [:])
        #expect(report.rows(of: "NHAN_VIEN").map { [$0[7], $0[8]] } == [[String(one.months), one.toBeDismissed ? "1" : "0"]])
    }

    @Test("a collector who changed her partner, or works for another office too, is one person: newcomers won elsewhere count")
    func onePerson() throws {
        let directory = RegistryDirectory([
            .partner("AAAA"), .partner("BBBB"), .collector("NVT1", partner: "AAAA", from: "20250101", to: "20260930"),
            .collector("NVT1", partner: "BBBB", from: "20261001"), .collector("NVT2", partner: "BBBB", from: "20250101"),
        ])
        let report = try render([month("AAAA", "NVT1", payments: 1)], directory, last: ["NVT1": 202610])
        #expect(
            report.rows(of: "NHAN_VIEN").map { "\($0[0]) \($0[1]) \($0[7]) \($0[8])" } == [
                "AAAA NVT1 1 0", "BBBB NVT1 1 0", "BBBB NVT2 23 1",
            ])
    }

    @Test("nobody is to be dismissed before the rule was in force")
    func beforeTheRule() throws {
        let directory = RegistryDirectory([.partner(from: "20200101"), .collector("NVT1", from: "20200101")])
        #expect(try render([], directory, day: "20230430").rows(of: "NHAN_VIEN").map { $0[8] } == ["0"])
        #expect(try render([], directory, day: "20230531").rows(of: "NHAN_VIEN").map { $0[8] } == ["1"])
    }

    @Test("listed are collectors in force of partners under contract, and whoever recorded anything in the month")
    func who() throws {
        let directory = RegistryDirectory([
            .partner("AAAA"), .partner("ELSE", office: "00102"), .collector("NVT1", partner: "AAAA"), .collector("NVT2", partner: "ELSE"),
            .collector("NVT3", partner: "AAAA", to: "20261129"), .collector("NVT4", partner: "AAAA", to: "20261129"),
        ])
        let report = try render(
            [month("AAAA", "NVT3", payments: 1), month("AAAA", "NVT4"), month("BBBB", "NVT1", payments: 1)], directory)
        #expect(report.rows(of: "NHAN_VIEN").map { $0[0] + $0[1] } == ["AAAANVT1", "AAAANVT3", "BBBBNVT1"])
    }
}
