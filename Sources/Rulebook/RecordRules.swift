public import Contributions

// How the rules of a record are run. A rule is a value: its code, its subject, what it reads, and a question to the record.
// Subject and silence (rules.md, top) live here and nowhere else: a rule whose subject or reads have failed is not asked,
// and a rule that finds something marks its subject. The families' files hold the rules; this file holds their order.

/// What the rules of a record may look at besides the record. A class, so that a question to the registry copies nothing.
public final class RuleContext: Sendable {
    /// The registry that judges; empty when only the file is known (`check` without a spool).
    public let registry: Registry
    public let hasRegistry: Bool
    /// MA_TCDVT of the inbox's owner, as the registry numbers it; nil when unknown.
    public let partner: Int?
    /// MA_CQ_BHXH of the batch; empty when the header does not say.
    let office: String
    /// The contract that the batch comes under, as the registry numbers it; nil when there never was one.
    let contract: Int?
    /// The day of the claim.
    public let received: Day
    /// Makes a confirmation code of a running number, for messages.
    public let prefix: String
    /// The dated parameters, day by day.
    let tariffs: Tariffs

    public init(registry: Registry?, partner: String?, office: String, received: Day, prefix: String) {
        self.registry = registry ?? Registry()
        hasRegistry = registry != nil
        self.partner = partner.flatMap { registry?.partnerNumber($0) }
        self.office = office
        contract = partner.flatMap { registry?.contractNumber(partner: $0, office: office) }
        self.received = received
        self.prefix = prefix
        tariffs = Tariffs(self.registry.parameters, kept: self.registry.keptTariffs)
    }
}

/// One rule about one element of a record.
public struct RecordRule: Sendable {
    typealias Question<Answer> = @Sendable (PaymentRecord, RecordHistory, RuleContext) -> Answer

    public let code: RuleCode
    public let subject: PaymentField
    /// The elements that the rule looks at, its subject included.
    public let reads: FieldSet
    /// The LOAI_HINH that it is about; all when nil. A rule about some reads LOAI_HINH.
    let kinds: [PaymentKind]?
    /// It can only be asked when a registry is at hand.
    public let needsRegistry: Bool
    /// A CB code: the record stays good and its subject unmarked.
    let isWarning: Bool
    /// True when the record breaks the rule. It may keep what it looked up in the record.
    let isBroken: @Sendable (inout PaymentRecord, RecordHistory, RuleContext) -> Bool
    /// What the message names, in the catalogue's order.
    let details: Question<[String]>

    init(
        _ code: RuleCode, _ subject: PaymentField, of kinds: [PaymentKind]? = nil, reads: FieldSet = [], needsRegistry: Bool = false,
        isBroken: @escaping @Sendable (inout PaymentRecord, RecordHistory, RuleContext) -> Bool,
        details: @escaping Question<[String]> = { _, _, _ in [] }
    ) {
        self.code = code
        self.subject = subject
        self.kinds = kinds
        self.reads = reads.union(FieldSet(subject)).union(kinds == nil ? [] : FieldSet(.kind))
        self.needsRegistry = needsRegistry
        isWarning = code.rawValue.hasPrefix("CB")
        self.isBroken = isBroken
        self.details = details
    }

    func finding(_ record: PaymentRecord, _ history: RecordHistory, _ context: RuleContext) -> Finding {
        Finding(code, subject: subject.element, value: record.text(subject), details: details(record, history, context))
    }
}

/// The rulebook of a record: rules.md sections 3 to 7, in the order of the page.
public struct RecordRules: Sendable {
    /// Sections 4, 5 and 7 and the rest of 6: asked in this order, unless TR01, TR02 or "on record already" has answered first.
    public let rules: [RecordRule]
    /// TR01 and TR02.
    private let duplicates: [RecordRule]
    private let format = FormatRules()
    /// The places in `rules` of those that are asked of each LOAI_HINH, by its raw value; at 0 for a record whose LOAI_HINH failed.
    private let places: [[Int]]

    /// All of them.
    public static let whole = RecordRules(
        DateRules.all + PersonRules.all + RegistryRules.all + ReceiptRules.all + PeriodRules.all + MoneyRules.all + WarningRules.all)

    /// All rules but those with that code: what tests switch off.
    init(without code: RuleCode) {
        self.init(Self.whole.rules.filter { $0.code != code }, duplicates: DuplicateRules.all.filter { $0.code != code })
    }

    init(_ rules: [RecordRule], duplicates: [RecordRule] = DuplicateRules.all) {
        self.rules = rules
        self.duplicates = duplicates
        places = ([nil] + PaymentKind.allCases).map { kind in
            rules.indices.filter { place in
                guard let kinds = rules[place].kinds else { return true }
                return kind.map(kinds.contains) ?? false
            }
        }
    }

    /// Judges one record: marks its elements and says what becomes of it.
    /// - Parameter findings: called for each finding in the order of the page, when somebody will read them; nil on the hot path.
    public func judge(
        _ record: inout PaymentRecord, history: RecordHistory, context: RuleContext, findings: ((Finding) -> Void)? = nil
    ) -> RecordVerdict {
        // BG02's findings stand in the chunk. The key of such a record still counts for TR02 of later ones.
        if record.isBroken { return .refused }
        let isWellFormed = format.judge(&record, findings: findings)
        if history.isKeyKnown {
            guard ask(duplicates, at: Array(duplicates.indices), &record, history, context, findings) else { return .refused }
            if DuplicateRules.isOnRecord(record, history) { return isWellFormed ? .onRecord(history.code) : .refused }
        }
        if let day = record.paidOn { record.tariff = context.tariffs.tariff(of: day) }
        let isSound = ask(rules, at: places[Int(record.kind?.rawValue ?? 0)], &record, history, context, findings)
        return isWellFormed && isSound ? .good : .refused
    }

    /// Asks one rule after the other; true when the record breaks none of them. Warnings are for records that are good so far.
    private func ask(
        _ rules: [RecordRule], at places: [Int], _ record: inout PaymentRecord, _ history: RecordHistory, _ context: RuleContext,
        _ findings: ((Finding) -> Void)?
    ) -> Bool {
        let failedBefore = record.failed
        // By index: a rule taken out of the array would be copied, closures and all, for each record.
        for index in places where rules[index].reads.isDisjoint(with: record.failed) {
            if rules[index].needsRegistry, !context.hasRegistry { continue }
            if rules[index].isWarning, !record.failed.isEmpty { continue }
            guard rules[index].isBroken(&record, history, context) else { continue }
            let rule = rules[index]
            if rule.isWarning { record.isWarned = true } else { record.failed.insert(FieldSet(rule.subject)) }
            findings?(rule.finding(record, history, context))
        }
        return record.failed == failedBefore
    }
}
