// The catalogue of rules: for every public code what it means, what the sender should do, and which MA_KET_QUA an answer
// carries because of it, in Vietnamese and in English. Messages about one finding are made in Messages.swift from the
// finding's value and details; what the details hold is stated with the entries of each section (RuleCatalog+*.swift).
// Codes are permanent: a text may be worded better, a code never changes its meaning.

public import Contributions

/// The languages of the catalogue. Answers are Vietnamese.
public enum Language: String, Sendable, CaseIterable {
    case vi, en

    /// The text of this language; the other one is not made.
    func pick(_ vietnamese: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        switch self {
        case .vi: vietnamese()
        case .en: english()
        }
    }
}

/// What the catalogue says about one code.
public struct RuleEntry: Sendable {
    public let code: RuleCode
    /// The element that the rule always names; nil when it names whichever element is wrong, or speaks of the whole file.
    public let subject: String?
    /// MA_KET_QUA of an answer whose first code is this one; nil for warnings.
    public let resultCode: Int?
    let meaningTexts: (vi: String, en: String)
    let whatToDoTexts: (vi: String, en: String)

    init(
        _ code: RuleCode, _ resultCode: Int?, subject: String? = nil, meaning: (vi: String, en: String), whatToDo: (vi: String, en: String)
    ) {
        self.code = code
        self.resultCode = resultCode
        self.subject = subject
        meaningTexts = meaning
        whatToDoTexts = whatToDo
    }

    public func meaning(_ language: Language) -> String { language.pick(meaningTexts.vi, meaningTexts.en) }
    public func whatToDo(_ language: Language) -> String { language.pick(whatToDoTexts.vi, whatToDoTexts.en) }
}

/// All rules, in the order of rules.md.
public enum RuleCatalog {
    /// Every code's entry, in the order of `RuleCode.allCases`.
    public static let all: [RuleEntry] = RuleCode.allCases.map { entry($0) }

    private static let byCode: [RuleCode: RuleEntry] = {
        let sections = [files, archives, documents, batches, formats, dates, persons, registry, duplicates, money, warnings, trail].joined()
        return Dictionary(uniqueKeysWithValues: sections.map { ($0.code, $0) })
    }()

    public static func entry(_ code: RuleCode) -> RuleEntry {
        guard let entry = byCode[code] else { preconditionFailure("the catalogue has no entry for \(code.rawValue)") }
        return entry
    }

    /// MA_KET_QUA of an answer: that of the first code listed that has one; 200 when there is none.
    public static func resultCode(of findings: some Sequence<Finding>) -> Int {
        findings.lazy.compactMap { entry($0.code).resultCode }.first ?? 200
    }
}
