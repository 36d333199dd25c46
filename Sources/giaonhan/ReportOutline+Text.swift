import Answers
import Contributions

// How a report looks on a terminal. A table too wide for one is told in several, one under the other: each repeats the columns
// that say whom a row is about, and goes on with as many groups of columns as fit. Reports are Vietnamese, as their files are.

extension ReportOutline {
    /// Characters across, as far as whole columns allow.
    private static let widthMax = 120

    var text: String {
        var text = heading.map { $0 + "\n" }.joined()
        for table in tables {
            text += "\n" + (table.title.map { $0 + "\n" } ?? "")
            text += table.parts(widthMax: Self.widthMax).joined(separator: "\n")
            let hidden = table.rowCount - table.rows.count
            if hidden > 0 { text += "… và \(Dong(Int64(hidden))) dòng nữa trong tệp .xlsx và .xml\n" }
        }
        return text + "\n" + notes.map { $0 + "\n" }.joined()
    }
}

extension ReportOutline.Table {
    /// The table's text, cut between groups of columns where it is too wide.
    fileprivate func parts(widthMax: Int) -> [String] {
        if width(of: Array(columns.indices)) <= widthMax { return [text(of: Array(columns.indices))] }
        let named = Array(columns.indices.prefix { columns[$0].group == nil })
        var parts: [[Int]] = []
        for group in groups(behind: named.count) {
            if let last = parts.last, last.count > named.count, width(of: last + group) <= widthMax {
                parts[parts.count - 1] += group
            } else {
                parts.append(named + group)
            }
        }
        return parts.map(text)
    }

    /// Neighbouring columns of one group, or a column that stands alone.
    private func groups(behind first: Int) -> [[Int]] {
        var groups: [[Int]] = []
        for column in columns.indices.dropFirst(first) {
            if let last = groups.last?.last, columns[last].group != nil, columns[last].group == columns[column].group {
                groups[groups.count - 1].append(column)
            } else {
                groups.append([column])
            }
        }
        return groups
    }

    /// A column's head as it stands on one line.
    private func head(_ column: Int) -> String {
        columns[column].group.map { "\($0): \(columns[column].title.prefix(1).lowercased())\(columns[column].title.dropFirst())" }
            ?? columns[column].title
    }

    private func width(of places: [Int]) -> Int {
        places.reduce(0) { width, column in
            width + 2 + ([head(column)] + (rows + totals).map { $0[column] }).reduce(0) { max($0, $1.count) }
        } - 2
    }

    private func text(of places: [Int]) -> String {
        var table = TextTable(places.map { columns[$0].isFigure ? .right(head($0)) : .left(head($0)) })
        for row in rows { table.add(places.map { row[$0] }) }
        table.totals = totals.last.map { totals in places.map { totals[$0] } }
        return table.text
    }
}
