import Contributions
import LedgerCore
import Rulebook
import Testing

@testable import Answers

// The sheet and the page of a report hold what its XML holds: every row of every list, and the sums.

@Suite("Reports as sheet and page")
struct ReportFilesTests {
    /// A ledger with something for every report.
    private static func ledger(_ count: Int) -> FakeLedger {
        let ledger = FakeLedger()
        let payments = (0..<count).map { index in
            var payment = FakePayment.paid(
                Int64(index + 1), Int64(264_000 + index * 7_919), on: Day("20261120")!.advanced(by: -(index % 17)).description,
                [
                    .fullName: "Nguyễn Thị \(index) & \"Mẫu\"", .receiptSerial: "BH26-HN/\(index % 3)",
                    .receiptNumber: "00\(10_000 + index)",
                    .collector: "NVT00119000000\(index % 7)",
                ])
            if index % 3 == 0 { payment.kind = .voluntary }
            return payment
        }
        ledger.dayPayments = payments
        ledger.open = payments.map { ($0, $0.code % 2 == 0 ? .listed : .recorded) }
        ledger.transfers = count == 0 ? [] : ReportXMLTests.transfers()
        ledger.partnerDays = count == 0 ? [] : [OverviewReportTests.busyDay()]
        ledger.collectorMonths = (0..<count).map { index in
            var month = CollectorMonth(partner: "0101234567", collector: "NVT\(1_000 + index)")
            (month.payments, month.money, month.lateEntries) = (index + 1, MoneySum(index) * 1_000_000, index % 2)
            return month
        }
        return ledger
    }

    /// A report, and the entries of its lists.
    struct Case: CustomTestStringConvertible, Sendable {
        let kind: ReportKind
        var partner: String?
        let entries: [String]
        let sheets: [String]
        var testDescription: String { kind.rawValue }
    }

    static let cases = [
        Case(kind: .receipts, partner: "0101234567", entries: ["BIEN_LAI"], sheets: ["C17-TS"]),
        Case(kind: .lateMoney, entries: ["NHOM", "MA"], sheets: ["CHAM-NOP", "CHAM-NOP theo mã"]),
        Case(kind: .lateMoney, partner: "0101234567", entries: ["NHOM", "MA"], sheets: ["CHAM-NOP", "CHAM-NOP theo mã"]),
        Case(kind: .overview, entries: ["TO_CHUC"], sheets: ["TONG-HOP"]),
        Case(kind: .reconciliation, entries: ["MUC"], sheets: ["DOI-CHIEU"]),
        Case(kind: .collectors, entries: ["NHAN_VIEN"], sheets: ["NVT"]),
        Case(kind: .coverage, entries: ["MUC"], sheets: ["DIA-BAN"]),
    ]

    @Test(
        "every cell of the sheet is the XML's, and the sums stand below", .enabled(if: SheetReader.isThere, "\(SheetReader.howToInstall)"),
        arguments: cases, [0, 200])
    func sheet(_ one: Case, count: Int) throws {
        let report = try RenderedReport(.sample(one.kind, partner: one.partner, day: "20261130"), Self.ledger(count))
        #expect(report.sheets.map(\.name) == one.sheets)
        let expected = one.entries.flatMap { report.rows(of: $0) }
        let wanted = Set(expected)
        #expect(report.sheetRows.filter(wanted.contains) == expected)
        expectSums(report, in: report.sheetRows, report.sheets.flatMap(\.rows).flatMap { $0 }.contains { $0 == .text("Cán bộ thu") })
    }

