import Answers
import Contributions
import Foundation
import LedgerCore
import Testing

// The answers to DIEU_CHINH, BANG_KE_NOP and SAO_KE: which elements an entry is shown by, and what a clerk sees on the page.

@Suite("Answers to the documents of the money's way")
struct TrailAnswersTests {
    private static func file(_ document: DocumentKind, _ change: (inout FilePosting) -> Void = { _ in }) -> FileRecord {
        .sample {
            $0.document = document
            if document == .bankStatement { ($0.owner, $0.header.partner) = (.agency, "") }
            if document == .adjustment { $0.header.declaredTotal = "" }
            change(&$0)
        }
    }

    private static func entries(of text: String) -> [String] {
        text.components(separatedBy: "<XAC_NHAN>").dropFirst().map { entry in
            entry.components(separatedBy: "</XAC_NHAN>")[0].split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined()
        }
    }

    @Test("an entry is confirmed by its document's key element, and what belongs to it")
    func confirmed() throws {
        let code = "<MA_XAC_NHAN>POS0000000014</MA_XAC_NHAN>"
        let transfer = "<MA_GIAO_DICH_NH>FT/1</MA_GIAO_DICH_NH>"
        let day = Day("20261120")!
        let cases: [(document: DocumentKind, entry: AcceptedEntry, shown: String)] = [
            (.adjustment, AcceptedEntry(ordinal: 1, key: .code(1), recordedOn: day), code + "<NGAY_GHI_NHAN>20261120</NGAY_GHI_NHAN>"),
            (
                .adjustment, AcceptedEntry(ordinal: 1, key: .transfer("FT/1"), recordedOn: day),
                transfer + "<NGAY_GHI_NHAN>20261120</NGAY_GHI_NHAN>"
            ),
            (.remittanceListing, AcceptedEntry(ordinal: 1, key: .code(1)), code),
            (.bankStatement, AcceptedEntry(ordinal: 1, key: .transfer("FT/1"), state: .agrees), transfer + "<TRANG_THAI>KHOP</TRANG_THAI>"),
            (.bankStatement, AcceptedEntry(ordinal: 1, key: .transfer("FT/1"), state: .waits), transfer + "<TRANG_THAI>CHO</TRANG_THAI>"),
            (
                .bankStatement, AcceptedEntry(ordinal: 1, key: .transfer("<"), state: .disagrees),
                "<MA_GIAO_DICH_NH>&lt;</MA_GIAO_DICH_NH><TRANG_THAI>LECH</TRANG_THAI>"
            ),
        ]
        for (document, entry, shown) in cases {
            let ledger = FakeLedger()
            ledger.accepted = [entry]
            let file = Self.file(document) { $0.counts = .of(recorded: 1, money: 5) }
            let text = try rendered { try ConfirmationAnswer.render(file: file, ledger: ledger, into: $0) }
            #expect(Self.entries(of: text) == ["<STT>1</STT>" + shown])
            #expect(markupFault(in: text) == nil)
            #expect(text.contains("<TONG_TIEN_DUNG>5</TONG_TIEN_DUNG>") == (document != .adjustment), "\(document)")
            #expect(text.contains("<TONG_TIEN>") == (document != .adjustment), "\(document)")
            #expect(text.contains("<MA_TCDVT>") == (document != .bankStatement), "\(document)")
        }
    }

    @Test("a refused entry bears the key element of its list")
    func refused() throws {
        let cases: [(document: DocumentKind, section: UInt8, element: String)] = [
            (.paymentList, 0, "MA_GIAO_DICH"), (.masterData, 3, "MA"), (.adjustment, 0, "MA_XAC_NHAN"), (.adjustment, 1, "MA_GIAO_DICH_NH"),
            (.bankStatement, 0, "MA_GIAO_DICH_NH"),
        ]
        for (document, section, element) in cases {
            let ledger = FakeLedger()
            ledger.refused = [
                Refusal(
                    ordinal: 1, line: 5, section: section, key: "K-1",
                    findings: [Finding(.BG01, subject: "LY_DO")])
            ]
            let file = Self.file(document) { ($0.outcome, $0.counts) = (.refused, .of(refused: 1)) }
            let text = try rendered { try RejectionAnswer.render(file: file, ledger: ledger, into: $0) }
            #expect(text.contains("<DONG>5</DONG>\n      <\(element)>K-1</\(element)>\n"), "\(document)")
            let page = try rendered { try RejectionPage.render(file: file, ledger: ledger, into: $0) }
            #expect(page.contains("<th>STT</th><th>") && page.contains(element), "\(document)")
            #expect(markupFault(in: page, void: ["meta"]) == nil)
        }
    }

    @Test("a listing's page shows which codes are at fault, each with its line, and says that nothing was listed")
    func listingPage() throws {
        func finding(_ code: RuleCode, _ value: String, line: Int) -> Finding {
            Finding(code, subject: "MA_XAC_NHAN", value: value, place: Place(line: line, column: 0))
        }
        let file = Self.file(.remittanceListing) {
            ($0.outcome, $0.counts) = (.refused, .of(refused: 3))
            $0.findings = [
                finding(.KN01, "POS<1>", line: 16), finding(.KN02, "POS0000000022", line: 15),
                Finding(.KN05, subject: "MA_GIAO_DICH_NH", value: "FT1", details: ["TN20261120-000001"]),
            ]
        }
        let page = try rendered { try RejectionPage.render(file: file, ledger: FakeLedger(), into: $0) }
        for expected in [
            "Không mã nào được kê", "<th>Dòng</th><th>MA_XAC_NHAN</th>",
            "<td class=\"number\">16</td><td class=\"value\"><bdi>POS&lt;1&gt;</bdi></td>",
            "<td class=\"number\">15</td><td class=\"value\"><bdi>POS0000000022</bdi></td>",
            "<td class=\"number\"></td><td class=\"value\"><bdi></bdi></td>", "có thể dùng lại MA_LO cũ",
        ] {
            #expect(page.contains(expected), "\(expected)")
        }
        #expect(!page.contains("lỗi đầu"))
        #expect(markupFault(in: page, void: ["meta"]) == nil)
    }
}
