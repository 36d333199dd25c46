// NVT: what each collector brought in a month, and since when none of it was a new participant: collectors who win nobody for
// THANG_KHONG_PHAT_TRIEN months are to be dismissed. Figures are those of a partner and this office; the months without are the
// collector's own, who is one person whatever partner and office she worked for. Listed are those in force at the month's end with a partner under contract
// with the office, and whoever recorded anything in the month.

import Contributions
import LedgerCore
import Rulebook

enum CollectorReport {
    static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        let rows = try rows(report, context)
        let columns = Self.columns
        let drawing = try ReportDrawing(
            ReportNames.heading(report, context.directory, form: "Báo cáo NVT", title: "KẾT QUẢ THU CỦA NHÂN VIÊN THU"), into: files)
        try drawing.beginTable(columns.table, rowCount: rows.count)
        for row in rows { try drawing.append(row, columns) }
        try drawing.endList()
        let sums = drawing.sums
        let money = rows.reduce(0) { $0 + $1.figures.money }
        let label = "Tổng cộng (\(Dong(Int64(rows.count))) nhân viên thu)"
        try drawing.append(sum: ReportSum(label: label, level: .total, values: sums))
        try drawing.endTable()
        try drawing.append(
            totals: [ReportTotal("SO_NHAN_VIEN", count: rows.count)] + zip(columns.table.summedElements, sums).map(ReportTotal.init)
                + [ReportTotal(inWords: money)])
        try drawing.end(
            ReportClosing(
                amountInWords: VietnameseWords.dong(money),
                notes: [
                    "Số tháng không tăng mới: số tháng liền nhau đến tháng báo cáo không có khoản thu tăng mới (TM) nào còn hiệu lực, "
                        + "tính chung mọi tổ chức dịch vụ thu và cơ quan BHXH."
                ],
                signer: "Cán bộ thu"))
    }

    private static var columns: ReportColumns<CollectorRow> {
        ReportColumns(
            sheetName: "NVT", list: "DS_NHAN_VIEN", entry: "NHAN_VIEN",
            [
                ReportColumn("MA_TCDVT", "Mã tổ chức dịch vụ thu", .code, width: 24.5) { .words($0.figures.partner) },
                ReportColumn("MA_NHAN_VIEN_THU", "Mã nhân viên thu", .code, width: 21) { .words($0.figures.collector) },
                ReportColumn("HO_TEN", "Họ và tên", .text, width: 32) { .words($0.name) },
                ReportColumn("SL", "Tất cả", in: "Số khoản thu", .count, width: 10, isSummed: true) { .number(Int64($0.figures.payments)) },
                ReportColumn("SL_TM", "Tăng mới", in: "Số khoản thu", .count, width: 10, isSummed: true) {
                    .number(Int64($0.figures.newcomers))
                },
                ReportColumn("TONG_TIEN", "Tổng tiền", .money, width: 20) { .sum($0.figures.money) },
                ReportColumn("SL_CHAM", "Số khoản cập nhật chậm", .count, width: 11, isSummed: true) {
                    .number(Int64($0.figures.lateEntries))
                },
                ReportColumn("THANG_KHONG_TM", "Số tháng không tăng mới", .count, width: 11) { .number(Int64($0.monthsWithout)) },
                ReportColumn("CAN_CHAM_DUT", "Cần chấm dứt", .count, width: 9) { .number($0.isToBeDismissed ? 1 : 0) },
            ])
    }

    // MARK: rows

    /// Sorted by partner, then collector.
    private static func rows(_ report: ReportOwed, _ context: ReportContext) throws -> [CollectorRow] {
        let (directory, month) = (context.directory, report.day.month)
        let known = try context.ledger.collectorMonths(month, office: report.office)
        let underContract = Set(directory.contracts(with: report.office, on: report.day).map(\.partner))
        var figures: [CollectorMonth] = []
        var listed: Set<CollectorKey> = []
        let inForce = Set(
            directory.collectors(on: report.day).filter { underContract.contains($0.partner) }
                .map { CollectorKey(partner: $0.partner, collector: $0.code) })
        for one in known {
            let key = CollectorKey(partner: one.partner, collector: one.collector)
            guard one.payments > 0 || one.newcomers > 0 || one.lateEntries > 0 || inForce.contains(key) else { continue }
            listed.insert(key)
            figures.append(one)
        }
        for key in inForce where !listed.contains(key) { figures.append(CollectorMonth(partner: key.partner, collector: key.collector)) }
        let limit = directory.monthsWithoutNewcomersMax(on: report.day)
        let lastNewcomers = try context.ledger.lastNewcomerMonths(upTo: month)
        return figures.sorted { ($0.partner, $0.collector) < ($1.partner, $1.collector) }.map { figures in
            let start = directory.firstDay(ofCollector: figures.collector)?.month ?? month
            let months = monthsWithout(since: start, last: lastNewcomers[figures.collector], upTo: month)
            return CollectorRow(
                figures: figures, name: directory.collectorName(figures.collector, on: report.day), monthsWithout: months,
                isToBeDismissed: limit.map { Int64(months) >= $0 } ?? false)
        }
    }

    /// THANG_KHONG_TM: the months in a row up to this one without a newcomer, the month of the collector's start the first that counts.
    /// - Parameter last: the latest month with one, whoever the collector worked for.
    static func monthsWithout(since start: Month, last: Month?, upTo month: Month) -> Int {
        let first = max(start, last?.advanced(by: 1) ?? start)
        return max(0, Int(month.number - first.number) + 1)
    }
}

private struct CollectorKey: Hashable {
    let partner: String
    let collector: String
}

struct CollectorRow {
    let figures: CollectorMonth
    let name: String
    let monthsWithout: Int
    /// CAN_CHAM_DUT
    let isToBeDismissed: Bool
}
