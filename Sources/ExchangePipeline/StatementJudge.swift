import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges SAO_KE: credits in file order, each against the one on record under its partner and number, the good ones before it in
// the file included. The same content is on record; other content replaces what did not agree with a listing yet.

final class StatementJudge: DocumentJudge {
    /// Whose credit it is, under which number.
    private struct Key: Hashable {
        var partner: String
        var transfer: String
    }

    private let setting: CheckSetting
    private var rules = StatementRules()
    private var credits: [NewCredit] = []
    /// Where the newest content under a key stands in `credits`.
    private var places: [Key: Int] = [:]
    private var refusals = EntryRefusals()
    private var ordinal = 0
    /// Wide enough for whatever is written; only a sum that fits is ever declared.
    private var recordedMoney: Int128 = 0
    private var onRecordMoney: Int128 = 0

    init(_ setting: CheckSetting) { self.setting = setting }

    // MARK: while the file is read

    func take(_ chunk: RecordChunk) throws {
        for record in chunk.records {
            ordinal += 1
            switch rules.read(record, in: chunk) {
            case .faulty(let findings): refusals.add(record, of: chunk, ordinal: ordinal, findings)
            case .sound(let entry):
                if let finding = try judge(entry) { refusals.add(record, of: chunk, ordinal: ordinal, [finding]) }
            }
        }
    }

    private func judge(_ entry: StatementEntry) throws -> Finding? {
        let key = Key(partner: entry.partner, transfer: entry.transfer)
        let recorded = try recorded(key)
        if let finding = StatementRules.finding(entry, recorded: recorded?.entry, agrees: recorded?.agrees ?? false) { return finding }
        let wasOnRecord = recorded?.entry == entry
        let state = wasOnRecord && recorded?.agrees == true ? .agrees : try state(of: entry)
        if wasOnRecord { onRecordMoney += Int128(entry.amount) } else { recordedMoney += Int128(entry.amount) }
        places[key] = credits.count
        credits.append(NewCredit(ordinal: ordinal, entry: CreditEntry(entry), state: state, wasOnRecord: wasOnRecord))
        return nil
    }

    /// What stands under a key before this entry, and whether it agrees with a listing.
    private func recorded(_ key: Key) throws -> (entry: StatementEntry, agrees: Bool)? {
        if let place = places[key] { return (StatementEntry(credits[place].entry), credits[place].state == .agrees) }
        guard let credit = try setting.ledger?.credit(to: key.partner, transfer: key.transfer) else { return nil }
        return (StatementEntry(credit.entry), credit.agrees)
    }

    /// TRANG_THAI of a credit that agreed with nothing before.
    private func state(of entry: StatementEntry) throws -> CreditState {
        guard let listing = try setting.ledger?.listing(of: entry.partner, transfer: entry.transfer), listing.state == .stands else {
            return .waits
        }
        return listing.total == entry.amount ? .agrees : .disagrees
    }

    // MARK: after it was read

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        facts.refused = refusals.count
        facts.total = rules.total
        try setting.noteHolder(&facts)
        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        let onRecord = credits.count { $0.wasOnRecord }
        verdict.counts.recorded = credits.count - onRecord
        verdict.counts.onRecord = onRecord
        verdict.counts.refused = refusals.count
        verdict.counts.recordedMoney = Int64(clamping: recordedMoney)
        verdict.counts.onRecordMoney = Int64(clamping: onRecordMoney)
        // Once an amount cannot be read, those of refused entries count as nothing.
        verdict.counts.refusedMoney = Int64(clamping: rules.total.map { $0 - recordedMoney - onRecordMoney } ?? 0)
        verdict.movements = .statement(credits)
        verdict.postChunks = refusals.posting()
        return verdict
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) {
        verdict.movements = .none
        verdict.postChunks = refusals.posting(listing: listing, onlyFirst: onlyFirst)
    }
}

extension CreditEntry {
    fileprivate init(_ entry: StatementEntry) {
        self.init(
            transfer: entry.transfer, creditedOn: entry.creditedOn, amount: entry.amount, partner: entry.partner, remark: entry.remark)
    }
}

extension StatementEntry {
    fileprivate init(_ entry: CreditEntry) {
        self.init(
            transfer: entry.transfer, creditedOn: entry.creditedOn, amount: entry.amount, partner: entry.partner, remark: entry.remark)
    }
}
