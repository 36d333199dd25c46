// TONG-HOP: the day in figures, partner by partner, for the office that answers for all of them, and below it what somebody should
// ask about: partners that are silent, batch numbers that are missing, money listed that no bank has credited.

import Contributions
import LedgerCore
import Rulebook

enum OverviewReport {
    static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        let rows = try rows(report, context)
        let alarms = try OverviewAlarms.all(report, rows, context.ledger)
        let columns = Self.columns
        let drawing = try ReportDrawing(
            ReportNames.heading(
                report, context.directory, form: "Báo cáo TONG-HOP", title: "TỔNG HỢP TÌNH HÌNH THU TRONG NGÀY", look: .wide),
            into: files)
        try drawing.beginTable(columns.table, rowCount: rows.count)
        for row in rows { try drawing.append(row, columns) }
        try drawing.endList()
        let sums = drawing.sums
        try drawing.append(sum: ReportSum(label: "Tổng cộng", level: .total, values: sums))
        try drawing.endTable()
        let accepted = rows.reduce(0) { $0 + $1.figures.counts.recordedMoney }
        try drawing.append(totals: zip(columns.table.summedElements, sums).map(ReportTotal.init) + [ReportTotal(inWords: accepted)])
        try drawing.appendList(alarms, OverviewAlarms.columns)
        try drawing.end(
            ReportClosing(
                amountInWords: VietnameseWords.dong(accepted) + " (tiền đúng)",
                notes: [
                    "Tiền nhận = tiền đúng + tiền trùng + tiền lỗi; số tiền không đọc được tính là 0. "
                        + "Vượt: 1 khi tiền còn lại lớn hơn bảo lãnh."
                ] + alarms.map { "Cảnh báo: \($0.partner) - \($0.text)" },
                signer: "Cán bộ thu"))
    }

    /// Every partner under contract that day, and every other that has figures; sorted.
    private static func rows(_ report: ReportOwed, _ context: ReportContext) throws -> [OverviewRow] {
        let (day, directory) = (report.day, context.directory)
        let contracts = directory.contracts(with: report.office, on: day)
        let terms = Dictionary(contracts.map { ($0.partner, $0) }) { first, _ in first }
        var figures = try context.ledger.partnerDays(of: day, office: report.office)
            .filter { terms[$0.partner] != nil || $0.hasFigures }
        let known = Set(figures.map(\.partner))
        figures += contracts.map(\.partner).filter { !known.contains($0) }.map { PartnerDay(partner: $0) }
        return figures.sorted { $0.partner < $1.partner }.map { figures in
            let terms = terms[figures.partner]
            // Silent since its last file; a partner that never sent one, since it could have.
            let heard = figures.lastClaim ?? [terms?.since, context.firstClaimDay].compactMap { $0 }.max() ?? day
            let money = figures.counts
            return OverviewRow(
                figures: figures, name: directory.partnerName(figures.partner, on: day),
                receivedMoney: money.recordedMoney + money.onRecordMoney + money.refusedMoney,
                guarantee: terms?.guarantee,
                isUnderContract: terms != nil, silentDays: max(0, day - heard))
        }
    }

    // MARK: columns

    private static var columns: ReportColumns<OverviewRow> {
        ReportColumns(
            sheetName: "TONG-HOP", list: "DS_TO_CHUC", entry: "TO_CHUC",
            [
                ReportColumn("MA_TCDVT", "Mã tổ chức", .code, width: 15) { .words($0.figures.partner) },
                ReportColumn("TEN", "Tên tổ chức dịch vụ thu", .text, width: 20) { .words($0.name) },
                count("SL_TEP", "Nhận", in: "Tệp", width: 7.5) { Int64($0.figures.files) },
                count("SL_TEP_LOI", "Lỗi", in: "Tệp", width: 5.5) { Int64($0.figures.filesRefused) },
                count("SL_NHAN", "Nhận", in: "Số bản ghi", width: 10.5) { Int64($0.figures.counts.found) },
                count("SL_DUNG", "Đúng", in: "Số bản ghi", width: 10.5) { Int64($0.figures.counts.recorded) },
                count("SL_TRUNG", "Trùng", in: "Số bản ghi", width: 10.5) { Int64($0.figures.counts.onRecord) },
                count("SL_LOI", "Lỗi", in: "Số bản ghi", width: 10.5) { Int64($0.figures.counts.refused) },
                money("TIEN_NHAN", "Nhận", in: "Số tiền") { $0.receivedMoney },
                money("TIEN_DUNG", "Đúng", in: "Số tiền") { $0.figures.counts.recordedMoney },
                money("TIEN_TRUNG", "Trùng", in: "Số tiền") { $0.figures.counts.onRecordMoney },
                money("TIEN_LOI", "Lỗi", in: "Số tiền") { $0.figures.counts.refusedMoney },
                count("SL_HUY", "Số mã", in: "Hủy") { Int64($0.figures.cancelled) },
                money("TIEN_HUY", "Số tiền", in: "Hủy") { $0.figures.cancelledMoney },
                money("TIEN_DA_NOP", "Đã nộp", in: "Nộp tiền") { $0.figures.remittedMoney },
                money("TIEN_CON_LAI", "Còn lại", in: "Nộp tiền") { $0.figures.outstandingMoney },
                // What one has pledged stands for its own debts alone: a sum of guarantees would say nothing.
                ReportColumn("BAO_LANH", "Bảo lãnh", in: "Nộp tiền", .money, width: 15.5, isSummed: false) { row in
                    row.guarantee.map { .number($0) } ?? .empty
                },
                count("VUOT_BAO_LANH", "Vượt", in: "Nộp tiền", width: 7) { $0.exceedsGuarantee ? 1 : 0 },
                count("SL_CHAM_CAP_NHAT", "Cập nhật chậm", in: "Cần chú ý") { Int64($0.figures.lateEntries) },
                count("SL_TAI_TUC_KHAC", "Tái tục khác", in: "Cần chú ý") { Int64($0.figures.takenOver) },
                count("SL_NGHI_TRUNG", "Nghi trùng", in: "Cần chú ý") { Int64($0.figures.suspectedPersons) },
                ReportColumn("IM_LANG", "Ngày im lặng", in: "Cần chú ý", .count, width: 7.5) { .number(Int64($0.silentDays)) },
            ])
    }

    private static func count(
        _ element: StaticString, _ title: String, in group: String, width: Double = 7.5, _ value: @escaping (OverviewRow) -> Int64
    ) -> ReportColumn<OverviewRow> {
        ReportColumn(element, title, in: group, .count, width: width, isSummed: true) { .number(value($0)) }
    }

    private static func money(
        _ element: StaticString, _ title: String, in group: String, _ value: @escaping (OverviewRow) -> MoneySum
    ) -> ReportColumn<OverviewRow> {
        ReportColumn(element, title, in: group, .money, width: 17) { .sum(value($0)) }
    }
}

struct OverviewRow {
    let figures: PartnerDay
    let name: String
    /// TIEN_NHAN
    let receivedMoney: MoneySum
    /// BAO_LANH; nil when none was given.
    let guarantee: Int64?
    let isUnderContract: Bool
    /// IM_LANG
    let silentDays: Int

    /// VUOT_BAO_LANH
    var exceedsGuarantee: Bool { guarantee.map { figures.outstandingMoney > MoneySum($0) } ?? false }
}

extension PartnerDay {
    /// The partner did something that day, or owes something; a last claim alone is neither.
    fileprivate var hasFigures: Bool {
        var silent = PartnerDay(partner: partner)
        silent.lastClaim = lastClaim
        return self != silent
    }
}
