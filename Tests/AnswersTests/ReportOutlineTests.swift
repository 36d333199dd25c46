import Contributions
import LedgerCore
import Testing

@testable import Answers

@Suite("A report at a glance")
struct ReportOutlineTests {
    private func outline(_ report: ReportOwed, _ ledger: FakeLedger, rowsMax: Int) throws -> ReportOutline {
        let outline = ReportOutline(rowsMax: rowsMax)
        let context = ReportContext(ledger: ledger, directory: .sample, firstClaimDay: Day("20261102")!)
        try Reports.render(report, context, into: [.outline(outline)])
        return outline
    }

    @Test("it keeps the first rows, counts all of them, and has the totals of all")
    func firstRows() throws {
        let ledger = FakeLedger()
        ledger.dayPayments = (1...5).map { .paid($0, 100_000 * $0) }
        let shown = try outline(.sample(.receipts, partner: "0101234567"), ledger, rowsMax: 2)
        let table = try #require(shown.tables.first)
        #expect(table.rowCount == 5)
        #expect(table.rows.map { $0[0] } == ["1", "2"])
        #expect(table.totals.map { $0.last } == ["1.500.000"])
        #expect(shown.notes.first == "Số tiền bằng chữ: Một triệu năm trăm nghìn đồng")
    }

    @Test("figures are parted in threes and stand to the right, days are written as people write them")
    func cells() throws {
        let shown = try outline(.sample(.lateMoney), ReportXMLTests.lateLedger(), rowsMax: 20)
        #expect(shown.tables.count == 2)
        let codes = shown.tables[1]
        let amount = try #require(codes.columns.firstIndex { $0.title == "Số tiền" })
        #expect(codes.columns[amount].isFigure)
        #expect(codes.rows.allSatisfy { $0[amount].hasSuffix(".000") || $0[amount].contains(".") })
        let day = try #require(codes.columns.firstIndex { $0.title == "Ngày nộp tiền" })
        #expect(codes.rows.allSatisfy { $0[day].wholeMatch(of: /\d\d\/\d\d\/\d{4}/) != nil })
    }
}
