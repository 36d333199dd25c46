// One sheet of a workbook: typed cells, row after row. A row is gone once the next one begins, so nothing can be changed later.

import CXlsxWriter

/// A sheet that is filled from its first row to its last. Valid as long as its workbook is.
public final class Sheet {
    /// The most rows that the format allows.
    public static let rowsMax = 1_048_576
    /// The largest number that a cell shows digit by digit; the format keeps numbers in floating point with 15 digits.
    static let exactMax: UInt64 = 999_999_999_999_999

    let sheet: UnsafeMutablePointer<lxw_worksheet>
    private var textBuffer: [UInt8] = []
    /// The rows begun so far; the current row is the last of them.
    public private(set) var rowCount = 0
    private var row: lxw_row_t { lxw_row_t(rowCount - 1) }

    init(_ sheet: UnsafeMutablePointer<lxw_worksheet>) { self.sheet = sheet }

    // MARK: the whole

    /// The columns' widths, in characters of the standard font.
    public func setWidths(_ widths: [Double]) throws(SheetFault) {
        for (column, width) in widths.enumerated() {
            try check("column width", worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil))
        }
    }

    /// Prints on A4 landscape, as wide as the paper, the page's number at the foot.
    public func setPrinting(footer: String) throws(SheetFault) {
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)  // A4
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6)
        worksheet_center_horizontally(sheet)
        try check("footer", worksheet_set_footer(sheet, footer))
    }

    /// What stands above the current row's end stays in view when one scrolls.
    public func freezeHere() { worksheet_freeze_panes(sheet, lxw_row_t(rowCount), 0) }

    /// The last `count` rows are printed at the top of every page.
    public func repeatLastRows(_ count: Int) throws(SheetFault) {
        try check("repeated rows", worksheet_repeat_rows(sheet, lxw_row_t(rowCount - count), row))
    }

    // MARK: rows and cells

    /// Begins the next row; without a height a reader's program fits it to its text.
    public func beginRow(height: Double? = nil) throws(SheetFault) {
        guard rowCount < Self.rowsMax else { throw SheetFault("begin row", detail: "a sheet has at most \(Self.rowsMax) rows") }
        rowCount += 1
        if let height { try check("row height", worksheet_set_row(sheet, row, height, nil)) }
    }

    /// Makes one cell of that many columns and rows, the current row the first. The cells within are still to be written, so that
    /// they have their lines.
    public func merge(columns: Range<Int>, rows: Int = 1) throws(SheetFault) {
        guard columns.count > 1 || rows > 1 else { return }
        try check(
            "merge", giaonhan_merge(sheet, row, lxw_col_t(columns.lowerBound), row + lxw_row_t(rows - 1), lxw_col_t(columns.upperBound - 1))
        )
    }

    public func write(_ text: UnsafeRawBufferPointer, column: Int, _ format: CellFormat) throws(SheetFault) {
        guard !text.isEmpty else { return try write(emptyAt: column, format) }
        textBuffer.removeAll(keepingCapacity: true)
        textBuffer += text
        textBuffer.append(0)
        let error = textBuffer.withUnsafeBytes {
            worksheet_write_string(sheet, row, lxw_col_t(column), $0.baseAddress!.assumingMemoryBound(to: CChar.self), format.format)
        }
        try check("text", error)
    }

    public func write(_ text: String, column: Int, _ format: CellFormat) throws(SheetFault) {
        guard !text.isEmpty else { return try write(emptyAt: column, format) }
        try check("text", worksheet_write_string(sheet, row, lxw_col_t(column), text, format.format))
    }

    /// A number cell; a number of more digits than such a cell can keep stands as text.
    public func write(_ number: Int64, column: Int, _ format: CellFormat) throws(SheetFault) {
        guard number.magnitude <= Self.exactMax else { return try write(String(number), column: column, format) }
        try check("number", worksheet_write_number(sheet, row, lxw_col_t(column), Double(number), format.format))
    }

    public func write(_ number: Int128, column: Int, _ format: CellFormat) throws(SheetFault) {
        guard let fitting = Int64(exactly: number) else { return try write(String(number), column: column, format) }
        try write(fitting, column: column, format)
    }

    /// A date cell.
    /// - Parameter day: days since 1970-01-01; the format counts from 1899-12-30.
    public func write(day: Int32, column: Int, _ format: CellFormat) throws(SheetFault) {
        try check("day", worksheet_write_number(sheet, row, lxw_col_t(column), Double(day) + 25_569, format.format))
    }

    public func write(emptyAt column: Int, _ format: CellFormat) throws(SheetFault) {
        try check("empty cell", worksheet_write_blank(sheet, row, lxw_col_t(column), format.format))
    }
}
