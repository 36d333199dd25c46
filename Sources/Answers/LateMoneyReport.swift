// CHAM-NOP: the codes whose money should have been with the agency by now, first what each collector holds, most money first, then
// code by code, oldest first. An office gets one on all its partners, a partner its own. The codes may be many: one pass keeps
// eight bytes each and the groups, a second reads the payments again; if their sums differ, nothing is published.

import Contributions
import LedgerCore
import Rulebook

enum LateMoneyReport {
    static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        let directory = context.directory
        var late = LateCodes(on: report.day)
        try context.ledger.openCodes(
            asOf: report.day, office: report.office, partner: report.partner, paidBefore: directory.lateOnlyBefore(report.day)
        ) { open in
            if directory.isRemittedLate(paidOn: open.payment.paidOn, on: report.day) { try late.add(open) }
        }
        let drawing = try ReportDrawing(
            ReportNames.heading(report, directory, form: "Báo cáo CHAM-NOP", title: "SỐ TIỀN ĐÃ THU CHẬM NỘP CƠ QUAN BHXH"), into: files)
        let total = try drawGroups(late, on: drawing)
        try drawCodes(late, total, context.ledger, on: drawing)
        try drawing.append(totals: [ReportTotal("SO_MA", count: late.count), ReportTotal("TONG_TIEN", total), ReportTotal(inWords: total)])
        try drawing.end(
            ReportClosing(
                amountInWords: VietnameseWords.dong(total),
                notes: [
                    "Trạng thái: GHI_NHAN - đã ghi nhận, chưa kê nộp; DA_KE - đã kê nộp, ngân hàng chưa báo có.",
                    "Số ngày chậm: số ngày từ ngày người tham gia nộp tiền đến ngày báo cáo; chậm khi quá thời hạn nộp (HAN_NOP).",
                ],
                signer: "Cán bộ thu"))
    }

    /// Draws the table of groups; the money of all.
    private static func drawGroups(_ late: LateCodes, on drawing: ReportDrawing) throws -> MoneySum {
        let groups = late.sortedGroups()
        let columns = groupColumns(late.day)
        try drawing.beginTable(columns.table, rowCount: groups.count)
        var total: MoneySum = 0
        for group in groups {
            total += group.money
            try drawing.append(group, columns)
        }
        try drawing.endList()
        try drawing.append(sum: ReportSum(label: "Tổng cộng", level: .total, values: [MoneySum(late.count), total]))
        try drawing.endTable()
        return total
    }

    private static func drawCodes(_ late: LateCodes, _ expected: MoneySum, _ ledger: any Ledger, on drawing: ReportDrawing) throws {
        let columns = codeColumns(late.day)
        let (codes, states) = late.sortedCodes()
        try drawing.beginTable(columns.table, rowCount: codes.count)
        var total: MoneySum = 0
        try SecondReading(ledger).forEach(codes) { ordinal, code, payment, fields in
            total += MoneySum(payment.amount)
            try drawing.append(
                LateCode(ordinal: ordinal, code: code, payment: payment, fields: fields, state: states[ordinal - 1]), columns)
        }
        guard total == expected else { throw LedgerFault(.invariant, "CHAM-NOP \(late.day): two readings differ in their sums") }
        try drawing.endList()
        try drawing.append(sum: ReportSum(label: "Tổng cộng (\(Dong(Int64(late.count))) mã)", level: .total, values: [total]))
        try drawing.endTable()
    }

    private static func groupColumns(_ day: Day) -> ReportColumns<LateGroup> {
        ReportColumns(
            "I. Theo tổ chức dịch vụ thu, điểm thu, nhân viên thu", sheetName: "CHAM-NOP", list: "DS_NHOM", entry: "NHOM",
            [
                ReportColumn("MA_TCDVT", "Mã tổ chức dịch vụ thu", .code, width: 24) { .words($0.partner) },
                ReportColumn("MA_DIEM_THU", "Mã điểm thu", .code, width: 25) { .words($0.point) },
                ReportColumn("MA_NHAN_VIEN_THU", "Mã nhân viên thu", .code, width: 22) { .words($0.collector) },
                ReportColumn("SO_MA", "Số mã", .count, width: 12, isSummed: true) { .number(Int64($0.codes)) },
                ReportColumn("TONG_TIEN", "Tổng tiền", .money, width: 21) { .sum($0.money) },
                ReportColumn("NGAY_CU_NHAT", "Ngày nộp tiền cũ nhất", .day, width: 13) { .day($0.oldest) },
                ReportColumn("SO_NGAY_CHAM", "Số ngày chậm", .count, width: 10) { .number(Int64(day - $0.oldest)) },
            ])
    }

    private static func codeColumns(_ day: Day) -> ReportColumns<LateCode> {
        ReportColumns(
            "II. Theo mã xác nhận", sheetName: "CHAM-NOP theo mã", list: "DS_MA", entry: "MA",
            [
                ReportColumn("STT", "STT", .count, width: 8) { .number(Int64($0.ordinal)) },
                ReportColumn("MA_XAC_NHAN", "Mã xác nhận", .code, width: 18) { .text($0.code) },
                ReportColumn("HO_TEN", "Họ và tên", .text, width: 36) { .text($0.fields[.fullName]) },
                ReportColumn("NGAY_NOP_TIEN", "Ngày nộp tiền", .day, width: 13) { .day($0.payment.paidOn) },
                ReportColumn("SO_TIEN", "Số tiền", .money, width: 20) { .number($0.payment.amount) },
                ReportColumn("TRANG_THAI", "Trạng thái", .code, width: 14) { .words($0.state.rawValue) },
                ReportColumn("SO_NGAY_CHAM", "Số ngày chậm", .count, width: 10) { .number(Int64(day - $0.payment.paidOn)) },
            ])
    }
}