    @Test("every cell of the page is the XML's, and the sums stand below", arguments: cases, [0, 1, 200])
    func page(_ one: Case, count: Int) throws {
        let report = try RenderedReport(.sample(one.kind, partner: one.partner, day: "20261130"), Self.ledger(count), reading: false)
        let expected = one.entries.flatMap { report.rows(of: $0) }
        let sums = report.pageRows.filter { $0.first?.hasPrefix("Tổng cộng") == true }
        #expect(report.pageRows.filter { $0.first?.hasPrefix("Tổng cộng") != true } == expected)
        #expect(sums.count == one.entries.count)
        expectSums(report, in: report.pageRows, report.page.contains("<strong>Cán bộ thu</strong>"))
        #expect(markupFault(in: report.page, void: ["meta", "col"]) == nil)
        for forbidden in ["<script", "http", "url(", "@import", "src=", "href="] { #expect(!report.page.contains(forbidden)) }
    }

    /// The numbers of TONG_CONG stand in the last row of sums, but for counts of rows, which its words state.
    private func expectSums(_ report: RenderedReport, in rows: [[String]], _ isSigned: Bool) {
        let total = texts(of: "TONG_CONG", in: report.xml)[0]
        let numbers = total.split(separator: "<").map { String($0.split(separator: ">").last ?? "") }.filter { Int64($0) != nil }
        let last = rows.last { $0.first?.hasPrefix("Tổng cộng") == true }
        let shown = last.map { row in row.dropFirst().filter { !$0.isEmpty } } ?? []
        #expect(Array(numbers.suffix(shown.count)) == Array(shown))
        #expect(isSigned)
    }

    @Test("01-XN: what was cancelled, its sum and what is left stand below the total")
    func cancelled() throws {
        let ledger = FakeLedger()
        ledger.dayPayments = [.paid(1, 683_100)]
        var pension = FakePayment.paid(2, 264_000, [.kind: "IS"])
        pension.kind = .voluntary
        ledger.cancelled = [(pension, "Thu nhầm"), (.paid(3, 900_000), "Sai <tên>")]
        let report = try RenderedReport(.sample(.confirmations, partner: "0101234567", number: 7), ledger, reading: SheetReader.isThere)
        let expected = [
            ["Tổng cộng (1 mã)", "0", "683100", "683100"], ["Điều chỉnh giảm"], ["1", "Hủy: Thu nhầm"], ["2", "Hủy: Sai <tên>"],
            ["Cộng giảm (2 mã)", "264000", "900000", "1164000"], ["Còn lại", "-264000", "-216900", "-480900"],
        ]
        func tail(_ rows: [[String]]) -> [[String]] {
            let start = rows.firstIndex { $0.first?.hasPrefix("Tổng cộng") == true } ?? 0
            return rows[start...].prefix(expected.count).map { row in
                let texts = row.filter { !$0.isEmpty }
                return texts.last?.hasPrefix("Hủy") == true ? [texts[0], texts[texts.count - 1]] : texts
            }
        }
        #expect(tail(report.pageRows) == expected)
        if SheetReader.isThere { #expect(tail(report.sheetRows) == expected) }
        #expect(report.page.contains("Số tiền bằng chữ: <em>Sáu trăm tám mươi ba nghìn một trăm đồng</em>"))
    }

    @Test("a table of too many codes is left to the sheet and the XML; the groups above it stay")
    func manyCodes() throws {
        let ledger = FakeLedger()
        ledger.open = (1...Int64(ReportLimits.pageRowsMax + 1)).map { (.paid($0, 1_000, on: "20261101"), .recorded) }
        let report = try RenderedReport(.sample(.lateMoney), ledger, reading: false)
        #expect(report.page.contains("Bảng này có 20.001 dòng nên trang này chỉ in các dòng cộng"))
        #expect(report.pageRows.map { $0[0] } == ["0101234567", "Tổng cộng", "Tổng cộng (20.001 mã)"])
        #expect(report.rows(of: "MA").count == 20_001)
    }

    @Test("two renderings are the same, byte by byte", arguments: cases)
    func sameBytes(_ one: Case) throws {
        let owed = ReportOwed.sample(one.kind, partner: one.partner, day: "20261130")
        let first = try RenderedReport(owed, Self.ledger(50), reading: false)
        let second = try RenderedReport(owed, Self.ledger(50), reading: false)
        #expect(first.xml == second.xml && first.page == second.page && first.sheet == second.sheet)
    }

    @Test("a report is not made when a late payment is gone, or its money has changed, between two readings")
    func disagreement() {
        let gone = Self.ledger(20)
        gone.gone = [17]
        #expect(throws: LedgerFault.self) { try RenderedReport(.sample(.lateMoney, day: "20261130"), gone, reading: false) }
        let changed = Self.ledger(20)
        changed.changedLater[17] = .paid(17, 1)
        #expect(throws: LedgerFault.self) { try RenderedReport(.sample(.lateMoney, day: "20261130"), changed, reading: false) }
    }
}
