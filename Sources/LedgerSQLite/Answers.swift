public import Contributions
import GRDB
public import LedgerCore
import Synchronization

// What answers are rendered from: a file's confirmations and refusals in file order, each in one pass and without a String
// but where a person reads it; and the answers' digests. A posted file never changes, so no lock is held while its
// answer is rendered.

extension SQLiteLedger {
    public func confirmations(of file: FileRecord, _ body: (Confirmation) throws -> Void) throws {
        try readingOut { database in
            let recorded = try PaymentRows(
                database, "SELECT code, ordinal, kind, amount, paid_on, fields FROM payment WHERE code BETWEEN ? AND ? ORDER BY code",
                [.integer(file.codes.lowerBound), .integer(file.codes.upperBound - 1)])
            let before = try PaymentRows(
                database,
                """
                SELECT p.code, o.ordinal, p.kind, p.amount, p.paid_on, p.fields, f.recorded_on, f.claim_day FROM on_record AS o
                JOIN payment AS p ON p.code = o.code JOIN file AS f ON f.id = p.file WHERE o.file = ? ORDER BY o.ordinal
                """, [.integer(file.id)])
            let warnings = try WarningRows(database, file: file.id)
            let partner = file.posting.owner.partnerCode ?? ""
            while recorded.ordinal != nil || before.ordinal != nil {
                let wasOnRecord = (before.ordinal ?? .max) < (recorded.ordinal ?? .max)
                let rows = wasOnRecord ? before : recorded
                let ordinal = rows.ordinal ?? 0
                let payment =
                    wasOnRecord
                    ? rows.payment(
                        of: partner, recordedOn: Day(number: Int32(rows.statement.integer(6))),
                        claimedOn: Day(number: Int32(rows.statement.integer(7))))
                    : rows.payment(of: partner, recordedOn: file.recordedOn, claimedOn: file.posting.intake.day)
                try body(Confirmation(ordinal: ordinal, payment: payment, wasOnRecord: wasOnRecord, warnings: try warnings.take(ordinal)))
                try rows.advance()
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
            // Asked for a form's every row, so the statement is kept; a look from inside another's body gets one of its own.
            let sql = """
                SELECT p.code, p.ordinal, p.kind, p.amount, p.paid_on, p.fields, f.recorded_on, f.claim_day, f.owner
                FROM payment AS p JOIN file AS f ON f.id = p.file WHERE p.code = ?
                """
            let isInside = isReadingPayment.withLock { $0 }
            let statement = try isInside ? RawStatement(database, sql) : RawStatement(keptBy: database, sql)
            isReadingPayment.withLock { $0 = true }
            defer {
                statement.reset()
                isReadingPayment.withLock { $0 = isInside }
            }
            let rows = try PaymentRows(statement, [.integer(code)])
            guard rows.ordinal != nil else { return false }
            let row = rows.statement
            body(
                rows.payment(of: row.text(8), recordedOn: Day(number: Int32(row.integer(6))), claimedOn: Day(number: Int32(row.integer(7))))
            )
            return true
        }
    }

    // MARK: artifacts

    public func artifacts(of file: IntakeNumber) throws(LedgerFault) -> [Artifact] {
        try reading { database in
            guard let known = try FileTable.find(database, file) else { return [] }
            return try ArtifactTable.all(database, where: "file = ?", [.integer(known.id)], intake: file)
        }
    }

    public func artifacts(ofReport report: ReportOwed) throws(LedgerFault) -> [Artifact] {
        try reading { database in
            // A report's files bear its name, each with its own extension; `/` follows the dot.
            let name = report.name
            return try ArtifactTable.all(
                database, where: "file IS NULL AND day = ? AND name >= ? AND name < ?",
                [.day(report.day.number), .text(name + "."), .text(name + "/")], intake: nil)
        }
    }

    public func store(_ artifact: Artifact) throws(LedgerFault) { try store([artifact]) }

    public func store(_ artifacts: [Artifact]) throws(LedgerFault) {
        try LedgerFault.translating {
            try writing { database in
                for artifact in artifacts where try !ArtifactTable.holds(artifact, database) {
                    try ArtifactTable.insert(artifact, database)
                }
            }
        }
    }
}

extension ReportOwed {
    /// The name that its files begin with (money.md).
    fileprivate var name: String {
        let time = kind.isMonthly ? day.month.description : day.description
        return ([kind.rawValue, office] + (partner.map { [$0] } ?? []) + [time]).joined(separator: "_")
    }
}

enum ArtifactTable {
    /// In the order in which they were stored, which is that of publishing.
    static func all(_ database: Database, where condition: String, _ values: [RawStatement.Value], intake: IntakeNumber?) throws
        -> [Artifact]
    {
        var artifacts: [Artifact] = []
        try RawStatement(database, "SELECT kind, name, day, owner, sha256 FROM artifact WHERE \(condition) ORDER BY event").rows(values) {
            guard let kind = Artifact.Kind($0.text(0)), let owner = Owner($0.text(3)) else {
                throw LedgerFault(.corrupt, "an artifact cannot be read")
            }
            artifacts.append(
                Artifact(
                    kind: kind, intake: intake, name: $0.text(1), day: Day(number: Int32($0.integer(2))), owner: owner, sha256: $0.array(4))
            )
        }
        return artifacts
    }

