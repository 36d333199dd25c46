import Contributions
import Crypto
import Foundation
import GRDB
import LedgerCore
import LedgerSQLite
import Spooling

@testable import ExchangePipeline

// Everything that must be the same after a stop as without one: every file of the spool with its bytes and mode, every row of the
// ledger, and `verify` without a word. Left out is what may differ: the lock file, the numbers and the chain of events (`verify`
// checks the chain), and what is merged or tallied when there is leisure, whose content the questions that read it do not show.

struct DiskPicture: Equatable {
    private(set) var files: [String: String] = [:]
    private(set) var rows: [String: [String]] = [:]
    private(set) var remarks: [String] = []

    /// The chain of events, the sorted runs, and how far `consolidate` has come with the collectors' months.
    private static let layout: Set<String> = [
        "event", "key_run", "key_guide", "key_block", "collector_month", "collector_tally", "grdb_migrations",
    ]

    static func digest(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    init(of path: String) throws {
        for (name, status) in try Self.entries(of: path) {
            let mode = String(status.st_mode & 0o7777, radix: 8)
            let content = status.st_mode & S_IFMT == S_IFREG ? Self.digest(try Self.bytes("\(path)/\(name)")) : ""
            files[name] = "\(mode) \(content)"
        }
        try LedgerRows.read(path) { database in
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            for table in tables where !Self.layout.contains(table) {
                rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
                    row.filter { !["event", "last_event", "chain_head"].contains($0.0) }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
                }.sorted()
            }
        }
        let spool = try Spool(openingAt: path, calls: SystemFileCalls())
        let ledger = try SQLiteLedger(opening: spool.ledgerPath, readOnly: true)
        var found: [String] = []
        _ = try Verifier(spool: spool, ledger: ledger, watch: { _, _ in }) { found.append("verify: \($0.kind.rawValue) \($0.subject)") }
            .run()
        remarks = found
    }

    /// How this one differs from what is wanted.
    func differences(from wanted: DiskPicture) -> [String] {
        var told = remarks
        for name in Set(files.keys).union(wanted.files.keys).sorted() where files[name] != wanted.files[name] {
            told.append("\(name): \(files[name] ?? "missing"), not \(wanted.files[name] ?? "missing")")
        }
        for table in Set(rows.keys).union(wanted.rows.keys).sorted() where rows[table] != wanted.rows[table] {
            let (found, wanted) = (Set(rows[table] ?? []), Set(wanted.rows[table] ?? []))
            told.append("\(table): \(found.subtracting(wanted)), not \(wanted.subtracting(found))")
        }
        return told
    }

    /// The same, when files may have come one after another in another order than wanted, so that numbers and codes differ: each original
    /// lies where it should with its bytes, with as many answers of each name, and every table has as many rows.
    func differencesBesideOrder(from wanted: DiskPicture) -> [String] {
        var told = remarks
        let (found, due) = (namesWithoutNumbers, wanted.namesWithoutNumbers)
        if found != due {
            told.append("\(Set(found).subtracting(due)), not \(Set(due).subtracting(found)), of \(found.count) and \(due.count)")
        }
        for (table, rows) in wanted.rows where self.rows[table]?.count != rows.count {
            told.append("\(table): \(self.rows[table]?.count ?? 0) rows, not \(rows.count)")
        }
        return told
    }

    private var namesWithoutNumbers: [String] {
        files.map { name, content in
            let isOriginal = name.contains(/\/TN[0-9]{8}-[0-9]{6}_[^\/]*$/)
            return name.replacing(/TN[0-9]{8}-[0-9]{6}/, with: "TN") + (isOriginal ? " \(content)" : "")
        }.sorted()
    }

    // MARK: at the moment of a stop

    /// What must hold whenever the process stops: nothing stands in an outbox that the ledger does not know with these bytes, and
    /// each original is somewhere.
    static func brokenPromises(_ path: String, originals: [[UInt8]], foreign: [String: String]) throws -> [String] {
        var stored: Set<String> = []
        try LedgerRows.read(path) { database in
            for row in try Row.fetchAll(database, sql: "SELECT name, sha256 FROM artifact") {
                stored.insert("\(row["name"] as String) " + hex(row["sha256"] as Data))
            }
        }
        var (told, kept): ([String], Set<String>) = ([], [])
        for (name, status) in try entries(of: path) where status.st_mode & S_IFMT == S_IFREG {
            let digest = digest(try bytes("\(path)/\(name)"))
            if !name.contains("/outbox/") {
                kept.insert(digest)
            } else if foreign[name] != digest, !stored.contains("\(name.split(separator: "/").last!) \(digest)") {
                told.append("\(name) shows and is not on record")
            }
        }
        for original in originals where !kept.contains(digest(original)) { told.append("an original of \(original.count) bytes is gone") }
        return told
    }

    /// What stands in the outboxes, with its digest.
    static func outboxes(_ path: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for (name, status) in try entries(of: path) where name.contains("/outbox/") && status.st_mode & S_IFMT == S_IFREG {
            found[name] = digest(try bytes("\(path)/\(name)"))
        }
        return found
    }

    private static func entries(of path: String) throws -> [(String, stat)] {
        try FileManager.default.subpathsOfDirectory(atPath: path).compactMap { name in
            var status = stat()
            guard name != ".giaonhan.lock", !name.hasPrefix("ledger/"), lstat("\(path)/\(name)", &status) == 0 else { return nil }
            return (name, status)
        }
    }

    private static func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file))) }
}

/// The ledger's tables as they are.
enum LedgerRows {
    static func read(_ spool: String, _ body: (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: spool + "/ledger/ledger.sqlite", configuration: configuration)
        try queue.read(body)
        try queue.close()
    }
}
