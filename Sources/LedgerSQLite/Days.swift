public import Contributions
import GRDB
public import LedgerCore

// The days' ends (money.md). Days close in order and without gaps, so a ngày ghi nhận, once closed, gets no payment and no
// movement any more: what a closed day's reports say is read straight from the rows, and never changes.

enum DayTable {
    static func lastClosed(_ database: Database) throws -> ClosedDay? {
        try first(database, "ORDER BY day DESC LIMIT 1", [])
    }

    static func closed(_ day: Day, _ database: Database) throws -> ClosedDay? {
        try first(database, "WHERE day = ?", [.day(day.number)])
    }

    /// The day whose closing is that event.
    static func closed(atEvent event: Int64, _ database: Database) throws -> ClosedDay? {
        try first(database, "WHERE event = ?", [.integer(event)])
    }

    private static func first(_ database: Database, _ condition: String, _ values: [RawStatement.Value]) throws -> ClosedDay? {
        let statement = try RawStatement(
            database, "SELECT day, closed_at, last_event, registry_revision, chain_head FROM day_closing \(condition)")
        return try statement.first(values) {
            ClosedDay(
                day: $0.day(0), closedAt: VietnamTime(secondsSince1970: $0.integer(1)), lastEvent: $0.integer(2),
                registryRevision: $0.integer(3), chainHead: $0.array(4))
        }
    }

    static func insert(_ closed: ClosedDay, _ database: Database) throws {
        let statement = try RawStatement(
            database, "INSERT INTO day_closing (day, closed_at, last_event, registry_revision, chain_head, event) VALUES (?, ?, ?, ?, ?, ?)"
        )
        try statement.run(
            .day(closed.day.number), .integer(closed.closedAt.secondsSince1970), .integer(closed.lastEvent),
            .integer(closed.registryRevision),
            .bytes(closed.chainHead), .integer(closed.lastEvent + 1))
    }

    /// A day may close when it follows the last closed one; the first to close, when nothing was recorded on a day before it, whose
    /// forms would then never be made.
    static func checkOrder(_ day: Day, _ database: Database) throws {
        if let last = try lastClosed(database) {
            guard day == last.day.advanced(by: 1) else {
                throw LedgerFault(.invariant, "\(day) cannot close: the last closed day is \(last.day)")
            }
            return
        }
        let earliest =
            try RawStatement(database, "SELECT min(recorded_on) FROM file_open")
            .first { $0.isNull(0) ? nil : $0.day(0) } ?? nil
        if let earliest, earliest < day {
            throw LedgerFault(.invariant, "\(day) cannot close first: payments were recorded on \(earliest)")
        }
    }
}

extension SQLiteLedger {
    public func lastClosedDay() throws(LedgerFault) -> ClosedDay? {
        try reading { try DayTable.lastClosed($0) }
    }

    public func closedDay(_ day: Day) throws(LedgerFault) -> ClosedDay? {
        try reading { try DayTable.closed(day, $0) }
    }

    public func close(_ day: Day, at time: VietnamTime, partnersUnderContract: [OfficePartner]) throws(LedgerFault) -> ClosedDay {
        try LedgerFault.translating {
            try writing { database in
                // The daemon and a `report` beside it may both find the day over; the second finds it closed.
                if let known = try DayTable.closed(day, database) { return known }
                try DayTable.checkOrder(day, database)
                let head = try EventChain.head(database)
                let closed = ClosedDay(
                    day: day, closedAt: time, lastEvent: head.number, registryRevision: try RegistryTable.newestRevision(database),
                    chainHead: head.chain)
                try DayTable.insert(closed, database)
                let movement = try DayMovement(from: day, through: day, database)
                let balances = try BalanceTable.close(day, movement, database)
                let reports = try ReportTable.owe(closed, contracts: partnersUnderContract, movement, balances, database)
                try EventChain.append(.day(closed, reports: reports, balances: balances), after: head, database)
                return closed
            }
        }
    }

    public func payments(on day: Day, office: String, partner: String, _ body: (RecordedPayment) throws -> Void) throws {
        try readingOut { database in
            let files = try RawStatement(
                database,
                """
                SELECT first_code, last_code, claim_day FROM file
                WHERE recorded_on = ? AND office = ? AND owner = ? AND first_code IS NOT NULL ORDER BY id
                """)
            try files.rows(.day(day.number), .text(office), .text(partner)) { file in
                let claimedOn = file.day(2)
                let rows = try PaymentRows(
                    database, "SELECT code, ordinal, kind, amount, paid_on, fields FROM payment WHERE code BETWEEN ? AND ? ORDER BY code",
                    [.integer(file.integer(0)), .integer(file.integer(1))])
                while rows.ordinal != nil {
                    try body(rows.payment(of: partner, recordedOn: day, claimedOn: claimedOn))
                    try rows.advance()
                }
            }
        }
    }
}
