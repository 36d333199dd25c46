import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges DANH_MUC: entry by entry against a draft of the registry, so that good entries earlier in the file count. The
// registry itself changes only when the file is posted.

final class MasterDataJudge: DocumentJudge {
    private let setting: CheckSetting
    private var rules: MasterDataRules
    private var rows: [NewRegistryRow] = []
    private var refusals: [Refusal] = []
    private var refusedCount = 0
    private var ordinal = 0

    init(_ setting: CheckSetting) {
        self.setting = setting
        rules = MasterDataRules(setting.registry ?? Registry(), refersToRegistry: setting.registry != nil)
    }

    func take(_ chunk: RecordChunk) throws {
        for record in chunk.records {
            ordinal += 1
            let findings = rules.judge(record, in: chunk)
            let key = String(decoding: chunk.arena[chunk.key(of: record)], as: UTF8.self)
            if findings.isEmpty {
                rows.append(
                    NewRegistryRow(
                        section: RegistrySection(rawValue: record.section)!, ordinal: ordinal, key: key,
                        fields: rules.text(of: record, in: chunk)))
                continue
            }
            refusedCount += 1
            guard refusals.count <= BatchRules.refusedMax else { continue }
            refusals.append(
                Refusal(
                    ordinal: ordinal, line: Int(record.line), key: Finding(.BG02, value: key).value, findings: Array(findings.prefix(20))))
        }
    }

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        facts.refused = refusedCount
        if let ledger = setting.ledger, let batch = facts.header.value("MA_LO", in: facts.shape),
            let office = facts.header.value("MA_CQ_BHXH", in: facts.shape),
            let holder = try ledger.holder(ofBatch: batch, owner: setting.owner, document: .masterData, office: office)
        {
            facts.batchHolder = (holder.posting.claimedAt, holder.posting.intake)
        }
        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.counts.recorded = rows.count
        verdict.counts.refused = refusedCount
        verdict.registryRows = rows
        verdict.postChunks = { [refusals] poster in try Self.post(refusals, to: poster) }
        return verdict
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) throws {
        verdict.registryRows = []
        let listed = listing ? Array(refusals.prefix(onlyFirst ? BatchRules.listedMax : Int.max)) : []
        verdict.postChunks = { poster in try Self.post(listed, to: poster) }
    }

    private static func post(_ refusals: [Refusal], to poster: any ChunkPoster) throws {
        guard !refusals.isEmpty else { return }
        var posting = ChunkPosting(chunk: RecordChunk())
        posting.refusals = refusals
        try poster.add(posting)
    }
}
