// What XN and TC have in common: the declaration, THONG_TIN_CHUNG with the figures of the answer, and the verdict in one
// word. What is not known is left out; a header value that is outside its format is not known (LO01 names it). What a document
// does not declare, partner or money, its answers do not show. Nothing here depends on the time of rendering.

public import Contributions
public import LedgerCore

import Rulebook

/// TRANG_THAI.
public enum AnswerStatus: String, Sendable {
    /// All is recorded, or was before.
    case accepted = "CHAP_NHAN"
    /// Some is.
    case inPart = "MOT_PHAN"
    /// Nothing is.
    case refused = "TU_CHOI"

    /// The verdict of a posted file; that of a replay is its first answer's.
    public init(outcome: Outcome, counts: Counts, hasFileFindings: Bool) {
        switch outcome {
        case .refused, .quarantined: self = .refused
        case .recorded, .replay:
            if counts.refused == 0, !hasFileFindings {
                self = .accepted
            } else {
                self = counts.recorded + counts.onRecord > 0 ? .inPart : .refused
            }
        }
    }

    public init(of posting: FilePosting) {
        self.init(outcome: posting.outcome, counts: posting.counts, hasFileFindings: !posting.findings.isEmpty)
    }
}

/// The header's values as answers show them.
struct AnswerHeader {
    /// MA_TCDVT: the document's, or else the sender's; nil when neither has one.
    let partner: String?
    /// MA_LO.
    let batch: String?
    /// TONG_TIEN as declared.
    let declaredTotal: String?
    /// The document declares TONG_TIEN; so does whatever could not be read.
    let hasMoney: Bool

    init(of posting: FilePosting) {
        hasMoney = posting.document?.declaresMoney ?? true
        let namesPartner = posting.document?.namesPartner ?? true
        let header = posting.header
        partner = namesPartner ? Owner(header.partner)?.partnerCode ?? posting.owner.partnerCode : nil
        declaredTotal = hasMoney && Self.isDigits(header.declaredTotal, atMost: 18) ? header.declaredTotal : nil
        batch = Self.isKey(header.batch) ? header.batch : nil
    }

    private static func isDigits(_ text: String, atMost length: Int) -> Bool {
        (1...length).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func isKey(_ text: String) -> Bool {
        (1...36).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "._-".utf8.contains($0)
            }
    }
}

extension DocumentKind {
    /// Its header has MA_TCDVT.
    fileprivate var namesPartner: Bool { self != .masterData && self != .bankStatement }
    /// Its header has TONG_TIEN.
    public var declaresMoney: Bool { self != .masterData && self != .adjustment }
}

extension AnswerWriter {
    func appendDeclaration() { append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

    /// One line of THONG_TIN_CHUNG: an element with escaped text.
    func appendLine(_ open: StaticString, _ text: String, _ close: StaticString) {
        append(open)
        append(escaped: text)
        append(close)
    }

    func appendLine(_ open: StaticString, _ number: Int64, _ close: StaticString) {
        append(open)
        append(number)
        append(close)
    }

    func appendLine(_ open: StaticString, _ number: Int, _ close: StaticString) { appendLine(open, Int64(number), close) }

    /// THONG_TIN_CHUNG of an answer.
    func appendHeader(of file: FileRecord) {
        let posting = file.posting
        let header = AnswerHeader(of: posting)
        append("  <THONG_TIN_CHUNG>\n")
        appendLine("    <MA_TIEP_NHAN>", posting.intake.description, "</MA_TIEP_NHAN>\n")
        appendLine("    <TRANG_THAI>", AnswerStatus(of: posting).rawValue, "</TRANG_THAI>\n")
        appendLine("    <MA_KET_QUA>", posting.resultCode, "</MA_KET_QUA>\n")
        appendLine("    <TEN_TEP>", posting.shownName, "</TEN_TEP>\n")
        if !posting.sha256.isEmpty {
            append("    <SHA256>")
            append(hex: posting.sha256)
            append("</SHA256>\n")
        }
        append("    <THOI_GIAN_TIEP_NHAN>")
        append(posting.claimedAt)
        append("</THOI_GIAN_TIEP_NHAN>\n")
        if let partner = header.partner { appendLine("    <MA_TCDVT>", partner, "</MA_TCDVT>\n") }
        if let batch = header.batch { appendLine("    <MA_LO>", batch, "</MA_LO>\n") }
        appendLine("    <SO_LUONG>", posting.counts.found, "</SO_LUONG>\n")
        appendLine("    <SL_DUNG>", posting.counts.recorded, "</SL_DUNG>\n")
        appendLine("    <SL_TRUNG>", posting.counts.onRecord, "</SL_TRUNG>\n")
        appendLine("    <SL_LOI>", posting.counts.refused, "</SL_LOI>\n")
        if let total = header.declaredTotal { appendLine("    <TONG_TIEN>", total, "</TONG_TIEN>\n") }
        if header.hasMoney {
            append("    <TONG_TIEN_DUNG>")
            append(sum: posting.counts.recordedMoney)
            append("</TONG_TIEN_DUNG>\n")
        }
        append("  </THONG_TIN_CHUNG>\n")
    }
}
