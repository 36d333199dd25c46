import Assembly
import Contributions
import ExchangePipeline
import ExchangeTesting
import Foundation
import LedgerCore

// What `check --spool` says of a sample that lies in its inbox, in the same few lines as what its answers then say: the figures,
// the faults of the file, and record by record what is refused or warned of.

extension SampleSpool {
    /// What an examiner says of the step's one file; nil when there are several, since each would be examined as if it came next.
    func examine(_ step: SampleStep, in inbox: String, _ settings: SpoolSettings) throws -> [String]? {
        let drops = step.drops.filter { !String(decoding: $0.name, as: UTF8.self).hasSuffix(".sha256") }
        guard drops.count == 1 else { return nil }
        let examiner = try Assembly.makeExaminer(settings, owner: step.owner)
        let examined = try examiner.examine(examiner.look(at: Array("\(inbox)/".utf8) + drops[0].name))
        let counts = examined.counts
        var lines = ["\(counts.found) = \(counts.recorded) + \(counts.onRecord) + \(counts.refused)"]
        lines += examined.findings.map { "file: \($0.code)" }
        try examined.refusals { refusal in
            lines += refusal.findings.map { "\(refusal.ordinal): \($0.code) \($0.subject)" }
        }
        try examined.warnings { warned in lines += warned.findings.map { "\(warned.ordinal): \($0.code)" } }
        return Set(lines).sorted()
    }

    /// What the answers say, in the same lines.
    static func lines(of answers: [String: [UInt8]]) -> [String] {
        var lines: Set<String> = []
        for (name, bytes) in answers where name.hasSuffix(".xml") {
            let answer = String(decoding: bytes, as: UTF8.self)
            let counts = ["SO_LUONG", "SL_DUNG", "SL_TRUNG", "SL_LOI"].map { answer.values(of: $0).first ?? "0" }
            lines.insert("\(counts[0]) = \(counts[1]) + \(counts[2]) + \(counts[3])")
            for fault in answer.values(of: "DS_LOI_TEP") { lines.formUnion(fault.values(of: "MA_LOI").map { "file: \($0)" }) }
            for entry in answer.values(of: "TU_CHOI") {
                let ordinal = entry.values(of: "STT").first ?? ""
                for fault in entry.values(of: "LOI") {
                    lines.insert("\(ordinal): \(fault.values(of: "MA_LOI").first ?? "") \(fault.values(of: "TEN_TRUONG").first ?? "")")
                }
            }
            for entry in answer.values(of: "XAC_NHAN") {
                let ordinal = entry.values(of: "STT").first ?? ""
                lines.formUnion(entry.values(of: "MA_LOI").map { "\(ordinal): \($0)" })
            }
        }
        return lines.sorted()
    }
}
