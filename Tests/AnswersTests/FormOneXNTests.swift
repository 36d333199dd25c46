import Contributions
import LedgerCore
import Testing

@testable import Answers

@Suite("Form 01-XN")
struct FormOneXNTests {
    static let form = ReportOwed(
        kind: .confirmations, day: Day("20261120")!, office: "00101", partner: "0101234567", number: 7,
        closedAt: VietnamTime("20261121000500")!)

    static let names = FormNames(superior: "BHXH tỉnh <Mẫu>", office: "BHXH quận \"Mẫu\"", partner: "Công ty A & B")

    private func render(_ ledger: FakeLedger) throws -> String {
        try rendered {
            try FormOneXN.render(form: Self.form, names: Self.names, ledger: ledger, into: [.xml($0)])
        }
    }

    @Test("a day with two payments is summed up in exactly these bytes")
    func golden() throws {
        let ledger = FakeLedger()
        var voluntary = FakePayment.household(
            2, [.kind: "IS", .months: "1", .insuranceNumber: "", .point: "0101234567TH0100070001", .receiptNumber: "0000002"])
        voluntary.kind = .voluntary
        voluntary.amount = 264_000
        voluntary.paidOn = Day("20261117")!
        ledger.dayPayments = [.household(1), voluntary]
        let text = try render(ledger)
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <MAU_01_XN PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <SO>7</SO>
                    <NGAY_GHI_NHAN>20261120</NGAY_GHI_NHAN>
                    <MA_CQ_BHXH>00101</MA_CQ_BHXH>
                    <TEN_CQ_BHXH>BHXH quận &quot;Mẫu&quot;</TEN_CQ_BHXH>
                    <MA_TCDVT>0101234567</MA_TCDVT>
                    <TEN_TCDVT>Công ty A &amp; B</TEN_TCDVT>
                    <THOI_GIAN_LAP>20261121000500</THOI_GIAN_LAP>
                  </THONG_TIN_CHUNG>
                  <DS_XAC_NHAN>
                    <XAC_NHAN>
                      <STT>1</STT>
                      <MA_XAC_NHAN>POS0000000022</MA_XAC_NHAN>
                      <HO_TEN>Nguyễn Thị Mẫu</HO_TEN>
                      <MA_SO_BHXH></MA_SO_BHXH>
                      <SO_DDCN>001190000001</SO_DDCN>
                      <NGAY_NOP_TIEN>20261117</NGAY_NOP_TIEN>
                      <LOAI_HINH>IS</LOAI_HINH>
                      <SO_THANG>1</SO_THANG>
                      <SO_TIEN>264000</SO_TIEN>
                      <KY_HIEU_BIEN_LAI>BH26-HN/00101/E</KY_HIEU_BIEN_LAI>
                      <SO_BIEN_LAI>0000002</SO_BIEN_LAI>
                      <MA_DIEM_THU>0101234567TH0100070001</MA_DIEM_THU>
                      <MA_NHAN_VIEN_THU>NVT001190000001</MA_NHAN_VIEN_THU>
                      <GHI_CHU>Cập nhật chậm 3 ngày</GHI_CHU>
                    </XAC_NHAN>
                    <XAC_NHAN>
                      <STT>2</STT>
                      <MA_XAC_NHAN>POS0000000014</MA_XAC_NHAN>
                      <HO_TEN>Nguyễn Thị Mẫu</HO_TEN>
                      <MA_SO_BHXH>0123456789</MA_SO_BHXH>
                      <SO_DDCN>001190000001</SO_DDCN>
                      <NGAY_NOP_TIEN>20261120</NGAY_NOP_TIEN>
                      <LOAI_HINH>BI</LOAI_HINH>
                      <SO_THANG>12</SO_THANG>
                      <SO_TIEN>683100</SO_TIEN>
                      <KY_HIEU_BIEN_LAI>BH26-HN/00101/E</KY_HIEU_BIEN_LAI>
                      <SO_BIEN_LAI>0000001</SO_BIEN_LAI>
                      <MA_DIEM_THU>0101234567TH0100070003</MA_DIEM_THU>
                      <MA_NHAN_VIEN_THU>NVT001190000001</MA_NHAN_VIEN_THU>
                      <GHI_CHU></GHI_CHU>
                    </XAC_NHAN>
                  </DS_XAC_NHAN>
                  <DIEU_CHINH_GIAM>
                    <SO_MA>0</SO_MA>
                    <TONG_TIEN>0</TONG_TIEN>
                  </DIEU_CHINH_GIAM>
                  <TONG_CONG>
                    <SO_MA>2</SO_MA>
                    <TIEN_BHXH>264000</TIEN_BHXH>
                    <TIEN_BHYT>683100</TIEN_BHYT>
                    <TONG_TIEN>947100</TONG_TIEN>
                    <BANG_CHU>Chín trăm bốn mươi bảy nghìn một trăm đồng</BANG_CHU>
                  </TONG_CONG>
                </MAU_01_XN>

                """)
        #expect(markupFault(in: text) == nil)
    }

    @Test("a day without payments is a form of zeros")
    func empty() throws {
        let text = try render(FakeLedger())
        #expect(text.contains("  <DS_XAC_NHAN/>\n  <DIEU_CHINH_GIAM>"))
        #expect(text.contains("<SO_MA>0</SO_MA>\n    <TIEN_BHXH>0</TIEN_BHXH>\n    <TIEN_BHYT>0</TIEN_BHYT>\n    <TONG_TIEN>0</TONG_TIEN>"))
        #expect(texts(of: "BANG_CHU", in: text) == ["Không đồng"])
        #expect(markupFault(in: text) == nil)
    }

    @Test("rows stand by point, then collector, then code, bytewise, however they were recorded")
    func order() throws {
        let ledger = FakeLedger()
        var generator: UInt64 = 11
        func next(_ bound: UInt64) -> UInt64 {
            generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (generator >> 33) % bound
        }
        // Points of several lengths, so that no row sorts by chance; more pairs than the table of names first holds.
        ledger.dayPayments = (1...2_000).map { code in
            let point = "DT" + String(repeating: "0", count: Int(next(3))) + String(next(25))
            return .household(Int64(code), [.point: point, .collector: "NVT" + String(next(20))])
        }
        let text = try render(ledger)
        let points = texts(of: "MA_DIEM_THU", in: text)
        let collectors = texts(of: "MA_NHAN_VIEN_THU", in: text)
        let rows = zip(zip(points, collectors), texts(of: "MA_XAC_NHAN", in: text)).map { "\($0.0)\u{1}\($0.1)\u{1}\($1)" }
        #expect(rows.count == 2_000)
        #expect(Set(rows).count == 2_000)
        #expect(rows == rows.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        #expect(texts(of: "STT", in: text) == (1...2_000).map(String.init))
    }

    @Test("a payment made after the claim, or on its day, is not late")
    func remarks() throws {
        let ledger = FakeLedger()
        ledger.dayPayments = zip(Int64(1)..., ["20261121", "20261120", "20261119", "20261020"]).map { code, paidOn in
            var payment = FakePayment.household(code)
            payment.paidOn = Day(paidOn)!
            return payment
        }
        #expect(texts(of: "GHI_CHU", in: try render(ledger)) == ["", "", "Cập nhật chậm 1 ngày", "Cập nhật chậm 31 ngày"])
    }

    @Test("a form is not made when a payment is gone or its money has changed; no sum is too large for it")
    func disagreement() throws {
        let gone = FakeLedger()
        gone.dayPayments = [.household(1), .household(2)]
        gone.gone = [2]
        #expect(throws: LedgerFault.self) { try render(gone) }

        let changed = FakeLedger()
        changed.dayPayments = [.household(1)]
        changed.changedLater[1] = .household(1)
        changed.changedLater[1]?.amount += 1
        #expect(throws: LedgerFault.self) { try render(changed) }

        let much = FakeLedger()
        much.dayPayments = [Int64(1), 2].map { code in
            var payment = FakePayment.household(code)
            payment.amount = Int64.max - 5
            return payment
        }
        #expect(try render(much).contains("    <TONG_TIEN>18446744073709551604</TONG_TIEN>"))
    }
}
