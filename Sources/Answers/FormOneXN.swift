// Form 01-XN (exchange.md section 4): what a partner's payments of one day came to, code by code, as XML, as a sheet and as a
// page. Made of a closed day, so it never changes. A form may hold a million rows that the ledger keeps in the order of
// codes: one pass notes each row's place in eight bytes, a second reads the payments again in the order of the form and
// hands each to every file that is wanted. Every sum is made in both passes; if they differ, nothing is published.

import Contributions
import LedgerCore

/// Who is named on a form, each as on the day reported.
struct FormNames {
    /// TEN_CAP_TREN; empty when the office has no superior on record.
    var superior: String
    /// TEN_CQ_BHXH
    var office: String
    /// TEN_TCDVT
    var partner: String
}

enum FormOneXN {
    /// Writes these files of the form. Throws a `LedgerFault` when the ledger does not give the same payments twice.
    static func render(form: ReportOwed, names: FormNames, ledger: any Ledger, into files: [ReportFile]) throws {
        let (office, partner) = (form.between.office, form.between.partner)
        var order = FormOrder()
        var expected = FormTotals()
        try ledger.payments(on: form.day, office: office, partner: partner) { payment in
            try order.add(payment)
            expected.add(payment)
        }
        var cancelled = CancelledCodes()
        try ledger.cancelledPayments(on: form.day, office: office, partner: partner) { try cancelled.add($0) }

        let reading = SecondReading(ledger)
        let drawing = try FormDrawing(form, names, into: files, rowCount: expected.codes + cancelled.totals.codes)
        try reading.forEach(order.sorted()) { ordinal, code, payment, fields in
            try drawing.append(FormRow(ordinal: ordinal, code: code, payment: payment, fields: fields))
        }
        let printed = try drawing.endRecorded()
        try reading.forEach(cancelled.sorted()) { ordinal, code, payment, fields in
            let reason = cancelled.reason(of: payment.code)
            try drawing.append(cancelled: FormRow(ordinal: ordinal, code: code, payment: payment, fields: fields, reason: reason))
        }
        let printedCancelled = try drawing.end()
        guard printed == expected, printedCancelled == cancelled.totals else {
            throw LedgerFault(.invariant, "01-XN \(office) \(partner) \(form.day): two readings differ in their sums")
        }
    }
}

/// The codes cancelled on a day, as the form has them: in its order, each with its reason (LY_DO), which is kept once however
/// many codes have it.
private struct CancelledCodes {
    private(set) var totals = FormTotals()
    private var order = FormOrder()
    private var reasons = ByteNames()
    /// In the order of codes, as the ledger hands them over.
    private var given: [(code: Int64, reason: UInt32)] = []

    mutating func add(_ cancelled: CancelledPayment) throws {
        guard given.last.map({ $0.code < cancelled.payment.code }) ?? true else {
            throw LedgerFault(.invariant, "cancelled codes are not in order at \(cancelled.payment.code)")
        }
        try order.add(cancelled.payment)
        totals.add(cancelled.payment)
        var reason = cancelled.reason
        given.append((cancelled.payment.code, reason.withUTF8 { reasons.number(of: UnsafeRawBufferPointer($0)) }))
    }

    func sorted() -> [Int64] { order.sorted() }

    func reason(of code: Int64) -> String? {
        var (low, high) = (0, given.count)
        while low < high {
            let middle = (low + high) / 2
            if given[middle].code < code { low = middle + 1 } else { high = middle }
        }
        guard low < given.count, given[low].code == code else { return nil }
        return String(decoding: reasons.bytes(of: Int(given[low].reason)), as: UTF8.self)
    }
}

/// One row of a form; a view, valid while it is handed over.
struct FormRow {
    /// STT.
    let ordinal: Int
    /// MA_XAC_NHAN.
    let code: UnsafeRawBufferPointer
    let payment: RecordedPayment
    let fields: PaymentFields
    /// LY_DO of a cancelled code.
    var reason: String?

    /// GHI_CHU.
    var remark: String? {
        if let reason { return "Hủy: \(reason)" }
        let daysLate = payment.claimedOn - payment.paidOn
        return daysLate >= 1 ? "Cập nhật chậm \(daysLate) ngày" : nil
    }
}
