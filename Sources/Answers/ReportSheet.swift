// A report as a sheet, in the look of the agency's paper forms: numbers and days are real ones, the table's head stays in view
// and is printed on every page. Above a million rows it goes on, with its head, on another sheet of the same workbook.

import Contributions
import Rulebook
import SheetWriting

final class ReportSheet<Row>: ReportOutput {
    private let columns: ReportColumns<Row>
    private let book: Workbook
    private let name: String
    private let rowsMax: Int
    private var sheet: Sheet
    private var sheetCount = 1
    private let cellStyles: [CellStyle]
    private let sumStyles: [CellStyle]

    /// - Parameter name: of the first sheet; the second is `name (2)`.
    init(_ columns: ReportColumns<Row>, name: String, into book: Workbook, rowsMax: Int = ReportLimits.sheetRowsMax) throws {
        self.columns = columns
        self.name = name
        self.book = book
        self.rowsMax = rowsMax
        cellStyles = columns.all.map { CellStyle(of: $0.kind) }
        sumStyles = columns.all.map { CellStyle(of: $0.kind, bold: true) }
        sheet = try book.addSheet(name)
        try prepare()
    }

    private func prepare() throws {
        try sheet.setWidths(columns.all.map(\.width))
        try sheet.setPrinting(footer: "&C&\"\(CellStyle.font)\"&9Trang &P/&N")
    }

    /// The current sheet, or the next one when it is full.
    private func beginRow(height: Double? = nil) throws {
        if sheet.rowCount >= rowsMax {
            sheetCount += 1
            sheet = try book.addSheet("\(name) (\(sheetCount))")
            try prepare()
            try appendTableHead()
        }
        try sheet.beginRow(height: height)
    }

    // MARK: above the table

    func begin(_ heading: ReportHeading) throws {
        // The issuer has the left half, the form's name the right.
        var middle = 1
        while columns.width(of: 0..<middle) < columns.width * 0.45 { middle += 1 }
        let (left, right) = (0..<middle, middle..<columns.all.count)
        let centered = CellStyle(.center, wraps: true)
        let bold = CellStyle(.center, bold: true, wraps: true)
        try row([(heading.superior, left, centered), (heading.form, right, bold)])
        try row([(heading.office, left, bold), (heading.issuedWith, right, CellStyle(.center, italic: true, wraps: true))])
        let all = columns.all.indices
        try row([(heading.title, all, CellStyle(.center, bold: true, wraps: true, points: 14))], leading: 8)
        try row([(heading.day, all, CellStyle(.center, italic: true))])
        try row([(heading.number, all, centered)])
        for fact in heading.facts { try row([(fact, all, CellStyle(wraps: true))]) }
        try row([(heading.unit, all, CellStyle(.right, italic: true))])
        try appendTableHead()
    }

    private func appendTableHead() throws {
        let head = CellStyle(.center, lines: .all, bold: true, wraps: true)
        let headings = columns.headings
        let titleHeights = columns.all.map { column in Self.height(of: column.title, width: column.width, points: 11, bold: true) }
        let alone = zip(columns.all, titleHeights).filter { $0.0.group == nil }.map(\.1).max() ?? 0
        let grouped = zip(columns.all, titleHeights).filter { $0.0.group != nil }.map(\.1).max() ?? 0
        let upper = Self.lineHeight * 1.2
        try sheet.beginRow(height: upper)
        for heading in headings {
            for column in heading.columns {
                try sheet.write(column == heading.columns.lowerBound ? heading.title : "", column: column, head)
            }
            try sheet.merge(columns: heading.columns, rows: heading.isGroup ? 1 : 2)
        }
        try sheet.beginRow(height: max(grouped, alone - upper, Self.lineHeight * 1.2))
        for (index, column) in columns.all.enumerated() { try sheet.write(column.group == nil ? "" : column.title, column: index, head) }
        try sheet.beginRow()
        let mark = CellStyle(.center, lines: .all, italic: true, points: 9)
        for index in columns.all.indices { try sheet.write(columns.mark(index), column: index, mark) }
        try sheet.repeatLastRows(3)
        sheet.freezeHere()
    }

