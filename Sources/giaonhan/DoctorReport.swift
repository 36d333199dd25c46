import Answers
import Contributions
import Diagnosis
import Rulebook

// How `doctor` looks: a line a check, the worst first; below a fault or a warning what to do; at the end how many there were. Or
// the same in JSON.

struct DoctorReport {
    /// Worst first, and otherwise in the order of looking.
    let checks: [GroundCheck]
    /// Absolute.
    let spool: String
    let takenAt: VietnamTime

    init(checks: [GroundCheck], spool: String, at time: VietnamTime) {
        self.spool = spool
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
        for (index, check) in checks.enumerated() {
            let subject = ShownText.visible(check.subject)
            text += "\(padded(check.result.word(language), resultWidth))  \(padded(check.code.rawValue, codeWidth))  "
            text += "\(subject): \(ShownText.visible(check.seen.words(language)))\n"
            // Said once below those who share it.
            let next = index + 1 < checks.count ? checks[index + 1].advice(language, spool: spool) : nil
            if let advice = check.advice(language, spool: spool), advice != next {
                text += String(repeating: " ", count: resultWidth + 2) + "-> \(ShownText.visible(advice))\n"
            }
        }
        return text + language.say("Đã xem \(checks.count) mục: ", "Looked at \(checks.count) things: ") + summary(language) + "\n"
    }

    private func summary(_ language: Language) -> String {
        if checks.allSatisfy({ $0.result == .ok }) { return language.say("mọi thứ đều ổn", "all is right") }
        let (faults, warnings, unseen) = (count(.fault), count(.warning), count(.unseen))
        return language.say(
            "\(faults) chỗ sai, \(warnings) cảnh báo, \(unseen) không xem được",
            "\(faults) \(faults == 1 ? "fault" : "faults"), \(warnings) \(warnings == 1 ? "warning" : "warnings"), \(unseen) not looked at")
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
                        json.member("VIEC_CAN_LAM", check.advice(.vi, spool: spool) ?? "")
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
        case .unseen: language.say("CHƯA XEM", "NOT SEEN")
        case .ok: language.say("đúng", "ok")
        }
    }
}
