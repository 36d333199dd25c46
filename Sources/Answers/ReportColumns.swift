// What a report's table holds, said once for the XML, the sheet and the page: its columns with the names of their elements,
// their headings, widths, kinds of cells and values. Reports differ in their columns and their rows; how these are drawn is in
// ReportXML, ReportSheet and ReportPage.

import Contributions

/// What a row has in one column. Bytes are a view, valid only while the row is handed over.
enum ReportValue {
    case empty
    case text(UnsafeRawBufferPointer)
    case words(String)
    case number(Int64)
    case sum(MoneySum)
    case day(Day)
}

/// How a column's cells look.
enum ReportColumnKind {
    /// Words and names, to the left; long ones wrap.
    case text
    /// Codes and numbers that are not counted with, in the middle.
    case code
    /// A whole number, to the right, parted in threes.
    case count
    /// Đồng, likewise.
    case money
    case day
}

/// One column of a report's table.
struct ReportColumn<Row> {
    /// Its element in the XML; nil when only people see the column.
    let element: StaticString?
    /// Its head on the sheet and the page; nil when only programs see the column.
    let title: String?
    /// The heading over this column and its neighbours of the same group.
    var group: String?
    let kind: ReportColumnKind
    /// In characters.
    let width: Double
    /// Rows of sums have a value here; columns of money do, unless it is said otherwise.
    let isSummed: Bool
    let value: (Row) -> ReportValue

    init(
        _ element: StaticString?, _ title: String, in group: String? = nil, _ kind: ReportColumnKind, width: Double, isSummed: Bool? = nil,
        value: @escaping (Row) -> ReportValue
    ) {
        self.element = element
        self.title = title
        self.group = group
        self.kind = kind
        self.width = width
        self.isSummed = isSummed ?? (kind == .money)
        self.value = value
    }

    /// A column of the XML alone.
    init(_ element: StaticString, value: @escaping (Row) -> ReportValue) {
        self.element = element
        title = nil
        kind = .text
        width = 0
        isSummed = false
        self.value = value
    }
}

/// The columns of a report's table, from the left.
struct ReportColumns<Row> {
    let table: ReportTable
    private let values: [(Row) -> ReportValue]

    /// - Parameters:
    ///   - title: over the table; nil when the report's own title says it.
    ///   - sheetName: of the sheet that it stands on.
    ///   - list, entry: the elements of the XML around the rows and around each.
    init(_ title: String? = nil, sheetName: String, list: StaticString, entry: StaticString, _ columns: [ReportColumn<Row>]) {
        values = columns.map(\.value)
        table = ReportTable(
            title: title, sheetName: sheetName, list: list, entry: entry,
            elements: columns.enumerated().compactMap { place, column in column.element.map { ($0, place) } },
            shown: columns.enumerated().compactMap { place, column in
                column.title.map {
                    ReportTable.Column(
                        title: $0, group: column.group, kind: column.kind, width: column.width, isSummed: column.isSummed, place: place)
                }
            })
    }

    /// A row's values in place of those of the row before.
    func read(_ row: Row, into found: inout [ReportValue]) {
        found.removeAll(keepingCapacity: true)
        for value in values { found.append(value(row)) }
    }
}

/// A table without its values: what is known of it before the first row.
struct ReportTable {
    struct Column {
        let title: String
        let group: String?
        let kind: ReportColumnKind
        let width: Double
        let isSummed: Bool
        /// Among a row's values.
        let place: Int
    }

    let title: String?
    let sheetName: String
    let list: StaticString
    let entry: StaticString
    /// The columns of the XML, and their places among a row's values.
    let elements: [(name: StaticString, place: Int)]
    /// The columns that people see.
    let shown: [Column]

    /// A heading of the upper row: one column's own title, which reaches down over the lower row, or the title of a group.
    struct Heading {
        let title: String
        let columns: Range<Int>
        let isGroup: Bool
    }

    var headings: [Heading] {
        var headings: [Heading] = []
        for (index, column) in shown.enumerated() {
            if let group = column.group, let last = headings.last, last.isGroup, last.title == group {
                headings[headings.count - 1] = Heading(title: group, columns: last.columns.lowerBound..<index + 1, isGroup: true)
            } else {
                headings.append(Heading(title: column.group ?? column.title, columns: index..<index + 1, isGroup: column.group != nil))
            }
        }
        return headings
    }

    /// What stands under a column's head: the agency's forms call the first two A and B and number the others.
    func mark(_ index: Int) -> String { index < 2 ? ["A", "B"][index] : String(index - 1) }

    /// The columns before the first one that is summed: a row of sums has its words there.
    var labelColumns: Range<Int> { 0..<(shown.firstIndex(where: \.isSummed) ?? shown.count) }

    /// The elements of the columns that are summed, in their order.
    var summedElements: [StaticString] {
        shown.filter(\.isSummed).compactMap { column in elements.first { $0.place == column.place }?.name }
    }

    var width: Double { width(of: shown.indices) }

    func width(of columns: Range<Int>) -> Double { shown[columns].reduce(0) { $0 + $1.width } }
}
