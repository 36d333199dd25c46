// Form 01-XN's rows on their way into its files: they come by collection point, then collector, and wherever one of the two
// changes, its sums are drawn. Behind the whole stand the codes cancelled that day, and what is left.

import Contributions
import LedgerCore

final class FormDrawing {
    private let columns = FormTable.columns
    private let drawing: ReportDrawing
    /// MA_DIEM_THU and MA_NHAN_VIEN_THU of the row before.
    private var point: [UInt8]?
    private var collector: [UInt8] = []
    private var ofCollector = FormTotals()
    private var ofPoint = FormTotals()
    private var ofForm = FormTotals()
    private var ofCancelled = FormTotals()

    /// - Parameter rowCount: those of cancelled codes included.
    init(_ form: ReportOwed, _ names: FormNames, into files: [ReportFile], rowCount: Int) throws {
        drawing = try ReportDrawing(FormTable.heading(form, names), into: files)
        try drawing.beginTable(columns.table, rowCount: rowCount)
    }

    func append(_ row: FormRow) throws {
        if drawing.hasPapers { try beginGroups(of: row) }
        ofCollector.add(row.payment)
        try drawing.append(row, columns)
    }

    /// Draws what is below the rows of recorded codes; what they come to.
    func endRecorded() throws -> FormTotals {
        try endPoint()
        try append("Tổng cộng", .total, ofForm)
        try drawing.endList()
        drawing.beginList(columns.table, as: FormTable.cancelledList)
        return ofForm
    }

    func append(cancelled row: FormRow) throws {
        if ofCancelled.codes == 0 { try drawing.beginGroup("Điều chỉnh giảm") }
        ofCancelled.add(row.payment)
        try drawing.append(row, columns)
    }

    /// Draws what is below the rows of cancelled codes; what those come to.
    func end() throws -> FormTotals {
        let (money, cancelled) = (ofForm.money, ofCancelled.money)
        var totals = [ReportTotal("SO_MA", count: ofCancelled.codes), ReportTotal("TONG_TIEN", cancelled)]
        if ofCancelled.codes > 0 {
            try append("Cộng giảm", .outer, ofCancelled)
            // What is left may be below zero: the codes were mostly recorded on earlier days.
            let left = [ofForm.pension - ofCancelled.pension, ofForm.health - ofCancelled.health, money - cancelled]
            try drawing.append(sum: ReportSum(label: "Còn lại", level: .total, values: left))
            totals += [ReportTotal("TIEN_BHXH", ofCancelled.pension), ReportTotal("TIEN_BHYT", ofCancelled.health)]
        }
        try drawing.endList(totals)
        try drawing.endTable()
        try drawing.append(totals: [
            ReportTotal("SO_MA", count: ofForm.codes), ReportTotal("TIEN_BHXH", ofForm.pension),
            ReportTotal("TIEN_BHYT", ofForm.health), ReportTotal("TONG_TIEN", money), ReportTotal(inWords: money),
        ])
        try drawing.end(FormTable.closing(money))
        return ofCancelled
    }

    // MARK: groups

    private func beginGroups(of row: FormRow) throws {
        let isSamePoint = point.map { row.fields[.point].elementsEqual($0) } ?? false
        if isSamePoint, row.fields[.collector].elementsEqual(collector) { return }
        if isSamePoint { try endCollector() } else { try endPoint() }
        collector = Array(row.fields[.collector])
        guard !isSamePoint else { return }
        point = Array(row.fields[.point])
        try drawing.beginGroup("Điểm thu " + String(decoding: row.fields[.point], as: UTF8.self))
    }

    private func endCollector() throws {
        if point != nil { try append("Cộng nhân viên thu " + String(decoding: collector, as: UTF8.self), .inner, ofCollector) }
        ofPoint.add(ofCollector)
        ofCollector = FormTotals()
    }

    private func endPoint() throws {
        try endCollector()
        if let point { try append("Cộng điểm thu " + String(decoding: point, as: UTF8.self), .outer, ofPoint) }
        ofForm.add(ofPoint)
        ofPoint = FormTotals()
    }

    private func append(_ label: String, _ level: ReportSum.Level, _ totals: FormTotals) throws {
        let values = [totals.pension, totals.health, totals.money]
        let count = "\(Dong(Int64(totals.codes))) mã"
        try drawing.append(sum: ReportSum(label: "\(label) (\(count))", level: level, values: values))
    }
}
