import GRDB
import LedgerCore

// The tables, indexes and triggers against those that this release makes: a trigger that is gone guards nothing, an index of
// another name or condition answers something else, and a table that is not ours holds what nobody examines.

enum SchemaAudit {
    static func run(_ database: Database, _ report: AuditReport) throws {
        let fresh = try DatabaseQueue()
        try Schema.migrator.migrate(fresh)
        let expected = try fresh.read { try objects($0) }
        let found = try objects(database)
        for name in Set(expected.keys).union(found.keys).sorted() where expected[name] != found[name] {
            try report.tell(
                AuditDifference(
                    .schema, name, expected: expected[name]?.shown ?? absent, found: found[name]?.shown ?? absent))
        }
    }

    private static let absent = "-"

    /// By type and name.
    private static func objects(_ database: Database) throws -> [String: SchemaObject] {
        var objects: [String: SchemaObject] = [:]
        try RawStatement(database, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema").rows { row in
            objects["\(row.text(0)) \(row.text(1))"] = SchemaObject(table: row.text(2), sql: row.text(3))
        }
        return objects
    }
}

private struct SchemaObject: Equatable {
    var table: String
    var sql: String

    /// On one line.
    var shown: String { sql.isEmpty ? table : sql.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
