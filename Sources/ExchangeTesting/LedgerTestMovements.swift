public import Contributions
public import LedgerCore

// Files that change the money's way, built from a few words like LedgerTestBatch: their figures agree with their movements
// unless a test changes the posting afterwards.

/// A file without payments, and the parts in which its movements come.
public struct LedgerTestMovements {
    public var posting: FilePosting
    public var parts: [Movements]

    /// A DIEU_CHINH that cancels these codes and takes these listings back.
    public static func adjustment(
        _ intake: IntakeNumber, by owner: Owner = .partner("0101234567"), of partner: String = "0101234567", cancelled: [Int64] = [],
        takenBack: [Listing] = []
    ) -> LedgerTestMovements {
        let cancellations = cancelled.enumerated().map { NewCancellation(ordinal: $0 + 1, code: $1, reason: "Hủy \($1)") }
        let takings = takenBack.enumerated().map {
            NewTakingBack(ordinal: cancelled.count + $0 + 1, listing: $1.id, transfer: $1.transfer, reason: "Lỗi \($1.transfer)")
        }
        var file = moving(intake, owner, .adjustment, .adjustment(cancelled: cancellations, takenBack: takings))
        file.posting.header.partner = partner
        let count = cancelled.count + takenBack.count
        (file.posting.counts.found, file.posting.counts.recorded) = (count, count)
        return file
    }

    /// A BANG_KE_NOP of these codes, in their order.
    public static func listing(
        _ intake: IntakeNumber, partner: String = "0101234567", office: String = "00101", transfer: String, on day: Day? = nil,
        codes: [Int64], total: Int64
    ) -> LedgerTestMovements {
        let listing = NewListing(transfer: transfer, transferredOn: day ?? intake.day, codes: codes, total: total)
        var file = moving(intake, .partner(partner), .remittanceListing, .listing(listing), office: office)
        file.posting.header.partner = partner
        (file.posting.counts.found, file.posting.counts.recorded) = (codes.count, codes.count)
        file.posting.counts.recordedMoney = MoneySum(total)
        return file
    }

    /// A SAO_KE with these entries.
    public static func statement(_ intake: IntakeNumber, office: String = "00101", _ credits: [NewCredit]) -> LedgerTestMovements {
        var file = moving(intake, .agency, .bankStatement, .statement(credits), office: office)
        var counts = Counts()
        counts.found = credits.count
        for credit in credits {
            if credit.wasOnRecord {
                counts.onRecord += 1
                counts.onRecordMoney += MoneySum(credit.entry.amount)
            } else {
                counts.recorded += 1
                counts.recordedMoney += MoneySum(credit.entry.amount)
            }
        }
        file.posting.counts = counts
        return file
    }

    private static func moving(
        _ intake: IntakeNumber, _ owner: Owner, _ document: DocumentKind, _ movements: Movements, office: String = "00101"
    ) -> LedgerTestMovements {
        var posting = FilePosting.sample(intake, owner: owner, outcome: .recorded)
        posting.document = document
        posting.resultCode = 200
        posting.header = BatchHeader(office: office, batch: "\(document.rawValue)-\(intake)", preparedAt: "\(intake.day)170000")
        return LedgerTestMovements(posting: posting, parts: [movements])
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
    public func post(_ posting: FilePosting) throws -> FileRecord { try post(posting, keys: nil) { _, _ in } }

    @discardableResult
    public func post(_ file: LedgerTestMovements) throws -> FileRecord {
        try post(file.posting, keys: nil) { _, poster in
            for part in file.parts {
                var posting = ChunkPosting(chunk: RecordChunk())
                posting.movements = part
                try poster.add(posting)
            }
        }
    }
}
