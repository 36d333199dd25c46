import Contributions
import GRDB
public import LedgerCore
import Synchronization

// What answers are rendered from: a file's confirmations and refusals in file order, each in one pass and without a String
// but where a person reads it. A posted file never changes, so no lock is held while its answer is rendered.

extension SQLiteLedger {
    public func confirmations(of file: FileRecord, _ body: (Confirmation) throws -> Void) throws {
        try readingOut { database in
            let recorded = try PaymentRows(
                database, "SELECT code, ordinal, kind, amount, paid_on, fields FROM payment WHERE code BETWEEN ? AND ? ORDER BY code",
                [.integer(file.codes.lowerBound), .integer(file.codes.upperBound - 1)])
            // Most files have none.
            let before =
                file.posting.counts.onRecord == 0
                ? nil
                : try PaymentRows(
                    database,
                    """
                    SELECT p.code, o.ordinal, p.kind, p.amount, p.paid_on, p.fields, f.recorded_on, f.claim_day FROM on_record AS o
                    JOIN payment AS p ON p.code = o.code JOIN file AS f ON f.id = p.file WHERE o.file = ? ORDER BY o.ordinal
                    """, [.integer(file.id)])
            let warnings = try WarningRows(database, file: file.id)
            let partner = file.posting.owner.partnerCode ?? ""
            func confirm(_ rows: PaymentRows, _ ordinal: Int, _ payment: RecordedPayment, wasOnRecord: Bool) throws {
                try body(Confirmation(ordinal: ordinal, payment: payment, wasOnRecord: wasOnRecord, warnings: try warnings.take(ordinal)))
                try rows.advance()
            }
            while true {
                if let before, let ordinal = before.ordinal, ordinal < recorded.ordinal ?? .max {
                    let payment = before.payment(of: partner, recordedOn: before.statement.day(6), claimedOn: before.statement.day(7))
                    try confirm(before, ordinal, payment, wasOnRecord: true)
                } else if let ordinal = recorded.ordinal {
                    let payment = recorded.payment(of: partner, recordedOn: file.recordedOn, claimedOn: file.posting.intake.day)
                    try confirm(recorded, ordinal, payment, wasOnRecord: false)
                } else {
                    break
                }
            }
        }
    }

    public func refusals(of file: FileRecord, _ body: (Refusal) throws -> Void) throws {
        try readingOut { database in
            try RawStatement(database, "SELECT ordinal, line, section, key, findings FROM refusal WHERE file = ? ORDER BY ordinal").rows(
                .integer(file.id)
            ) {
                try body(
                    Refusal(
                        ordinal: Int($0.integer(0)), line: Int($0.integer(1)), section: UInt8(truncatingIfNeeded: $0.integer(2)),
                        key: $0.text(3), findings: try FindingText.read($0.bytes(4)))
                )
            }
        }
    }

    public func payment(_ code: Int64, _ body: (RecordedPayment) -> Void) throws(LedgerFault) -> Bool {
        try reading { database in
            let rows = try PaymentRows(
                database,
                """
                SELECT p.code, p.ordinal, p.kind, p.amount, p.paid_on, p.fields, f.recorded_on, f.claim_day, f.owner
                FROM payment AS p JOIN file AS f ON f.id = p.file WHERE p.code = ?
                """, [.integer(code)])
            guard rows.ordinal != nil else { return false }
            let row = rows.statement
            body(
                rows.payment(of: row.text(8), recordedOn: row.day(6), claimedOn: row.day(7))
            )
            return true
        }
    }
}

/// Payments in the order of a query that starts `code, ordinal, kind, amount, paid_on, fields`; it stands on one row at a time.
final class PaymentRows {
    let statement: RawStatement
    /// Of the row on which it stands; nil after the last one.
    private(set) var ordinal: Int?

    init(_ database: Database, _ sql: String, _ values: [RawStatement.Value]) throws {
        statement = try RawStatement(database, sql)
        for (place, value) in values.enumerated() { try statement.bind(value, at: Int32(place + 1)) }
        try advance()
    }

    func advance() throws { ordinal = try statement.step() ? Int(statement.integer(1)) : nil }

    /// Valid until the next row.
    func payment(of partner: String, recordedOn: Day, claimedOn: Day) -> RecordedPayment {
        statement.payment(of: partner, recordedOn: recordedOn, claimedOn: claimedOn)
    }
}

extension RawStatement {
    /// The payment of a row that begins with `code, ordinal, kind, amount, paid_on, fields`. Valid until the next row.
    func payment(of partner: String, recordedOn: Day, claimedOn: Day) -> RecordedPayment {
        RecordedPayment(
            code: integer(0), partner: partner, recordedOn: recordedOn,
            // The table's CHECK knows these kinds only.
            kind: PaymentKind(rawValue: UInt8(truncatingIfNeeded: integer(2))) ?? .voluntary, amount: integer(3),
            paidOn: Day(number: Int32(truncatingIfNeeded: integer(4))), claimedOn: claimedOn, text: PaymentText(bytes(5)))
    }
}

/// A file's warnings, taken along with its records.
private final class WarningRows {
    private let statement: RawStatement
    private var ordinal: Int?
    /// What was read last: a late file's records are all warned of in the same words.
    private var lastText: [UInt8] = []
    private var lastFindings: [Finding] = []

    init(_ database: Database, file: Int64) throws {
        statement = try RawStatement(database, "SELECT ordinal, finding FROM warning WHERE file = ? ORDER BY ordinal, place")
        try statement.bind(file, at: 1)
        try advance()
    }

    /// The warnings of that record, which is not before the one asked for last.
    func take(_ wanted: Int) throws -> [Finding] {
        var findings: [Finding] = []
        while let ordinal, ordinal <= wanted {
            if ordinal == wanted { findings += try read(statement.bytes(1)) }
            try advance()
        }
        return findings
    }

    private func read(_ bytes: UnsafeRawBufferPointer) throws -> [Finding] {
        if !bytes.elementsEqual(lastText) {
            lastFindings = try FindingText.read(bytes)
            lastText = Array(bytes)
        }
        return lastFindings
    }

    private func advance() throws { ordinal = try statement.step() ? Int(statement.integer(0)) : nil }
}