    /// The artifact that an event stored.
    static func stored(at event: Int64, _ database: Database) throws -> Artifact? {
        let file = try RawStatement(database, "SELECT file FROM artifact WHERE event = ?").first(.integer(event)) {
            $0.isNull(0) ? nil : $0.integer(0)
        }
        let intake = try file.flatMap { try $0.flatMap { try FileTable.intake(database, id: $0) } }
        return try all(database, where: "event = ?", [.integer(event)], intake: intake).first
    }

    fileprivate static func insert(_ artifact: Artifact, _ database: Database) throws {
        let (file, time) = try subject(of: artifact, database)
        let number = try EventChain.head(database).number + 1
        try EventChain.append(.artifact(artifact, number: number, at: time), database)
        try RawStatement(database, "INSERT INTO artifact (event, kind, file, name, day, owner, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)").run(
            .integer(number), .text(artifact.kind.word), file.map { .integer($0) } ?? .null, .text(artifact.name),
            .day(artifact.day.number), .text(artifact.owner.description), .bytes(artifact.sha256))
    }

    /// True when the very same artifact is stored; another one under its name is a fault.
    fileprivate static func holds(_ artifact: Artifact, _ database: Database) throws -> Bool {
        let stored = try RawStatement(database, "SELECT kind, file, sha256 FROM artifact WHERE day = ? AND owner = ? AND name = ?")
        let same = try stored.first(.day(artifact.day.number), .text(artifact.owner.description), .text(artifact.name)) { row in
            let intake = row.isNull(1) ? nil : try FileTable.intake(database, id: row.integer(1))
            return row.text(0) == artifact.kind.word && row.array(2) == artifact.sha256 && intake == artifact.intake
        }
        guard same ?? true else { throw LedgerFault(.invariant, "\(artifact.name) is stored already, with other content") }
        return same ?? false
    }

    /// The file that an answer answers and the time of its posting; for a form the closing time of its day.
    static func subject(of artifact: Artifact, _ database: Database) throws -> (file: Int64?, time: VietnamTime) {
        if let intake = artifact.intake {
            guard let file = try FileTable.find(database, intake) else {
                throw LedgerFault(.invariant, "\(artifact.name) answers no posted file")
            }
            return (file.id, file.posting.postedAt)
        }
        guard let closed = try DayTable.closed(artifact.day, database) else {
            throw LedgerFault(.invariant, "\(artifact.name) is of a day that is not closed: \(artifact.day)")
        }
        return (nil, closed.closedAt)
    }
}

/// Payments in the order of a query that starts `code, ordinal, kind, amount, paid_on, fields`; it stands on one row at a time.
final class PaymentRows {
    let statement: RawStatement
    /// Of the row on which it stands; nil after the last one.
    private(set) var ordinal: Int?

    convenience init(_ database: Database, _ sql: String, _ values: [RawStatement.Value]) throws {
        try self.init(try RawStatement(database, sql), values)
    }

    init(_ statement: RawStatement, _ values: [RawStatement.Value]) throws {
        self.statement = statement
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
