public import Contributions
import ExchangeFormat

// SAO_KE: each BAO_CO judged on its own, in file order, against the credit that is on record under its partner and number, earlier
// good entries of the file included (money.md).

/// The content of a sound BAO_CO.
public struct StatementEntry: Sendable, Hashable {
    /// MA_GIAO_DICH_NH
    public var transfer: String
    /// NGAY_BAO_CO
    public var creditedOn: Day
    /// SO_TIEN, đồng.
    public var amount: Int64
    /// MA_TCDVT
    public var partner: String
    /// NOI_DUNG; empty when not given.
    public var remark: String

    public init(transfer: String, creditedOn: Day, amount: Int64, partner: String, remark: String) {
        self.transfer = transfer
        self.creditedOn = creditedOn
        self.amount = amount
        self.partner = partner
        self.remark = remark
    }
}

/// The newest credit on record under an entry's partner and number.
public struct CreditOnRecord: Sendable, Hashable {
    public var creditedOn: Day
    public var amount: Int64
    /// It says what the entry says.
    public var isSame: Bool
    /// It agrees with a listing.
    public var agrees: Bool

    public init(creditedOn: Day, amount: Int64, isSame: Bool, agrees: Bool) {
        self.creditedOn = creditedOn
        self.amount = amount
        self.isSame = isSame
        self.agrees = agrees
    }
}

/// The rules of one SAO_KE, and the money that its entries come to.
public struct StatementRules: Sendable {
    /// SO_TIEN over all entries, good and bad, of which it can be told.
    public private(set) var readableMoney: MoneySum = 0
    private var isTotalKnown = true

    /// The same; nil once it cannot be told of all: an entry has BG02, or BG01 or BG03 in SO_TIEN (LO04).
    public var total: MoneySum? { isTotalKnown ? readableMoney : nil }

    public init() {}

    /// BG01 to BG03 and NG01, or the entry. Its money is counted.
    public mutating func read(_ record: RecordChunk.Record, in chunk: RecordChunk) -> ReadEntry<StatementEntry> {
        // SO_TIEN may be longer here than elsewhere.
        var findings = EntryRules.findings(of: record, in: chunk, section: DocumentShape.bankStatement.sections[0]) {
            $0.name == "SO_TIEN" ? ["BAO_CO"] : []
        }
        let isAmountKnown = record.faultCount == 0 && !findings.contains { $0.subject == "SO_TIEN" }
        if isAmountKnown, let amount = Int64(chunk.text(of: Field.amount.rawValue, in: record)) {
            readableMoney += MoneySum(amount)
        } else {
            isTotalKnown = false
        }
        if record.faultCount > 0 { return .faulty(findings) }
        let written = chunk.text(of: Field.creditedOn.rawValue, in: record)
        if Day(written) == nil, !findings.contains(where: { $0.subject == "NGAY_BAO_CO" }) {
            findings.append(Finding(.NG01, subject: "NGAY_BAO_CO", value: written))
        }
        guard findings.isEmpty, let entry = Self.entry(of: record, in: chunk) else { return .faulty(findings) }
        return .sound(entry)
    }

    /// The content of an entry that was read and is sound.
    public static func entry(of record: RecordChunk.Record, in chunk: RecordChunk) -> StatementEntry? {
        guard let day = Day(chunk.text(of: Field.creditedOn.rawValue, in: record)),
            let amount = Int64(chunk.text(of: Field.amount.rawValue, in: record))
        else { return nil }
        return StatementEntry(
            transfer: chunk.text(of: Field.transfer.rawValue, in: record), creditedOn: day, amount: amount,
            partner: chunk.text(of: Field.partner.rawValue, in: record), remark: chunk.text(of: Field.remark.rawValue, in: record))
    }

    /// Where an entry's key stands in its chunk's arena; the entry is whole.
    public static func key(of record: RecordChunk.Record, in chunk: RecordChunk) -> (partner: Range<Int>, transfer: Range<Int>) {
        (chunk.range(of: Field.partner.rawValue, in: record), chunk.range(of: Field.transfer.rawValue, in: record))
    }

    /// The elements of BAO_CO by their places.
    private enum Field: Int { case transfer, creditedOn, amount, partner, remark }

    /// SK01: the credit on record under this partner and number agreed with a listing, and says something else.
    /// - Parameter recorded: nil when there is none.
    public static func finding(_ entry: StatementEntry, recorded: CreditOnRecord?) -> Finding? {
        guard let recorded, recorded.agrees, !recorded.isSame else { return nil }
        return Finding(
            .SK01, subject: "MA_GIAO_DICH_NH", value: entry.transfer,
            details: [entry.partner, recorded.creditedOn.forPeople, String(recorded.amount)])
    }
}
