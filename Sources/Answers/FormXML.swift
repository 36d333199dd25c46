// Form 01-XN as XML (exchange.md section 4): every code with its fields as they were sent, and the totals.

import Contributions
import LedgerCore

/// Writes the XML of one form, part by part.
final class FormXML {
    private let out: AnswerWriter
    private var hasRows = false

    init(into out: AnswerWriter) { self.out = out }

    func begin(_ form: ReportOwed, _ names: FormNames) throws {
        out.appendDeclaration()
        out.append("<MAU_01_XN PHIEN_BAN=\"1\">\n  <THONG_TIN_CHUNG>\n")
        out.appendLine("    <SO>", form.number, "</SO>\n")
        out.appendLine("    <NGAY_GHI_NHAN>", form.day.description, "</NGAY_GHI_NHAN>\n")
        out.appendLine("    <MA_CQ_BHXH>", form.between.office, "</MA_CQ_BHXH>\n")
        out.appendLine("    <TEN_CQ_BHXH>", names.office, "</TEN_CQ_BHXH>\n")
        out.appendLine("    <MA_TCDVT>", form.between.partner, "</MA_TCDVT>\n")
        out.appendLine("    <TEN_TCDVT>", names.partner, "</TEN_TCDVT>\n")
        out.appendLine("    <THOI_GIAN_LAP>", form.closedAt.description, "</THOI_GIAN_LAP>\n")
        out.append("  </THONG_TIN_CHUNG>\n")
        try out.check()
    }

    func append(_ row: FormRow) throws {
        if !hasRows { out.append("  <DS_XAC_NHAN>\n") }
        hasRows = true
        out.append("    <XAC_NHAN>\n      <STT>")
        out.append(Int64(row.ordinal))
        out.append("</STT>\n      <MA_XAC_NHAN>")
        out.append(row.code)
        out.append("</MA_XAC_NHAN>\n      <HO_TEN>")
        out.append(escaped: row.fields[.fullName])
        out.append("</HO_TEN>\n      <MA_SO_BHXH>")
        out.append(escaped: row.fields[.insuranceNumber])
        out.append("</MA_SO_BHXH>\n      <SO_DDCN>")
        out.append(escaped: row.fields[.personalNumber])
        out.append("</SO_DDCN>\n      <NGAY_NOP_TIEN>")
        out.append(row.payment.paidOn)
        out.append("</NGAY_NOP_TIEN>\n      <LOAI_HINH>")
        out.append(escaped: row.fields[.kind])
        out.append("</LOAI_HINH>\n      <SO_THANG>")
        out.append(escaped: row.fields[.months])
        out.append("</SO_THANG>\n      <SO_TIEN>")
        out.append(row.payment.amount)
        out.append("</SO_TIEN>\n      <KY_HIEU_BIEN_LAI>")
        out.append(escaped: row.fields[.receiptSerial])
        out.append("</KY_HIEU_BIEN_LAI>\n      <SO_BIEN_LAI>")
        out.append(escaped: row.fields[.receiptNumber])
        out.append("</SO_BIEN_LAI>\n      <MA_DIEM_THU>")
        out.append(escaped: row.fields[.point])
        out.append("</MA_DIEM_THU>\n      <MA_NHAN_VIEN_THU>")
        out.append(escaped: row.fields[.collector])
        out.append("</MA_NHAN_VIEN_THU>\n      <GHI_CHU>")
        if let remark = row.remark { out.append(plain: remark) }
        out.append("</GHI_CHU>\n    </XAC_NHAN>\n")
        try out.check()
    }

    func end(_ totals: FormTotals) throws {
        out.append(hasRows ? "  </DS_XAC_NHAN>\n" : "  <DS_XAC_NHAN/>\n")
        // No document of this version cancels a code, so nothing is taken off.
        out.append("  <DIEU_CHINH_GIAM>\n    <SO_MA>0</SO_MA>\n    <TONG_TIEN>0</TONG_TIEN>\n  </DIEU_CHINH_GIAM>\n")
        let money = try totals.money()
        out.append("  <TONG_CONG>\n")
        out.appendLine("    <SO_MA>", totals.codes, "</SO_MA>\n")
        out.appendLine("    <TIEN_BHXH>", totals.pension.amount, "</TIEN_BHXH>\n")
        out.appendLine("    <TIEN_BHYT>", totals.health.amount, "</TIEN_BHYT>\n")
        out.appendLine("    <TONG_TIEN>", money.amount, "</TONG_TIEN>\n")
        out.appendLine("    <BANG_CHU>", VietnameseWords.dong(money.amount), "</BANG_CHU>\n")
        out.append("  </TONG_CONG>\n</MAU_01_XN>\n")
        try out.check()
    }
}
