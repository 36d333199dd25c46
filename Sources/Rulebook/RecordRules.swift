public import Contributions

// How the rules of a record are run. A rule is a value: its code, its subject, what it reads, and a question to the record.
// Subject and silence (rules.md, top) live here and nowhere else: a rule whose subject or reads have failed is not asked,
// and a rule that finds something marks its subject. The families' files hold the rules; this file holds their order.

/// What the rules of a record may look at besides the record.
public struct RuleContext {
    /// The registry that judges; nil when only the file is known (`check` without a spool).
    public var registry: Registry?
    /// MA_TCDVT of the inbox's owner, as the registry numbers it; nil when unknown.
    public var partner: Int?
    /// The day of the claim.
    public var received: Day
    /// Makes a confirmation code of a running number, for messages.
    public var prefix: String

    public init(registry: Registry?, partner: String?, received: Day, prefix: String) {
        self.registry = registry
        self.partner = partner.flatMap { registry?.partnerNumber($0) }
        self.received = received
        self.prefix = prefix
    }
}

/// One rule about one element of a record.
public struct RecordRule: Sendable {
    public let code: RuleCode
    public let subject: PaymentField
    /// The elements that the rule looks at, its subject included.
    public let reads: FieldSet
    /// It can only be asked when a registry is at hand.
    public let needsRegistry: Bool
    /// True when the record breaks the rule. It may keep what it looked up in the record.
    let isBroken: @Sendable (inout PaymentRecord, RecordHistory, borrowing RuleContext) -> Bool
    /// What the message names, in the catalogue's order.
    let details: @Sendable (PaymentRecord, RecordHistory, borrowing RuleContext) -> [String]

    init(
        _ code: RuleCode, _ subject: PaymentField, reads: FieldSet = [], needsRegistry: Bool = false,
        isBroken: @escaping @Sendable (inout PaymentRecord, RecordHistory, borrowing RuleContext) -> Bool,
        details: @escaping @Sendable (PaymentRecord, RecordHistory, borrowing RuleContext) -> [String] = { _, _, _ in [] }
    ) {
        self.code = code
        self.subject = subject
        self.reads = reads.union(FieldSet(subject))
        self.needsRegistry = needsRegistry
        self.isBroken = isBroken
        self.details = details
    }
}

/// The rulebook of a record: rules.md sections 3 to 7, in the order of the page.
public struct RecordRules: Sendable {
    /// Sections 4, 5 and 7: asked in this order, unless section 6 has answered first.
    public let rules: [RecordRule]
    private let format = FormatRules()

    public init() { rules = DateRules.all + RegistryRules.all + ReceiptRules.all }

    /// Judges one record: marks its elements and says what becomes of it.
    /// - Parameter findings: called for each finding in the order of the page, when somebody will read them; nil on the hot path.
    public func judge(
        _ record: inout PaymentRecord, history: RecordHistory, context: borrowing RuleContext, findings: ((Finding) -> Void)? = nil
    ) -> RecordVerdict {
        if record.isBroken {
            // BG02's findings stand in the chunk. Only TR02 still asks about the key (rules.md section 6), for later records.
            return .refused
        }
        var isGood = format.judge(&record, findings: findings)
        switch DuplicateRules.judge(record, history: history, context: context) {
        case .nothing: break
        case .finding(let finding):
            findings?(finding)
            return .refused
        case .onRecord(let code):
            if isGood { return .onRecord(code) }
            return .refused
        }
        for rule in rules where rule.reads.isDisjoint(with: record.failed) {
            if rule.needsRegistry, context.registry == nil { continue }
            guard rule.isBroken(&record, history, context) else { continue }
            record.failed.insert(FieldSet(rule.subject))
            isGood = false
            if let findings {
                findings(
                    Finding(
                        rule.code, subject: rule.subject.element, value: record.text(rule.subject), details: rule.details(record, history, context)))
            }
        }
        return isGood ? .good : .refused
    }
}
