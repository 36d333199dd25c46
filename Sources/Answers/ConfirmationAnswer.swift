// XN: what a file recorded, entry by entry, with the codes and the text to give each participant (exchange.md section 3).
// Rendered from the ledger alone, so the same file gives the same bytes at any time. Half a day of the country may stand in
// one answer: an entry is copied from the ledger's bytes, and only warnings become a String.

public import LedgerCore

import Contributions
import Rulebook

public enum ConfirmationAnswer {
    /// Writes the XN of a posted file that recorded something, or whose entries were on record before.
    /// Throws a `LedgerFault` when the ledger's entries are not those that the file's counts state.
    public static func render(file: FileRecord, ledger: any Ledger, into out: AnswerWriter) throws {
        if file.posting.document == .paymentList {
            let rendering = ConfirmationRendering(of: file, prefix: ledger.prefix, into: out)
            try ledger.confirmations(of: file) { confirmation in
                rendering.append(confirmation)
                try out.check()
            }
            try rendering.finish()
        } else {
            out.appendHead(of: file)
            try renderEntries(of: file, ledger, into: out)
            out.appendTail()
        }
    }

    private static func renderEntries(of file: FileRecord, _ ledger: any Ledger, into out: AnswerWriter) throws {
        let codes = CodeText(prefix: ledger.prefix)
        var entries = 0
        try ledger.acceptedEntries(of: file) { entry in
            out.append("    <XAC_NHAN>\n")
            out.appendLine("      <STT>", entry.ordinal, "</STT>\n")
            switch entry.key {
            case .masterData(let key): out.appendKey(.masterData, key)
            case .transfer(let transfer): out.appendKey(.transfer, transfer)
            case .code(let code):
                out.append("      <MA_XAC_NHAN>")
                out.append(codes.bytes(of: code))
                out.append("</MA_XAC_NHAN>\n")
            }
            if let day = entry.recordedOn {
                out.append("      <NGAY_GHI_NHAN>")
                out.append(day)
                out.append("</NGAY_GHI_NHAN>\n")
            }
            if let state = entry.state { out.appendLine("      <TRANG_THAI>", state.rawValue, "</TRANG_THAI>\n") }
            out.append("    </XAC_NHAN>\n")
            entries += 1
            try out.check()
        }
        guard entries == file.posting.counts.recorded + file.posting.counts.onRecord else {
            throw LedgerFault(.invariant, "\(file.posting.intake): the entries on record are not those of its counts")
        }
    }
}

extension AnswerWriter {
    fileprivate func appendHead(of file: FileRecord) {
        appendDeclaration()
        append("<XAC_NHAN_LO PHIEN_BAN=\"1\">\n")
        appendHeader(of: file)
        append("  <DS_XAC_NHAN>\n")
    }

    fileprivate func appendTail() { append("  </DS_XAC_NHAN>\n</XAC_NHAN_LO>\n") }
}

/// The XN of a DANH_SACH_THU in the making: payment by payment, wherever they come from.
public final class ConfirmationRendering {
    private let file: FileRecord
    private let out: AnswerWriter
    private let lines: ConfirmationLines
    private var recorded = 0
    private var onRecord = 0
    private var money: MoneySum = 0

    /// Begins it.
    public init(of file: FileRecord, prefix: String, into out: AnswerWriter) {
        (self.file, self.out) = (file, out)
        lines = ConfirmationLines(out, prefix: prefix)
        out.appendHead(of: file)
    }

    /// Payments so far that the file itself recorded.
    public var count: Int { recorded }

    /// The next one in file order.
    public func append(_ confirmation: Confirmation) {
        lines.append(confirmation)
        if confirmation.wasOnRecord {
            onRecord += 1
        } else {
            recorded += 1
            money += MoneySum(confirmation.payment.amount)
        }
    }

    /// Ends it. Throws a `LedgerFault` when what came is not what the file's counts state.
    public func finish() throws(LedgerFault) {
        let counts = file.posting.counts
        guard recorded == counts.recorded, onRecord == counts.onRecord, money == counts.recordedMoney else {
            throw LedgerFault(.invariant, "\(file.posting.intake): the entries on record are not those of its counts")
        }
        out.appendTail()
    }
}

/// Writes the XAC_NHAN of payments, one after the other. A class, so that no entry copies what all of them share.
final class ConfirmationLines {
    private let out: AnswerWriter
    private let codes: CodeText
    private let prefix: String
    /// CB03 differs from entry to entry in the code alone: the words before and after it, once they were needed.
    private var wordsOnRecord: (beforeCode: [UInt8], afterCode: [UInt8])?
    /// The warning written last and its message: a late file's records are all warned of in the same words.
    private var lastWarning: (finding: Finding, message: String)?

    init(_ out: AnswerWriter, prefix: String) {
        self.out = out
        self.prefix = prefix
        codes = CodeText(prefix: prefix)
    }

