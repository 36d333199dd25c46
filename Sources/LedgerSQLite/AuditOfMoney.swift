import Contributions
import GRDB
import LedgerCore

// The money's way held against itself: listings against their codes, both ways; agreements against listing and credit; no code
// in two states; and all that is derived (what is open of a file, ends, balances, collectors' months) made once more from
// the rows that it repeats. Each question gives a row for what differs: a subject, what was expected, what was found.

final class MoneyAudit {
    private let database: Database
    private let report: AuditReport

    init(_ database: Database, _ report: AuditReport) throws { (self.database, self.report) = (database, report) }

    func run() throws {
        try report.watch(.money, 0)
        for (place, (kind, sql)) in Self.questions.enumerated() {
            try RawStatement(database, sql).rows { row in
                try report.tell(AuditDifference(kind, subject(row), expected: row.text(2), found: row.text(3)))
            }
            try report.watch(.money, Int64(place + 1))
        }
        try compareBalances()
        try compareCollectors()
    }

    /// A row names a file by its number, or else a code.
    private func subject(_ row: RawStatement) throws -> String {
        if row.isNull(0) { return report.code(row.integer(1)) }
        return try FileTable.intake(database, id: row.integer(0))?.description ?? "file \(row.integer(0))"
    }

    private static let questions: [(AuditDifference.Kind, String)] = [
        (
            .listing,
            """
            SELECT l.file, NULL, l.codes || ' ' || l.total, count(p.code) || ' ' || money_sum(p.amount) FROM listing AS l
            LEFT JOIN listing_entry AS e ON e.listing = l.id LEFT JOIN payment AS p ON p.code = e.code
            LEFT JOIN file AS f ON f.id = p.file AND f.owner = l.partner AND f.office = l.office
            GROUP BY l.id HAVING count(f.id) <> l.codes OR money_sum(p.amount) <> l.total
            """
        ),
        (
            .listing,
            """
            SELECT NULL, e.code, '', '' FROM listing_entry AS e LEFT JOIN listed_code AS c ON c.code = e.code AND c.listing = e.listing
            WHERE c.code IS NULL
            """
        ),
        (
            .listing,
            """
            SELECT l.file, NULL, l.codes, (SELECT count(*) FROM listed_code AS c WHERE c.listing = l.id) AS found FROM listing AS l
            WHERE (SELECT count(*) FROM listed_code) <> (SELECT count(*) FROM listing_entry) AND found <> l.codes
            """
        ),
        (
            .listing,
            """
            SELECT l.file, NULL, p.codes, coalesce(g.codes, 0) FROM listing AS l JOIN listing_part AS p ON p.listing = l.id LEFT JOIN (
                SELECT e.listing, y.file, count(*) AS codes FROM listing_entry AS e CROSS JOIN payment AS y ON y.code = e.code
                GROUP BY e.listing, y.file) AS g ON g.listing = p.listing AND g.file = p.file
            WHERE p.codes IS NOT g.codes
            """
        ),
        (
            .agreement,
            """
            SELECT l.file, NULL, l.ended_on, coalesce(t.day, a.day, \(Schema.never)) AS found FROM listing AS l
            LEFT JOIN taking_back AS t ON t.listing = l.id LEFT JOIN agreement AS a ON a.listing = l.id
            WHERE found <> l.ended_on OR (t.listing IS NOT NULL AND a.listing IS NOT NULL)
            """
        ),
        (
            .agreement,
            """
            SELECT a.file, NULL, '', '' FROM agreement AS a JOIN listing AS l ON l.id = a.listing JOIN credit AS c ON c.id = a.credit
            WHERE c.partner <> l.partner OR c.transfer <> l.transfer OR c.amount <> l.total OR a.day <> max(l.day, c.day)
                OR a.file <> max(l.file, c.file) OR c.ended_on <> a.day
            """
        ),
        (
            .agreement,
            """
            SELECT c.file, NULL, '', '' FROM credit AS c WHERE NOT EXISTS (SELECT 1 FROM agreement AS a WHERE a.credit = c.id)
                AND c.ended_on <> coalesce((
                    SELECT n.day FROM credit AS n WHERE n.partner = c.partner AND n.transfer = c.transfer AND n.id > c.id ORDER BY n.id LIMIT 1),
                    \(Schema.never))
            """
        ),
        (
            .agreement,
            """
            SELECT l.file, NULL, '', '' FROM listing AS l JOIN credit AS c
                ON c.partner = l.partner AND c.transfer = l.transfer AND c.amount = l.total AND c.ended_on = \(Schema.never)
            WHERE l.ended_on = \(Schema.never)
            """
        ),
        (
            .state,
            """
            SELECT NULL, c.code, '', '' FROM cancellation AS c JOIN listed_code AS k ON k.code = c.code
            WHERE NOT EXISTS (SELECT 1 FROM taking_back AS t WHERE t.listing = k.listing)
            """
        ),
        (
            .state,
            """
            SELECT NULL, k.code, 1, count(*) FROM listed_code AS k
            WHERE NOT EXISTS (SELECT 1 FROM taking_back AS t WHERE t.listing = k.listing) GROUP BY k.code HAVING count(*) > 1
            """
        ),
        (
            .open,
            """
            SELECT f.id, NULL, coalesce(o.open, 'none'), f.recorded - coalesce(c.codes, 0) - coalesce(r.codes, 0) AS remaining FROM file AS f
            LEFT JOIN file_open AS o ON o.file = f.id
            LEFT JOIN (
                SELECT p.file, count(*) AS codes, max(c.day) AS day FROM cancellation AS c CROSS JOIN payment AS p ON p.code = c.code
                GROUP BY p.file) AS c ON c.file = f.id
            LEFT JOIN (
                SELECT p.file, sum(p.codes) AS codes, max(a.day) AS day
                FROM agreement AS a CROSS JOIN listing_part AS p ON p.listing = a.listing GROUP BY p.file) AS r ON r.file = f.id
            WHERE f.first_code IS NOT NULL AND (o.open IS NOT remaining OR o.recorded_on <> f.recorded_on OR o.office <> f.office
                OR o.partner <> f.owner OR o.changed_on <> max(f.recorded_on, coalesce(c.day, f.recorded_on), coalesce(r.day, f.recorded_on))
                OR o.first_paid_on <> (SELECT min(paid_on) FROM payment WHERE code BETWEEN f.first_code AND f.last_code))
            """
        ),
    ]

