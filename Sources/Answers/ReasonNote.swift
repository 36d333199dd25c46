// The .reason.json that stands beside a quarantined original: which file it is and why nobody could read it, for an
// operator who finds it there (exchange.md sections 1 and 8). What is not known is left out.

public import Contributions
public import LedgerCore

import Rulebook

public enum ReasonNote {
    /// The note's bytes for a posted file.
    public static func render(file: FileRecord) throws -> [UInt8] {
        let posting = file.posting
        return try render(intake: posting.intake, shownName: posting.shownName, sha256: posting.sha256, findings: posting.findings)
    }

    /// The note's bytes.
    public static func render(intake: IntakeNumber, shownName: String, sha256: [UInt8], findings: [Finding]) throws -> [UInt8] {
        try AnswerWriter.bytes { out in
            let json = JSONWriter(into: out)
            json.object {
                json.member("MA_TIEP_NHAN", intake.description)
                json.member("TEN_TEP", shownName)
                if !sha256.isEmpty { json.member("SHA256", hexadecimal(sha256)) }
                json.fileFaults(findings)
            }
            json.end()
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension JSONWriter {
    /// The member DS_LOI_TEP: a file's faults, as the .reason.json and `check --json` show them.
    public func fileFaults(_ findings: [Finding]) {
        array("DS_LOI_TEP") {
            for finding in findings {
                object {
                    member("MA_LOI", finding.code.rawValue)
                    member("MO_TA_LOI", RuleCatalog.message(for: finding))
                    if let place = finding.place {
                        member("DONG", place.line)
                        if place.column > 0 { member("COT", place.column) }
                    }
                }
            }
        }
    }

    /// The member DS_LOI: one record's faults, as `check --json` shows them; or its warnings, under another key.
    public func recordFaults(_ findings: [Finding], under key: String = "DS_LOI") {
        array(key) {
            for finding in findings {
                object {
                    member("TEN_TRUONG", finding.subject)
                    member("MA_LOI", finding.code.rawValue)
                    member("MO_TA_LOI", RuleCatalog.message(for: finding))
                    member("GIA_TRI", finding.value)
                }
            }
        }
    }
}
