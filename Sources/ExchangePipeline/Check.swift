import ConfinedReading
import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook
import Spooling

// Step 5, check: what the rules say of a file that was read. Judging happens while the file is read (what the record alone
// tells) and once after it (what needs the whole file and the ledger); nothing is written. If the daemon stops here, the
// claim is read and judged again.

/// Everything that judging looks at besides the file.
struct CheckSetting {
    var owner: Owner
    /// The time of the claim.
    var received: VietnamTime
    /// The registry that judges; nil when only the file is known.
    var registry: Registry?
    /// What is on record; nil when only the file is known.
    var ledger: (any Ledger)?
    var prefix: String
    var limits: ExchangeLimits
    var makeScratch: () throws -> ScratchFile
    /// False when nobody said whose file it is: then the document's own word stands for it, and `owner` is not read.
    var isOwnerKnown = true

    /// Notes which file took this MA_LO (LO05).
    func noteHolder(_ facts: inout BatchFacts) throws {
        guard let ledger, let batch = facts.header.value("MA_LO", in: facts.shape),
            let office = facts.header.value("MA_CQ_BHXH", in: facts.shape),
            let holder = try ledger.holder(ofBatch: batch, owner: owner, document: facts.shape.kind, office: office)
        else { return }
        facts.batchHolder = (holder.posting.claimedAt, holder.posting.intake)
    }

    /// Notes whether a partner has the contract that LO08 asks for.
    func noteContract(_ facts: inout BatchFacts) {
        guard let registry, let partner = owner.partnerCode, let office = facts.header.value("MA_CQ_BHXH", in: facts.shape) else { return }
        facts.hasContract = BatchRules.hasContract(
            facts.shape.kind, registry, partner: partner, office: office, received: received.day)
    }
}

/// What was decided of a file: all that posting and answering need.
struct Verdict {
    var outcome: Outcome
    var resultCode: Int
    /// DS_LOI_TEP.
    var findings: [Finding] = []
    var document: DocumentKind?
    var header = BatchHeader()
    var counts = Counts()
    var keys: PostedKeys?
    var registryRows: [NewRegistryRow] = []
    /// Hands over the chunks with their verdicts, or what other documents change, and the listed refusals, in order.
    var postChunks: (any ChunkPoster) throws -> Void = { _ in }

    /// A file that could not be read at all.
    static func unreadable(_ finding: Finding) -> Verdict {
        Verdict(outcome: .quarantined, resultCode: RuleCatalog.resultCode(of: [finding]), findings: [finding])
    }
}

/// MA_KET_QUA (rules.md).
enum ResultCode {
    static let good = 200
    static let contentRefused = 202
}

/// A file that was read, and judged as far as it alone tells. Chooses the judge for the document once its header is known.
final class Examination: RecordTaking {
    private var setting: CheckSetting
    private var judge: (any DocumentJudge)?
    private var parsed: Parsed?
    /// About what it holds until it is posted.
    private(set) var bytesHeld = 0

    private init(_ setting: CheckSetting) { self.setting = setting }

    static func read(_ content: Content, by reader: any FileReading, _ setting: CheckSetting) throws -> Examination {
        let (examination, parsed) = try Parser.parse(content, limits: setting.limits, by: reader) { Examination(setting) }
        examination.parsed = parsed
        if parsed.finding == nil { try examination.judge?.endReading() }
        return examination
    }

    func begin(_ shape: DocumentShape, _ header: HeaderReading) throws {
        if !setting.isOwnerKnown { setting.owner = Owner(namedBy: header, of: shape) }
        // Records of a document that this sender may not send are counted and not judged.
        guard BatchRules.senderFinding(shape.kind, from: setting.owner) == nil else { return }
        judge =
            switch shape.kind {
            case .paymentList: PaymentJudge(setting, shape: shape, header: header)
            case .masterData: MasterDataJudge(setting)
            case .adjustment: AdjustmentJudge(setting, shape: shape, header: header)
            case .remittanceListing: ListingJudge(setting, shape: shape, header: header)
            case .bankStatement: StatementJudge(setting)
            }
    }

