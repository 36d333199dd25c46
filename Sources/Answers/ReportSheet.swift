// A report as a sheet, in the look of the agency's paper forms: numbers and days are real ones, the table's head stays in view
// and is printed on every page. Above a million rows it goes on, with its head, on another sheet of the same workbook.

import Contributions
import Rulebook
import SheetWriting

final class ReportSheet: ReportPaper {
    private let book: Workbook
    private let rowsMax: Int
    private var heading: ReportHeading?
    private var drawn: Drawn?

    /// The table that is being drawn, its current sheet and the looks of its cells, one a column.
    private struct Drawn {
        let table: ReportTable
        var sheet: Sheet
        var sheetCount = 1
        /// Made with the first row and the first sum, so that a workbook's looks stand in the order of their use.
        var cells: [CellFormat] = []
        var sums: [CellFormat] = []
    }

    init(into book: Workbook, rowsMax: Int = ReportLimits.sheetRowsMax) {
        self.book = book
        self.rowsMax = rowsMax
    }

    private var current: Drawn {
        guard let drawn else { preconditionFailure("a sheet has cells once its table has begun") }
        return drawn
    }

    private var table: ReportTable { current.table }
    private var sheet: Sheet { current.sheet }

    private func addSheet(_ name: String, for table: ReportTable) throws -> Sheet {
        let sheet = try book.addSheet(name)
        try sheet.setWidths(table.shown.map(\.width))
        try sheet.setPrinting(footer: "&C&\"\(CellStyle.font)\"&9Trang &P/&N")
        return sheet
    }

    /// On the current sheet, or on the next one when it is full.
    private func beginRow(height: Double? = nil) throws {
        if sheet.rowCount >= rowsMax {
            var next = current
            next.sheetCount += 1
            next.sheet = try addSheet("\(next.table.sheetName) (\(next.sheetCount))", for: next.table)
            drawn = next
            try appendTableHead()
        }
        try sheet.beginRow(height: height)
    }

    // MARK: above the table

    func begin(_ heading: ReportHeading) throws { self.heading = heading }

    /// Every table begins on a sheet of its own, the first one below the report's heading.
    func beginTable(_ table: ReportTable, rowCount: Int) throws {
        drawn = Drawn(table: table, sheet: try addSheet(table.sheetName, for: table))
        if let heading { try append(heading) }
        heading = nil
        if let title = table.title {
            try row([(title, table.shown.indices, CellStyle(.left, bold: true, wraps: true, points: 12))], leading: 4)
        }
        try appendTableHead()
    }

    func endTable() throws {}

    private func append(_ heading: ReportHeading) throws {
        // The issuer has the left half, the form's name the right.
        var middle = 1
        while middle < table.shown.count - 1, table.width(of: 0..<middle) < table.width * 0.45 { middle += 1 }
        let (left, right) = (0..<middle, middle..<table.shown.count)
        let centered = CellStyle(.center, wraps: true)
        let bold = CellStyle(.center, bold: true, wraps: true)
        try row([(heading.superior, left, centered), (heading.form, right, bold)])
        try row([(heading.office, left, bold), (heading.issuedWith, right, CellStyle(.center, italic: true, wraps: true))])
        let all = table.shown.indices
        try row([(heading.title, all, CellStyle(.center, bold: true, wraps: true, points: 14))], leading: 8)
        try row([(heading.day, all, CellStyle(.center, italic: true))])
        if !heading.number.isEmpty { try row([(heading.number, all, centered)]) }
        for fact in heading.facts { try row([(fact, all, CellStyle(wraps: true))]) }
        if !heading.unit.isEmpty { try row([(heading.unit, all, CellStyle(.right, italic: true))]) }
    }

    private func appendTableHead() throws {
        let (table, sheet) = (table, sheet)
        let head = try book.format(CellStyle(.center, lines: .all, bold: true, wraps: true))
        let titleHeights = table.shown.map { column in Self.height(of: column.title, width: column.width, points: 11, bold: true) }
        let alone = zip(table.shown, titleHeights).filter { $0.0.group == nil }.map(\.1).max() ?? 0
        let grouped = zip(table.shown, titleHeights).filter { $0.0.group != nil }.map(\.1).max() ?? 0
        let upper = Self.lineHeight * 1.2
        try sheet.beginRow(height: upper)
        for heading in table.headings {
            for column in heading.columns {
                try sheet.write(column == heading.columns.lowerBound ? heading.title : "", column: column, head)
            }
            try sheet.merge(columns: heading.columns, rows: heading.isGroup ? 1 : 2)
        }
        try sheet.beginRow(height: max(grouped, alone - upper, Self.lineHeight * 1.2))
        for (index, column) in table.shown.enumerated() { try sheet.write(column.group == nil ? "" : column.title, column: index, head) }
        try sheet.beginRow()
        let mark = try book.format(CellStyle(.center, lines: .all, italic: true, points: 9))
        for index in table.shown.indices { try sheet.write(table.mark(index), column: index, mark) }
        try sheet.repeatLastRows(3)
        sheet.freezeHere()
    }

    // MARK: the table

    func beginGroup(_ title: String) throws {
        try beginRow()
        try label(title, CellStyle(lines: .allButRight, bold: true, italic: true), over: table.shown.indices)
    }