    func append(_ confirmation: Confirmation) {
        let payment = confirmation.payment
        let code = codes.bytes(of: payment.code)
        payment.text.fields { fields in
            out.append("    <XAC_NHAN>\n      <STT>")
            out.append(Int64(confirmation.ordinal))
            out.append("</STT>\n      <MA_GIAO_DICH>")
            out.append(escaped: fields[.transactionKey])
            out.append("</MA_GIAO_DICH>\n      <MA_XAC_NHAN>")
            out.append(code)
            out.append("</MA_XAC_NHAN>\n      <NGAY_GHI_NHAN>")
            out.append(payment.recordedOn)
            out.append("</NGAY_GHI_NHAN>\n      <NOI_DUNG>")
            appendContent(of: payment, fields, code)
            out.append("</NOI_DUNG>\n")
        }
        for warning in confirmation.warnings where !(confirmation.wasOnRecord && warning.code == .CB03) {
            out.appendLine("      <CANH_BAO>\n        <MA_LOI>", warning.code.rawValue, "</MA_LOI>\n")
            out.appendLine("        <MO_TA_LOI>", message(for: warning), "</MO_TA_LOI>\n      </CANH_BAO>\n")
        }
        if confirmation.wasOnRecord { appendOnRecord(code) }
        out.append("    </XAC_NHAN>\n")
    }

    private func message(for warning: Finding) -> String {
        if let lastWarning, lastWarning.finding == warning { return lastWarning.message }
        let message = RuleCatalog.message(for: warning)
        lastWarning = (warning, message)
        return message
    }

    private func appendOnRecord(_ code: UnsafeRawBufferPointer) {
        let words = wordsOnRecord ?? makeWordsOnRecord()
        wordsOnRecord = words
        out.append("      <CANH_BAO>\n        <MA_LOI>CB03</MA_LOI>\n        <MO_TA_LOI>")
        words.beforeCode.withUnsafeBytes { out.append(escaped: $0) }
        out.append(code)
        words.afterCode.withUnsafeBytes { out.append(escaped: $0) }
        out.append("</MO_TA_LOI>\n      </CANH_BAO>\n")
    }

    private func makeWordsOnRecord() -> (beforeCode: [UInt8], afterCode: [UInt8]) {
        let code = ConfirmationCode(prefix: prefix, number: 1).description
        let parts = RuleCatalog.message(for: Finding(.CB03, details: [code]))
            .split(separator: code, maxSplits: 1, omittingEmptySubsequences: false)
        return (Array(parts[0].utf8), parts.count > 1 ? Array(parts[1].utf8) : [])
    }

    /// NOI_DUNG: the six items of Công văn 2381 and the code, in one line.
    private func appendContent(of payment: RecordedPayment, _ fields: PaymentFields, _ code: UnsafeRawBufferPointer) {
        out.append("BHXH Việt Nam xác nhận: ")
        out.append(escaped: fields[.fullName])
        out.append(", mã số ")
        let insuranceNumber = fields[.insuranceNumber]
        out.append(escaped: insuranceNumber.isEmpty ? fields[.personalNumber] : insuranceNumber)
        out.append(", đã nộp ")
        out.append(payment.amount, groupedBy: UInt8(ascii: "."))
        switch payment.kind {
        case .voluntary: out.append(" đ BHXH tự nguyện, ")
        case .household: out.append(" đ BHYT hộ gia đình, ")
        case .farming: out.append(" đ BHYT hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình, ")
        }
        out.append(escaped: fields[.months])
        out.append(" tháng")
        appendPeriod(of: payment, fields)
        out.append(", ngày ")
        out.append(forPeople: payment.paidOn)
        out.append(". Mã xác nhận ")
        out.append(code)
        out.append(". Tra cứu: baohiemxahoi.gov.vn")
    }

    /// BI, AR: the days of the card. IS: the months, one alone as one. TH pays for months missing in the past or yet to
    /// come that need not stand in a row, so only the first that was given is named.
    private func appendPeriod(of payment: RecordedPayment, _ fields: PaymentFields) {
        guard payment.kind == .voluntary else {
            let from = fields[.fromDay]
            let to = fields[.toDay]
            guard from.count == 8, to.count == 8 else { return }
            out.append(" (")
            out.append(dayForPeople: from)
            out.append("-")
            out.append(dayForPeople: to)
            out.append(")")
            return
        }
        let method = fields[.method]
        let paysMissing = method.count == 2 && method[0] == UInt8(ascii: "T") && method[1] == UInt8(ascii: "H")
        if paysMissing { out.append(" còn thiếu") }
        guard let first = fields.number(.fromMonth).flatMap({ Month(yyyyMM: $0) }), let months = fields.number(.months) else { return }
        out.append(paysMissing ? " (từ " : " (")
        out.append(forPeople: first)
        if !paysMissing, months > 1 {
            out.append("-")
            out.append(forPeople: first.advanced(by: months - 1))
        }
        out.append(")")
    }
}
