import Answers
import Contributions
import LedgerCore
import Testing

@Suite("XN, the confirmation")
struct ConfirmationAnswerTests {
    @Test("a batch of one payment is confirmed in exactly these bytes")
    func golden() throws {
        let ledger = FakeLedger()
        ledger.entries = [.init(ordinal: 1, payment: .household(1))]
        let file = FileRecord.sample { $0.counts = .of(recorded: 1, money: 683_100) }
        let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <XAC_NHAN_LO PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_TIEP_NHAN>TN20261120-000001</MA_TIEP_NHAN>
                    <TRANG_THAI>CHAP_NHAN</TRANG_THAI>
                    <MA_KET_QUA>200</MA_KET_QUA>
                    <TEN_TEP>TCDVT_0101234567_20261120_0001.zip</TEN_TEP>
                    <SHA256>00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9</SHA256>
                    <THOI_GIAN_TIEP_NHAN>20261120173105</THOI_GIAN_TIEP_NHAN>
                    <MA_TCDVT>0101234567</MA_TCDVT>
                    <MA_LO>20261120-0001</MA_LO>
                    <SO_LUONG>1</SO_LUONG>
                    <SL_DUNG>1</SL_DUNG>
                    <SL_TRUNG>0</SL_TRUNG>
                    <SL_LOI>0</SL_LOI>
                    <TONG_TIEN>683100</TONG_TIEN>
                    <TONG_TIEN_DUNG>683100</TONG_TIEN_DUNG>
                  </THONG_TIN_CHUNG>
                  <DS_XAC_NHAN>
                    <XAC_NHAN>
                      <STT>1</STT>
                      <MA_GIAO_DICH>GD-000001</MA_GIAO_DICH>
                      <MA_XAC_NHAN>POS0000000014</MA_XAC_NHAN>
                      <NGAY_GHI_NHAN>20261120</NGAY_GHI_NHAN>
                      <NOI_DUNG>BHXH Việt Nam xác nhận: Nguyễn Thị Mẫu, mã số 0123456789, đã nộp 683.100 đ BHYT hộ gia đình, \
                12 tháng (01/12/2026-30/11/2027), ngày 20/11/2026. Mã xác nhận POS0000000014. Tra cứu: baohiemxahoi.gov.vn</NOI_DUNG>
                    </XAC_NHAN>
                  </DS_XAC_NHAN>
                </XAC_NHAN_LO>

                """)
        #expect(markupFault(in: text) == nil)
    }

    /// A payment of voluntary BHXH: how it is paid, months, first month; and the part of NOI_DUNG that tells them.
    @Test(
        "voluntary BHXH names its months",
        arguments: [
            ("6", "6", "202612", "6 tháng (12/2026-05/2027), ngày"),
            ("1", "1", "202612", "1 tháng (12/2026), ngày"),
            ("12", "12", "202701", "12 tháng (01/2027-12/2027), ngày"),
            ("VS", "60", "202612", "60 tháng (12/2026-11/2031), ngày"),
            ("TH", "60", "202612", "60 tháng còn thiếu (từ 12/2026), ngày"),
        ])
    func voluntary(method: String, months: String, from: String, expected: String) throws {
        let ledger = FakeLedger()
        var payment = FakePayment.household(
            2, [.kind: "IS", .method: method, .months: months, .fromMonth: from, .fromDay: "", .toDay: "", .insuranceNumber: ""])
        payment.kind = .voluntary
        payment.amount = 1_980_000
        ledger.entries = [.init(ordinal: 1, payment: payment)]
        let file = FileRecord.sample { $0.counts = .of(recorded: 1, money: 1_980_000) }
        let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
        let content = texts(of: "NOI_DUNG", in: text)[0]
        #expect(content.contains(", mã số 001190000001, đã nộp 1.980.000 đ BHXH tự nguyện, " + expected))
    }

    @Test("a farm household's card is named in full")
    func farming() throws {
        let ledger = FakeLedger()
        var payment = FakePayment.household(3, [.kind: "AR"])
        payment.kind = .farming
        ledger.entries = [.init(ordinal: 1, payment: payment)]
        let file = FileRecord.sample { $0.counts = .of(recorded: 1, money: 683_100) }
        let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
        #expect(
            texts(of: "NOI_DUNG", in: text)[0].contains(
                "683.100 đ BHYT hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình, 12 tháng (01/12/2026-30/11/2027)"))
    }

    @Test("what was on record before gets its old code and the warning CB03, once")
    func onRecord() throws {
        let ledger = FakeLedger()
        ledger.entries = [
            .init(ordinal: 1, payment: .household(1), wasOnRecord: true),
            .init(ordinal: 3, payment: .household(7, [.transactionKey: "GD-3"]), wasOnRecord: true, warnings: [Finding(.CB03)]),
        ]
        let file = FileRecord.sample {
            $0.counts = .of(onRecord: 2, refused: 1)
            $0.resultCode = 202
        }
        let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
        let seventh = ConfirmationCode(prefix: "POS", number: 7).description
        #expect(texts(of: "TRANG_THAI", in: text) == ["MOT_PHAN"])
        #expect(texts(of: "STT", in: text) == ["1", "3"])
        #expect(texts(of: "MA_XAC_NHAN", in: text) == ["POS0000000014", seventh])
        #expect(texts(of: "MA_LOI", in: text) == ["CB03", "CB03"])
        #expect(
            texts(of: "MO_TA_LOI", in: text) == [
                "Khoản thu đã được ghi nhận trước đây, không ghi nhận lần nữa; mã xác nhận đã cấp là POS0000000014",
                "Khoản thu đã được ghi nhận trước đây, không ghi nhận lần nữa; mã xác nhận đã cấp là \(seventh)",
            ])
        #expect(markupFault(in: text) == nil)
    }

    @Test("master data is confirmed by the entries' codes, without partner and money")
    func masterData() throws {
        let ledger = FakeLedger()
        ledger.accepted = [
            AcceptedEntry(ordinal: 1, key: .masterData("00101")), AcceptedEntry(ordinal: 2, key: .masterData("0101234567")),
        ]
        let file = FileRecord.sample {
            $0.owner = .agency
            $0.document = .masterData
            $0.header = BatchHeader(office: "00101", batch: "DM-1")
            $0.counts = .of(recorded: 2)
        }
        let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
        #expect(texts(of: "MA", in: text) == ["00101", "0101234567"])
        #expect(texts(of: "MA_LO", in: text) == ["DM-1"])
        for absent in ["MA_TCDVT", "TONG_TIEN", "TONG_TIEN_DUNG", "MA_XAC_NHAN", "NGAY_GHI_NHAN"] {
            #expect(!text.contains("<\(absent)>"))
        }
        #expect(markupFault(in: text) == nil)
    }

    @Test("hostile values stay values")
    func hostile() throws {
        let ledger = FakeLedger()
        let name = "O'Neil </HO_TEN><X a=\"1\">&amp;\u{0}\n\u{FFFF}"
        ledger.entries = [.init(ordinal: 1, payment: .household(1, [.fullName: name, .transactionKey: "<&>", .months: "12]]>"]))]
        let file = FileRecord.sample { $0.counts = .of(recorded: 1, money: 683_100) }
        let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
        #expect(markupFault(in: text) == nil)
        #expect(texts(of: "MA_GIAO_DICH", in: text) == ["<&>"])
        let shown = #"O'Neil </HO_TEN><X a="1">&amp;\u{0}"# + "\n" + #"\u{ffff}"#
        #expect(texts(of: "NOI_DUNG", in: text)[0].hasPrefix("BHXH Việt Nam xác nhận: \(shown), mã số"))
    }

    @Test("an answer is not finished when the ledger's entries are not those of the counts")
    func disagreement() {
        let ledger = FakeLedger()
        ledger.entries = [.init(ordinal: 1, payment: .household(1))]
        for counts in [Counts.of(recorded: 2, money: 683_100), .of(onRecord: 1), .of(recorded: 1, money: 683_101)] {
            let file = FileRecord.sample { $0.counts = counts }
            #expect(throws: LedgerFault.self) { try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) } }
        }
    }
}
