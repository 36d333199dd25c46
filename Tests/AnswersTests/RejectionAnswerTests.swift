import Answers
import Contributions
import LedgerCore
import Testing

@Suite("TC, the rejection")
struct RejectionAnswerTests {
    static let wrongReceipt = Finding(.BG03, subject: "SO_BIEN_LAI", value: "12")

    static func inPart() -> (FileRecord, FakeLedger) {
        let ledger = FakeLedger()
        ledger.refused = [Refusal(ordinal: 3, line: 41, key: "GD-000003", findings: [wrongReceipt, Finding(.BG01, subject: "HO_TEN")])]
        let file = FileRecord.sample {
            $0.counts = .of(recorded: 2, refused: 1, money: 1_366_200)
            $0.resultCode = 202
            $0.header.declaredTotal = "2049300"
        }
        return (file, ledger)
    }

    @Test("a batch refused in part is answered in exactly these bytes")
    func golden() throws {
        let (file, ledger) = Self.inPart()
        let text = try rendered { try RejectionAnswer.render(file: file, ledger: ledger, into: $0) }
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <TU_CHOI_LO PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_TIEP_NHAN>TN20261120-000001</MA_TIEP_NHAN>
                    <TRANG_THAI>MOT_PHAN</TRANG_THAI>
                    <MA_KET_QUA>202</MA_KET_QUA>
                    <TEN_TEP>TCDVT_0101234567_20261120_0001.zip</TEN_TEP>
                    <SHA256>00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9</SHA256>
                    <THOI_GIAN_TIEP_NHAN>20261120173105</THOI_GIAN_TIEP_NHAN>
                    <MA_TCDVT>0101234567</MA_TCDVT>
                    <MA_LO>20261120-0001</MA_LO>
                    <SO_LUONG>3</SO_LUONG>
                    <SL_DUNG>2</SL_DUNG>
                    <SL_TRUNG>0</SL_TRUNG>
                    <SL_LOI>1</SL_LOI>
                    <TONG_TIEN>2049300</TONG_TIEN>
                    <TONG_TIEN_DUNG>1366200</TONG_TIEN_DUNG>
                  </THONG_TIN_CHUNG>
                  <DS_LOI_TEP/>
                  <DS_TU_CHOI>
                    <TU_CHOI>
                      <STT>3</STT>
                      <DONG>41</DONG>
                      <MA_GIAO_DICH>GD-000003</MA_GIAO_DICH>
                      <DS_LOI>
                        <LOI>
                          <TEN_TRUONG>SO_BIEN_LAI</TEN_TRUONG>
                          <MA_LOI>BG03</MA_LOI>
                          <MO_TA_LOI>SO_BIEN_LAI là «12», sai định dạng; cần 7 chữ số</MO_TA_LOI>
                          <GIA_TRI>12</GIA_TRI>
                        </LOI>
                        <LOI>
                          <TEN_TRUONG>HO_TEN</TEN_TRUONG>
                          <MA_LOI>BG01</MA_LOI>
                          <MO_TA_LOI>Thiếu HO_TEN hoặc để trống; cần 2 đến 80 chữ cái tiếng Việt, dấu cách, ' . hoặc -</MO_TA_LOI>
                          <GIA_TRI></GIA_TRI>
                        </LOI>
                      </DS_LOI>
                    </TU_CHOI>
                  </DS_TU_CHOI>
                </TU_CHOI_LO>

                """)
        #expect(markupFault(in: text) == nil)
    }

    @Test("a file that nobody could read is answered as far as it is known")
    func unreadable() throws {
        let file = FileRecord.sample {
            $0.outcome = .quarantined
            $0.resultCode = 123
            $0.document = nil
            $0.name = "KHONG-TEN"
            $0.shownName = "danh%20sach.xml"
            $0.sha256 = []
            $0.header = BatchHeader()
            $0.findings = [Finding(.TEP02, value: "danh%20sach.xml")]
        }
        let text = try rendered { try RejectionAnswer.render(file: file, ledger: FakeLedger(), into: $0) }
        #expect(
            text.hasPrefix(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <TU_CHOI_LO PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_TIEP_NHAN>TN20261120-000001</MA_TIEP_NHAN>
                    <TRANG_THAI>TU_CHOI</TRANG_THAI>
                    <MA_KET_QUA>123</MA_KET_QUA>
                    <TEN_TEP>danh%20sach.xml</TEN_TEP>
                    <THOI_GIAN_TIEP_NHAN>20261120173105</THOI_GIAN_TIEP_NHAN>
                    <MA_TCDVT>0101234567</MA_TCDVT>
                    <SO_LUONG>0</SO_LUONG>
                    <SL_DUNG>0</SL_DUNG>
                    <SL_TRUNG>0</SL_TRUNG>
                    <SL_LOI>0</SL_LOI>
                    <TONG_TIEN_DUNG>0</TONG_TIEN_DUNG>
                  </THONG_TIN_CHUNG>
                  <DS_LOI_TEP>
                    <LOI>
                      <MA_LOI>TEP02</MA_LOI>
                """))
        #expect(text.contains("  <DS_TU_CHOI/>\n"))
        #expect(markupFault(in: text) == nil)
    }

    @Test("a fault's place is told as far as it is known")
    func places() throws {
        let file = FileRecord.sample {
            $0.outcome = .quarantined
            $0.findings = [
                Finding(.XML01, details: ["tag mismatch"], place: Place(line: 7, column: 12)),
                Finding(.LO01, subject: "MA_LO", details: ["missing"], place: Place(line: 3, column: 0)), Finding(.XML02),
            ]
        }
        let text = try rendered { try RejectionAnswer.render(file: file, ledger: FakeLedger(), into: $0) }
        #expect(texts(of: "DONG", in: text) == ["7", "3"])
        #expect(texts(of: "COT", in: text) == ["12"])
    }

    @Test("header values outside their format are left out; another's MA_TCDVT is shown as sent")
    func header() throws {
        let malformed = FileRecord.sample {
            $0.outcome = .refused
            $0.header = BatchHeader(partner: "ngắn", batch: "lô số 1", declaredTotal: "683.100")
        }
        let text = try rendered { try RejectionAnswer.render(file: malformed, ledger: FakeLedger(), into: $0) }
        #expect(texts(of: "MA_TCDVT", in: text) == ["0101234567"])
        #expect(!text.contains("<MA_LO>") && !text.contains("<TONG_TIEN>"))

        let foreign = FileRecord.sample {
            $0.outcome = .refused
            $0.header.partner = "0109999999"
        }
        let other = try rendered { try RejectionAnswer.render(file: foreign, ledger: FakeLedger(), into: $0) }
        #expect(texts(of: "MA_TCDVT", in: other) == ["0109999999"])
    }

    @Test("refused entries of master data are named by their code")
    func masterData() throws {
        let ledger = FakeLedger()
        ledger.refused = [Refusal(ordinal: 2, line: 9, key: "NVT1", findings: [Finding(.DM11, subject: "MA_TCDVT", value: "X<Y")])]
        let file = FileRecord.sample {
            $0.owner = .agency
            $0.document = .masterData
            $0.counts = .of(recorded: 1, refused: 1)
        }
        let text = try rendered { try RejectionAnswer.render(file: file, ledger: ledger, into: $0) }
        #expect(texts(of: "MA", in: text) == ["NVT1"])
        #expect(texts(of: "GIA_TRI", in: text) == ["X<Y"])
        #expect(!text.contains("MA_GIAO_DICH"))
        #expect(markupFault(in: text) == nil)
    }

    /// Outcome, recorded, on record before, refused, faults of the file; TRANG_THAI.
    @Test(
        "TRANG_THAI",
        arguments: [
            (Outcome.recorded, 2, 0, 0, false, AnswerStatus.accepted), (.recorded, 0, 2, 0, false, .accepted),
            (.recorded, 1, 0, 1, false, .inPart), (.recorded, 0, 1, 1, false, .inPart), (.refused, 0, 0, 3, false, .refused),
            (.refused, 0, 0, 0, true, .refused), (.quarantined, 0, 0, 0, true, .refused), (.recorded, 2, 0, 0, true, .inPart),
        ])
    func status(outcome: Outcome, recorded: Int, onRecord: Int, refused: Int, hasFileFindings: Bool, expected: AnswerStatus) {
        let counts = Counts.of(recorded: recorded, onRecord: onRecord, refused: refused)
        #expect(AnswerStatus(outcome: outcome, counts: counts, hasFileFindings: hasFileFindings) == expected)
    }
}
