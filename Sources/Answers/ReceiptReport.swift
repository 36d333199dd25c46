// C17-TS: every receipt of the payments that a partner had recorded on a day, in the order of receipts, and what they come to. A
// day may have a million: one pass keeps sixteen bytes a row, and each serial once.

import Contributions
import LedgerCore

enum ReceiptReport {
    static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        var order = ReceiptOrder()
        try context.ledger.payments(on: report.day, office: report.office, partner: report.between.partner) { try order.add($0) }
        let columns = Self.columns
        let drawing = try ReportDrawing(
            ReportNames.heading(
                report, context.directory, form: "Mẫu C17-TS", title: "BẢNG ĐỐI CHIẾU BIÊN LAI VÀ SỐ TIỀN THU", look: .form),
            into: files)
        try drawing.beginTable(columns.table, rowCount: order.count)
        var totals = FormTotals()
        try order.forEachSorted { row in
            totals.add(row.amount, isPension: row.isPension)
            try drawing.append(row, columns)
        }
        try drawing.endList()
        let (pension, health, money) = (totals.pension, totals.health, totals.money)
        try drawing.append(
            sum: ReportSum(
                label: "Tổng cộng (\(Dong(Int64(totals.codes))) biên lai)", level: .total, values: [pension, health, money]))
        try drawing.endTable()
        try drawing.append(totals: [
            ReportTotal("SO_BIEN_LAI", count: totals.codes), ReportTotal("TIEN_BHXH", pension), ReportTotal("TIEN_BHYT", health),
            ReportTotal("TONG_TIEN", money), ReportTotal(inWords: money),
        ])
        try drawing.end(ReportClosing(amountInWords: VietnameseWords.dong(money), notes: [], signer: "Cán bộ thu"))
    }

    private static var columns: ReportColumns<ReceiptRow> {
        ReportColumns(
            sheetName: "C17-TS", list: "DS_BIEN_LAI", entry: "BIEN_LAI",
            [
                ReportColumn("STT", "STT", .count, width: 8) { .number(Int64($0.ordinal)) },
                ReportColumn("KY_HIEU_BIEN_LAI", "Ký hiệu", in: "Biên lai", .code, width: 27) { .text($0.serial) },
                ReportColumn("SO_BIEN_LAI", "Số", in: "Biên lai", .code, width: 12) { .text($0.number) },
                ReportColumn("NGAY_BIEN_LAI", "Ngày", in: "Biên lai", .day, width: 12) { .day($0.paidOn) },
                ReportColumn("TIEN_BHXH", "BHXH tự nguyện", in: "Số tiền", .money, width: 20) {
                    .number($0.isPension ? $0.amount : 0)
                },
                ReportColumn("TIEN_BHYT", "BHYT", in: "Số tiền", .money, width: 20) { .number($0.isPension ? 0 : $0.amount) },
                ReportColumn("TONG_TIEN", "Tổng số", in: "Số tiền", .money, width: 21) { .number($0.amount) },
            ])
    }
}

/// A receipt; a view, valid while it is handed over.
struct ReceiptRow {
    /// STT.
    let ordinal: Int
    let serial: UnsafeRawBufferPointer
    /// Seven digits.
    let number: UnsafeRawBufferPointer
    /// NGAY_NOP_TIEN, which a receipt bears as its own day.
    let paidOn: Day
    let isPension: Bool
    let amount: Int64
}

/// Receipts in the order of their serials, bytewise, then their numbers. All that is shown of a payment fits two words, so nothing is
/// read twice.
struct ReceiptOrder {
    private static let digits = 7
    /// SO_TIEN has at most twelve digits.
    private static let amountMax: Int64 = 999_999_999_999

    private struct Row: Comparable {
        /// `serial << 25 | number << 1 | pension`
        var key: UInt64
        /// `day << 40 | amount`; the day counts from year 1.
        var content: UInt64

        static func < (left: Row, right: Row) -> Bool { (left.key, left.content) < (right.key, right.content) }
    }

    private var serials = ByteNames()
    private var rows: [Row] = []

    var count: Int { rows.count }

    mutating func add(_ payment: RecordedPayment) throws {
        let found = payment.text.fields { fields in
            (
                serial: serials.number(of: fields[.receiptSerial]),
                number: fields[.receiptNumber].count == Self.digits ? fields.number(.receiptNumber) : nil
            )
        }
        let day = Int64(payment.paidOn.number) - Int64(Self.firstDay.number)
        guard let number = found.number, (0...Self.amountMax).contains(payment.amount), day >= 0 else {
            throw LedgerFault(.invariant, "payment \(payment.code) has a receipt, a day or money that no record can have")
        }
        rows.append(
            Row(
                key: UInt64(found.serial) << 25 | UInt64(number) << 1 | (payment.kind.isPension ? 1 : 0),
                content: UInt64(day) << 40 | UInt64(payment.amount)))
    }

    private static let firstDay = Day(yyyyMMdd: 1_01_01)!

    /// Sorts the rows in place, for there may be a million, and calls `body` with each.
    consuming func forEachSorted(_ body: (ReceiptRow) throws -> Void) throws {
        let bySerial = (0..<serials.count).sorted { serials.bytes(of: $0).lexicographicallyPrecedes(serials.bytes(of: $1)) }
        var ranks = [UInt64](repeating: 0, count: bySerial.count)
        for (rank, serial) in bySerial.enumerated() { ranks[serial] = UInt64(rank) }
        for index in rows.indices { rows[index].key = ranks[Int(rows[index].key >> 25)] << 25 | rows[index].key & 0x1FF_FFFF }
        rows.sort()
        try withUnsafeTemporaryAllocation(byteCount: Self.digits, alignment: 1) { number in
            var serial: [UInt8] = []
            var rank: UInt64?
            for (index, row) in rows.enumerated() {
                if rank != row.key >> 25 {
                    rank = row.key >> 25
                    serial = Array(serials.bytes(of: bySerial[Int(row.key >> 25)]))
                }
                var rest = row.key >> 1 & 0xFF_FFFF
                for place in stride(from: Self.digits - 1, through: 0, by: -1) {
                    number[place] = UInt8(truncatingIfNeeded: rest % 10) + 48
                    rest /= 10
                }
                try serial.withUnsafeBytes { serial in
                    try body(
                        ReceiptRow(
                            ordinal: index + 1, serial: serial, number: UnsafeRawBufferPointer(number),
                            paidOn: Self.firstDay.advanced(by: Int(row.content >> 40)), isPension: row.key & 1 == 1,
                            amount: Int64(row.content & 0xFF_FFFF_FFFF)))
                }
            }
        }
    }
}
