// A table on a terminal. Promises: every column is as wide as its widest cell looks, two blanks part columns, no line ends in a
// blank, every line ends in a line feed. A cell's width is its count of characters as people see them, so Vietnamese letters, composed
// or not, take one place each. Cells are one line of visible text (`ShownText.visible`); whoever fills the table sees to that.

struct TextTable {
    struct Column {
        enum Side { case left, right }

        let head: String
        let side: Side

        /// For words.
        static func left(_ head: String) -> Column { Column(head: head, side: .left) }
        /// For figures and money, grouped by `Dong`.
        static func right(_ head: String) -> Column { Column(head: head, side: .right) }
    }

    private let columns: [Column]
    private var rows: [[String]] = []
    /// The sums, below a line across the table; a cell for each column.
    var totals: [String]? { didSet { precondition(totals.map { $0.count == columns.count } ?? true, "a cell for each column") } }

    init(_ columns: [Column]) { self.columns = columns }

    /// Names and what they stand for, without a head.
    init(facts: [(name: String, value: String)]) {
        columns = [.left(""), .left("")]
        rows = facts.map { [$0.name, $0.value] }
    }

    mutating func add(_ row: [String]) {
        precondition(row.count == columns.count, "a cell for each column")
        rows.append(row)
    }

    var text: String {
        let head = columns.map(\.head)
        let lines = (head.allSatisfy(\.isEmpty) ? [] : [head]) + rows
        let widths = columns.indices.map { column in (lines + [totals ?? head]).map { $0[column].count }.max() ?? 0 }
        var text = lines.map { line($0, widths) }.joined()
        if let totals {
            let across = widths.reduce(0, +) + Self.gap.count * (columns.count - 1)
            text += String(repeating: "-", count: across) + "\n" + line(totals, widths)
        }
        return text
    }

    private static let gap = "  "

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = columns.indices.map { column in
            let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
            return columns[column].side == .left ? cells[column] + blanks : blanks + cells[column]
        }
        let line = padded.joined(separator: Self.gap)
        return line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)] + "\n"
    }
}
