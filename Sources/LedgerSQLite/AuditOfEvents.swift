import Contributions
import GRDB
import LedgerCore

// The chain of events made once more from the rows that it binds (EventChain.swift) and compared with what is stored. After
// a difference the walk goes on from the stored value, so that only the event whose rows were changed is told.

final class EventAudit {
    private let database: Database
    private let report: AuditReport
    private let payments: RawStatement
    private let registry: RawStatement
    private let onRecord: RawStatement
    private let refusals: RawStatement
    private let warnings: RawStatement
    private let movements: MovementRows

    init(_ database: Database, _ report: AuditReport) throws {
        (self.database, self.report) = (database, report)
        payments = try RawStatement(
            database, "SELECT ordinal, kind, amount, paid_on, fields FROM payment WHERE code BETWEEN ? AND ? ORDER BY code")
        registry = try RawStatement(
            database, "SELECT revision, section, ordinal, key, fields FROM registry_row WHERE file = ? ORDER BY ordinal")
        onRecord = try RawStatement(database, "SELECT ordinal, code FROM on_record WHERE file = ? ORDER BY ordinal")
        refusals = try RawStatement(database, "SELECT ordinal, line, section, key, findings FROM refusal WHERE file = ? ORDER BY ordinal")
        warnings = try RawStatement(database, "SELECT ordinal, finding FROM warning WHERE file = ? ORDER BY ordinal, place")
        movements = try MovementRows(database)
    }

    func run() throws {
        let start = EventChain.start(of: report.prefix)
        var previous = start
        var next: Int64 = 1
        try RawStatement(database, "SELECT number, at, kind, chain FROM event ORDER BY number").rows { row in
            let number = row.integer(0)
            try report.compare(.chain, "event \(next)", next, number)
            next = number + 1
            let stored = row.array(3)
            let (subject, event) = try self.event(number, kind: row.text(2), previous: previous)
            let isChained = event?.chained(to: previous) == stored
            if !isChained, previous == start, let event, let prefix = Self.prefix(before: event, stored) {
                try report.compare(.chain, "ledger.prefix", prefix, report.prefix)
            } else if !isChained || event?.at.secondsSince1970 != row.integer(1) {
                try report.tell(AuditDifference(.chain, subject, found: "event \(number)"))
            }
            previous = stored
            if number % 1000 == 0 { try report.watch(.events, number) }
        }
        for table in ["file", "artifact", "day_closing", "held_refusal", "number_jump"] {
            let beyond = try RawStatement(database, "SELECT event FROM \(table) WHERE event >= ? OR event < 1").first(.integer(next)) {
                $0.integer(0)
            }
            if let beyond { try report.tell(AuditDifference(.chain, "event \(beyond)")) }
        }
    }

    /// What an event is about, in a word, and the event as its rows give it; nil when there are none, or they cannot be read.
    private func event(_ number: Int64, kind: String, previous: [UInt8]) throws -> (String, Event?) {
        var subject = "event \(number)"
        do {
            switch Event.Kind(rawValue: kind) {
            case .file:
                guard let file = try FileTable.first(database, where: "event = ?", [.integer(number)]) else { break }
                subject = "\(file.posting.intake)"
                return (subject, .file(file, rows: try digests(of: file)))
            case .artifact:
                guard let artifact = try ArtifactTable.stored(at: number, database) else { break }
                subject = artifact.name
                let time = try ArtifactTable.subject(of: artifact, database).time
                return (subject, .artifact(artifact, number: number, at: time))
            case .day:
                guard let closed = try DayTable.closed(atEvent: number, database) else { break }
                subject = "\(closed.day)"
                if closed.lastEvent != number - 1 || closed.chainHead != previous {
                    try report.tell(AuditDifference(.day, "\(closed.day)"))
                }
                let reports = try ReportTable.all(database, where: "r.day = ?", [.day(closed.day.number)])
                return (subject, .day(closed, reports: reports, balances: try BalanceTable.all(at: closed.day, database)))
            case .refusal:
                guard let refusal = try RefusalTable.refusal(atEvent: number, database) else { break }
                return ("\(refusal.intake)", .refusal(refusal.intake, number: number, at: refusal.at))
            case .jump:
                guard let row = try JumpTable.all(database, where: "event = ?", [.integer(number)]).first else { break }
                return ("event \(number)", .jump(row.jump, number: number, at: row.at))
            case nil: break
            }
        } catch let fault as LedgerFault {
            guard fault.kind == .corrupt || fault.kind == .invariant else { throw fault }
        }
        return (subject, nil)
    }

    /// The prefix under which the first event gives its chain value.
    private static func prefix(before event: Event, _ stored: [UInt8]) -> String? {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        for first in letters {
            for second in letters {
                for third in letters where event.chained(to: EventChain.start(of: first + second + third)) == stored {
                    return first + second + third
                }
            }
        }
        return nil
    }

    private func digests(of record: FileRecord) throws -> [[UInt8]] {
        let file = record.id
        var digests = FileRowDigests()
        if !record.codes.isEmpty {
            try payments.rows(.integer(record.codes.lowerBound), .integer(record.codes.upperBound - 1)) { row in
                digests.addPayment(
                    ordinal: row.integer(0), kind: row.integer(1), amount: row.integer(2), paidOn: row.integer(3), text: row.bytes(4))
            }
        }
        try registry.rows(.integer(file)) { row in
            digests.addRegistry(
                revision: row.integer(0), section: row.integer(1), ordinal: Int(row.integer(2)), key: row.text(3), fields: row.text(4))
        }
        try onRecord.rows(.integer(file)) { digests.addOnRecord(ordinal: Int($0.integer(0)), code: $0.integer(1)) }
        try refusals.rows(.integer(file)) { row in
            digests.addRefusal(
                ordinal: Int(row.integer(0)), line: Int(row.integer(1)), section: UInt8(truncatingIfNeeded: row.integer(2)),
                key: row.text(3),
                findings: row.array(4))
        }
        try warnings.rows(.integer(file)) { digests.addWarning(ordinal: Int($0.integer(0)), finding: $0.array(1)) }
        switch record.posting.document {
        case .adjustment, .remittanceListing, .bankStatement: try movements.add(of: file, to: &digests.movements)
        case .paymentList, .masterData, nil: break
        }
        return digests.finish()
    }
}
