import Contributions
import Foundation
import SheetWriting
import Testing

@testable import Answers

// What any report's sheet and page do, shown on a report of numbers.

@Suite("Reports")
struct ReportTests {
    private static var columns: ReportColumns<Int> {
        ReportColumns(
            sheetName: "N", list: "DS_SO", entry: "SO",
            [
                ReportColumn("SO", "Số", .count, width: 8) { .number(Int64($0)) },
                ReportColumn("CHU", "Chữ", .text, width: 20) { .words("số \($0)") },
                ReportColumn("KIN") { .number(Int64($0) * 2) },
                ReportColumn("MOT", "Một", in: "Tiền", .money, width: 12) { .number(Int64($0)) },
                ReportColumn(nil, "Hai", in: "Tiền", .money, width: 12) { _ in .empty },
                ReportColumn("CUOI", "Cuối", .code, width: 12) { _ in .empty },
            ])
    }

    private static let heading = ReportHeading(
        root: "SO", identity: [("NGAY", "20260105")], superior: "", office: "O", form: "F", title: "T",
        day: ReportHeading.day(of: Day("20260105")!), facts: [])

    /// The values of a row.
    private func values(_ row: Int) -> [ReportValue] {
        var values: [ReportValue] = []
        Self.columns.read(row, into: &values)
        return values
    }

    private func draw(_ rows: Range<Int>, announced: Int? = nil, into paper: any ReportPaper) throws {
        try paper.begin(Self.heading)
        try paper.beginTable(Self.columns.table, rowCount: announced ?? rows.count)
        for row in rows { try paper.append(values(row)) }
        try paper.append(sum: ReportSum(label: "Tổng cộng", level: .total, values: [MoneySum(rows.reduce(0, +)), 0]))
        try paper.endTable()
        try paper.end(ReportClosing(amountInWords: "w", notes: [], signer: "S"))
    }

    @Test("headings of a group span its columns; two columns are lettered, the others numbered; words stand before the first sum")
    func columns() {
        let table = Self.columns.table
        #expect(table.headings.map(\.title) == ["Số", "Chữ", "Tiền", "Cuối"])
        #expect(table.headings.map(\.columns) == [0..<1, 1..<2, 2..<4, 4..<5])
        #expect(table.shown.indices.map(table.mark) == ["A", "B", "1", "2", "3"])
        #expect(table.labelColumns == 0..<2)
        #expect(table.summedElements.map(\.description) == ["MOT"])
    }

