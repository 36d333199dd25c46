// DIA-BAN: where partners under contract are not present as they should be at the end of a month: communes of a contract's
// DIA_BAN without a point, points without a collector, points without a signboard. Asked of the registry alone.

import Contributions
import LedgerCore
import Rulebook

enum CoverageReport {
    static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        let gaps = gaps(office: report.office, on: report.day, context.directory)
        let columns = Self.columns
        let drawing = try ReportDrawing(
            ReportNames.heading(
                report, context.directory, form: "Báo cáo DIA-BAN", title: "ĐỊA BÀN VÀ ĐIỂM THU CẦN BỔ SUNG", hasMoney: false),
            into: files)
        try drawing.beginTable(columns.table, rowCount: gaps.count)
        for gap in gaps { try drawing.append(gap, columns) }
        try drawing.endList()
        try drawing.append(sum: ReportSum(label: "Tổng cộng: \(Dong(Int64(gaps.count))) mục", level: .total, values: []))
        try drawing.endTable()
        try drawing.append(totals: [ReportTotal("SO_MUC", count: gaps.count)])
        try drawing.end(
            ReportClosing(
                amountInWords: nil,
                notes: [
                    "Loại: XA_CHUA_CO_DIEM - xã trong địa bàn hợp đồng chưa có điểm thu; DIEM_CHUA_CO_NHAN_VIEN - điểm thu chưa có nhân viên "
                        + "thu; DIEM_CHUA_CO_BIEN_HIEU - điểm thu chưa có biển hiệu."
                ],
                signer: "Cán bộ thu"))
    }

    private static var columns: ReportColumns<CoverageGap> {
        ReportColumns(
            sheetName: "DIA-BAN", list: "DS_MUC", entry: "MUC",
            [
                ReportColumn("LOAI", "Loại", .code, width: 30) { .words($0.kind.rawValue) },
                ReportColumn("MA", "Mã xã hoặc điểm thu", .code, width: 27) { .words($0.code) },
                ReportColumn("TEN", "Tên", .text, width: 60) { .words($0.name) },
                ReportColumn("MA_TCDVT", "Mã tổ chức dịch vụ thu", .code, width: 25) { .words($0.partner) },
            ])
    }

    /// By kind, then code, then partner.
    static func gaps(office: String, on day: Day, _ directory: RegistryDirectory) -> [CoverageGap] {
        let contracts = directory.contracts(with: office, on: day)
        let partners = Set(contracts.map(\.partner))
        let points = directory.points(on: day).filter { partners.contains($0.partner) }
        let covered = Set(points.map { [$0.partner, $0.commune] })
        let staffed = Set(directory.collectors(on: day).map(\.point))

        let communes = contracts.flatMap { contract in
            Set(contract.area).filter { !covered.contains([contract.partner, $0]) }
                .map { CoverageGap(kind: .commune, code: $0, name: directory.communeName($0, on: day), partner: contract.partner) }
        }
        let unstaffed = points.filter { !staffed.contains($0.code) }.map { CoverageGap(kind: .staff, point: $0) }
        let unsigned = points.filter { !$0.hasSignboard }.map { CoverageGap(kind: .signboard, point: $0) }
        return [communes, unstaffed, unsigned].flatMap { gaps in gaps.sorted { ($0.code, $0.partner) < ($1.code, $1.partner) } }
    }
}

struct CoverageGap: Equatable {
    enum Kind: String {
        case commune = "XA_CHUA_CO_DIEM"
        case staff = "DIEM_CHUA_CO_NHAN_VIEN"
        case signboard = "DIEM_CHUA_CO_BIEN_HIEU"
    }

    let kind: Kind
    /// MA_XA or MA_DIEM_THU
    let code: String
    let name: String
    let partner: String

    init(kind: Kind, code: String, name: String, partner: String) {
        self.kind = kind
        self.code = code
        self.name = name
        self.partner = partner
    }

    fileprivate init(kind: Kind, point: PointDetails) {
        self.init(kind: kind, code: point.code, name: point.name, partner: point.partner)
    }
}
