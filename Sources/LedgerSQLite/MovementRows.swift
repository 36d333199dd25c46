import Contributions
import GRDB
import LedgerCore

// A file's movements as they are on record, given to the digest in the order in which its posting wrote them.

struct MovementRows {
    private let cancellations: RawStatement
    private let takings: RawStatement
    private let listings: RawStatement
    private let codes: RawStatement
    private let entries: RawStatement
    private let agreements: RawStatement

    init(_ database: Database) throws {
        cancellations = try RawStatement(database, "SELECT ordinal, code, day, reason FROM cancellation WHERE file = ? ORDER BY ordinal")
        takings = try RawStatement(database, "SELECT ordinal, listing, day, reason FROM taking_back WHERE file = ? ORDER BY ordinal")
        listings = try RawStatement(
            database, "SELECT id, partner, office, transfer, transferred_on, codes, total, day FROM listing WHERE file = ?")
        codes = try RawStatement(database, "SELECT code FROM listing_entry WHERE listing = ? ORDER BY ordinal")
        entries = try RawStatement(
            database,
            """
            SELECT e.ordinal, e.credit, e.state, e.was_on_record, c.partner, c.transfer, c.credited_on, c.amount, c.remark, c.day
            FROM statement_entry AS e JOIN credit AS c ON c.id = e.credit WHERE e.file = ? ORDER BY e.ordinal
            """)
        agreements = try RawStatement(database, "SELECT listing, credit, day FROM agreement WHERE file = ?")
    }

    func add(of file: Int64, to digest: inout MovementDigest) throws {
        try cancellations.rows(.integer(file)) { row in
            digest.addCancellation(
                ordinal: Int(row.integer(0)), code: row.integer(1), day: Int32(truncatingIfNeeded: row.integer(2)), reason: row.text(3))
        }
        try takings.rows(.integer(file)) { row in
            digest.addTakingBack(
                ordinal: Int(row.integer(0)), listing: row.integer(1), day: Int32(truncatingIfNeeded: row.integer(2)), reason: row.text(3))
        }
        try listings.rows(.integer(file)) { row in
            digest.addListing(
                Listing(
                    id: row.integer(0), intake: IntakeNumber(day: Day(number: 0), sequence: 1), partner: row.text(1), office: row.text(2),
                    transfer: row.text(3), transferredOn: row.day(4),
                    codes: Int(row.integer(5)),
                    total: row.integer(6), recordedOn: row.day(7), state: .stands))
            try codes.rows(.integer(row.integer(0))) { digest.addListed($0.integer(0)) }
        }
        try entries.rows(.integer(file)) { row in
            let content = CreditEntry(
                transfer: row.text(5), creditedOn: row.day(6), amount: row.integer(7),
                partner: row.text(4), remark: row.text(8))
            guard let state = CreditState(rawValue: row.text(2)) else { throw LedgerFault(.corrupt, "a credit's state cannot be read") }
            let wasOnRecord = row.integer(3) != 0
            digest.addStatementEntry(
                NewCredit(ordinal: Int(row.integer(0)), entry: content, state: state, wasOnRecord: wasOnRecord), credit: row.integer(1),
                day: wasOnRecord ? nil : row.day(9))
        }
        try agreements.rows(.integer(file)) { row in
            digest.addAgreement(listing: row.integer(0), credit: row.integer(1), day: Int32(truncatingIfNeeded: row.integer(2)))
        }
    }
}
