import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges SAO_KE: credits in file order, each against the one on record under its partner and number, the good ones before it in
// the file included. The same content is on record; other content replaces what did not agree with a listing yet. While the
// file is read its chunks are staged and its keys noted; then it is judged, and later posted, chunk by chunk. An entry costs two bytes,
// and some fifty more when its number comes again.

final class StatementJudge: DocumentJudge {
    /// What becomes of a good entry.
    private struct Judged {
        var state: CreditState
        var wasOnRecord: Bool
    }

    /// The newest good content under a key that the file names more than once; its remark by its words.
    private struct Newest {
        var creditedOn: Day
        var amount: Int64
        var remark: KeyWords
        var agrees: Bool
    }

    private let setting: CheckSetting
    private var rules = StatementRules()
    private let staging: Staging
    private let keys: RepeatedKeys
    private var newest: [Newest?] = []
    /// One an entry; nil what is refused.
    private var judged: [Judged?] = []
    private var refusals = EntryRefusals()
    private var recordedMoney: MoneySum = 0
    private var onRecordMoney: MoneySum = 0

    init(_ setting: CheckSetting) {
        self.setting = setting
        staging = Staging(makeScratch: setting.makeScratch)
        keys = RepeatedKeys(makeScratch: setting.makeScratch)
    }

    // MARK: while the file is read

    func take(_ chunk: RecordChunk) throws {
        for (index, record) in chunk.records.enumerated() where record.faultCount == 0 {
            let key = StatementRules.key(of: record, in: chunk)
            try keys.note(KeyWords(texts: chunk.arena[key.partner], chunk.arena[key.transfer]), entry: staging.recordCount + index)
        }
        try staging.append(chunk)
    }

    // MARK: after it was read

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        try keys.finish()
        newest = Array(repeating: nil, count: keys.groupCount)
        judged.reserveCapacity(staging.recordCount)
        try staging.forEachChunk { chunk, first in
            for (index, record) in chunk.records.enumerated() { judged.append(try judge(record, in: chunk, entry: first + index)) }
        }
        newest = []
        facts.refused = refusals.count
        facts.total = rules.total
        try setting.noteHolder(&facts)
        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.counts.onRecord = judged.count { $0?.wasOnRecord == true }
        verdict.counts.recorded = judged.count - refusals.count - verdict.counts.onRecord
        verdict.counts.refused = refusals.count
        verdict.counts.recordedMoney = recordedMoney
        verdict.counts.onRecordMoney = onRecordMoney
        verdict.counts.refusedMoney = rules.readableMoney - recordedMoney - onRecordMoney
        verdict.postChunks = { [self] poster in try post(to: poster) }
        return verdict
    }

    /// What becomes of an entry; nil when it is refused.
    private func judge(_ record: RecordChunk.Record, in chunk: RecordChunk, entry number: Int) throws -> Judged? {
        switch rules.read(record, in: chunk) {
        case .faulty(let findings): refusals.add(record, of: chunk, ordinal: number + 1, findings)
        case .sound(let entry):
            let group = keys.group(of: number)
            let recorded = try recorded(before: entry, group)
            if let finding = StatementRules.finding(entry, recorded: recorded) {
                refusals.add(record, of: chunk, ordinal: number + 1, [finding])
                return nil
            }
            let wasOnRecord = recorded?.isSame == true
            let state = wasOnRecord && recorded?.agrees == true ? .agrees : try state(of: entry)
            if wasOnRecord { onRecordMoney += MoneySum(entry.amount) } else { recordedMoney += MoneySum(entry.amount) }
            if let group {
                newest[group] = Newest(
                    creditedOn: entry.creditedOn, amount: entry.amount, remark: Self.words(of: entry.remark), agrees: state == .agrees)
            }
            return Judged(state: state, wasOnRecord: wasOnRecord)
        }
        return nil
    }

    /// What stands under an entry's key before it: of the file, else of the ledger.
    private func recorded(before entry: StatementEntry, _ group: Int?) throws -> CreditOnRecord? {
        if let group, let last = newest[group] {
            let isSame = last.creditedOn == entry.creditedOn && last.amount == entry.amount && last.remark == Self.words(of: entry.remark)
            return CreditOnRecord(creditedOn: last.creditedOn, amount: last.amount, isSame: isSame, agrees: last.agrees)
        }
        guard let credit = try setting.ledger?.credit(to: entry.partner, transfer: entry.transfer) else { return nil }
        return CreditOnRecord(
            creditedOn: credit.entry.creditedOn, amount: credit.entry.amount, isSame: credit.entry == CreditEntry(entry),
            agrees: credit.agrees)
    }

    private static func words(of remark: String) -> KeyWords { KeyWords(texts: Array(remark.utf8)[...]) }

    /// TRANG_THAI of a credit that agreed with nothing before.
    private func state(of entry: StatementEntry) throws -> CreditState {
        guard let listing = try setting.ledger?.listing(of: entry.partner, transfer: entry.transfer), listing.state == .stands else {
            return .waits
        }
        return listing.total == entry.amount ? .agrees : .disagrees
    }

    // MARK: posting

    private func post(to poster: any ChunkPoster) throws {
        try staging.forEachChunk { chunk, first in
            var credits: [NewCredit] = []
            for (index, record) in chunk.records.enumerated() {
                guard let judged = judged[first + index] else { continue }
                guard let entry = StatementRules.entry(of: record, in: chunk) else {
                    throw LedgerFault(.invariant, "credit \(first + index + 1) was judged good, and cannot be read")
                }
                credits.append(
                    NewCredit(
                        ordinal: first + index + 1, entry: CreditEntry(entry), state: judged.state, wasOnRecord: judged.wasOnRecord))
            }
            if credits.isEmpty { return }
            var posting = ChunkPosting(chunk: chunk)
            posting.movements = .statement(credits)
            try poster.add(posting)
        }
        try refusals.posting()(poster)
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) {
        verdict.postChunks = refusals.posting(listing: listing, onlyFirst: onlyFirst)
    }
}

extension CreditEntry {
    fileprivate init(_ entry: StatementEntry) {
        self.init(
            transfer: entry.transfer, creditedOn: entry.creditedOn, amount: entry.amount, partner: entry.partner, remark: entry.remark)
    }
}