    // MARK: the table

    func beginGroup(_ title: String) throws {
        try beginRow()
        try label(title, CellStyle(lines: .allButRight, bold: true, italic: true), over: columns.all.indices)
    }

    func append(_ row: Row) throws {
        let values = columns.all.map { $0.value(row) }
        try beginRow(height: height(of: values))
        for (index, value) in values.enumerated() {
            let style = cellStyles[index]
            switch value {
            case .empty: try sheet.write(emptyAt: index, style)
            case .text(let bytes): try sheet.write(bytes, column: index, style)
            case .words(let words): try sheet.write(ShownText.visible(words), column: index, style)
            case .number(let number): try sheet.write(number, column: index, style)
            case .day(let day): try sheet.write(day: day.number, column: index, style)
            }
        }
    }

    /// Nil when one line will do. Not every program that shows a sheet fits a row to wrapped text by itself.
    private func height(of values: [ReportValue]) -> Double? {
        var highest = 0.0
        for (column, value) in zip(columns.all, values) {
            switch value {
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
        let labelStyle = CellStyle(lines: .allButRight, bold: true, italic: sum.level == .inner)
        try label(sum.label, labelStyle, over: columns.labelColumns)
        var values = sum.values.makeIterator()
        for index in columns.all.indices[columns.labelColumns.upperBound...] {
            if columns.all[index].kind == .money, let value = values.next() {
                try sheet.write(value, column: index, sumStyles[index])
            } else {
                try sheet.write(emptyAt: index, sumStyles[index])
            }
        }
    }

    /// Text that runs over the empty cells to its right. They are not merged: a workbook keeps every merged range in memory.
    private func label(_ text: String, _ style: CellStyle, over columns: Range<Int>) throws {
        try sheet.write(ShownText.visible(text), column: columns.lowerBound, style)
        let between = CellStyle(lines: .aboveAndBelow)
        for column in columns.dropFirst() {
            try sheet.write(emptyAt: column, column == self.columns.all.count - 1 ? CellStyle(lines: .allButLeft) : between)
        }
    }

    // MARK: below the table

    func end(_ closing: ReportClosing) throws {
        let all = columns.all.indices
        try row([("Số tiền bằng chữ: " + closing.amountInWords, all, CellStyle(italic: true, wraps: true))], leading: 6)
        for note in closing.notes { try row([(note, all, CellStyle(wraps: true, points: 10))]) }
        try beginRow()
        var first = all.upperBound
        while first > 0, columns.width(of: first..<all.upperBound) < columns.width * 0.3 { first -= 1 }
        try row([(closing.signer, first..<all.upperBound, CellStyle(.center, bold: true))])
        try row([("(Ký, ghi rõ họ tên)", first..<all.upperBound, CellStyle(.center, italic: true))])
    }

    /// A row outside the table: texts, each over the columns that are its.
    private func row(_ parts: [(text: String, columns: Range<Int>, style: CellStyle)], leading: Double = 0) throws {
        let heights = parts.map {
            Self.height(of: $0.text, width: columns.width(of: $0.columns), points: $0.style.points, bold: $0.style.isBold)
        }
        try beginRow(height: (heights.max() ?? Self.lineHeight) + leading)
        for part in parts {
            try sheet.write(ShownText.visible(part.text), column: part.columns.lowerBound, part.style)
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
    fileprivate init(of kind: ReportColumn<some Any>.Kind, bold: Bool = false) {
        switch kind {
        case .text: self.init(.left, lines: .all, bold: bold, wraps: true)
        case .code: self.init(.center, lines: .all, bold: bold, wraps: true)
        case .count, .money: self.init(.right, format: .count, lines: .all, bold: bold)
        case .day: self.init(.center, format: .day, lines: .all, bold: bold)
        }
    }
}
