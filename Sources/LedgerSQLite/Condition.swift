import Contributions
import Foundation
import GRDB
import GRDBSQLite
public import LedgerCore

// The database's own word on whether it is sound, from a connection that only reads: beside a daemon, and of any release that
// this one can read. How durable a commit is (`synchronous`) is the setting of each connection that writes and cannot be asked of
// another one; SQLiteLedger.swift sets it, and opens in no other way.

extension SQLiteLedger {
    /// The first complaints are enough to know that a copy is needed.
    private static let complaintsMax = 10

    /// SQLite's version.
    public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// Opens the ledger in that folder to look at it; reads every page.
    public static func condition(in folder: String) throws(LedgerFault) -> LedgerCondition {
        let ledger = try SQLiteLedger(opening: folder, readOnly: true)
        return try ledger.reading { database in
            let answers: [String]
            do {
                answers = try String.fetchAll(database, sql: "PRAGMA quick_check(\(complaintsMax))")
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                answers = [error.message ?? "corrupt"]
            }
            let last = try Int64.fetchOne(database, sql: "SELECT at FROM event ORDER BY number DESC LIMIT 1")
            return LedgerCondition(
                schema: try Schema.migrator.appliedIdentifiers(database).max() ?? "",
                complaints: answers == ["ok"] ? [] : answers,
                journal: try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
                logBytes: logBytes(in: folder),
                lastEventAt: last.map { VietnamTime(secondsSince1970: $0) })
        }
    }

    private static func logBytes(in folder: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(fileName)-wal")
        return attributes?[.size] as? Int64 ?? (attributes?[.size] as? UInt64).map { Int64(clamping: $0) } ?? 0
    }
}
