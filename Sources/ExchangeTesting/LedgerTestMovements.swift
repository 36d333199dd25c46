public import Contributions
public import LedgerCore

// Files that change the money's way, built from a few words like LedgerTestBatch: their figures agree with their movements
// unless a test changes the posting afterwards.

extension FilePosting {
    /// A DIEU_CHINH that cancels these codes and takes these listings back.
    public static func adjustment(
        _ intake: IntakeNumber, by owner: Owner = .partner("0101234567"), of partner: String = "0101234567", cancelled: [Int64] = [],
        takenBack: [Listing] = []
    ) -> FilePosting {
        let cancellations = cancelled.enumerated().map { NewCancellation(ordinal: $0 + 1, code: $1, reason: "Hủy \($1)") }
        let takings = takenBack.enumerated().map {
            NewTakingBack(ordinal: cancelled.count + $0 + 1, listing: $1.id, transfer: $1.transfer, reason: "Lỗi \($1.transfer)")
        }
        var posting = moving(intake, owner, .adjustment, .adjustment(cancelled: cancellations, takenBack: takings))
        posting.header.partner = partner
        (posting.counts.found, posting.counts.recorded) = (cancelled.count + takenBack.count, cancelled.count + takenBack.count)
        return posting
    }

    /// A BANG_KE_NOP of these codes, in their order.
    public static func listing(
        _ intake: IntakeNumber, partner: String = "0101234567", office: String = "00101", transfer: String, on day: Day? = nil,
        codes: [Int64], total: Int64
    ) -> FilePosting {
        let listing = NewListing(transfer: transfer, transferredOn: day ?? intake.day, codes: codes, total: total)
        var posting = moving(intake, .partner(partner), .remittanceListing, .listing(listing), office: office)
        posting.header.partner = partner
        (posting.counts.found, posting.counts.recorded) = (codes.count, codes.count)
        posting.counts.recordedMoney = total
        return posting
    }

    /// A SAO_KE with these entries.
    public static func statement(_ intake: IntakeNumber, office: String = "00101", _ credits: [NewCredit]) -> FilePosting {
        var posting = moving(intake, .agency, .bankStatement, .statement(credits), office: office)
        let new = credits.filter { !$0.wasOnRecord }
        posting.counts.found = credits.count
        posting.counts.recorded = new.count
        posting.counts.onRecord = credits.count - new.count
        posting.counts.recordedMoney = new.reduce(0) { $0 + $1.entry.amount }
        return posting
    }

    private static func moving(
        _ intake: IntakeNumber, _ owner: Owner, _ document: DocumentKind, _ movements: Movements, office: String = "00101"
    ) -> FilePosting {
        var posting = sample(intake, owner: owner, outcome: .recorded)
        posting.document = document
        posting.resultCode = 200
        posting.header = BatchHeader(office: office, batch: "\(document.rawValue)-\(intake)", preparedAt: "\(intake.day)170000")
        posting.movements = movements
        return posting
    }
}

extension NewCredit {
    public init(
        _ ordinal: Int, _ transfer: String, _ amount: Int64, _ state: CreditState, partner: String = "0101234567",
        on day: Day = Day(number: 20_778),
        remark: String = "", wasOnRecord: Bool = false
    ) {
        self.init(
            ordinal: ordinal, entry: CreditEntry(transfer: transfer, creditedOn: day, amount: amount, partner: partner, remark: remark),
            state: state, wasOnRecord: wasOnRecord)
    }
}

extension Ledger {
    /// Posts a file without payments.
    @discardableResult
    public func post(_ posting: FilePosting) throws -> FileRecord { try post(posting, keys: nil) { _ in } }
}
