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
    private var refusals = EntryRefusals()
    private var ordinal = 0

    init(_ setting: CheckSetting) {
        self.setting = setting
        rules = MasterDataRules(setting.registry ?? Registry(), refersToRegistry: setting.registry != nil)
    }

    func take(_ chunk: RecordChunk) throws {
        for record in chunk.records {
            ordinal += 1
            let findings = rules.judge(record, in: chunk)
            guard findings.isEmpty else {
                refusals.add(record, of: chunk, ordinal: ordinal, findings)
                continue
            }
            rows.append(
                NewRegistryRow(
                    section: RegistrySection(rawValue: record.section)!, ordinal: ordinal,
                    key: String(decoding: chunk.arena[chunk.key(of: record)], as: UTF8.self), fields: rules.text(of: record, in: chunk)))
        }
    }

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        facts.refused = refusals.count
        try setting.noteHolder(&facts)
        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.counts.recorded = rows.count
        verdict.counts.refused = refusals.count
        verdict.registryRows = rows
        verdict.postChunks = refusals.posting()
        return verdict
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) {
        verdict.registryRows = []
        verdict.postChunks = refusals.posting(listing: listing, onlyFirst: onlyFirst)
    }
}