    func take(_ chunk: RecordChunk) throws {
        bytesHeld += chunk.arena.count
        try judge?.take(chunk)
    }

    /// What is said of it beside all that is on record now. Asked once.
    func verdict() throws -> Verdict {
        guard let parsed else { preconditionFailure("a file that was not read has no verdict") }
        if let finding = parsed.finding { return .unreadable(finding) }
        let shape = parsed.shape!
        var facts = BatchFacts(shape: shape, header: parsed.header!, owner: setting.owner, received: setting.received)
        facts.found = parsed.found
        facts.recordsMax = setting.limits.recordsMax
        var verdict = try judge?.decide(&facts) ?? Verdict(outcome: .refused, resultCode: ResultCode.good)
        verdict.document = shape.kind
        verdict.header = BatchHeader(facts)
        verdict.counts.found = parsed.found
        // Faults of the batch come first and alone; after them those that a listing's entries make it as a whole.
        let batchFindings = BatchRules.judge(facts)
        let findings = batchFindings.isEmpty ? verdict.findings : batchFindings
        if !findings.isEmpty {
            let lists = BatchRules.listsRecords(beside: findings)
            try judge?.refuseAll(&verdict, listing: lists, onlyFirst: findings.contains { $0.code == .LO11 })
            verdict.outcome = .refused
            verdict.resultCode = RuleCatalog.resultCode(of: findings)
            verdict.findings = findings
            verdict.counts.recorded = 0
            verdict.counts.onRecord = 0
            verdict.counts.refused = parsed.found
            verdict.counts.refusedMoney = verdict.counts.allMoney
            verdict.counts.recordedMoney = 0
            verdict.counts.onRecordMoney = 0
            return verdict
        }
        verdict.outcome = verdict.counts.recorded + verdict.counts.onRecord > 0 ? .recorded : .refused
        verdict.resultCode = verdict.counts.refused == 0 ? ResultCode.good : ResultCode.contentRefused
        return verdict
    }
}

/// Judges the entries of one kind of document.
protocol DocumentJudge: AnyObject {
    func take(_ chunk: RecordChunk) throws
    /// After the last chunk: what can be found out without the ledger.
    func endReading() throws
    /// Completes the facts about the batch, and says what its entries come to if the batch stands.
    func decide(_ facts: inout BatchFacts) throws -> Verdict
    /// The batch is refused as a whole: nothing is recorded, and its refused entries are listed or not.
    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) throws
}

extension DocumentJudge {
    func endReading() {}
}

extension Counts {
    /// The money of all records.
    fileprivate var allMoney: MoneySum { recordedMoney + onRecordMoney + refusedMoney }
}

extension Owner {
    /// Whose file it is if the document itself is believed.
    fileprivate init(namedBy header: HeaderReading, of shape: DocumentShape) {
        switch shape.kind {
        case .paymentList, .adjustment, .remittanceListing: self = .partner(header.value("MA_TCDVT", in: shape) ?? "")
        case .masterData, .bankStatement: self = .agency
        }
    }
}

extension BatchHeader {
    /// The header's values as sent; empty what is missing or malformed (LO01), so that an answer never repeats what cannot be right.
    init(_ facts: BatchFacts) {
        func sent(_ name: String) -> String {
            guard let index = facts.shape.header.firstIndex(where: { $0.name == name }) else { return "" }
            return facts.header.value(name, in: facts.shape) == nil ? "" : facts.header.values[index]
        }
        self.init(
            partner: sent("MA_TCDVT"), office: sent("MA_CQ_BHXH"), batch: sent("MA_LO"), preparedAt: sent("NGAY_LAP"),
            declaredCount: sent("SO_LUONG"),
            declaredTotal: sent("TONG_TIEN"))
    }
}
