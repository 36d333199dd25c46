import Contributions
import Rulebook

// A report as somebody looks at it on a terminal: its heading, the first rows of each table, their totals, the notes. The rows
// beyond are counted, not kept, so a report of a million rows takes no more memory than one of a few. Groups and their sums are left
// to the sheet and the page.

/// What of a report is shown at a glance; filled by `Reports.render`.
public final class ReportOutline {
    public struct Column: Sendable {
        public let title: String
        /// The heading over this column and its neighbours; nil when it stands alone.
        public let group: String?
        /// Figures stand to the right.
        public let isFigure: Bool
    }

    public struct Table: Sendable {
        /// Over the table; nil when the report's own title says it.
        public let title: String?
        public let columns: [Column]
        /// The first rows, a cell for each column, as people read it.
        public fileprivate(set) var rows: [[String]] = []
        /// All rows, those of sums not counted.
        public let rowCount: Int
        /// Rows of totals, a cell for each column.
        public fileprivate(set) var totals: [[String]] = []

        fileprivate let shown: [ReportTable.Column]
    }

    /// Title, day, whom it is about, the unit: a line each.
    public private(set) var heading: [String] = []
    public private(set) var tables: [Table] = []
    /// `Số tiền bằng chữ`, then how to read the tables or what they draw attention to.
    public private(set) var notes: [String] = []
    private let rowsMax: Int

    /// - Parameter rowsMax: how many rows of each table are kept.
    public init(rowsMax: Int) { self.rowsMax = rowsMax }

    private static func words(_ value: ReportValue) -> String {
        switch value {
        case .empty: ""
        case .text(let bytes): ShownText.visible(String(decoding: bytes, as: UTF8.self))
        case .words(let words): ShownText.visible(words)
        case .number(let number): Dong(number).description
        case .sum(let sum): Dong(sum).description
        case .day(let day): day.forPeople
        }
    }
}

extension ReportOutline: ReportPaper {
    func begin(_ heading: ReportHeading) throws {
        self.heading = ([heading.title, heading.day] + heading.facts + [heading.unit]).filter { !$0.isEmpty }.map(ShownText.visible)
    }

    func beginTable(_ table: ReportTable, rowCount: Int) throws {
        let columns = table.shown.map { column in
            Column(title: column.title, group: column.group, isFigure: column.kind == .count || column.kind == .money)
        }
        tables.append(Table(title: table.title, columns: columns, rowCount: rowCount, shown: table.shown))
    }

    func beginGroup(_ title: String) throws {}

    func append(_ values: [ReportValue]) throws {
        let table = tables.count - 1
        guard tables[table].rows.count < rowsMax else { return }
        tables[table].rows.append(tables[table].shown.map { Self.words(values[$0.place]) })
    }

    func append(sum: ReportSum) throws {
        guard sum.level == .total else { return }
        let table = tables.count - 1
        var values = sum.values.makeIterator()
        var cells = tables[table].shown.map { $0.isSummed ? values.next().map { Dong($0).description } ?? "" : "" }
        if let words = tables[table].columns.firstIndex(where: { !$0.isFigure }), cells[words].isEmpty { cells[words] = sum.label }
        tables[table].totals.append(cells)
    }

    func endTable() throws {}

    func end(_ closing: ReportClosing) throws {
        notes = (closing.amountInWords.map { ["Số tiền bằng chữ: \($0)"] } ?? []) + closing.notes
        notes = notes.map(ShownText.visible)
    }
}
