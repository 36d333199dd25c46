import GRDB
import LedgerCore

// The runs on record: one row each. Every block of a run is full but the last, and so is every guide, so that their numbers
// follow from that of the entries.

/// A run on record. Its blocks and guides bear running numbers.
struct KeyRun {
    var id: Int64
    var entries: Int
    var firstBlock: Int64
    var firstGuide: Int64
    /// Key and place of the first entry of each guide.
    var starts: [UInt64]

    var blocks: Int { (entries + RunLayout.entriesPerBlock - 1) / RunLayout.entriesPerBlock }
    var guides: Int { (blocks + RunLayout.slotsPerGuide - 1) / RunLayout.slotsPerGuide }
    /// Runs of one level differ in size by less than a factor of four.
    var level: Int { (Int.bitWidth - 1 - entries.leadingZeroBitCount) / 2 }
}

enum RunTable {
    /// The runs of a family, the oldest first.
    static func all(_ family: KeyFamily, _ database: Database) throws -> [KeyRun] {
        var runs: [KeyRun] = []
        let rows = try RawStatement(
            database, "SELECT id, entries, first_block, first_guide, starts FROM key_run WHERE family = ? ORDER BY id")
        try rows.rows(.integer(family.rawValue)) { row in
            let bytes = row.bytes(4)
            let run = KeyRun(
                id: row.integer(0), entries: Int(row.integer(1)), firstBlock: row.integer(2), firstGuide: row.integer(3),
                starts: (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) })
            guard bytes.count == run.guides * RunLayout.startBytes else { throw LedgerFault(.corrupt, "run \(run.id) is not whole") }
            runs.append(run)
        }
        return runs
    }

    static func insert(_ family: KeyFamily, _ run: KeyRun, _ database: Database) throws {
        let insert = try RawStatement(
            database, "INSERT INTO key_run (id, family, entries, first_block, first_guide, starts) VALUES (?, ?, ?, ?, ?, ?)")
        try insert.run(
            .integer(run.id), .integer(family.rawValue), .count(run.entries), .integer(run.firstBlock), .integer(run.firstGuide),
            .bytes(run.starts.withUnsafeBytes { Array($0) }))
    }

    static func delete(_ run: KeyRun, _ database: Database) throws {
        try RawStatement(database, "DELETE FROM key_block WHERE id >= ? AND id < ?")
            .run(.integer(run.firstBlock), .integer(run.firstBlock + Int64(run.blocks)))
        try RawStatement(database, "DELETE FROM key_guide WHERE id >= ? AND id < ?")
            .run(.integer(run.firstGuide), .integer(run.firstGuide + Int64(run.guides)))
        try RawStatement(database, "DELETE FROM key_run WHERE id = ?").run(.integer(run.id))
    }

    /// The number that a new row of that table gets.
    static func nextID(in table: String, _ database: Database) throws -> Int64 {
        try (RawStatement(database, "SELECT max(id) FROM \(table)").first { $0.integer(0) } ?? 0) + 1
    }
}
