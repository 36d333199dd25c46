import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges BANG_KE_NOP, which stands or falls as a whole. While it is read an entry costs twelve bytes, its code as a word and its
// line; after it the ledger is asked once about all codes, in their order. What is wrong stands among the file's faults.

final class ListingJudge: DocumentJudge {
    private let setting: CheckSetting
    private let codes: CodeReader
    private let office: String?
    private var rules = ListingRules()
    /// Of each entry, in file order: its code as a word, 0 when it is none and so judged already; and the line on which it begins.
    private var words: [Int64] = []
    private var lines: [UInt32] = []
    /// The money of the codes that are free.
    private var total: MoneySum = 0

    init(_ setting: CheckSetting, shape: DocumentShape, header: HeaderReading) {
        self.setting = setting
        codes = CodeReader(prefix: setting.prefix)
        office = header.value("MA_CQ_BHXH", in: shape)
    }

    // MARK: while the file is read

    func take(_ chunk: RecordChunk) {
        for record in chunk.records {
            words.append(word(of: record, in: chunk))
            lines.append(record.line)
        }
    }

    private func word(of record: RecordChunk.Record, in chunk: RecordChunk) -> Int64 {
        let ordinal = words.count + 1
        guard rules.judgeFormat(record, in: chunk, ordinal: ordinal) else { return 0 }
        let range = chunk.range(of: 0, in: record)
        let word = chunk.arena.withUnsafeBufferPointer { codes.word(of: UnsafeBufferPointer(rebasing: $0[range])) }
        guard let word else {
            rules.judge(.unknown, ordinal: ordinal, line: Int(record.line), key: chunk.text(of: 0, in: record))
            return 0
        }
        return word
    }

    // MARK: after it was read

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        setting.noteContract(&facts)
        try setting.noteHolder(&facts)
        try judgeCodes()
        let (shape, header) = (facts.shape, facts.header)
        let transfer = header.value("MA_GIAO_DICH_NH", in: shape)

        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.findings = rules.findings(
            // What codes are worth only the ledger knows.
            declared: setting.ledger == nil ? nil : header.value("TONG_TIEN", in: shape), transfer: transfer,
            usedBy: try transfer.flatMap { try standingListing(under: $0) })
        verdict.counts.recorded = words.count
        verdict.counts.recordedMoney = total
        // A listing that is posted has the total that its header declares, at most eighteen digits (KN04).
        if let transfer, let day = header.value("NGAY_CHUYEN", in: shape).flatMap({ Day($0) }), let total = Int64(exactly: total) {
            verdict.postChunks = { [words] poster in
                var posting = ChunkPosting(chunk: RecordChunk())
                posting.movements = .listing(
                    NewListing(transfer: transfer, transferredOn: day, codes: words.map(CodeReader.number), total: total))
                try poster.add(posting)
            }
        }
        return verdict
    }

    /// The file that uses the number already (KN05).
    private func standingListing(under transfer: String) throws -> IntakeNumber? {
        guard let partner = setting.owner.partnerCode,
            let listing = try setting.ledger?.listing(of: partner, transfer: transfer), listing.state != .takenBack
        else { return nil }
        return listing.intake
    }

    /// KN01 to KN03, code by code in their order, so that a code's entries come together and the ledger is passed once.
    private func judgeCodes() throws {
        let order = entriesInOrderOfCodes()
        var rest = order[...]
        guard let ledger = setting.ledger else {
            // The file alone tells which codes stand in it twice.
            while !rest.isEmpty { judge(takeCode(&rest), as: .free(amount: 0)) }
            return
        }
        var numbers: [Int64] = []
        for entry in order where numbers.last != number(of: entry) { numbers.append(number(of: entry)) }
        try ledger.standings(of: numbers) { standing in
            while let next = rest.first, number(of: next) <= standing.code {
                judge(takeCode(&rest), as: number(of: next) == standing.code ? known(standing) : .unknown)
            }
        }
        while !rest.isEmpty { judge(takeCode(&rest), as: .unknown) }
    }

    private func number(of entry: UInt32) -> Int64 { CodeReader.number(words[Int(entry)]) }

    /// Takes the entries of the first code.
    private func takeCode(_ rest: inout ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        let word = words[Int(rest[rest.startIndex])]
        let end = rest.firstIndex { words[Int($0)] != word } ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    /// The places of the entries that are codes, by code and then by place.
    private func entriesInOrderOfCodes() -> [UInt32] {
        words.withUnsafeBufferPointer { words in
            var order = (0..<UInt32(words.count)).filter { words[Int($0)] != 0 }
            order.sort { left, right in
                let (one, other) = (words[Int(left)], words[Int(right)])
                return one == other ? left < right : one < other
            }
            return order
        }
    }

    private func known(_ standing: CodeStanding) -> ListedCode {
        guard standing.partner == setting.owner.partnerCode, standing.office == office else { return .unknown }
        return switch standing.state {
        case .cancelled: .cancelled
        case .listed, .remitted: .listed(under: standing.listedUnder ?? "")
        case .recorded: .free(amount: standing.amount)
        }
    }

    /// The entries of one code. One that could be listed is so by the first of them; whatever else it is, all of them are.
    private func judge(_ entries: ArraySlice<UInt32>, as code: ListedCode) {
        let first = Int(entries[entries.startIndex]) + 1
        for entry in entries {
            let ordinal = Int(entry) + 1
            var code = code
            if case .free(let amount) = code {
                if ordinal == first { total += MoneySum(amount) } else { code = .repeated(of: first) }
            }
            rules.judge(code, ordinal: ordinal, line: Int(lines[ordinal - 1]), key: CodeReader.text(words[ordinal - 1]))
        }
    }

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) { verdict.postChunks = { _ in } }
}