/// What one collector holds at one point.
struct LateGroup {
    let partner: String
    let point: String
    let collector: String
    var codes = 0
    var money: MoneySum = 0
    /// The earliest NGAY_NOP_TIEN.
    var oldest: Day
}

/// A row of codes; a view, valid while it is handed over.
private struct LateCode {
    let ordinal: Int
    let code: UnsafeRawBufferPointer
    let payment: RecordedPayment
    let fields: PaymentFields
    let state: CodeState
}

/// Late codes: groups summed up as they come, and each code with its day and state in eight bytes.
private struct LateCodes {
    let day: Day
    private var names = ByteNames()
    private var groups: [LateGroup] = []
    /// `(day paid - first day) << 31 | code << 1 | listed`: so sorted they are the oldest first, then by code.
    private var codes: [UInt64] = []
    private var name: [UInt8] = []

    init(on day: Day) { self.day = day }

    var count: Int { codes.count }

    mutating func add(_ open: OpenCode) throws {
        let payment = open.payment
        let age = Int64(payment.paidOn.number) - Int64(Self.firstDay.number)
        guard (0...ConfirmationCode.numberMax).contains(payment.code), age >= 0 else {
            throw LedgerFault(.invariant, "code \(payment.code) or its day \(payment.paidOn) is none")
        }
        codes.append(UInt64(age) << 31 | UInt64(payment.code) << 1 | (open.state == .listed ? 1 : 0))
        let group = number(ofGroupOf: payment)
        groups[group].codes += 1
        groups[group].money += MoneySum(payment.amount)
        groups[group].oldest = min(groups[group].oldest, payment.paidOn)
    }

    private static let firstDay = Day(yyyyMMdd: 1_01_01)!

    private mutating func number(ofGroupOf payment: RecordedPayment) -> Int {
        payment.text.fields { fields in
            name.removeAll(keepingCapacity: true)
            name += payment.partner.utf8
            for field in [PaymentField.point, .collector] {
                name.append(RecordChunk.separator)
                name += fields[field]
            }
            let number = Int(name.withUnsafeBytes { names.number(of: $0) })
            if number == groups.count {
                groups.append(
                    LateGroup(
                        partner: payment.partner, point: String(decoding: fields[.point], as: UTF8.self),
                        collector: String(decoding: fields[.collector], as: UTF8.self), oldest: payment.paidOn))
            }
            return number
        }
    }

    func sortedGroups() -> [LateGroup] {
        groups.sorted { one, other in
            one.money != other.money
                ? one.money > other.money : (one.partner, one.point, one.collector) < (other.partner, other.point, other.collector)
        }
    }

    func sortedCodes() -> (codes: [Int64], states: [CodeState]) {
        let sorted = codes.sorted()
        return (sorted.map { Int64($0 >> 1 & 0x3FFF_FFFF) }, sorted.map { $0 & 1 == 1 ? .listed : .recorded })
    }
}