    /// Day by day from the first: what a balance would be if each day were closed once more.
    private func compareBalances() throws {
        var before: [OfficePartner: CodeFigures] = [:]
        try RawStatement(database, "SELECT day FROM day_closing ORDER BY day").rows { row in
            let day = row.day(0)
            let stored = try BalanceTable.all(at: day, database)
            do {
                let movement = try DayMovement(from: day, through: day, database)
                let balances = try movement.balances(after: before)
                if balances != stored { try report.tell(AuditDifference(.balance, "\(day)")) }
            } catch let fault as LedgerFault where fault.kind == .invariant {
                try report.tell(AuditDifference(.balance, "\(day)", found: fault.message))
            }
            // After a difference it goes on from what is stored, so that only that day is told.
            before = Dictionary(uniqueKeysWithValues: stored.filter { $0.figures.codes > 0 }.map { ($0.between, $0.figures) })
        }
    }

    private func compareCollectors() throws {
        let last = try CollectorTable.lastDay(database) ?? Day(number: .min)
        var tally = CollectorTally()
        try RawStatement(database, "SELECT day FROM day_closing WHERE day <= ? ORDER BY day").rows(.day(last.number)) {
            try tally.add($0.day(0), database)
        }
        var stored: [CollectorPlace: CollectorFigures] = [:]
        try CollectorTable.forEach(database) { stored[$0] = $1 }
        for place in Set(stored.keys).union(tally.figures.keys) where stored[place] != tally.figures[place] {
            try report.tell(AuditDifference(.collector, "\(place.collector) \(place.month)"))
        }
    }
}
