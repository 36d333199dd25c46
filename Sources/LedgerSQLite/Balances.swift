import Contributions
import GRDB
import LedgerCore

// What is outstanding between an office and a partner: recorded, neither cancelled nor remitted. A day's balance is that of the
// day before, and what the day recorded, cancelled and remitted; so no closing reads more than its own day, and files of
// the next day that are posted already are not in it. Everything goes by the day that first knows it (SchemaOfMoney.swift).

/// A number of codes and their money.
struct CodeFigures: Equatable {
    var codes = 0
    var money: MoneySum = 0

    static let zero = CodeFigures()

    func adding(_ other: CodeFigures) -> CodeFigures { CodeFigures(codes: codes + other.codes, money: money + other.money) }

    /// Not less than nothing: what leaves a balance was in it.
    func subtracting(_ other: CodeFigures) throws -> CodeFigures {
        guard codes >= other.codes, money >= other.money else {
            throw LedgerFault(.invariant, "more is cancelled and remitted than was recorded")
        }
        return CodeFigures(codes: codes - other.codes, money: money - other.money)
    }
}

struct Balance: Equatable {
    var between: OfficePartner
    var figures: CodeFigures
}

/// What days recorded, cancelled and remitted, by office and partner.
struct DayMovement {
    private(set) var recorded: [OfficePartner: CodeFigures] = [:]
    private(set) var cancelled: [OfficePartner: CodeFigures] = [:]
    private(set) var remitted: [OfficePartner: CodeFigures] = [:]

    init(from first: Day, through last: Day, _ database: Database) throws {
        let days: [RawStatement.Value] = [.day(first.number), .day(last.number)]
        recorded = try Self.sums(
            database,
            """
            SELECT office, owner, sum(recorded), money_sum(recorded_money) FROM file
            WHERE recorded_on BETWEEN ? AND ? AND first_code IS NOT NULL GROUP BY office, owner
            """, days)
        cancelled = try Self.sums(
            database,
            """
            SELECT f.office, f.owner, count(*), money_sum(p.amount)
            FROM cancellation AS c JOIN payment AS p ON p.code = c.code JOIN file AS f ON f.id = p.file
            WHERE c.day BETWEEN ? AND ? GROUP BY f.office, f.owner
            """, days)
        remitted = try Self.sums(
            database,
            """
            SELECT l.office, l.partner, sum(l.codes), money_sum(l.total) FROM agreement AS a JOIN listing AS l ON l.id = a.listing
            WHERE a.day BETWEEN ? AND ? GROUP BY l.office, l.partner
            """, days)
    }

    private static func sums(_ database: Database, _ sql: String, _ days: [RawStatement.Value]) throws -> [OfficePartner: CodeFigures] {
        var sums: [OfficePartner: CodeFigures] = [:]
        try RawStatement(database, sql).rows(days) {
            sums[OfficePartner(office: $0.text(0), partner: $0.text(1))] = CodeFigures(codes: Int($0.integer(2)), money: try $0.money(3))
        }
        return sums
    }

    /// The balances after these days, of all that had one before or that the days changed; sorted.
    func balances(after before: [OfficePartner: CodeFigures]) throws -> [Balance] {
        try Set(before.keys).union(recorded.keys).union(cancelled.keys).union(remitted.keys).sorted().map { between in
            let gained = before[between, default: .zero].adding(recorded[between, default: .zero])
            let lost = cancelled[between, default: .zero].adding(remitted[between, default: .zero])
            return Balance(between: between, figures: try gained.subtracting(lost))
        }
    }
}

enum BalanceTable {
    /// Writes the day's balances. One that was nothing before and stays so has no row.
    static func close(_ day: Day, _ movement: DayMovement, _ database: Database) throws -> [Balance] {
        let balances = try movement.balances(after: try outstanding(at: day.advanced(by: -1), database))
        let insert = try RawStatement(database, "INSERT INTO balance (day, office, partner, codes, money) VALUES (?, ?, ?, ?, ?)")
        for balance in balances {
            try insert.run(
                .day(day.number), .text(balance.between.office), .text(balance.between.partner), .count(balance.figures.codes),
                .money(balance.figures.money))
        }
        return balances
    }

    /// A closed day's balances as they were written; sorted.
    static func all(at day: Day, _ database: Database) throws -> [Balance] {
        var balances: [Balance] = []
        let rows = try RawStatement(database, "SELECT office, partner, codes, money FROM balance WHERE day = ? ORDER BY office, partner")
        try rows.rows(.day(day.number)) {
            balances.append(
                Balance(
                    between: OfficePartner(office: $0.text(0), partner: $0.text(1)),
                    figures: CodeFigures(codes: Int($0.integer(2)), money: try $0.money(3))))
        }
        return balances
    }

    /// What is not nothing at the closing of that day.
    static func outstanding(at day: Day, _ database: Database) throws -> [OfficePartner: CodeFigures] {
        var outstanding: [OfficePartner: CodeFigures] = [:]
        for balance in try all(at: day, database) where balance.figures.codes > 0 { outstanding[balance.between] = balance.figures }
        return outstanding
    }

    /// The balances of all that is posted, whether its day is closed or not; sorted.
    static func now(_ database: Database) throws -> [Balance] {
        let closed = try DayTable.lastClosed(database)?.day
        let before = try closed.map { try outstanding(at: $0, database) } ?? [:]
        let first = closed?.advanced(by: 1) ?? Day(number: .min)
        return try DayMovement(from: first, through: CodeStates.now, database).balances(after: before)
    }
}
