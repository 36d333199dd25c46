// What a report's table holds, said once for the sheet and the page: its columns with their headings, widths, kinds of cells
// and values. Reports differ in their columns and their rows; how these are drawn is in ReportSheet and ReportPage.

import Contributions

/// What a row has in one column. Bytes are a view, valid only while the row is handed over.
enum ReportValue {
    case empty
    case text(UnsafeRawBufferPointer)
    case words(String)
    case number(Int64)
    case day(Day)
}

/// One column of a report's table.
struct ReportColumn<Row> {
    enum Kind {
        /// Words and names, to the left; long ones wrap.
        case text
        /// Codes and numbers that are not counted with, in the middle.
        case code
        /// A whole number, to the right, parted in threes.
        case count
        /// Đồng; rows of sums have a value here.
        case money
        case day
    }

    let title: String
    /// The heading over this column and its neighbours of the same group.
    var group: String?
    let kind: Kind
    /// In characters.
    let width: Double
    let value: (Row) -> ReportValue

    init(_ title: String, in group: String? = nil, _ kind: Kind, width: Double, value: @escaping (Row) -> ReportValue) {
        self.title = title
        self.group = group
        self.kind = kind
        self.width = width
        self.value = value
    }
}

/// The columns of a report's table, from the left.
struct ReportColumns<Row> {
    let all: [ReportColumn<Row>]

    init(_ columns: [ReportColumn<Row>]) { all = columns }

    /// A heading of the upper row: one column's own title, which reaches down over the lower row, or the title of a group.
    struct Heading {
        let title: String
        let columns: Range<Int>
        let isGroup: Bool
    }

    var headings: [Heading] {
        var headings: [Heading] = []
        for (index, column) in all.enumerated() {
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

    /// The columns before the first one of money: a row of sums has its words there.
    var labelColumns: Range<Int> { 0..<(all.firstIndex { $0.kind == .money } ?? all.count) }

    var width: Double { width(of: all.indices) }

    func width(of columns: Range<Int>) -> Double { all[columns].reduce(0) { $0 + $1.width } }
}