    func append(_ values: [ReportValue]) throws {
        let columns = table.shown
        try beginRow(height: height(of: values, columns))
        if current.cells.isEmpty {
            let cells = try columns.map { try book.format(CellStyle(of: $0.kind)) }
            drawn?.cells = cells
        }
        let (sheet, formats) = (sheet, current.cells)
        for (index, column) in columns.enumerated() {
            let format = formats[index]
            switch values[column.place] {
            case .empty: try sheet.write(emptyAt: index, format)
            case .text(let bytes): try sheet.write(bytes, column: index, format)
            case .words(let words): try sheet.write(ShownText.visible(words), column: index, format)
            case .number(let number): try sheet.write(number, column: index, format)
            case .sum(let sum): try sheet.write(sum, column: index, format)
            case .day(let day): try sheet.write(day: day.number, column: index, format)
            }
        }
    }

    /// Nil when one line will do. Not every program that shows a sheet fits a row to wrapped text by itself.
    private func height(of values: [ReportValue], _ columns: [ReportTable.Column]) -> Double? {
        var highest = 0.0
        for column in columns {
            switch values[column.place] {
            case .text(let bytes) where Double(bytes.count) * Self.widestCharacter > column.width:
                // Capitals are wider than the digits that widths are counted in.
                let width = bytes.reduce(0.0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : (65...90).contains($1) ? Self.widestCharacter : 1) }
                highest = max(highest, (width / column.width).rounded(.up) * Self.lineHeight)
            case .words(let words): highest = max(highest, Self.height(of: words, width: column.width, points: 11, bold: false))
            default: break
            }
        }
        return highest > Self.lineHeight ? highest : nil
    }

    func append(sum: ReportSum) throws {
        try beginRow()
        let (table, sheet) = (table, sheet)
        let labelStyle = CellStyle(lines: .allButRight, bold: true, italic: sum.level == .inner)
        try label(sum.label, labelStyle, over: table.labelColumns)
        let rest = table.shown[table.labelColumns.upperBound...]
        if current.sums.isEmpty {
            let sums = try rest.map { try book.format(CellStyle(of: $0.kind, bold: true)) }
            drawn?.sums = sums
        }
        let formats = current.sums
        var values = sum.values.makeIterator()
        for (index, format) in zip(rest.indices, formats) {
            if rest[index].isSummed, let value = values.next() {
                try sheet.write(value, column: index, format)
            } else {
                try sheet.write(emptyAt: index, format)
            }
        }
    }

    /// Text that runs over the empty cells to its right. They are not merged: a workbook keeps every merged range in memory.
    private func label(_ text: String, _ style: CellStyle, over columns: Range<Int>) throws {
        let (sheet, last) = (sheet, table.shown.count - 1)
        try sheet.write(ShownText.visible(text), column: columns.lowerBound, book.format(style))
        let between = try book.format(CellStyle(lines: .aboveAndBelow))
        let end = try book.format(CellStyle(lines: .allButLeft))
        for column in columns.dropFirst() { try sheet.write(emptyAt: column, column == last ? end : between) }
    }

    // MARK: below the table

    func end(_ closing: ReportClosing) throws {
        let all = table.shown.indices
        var leading = 6.0
        func line(_ text: String, _ style: CellStyle) throws {
            try row([(text, all, style)], leading: leading)
            leading = 0
        }
        if let words = closing.amountInWords { try line("Số tiền bằng chữ: " + words, CellStyle(italic: true, wraps: true)) }
        for note in closing.notes { try line(note, CellStyle(wraps: true, points: 10)) }
        try beginRow()
        var first = all.upperBound
        while first > 0, table.width(of: first..<all.upperBound) < table.width * 0.3 { first -= 1 }
        try row([(closing.signer, first..<all.upperBound, CellStyle(.center, bold: true))])
        try row([("(Ký, ghi rõ họ tên)", first..<all.upperBound, CellStyle(.center, italic: true))])
    }

    /// A row outside the table: texts, each over the columns that are its.
    private func row(_ parts: [(text: String, columns: Range<Int>, style: CellStyle)], leading: Double = 0) throws {
        let table = table
        let heights = parts.map {
            Self.height(of: $0.text, width: table.width(of: $0.columns), points: $0.style.points, bold: $0.style.isBold)
        }
        try beginRow(height: (heights.max() ?? Self.lineHeight) + leading)
        for part in parts {
            try sheet.write(ShownText.visible(part.text), column: part.columns.lowerBound, book.format(part.style))
            try sheet.merge(columns: part.columns)
        }
    }

    private static var lineHeight: Double { 15 }
    /// As a share of a digit.
    private static var widestCharacter: Double { 1.45 }

    /// Merged cells are not fitted to their text by the programs that show them, so their lines are estimated; a column's width is
    /// that many digits of 11 points.
    private static func height(of text: String, width: Double, points: Double, bold: Bool) -> Double {
        let perLine = max(1, width * 0.95 * 11 / points * (bold ? 0.92 : 1))
        let lines = max(1, (Double(text.count) / perLine).rounded(.up))
        return lines * lineHeight * max(1, points / 11)
    }
}

extension CellStyle {
    fileprivate init(of kind: ReportColumnKind, bold: Bool = false) {
        switch kind {
        case .text: self.init(.left, lines: .all, bold: bold, wraps: true)
        case .code: self.init(.center, lines: .all, bold: bold, wraps: true)
        case .count, .money: self.init(.right, format: .count, lines: .all, bold: bold)
        case .day: self.init(.center, format: .day, lines: .all, bold: bold)
        }
    }
}
