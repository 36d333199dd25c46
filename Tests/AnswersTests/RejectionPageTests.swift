import Answers
import Contributions
import LedgerCore
import Testing

@Suite("The rejection as a page")
struct RejectionPageTests {
    private func page(_ file: FileRecord, _ ledger: FakeLedger) throws -> String {
        try rendered { try RejectionPage.render(file: file, ledger: ledger, into: $0) }
    }

    @Test("it says at a glance who sent what when, what became of it, and what to do")
    func glance() throws {
        let (file, ledger) = RejectionAnswerTests.inPart()
        let text = try page(file, ledger)
        for expected in [
            "<strong>Được nhận một phần.</strong> 2 bản ghi được ghi nhận, 1 bản ghi bị từ chối.", "Tổ chức dịch vụ thu 0101234567",
            "TCDVT_0101234567_20261120_0001.zip", "17:31:05 20/11/2026", "TN20261120-000001", "20261120-0001", "1.366.200", "2.049.300",
            "<td class=\"number\">41</td><td class=\"number\">3</td><td class=\"value\"><bdi>GD-000003</bdi></td>"
                + "<td><bdi>SO_BIEN_LAI</bdi></td><td class=\"value\"><bdi>12</bdi></td>"
                + "<td>SO_BIEN_LAI là «12», sai định dạng; cần 7 chữ số</td><td>BG03</td>",
            "giữ nguyên MA_GIAO_DICH", "Ghi giá trị đúng định dạng đã nêu rồi gửi lại",
            "TCDVT_0101234567_20261120_0001_TN20261120-000001_TC.xml",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        #expect(!text.contains("Lỗi của tệp"))
        #expect(markupFault(in: text, void: ["meta"]) == nil)
    }

    @Test("it is whole in itself: no script, no address to fetch from")
    func selfContained() throws {
        let (file, ledger) = RejectionAnswerTests.inPart()
        let text = try page(file, ledger)
        for forbidden in ["<script", "http", "url(", "@import", "src=", "href=", "onload"] { #expect(!text.contains(forbidden)) }
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"))
        #expect(text.contains("@media print"))
    }

    @Test("a whole file refused shows its faults, and whether its MA_LO is free")
    func wholeFile() throws {
        let file = FileRecord.sample {
            $0.outcome = .refused
            $0.findings = [Finding(.LO03, value: "2", details: ["1"], place: Place(line: 7, column: 5))]
        }
        let text = try page(file, FakeLedger())
        #expect(text.contains("<strong>Bị từ chối toàn bộ.</strong>"))
        #expect(text.contains("<td class=\"number\">7</td><td class=\"number\">5</td><td>SO_LUONG khai 2 nhưng tệp có 1 bản ghi"))
        #expect(text.contains("có thể dùng lại MA_LO cũ"))
        #expect(!text.contains("Bản ghi bị từ chối</h2>"))

        let taken = FileRecord.sample {
            $0.outcome = .refused
            $0.findings = [Finding(.LO05, value: "20261120-0001", details: ["17:00:00 20/11/2026", "TN20261120-000000"])]
        }
        #expect(try page(taken, FakeLedger()).contains("Gửi lại cả tệp với MA_LO mới."))
    }

    @Test("hostile values neither break the page nor hide in it")
    func hostile() throws {
        let ledger = FakeLedger()
        let value = "<script>alert(1)</script>\"'&\u{202E}gpj\u{200B}\u{0}\u{9}\u{FEFF}\u{AD}\u{2066}\u{E0041}"
        ledger.refused = [Refusal(ordinal: 1, line: 5, key: "</table>", findings: [Finding(.BG03, subject: "X<b>", value: value)])]
        let file = FileRecord.sample {
            $0.counts = .of(refused: 1)
            $0.outcome = .refused
            $0.shownName = "a\"><b>.xml"
        }
        let text = try page(file, ledger)
        #expect(markupFault(in: text, void: ["meta"]) == nil)
        #expect(!text.contains("<script") && !text.contains("<b>"))
        let shown = #"&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;\u{202e}gpj\u{200b}\u{0}\u{9}\u{feff}\u{ad}\u{2066}\u{e0041}"#
        #expect(text.contains("<td class=\"value\"><bdi>\(shown)</bdi></td>"))
        #expect(!text.unicodeScalars.contains { [0x202E, 0x200B, 0, 9, 0xFEFF, 0xAD, 0x2066, 0xE0041].contains($0.value) })
    }

    @Test("the first 1,000 faults of records are shown, and how many there are")
    func many() throws {
        let ledger = FakeLedger()
        ledger.refused = (1...600).map { ordinal in
            let findings = [RejectionAnswerTests.wrongReceipt, Finding(.BG01, subject: "HO_TEN")]
            return Refusal(ordinal: ordinal, line: ordinal * 22, key: "GD-\(ordinal)", findings: findings)
        }
        let file = FileRecord.sample {
            $0.counts = .of(refused: 600)
            $0.outcome = .refused
        }
        let text = try page(file, ledger)
        #expect(text.split(separator: "<tr><td class=\"number\">").count - 1 == RejectionPage.recordFaultsMax)
        #expect(text.contains("<bdi>GD-500</bdi>") && !text.contains("<bdi>GD-501</bdi>"))
        #expect(text.contains("chỉ hiện 1.000 lỗi đầu trong 1.200 lỗi"))
    }
}
