public import Contributions
import ExchangeFormat

// BANG_KE_NOP stands for one bank transfer, so it is recorded whole or not at all, and what is wrong with its entries stands among
// the faults of the file (money.md). The caller says of each entry what its code is, in any order; the findings come out in the
// order of rules.md, within a code in file order, and never more than are listed, however many entries are wrong.

/// What a code in a listing is.
public enum ListedCode: Sendable, Hashable {
    /// No code at all, not issued, another partner's, or of a batch to another office: nobody is told which.
    case unknown
    case cancelled
    /// In a listing that stands, credited or not: its MA_GIAO_DICH_NH.
    case listed(under: String)
    /// The code stands in this file before; STT of the first.
    case repeated(of: Int)
    /// GHI_NHAN: free to be listed; SO_TIEN of its payment.
    case free(amount: Int64)
}

/// The rules of one BANG_KE_NOP, and what they found.
public struct ListingRules: Sendable {
    /// The most findings that are told.
    public static let listedMax = BatchRules.listedMax

    private struct Found {
        var ordinal: Int
        var finding: Finding
    }
    /// By code; of each, those of the smallest STT.
    private var found: [RuleCode: [Found]] = [:]
    /// The free codes' money.
    private var total: MoneySum = 0

    public init() {}

    /// BG01 to BG03 of an entry are kept; true when it is sound, so that its text may be looked up as a code.
    public mutating func judgeFormat(_ record: RecordChunk.Record, in chunk: RecordChunk, ordinal: Int) -> Bool {
        if record.faultCount == 0, (1...Self.plainBytesMax).contains(chunk.range(of: 0, in: record).count) { return true }
        let findings = EntryRules.findings(of: record, in: chunk, section: DocumentShape.remittanceListing.sections[0])
        for finding in findings { keep(finding, ordinal: ordinal, line: Int(record.line)) }
        return findings.isEmpty
    }

    /// Values of so many bytes have no more characters than the format allows.
    private static let plainBytesMax = 4096

    /// KN01 to KN03 of a sound entry.
    /// - Parameters:
    ///   - line: where the entry begins.
    ///   - key: its text; asked for only when something is wrong.
    public mutating func judge(_ code: ListedCode, ordinal: Int, line: Int, key: @autoclosure () -> String) {
        let subject = "MA_XAC_NHAN"
        switch code {
        case .free(let amount): total += MoneySum(amount)
        case .unknown: keep(Finding(.KN01, subject: subject, value: key()), ordinal: ordinal, line: line)
        case .cancelled: keep(Finding(.KN02, subject: subject, value: key()), ordinal: ordinal, line: line)
        case .listed(let transfer):
            keep(Finding(.KN03, subject: subject, value: key(), details: ["listed", transfer]), ordinal: ordinal, line: line)
        case .repeated(let first):
            keep(Finding(.KN03, subject: subject, value: key(), details: ["file", String(first)]), ordinal: ordinal, line: line)
        }
    }

    private mutating func keep(_ finding: Finding, ordinal: Int, line: Int) {
        let placed = Finding(
            finding.code, subject: finding.subject, value: finding.value, details: finding.details, place: Place(line: line, column: 0))
        var kept = found.removeValue(forKey: finding.code) ?? []
        kept.append(Found(ordinal: ordinal, finding: placed))
        if kept.count >= 2 * Self.listedMax { kept = Self.first(kept) }
        found[finding.code] = kept
    }

    private static func first(_ found: [Found]) -> [Found] { Array(found.sorted { $0.ordinal < $1.ordinal }.prefix(listedMax)) }

    /// All that is wrong with the listing, once every entry was judged; empty when it may be recorded.
    /// - Parameters:
    ///   - declared: TONG_TIEN; nil when it failed (LO01).
    ///   - transfer: MA_GIAO_DICH_NH; nil when it failed.
    ///   - user: the file that brought this partner's standing listing of that number, credited or not, to any office; nil when there is
    ///     none. Listings taken back do not count.
    public func findings(declared: String?, transfer: String?, usedBy user: IntakeNumber?) -> [Finding] {
        var findings = found
        // The sum is asked for when every code is known and free.
        if found.isEmpty, let declared, let sum = Int64(declared), MoneySum(sum) != total {
            findings[.KN04] = [
                Found(ordinal: 0, finding: Finding(.KN04, subject: "TONG_TIEN", value: declared, details: [String(total)]))
            ]
        }
        if let transfer, let user {
            findings[.KN05] = [
                Found(
                    ordinal: 0, finding: Finding(.KN05, subject: "MA_GIAO_DICH_NH", value: transfer, details: [user.description]))
            ]
        }
        let ordered = RuleCode.allCases.lazy.compactMap { findings[$0] }.flatMap(Self.first).prefix(Self.listedMax)
        return ordered.map(\.finding)
    }
}
