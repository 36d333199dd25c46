public import Contributions
import GRDB
public import LedgerCore

// What was open or changed at the closing of a day: payments cancelled on it, codes whose money had not arrived, transfers that
// lacked their other half. Files with open codes, open listings and open credits are found by the day on which they ended,
// so that what is settled for good is not read, however much of it there is.

extension SQLiteLedger {
    public func cancelledPayments(on day: Day, office: String, partner: String, _ body: (CancelledPayment) throws -> Void) throws {
        try readingOut { database in
            let rows = try RawStatement(
                database,
                """
                SELECT p.code, p.ordinal, p.kind, p.amount, p.paid_on, p.fields, f.recorded_on, f.claim_day, b.claim_day, b.sequence, c.reason
                FROM cancellation AS c JOIN payment AS p ON p.code = c.code JOIN file AS f ON f.id = p.file JOIN file AS b ON b.id = c.file
                WHERE c.day = ? AND f.office = ? AND f.owner = ? ORDER BY c.code
                """)
            try rows.rows(.day(day.number), .text(office), .text(partner)) { row in
                let payment = row.payment(
                    of: partner, recordedOn: row.day(6), claimedOn: row.day(7))
                let intake = IntakeNumber(day: row.day(8), sequence: Int(row.integer(9)))
                try body(CancelledPayment(payment: payment, intake: intake, reason: row.text(10)))
            }
        }
    }

    public func openCodes(asOf day: Day, office: String, partner: String?, paidBefore: Day, _ body: (OpenCode) throws -> Void) throws {
        try readingOneState { database in
            let payments = try AscendingRows(
                database, "SELECT code, ordinal, kind, amount, paid_on, fields FROM payment WHERE code >= ?1 ORDER BY code")
            let states = try CodeStates(asOf: day, database)
            let files = try RawStatement(
                database,
                """
                SELECT f.first_code, f.last_code, f.recorded_on, f.claim_day, o.partner FROM file_open AS o JOIN file AS f ON f.id = o.file
                WHERE o.office = ?1 AND o.settled_on > ?2 AND o.recorded_on <= ?2 AND o.first_paid_on < ?3 AND (?4 = '' OR o.partner = ?4)
                ORDER BY o.file
                """)
            try files.rows(.text(office), .day(day.number), .day(paidBefore.number), .text(partner ?? "")) { file in
                let (recordedOn, claimedOn) = (file.day(2), file.day(3))
                let partner = file.text(4)
                var code = file.integer(0)
                let last = file.integer(1)
                while code <= last {
                    let state = try states.state(of: code).state
                    if state == .recorded || state == .listed, try payments.move(to: code), payments.row.integer(4) < paidBefore.number {
                        let payment = payments.row.payment(of: partner, recordedOn: recordedOn, claimedOn: claimedOn)
                        try body(OpenCode(payment: payment, state: state))
                    }
                    code += 1
                }
            }
        }
    }

    /// A transfer whose listing and credit belong to different offices stands in the reports of both.
    public func openTransfers(asOf day: Day, office: String) throws(LedgerFault) -> [OpenTransfer] {
        try LedgerFault.translating {
            try readingOneState { database in
                let values: [RawStatement.Value] = [.text(office), .day(day.number)]
                var open: [TransferKey: OpenTransfer] = [:]
                let credit = try RawStatement(database, Self.openCredit)
                let listings = try RawStatement(
                    database,
                    """
                    SELECT partner, transfer, transferred_on, total FROM listing
                    WHERE office = ?1 AND ended_on > ?2 AND day <= ?2
                    """)
                try listings.rows(values) { row in
                    let key = TransferKey(partner: row.text(0), transfer: row.text(1))
                    open[key] = OpenTransfer(
                        kind: .listedOnly, partner: key.partner, transfer: key.transfer, day: row.day(2),
                        listed: row.integer(3), credited: 0)
                    try credit.rows(.text(key.partner), .text(key.transfer), .day(day.number)) { open[key]?.disagree(with: $0) }
                }
                let listing = try RawStatement(database, Self.openListing)
                let credits = try RawStatement(
                    database,
                    """
                    SELECT partner, transfer, credited_on, amount FROM credit
                    WHERE office = ?1 AND ended_on > ?2 AND day <= ?2
                    """)
                try credits.rows(values) { row in
                    let key = TransferKey(partner: row.text(0), transfer: row.text(1))
                    guard open[key] == nil else { return }
                    let listed = try listing.first(.text(key.partner), .text(key.transfer), .day(day.number)) { $0.integer(0) }
                    open[key] = OpenTransfer(
                        kind: listed == nil ? .creditedOnly : .disagrees, partner: key.partner, transfer: key.transfer,
                        day: row.day(2), listed: listed ?? 0, credited: row.integer(3))
                }
                return open.values.sorted { ($0.kind.order, $0.partner, $0.transfer) < ($1.kind.order, $1.partner, $1.transfer) }
            }
        }
    }

    /// The credit under a number that is open at the closing of a day.
    private static let openCredit = """
        SELECT credited_on, amount FROM credit WHERE partner = ?1 AND transfer = ?2 AND ended_on > ?3 AND day <= ?3
        """
    /// The listing of that number that stands then.
    private static let openListing = "SELECT total FROM listing WHERE partner = ?1 AND transfer = ?2 AND ended_on > ?3 AND day <= ?3"
}

private struct TransferKey: Hashable {
    var partner: String
    var transfer: String
}

extension OpenTransfer {
    /// - Parameter credit: a row of day and money.
    fileprivate mutating func disagree(with credit: RawStatement) {
        kind = .disagrees
        day = credit.day(0)
        credited = credit.integer(1)
    }
}

extension OpenTransfer.Kind {
    /// Its place in DOI-CHIEU.
    fileprivate var order: Int {
        switch self {
        case .listedOnly: 0
        case .creditedOnly: 1
        case .disagrees: 2
        }
    }
}
