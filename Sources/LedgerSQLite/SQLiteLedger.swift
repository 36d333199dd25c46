import CSQLiteCalls
import Foundation
import GRDB
public import LedgerCore
import Synchronization

// The ledger in one SQLite file, ledger.sqlite, with its write-ahead log beside it. This file opens and creates it, sets
// how durable and how large it may be, and is the one door through which every read and write goes: what SQLite reports
// leaves here as a LedgerFault. The rest is cut by subject: Posting and Movements write; Files, History,
// PeopleHistory, MoneyTrail, Answers, Days, Reports, PartnerDays, OpenMoney, CollectorMonths, Trails, Figures and Audit read.

public final class SQLiteLedger: Ledger, Sendable {
    public let prefix: String
    private let queue: DatabaseQueue
    /// How it stands with a transaction that several writes share: one of them is at work, or has failed.
    private enum Sharing { case none, open, writing, spoiled }
    private let shared = Mutex(Sharing.none)
    /// What the files of that transaction have said of people and households so far; nil while there is none.
    let gathered = Mutex<GatheredRuns?>(nil)
    /// What the small files before it have said.
    let freshRuns = FreshRuns()
    /// The figures of the closed day asked for last.
    let keptPartnerDays = Mutex<PartnerDays?>(nil)
    /// NVT's figures of the month asked for last.
    let keptCollectorMonths = Mutex<CollectorMonths?>(nil)

    /// SQLite's page cache. A posting adds to a few growing ends of trees and passes once through the keys, so this suffices for
    /// files of any size; what does not fit goes to the write-ahead log early.
    public static let cacheKiB = 24 * 1024
    /// 512 MB of log, a guard only: a commit is not to wait for a checkpoint. Whoever posts much calls `checkpoint()` when there is time.
    static let automaticCheckpointPages = 131_072
    /// What the log may keep of the disk when it was moved: what is posted next is written over it, which costs less than to make the file
    /// grow again (527 files of 1,900 payments: 7.2 s instead of 7.8). Between two moves it grows to some 120 MB, by reckoning.
    static let logBytesKept = 192 << 20
    public static let fileName = "ledger.sqlite"

