import Answers
import Contributions
import ExchangePipeline
import LedgerCore
import Rulebook

// What `check` prints: for people a verdict line a file and a line a fault, `file:line:column: …`, to be read from the top;
// for programs the list of exchange.md section 8. Refusals are written as they come, so memory does not grow with them.

protocol CheckReport {
    /// All of it; `body` adds the files.
    func list(_ body: () throws -> Void) throws
    func add(_ examined: Examined, named name: String) throws
}

extension Examined {
    /// TRANG_THAI; CHO for what would be left waiting.
    fileprivate var status: String {
        guard case .judged(let outcome) = standing else { return "CHO" }
        return AnswerStatus(outcome: outcome, counts: counts, hasFileFindings: !findings.isEmpty).rawValue
    }
}

struct CheckReportForPeople: CheckReport {
    private let out: AnswerWriter
    private let language: Language

    init(_ out: AnswerWriter, _ language: Language) {
        (self.out, self.language) = (out, language)
    }

    func list(_ body: () throws -> Void) throws { try body() }

    func add(_ examined: Examined, named name: String) throws {
        out.append(plain: "\(name): \(verdict(of: examined))\n")
        for finding in examined.findings {
            out.append(plain: place(name, finding.place?.line, finding.place?.column) + fault(finding) + "\n")
        }
        try examined.refusals { refusal in
            let record = "STT \(refusal.ordinal)" + (refusal.key.isEmpty ? "" : " \(ShownText.visible(refusal.key))")
            for finding in refusal.findings {
                out.append(plain: place(name, refusal.line, nil) + "\(record): " + fault(finding) + "\n")
            }
            try out.check()
        }
        try examined.warnings { warned in
            for finding in warned.findings {
                let record = "STT \(warned.ordinal) \(ShownText.visible(warned.key)): "
                out.append(plain: place(name, warned.line, nil) + record + language.say("cảnh báo: ", "warning: ") + fault(finding) + "\n")
            }
            try out.check()
        }
    }

    private func verdict(of examined: Examined) -> String {
        switch examined.standing {
        case .uploadUnderWay:
            examined.status + language.say(": tên tệp đang tải lên, chưa nhận", ": the name of an upload under way, left alone")
        case .sidecar(let file):
            examined.status + language.say(": được đọc cùng tệp \(file)", ": read together with \(file)")
        case .judged(.quarantined):
            // It could not be read, so there are no figures.
            examined.status
        case .judged(.replay(let first)):
            examined.status + figures(of: examined.counts)
                + language.say(
                    "; cùng nội dung với \(first), các trả lời của \(first) sẽ được gửi lại",
                    "; the same bytes as \(first), whose answers would be published again")
        case .judged:
            examined.status + figures(of: examined.counts)
        }
    }

    private func figures(of counts: Counts) -> String {
        ": SO_LUONG \(counts.found), SL_DUNG \(counts.recorded), SL_TRUNG \(counts.onRecord), SL_LOI \(counts.refused)"
    }

    private func place(_ name: String, _ line: Int?, _ column: Int?) -> String {
        let line = line.map { $0 > 0 ? ":\($0)" : "" } ?? ""
        let column = column.map { $0 > 0 ? ":\($0)" : "" } ?? ""
        return "\(name)\(line)\(column): "
    }

    /// Field and value as far as there are any, code, message.
    private func fault(_ finding: Finding) -> String {
        let value = finding.value.isEmpty ? "" : "«\(ShownText.visible(finding.value))»"
        let field = [ShownText.visible(finding.subject), value].filter { !$0.isEmpty }.joined(separator: " ")
        return (field.isEmpty ? "" : field + ": ") + "\(finding.code.rawValue) \(RuleCatalog.message(for: finding, language: language))"
    }
}

struct CheckReportForPrograms: CheckReport {
    private let out: AnswerWriter
    private let json: JSONWriter

    init(_ out: AnswerWriter) {
        (self.out, json) = (out, JSONWriter(into: out))
    }

    func list(_ body: () throws -> Void) throws {
        try json.array(body)
        json.end()
    }

    func add(_ examined: Examined, named name: String) throws {
        try json.object {
            json.member("TEN_TEP", examined.shownName)
            json.member("TRANG_THAI", examined.status)
            json.member("SO_LUONG", examined.counts.found)
            json.member("SL_DUNG", examined.counts.recorded)
            json.member("SL_TRUNG", examined.counts.onRecord)
            json.member("SL_LOI", examined.counts.refused)
            json.fileFaults(examined.findings)
            try json.array("DS_TU_CHOI") {
                try examined.refusals { refusal in
                    json.object {
                        json.member("STT", refusal.ordinal)
                        json.member("DONG", refusal.line)
                        json.member(EntryKey(of: examined.document, section: refusal.section).element, refusal.key)
                        json.recordFaults(refusal.findings)
                    }
                    try out.check()
                }
            }
            // A good file without warnings is described by exchange.md's members alone.
            var hasWarnings = false
            try examined.warnings { _ in hasWarnings = true }
            guard hasWarnings else { return }
            try json.array("DS_CANH_BAO") {
                try examined.warnings { warned in
                    json.object {
                        json.member("STT", warned.ordinal)
                        json.member("DONG", warned.line)
                        json.member("MA_GIAO_DICH", warned.key)
                        json.recordFaults(warned.findings)
                    }
                    try out.check()
                }
            }
        }
    }
}
