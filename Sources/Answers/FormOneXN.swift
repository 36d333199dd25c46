// Form 01-XN (exchange.md section 4): what a partner's payments of one day came to, code by code, as XML, as a sheet and as a
// page. Made of a closed day, so it never changes. A form may hold a million rows that the ledger keeps in the order of
// codes: one pass notes each row's place in eight bytes, a second reads the payments again in the order of the form and
// hands each to every file that is wanted. Every sum is made in both passes, with checks; if they differ, nothing is published.

public import LedgerCore

import Contributions

/// Who is named on a form, each as on the day reported.
public struct FormNames: Sendable {
    /// TEN_CAP_TREN; empty when the office has no superior on record.
    public var superior: String
    /// TEN_CQ_BHXH
    public var office: String
    /// TEN_TCDVT
    public var partner: String

    public init(superior: String, office: String, partner: String) {
        self.superior = superior
        self.office = office
        self.partner = partner
    }
}

public enum FormOneXN {
    /// Writes these files of the form. Throws a `LedgerFault` when the ledger does not give the same payments twice, or a sum overflows.
    public static func render(form: ReportOwed, names: FormNames, ledger: any Ledger, into files: [ReportFile]) throws {
        var order = FormOrder()
        var expected = FormTotals()
        try ledger.payments(on: form.day, office: form.between.office, partner: form.between.partner) { payment in
            try order.add(payment)
            try expected.add(payment)
        }
        let drawing = try FormDrawing(form, names, into: files, rowCount: expected.codes)
        try readAgain(order.sorted(), ledger) { try drawing.append($0) }
        let printed = try drawing.end()
        guard printed == expected else {
            throw LedgerFault(
                .invariant, "01-XN \(form.between.office) \(form.between.partner) \(form.day): two readings differ in their sums")
        }
    }

    private static func readAgain(_ codes: [Int64], _ ledger: any Ledger, _ body: (FormRow) throws -> Void) throws {
        let codeText = CodeText(prefix: ledger.prefix)
        for (index, code) in codes.enumerated() {
            var trouble: (any Error)?
            let isThere = try ledger.payment(code) { payment in
                payment.text.fields { fields in
                    let row = FormRow(ordinal: index + 1, code: codeText.bytes(of: code), payment: payment, fields: fields)
                    do { try body(row) } catch { trouble = error }
                }
            }
            if let trouble { throw trouble }
            guard isThere else { throw LedgerFault(.invariant, "payment \(code) is gone between two readings") }
        }
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

    /// GHI_CHU.
    var remark: String? {
        let daysLate = payment.claimedOn - payment.paidOn
        return daysLate >= 1 ? "Cập nhật chậm \(daysLate) ngày" : nil
    }
}
