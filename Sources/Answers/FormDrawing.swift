// A form's rows on their way into its files: they come by collection point, then collector, and wherever one of the two
// changes, its sums are drawn.

import Contributions
import LedgerCore
import SheetWriting

final class FormDrawing {
    private let xmls: [FormXML]
    private let tables: [any ReportOutput<FormRow>]
    /// MA_DIEM_THU and MA_NHAN_VIEN_THU of the row before.
    private var point: [UInt8]?
    private var collector: [UInt8] = []
    private var ofCollector = FormTotals()
    private var ofPoint = FormTotals()
    private var ofForm = FormTotals()

    init(_ form: ReportOwed, _ names: FormNames, into files: [ReportFile], rowCount: Int) throws {
        let columns = FormTable.columns
        var xmls: [FormXML] = []
        var tables: [any ReportOutput<FormRow>] = []
        for file in files {
            switch file {
            case .xml(let out): xmls.append(FormXML(into: out))
            case .page(let out): tables.append(ReportPage(columns, into: out))
            case .sheet(let book): tables.append(try ReportSheet(columns, name: FormTable.sheetName, into: book))
            }
        }
        self.xmls = xmls
        self.tables = tables
        for xml in xmls { try xml.begin(form, names) }
        let heading = FormTable.heading(form, names, rowCount: rowCount)
        for table in tables { try table.begin(heading) }
    }

    func append(_ row: FormRow) throws {
        if !tables.isEmpty { try beginGroups(of: row) }
        try ofCollector.add(row.payment)
        for xml in xmls { try xml.append(row) }
        for table in tables { try table.append(row) }
    }

    /// Draws what is below the rows; the form's totals.
    func end() throws -> FormTotals {
        try endPoint()
        try append("Tổng cộng", .total, ofForm)
        // `Cộng giảm` and `Còn lại` follow here when codes can be cancelled; no document of this version cancels one.
        for xml in xmls { try xml.end(ofForm) }
        let closing = FormTable.closing(try ofForm.money())
        for table in tables { try table.end(closing) }
        return ofForm
    }

    // MARK: groups

    private func beginGroups(of row: FormRow) throws {
        let isSamePoint = point.map { row.fields[.point].elementsEqual($0) } ?? false
        if isSamePoint, row.fields[.collector].elementsEqual(collector) { return }
        if isSamePoint { try endCollector() } else { try endPoint() }
        collector = Array(row.fields[.collector])
        guard !isSamePoint else { return }
        point = Array(row.fields[.point])
        let title = "Điểm thu " + String(decoding: row.fields[.point], as: UTF8.self)
        for table in tables { try table.beginGroup(title) }
    }

    private func endCollector() throws {
        if point != nil { try append("Cộng nhân viên thu " + String(decoding: collector, as: UTF8.self), .inner, ofCollector) }
        try ofPoint.add(ofCollector)
        ofCollector = FormTotals()
    }

    private func endPoint() throws {
        try endCollector()
        if let point { try append("Cộng điểm thu " + String(decoding: point, as: UTF8.self), .outer, ofPoint) }
        try ofForm.add(ofPoint)
        ofPoint = FormTotals()
    }

    private func append(_ label: String, _ level: ReportSum.Level, _ totals: FormTotals) throws {
        let values = [totals.pension.amount, totals.health.amount, try totals.money().amount]
        let count = "\(Dong(Int64(totals.codes))) mã"
        for table in tables { try table.append(sum: ReportSum(label: "\(label) (\(count))", level: level, values: values)) }
    }
}
