import Contributions
import GRDB
public import LedgerCore

// The registry's rows as they were added, revision by revision, and the numbers that serials of receipts got when their
// first book was recorded. Nothing here is ever changed or deleted.

enum RegistryTable {
    static func newestRevision(_ database: Database) throws -> Int64 {
        try RawStatement(database, "SELECT max(revision) FROM registry_row").first { $0.integer(0) } ?? 0
    }

    /// Adds a file's good entries, in their order, each with the next revision, and numbers serials that are new.
    static func add(_ rows: [NewRegistryRow], file: Int64, digests: inout FileRowDigests, _ database: Database) throws {
        guard !rows.isEmpty else { return }
        var revision = try newestRevision(database)
        let insert = try RawStatement(
            database, "INSERT INTO registry_row (revision, file, ordinal, section, key, fields) VALUES (?, ?, ?, ?, ?, ?)")
        let number = try RawStatement(
            database,
            "INSERT INTO receipt_serial (id, serial) SELECT coalesce(max(id), 0) + 1, ?1 FROM receipt_serial WHERE true ON CONFLICT (serial) DO NOTHING"
        )
        for row in rows {
            revision += 1
            try insert.run(
                .integer(revision), .integer(file), .count(row.ordinal), .integer(Int64(row.section.rawValue)), .text(row.key),
                .text(row.fields))
            digests.addRegistry(
                revision: revision, section: Int64(row.section.rawValue), ordinal: row.ordinal, key: row.key, fields: row.fields)
            if row.section == .book { try number.run(.text(firstField(of: row.fields))) }
        }
    }

    /// KY_HIEU_BIEN_LAI of a QUYEN.
    static func firstField(of fields: String) -> String {
        String(decoding: fields.utf8.prefix { $0 != RecordChunk.separator }, as: UTF8.self)
    }
}

extension SQLiteLedger {
    public func registryRevision() throws(LedgerFault) -> Int64 {
        try reading { try RegistryTable.newestRevision($0) }
    }

    public func registryRows(after: Int64, upTo: Int64, _ body: (RegistryRow) -> Void) throws(LedgerFault) {
        try reading { database in
            let rows = try RawStatement(
                database, "SELECT revision, section, fields FROM registry_row WHERE revision > ? AND revision <= ? ORDER BY revision")
            try rows.rows(.integer(after), .integer(upTo)) { row in
                guard let section = RegistrySection(rawValue: UInt8(truncatingIfNeeded: row.integer(1))) else {
                    throw LedgerFault(.corrupt, "registry row \(row.integer(0)) is of no known section")
                }
                body(RegistryRow(revision: row.integer(0), section: section, fields: row.text(2)))
            }
        }
    }

    public func receiptSerials(after: Int64, _ body: (_ id: Int64, _ serial: String) -> Void) throws(LedgerFault) {
        try reading { database in
            try RawStatement(database, "SELECT id, serial FROM receipt_serial WHERE id > ? ORDER BY id").rows(.integer(after)) {
                body($0.integer(0), $0.text(1))
            }
        }
    }
}
