import Contributions
import Foundation
import SheetWriting
import Testing

@testable import Answers

// What any report's sheet and page do, shown on a report of numbers.

@Suite("Reports")
struct ReportTests {
    private static var columns: ReportColumns<Int> {
        ReportColumns([
            ReportColumn("Số", .count, width: 8) { .number(Int64($0)) },
            ReportColumn("Chữ", .text, width: 20) { .words("số \($0)") },
            ReportColumn("Một", in: "Tiền", .money, width: 12) { .number(Int64($0)) },
            ReportColumn("Hai", in: "Tiền", .money, width: 12) { _ in .empty },
            ReportColumn("Cuối", .code, width: 12) { _ in .empty },
        ])
    }

    private func draw(_ rows: Range<Int>, announced: Int? = nil, into output: any ReportOutput<Int>) throws {
        try output.begin(
            ReportHeading(
                superior: "", office: "O", form: "F", issuedWith: "", title: "T", day: ReportHeading.day(of: Day("20260105")!),
                number: "Số: 1",
                facts: [], unit: "đồng", rowCount: announced ?? rows.count))
        for row in rows { try output.append(row) }
        try output.append(sum: ReportSum(label: "Tổng cộng", level: .total, values: [Int64(rows.reduce(0, +)), 0]))
        try output.end(ReportClosing(amountInWords: "w", notes: [], signer: "S"))
    }

    @Test("headings of a group span its columns; two columns are lettered, the others numbered; words stand before the first money")
    func columns() {
        let headings = Self.columns.headings
        #expect(headings.map(\.title) == ["Số", "Chữ", "Tiền", "Cuối"])
        #expect(headings.map(\.columns) == [0..<1, 1..<2, 2..<4, 4..<5])
        #expect(Self.columns.all.indices.map(Self.columns.mark) == ["A", "B", "1", "2", "3"])
        #expect(Self.columns.labelColumns == 0..<2)
    }

    @Test("a sheet that is full goes on, with its head, on another", .enabled(if: SheetReader.isThere, "\(SheetReader.howToInstall)"))
    func manySheets() throws {
        let path = NSTemporaryDirectory() + "giaonhan-report-" + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let book = try Workbook(path: path, temporaryFolder: NSTemporaryDirectory(), title: "T", createdAt: 0)
        try draw(0..<50, into: ReportSheet(Self.columns, name: "N", into: book, rowsMax: 25))
        try book.close()
        let sheets = try SheetReader.sheets(at: path)
        #expect(sheets.map(\.name) == ["N", "N (2)", "N (3)"])
        #expect(sheets.allSatisfy { $0.rows.count <= 25 && $0.rows.contains { $0.contains(.text("Cuối")) } })
        let numbers = sheets.flatMap(\.rows).compactMap { if case .number(let number) = $0[0] { Int(number) } else { nil } }
        #expect(numbers == Array(0..<50))
    }

    @Test("a page of too many rows has the sums only, and says so")
    func sumsOnly() throws {
        let long = try rendered { try draw(0..<5, announced: ReportLimits.pageRowsMax + 1, into: ReportPage(Self.columns, into: $0)) }
        #expect(long.contains("Mẫu này có 20.001 dòng nên trang này chỉ in các dòng cộng"))
        #expect(!long.contains("số 3") && long.contains("Tổng cộng"))
        let short = try rendered { try draw(0..<5, announced: ReportLimits.pageRowsMax, into: ReportPage(Self.columns, into: $0)) }
        #expect(short.contains("<td>số 3</td>") && !short.contains("chỉ in các dòng cộng"))
    }

    @Test("what could hide or rearrange a page is shown as what it is")
    func hostile() throws {
        let text = try rendered { out in
            try ReportPage(Self.columns, into: out).beginGroup("a\u{202E}<b>&\u{200B}")
        }
        #expect(text.contains(#"a\u{202e}&lt;b&gt;&amp;\u{200b}"#))
    }
}
