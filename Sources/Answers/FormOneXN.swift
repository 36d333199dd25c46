// Form 01-XN as XML (exchange.md section 4): what a partner's payments of one day came to, code by code. Made of a closed
// day, so it never changes. A form may hold a million rows that the ledger keeps in the order of codes: one pass notes each
// row's place in eight bytes, a second reads the payments again in the order of the form. Every sum is made in both
// passes, with checks; if they differ, nothing is published.

public import LedgerCore

import Contributions

public enum FormOneXN {
    /// Writes the form. Throws a `LedgerFault` when the ledger does not give the same payments twice, or a sum overflows.
    /// - Parameter officeName: TEN_CQ_BHXH in force on the day reported.
    /// - Parameter partnerName: TEN_TCDVT in force on the day reported.
    public static func render(
        form: FormOwed, officeName: String, partnerName: String, ledger: any Ledger, into out: AnswerWriter
    ) throws {
        var order = FormOrder()
        var expected = FormTotals()
        try ledger.payments(on: form.day, office: form.between.office, partner: form.between.partner) { payment in
            try order.add(payment)
            try expected.add(payment)
        }
        out.appendDeclaration()
        out.append("<MAU_01_XN PHIEN_BAN=\"1\">\n")
        appendHeader(form, officeName, partnerName, into: out)
        let printed = try appendRows(order.sorted(), ledger, into: out)
        guard printed == expected else {
            throw LedgerFault(
                .invariant, "01-XN \(form.between.office) \(form.between.partner) \(form.day): two readings differ in their sums")
        }
        // No document of this version cancels a code, so nothing is taken off.
        out.append("  <DIEU_CHINH_GIAM>\n    <SO_MA>0</SO_MA>\n    <TONG_TIEN>0</TONG_TIEN>\n  </DIEU_CHINH_GIAM>\n")
        try appendTotals(printed, into: out)
        out.append("</MAU_01_XN>\n")
    }

    private static func appendHeader(_ form: FormOwed, _ officeName: String, _ partnerName: String, into out: AnswerWriter) {
        out.append("  <THONG_TIN_CHUNG>\n")
        out.appendLine("    <SO>", form.number, "</SO>\n")
        out.appendLine("    <NGAY_GHI_NHAN>", form.day.description, "</NGAY_GHI_NHAN>\n")
        out.appendLine("    <MA_CQ_BHXH>", form.between.office, "</MA_CQ_BHXH>\n")
        out.appendLine("    <TEN_CQ_BHXH>", officeName, "</TEN_CQ_BHXH>\n")
        out.appendLine("    <MA_TCDVT>", form.between.partner, "</MA_TCDVT>\n")
        out.appendLine("    <TEN_TCDVT>", partnerName, "</TEN_TCDVT>\n")
        out.appendLine("    <THOI_GIAN_LAP>", form.closedAt.description, "</THOI_GIAN_LAP>\n")
        out.append("  </THONG_TIN_CHUNG>\n")
    }

    private static func appendRows(_ codes: [Int64], _ ledger: any Ledger, into out: AnswerWriter) throws -> FormTotals {
        var totals = FormTotals()
        guard !codes.isEmpty else {
            out.append("  <DS_XAC_NHAN/>\n")
            return totals
        }
        let codeText = CodeText(prefix: ledger.prefix)
        out.append("  <DS_XAC_NHAN>\n")
        for (index, code) in codes.enumerated() {
            var trouble: (any Error)?
            let isThere = try ledger.payment(code) { payment in
                do { try totals.add(payment) } catch { trouble = error }
                append(payment, ordinal: index + 1, codeText.bytes(of: code), into: out)
            }
            if let trouble { throw trouble }
            guard isThere else { throw LedgerFault(.invariant, "payment \(code) is gone between two readings") }
            try out.check()
        }
        out.append("  </DS_XAC_NHAN>\n")
        return totals
    }

    private static func append(_ payment: RecordedPayment, ordinal: Int, _ code: UnsafeRawBufferPointer, into out: AnswerWriter) {
        payment.text.fields { fields in
            out.append("    <XAC_NHAN>\n      <STT>")
            out.append(Int64(ordinal))
            out.append("</STT>\n      <MA_XAC_NHAN>")
            out.append(code)
            out.append("</MA_XAC_NHAN>\n      <HO_TEN>")
            out.append(escaped: fields[.fullName])
            out.append("</HO_TEN>\n      <MA_SO_BHXH>")
            out.append(escaped: fields[.insuranceNumber])
            out.append("</MA_SO_BHXH>\n      <SO_DDCN>")
            out.append(escaped: fields[.personalNumber])
            out.append("</SO_DDCN>\n      <NGAY_NOP_TIEN>")
            out.append(payment.paidOn)
            out.append("</NGAY_NOP_TIEN>\n      <LOAI_HINH>")
            out.append(escaped: fields[.kind])
            out.append("</LOAI_HINH>\n      <SO_THANG>")
            out.append(escaped: fields[.months])
            out.append("</SO_THANG>\n      <SO_TIEN>")
            out.append(payment.amount)
            out.append("</SO_TIEN>\n      <KY_HIEU_BIEN_LAI>")
            out.append(escaped: fields[.receiptSerial])
            out.append("</KY_HIEU_BIEN_LAI>\n      <SO_BIEN_LAI>")
            out.append(escaped: fields[.receiptNumber])
            out.append("</SO_BIEN_LAI>\n      <MA_DIEM_THU>")
            out.append(escaped: fields[.point])
            out.append("</MA_DIEM_THU>\n      <MA_NHAN_VIEN_THU>")
            out.append(escaped: fields[.collector])
            out.append("</MA_NHAN_VIEN_THU>\n      <GHI_CHU>")
            let daysLate = payment.claimedOn - payment.paidOn
            if daysLate >= 1 { out.appendLine("Cập nhật chậm ", daysLate, " ngày") }
            out.append("</GHI_CHU>\n    </XAC_NHAN>\n")
        }
    }

    private static func appendTotals(_ totals: FormTotals, into out: AnswerWriter) throws {
        let money = try totals.money()
        out.append("  <TONG_CONG>\n")
        out.appendLine("    <SO_MA>", totals.codes, "</SO_MA>\n")
        out.appendLine("    <TIEN_BHXH>", totals.pension.amount, "</TIEN_BHXH>\n")
        out.appendLine("    <TIEN_BHYT>", totals.health.amount, "</TIEN_BHYT>\n")
        out.appendLine("    <TONG_TIEN>", money.amount, "</TONG_TIEN>\n")
        out.appendLine("    <BANG_CHU>", VietnameseWords.dong(money.amount), "</BANG_CHU>\n")
        out.append("  </TONG_CONG>\n")
    }
}

/// A form's sums. Every addition is checked.
struct FormTotals: Equatable {
    private(set) var codes = 0
    /// TIEN_BHXH.
    private(set) var pension = Dong.zero
    /// TIEN_BHYT.
    private(set) var health = Dong.zero

    mutating func add(_ payment: RecordedPayment) throws {
        let amount = Dong(payment.amount)
        guard let sum = (payment.kind.isPension ? pension : health).adding(amount) else { throw Self.overflow }
        if payment.kind.isPension { pension = sum } else { health = sum }
        codes += 1
    }

    /// TONG_TIEN.
    func money() throws -> Dong {
        guard let sum = pension.adding(health) else { throw Self.overflow }
        return sum
    }

    private static var overflow: LedgerFault { LedgerFault(.invariant, "the sum of a form does not fit 63 bits") }
}
