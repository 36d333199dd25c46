public import Contributions
import GRDB
public import LedgerCore

// What people decided: a held file that is not to be read, and numbers that are passed over because a ledger put back from a copy
// has forgotten them (Restored in ExchangePipeline). Each is an event, and its row stays.

extension SQLiteLedger {
    /// A file that is posted already is beyond such a decision: then nothing is kept.
    public func refuseHeld(_ intake: IntakeNumber, at time: VietnamTime) throws(LedgerFault) {
        try LedgerFault.translating {
            try writing { database in
                guard try FileTable.find(database, intake) == nil, try !RefusalTable.holds(intake, database) else { return }
                let head = try EventChain.head(database)
                let number = head.number + 1
                try RawStatement(database, "INSERT INTO held_refusal (event, claim_day, sequence, at) VALUES (?, ?, ?, ?)").run(
                    .integer(number), .day(intake.day.number), .count(intake.sequence), .integer(time.secondsSince1970))
                try EventChain.append(.refusal(intake, number: number, at: time), after: head, database)
            }
        }
    }

    public func isRefusedByOperator(_ intake: IntakeNumber) throws(LedgerFault) -> Bool {
        try reading { try RefusalTable.holds(intake, $0) && FileTable.find($0, intake) == nil }
    }

    public func jump(_ jump: NumberJump, at time: VietnamTime) throws(LedgerFault) {
        try LedgerFault.translating {
            try writing { database in
                let head = try EventChain.head(database)
                let number = head.number + 1
                try RawStatement(database, "INSERT INTO number_jump (event, at, last_code, published_through) VALUES (?, ?, ?, ?)").run(
                    .integer(number), .integer(time.secondsSince1970), .integer(jump.lastCode),
                    jump.publishedThrough.map { .day($0.number) } ?? .null)
                let insert = try RawStatement(database, "INSERT INTO intake_jump (event, claim_day, sequence) VALUES (?, ?, ?)")
                for intake in jump.intakes {
                    try insert.run(.integer(number), .day(intake.day.number), .count(intake.sequence))
                }
                try EventChain.append(.jump(jump, number: number, at: time), after: head, database)
            }
        }
    }

    public func jumps() throws(LedgerFault) -> [RecordedJump] {
        try reading { try JumpTable.all($0).map { RecordedJump(event: $0.event, jump: $0.jump) } }
    }
}

enum RefusalTable {
    static func holds(_ intake: IntakeNumber, _ database: Database) throws -> Bool {
        try RawStatement(database, "SELECT 1 FROM held_refusal WHERE claim_day = ? AND sequence = ?")
            .first(.day(intake.day.number), .count(intake.sequence)) { _ in true } ?? false
    }

    /// The refusal that is that event.
    static func refusal(atEvent event: Int64, _ database: Database) throws -> (intake: IntakeNumber, at: VietnamTime)? {
        try RawStatement(database, "SELECT claim_day, sequence, at FROM held_refusal WHERE event = ?").first(.integer(event)) {
            ($0.intake(0), VietnamTime(secondsSince1970: $0.integer(2)))
        }
    }
}

enum JumpTable {
    struct Row {
        var event: Int64
        var at: VietnamTime
        var jump: NumberJump
    }

    /// In the order of events; `condition` is about number_jump.
    static func all(_ database: Database, where condition: String = "1", _ values: [RawStatement.Value] = []) throws -> [Row] {
        let intakes = try RawStatement(database, "SELECT claim_day, sequence FROM intake_jump WHERE event = ? ORDER BY claim_day")
        var rows: [Row] = []
        try RawStatement(
            database, "SELECT event, at, last_code, published_through FROM number_jump WHERE \(condition) ORDER BY event"
        ).rows(values) { row in
            var jump = NumberJump(lastCode: row.integer(2), intakes: [], publishedThrough: row.isNull(3) ? nil : row.day(3))
            try intakes.rows(.integer(row.integer(0))) { jump.intakes.append($0.intake(0)) }
            rows.append(Row(event: row.integer(0), at: VietnamTime(secondsSince1970: row.integer(1)), jump: jump))
        }
        return rows
    }

    /// The highest code that is passed over; 0 when none is.
    static func lastCode(_ database: Database) throws -> Int64 {
        try RawStatement(database, "SELECT max(last_code) FROM number_jump").first { $0.integer(0) } ?? 0
    }

    /// The highest number of that day's files that is passed over; 0 when none is.
    static func lastSequence(on day: Day, _ database: Database) throws -> Int {
        try RawStatement(database, "SELECT max(sequence) FROM intake_jump WHERE claim_day = ?").first(.day(day.number)) {
            Int($0.integer(0))
        } ?? 0
    }
}
