public import Contributions
import Crypto
import Foundation
import GRDB
public import LedgerCore

// A copy of the ledger beside a daemon that writes: SQLite's online backup in one step, so that the copy is the ledger at one
// moment, between two transactions. The daemon's posts go on meanwhile; only its log grows until the copy is made.

/// What a finished and examined copy holds.
public struct LedgerCopy: Sendable, Hashable {
    /// The newest event; 0 when there is none.
    public let lastEvent: Int64
    public let lastEventAt: VietnamTime?
    public let lastClosedDay: Day?
    /// The chain value of the newest event, 32 bytes: it binds all that the copy holds.
    public let chainHead: [UInt8]
    /// The copied file's size and SHA-256.
    public let bytes: Int64
    public let sha256: [UInt8]
}

extension SQLiteLedger {
    /// Copies the ledger into a new file at that path, and examines the copy. The caller makes it durable and gives it its name.
    public func copy(to path: String) throws(LedgerFault) -> LedgerCopy {
        try LedgerFault.translating {
            try reading { database in
                var configuration = Configuration()
                configuration.label = "copy"
                configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                let copy = try DatabaseQueue(path: path, configuration: configuration)
                try copy.writeWithoutTransaction { try database.backup(to: $0) }
                try copy.close()
            }
            return try Self.examineCopy(at: path)
        }
    }

    /// Every page and index is read, and the copy must be a ledger of ours.
    private static func examineCopy(at path: String) throws -> LedgerCopy {
        let copy = try DatabaseQueue(path: path)
        let (head, at, day) = try copy.inDatabase { database in
            guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
                throw LedgerFault(.corrupt, "the copy is no giaonhan ledger")
            }
            let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)")
            guard faults == ["ok"] else { throw LedgerFault(.corrupt, "the copy is damaged: \(faults.joined(separator: "; "))") }
            let head = try EventChain.head(database)
            let at = try Int64.fetchOne(database, sql: "SELECT at FROM event ORDER BY number DESC LIMIT 1")
            let day = try Int32.fetchOne(database, sql: "SELECT max(day) FROM day_closing")
            return (head, at.map { VietnamTime(secondsSince1970: $0) }, day.map { Day(number: $0) })
        }
        try copy.close()
        let (bytes, sha256) = try digest(of: path)
        return LedgerCopy(
            lastEvent: head.number, lastEventAt: at, lastClosedDay: day, chainHead: head.chain, bytes: bytes, sha256: sha256)
    }

    private static func digest(of path: String) throws -> (Int64, [UInt8]) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw LedgerFault(.io, "the copy cannot be read: \(path)") }
        defer { try? file.close() }
        var hash = SHA256()
        var bytes: Int64 = 0
        while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
            hash.update(data: block)
            bytes += Int64(block.count)
        }
        return (bytes, Array(hash.finalize()))
    }
}
