import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges DIEU_CHINH: entries in file order, codes to cancel before listings to take back, each seeing what the good ones before
// it did: the second entry about the same code or listing is DC02. A code of a listing that the same file takes back is not free
// yet when it is judged. A partner may change its own codes; the agency those of the partner that the header names. While the file is
// read its chunks are staged and its keys noted; then it is judged, and later posted, chunk by chunk: an entry costs a byte, one that
// takes a listing back eight more.

final class AdjustmentJudge: DocumentJudge {
    private let setting: CheckSetting
    private let rules: AdjustmentRules
    private let codes: CodeReader
    /// Whose codes and listings they are; nil when the header does not say, and the file is refused.
    private let partner: String?
    private let staging: Staging
    private let keys: RepeatedKeys
    /// Of the codes and listings that the file names more than once: a good entry has changed it already.
    private var isChanged: [Bool] = []
    /// One an entry.
    private var isGood: [Bool] = []
    /// The numbers of the listings that good entries take back, in file order.
    private var takenBack: [Int64] = []
    private var refusals = EntryRefusals()

    init(_ setting: CheckSetting, shape: DocumentShape, header: HeaderReading) {
        self.setting = setting
        rules = AdjustmentRules(registry: setting.registry, received: setting.received.day, owner: setting.owner)
        codes = CodeReader(prefix: setting.prefix)
        partner = setting.owner.partnerCode ?? header.value("MA_TCDVT", in: shape)
        staging = Staging(makeScratch: setting.makeScratch)
        keys = RepeatedKeys(makeScratch: setting.makeScratch)
    }

    // MARK: while the file is read

    func take(_ chunk: RecordChunk) throws {
        for (index, record) in chunk.records.enumerated() where record.faultCount == 0 {
            if let key = key(of: record, in: chunk) { try keys.note(key, entry: staging.recordCount + index) }
        }
        try staging.append(chunk)
    }

    /// Nil for what is no code and so changes nothing.
    private func key(of record: RecordChunk.Record, in chunk: RecordChunk) -> KeyWords? {
        let range = AdjustmentRules.key(of: record, in: chunk)
        guard AdjustmentEntry.List(rawValue: record.section) == .cancellations else { return KeyWords(texts: chunk.arena[range]) }
        let word = chunk.arena.withUnsafeBufferPointer { codes.word(of: UnsafeBufferPointer(rebasing: $0[range])) }
        return word.map { KeyWords(number: UInt64($0)) }
    }

    // MARK: after it was read

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        try keys.finish()
        isChanged = Array(repeating: false, count: keys.groupCount)
        isGood.reserveCapacity(staging.recordCount)
        try staging.forEachChunk { chunk, first in try judge(chunk, firstEntry: first) }
        isChanged = []
        facts.refused = refusals.count
        setting.noteContract(&facts)
        try setting.noteHolder(&facts)
        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.counts.recorded = isGood.count - refusals.count
        verdict.counts.refused = refusals.count
        verdict.postChunks = { [self] poster in try post(to: poster) }
        return verdict
    }

    private func judge(_ chunk: RecordChunk, firstEntry: Int) throws {
        let entries = chunk.records.map { AdjustmentRules.read($0, in: chunk) }
        let standings = try askLedger(entries)
        for (index, entry) in entries.enumerated() {
            let findings = try findings(of: entry, keys.group(of: firstEntry + index), standings)
            isGood.append(findings.isEmpty)
            if !findings.isEmpty { refusals.add(chunk.records[index], of: chunk, ordinal: firstEntry + index + 1, findings) }
        }
    }

    /// What is wrong with an entry; nothing when it is good, which is noted.
    private func findings(
        of entry: ReadEntry<AdjustmentEntry>, _ group: Int?, _ standings: [Int64: CodeStanding]
    ) throws -> [Finding] {
        switch entry {
        case .faulty(let findings): return findings
        case .sound(let entry):
            let isRepeated = group.map { isChanged[$0] } ?? false
            let finding =
                switch entry.list {
                case .cancellations: finding(cancelling: entry, isRepeated, standings)
                case .takingsBack: try finding(takingBack: entry, isRepeated)
                }
            if finding == nil, let group { isChanged[group] = true }
            return finding.map { [$0] } ?? []
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

    private func finding(cancelling entry: AdjustmentEntry, _ isRepeated: Bool, _ standings: [Int64: CodeStanding]) -> Finding? {
        guard let word = codes.word(of: entry.key) else { return rules.finding(cancelling: entry.key, .unknown) }
        return rules.finding(cancelling: entry.key, isRepeated ? .cancelled : standing(standings[CodeReader.number(word)]))
    }

    private func standing(_ known: CodeStanding?) -> AdjustedCode {
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

    private func finding(takingBack entry: AdjustmentEntry, _ isRepeated: Bool) throws -> Finding? {
        let (standing, listing) = isRepeated ? (.takenBack, 0) : try standing(ofListing: entry.key)
        let finding = rules.finding(takingBack: entry.key, standing)
        if finding == nil { takenBack.append(listing) }
        return finding
    }

    /// What a listing is now, and its number in the ledger; 0 when there is no ledger.
    private func standing(ofListing transfer: String) throws -> (AdjustedListing, Int64) {
        guard let ledger = setting.ledger else { return (.stands(recordedOn: setting.received.day), 0) }
        guard let partner, let listing = try ledger.listing(of: partner, transfer: transfer) else { return (.unknown, 0) }
        return switch listing.state {
        case .takenBack: (.takenBack, listing.id)
        case .credited: (.credited, listing.id)
        case .stands: (.stands(recordedOn: listing.recordedOn), listing.id)
        }
    }

    // MARK: posting

    private func post(to poster: any ChunkPoster) throws {
        var listings = takenBack.makeIterator()
        try staging.forEachChunk { chunk, first in
            var cancelled: [NewCancellation] = []
            var takenBack: [NewTakingBack] = []
            for (index, record) in chunk.records.enumerated() where isGood[first + index] {
                let ordinal = first + index + 1
                guard case .sound(let entry) = AdjustmentRules.read(record, in: chunk) else { throw Self.unreadable(ordinal) }
                switch entry.list {
                case .cancellations:
                    guard let word = codes.word(of: entry.key) else { throw Self.unreadable(ordinal) }
                    cancelled.append(NewCancellation(ordinal: ordinal, code: CodeReader.number(word), reason: entry.reason))
                case .takingsBack:
                    guard let listing = listings.next() else { throw Self.unreadable(ordinal) }
                    takenBack.append(NewTakingBack(ordinal: ordinal, listing: listing, transfer: entry.key, reason: entry.reason))
                }
            }
            if cancelled.isEmpty, takenBack.isEmpty { return }
            var posting = ChunkPosting(chunk: chunk)
            posting.movements = .adjustment(cancelled: cancelled, takenBack: takenBack)
            try poster.add(posting)
        }
        try refusals.posting()(poster)
    }

    private static func unreadable(_ ordinal: Int) -> LedgerFault {
        LedgerFault(.invariant, "entry \(ordinal) was judged good, and cannot be read")
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) {
        verdict.postChunks = refusals.posting(listing: listing, onlyFirst: onlyFirst)
    }
}
