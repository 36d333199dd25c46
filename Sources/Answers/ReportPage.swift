// A report as a page to read and print on A4 landscape, in the look of the agency's paper forms: whole in itself, its head
// repeated on every sheet of paper, no row cut in two. A browser cannot bear a very long table, so above 20,000 rows the
// page has the sums only and says so.

import Contributions
import Rulebook

final class ReportPage: ReportPaper {
    private let out: AnswerWriter
    private var table: ReportTable?
    private var showsRows = true

    init(into out: AnswerWriter) { self.out = out }

    private func text(_ text: String) { out.append(escaped: ShownText.visible(text)) }

    private func element(_ open: StaticString, _ content: String, _ close: StaticString) {
        out.append(open)
        text(content)
        out.append(close)
    }

    // MARK: above the tables

    func begin(_ heading: ReportHeading) throws {
        out.append("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n")
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        element("<title>", "\(heading.form) - \(heading.day)", "</title>\n<style>\n")
        out.append(PageStyle.report)
        switch heading.look {
        case .form: break
        case .list: out.append(PageStyle.reportList)
        case .wide: out.append(PageStyle.reportWide)
        }
        out.append("</style>\n</head>\n<body>\n<header>\n<div class=\"issuer\">")
        if !heading.superior.isEmpty { element("<p>", heading.superior, "</p>\n") }
        element("<p><strong>", heading.office, "</strong></p></div>\n")
        element("<div class=\"form\"><p><strong>", heading.form, "</strong></p>\n")
        if !heading.issuedWith.isEmpty { element("<p><em>", heading.issuedWith, "</em></p>") }
        out.append("</div>\n</header>\n")
        element("<h1>", heading.title, "</h1>\n")
        element("<p class=\"day\"><em>", heading.day, "</em></p>\n")
        if !heading.number.isEmpty { element("<p class=\"day\">", heading.number, "</p>\n") }
        out.append("<div class=\"facts\">\n")
        for fact in heading.facts { element("<p>", fact, "</p>\n") }
        if !heading.unit.isEmpty { element("<p class=\"unit\"><em>", heading.unit, "</em></p>") }
        out.append("</div>\n")
        try out.check()
    }

    // MARK: the tables

    func beginTable(_ table: ReportTable, rowCount: Int) throws {
        self.table = table
        showsRows = rowCount <= ReportLimits.pageRowsMax
        if let title = table.title { element("<h2>", title, "</h2>\n") }
        if !showsRows { appendWhyNoRows(rowCount) }
        appendHead(of: table)
        try out.check()
    }

    private func appendWhyNoRows(_ count: Int) {
        out.append(table?.title == nil ? "<p class=\"more\">Mẫu này có " : "<p class=\"more\">Bảng này có ")
        out.append(Int64(count), groupedBy: UInt8(ascii: "."))
        out.append(" dòng nên trang này chỉ in các dòng cộng; xem từng dòng trong tệp .xlsx hoặc .xml cùng tên.</p>\n")
    }

    private func appendHead(of table: ReportTable) {
        out.append("<table class=\"report\">\n<colgroup>")
        for column in table.shown {
            // In hundredths of a percent, so that no floating point is printed.
            out.append("<col style=\"width:")
            let share = Int64((column.width * 10_000 / table.width).rounded())
            out.append(share / 100)
            out.append(".")
            out.append(Int(share % 100), digits: 2)
            out.append("%\">")
        }
        out.append("</colgroup>\n<thead>\n<tr>")
        let headings = table.headings
        for heading in headings {
            if heading.isGroup {
                out.append("<th scope=\"colgroup\" colspan=\"")
                out.append(Int64(heading.columns.count))
            } else {
                out.append("<th scope=\"col\" rowspan=\"2")
            }
            element("\">", heading.title, "</th>")
        }
        out.append("</tr>\n<tr>")
        for heading in headings where heading.isGroup {
            for column in table.shown[heading.columns] { element("<th scope=\"col\">", column.title, "</th>") }
        }
        out.append("</tr>\n<tr class=\"marks\">")
        for index in table.shown.indices { element("<td>", table.mark(index), "</td>") }
        out.append("</tr>\n</thead>\n<tbody>\n")
    }

    func beginGroup(_ title: String) throws {
        guard let table else { preconditionFailure("a group outside a table") }
        out.append("<tr class=\"group\"><td colspan=\"")
        out.append(Int64(table.shown.count))
        element("\">", title, "</td></tr>\n")
    }

    func append(_ values: [ReportValue]) throws {
        guard let table else { preconditionFailure("a row outside a table") }
        guard showsRows else { return }
        out.append("<tr>")
        for column in table.shown {
            switch column.kind {
            case .text: out.append("<td>")
            case .code, .day: out.append("<td class=\"c\">")
            case .count, .money: out.append("<td class=\"n\">")
            }
            switch values[column.place] {
            case .empty: break
            case .text(let bytes): out.append(escaped: bytes)
            case .words(let words): text(words)
            case .number(let number): out.append(number, groupedBy: UInt8(ascii: "."))
            case .sum(let sum): out.append(sum: sum, groupedBy: UInt8(ascii: "."))
            case .day(let day): out.append(forPeople: day)
            }
            out.append("</td>")
        }
        out.append("</tr>\n")
        try out.check()
    }

    func append(sum: ReportSum) throws {
        guard let table else { preconditionFailure("a sum outside a table") }
        switch sum.level {
        case .inner: out.append("<tr class=\"sum\"><td colspan=\"")
        case .outer: out.append("<tr class=\"sum outer\"><td colspan=\"")
        case .total: out.append("<tr class=\"sum total\"><td colspan=\"")
        }
        out.append(Int64(table.labelColumns.count))
        element("\">", sum.label, "</td>")
        var values = sum.values.makeIterator()
        let rest = table.shown[table.labelColumns.upperBound...]
        let lastSum = rest.lastIndex(where: \.isSummed) ?? table.shown.count - 1
        for column in rest[...lastSum] {
            out.append("<td class=\"n\">")
            if column.isSummed, let value = values.next() { out.append(sum: value, groupedBy: UInt8(ascii: ".")) }
            out.append("</td>")
        }
        if lastSum + 1 < table.shown.count {
            out.append("<td colspan=\"")
            out.append(Int64(table.shown.count - lastSum - 1))
            out.append("\"></td>")
        }
        out.append("</tr>\n")
        try out.check()
    }

    func endTable() throws {
        out.append("</tbody>\n</table>\n")
        table = nil
        try out.check()
    }

    // MARK: below the tables

    func end(_ closing: ReportClosing) throws {
        out.append("<div class=\"closing\">\n")
        if let words = closing.amountInWords {
            out.append("<p>Số tiền bằng chữ: ")
            element("<em>", words, "</em></p>\n")
        }
        for note in closing.notes { element("<p class=\"note\">", note, "</p>\n") }
        element("<div class=\"signer\"><p><strong>", closing.signer, "</strong></p>\n")
        out.append("<p><em>(Ký, ghi rõ họ tên)</em></p></div>\n</div>\n</body>\n</html>\n")
        try out.check()
    }
}

/// How much of a report the files for people bear.
enum ReportLimits {
    /// The most rows that the page shows.
    static let pageRowsMax = 20_000
    /// The rows of one sheet, sums and heads included, before the next one begins; a sheet cannot have more than 1,048,576.
    static let sheetRowsMax = 1_000_000
}
