import Contributions
import GRDB
public import LedgerCore

// What rules, answers and `explain` ask of the money's way, as it is now.

extension SQLiteLedger {
    public func isCancelled(_ code: Int64) throws(LedgerFault) -> Bool {
        try reading { database in
            // Asked for every payment that a batch meets, so the statement is kept.
            try RawStatement(database, "SELECT 1 FROM cancellation WHERE code = ?").first(.integer(code)) { _ in true } ?? false
        }
    }

    public func standings(of codes: [Int64], _ body: (CodeStanding) throws -> Void) throws {
        try readingOneState { database in
            let standings = try CodeStandings(database)
            for code in codes {
                if let standing = try standings.standing(of: code) { try body(standing) }
            }
        }
    }

    public func listing(of partner: String, transfer: String) throws(LedgerFault) -> Listing? {
        try reading { try ListingTable.newest(of: partner, transfer: transfer, $0) }
    }

    public func credit(to partner: String, transfer: String) throws(LedgerFault) -> Credit? {
        try reading { try CreditTable.newest(to: partner, transfer: transfer, $0) }
    }

    public func life(of code: Int64) throws(LedgerFault) -> [CodeStep] {
        try reading { database in
            var steps: [CodeStep] = []
            // In the order of posting; a listing that agreed at once came before its agreement.
            let rows = try RawStatement(
                database,
                """
                SELECT s.step, f.claim_day, f.sequence, s.day, s.word, s.value FROM (
                    SELECT 1 AS step, l.file, l.day, l.transfer AS word, l.transferred_on AS value
                    FROM listed_code AS c JOIN listing AS l ON l.id = c.listing WHERE c.code = ?1
                    UNION ALL SELECT 2, t.file, t.day, l.transfer, t.reason
                    FROM listed_code AS c JOIN listing AS l ON l.id = c.listing JOIN taking_back AS t ON t.listing = l.id WHERE c.code = ?1
                    UNION ALL SELECT 3, a.file, a.day, r.transfer, r.credited_on
                    FROM listed_code AS c JOIN agreement AS a ON a.listing = c.listing JOIN credit AS r ON r.id = a.credit WHERE c.code = ?1
                    UNION ALL SELECT 4, file, day, reason, NULL FROM cancellation WHERE code = ?1
                ) AS s JOIN file AS f ON f.id = s.file ORDER BY s.file, s.step
                """)
            try rows.rows(.integer(code)) { row in
                let kind: CodeStep.Kind =
                    switch row.integer(0) {
                    case 1: .listed(transfer: row.text(4), transferredOn: row.day(5))
                    case 2: .takenBack(transfer: row.text(4), reason: row.text(5))
                    case 3: .remitted(transfer: row.text(4), creditedOn: row.day(5))
                    default: .cancelled(reason: row.text(4))
                    }
                steps.append(
                    CodeStep(
                        kind: kind, intake: IntakeNumber(day: row.day(1), sequence: Int(row.integer(2))),
                        on: row.day(3)))
            }
            return steps
        }
    }

    public func acceptedEntries(of file: FileRecord, _ body: (AcceptedEntry) throws -> Void) throws {
        guard let document = file.posting.document else { return }
        try readingOut { database in
            let rows = try RawStatement(database, Self.acceptedEntries(of: document))
            try rows.rows(.integer(file.id)) { row in
                let day = row.isNull(3) ? nil : row.day(3)
                let key: AcceptedKey =
                    !row.isNull(1) ? .code(row.integer(1)) : document == .masterData ? .masterData(row.text(2)) : .transfer(row.text(2))
                try body(AcceptedEntry(ordinal: Int(row.integer(0)), key: key, recordedOn: day, state: CreditState(rawValue: row.text(4))))
            }
        }
    }

    /// STT, the code or else the text that is the key, the day of a cancellation, and the state of a credit.
    private static func acceptedEntries(of document: DocumentKind) -> String {
        switch document {
        case .paymentList, .masterData:
            "SELECT ordinal, NULL, key, NULL, '' FROM registry_row WHERE file = ? ORDER BY ordinal"
        case .adjustment:
            """
            SELECT ordinal, code, '', day, '' FROM cancellation WHERE file = ?1
            UNION ALL SELECT t.ordinal, NULL, l.transfer, t.day, '' FROM taking_back AS t JOIN listing AS l ON l.id = t.listing
            WHERE t.file = ?1 ORDER BY 1
            """
        case .remittanceListing:
            """
            SELECT e.ordinal, e.code, '', NULL, '' FROM listing AS l JOIN listing_entry AS e ON e.listing = l.id
            WHERE l.file = ? ORDER BY e.ordinal
            """
        case .bankStatement:
            """
            SELECT e.ordinal, NULL, c.transfer, NULL, e.state FROM statement_entry AS e JOIN credit AS c ON c.id = e.credit
            WHERE e.file = ? ORDER BY e.ordinal
            """
        }
    }
}
