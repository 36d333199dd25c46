// A report on its way into its files: whatever is drawn goes to each of them; a row's values are found, and summed up, once for all.

import Contributions

final class ReportDrawing {
    private let xmls: [ReportXML]
    private let papers: [any ReportPaper]
    /// Of the row that is being drawn.
    private var values: [ReportValue] = []
    private var summedPlaces: [Int] = []
    /// What the table's rows come to so far, for each column that is summed.
    private(set) var sums: [MoneySum] = []

    init(_ heading: ReportHeading, into files: [ReportFile]) throws {
        var xmls: [ReportXML] = []
        var papers: [any ReportPaper] = []
        for file in files {
            switch file {
            case .xml(let out): xmls.append(ReportXML(into: out))
            case .page(let out): papers.append(ReportPage(into: out))
            case .sheet(let book): papers.append(ReportSheet(into: book))
            case .outline(let outline): papers.append(outline)
            }
        }
        self.xmls = xmls
        self.papers = papers
        for xml in xmls { try xml.begin(heading) }
        for paper in papers { try paper.begin(heading) }
    }

    /// Some file is for people: groups and sums are worth their making.
    var hasPapers: Bool { !papers.isEmpty }

    // MARK: tables

    /// Begins a table, and its list in the XML.
    func beginTable(_ table: ReportTable, rowCount: Int) throws {
        summedPlaces = table.shown.filter(\.isSummed).map(\.place)
        sums = summedPlaces.map { _ in 0 }
        for paper in papers { try paper.beginTable(table, rowCount: rowCount) }
        beginList(table)
    }

    /// Begins another list in the XML for the table's rows to come.
    func beginList(_ table: ReportTable, as list: StaticString? = nil) {
        for xml in xmls { xml.beginList(table, as: list) }
    }

    func beginGroup(_ title: String) throws {
        for paper in papers { try paper.beginGroup(title) }
    }

    @inline(__always)
    func append<Row>(_ row: Row, _ columns: ReportColumns<Row>) throws {
        columns.read(row, into: &values)
        for (index, place) in summedPlaces.enumerated() {
            switch values[place] {
            case .number(let number): sums[index] += MoneySum(number)
            case .sum(let sum): sums[index] += sum
            case .empty, .text, .words, .day: break
            }
        }
        for xml in xmls { try xml.append(values) }
        for paper in papers { try paper.append(values) }
    }

    func append(sum: ReportSum) throws {
        for paper in papers { try paper.append(sum: sum) }
    }

    /// Ends the list in the XML.
    func endList(_ totals: [ReportTotal] = []) throws {
        for xml in xmls { try xml.endList(totals) }
    }

    func endTable() throws {
        for paper in papers { try paper.endTable() }
    }

    /// Rows that the XML alone has.
    func appendList<Row>(_ rows: [Row], _ columns: ReportColumns<Row>) throws {
        for xml in xmls {
            xml.beginList(columns.table)
            for row in rows {
                columns.read(row, into: &values)
                try xml.append(values)
            }
            try xml.endList()
        }
    }

    // MARK: the end

    /// TONG_CONG.
    func append(totals: [ReportTotal]) throws {
        for xml in xmls { try xml.append(totals: totals) }
    }

    func end(_ closing: ReportClosing) throws {
        for xml in xmls { try xml.end() }
        for paper in papers { try paper.end(closing) }
    }
}