    @Test("the XML has the columns that have elements, its lists and totals where they are drawn")
    func xml() throws {
        let text = try rendered { out in
            let drawing = try ReportDrawing(Self.heading, into: [.xml(out)])
            try drawing.beginTable(Self.columns.table, rowCount: 1)
            try drawing.append(7, Self.columns)
            try drawing.endList()
            drawing.beginList(Self.columns.table, as: "DS_KHAC")
            try drawing.endList()
            drawing.beginList(Self.columns.table, as: "DS_CONG")
            try drawing.endList([ReportTotal("SO_MUC", count: 0)])
            try drawing.endTable()
            try drawing.append(totals: [ReportTotal("MOT", drawing.sums[0])])
            try drawing.end(ReportClosing(amountInWords: nil, notes: [], signer: ""))
        }
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <SO PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <NGAY>20260105</NGAY>
                  </THONG_TIN_CHUNG>
                  <DS_SO>
                    <SO>
                      <SO>7</SO>
                      <CHU>số 7</CHU>
                      <KIN>14</KIN>
                      <MOT>7</MOT>
                      <CUOI></CUOI>
                    </SO>
                  </DS_SO>
                  <DS_KHAC/>
                  <DS_CONG>
                    <SO_MUC>0</SO_MUC>
                  </DS_CONG>
                  <TONG_CONG>
                    <MOT>7</MOT>
                  </TONG_CONG>
                </SO>

                """)
    }

    // MARK: sums beyond 63 bits

    private static var wide: ReportColumns<MoneySum> {
        ReportColumns(
            sheetName: "N", list: "DS", entry: "MUC",
            [ReportColumn("CHU", "Chữ", .text, width: 8) { _ in .empty }, ReportColumn("TIEN", "Tiền", .money, width: 8) { .sum($0) }])
    }

    private func drawWide(into files: [ReportFile]) throws {
        let drawing = try ReportDrawing(Self.heading, into: files)
        try drawing.beginTable(Self.wide.table, rowCount: 2)
        for row in [MoneySum(Int64.max) * 10, 1] { try drawing.append(row, Self.wide) }
        try drawing.endList()
        try drawing.append(sum: ReportSum(label: "Cộng", level: .total, values: drawing.sums))
        try drawing.endTable()
        try drawing.append(totals: [ReportTotal("TIEN", drawing.sums[0]), ReportTotal(inWords: drawing.sums[0])])
        try drawing.end(ReportClosing(amountInWords: nil, notes: [], signer: ""))
    }

    @Test("a sum beyond 63 bits stands in the XML, on the page and at a glance digit by digit, and in words")
    func wideSums() throws {
        let xml = try rendered { try drawWide(into: [.xml($0)]) }
        #expect(xml.contains("<TIEN>92233720368547758070</TIEN>"))
        #expect(xml.contains("<TIEN>92233720368547758071</TIEN>"))
        #expect(xml.contains("<BANG_CHU>Chín mươi hai tỷ hai trăm ba mươi ba triệu"))
        let page = try rendered { try drawWide(into: [.page($0)]) }
        #expect(page.contains("<td class=\"n\">92.233.720.368.547.758.070</td>"))
        #expect(page.contains("<td class=\"n\">92.233.720.368.547.758.071</td>"))
        let outline = ReportOutline(rowsMax: 9)
        try drawWide(into: [.outline(outline)])
        #expect(outline.tables[0].totals == [["Cộng", "92.233.720.368.547.758.071"]])
    }

    @Test(
        "a sheet has a number of more than fifteen digits as text, so that none is lost",
        .enabled(if: SheetReader.isThere, "\(SheetReader.howToInstall)"))
    func wideCells() throws {
        let path = NSTemporaryDirectory() + "giaonhan-report-" + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let book = try Workbook(path: path, temporaryFolder: NSTemporaryDirectory(), title: "T", createdAt: 0)
        try drawWide(into: [.sheet(book)])
        try book.close()
        let cells = try SheetReader.sheets(at: path)[0].rows.compactMap { $0.count > 1 ? $0[1] : nil }
        #expect(
            cells.filter { $0 == .text("92233720368547758070") || $0 == .number("1") || $0 == .text("92233720368547758071") }.count == 3)
    }

    @Test("a sheet that is full goes on, with its head, on another", .enabled(if: SheetReader.isThere, "\(SheetReader.howToInstall)"))
    func manySheets() throws {
        let path = NSTemporaryDirectory() + "giaonhan-report-" + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let book = try Workbook(path: path, temporaryFolder: NSTemporaryDirectory(), title: "T", createdAt: 0)
        try draw(0..<50, into: ReportSheet(into: book, rowsMax: 25))
        try book.close()
        let sheets = try SheetReader.sheets(at: path)
        #expect(sheets.map(\.name) == ["N", "N (2)", "N (3)"])
        #expect(sheets.allSatisfy { $0.rows.count <= 25 && $0.rows.contains { $0.contains(.text("Cuối")) } })
        let numbers = sheets.flatMap(\.rows).compactMap { if case .number(let number) = $0[0] { Int(number) } else { nil } }
        #expect(numbers == Array(0..<50))
    }

    @Test("a page of too many rows has the sums only, and says so")
    func sumsOnly() throws {
        let long = try rendered { try draw(0..<5, announced: ReportLimits.pageRowsMax + 1, into: ReportPage(into: $0)) }
        #expect(long.contains("Mẫu này có 20.001 dòng nên trang này chỉ in các dòng cộng"))
        #expect(!long.contains("số 3") && long.contains("Tổng cộng"))
        let short = try rendered { try draw(0..<5, announced: ReportLimits.pageRowsMax, into: ReportPage(into: $0)) }
        #expect(short.contains("<td>số 3</td>") && !short.contains("chỉ in các dòng cộng"))
    }

    @Test("what could hide or rearrange a page is shown as what it is")
    func hostile() throws {
        let text = try rendered { out in
            let page = ReportPage(into: out)
            try page.beginTable(Self.columns.table, rowCount: 0)
            try page.beginGroup("a\u{202E}<b>&\u{200B}")
        }
        #expect(text.contains(#"a\u{202e}&lt;b&gt;&amp;\u{200b}"#))
    }
}
