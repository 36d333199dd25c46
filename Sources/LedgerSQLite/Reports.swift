public import Contributions
import GRDB
public import LedgerCore

// The reports that closed days owe: decided at the closing, bound by its event, and waiting until they are published.

extension ReportKind {
    /// Its number in the table of reports: its place among all kinds, from 1.
    fileprivate var number: Int64 {
        switch self {
        case .confirmations: 1
        case .receipts: 2
        case .lateMoney: 3
        case .overview: 4
        case .reconciliation: 5
        case .collectors: 6
        case .coverage: 7
        }
    }

    fileprivate init(number: Int64) throws {
        guard let kind = Self.allCases.first(where: { $0.number == number }) else {
            throw LedgerFault(.corrupt, "a report of kind \(number) is owed")
        }
        self = kind
    }
}

enum ReportTable {
    /// Decides and writes what a day owes, in the order of `reports(of:)`.
    static func owe(
        _ closed: ClosedDay, contracts: [OfficePartner], _ movement: DayMovement, _ balances: [Balance], _ database: Database
    ) throws -> [ReportOwed] {
        let pairs = Set(contracts).union(movement.recorded.keys).union(movement.cancelled.keys).sorted()
        // Whoever still holds money is told so, under contract or not.
        let debtors = balances.filter { $0.figures.codes > 0 }.map(\.between)
        // An office whose money moved that day, or is on its way, is told so, though it has no partner any more.
        let offices = try Set(pairs.map(\.office)).union(debtors.map(\.office)).union(transferring(on: closed.day, database)).sorted()
        let isMonthsEnd = closed.day.advanced(by: 1).month != closed.day.month
        let year = RawStatement.Value.count(closed.day.parts.year)
        let number = try RawStatement(
            database, "SELECT coalesce(max(number), 0) + 1 FROM report_owed WHERE kind = 1 AND office = ?1 AND partner = ?2 AND year = ?3")
        let insert = try RawStatement(
            database, "INSERT INTO report_owed (day, kind, office, partner, year, number) VALUES (?, ?, ?, ?, ?, ?)")
        var owed: [ReportOwed] = []
        for kind in ReportKind.allCases where isMonthsEnd || !kind.isMonthly {
            let own = kind.isForOffices ? offices.map { OfficePartner(office: $0, partner: "") } : []
            let partners = kind == .lateMoney ? Set(pairs).union(debtors).sorted() : kind.isForPartners ? pairs : []
            for between in (own + partners).sorted() {
                var next = 0
                if kind == .confirmations {
                    next = try number.first(.text(between.office), .text(between.partner), year) { Int($0.integer(0)) } ?? 1
                }
                try insert.run(
                    .day(closed.day.number), .integer(kind.number), .text(between.office), .text(between.partner), year, .count(next))
                owed.append(report(kind, closed.day, between, number: next, closedAt: closed.closedAt))
            }
        }
        return owed
    }

    /// The offices of all listings and credits that began, ended or were open on that day; an agreement and a taking back end one. Goes from
    /// one office to the next by the index, past what ended before.
    private static func transferring(on day: Day, _ database: Database) throws -> Set<String> {
        var offices: Set<String> = []
        for table in ["listing", "credit"] {
            let rows = try RawStatement(
                database,
                """
                WITH RECURSIVE offices (office) AS (
                    SELECT min(office) FROM \(table)
                    UNION ALL SELECT (SELECT min(t.office) FROM \(table) AS t WHERE t.office > offices.office) FROM offices
                    WHERE offices.office IS NOT NULL)
                SELECT office FROM offices
                WHERE EXISTS (SELECT 1 FROM \(table) AS t WHERE t.office = offices.office AND t.ended_on >= ?1 AND t.day <= ?1)
                """)
            try rows.rows(.day(day.number)) { offices.insert($0.text(0)) }
        }
        return offices
    }

    /// Reports that meet a condition on `r` (report_owed), by day, kind, office and partner.
    static func all(_ database: Database, where condition: String, _ values: [RawStatement.Value]) throws -> [ReportOwed] {
        var reports: [ReportOwed] = []
        let statement = try RawStatement(
            database,
            """
            SELECT r.day, r.kind, r.office, r.partner, r.number, d.closed_at FROM report_owed AS r JOIN day_closing AS d ON d.day = r.day
            WHERE \(condition) ORDER BY r.day, r.kind, r.office, r.partner
            """)
        try statement.rows(values) {
            reports.append(
                report(
                    try ReportKind(number: $0.integer(1)), $0.day(0),
                    OfficePartner(office: $0.text(2), partner: $0.text(3)), number: Int($0.integer(4)),
                    closedAt: VietnamTime(secondsSince1970: $0.integer(5))))
        }
        return reports
    }

    private static func report(_ kind: ReportKind, _ day: Day, _ between: OfficePartner, number: Int, closedAt: VietnamTime) -> ReportOwed {
        ReportOwed(
            kind: kind, day: day, office: between.office, partner: between.partner.isEmpty ? nil : between.partner, number: number,
            closedAt: closedAt)
    }

    /// The offices that a day owes an overview, and whom a day owes form 01-XN.
    static func parties(of day: Day, _ database: Database) throws -> (offices: Set<String>, pairs: Set<OfficePartner>) {
        let reports = try all(database, where: "r.day = ? AND r.kind IN (1, 4)", [.day(day.number)])
        return (
            Set(reports.filter { $0.kind == .overview }.map(\.office)),
            Set(reports.filter { $0.kind == .confirmations }.map(\.between))
        )
    }
}

extension SQLiteLedger {
    public func reports(of day: Day) throws(LedgerFault) -> [ReportOwed] {
        try reading { try ReportTable.all($0, where: "r.day = ?", [.day(day.number)]) }
    }

    public func unpublishedReports() throws(LedgerFault) -> [ReportOwed] {
        try reading { try ReportTable.all($0, where: "r.published = 0", []) }
    }

    public func markPublished(_ report: ReportOwed) throws(LedgerFault) { try markPublished([report]) }

    public func markPublished(_ reports: [ReportOwed]) throws(LedgerFault) {
        if reports.isEmpty { return }
        try LedgerFault.translating {
            try writing { database in
                let update = try RawStatement(
                    database, "UPDATE report_owed SET published = 1 WHERE day = ? AND kind = ? AND office = ? AND partner = ?")
                for report in reports {
                    try update.run(
                        .day(report.day.number), .integer(report.kind.number), .text(report.between.office), .text(report.between.partner))
                    guard database.changesCount == 1 else {
                        throw LedgerFault(
                            .invariant, "no \(report.kind.rawValue) of \(report.day) is owed to \(report.office), \(report.partner ?? "")")
                    }
                }
            }
        }
    }
}
