public import Contributions
public import ExchangeFormat

// LO: the whole batch (rules.md section 2). Every rule that applies is listed, in the order of the page; LO10 stands alone.
// A rule that reads a header element with LO01 is not asked. What the rules read is gathered in one value, so that the
// order of the table is the order of this file.

/// What is known of a batch once its file has been read.
public struct BatchFacts: Sendable {
    public var shape: DocumentShape
    public var header: HeaderReading
    public var owner: Owner
    public var received: VietnamTime
    /// Entries found.
    public var found = 0
    public var recordsMax = 0
    /// The sum of SO_TIEN over all records; nil when some record's amount cannot be read, so that LO04 is not asked. DANH_SACH_THU and
    /// SAO_KE have one.
    public var total: MoneySum?
    /// Entries refused by their own faults.
    public var refused = 0
    /// Whether the sender has the contract that LO08 asks for (`BatchRules.hasContract`); nil when there is no registry to ask.
    public var hasContract: Bool?
    public var isAllOrNothing = false
    /// The file that took this MA_LO, when this one is not the same batch sent again: its time of receipt and number.
    public var batchHolder: (time: VietnamTime, intake: IntakeNumber)?

    public init(shape: DocumentShape, header: HeaderReading, owner: Owner, received: VietnamTime) {
        self.shape = shape
        self.header = header
        self.owner = owner
        self.received = received
    }

    func value(_ name: String) -> String? { header.value(name, in: shape) }
}

public enum BatchRules {
    /// More refused records than this refuse the batch (LO11),
    public static let refusedMax = 100_000
    /// and then only this many are listed.
    public static let listedMax = 1000
    /// NGAY_LAP may lie this many seconds ahead of the time of receipt.
    static let aheadSecondsMax: Int64 = 24 * 3600

    /// Whether this owner may send this kind of document (exchange.md section 5); nil or the finding LO10.
    public static func senderFinding(_ kind: DocumentKind, from owner: Owner) -> Finding? {
        switch (kind, owner) {
        case (.paymentList, .partner), (.remittanceListing, .partner), (.adjustment, .partner): nil
        case (.masterData, .agency), (.bankStatement, .agency), (.adjustment, .agency): nil
        default: Finding(.LO10, value: kind.rawValue, details: [owner.description])
        }
    }

    /// Whether the partner has the contract that LO08 asks for: one in force for new payments; for what became of old ones, one that
    /// was in force on some day up to now.
    public static func hasContract(
        _ kind: DocumentKind, _ registry: Registry, partner: String, office: String, received: Day
    ) -> Bool {
        kind == .paymentList
            ? registry.hasContract(partner: partner, office: office, on: received)
            : registry.everHadContract(partner: partner, office: office, upTo: received)
    }

    /// The findings about the batch, in order; empty when its records decide.
    public static func judge(_ facts: BatchFacts) -> [Finding] {
        if let finding = senderFinding(facts.shape.kind, from: facts.owner) { return [finding] }
        return facts.header.findings + senderFindings(facts) + timeFindings(facts) + sizeFindings(facts) + wholeFindings(facts)
    }

    /// LO02, LO08: asked of partners.
    private static func senderFindings(_ facts: BatchFacts) -> [Finding] {
        guard let owner = facts.owner.partnerCode else { return [] }
        var findings: [Finding] = []
        if let partner = facts.value("MA_TCDVT"), partner != owner {
            findings.append(Finding(.LO02, subject: "MA_TCDVT", value: partner, details: [owner]))
        }
        if let office = facts.value("MA_CQ_BHXH"), facts.hasContract == false {
            let details = [owner, facts.received.day.forPeople] + (facts.shape.kind == .paymentList ? [] : ["ever"])
            findings.append(Finding(.LO08, subject: "MA_CQ_BHXH", value: office, details: details))
        }
        return findings
    }

    /// LO07.
    private static func timeFindings(_ facts: BatchFacts) -> [Finding] {
        var findings: [Finding] = []
        if let prepared = facts.value("NGAY_LAP") {
            if let time = VietnamTime(prepared) {
                if time - facts.received > aheadSecondsMax {
                    findings.append(Finding(.LO07, subject: "NGAY_LAP", value: prepared, details: ["ahead", facts.received.description]))
                }
            } else {
                findings.append(Finding(.LO07, subject: "NGAY_LAP", value: prepared, details: ["notATime"]))
            }
        }
        if let day = facts.value("NGAY_CHUYEN"), Day(day) == nil {
            findings.append(Finding(.LO07, subject: "NGAY_CHUYEN", value: day, details: ["notADay"]))
        }
        return findings
    }

    /// LO03, LO04, LO06, LO11.
    private static func sizeFindings(_ facts: BatchFacts) -> [Finding] {
        var findings: [Finding] = []
        if let declared = facts.value("SO_LUONG"), Int(declared) != facts.found {
            findings.append(Finding(.LO03, subject: "SO_LUONG", value: declared, details: [String(facts.found)]))
        }
        let kind = facts.shape.kind
        // Records beyond the limit were counted and not read, so their money is not known. The sum of a listing's codes is KN04's.
        if [.paymentList, .bankStatement].contains(kind), facts.found <= facts.recordsMax, let declared = facts.value("TONG_TIEN"),
            let total = facts.total, MoneySum(declared) != total
        {
            findings.append(Finding(.LO04, subject: "TONG_TIEN", value: declared, details: [String(total)]))
        }
        if facts.found > facts.recordsMax {
            findings.append(Finding(.LO06, value: String(facts.found), details: [String(facts.recordsMax)]))
        }
        // A listing stands or falls as a whole: its entries' faults are the file's, and not counted as refused records.
        if kind != .remittanceListing, facts.refused > refusedMax {
            findings.append(Finding(.LO11, value: String(facts.refused), details: [String(refusedMax), String(listedMax)]))
        }
        return findings
    }

    /// LO05, LO09.
    private static func wholeFindings(_ facts: BatchFacts) -> [Finding] {
        var findings: [Finding] = []
        if let batch = facts.value("MA_LO"), facts.value("MA_CQ_BHXH") != nil, let holder = facts.batchHolder {
            findings.append(
                Finding(.LO05, subject: "MA_LO", value: batch, details: [holder.time.forPeople, holder.intake.description]))
        }
        if facts.shape.kind == .paymentList, facts.isAllOrNothing, facts.refused > 0, facts.value("MA_CQ_BHXH") != nil {
            findings.append(Finding(.LO09, value: String(facts.refused)))
        }
        return findings
    }

    /// Whether the refused records are listed beside these findings (all of them for LO09, the first ones for LO11).
    public static func listsRecords(beside findings: [Finding]) -> Bool {
        findings.isEmpty || findings.allSatisfy { $0.code == .LO09 || $0.code == .LO11 }
    }
}