    /// Makes an empty ledger in that folder, or finishes one whose making was interrupted. A ledger with the same prefix is left as it is.
    /// - Returns: whether there was none before.
    @discardableResult
    public static func create(in folder: String, prefix: String) throws(LedgerFault) -> Bool {
        guard prefix.utf8.count == 3, prefix.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw LedgerFault(.invariant, "a prefix is three letters A to Z: \(prefix)")
        }
        return try LedgerFault.translating {
            let queue = try DatabaseQueue(path: address(of: path(in: folder), .creating), configuration: configuration(.creating))
            try Schema.migrator.migrate(queue)
            var isNew = false
            try queue.inTransaction(.immediate) { database in
                let known = try RawStatement(database, "SELECT prefix FROM ledger").first { $0.text(0) }
                guard known ?? prefix == prefix else {
                    throw LedgerFault(.invariant, "the ledger exists, and its prefix is \(known ?? "")")
                }
                isNew = known == nil
                if isNew { try RawStatement(database, "INSERT INTO ledger (one, prefix) VALUES (1, ?)").run(.text(prefix)) }
                return .commit
            }
            try queue.inDatabase { _ = try $0.checkpoint(.truncate) }
            try queue.close()
            return isNew
        }
    }

    /// Opens a ledger that `create` made. A read-only opening changes nothing, and stands beside a daemon that writes.
    /// - Parameter cacheKiB: for whoever reads each page once, less than what a posting needs.
    public init(
        opening folder: String, readOnly: Bool = false, busyTimeoutSeconds: Double = 5, cacheKiB: Int = SQLiteLedger.cacheKiB
    ) throws(LedgerFault) {
        let path = Self.path(in: folder)
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerFault(.notAGiaonhanLedger, "there is no ledger at \(path)") }
        (queue, prefix) = try LedgerFault.translating(opening: path) {
            let opening = readOnly ? Opening.reading : .writing
            let queue = try DatabaseQueue(
                path: Self.address(of: path, opening),
                configuration: Self.configuration(opening, busyTimeoutSeconds: busyTimeoutSeconds, cacheKiB: cacheKiB))
            try queue.inDatabase { try Self.checkVersion($0, readOnly: readOnly, path: path) }
            if !readOnly { try Schema.migrator.migrate(queue) }
            let prefix = try queue.inDatabase { try RawStatement($0, "SELECT prefix FROM ledger").first { $0.text(0) } }
            guard let prefix else { throw LedgerFault(.notAGiaonhanLedger, "the making of \(path) was interrupted: run init again") }
            return (queue, prefix)
        }
    }

    // MARK: the one door

    /// Runs reads. They may come from inside another read's or posting's call.
    func reading<Result>(_ body: (Database) throws -> Result) throws(LedgerFault) -> Result {
        try LedgerFault.translating { try queue.unsafeReentrantRead(body) }
    }

    /// Runs reads that call out to the caller, whose own errors pass unchanged.
    func readingOut<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try queue.unsafeReentrantRead(body)
        } catch let error as DatabaseError {
            throw LedgerFault(error)
        }
    }

    /// The same, and all reads see the ledger as it is at the first of them, whatever another connection posts or merges meanwhile.
    func readingOneState<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try readingOut { database in
            guard !database.isInsideTransaction else { return try body(database) }
            var result: Result?
            try database.inTransaction(.deferred) {
                result = try body(database)
                return .commit
            }
            guard let result else { throw LedgerFault(.invariant, "a transaction ended without a result") }
            return result
        }
    }

    /// Runs `body` in one transaction that no other writer can be inside, and undoes it whole when `body` throws; inside `together` it is
    /// a part of that one's. The caller's own errors pass unchanged.
    func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try queue.unsafeReentrantWrite { database in
                guard database.isInsideTransaction else { return try inTransaction(database, body) }
                guard shared.withLock({ $0 == .open }) else { throw LedgerFault(.invariant, "a ledger is written to inside a posting") }
                shared.withLock { $0 = .writing }
                do {
                    let result = try body(database)
                    shared.withLock { $0 = .open }
                    return result
                } catch {
                    shared.withLock { $0 = .spoiled }
                    throw error
                }
            }
        } catch let error as DatabaseError {
            throw LedgerFault(error)
        }
    }

    public func together<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try queue.unsafeReentrantWrite { database in
                guard !database.isInsideTransaction else { throw LedgerFault(.invariant, "a ledger is written to inside a posting") }
                defer {
                    shared.withLock { $0 = .none }
                    gathered.withLock { $0 = nil }
                }
                return try inTransaction(database) { database in
                    shared.withLock { $0 = .open }
                    gathered.withLock { $0 = GatheredRuns() }
                    let result = try body()
                    guard shared.withLock({ $0 == .open }) else {
                        throw LedgerFault(.invariant, "a part of a transaction failed, and the rest was to be kept")
                    }
                    for family in KeyFamily.allCases { try writeGathered(family, database) }
                    return result
                }
            }
        } catch let error as DatabaseError {
            throw LedgerFault(error)
        }
    }

    private func inTransaction<Result>(_ database: Database, _ body: (Database) throws -> Result) throws -> Result {
        var result: Result?
        var isCommitted = false
        defer { freshRuns.end(isCommitted: isCommitted) }
        try database.inTransaction(.immediate) {
            result = try body(database)
            return .commit
        }
        isCommitted = true
        guard let result else { throw LedgerFault(.invariant, "a transaction ended without a result") }
        return result
    }

    /// Moves what it can into the database without waiting for anybody; a reader in the way leaves the rest for the next time. Others who want
    /// to write wait meanwhile.
    public func checkpoint() throws(LedgerFault) {
        try LedgerFault.translating {
            try queue.unsafeReentrantWrite { database in
                let patience = try Int.fetchOne(database, sql: "PRAGMA busy_timeout") ?? 0
                try database.execute(sql: "PRAGMA busy_timeout = 0")
                defer { try? database.execute(sql: "PRAGMA busy_timeout = \(patience)") }
                do {
                    let log = try database.checkpoint(.full)
                    if log.walFrameCount * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0) > Self.logBytesKept {
                        _ = try database.checkpoint(.truncate)
                    }
                } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED {
                    return
                }
            }
        }
    }

    // MARK: settings

    private enum Opening { case creating, writing, reading }

    private static func path(in folder: String) -> String { folder.hasSuffix("/") ? folder + fileName : "\(folder)/\(fileName)" }

    private static func configuration(
        _ opening: Opening, busyTimeoutSeconds: Double = 5, cacheKiB: Int = SQLiteLedger.cacheKiB
    ) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = opening == .reading
        configuration.label = "ledger"
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.prepareDatabase { database in
            try claimIdentity(database, opening)
            database.add(function: MoneyColumns.sum)
            try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB); PRAGMA temp_store = MEMORY")
            guard opening != .reading else { return }
            // A foreign database was refused above, before anything here could change it. Debian's SQLite would overwrite with zeros what is
            // deleted: all pages of merged runs, whose entries stand in the run that takes their place.
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = OFF;
                    PRAGMA wal_autocheckpoint = \(automaticCheckpointPages);
                    PRAGMA journal_size_limit = \(logBytesKept)
                    """)
            try database.keepWriteAheadLogFiles()
        }
        return configuration
    }

    /// The file as SQLite is to open it: whoever writes does it by few calls.
    private static func address(of path: String, _ opening: Opening) -> String {
        guard Self.gathersWrites, opening != .reading else { return path }
        let isPlain = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "%?#"))
        let name = path.addingPercentEncoding(withAllowedCharacters: isPlain) ?? path
        return "file:\(name.hasPrefix("/") ? "//" : "")\(name)?vfs=\(SQLITE_GATHERING_VFS)"
    }

    /// Once a process. Nobody asks for figures of its memory, and their lock takes a fiftieth of a small file's way.
    private static let gathersWrites: Bool = {
        sqlite_count_no_memory()
        return sqlite_gather_writes() != 0
    }()

    /// Refuses a database that is not a ledger of ours; a new, empty one gets our mark first of all.
    private static func claimIdentity(_ database: Database, _ opening: Opening) throws {
        if try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID { return }
        guard opening == .creating, try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else {
            throw LedgerFault(.notAGiaonhanLedger, "the database is not a giaonhan ledger")
        }
        try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    }

    private static func checkVersion(_ database: Database, readOnly: Bool, path: String) throws {
        if try Schema.migrator.hasBeenSuperseded(database) {
            throw LedgerFault(.notAGiaonhanLedger, "a newer release of giaonhan has written \(path)")
        }
        if readOnly, try !Schema.migrator.hasCompletedMigrations(database) {
            throw LedgerFault(.notAGiaonhanLedger, "\(path) is of an older release: run the daemon once to bring it up to date")
        }
    }
}
