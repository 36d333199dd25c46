// TC: what was refused and why, the file's own faults first, then record by record in file order (exchange.md section 3).
// Rendered from the ledger alone. The words are the catalogue's; values are the sender's, escaped.

public import LedgerCore

import Contributions
import Rulebook

public enum RejectionAnswer {
    /// Writes the TC of a posted file that was refused as a whole or in part.
    public static func render(file: FileRecord, ledger: any Ledger, into out: AnswerWriter) throws {
        out.appendDeclaration()
        out.append("<TU_CHOI_LO PHIEN_BAN=\"1\">\n")
        out.appendHeader(of: file)
        appendFileFaults(file.posting.findings, into: out)
        try appendRefusals(of: file, ledger, into: out)
        out.append("</TU_CHOI_LO>\n")
    }

    private static func appendFileFaults(_ findings: [Finding], into out: AnswerWriter) {
        guard !findings.isEmpty else { return out.append("  <DS_LOI_TEP/>\n") }
        out.append("  <DS_LOI_TEP>\n")
        for finding in findings {
            out.appendLine("    <LOI>\n      <MA_LOI>", finding.code.rawValue, "</MA_LOI>\n")
            out.appendLine("      <MO_TA_LOI>", RuleCatalog.message(for: finding), "</MO_TA_LOI>\n")
            if let place = finding.place {
                out.appendLine("      <DONG>", place.line, "</DONG>\n")
                if place.column > 0 { out.appendLine("      <COT>", place.column, "</COT>\n") }
            }
            out.append("    </LOI>\n")
        }
        out.append("  </DS_LOI_TEP>\n")
    }

    private static func appendRefusals(of file: FileRecord, _ ledger: any Ledger, into out: AnswerWriter) throws {
        var isFirst = true
        try ledger.refusals(of: file) { refusal in
            if isFirst { out.append("  <DS_TU_CHOI>\n") }
            isFirst = false
            out.appendLine("    <TU_CHOI>\n      <STT>", refusal.ordinal, "</STT>\n")
            out.appendLine("      <DONG>", refusal.line, "</DONG>\n")
            out.appendKey(EntryKey(of: file.posting.document, section: refusal.section), refusal.key)
            out.append("      <DS_LOI>\n")
            for finding in refusal.findings { append(finding, into: out) }
            out.append("      </DS_LOI>\n    </TU_CHOI>\n")
            try out.check()
        }
        out.append(isFirst ? "  <DS_TU_CHOI/>\n" : "  </DS_TU_CHOI>\n")
    }

    private static func append(_ finding: Finding, into out: AnswerWriter) {
        out.appendLine("        <LOI>\n          <TEN_TRUONG>", finding.subject, "</TEN_TRUONG>\n")
        out.appendLine("          <MA_LOI>", finding.code.rawValue, "</MA_LOI>\n")
        out.appendLine("          <MO_TA_LOI>", RuleCatalog.message(for: finding), "</MO_TA_LOI>\n")
        out.appendLine("          <GIA_TRI>", finding.value, "</GIA_TRI>\n        </LOI>\n")
    }
}
