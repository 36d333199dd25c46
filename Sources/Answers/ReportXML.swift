// A report as XML (exchange.md section 4, money.md): THONG_TIN_CHUNG, lists of one element a row, TONG_CONG. The markup between
// two values of a row is put together once a list, so that a row of a million is a handful of copies.

import Contributions

/// Writes the XML of one report, part by part.
final class ReportXML {
    private let out: AnswerWriter
    private var root = ""
    private var list: List?

    /// The list that is being written.
    private struct List {
        let name: StaticString
        /// Before the first value, between each two, and after the last.
        let markup: [[UInt8]]
        let places: [Int]
        var isBegun = false
    }

    init(into out: AnswerWriter) { self.out = out }

    func begin(_ heading: ReportHeading) throws {
        root = heading.root
        out.appendDeclaration()
        out.append("<")
        out.append(plain: root)
        out.append(" PHIEN_BAN=\"1\">\n  <THONG_TIN_CHUNG>\n")
        for (element, value) in heading.identity { append(element, indent: "    ", .words(value)) }
        out.append("  </THONG_TIN_CHUNG>\n")
        try out.check()
    }

    // MARK: lists

    /// - Parameter list: its element; nil for the table's own.
    func beginList(_ table: ReportTable, as list: StaticString? = nil) {
        var markup = ["    <\(table.entry)>\n"]
        for element in table.elements {
            markup[markup.count - 1] += "      <\(element.name)>"
            markup.append("</\(element.name)>\n")
        }
        markup[markup.count - 1] += "    </\(table.entry)>\n"
        self.list = List(name: list ?? table.list, markup: markup.map { Array($0.utf8) }, places: table.elements.map(\.place))
    }

    /// A row's values, one for each column that the table was declared with.
    func append(_ values: [ReportValue]) throws {
        guard let list else { preconditionFailure("a row outside a list") }
        beginIfNeeded()
        out.append(list.markup[0])
        for (index, place) in list.places.enumerated() {
            append(values[place])
            out.append(list.markup[index + 1])
        }
        try out.check()
    }

    /// - Parameter totals: what the list's rows come to, when that stands in the list itself.
    func endList(_ totals: [ReportTotal] = []) throws {
        if !totals.isEmpty { beginIfNeeded() }
        guard let list else { preconditionFailure("no list to end") }
        for total in totals { append(total.element, indent: "    ", total.value) }
        out.append(list.isBegun ? "  </" : "  <")
        out.append(list.name)
        out.append(list.isBegun ? ">\n" : "/>\n")
        self.list = nil
        try out.check()
    }

    private func beginIfNeeded() {
        guard let name = list?.name, list?.isBegun == false else { return }
        list?.isBegun = true
        out.append("  <")
        out.append(name)
        out.append(">\n")
    }

    // MARK: the end

    func append(totals: [ReportTotal]) throws {
        out.append("  <TONG_CONG>\n")
        for total in totals { append(total.element, indent: "    ", total.value) }
        out.append("  </TONG_CONG>\n")
        try out.check()
    }

    func end() throws {
        out.append("</")
        out.append(plain: root)
        out.append(">\n")
        try out.check()
    }

    // MARK: values

    private func append(_ element: StaticString, indent: StaticString, _ value: ReportValue) {
        out.append(indent)
        out.append("<")
        out.append(element)
        out.append(">")
        append(value)
        out.append("</")
        out.append(element)
        out.append(">\n")
    }

    @inline(__always)
    private func append(_ value: ReportValue) {
        switch value {
        case .empty: break
        case .text(let bytes): out.append(escaped: bytes)
        case .words(let words): out.append(escaped: words)
        case .number(let number): out.append(number)
        case .sum(let sum): out.append(sum: sum)
        case .day(let day): out.append(day)
        }
    }
}

extension AnswerWriter {
    @inline(__always)
    fileprivate func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }
}
