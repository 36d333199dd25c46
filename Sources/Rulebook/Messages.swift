// The sentence that a clerk reads (MO_TA_LOI): what was found, what was expected, what to do. It is made from a finding's
// subject, value and details when somebody will read it, never before. Every message is one sentence without a full stop;
// foreign text stands in «…», is cut at 60 characters and made visible, so that no message holds a control character.
// Details may be fewer than stated (RuleCatalog+*.swift): a message then says less, and is still a sentence.

public import Contributions

extension RuleCatalog {
    /// One sentence about a finding.
    public static func message(for finding: Finding, language: Language = .vi) -> String {
        let parts = MessageParts(finding: finding, language: language)
        return switch finding.code {
        case .TEP01, .TEP02, .TEP03, .TEP04, .TEP05, .TEP06, .TEP07, .TEP08: fileMessage(parts)
        case .ZIP01, .ZIP02, .ZIP03, .ZIP04, .ZIP05, .ZIP06, .ZIP07, .ZIP08: archiveMessage(parts)
        case .XML01, .XML02, .XML03, .XML04, .XML05, .XML06, .XML08: documentMessage(parts)
        case .XML07: structureMessage(parts)
        case .LO01, .LO02, .LO03, .LO04, .LO05, .LO06, .LO07, .LO08, .LO09, .LO10, .LO11: batchMessage(parts)
        case .BG01, .BG02, .BG03, .BG04: formatMessage(parts)
        case .NG01, .NG02, .NG03, .NG04, .NG05, .NG06, .NG07: dateMessage(parts)
        case .NT01, .NT02, .NT03, .NT04: personMessage(parts)
        case .DM01, .DM02, .DM03, .DM04, .DM05, .DM11, .DM12, .DM13, .DM14, .DM15: registryMessage(parts)
        case .BL01, .BL02: receiptMessage(parts)
        case .TR01, .TR02, .TR03: duplicateMessage(parts)
        case .MD01, .MD02, .MD03, .MD04, .MD05, .MD06, .MD07: moneyMessage(parts)
        case .CB01, .CB02, .CB03, .CB04, .CB05, .CB06: warningMessage(parts)
        case .DC01, .DC02, .DC03, .DC04, .KN01, .KN02, .KN03, .KN04, .KN05, .SK01: trailMessage(parts)
        }
    }
}

/// A finding's parts as messages show them.
struct MessageParts {
    let finding: Finding
    let language: Language

    var code: RuleCode { finding.code }

    /// The sentence in the asked language; the other one is not made.
    func say(_ vietnamese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language.pick(vietnamese(), english())
    }

    /// What the catalogue says of the code alone: for a kind of detail that is missing or not known here.
    var general: String { RuleCatalog.entry(finding.code).meaning(language) }

    /// The element named, as a plain word; foreign names are quoted where they are shown.
    var subject: String {
        finding.subject.isEmpty ? say("phần tử", "the element") : ShownText.cut(finding.subject, to: ShownText.quotedCharactersMax)
    }

    /// What the subject must look like; BG01 and BG03 may name the entry whose format is its own.
    var expectation: String {
        let texts = Expectations.of(element: finding.subject, in: code == .BG01 || code == .BG03 ? detail(0) : "")
        return language.pick(texts.vi, texts.en)
    }

    /// The value, quoted.
    var value: String { ShownText.quoted(finding.value) }

    /// The detail as sent by the checker; empty when there are fewer.
    func detail(_ index: Int) -> String { index < finding.details.count ? finding.details[index] : "" }

    /// The detail quoted; a word for "unknown" when it is not there.
    func quoted(_ index: Int) -> String { detail(index).isEmpty ? unknown : ShownText.quoted(detail(index)) }

    /// The detail as a plain word: codes, days and times of our own making.
    func word(_ index: Int) -> String { detail(index).isEmpty ? unknown : ShownText.cut(detail(index), to: ShownText.wordCharactersMax) }

    /// The detail, a technical phrase, in brackets with a blank before; nothing when it is not there.
    func bracketed(_ index: Int) -> String {
        detail(index).isEmpty ? "" : " (" + ShownText.cut(detail(index), to: ShownText.wordCharactersMax) + ")"
    }

    /// The detail as a number in groups of three.
    func number(_ index: Int) -> String { grouped(detail(index)) }

    /// The value as a number in groups of three.
    var number: String { grouped(finding.value) }

    /// The value as a number; an amount that is not given is 0.
    var numberOrZero: String { finding.value.isEmpty ? "0" : number }

    /// The detail, a list such as `3, 6, 12` or a range such as `1-60`, as a choice: `3, 6 hoặc 12`, `1 đến 60`.
    func choice(_ index: Int) -> String {
        let text = word(index)
        let range = text.split(separator: "-", omittingEmptySubsequences: false)
        if range.count == 2, range.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) {
            return range[0] + say(" đến ", " to ") + range[1]
        }
        guard let comma = text.lastIndex(of: ",") else { return text }
        return text[..<comma] + say(" hoặc", " or") + text[text.index(after: comma)...]
    }

    /// The earlier payment that NT04 and TR03 name: a record of this file, one on record, or another partner's; nil when none is named.
    var earlier: String? {
        switch detail(0) {
        case "file": say("bản ghi STT \(word(1)) của tệp này", "record STT \(word(1)) of this file")
        case "code": say("khoản thu có mã xác nhận \(word(1))", "the payment with the code \(word(1))")
        case "other": say("khoản thu của tổ chức dịch vụ thu khác", "a payment of another partner")
        default: nil
        }
    }

    /// Words as a list in a sentence: `a, b và c`.
    func list(of words: [String]) -> String {
        guard words.count > 1 else { return words.first ?? unknown }
        return words.dropLast().joined(separator: ", ") + say(" và ", " and ") + words[words.count - 1]
    }

    private var unknown: String { say("(không rõ)", "(unknown)") }

    /// Digits in groups of three; other text is quoted.
    private func grouped(_ text: String) -> String {
        text.isEmpty ? unknown : ShownNumber.grouped(text, language) ?? ShownText.quoted(text)
    }
}
