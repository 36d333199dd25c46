// DOI-CHIEU: at the closing of a day, the listings for which no credit has come, the credits for which no listing has come, and
// those of one number that differ in money.

import Contributions
import LedgerCore

enum ReconciliationReport {
    static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        let rows = try context.ledger.openTransfers(asOf: report.day, office: report.office)
        let columns = columns(report.day)
        let drawing = try ReportDrawing(
            ReportNames.heading(
                report, context.directory, form: "Báo cáo DOI-CHIEU", title: "ĐỐI CHIẾU BẢNG KÊ NỘP VÀ BÁO CÓ CỦA NGÂN HÀNG"),
            into: files)
        try drawing.beginTable(columns.table, rowCount: rows.count)
        for row in rows { try drawing.append(row, columns) }
        try drawing.endList()
        let sums = drawing.sums
        try drawing.append(sum: ReportSum(label: "Tổng cộng (\(Dong(Int64(rows.count))) mục)", level: .total, values: sums))
        try drawing.endTable()
        try drawing.append(
            totals: [ReportTotal("SO_MUC", count: rows.count)] + zip(columns.table.summedElements, sums).map(ReportTotal.init))
        try drawing.end(
            ReportClosing(
                amountInWords: nil,
                notes: [
                    "Loại: KE_CHUA_CO_BAO_CO - đã kê nộp, chưa có báo có; BAO_CO_CHUA_CO_KE - có báo có, chưa có bảng kê; "
                        + "LECH - cùng số giao dịch nhưng khác số tiền.",
                    "Ngày: ngày chuyển tiền của bảng kê chưa có báo có; các mục khác là ngày báo có.",
                ],
                signer: "Cán bộ thu"))
    }

    private static func columns(_ day: Day) -> ReportColumns<OpenTransfer> {
        ReportColumns(
            sheetName: "DOI-CHIEU", list: "DS_MUC", entry: "MUC",
            [
                ReportColumn("LOAI", "Loại", .code, width: 25) { .words($0.kind.rawValue) },
                ReportColumn("MA_TCDVT", "Mã tổ chức dịch vụ thu", .code, width: 24) { .words($0.partner) },
                ReportColumn("MA_GIAO_DICH_NH", "Mã giao dịch ngân hàng", .code, width: 28) { .words($0.transfer) },
                ReportColumn("NGAY", "Ngày", .day, width: 12) { .day($0.day) },
                ReportColumn("TIEN_KE", "Đã kê", in: "Số tiền", .money, width: 20) { .number($0.listed) },
                ReportColumn("TIEN_BAO_CO", "Đã báo có", in: "Số tiền", .money, width: 20) { .number($0.credited) },
                // A value date may lie ahead of the day reported.
                ReportColumn("SO_NGAY", "Số ngày", .count, width: 9) { .number(Int64(max(0, day - $0.day))) },
            ])
    }
}
