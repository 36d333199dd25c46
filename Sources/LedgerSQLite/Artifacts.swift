public import Contributions
import GRDB
public import LedgerCore

// The digests of what was published: answers and forms, each stored once, with its event. The same artifact again changes nothing;
// another one under its name is a fault.

extension SQLiteLedger {
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
                let storing = try ArtifactStoring(database)
                for artifact in artifacts where try !storing.holds(artifact) { try storing.insert(artifact) }
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
                    kind: kind, intake: intake, name: $0.text(1), day: $0.day(2), owner: owner, sha256: $0.array(4))
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

    /// The file that an answer answers and the time of its posting; for a form the closing time of its day.
    static func subject(of artifact: Artifact, _ database: Database) throws -> (file: Int64?, time: VietnamTime) {
        if let intake = artifact.intake {
            let posted = try RawStatement(database, "SELECT id, posted_at FROM file WHERE claim_day = ? AND sequence = ?")
                .first(.day(intake.day.number), .count(intake.sequence)) {
                    (file: $0.integer(0), time: VietnamTime(secondsSince1970: $0.integer(1)))
                }
            guard let posted else { throw LedgerFault(.invariant, "\(artifact.name) answers no posted file") }
            return posted
        }
        guard let closed = try DayTable.closed(artifact.day, database) else {
            throw LedgerFault(.invariant, "\(artifact.name) is of a day that is not closed: \(artifact.day)")
        }
        return (nil, closed.closedAt)
    }
}

/// Stores artifacts one after the other, with the same statements, inside the caller's transaction.
private final class ArtifactStoring {
    private let database: Database
    private var head: EventChain.Head
    private let events: RawStatement
    private let insertion: RawStatement
    private let question: RawStatement

    init(_ database: Database) throws {
        self.database = database
        head = try EventChain.head(database)
        events = try EventChain.insertion(database)
        insertion = try RawStatement(
            database, "INSERT INTO artifact (event, kind, file, name, day, owner, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)")
        question = try RawStatement(database, "SELECT kind, file, sha256 FROM artifact WHERE day = ? AND owner = ? AND name = ?")
    }

    func insert(_ artifact: Artifact) throws {
        let (file, time) = try ArtifactTable.subject(of: artifact, database)
        head = try EventChain.append(.artifact(artifact, number: head.number + 1, at: time), after: head, by: events)
        try insertion.run(
            .integer(head.number), .text(artifact.kind.word), file.map { .integer($0) } ?? .null, .text(artifact.name),
            .day(artifact.day.number), .text(artifact.owner.description), .bytes(artifact.sha256))
    }

    /// True when the very same artifact is stored; another one under its name is a fault.
    func holds(_ artifact: Artifact) throws -> Bool {
        let same = try question.first(.day(artifact.day.number), .text(artifact.owner.description), .text(artifact.name)) { row in
            let intake = row.isNull(1) ? nil : try FileTable.intake(database, id: row.integer(1))
            return row.text(0) == artifact.kind.word && row.array(2) == artifact.sha256 && intake == artifact.intake
        }
        guard same ?? true else { throw LedgerFault(.invariant, "\(artifact.name) is stored already, with other content") }
        return same ?? false
    }
}
