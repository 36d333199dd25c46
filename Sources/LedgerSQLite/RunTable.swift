import GRDB
import LedgerCore

// The runs on record: one row each. Every block of a run is full but the last, and so is every guide, so that their numbers
// follow from that of the entries.

/// A run on record. Its blocks and guides bear running numbers; the first block's is its own.
struct KeyRun {
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
        let rows = try RawStatement(database, "SELECT \(columns) FROM key_run WHERE family = ? ORDER BY first_block")
        try rows.rows(.integer(family.rawValue)) { runs.append(try run($0)) }
        return runs
    }

    /// The run that begins with that block.
    static func run(_ firstBlock: Int64, _ database: Database) throws -> KeyRun? {
        try RawStatement(database, "SELECT \(columns) FROM key_run WHERE first_block = ?").first(.integer(firstBlock)) { try run($0) }
    }

    private static let columns = "first_block, entries, first_guide, starts"

    private static func run(_ row: RawStatement) throws -> KeyRun {
        let bytes = row.bytes(3)
        guard (1...1 << 40).contains(row.integer(1)), (1...1 << 60).contains(row.integer(0)), (1...1 << 60).contains(row.integer(2)) else {
            throw LedgerFault(.corrupt, "run \(row.integer(0)) is not whole")
        }
        let run = KeyRun(
            entries: Int(row.integer(1)), firstBlock: row.integer(0), firstGuide: row.integer(2),
            starts: (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) })
        guard bytes.count == run.guides * RunLayout.startBytes else { throw LedgerFault(.corrupt, "run \(run.firstBlock) is not whole") }
        return run
    }

    static func insert(_ family: KeyFamily, _ run: KeyRun, _ database: Database) throws {
        let insert = try RawStatement(
            database, "INSERT INTO key_run (first_block, family, entries, first_guide, starts) VALUES (?, ?, ?, ?, ?)")
        try insert.run(
            .integer(run.firstBlock), .integer(family.rawValue), .count(run.entries), .integer(run.firstGuide),
            .bytes(run.starts.withUnsafeBytes { Array($0) }))
    }

    static func delete(_ run: KeyRun, _ database: Database) throws {
        try RawStatement(database, "DELETE FROM key_block WHERE id >= ? AND id < ?")
            .run(.integer(run.firstBlock), .integer(run.firstBlock + Int64(run.blocks)))
        try RawStatement(database, "DELETE FROM key_guide WHERE id >= ? AND id < ?")
            .run(.integer(run.firstGuide), .integer(run.firstGuide + Int64(run.guides)))
        try RawStatement(database, "DELETE FROM key_run WHERE first_block = ?").run(.integer(run.firstBlock))
    }

    /// The number that a new row of that table gets.
    static func nextID(in table: String, _ database: Database) throws -> Int64 {
        try (RawStatement(database, "SELECT max(id) FROM \(table)").first { $0.integer(0) } ?? 0) + 1
    }
}
