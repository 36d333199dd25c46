import Answers
import Contributions
import Diagnosis
import Rulebook

// How `doctor` looks: a line a check, the worst first; below a fault or a warning what to do; at the end how many there were. Or
// the same in JSON.

struct DoctorReport {
    /// Worst first, and otherwise in the order of looking.
    let checks: [GroundCheck]
    let takenAt: VietnamTime

    init(checks: [GroundCheck], at time: VietnamTime) {
        let ranked = checks.enumerated().sorted { ($0.element.result, $0.offset) < ($1.element.result, $1.offset) }
        self.checks = ranked.map(\.element)
        takenAt = time
    }

    var isGood: Bool { count(.fault) == 0 }

    private func count(_ result: GroundCheck.Result) -> Int { checks.count { $0.result == result } }

    // MARK: for people

    func text(_ language: Language) -> String {
        let resultWidth = GroundCheck.Result.allCases.map { $0.word(language).count }.max() ?? 0
        let codeWidth = GroundCheck.Code.allCases.map(\.rawValue.count).max() ?? 0
        var text = ""
        for check in checks {
            let subject = ShownText.visible(check.subject)
            text += "\(padded(check.result.word(language), resultWidth))  \(padded(check.code.rawValue, codeWidth))  "
            text += "\(subject): \(ShownText.visible(check.seen.words(language)))\n"
            if let advice = check.advice(language) {
                text += String(repeating: " ", count: resultWidth + 2) + "-> \(ShownText.visible(advice))\n"
            }
        }
        let counts = [
            language.say("\(count(.fault)) lỗi", count(.fault) == 1 ? "1 fault" : "\(count(.fault)) faults"),
            language.say("\(count(.warning)) cảnh báo", count(.warning) == 1 ? "1 warning" : "\(count(.warning)) warnings"),
            language.say("\(count(.unseen)) mục không xem được", "\(count(.unseen)) not looked at"),
        ]
        return text + language.say("Đã xem \(checks.count) mục: ", "Looked at \(checks.count) things: ") + counts.joined(separator: ", ")
            + "\n"
    }

    private func padded(_ word: String, _ width: Int) -> String { word + String(repeating: " ", count: max(0, width - word.count)) }

    // MARK: for programs

    func writeJSON(to out: AnswerWriter) {
        let json = JSONWriter(into: out)
        json.object {
            json.member("THOI_GIAN", takenAt.description)
            json.member("TOT", isGood)
            json.array("DS_KIEM_TRA") {
                for check in checks {
                    json.object {
                        json.member("MA", check.code.rawValue)
                        json.member("KET_QUA", check.result.rawValue)
                        json.member("DOI_TUONG", check.subject)
                        json.member("MO_TA", check.seen.words(.vi))
                        json.member("VIEC_CAN_LAM", check.advice(.vi) ?? "")
                    }
                }
            }
        }
        json.end()
    }
}

extension GroundCheck.Result {
    fileprivate func word(_ language: Language) -> String {
        switch self {
        case .fault: language.say("SAI", "FAULT")
        case .warning: language.say("CẢNH BÁO", "WARNING")
        case .unseen: language.say("KHÔNG XEM ĐƯỢC", "NOT SEEN")
        case .ok: language.say("đúng", "ok")
        }
    }
}
