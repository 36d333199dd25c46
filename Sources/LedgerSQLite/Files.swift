public import Contributions
import GRDB
public import LedgerCore

// The file table: how a posted file is written and read back. One list of columns serves both ways. A record that is read
// back carries no registry rows; they are asked for by revision.

enum FileTable {
    private static let columns = """
        id, claim_day, sequence, claimed_at, owner, name, shown_name, sha256, bytes, outcome, replay_of, result_code, document, partner, office, \
        batch, prepared_at, declared_count, declared_total, found, recorded, on_record, refused, recorded_money, on_record_money, refused_money, \
        findings, registry_revision, posted_at, recorded_on, event, first_code, last_code
        """

    /// The first file that the condition finds, in the stated order.
    static func first(_ database: Database, where condition: String, _ values: [RawStatement.Value]) throws -> FileRecord? {
        let statement = try RawStatement(database, "SELECT \(columns) FROM file WHERE \(condition)")
        return try statement.first(values) { try record($0, database) }
    }

    /// The files that the condition finds, in the stated order.
    static func all(_ database: Database, where condition: String, _ values: [RawStatement.Value]) throws -> [FileRecord] {
        var files: [FileRecord] = []
        try RawStatement(database, "SELECT \(columns) FROM file WHERE \(condition)").rows(values) { files.append(try record($0, database)) }
        return files
    }

    static func find(_ database: Database, _ intake: IntakeNumber) throws -> FileRecord? {
        try RawStatement(database, selectByIntake).first(.day(intake.day.number), .count(intake.sequence)) { try record($0, database) }
    }

    /// Texts that every file needs are made once.
    private static let selectByIntake = "SELECT \(columns) FROM file WHERE claim_day = ? AND sequence = ?"
    private static let insertion =
        "INSERT INTO file (\(columns), holds_batch) VALUES (\(Array(repeating: "?", count: 34).joined(separator: ", ")))"

    static func holder(_ database: Database, batch: String, owner: Owner, document: DocumentKind, office: String) throws -> FileRecord? {
        try first(
            database, where: "owner = ? AND document = ? AND office = ? AND batch = ? AND holds_batch = 1",
            [.text(owner.description), .text(document.rawValue), .text(office), .text(batch)])
    }

    static func insert(_ record: FileRecord, replayOf: Int64?, holdsBatch: Bool, _ database: Database) throws {
        let posting = record.posting
        let header = posting.header
        let counts = posting.counts
        let statement = try RawStatement(database, insertion)
        try statement.run([
            .integer(record.id), .day(posting.intake.day.number), .count(posting.intake.sequence),
            .integer(posting.claimedAt.secondsSince1970), .text(posting.owner.description), .text(posting.name), .text(posting.shownName),
            .bytes(posting.sha256), .integer(posting.bytes), .text(posting.outcome.word), replayOf.map { .integer($0) } ?? .null,
            .count(posting.resultCode), posting.document.map { .text($0.rawValue) } ?? .null,
            .text(header.partner), .text(header.office), .text(header.batch), .text(header.preparedAt), .text(header.declaredCount),
            .text(header.declaredTotal),
            .count(counts.found), .count(counts.recorded), .count(counts.onRecord), .count(counts.refused),
            .money(counts.recordedMoney), .money(counts.onRecordMoney), .money(counts.refusedMoney),
            .text(String(decoding: FindingText.write(posting.findings), as: UTF8.self)), .integer(posting.registryRevision),
            .integer(posting.postedAt.secondsSince1970), .day(record.recordedOn.number), .integer(record.event),
            record.codes.isEmpty ? .null : .integer(record.codes.lowerBound),
            record.codes.isEmpty ? .null : .integer(record.codes.upperBound - 1),
            .integer(holdsBatch ? 1 : 0),
        ])
    }

    static func intake(_ database: Database, id: Int64) throws -> IntakeNumber? {
        try RawStatement(database, "SELECT claim_day, sequence FROM file WHERE id = ?").first(.integer(id)) {
            $0.intake(0)
        }
    }

