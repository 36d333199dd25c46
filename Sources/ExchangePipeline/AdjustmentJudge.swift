import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges DIEU_CHINH: entries in file order, codes to cancel before listings to take back, each seeing what the good ones before
// it did: the second entry about the same code or listing is DC02. A code of a listing that the same file takes back is not free
// yet when it is judged. A partner may change its own codes; the agency those of the partner that the header names.

final class AdjustmentJudge: DocumentJudge {
    private let setting: CheckSetting
    private let rules: AdjustmentRules
    private let codes: CodeReader
    /// Whose codes and listings they are; nil when the header does not say, and the file is refused.
    private let partner: String?
    private var cancelled: [NewCancellation] = []
    private var takenBack: [NewTakingBack] = []
    /// The same, to be found: codes as words, and numbers of transfers.
    private var cancelledCodes: Set<Int64> = []
    private var takenBackTransfers: Set<String> = []
    private var refusals = EntryRefusals()
    private var ordinal = 0

    init(_ setting: CheckSetting, shape: DocumentShape, header: HeaderReading) {
        self.setting = setting
        rules = AdjustmentRules(registry: setting.registry, received: setting.received.day, owner: setting.owner)
        codes = CodeReader(prefix: setting.prefix)
        partner = setting.owner.partnerCode ?? header.value("MA_TCDVT", in: shape)
    }

    // MARK: while the file is read

    func take(_ chunk: RecordChunk) throws {
        let entries = chunk.records.map { AdjustmentRules.read($0, in: chunk) }
        let standings = try askLedger(entries)
        for (record, entry) in zip(chunk.records, entries) {
            ordinal += 1
            switch entry {
            case .faulty(let findings): refusals.add(record, of: chunk, ordinal: ordinal, findings)
            case .sound(let entry):
                let finding =
                    switch entry.list {
                    case .cancellations: cancel(entry, standings)
                    case .takingsBack: try takeBack(entry)
                    }
                if let finding { refusals.add(record, of: chunk, ordinal: ordinal, [finding]) }
            }
        }
    }

    /// Where the codes of a chunk's entries stand, by running number.
    private func askLedger(_ entries: [ReadEntry<AdjustmentEntry>]) throws -> [Int64: CodeStanding] {
        guard let ledger = setting.ledger else { return [:] }
        var numbers: Set<Int64> = []
        for case .sound(let entry) in entries where entry.list == .cancellations {
            if let word = codes.word(of: entry.key) { numbers.insert(CodeReader.number(word)) }
        }
        var standings: [Int64: CodeStanding] = [:]
        if !numbers.isEmpty { try ledger.standings(of: numbers.sorted()) { standings[$0.code] = $0 } }
        return standings
    }

    private func cancel(_ entry: AdjustmentEntry, _ standings: [Int64: CodeStanding]) -> Finding? {
        guard let word = codes.word(of: entry.key) else { return rules.finding(cancelling: entry.key, .unknown) }
        let number = CodeReader.number(word)
        if let finding = rules.finding(cancelling: entry.key, standing(of: word, standings[number])) { return finding }
        cancelledCodes.insert(word)
        cancelled.append(NewCancellation(ordinal: ordinal, code: number, reason: entry.reason))
        return nil
    }

    private func standing(of word: Int64, _ known: CodeStanding?) -> AdjustedCode {
        if cancelledCodes.contains(word) { return .cancelled }
        // The file alone tells no more than that it is written as a code.
        guard setting.ledger != nil else { return .recorded(on: setting.received.day) }
        guard let known, known.partner == partner else { return .unknown }
        return switch known.state {
        case .cancelled: .cancelled
        case .listed: .listed(under: known.listedUnder ?? "")
        case .remitted: .remitted(under: known.listedUnder ?? "")
        case .recorded: .recorded(on: known.recordedOn)
        }
    }

    private func takeBack(_ entry: AdjustmentEntry) throws -> Finding? {
        let (standing, listing) = try standing(ofListing: entry.key)
        if let finding = rules.finding(takingBack: entry.key, standing) { return finding }
        takenBackTransfers.insert(entry.key)
        takenBack.append(NewTakingBack(ordinal: ordinal, listing: listing, transfer: entry.key, reason: entry.reason))
        return nil
    }

    /// What a listing is now, and its number in the ledger; 0 when there is no ledger.
    private func standing(ofListing transfer: String) throws -> (AdjustedListing, Int64) {
        if takenBackTransfers.contains(transfer) { return (.takenBack, 0) }
        guard let ledger = setting.ledger else { return (.stands(recordedOn: setting.received.day), 0) }
        guard let partner, let listing = try ledger.listing(of: partner, transfer: transfer) else { return (.unknown, 0) }
        return switch listing.state {
        case .takenBack: (.takenBack, listing.id)
        case .credited: (.credited, listing.id)
        case .stands: (.stands(recordedOn: listing.recordedOn), listing.id)
        }
    }

    // MARK: after it was read

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        facts.refused = refusals.count
        setting.noteContract(&facts)
        try setting.noteHolder(&facts)
        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.counts.recorded = cancelled.count + takenBack.count
        verdict.counts.refused = refusals.count
        verdict.movements = .adjustment(cancelled: cancelled, takenBack: takenBack)
        verdict.postChunks = refusals.posting()
        return verdict
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) {
        verdict.movements = .none
        verdict.postChunks = refusals.posting(listing: listing, onlyFirst: onlyFirst)
    }
}
