import Contributions
import GRDB
import LedgerCore

// What no event binds since it follows from rows that are bound: who holds a MA_LO, a report's year, running places, a credit's office
// and its entry, the numbers of partners and serials, what is open of whom. Each question gives a row for what differs: a kind
// of subject and its number or text, what was expected, what was found.

enum DerivedAudit {
    static func run(_ database: Database, _ report: AuditReport) throws {
        for (column, sql) in questions {
            try RawStatement(database, sql).rows { row in
                let subject =
                    try row.isNull(0)
                    ? row.text(1) : FileTable.intake(database, id: row.integer(0))?.description ?? "file \(row.integer(0))"
                try report.tell(AuditDifference(.derived, "\(subject) \(column)", expected: row.text(2), found: row.text(3)))
            }
        }
        try compareSerials(database, report)
    }

    /// A file's number, or else a text; what was expected; what was found.
    private static let questions: [(column: String, sql: String)] = [
        ("one", "SELECT NULL, 'ledger', 1, one FROM ledger WHERE one <> 1"),
        ("one", "SELECT NULL, 'collector_tally', 1, one FROM collector_tally WHERE one <> 1"),
        (
            "file.holds_batch",
            """
            SELECT id, NULL, expected, holds_batch FROM (
                SELECT id, holds_batch, takes AND row_number() OVER (PARTITION BY takes, owner, document, office, batch ORDER BY id) = 1 AS expected
                FROM (SELECT *, outcome = 'recorded' AND batch <> '' AS takes FROM file))
            WHERE expected <> holds_batch
            """
        ),
        (
            "file.last_code",
            "SELECT id, NULL, coalesce(first_code, ''), coalesce(last_code, '') FROM file WHERE (first_code IS NULL) <> (last_code IS NULL)"
        ),
        (
            "file.replay_of",
            "SELECT id, NULL, outcome, coalesce(replay_of, '') FROM file WHERE (outcome = 'replay') <> (replay_of IS NOT NULL)"
        ),
        (
            "file.replay_of",
            """
            SELECT f.id, NULL, '', '' FROM file AS f JOIN file AS r ON r.id = f.replay_of
            WHERE r.owner <> f.owner OR r.sha256 <> f.sha256 OR r.outcome <> 'recorded' OR r.id >= f.id
            """
        ),
        (
            "report_owed.year",
            """
            SELECT NULL, strftime('%Y%m%d', day * 86400, 'unixepoch') || ' ' || kind || ' ' || office || ' ' || partner,
                strftime('%Y', day * 86400, 'unixepoch'), year
            FROM report_owed WHERE year <> CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER)
            """
        ),
        (
            "report_owed.published",
            """
            SELECT NULL, strftime('%Y%m%d', r.day * 86400, 'unixepoch') || ' ' || r.kind || ' ' || r.office || ' ' || r.partner, 0, r.published
            FROM report_owed AS r WHERE r.published NOT IN (0, 1) OR r.published = 1 AND NOT EXISTS (SELECT 1 FROM artifact AS a WHERE a.day = r.day AND a.file IS NULL
                AND instr(a.name, '_' || r.office || '_' || CASE r.partner WHEN '' THEN '' ELSE r.partner || '_' END) > 0)
            """
        ),
        (
            "warning.place",
            """
            SELECT file, NULL, count(*) - 1, max(place) FROM warning GROUP BY file, ordinal HAVING min(place) <> 0 OR max(place) <> count(*) - 1
            """
        ),
        (
            "listing_entry.ordinal",
            """
            SELECT l.file, NULL, count(*), max(e.ordinal) FROM listing_entry AS e LEFT JOIN listing AS l ON l.id = e.listing
            GROUP BY e.listing HAVING l.id IS NULL OR min(e.ordinal) <> 1 OR max(e.ordinal) <> count(*)
            """
        ),
        (
            "listing_part.codes",
            """
            SELECT l.file, NULL, l.codes, coalesce(sum(p.codes), 0) FROM listing AS l LEFT JOIN listing_part AS p ON p.listing = l.id
            GROUP BY l.id HAVING l.codes <> coalesce(sum(p.codes), 0)
            """
        ),
        (
            "credit.office",
            "SELECT f.id, NULL, f.office, c.office FROM credit AS c JOIN file AS f ON f.id = c.file WHERE c.office <> f.office"
        ),
        (
            "credit.ordinal",
            """
            SELECT c.file, NULL, coalesce(e.ordinal, ''), c.ordinal FROM credit AS c
            LEFT JOIN statement_entry AS e ON e.file = c.file AND e.ordinal = c.ordinal AND e.credit = c.id AND e.was_on_record = 0
            WHERE e.file IS NULL
            """
        ),
        (
            "file_open.file",
            """
            SELECT o.file, NULL, '', o.open FROM file_open AS o LEFT JOIN file AS f ON f.id = o.file AND f.first_code IS NOT NULL
            WHERE f.id IS NULL
            """
        ),
        (
            "partner.code",
            """
            SELECT NULL, p.code, p.expected, p.id FROM (
                SELECT n.id, n.code, row_number() OVER (ORDER BY f.first) AS expected FROM partner AS n JOIN (
                    SELECT owner, min(id) AS first FROM file WHERE first_code IS NOT NULL GROUP BY owner) AS f ON f.owner = n.code) AS p
            WHERE p.expected <> p.id
            """
        ),
        (
            "partner.code",
            """
            SELECT min(f.id), NULL, f.owner, '' FROM file AS f LEFT JOIN partner AS n ON n.code = f.owner
            WHERE f.first_code IS NOT NULL AND n.id IS NULL GROUP BY f.owner
            """
        ),
        (
            "partner.code",
            """
            SELECT NULL, n.code, '', n.id FROM partner AS n WHERE NOT EXISTS (
                SELECT 1 FROM file AS f WHERE f.owner = n.code AND f.first_code IS NOT NULL)
            """
        ),
    ]

    /// Serials got their numbers when their first book was recorded.
    private static func compareSerials(_ database: Database, _ report: AuditReport) throws {
        var expected: [String: Int64] = [:]
        try RawStatement(database, "SELECT fields FROM registry_row WHERE section = ? ORDER BY revision")
            .rows(.integer(Int64(RegistrySection.book.rawValue))) { row in
                let serial = RegistryTable.firstField(of: row.text(0))
                if expected[serial] == nil { expected[serial] = Int64(expected.count + 1) }
            }
        var found: [String: Int64] = [:]
        try RawStatement(database, "SELECT serial, id FROM receipt_serial").rows { found[$0.text(0)] = $0.integer(1) }
        for serial in Set(expected.keys).union(found.keys).sorted() {
            try report.compare(.registry, "receipt_serial \(serial)", expected[serial] ?? 0, found[serial] ?? 0)
        }
    }
}