    private static func record(_ row: RawStatement, _ database: Database) throws -> FileRecord {
        guard let owner = Owner(row.text(4)) else { throw LedgerFault(.corrupt, "a file's owner cannot be read") }
        let outcome: Outcome
        switch row.text(9) {
        case "recorded": outcome = .recorded
        case "refused": outcome = .refused
        case "quarantined": outcome = .quarantined
        default:
            guard let first = try intake(database, id: row.integer(10)) else {
                throw LedgerFault(.corrupt, "a replay's first file is missing")
            }
            outcome = .replay(of: first)
        }
        var counts = Counts()
        (counts.found, counts.recorded) = (Int(row.integer(19)), Int(row.integer(20)))
        (counts.onRecord, counts.refused) = (Int(row.integer(21)), Int(row.integer(22)))
        (counts.recordedMoney, counts.onRecordMoney, counts.refusedMoney) = (try row.money(23), try row.money(24), try row.money(25))
        let posting = FilePosting(
            intake: row.intake(1),
            claimedAt: VietnamTime(secondsSince1970: row.integer(3)), owner: owner, name: row.text(5), shownName: row.text(6),
            sha256: row.array(7),
            bytes: row.integer(8), outcome: outcome, resultCode: Int(row.integer(11)), document: DocumentKind(rawValue: row.text(12)),
            header: BatchHeader(
                partner: row.text(13), office: row.text(14), batch: row.text(15), preparedAt: row.text(16), declaredCount: row.text(17),
                declaredTotal: row.text(18)),
            counts: counts, findings: try FindingText.read(row.bytes(26)), registryRevision: row.integer(27),
            postedAt: VietnamTime(secondsSince1970: row.integer(28)))
        let (firstCode, lastCode) = (row.integer(31), row.integer(32))
        guard row.isNull(31) || (firstCode <= lastCode && lastCode <= ConfirmationCode.numberMax) else {
            throw LedgerFault(.corrupt, "a file's codes cannot be read")
        }
        let codes = row.isNull(31) ? 0..<0 : firstCode..<lastCode + 1
        return FileRecord(
            id: row.integer(0), posting: posting, recordedOn: row.day(29), event: row.integer(30), codes: codes)
    }
}

extension Outcome {
    /// As the file table writes it.
    var word: String {
        switch self {
        case .recorded: "recorded"
        case .refused: "refused"
        case .quarantined: "quarantined"
        case .replay: "replay"
        }
    }

    var replayed: IntakeNumber? {
        if case .replay(let first) = self { first } else { nil }
    }
}

extension SQLiteLedger {
    public func lastIntakeSequence(on day: Day) throws(LedgerFault) -> Int {
        try reading { database in
            let newest = try RawStatement(database, "SELECT max(sequence) FROM file WHERE claim_day = ?")
            return try max(newest.first(.day(day.number)) { Int($0.integer(0)) } ?? 0, JumpTable.lastSequence(on: day, database))
        }
    }

    public func intakeSequences(on day: Day) throws(LedgerFault) -> Set<Int> {
        try reading { database in
            var sequences: Set<Int> = []
            try RawStatement(database, "SELECT sequence FROM file WHERE claim_day = ?").rows(.day(day.number)) {
                sequences.insert(Int($0.integer(0)))
            }
            return sequences
        }
    }

    public func lastClaimDay() throws(LedgerFault) -> Day? {
        try reading { database in
            try RawStatement(database, "SELECT claim_day FROM file ORDER BY claim_day DESC LIMIT 1").first { $0.day(0) }
        }
    }

    public func lastOwner() throws(LedgerFault) -> Owner? {
        try reading { database in
            try RawStatement(database, "SELECT owner FROM file ORDER BY id DESC LIMIT 1").first { Owner($0.text(0)) } ?? nil
        }
    }

    public func file(_ intake: IntakeNumber) throws(LedgerFault) -> FileRecord? {
        try reading { try FileTable.find($0, intake) }
    }

    public func recordedFile(owner: Owner, sha256: [UInt8]) throws(LedgerFault) -> FileRecord? {
        try reading {
            try FileTable.first(
                $0, where: "owner = ? AND sha256 = ? AND recorded > 0", [.text(owner.description), .bytes(sha256)])
        }
    }

    public func holder(ofBatch batch: String, owner: Owner, document: DocumentKind, office: String) throws(LedgerFault) -> FileRecord? {
        try reading { try FileTable.holder($0, batch: batch, owner: owner, document: document, office: office) }
    }

    public func firstClaimDay(asOf day: Day) throws(LedgerFault) -> Day? {
        try reading { database in
            try RawStatement(database, "SELECT claim_day FROM file WHERE recorded_on <= ? ORDER BY claim_day LIMIT 1")
                .first(.day(day.number)) { $0.day(0) }
        }
    }

    public func lastRecordingDay() throws(LedgerFault) -> Day? {
        try reading { database in
            try RawStatement(database, "SELECT max(recorded_on) FROM file").first { $0.isNull(0) ? nil : $0.day(0) } ?? nil
        }
    }

    public func firstClaimDay() throws(LedgerFault) -> Day? {
        try reading { database in
            try RawStatement(database, "SELECT claim_day FROM file ORDER BY claim_day LIMIT 1").first { $0.day(0) }
        }
    }
}
