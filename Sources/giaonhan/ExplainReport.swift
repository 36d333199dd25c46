import Answers
import Contributions
import ExchangePipeline
import LedgerCore
import Rulebook

// How `explain` looks. For people: a line an event, with its time and number, and under it a line a fact; for programs the
// JSON of exchange.md section 8. Facts bear the names of the documents' elements in both.

extension Story {
    // MARK: for people

    func writeText(to out: AnswerWriter, _ language: Language) {
        out.append(plain: kinds.map(\.rawValue).joined(separator: ", ") + " " + ShownText.visible(key) + "\n")
        for event in events {
            out.append(plain: "\n\(event.at.forPeople)  ")
            if let intake = event.intake { out.append(plain: "\(intake)  ") }
            out.append(plain: event.kind.title(language) + "\n")
            for fact in event.facts { write(fact, to: out, language) }
        }
    }

    private func write(_ fact: StoryEvent.Fact, to out: AnswerWriter, _ language: Language) {
        func line(_ text: String) { out.append(plain: "    \(text)\n") }
        switch fact {
        case .text(let name, let text): line("\(name) \(ShownText.visible(text))")
        case .number(let name, let number): line("\(name) \(Dong(number))")
        case .money(let name, let money): line("\(name) \(Dong(money))")
        case .findings(let name, let findings):
            line(name)
            for finding in findings { line("  " + Self.sentence(finding, language)) }
        case .entries(let name, let entries):
            line(name)
            for entry in entries {
                line("  STT \(entry.ordinal) " + ShownText.visible(keyText(entry)) + (entry.state.map { " \($0.rawValue)" } ?? ""))
            }
        case .files(let name, let files):
            line(name)
            for file in files { line("  \(file.name) \(Hex.text(file.sha256))") }
        case .refusals(let name, _, let refusals):
            line(name)
            for refusal in refusals {
                let key = refusal.key.isEmpty ? "" : " \(ShownText.visible(refusal.key))"
                for finding in refusal.findings { line("  STT \(refusal.ordinal)\(key): " + Self.sentence(finding, language)) }
            }
        }
    }

    /// An entry's key as its document writes it.
    private func keyText(_ entry: AcceptedEntry) -> String {
        switch entry.key {
        case .masterData(let key), .transfer(let key): key
        case .code(let code): ConfirmationCode(prefix: prefix, number: code).description
        }
    }

    private static func sentence(_ finding: Finding, _ language: Language) -> String {
        let subject = finding.subject.isEmpty ? "" : "\(ShownText.visible(finding.subject)): "
        let place = finding.place.map { $0.column > 0 ? " (\($0.line):\($0.column))" : " (\($0.line))" } ?? ""
        return "\(subject)\(finding.code.rawValue) \(RuleCatalog.message(for: finding, language: language))\(place)"
    }

    // MARK: for programs

    func writeJSON(to out: AnswerWriter) {
        let json = JSONWriter(into: out)
        json.object {
            json.member("KHOA", key)
            json.member("LOAI", kinds.map(\.rawValue).joined(separator: ", "))
            json.array("DS_SU_KIEN") {
                for event in events {
                    json.object {
                        json.member("THOI_GIAN", event.at.description)
                        json.member("SU_KIEN", event.kind.rawValue)
                        if let intake = event.intake { json.member("MA_TIEP_NHAN", intake.description) }
                        for fact in event.facts { write(fact, to: json) }
                    }
                }
            }
        }
        json.end()
    }

    private func write(_ fact: StoryEvent.Fact, to json: JSONWriter) {
        switch fact {
        case .text(let name, let text): json.member(name, text)
        case .number(let name, let number): json.member(name, number)
        case .money(let name, let money): json.member(name, money)
        case .findings("DS_LOI_TEP", let findings): json.fileFaults(findings)
        case .findings(let name, let findings): json.recordFaults(findings, under: name)
        case .files(let name, let files):
            json.array(name) {
                for file in files {
                    json.object {
                        json.member("TEN_TEP", file.name)
                        json.member("SHA256", Hex.text(file.sha256))
                    }
                }
            }
        case .entries(let name, let entries):
            json.array(name) {
                for entry in entries {
                    json.object {
                        json.member("STT", entry.ordinal)
                        json.member(entry.key.element, keyText(entry))
                        if let state = entry.state { json.member("TRANG_THAI", state.rawValue) }
                    }
                }
            }
        case .refusals(let name, let document, let refusals):
            json.array(name) {
                for refusal in refusals {
                    json.object {
                        json.member("STT", refusal.ordinal)
                        json.member("DONG", refusal.line)
                        json.member(EntryKey(of: document, section: refusal.section).element, refusal.key)
                        json.recordFaults(refusal.findings)
                    }
                }
            }
        }
    }
}

extension AcceptedKey {
    fileprivate var element: String {
        switch self {
        case .masterData: EntryKey.masterData.element
        case .code: EntryKey.code.element
        case .transfer: EntryKey.transfer.element
        }
    }
}

extension StoryEvent.Kind {
    fileprivate func title(_ language: Language) -> String {
        switch self {
        case .received: language.say("nhận tệp", "received")
        case .inWork: language.say("đang xử lý", "in work")
        case .held: language.say("bị giữ lại, chờ người quyết định", "held, a person has to decide")
        case .refusedByPerson: language.say("đã có người quyết định từ chối", "a person has refused it")
        case .decided: language.say("xét tệp", "decided")
        case .replayed: language.say("cùng nội dung với tệp trước, gửi lại trả lời cũ", "the same bytes again, answered as before")
        case .answered: language.say("trả lời", "answered")
        case .archived: language.say("lưu trữ", "archived")
        case .quarantined: language.say("cách ly", "quarantined")
        case .recorded: language.say("ghi nhận khoản thu", "payment recorded")
        case .resent: language.say("khoản thu được gửi lại, trả lại mã cũ", "payment sent again, its old code returned")
        case .refused: language.say("từ chối bản ghi", "record refused")
        case .cancelled: language.say("hủy mã xác nhận", "code cancelled")
        case .listed: language.say("kê nộp tiền", "listed for remittance")
        case .takenBack: language.say("rút bảng kê", "listing taken back")
        case .remitted: language.say("ngân hàng báo có, đã nộp tiền", "credited by the bank, remitted")
        case .form: language.say("nằm trong mẫu 01-XN", "stands in form 01-XN")
        }
    }
}
