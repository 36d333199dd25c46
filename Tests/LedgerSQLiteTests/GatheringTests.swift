import CRecordedVFS
import CSQLiteCalls
import ExchangeTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LedgerSQLite

@Suite("Writes of the ledger, gathered")
struct GatheringTests {
    private let folder: LedgerFolder

    init() throws { self.init(try LedgerFolder()) }

    private init(_ folder: LedgerFolder) {
        self.folder = folder
        sqlite_gather_writes()
    }

    /// A cache so small that a transaction's pages go to the log long before its end.
    private func connection(_ name: String, gathering: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = 8")
        }
        let suffix = gathering ? "?vfs=\(SQLITE_GATHERING_VFS)" : ""
        return try DatabaseQueue(path: "file://\(folder.path)/\(name).sqlite\(suffix)", configuration: configuration)
    }

    private func content(_ queue: DatabaseQueue) throws -> [Row] {
        try queue.inDatabase { try Row.fetchAll($0, sql: "SELECT id, hex(bytes) FROM t ORDER BY id") }
    }

    @Test("changes, undone parts, other readers and the moving of the log leave and show what they do without it", arguments: 0..<8)
    func sameAsWithout(seed: UInt64) throws {
        let (plain, gathered) = (try connection("plain", gathering: false), try connection("gathered", gathering: true))
        let reader = try connection("gathered", gathering: false)
        let both = [plain, gathered]
        for queue in both { try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)") } }
        var draws = Draws(seed)
        for _ in 0..<30 {
            for queue in both { try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }
            let before = try content(reader)
            for _ in 0..<draws.below(60) {
                let (id, byte, count) = (draws.below(400), String(format: "%02X", draws.below(256)), draws.below(9_000))
                let statement =
                    switch draws.below(12) {
                    case 0: "SAVEPOINT s"
                    case 1: "SAVEPOINT s; DELETE FROM t WHERE id % 3 = \(id % 3); ROLLBACK TO s"
                    case 2: "DELETE FROM t WHERE id BETWEEN \(id) AND \(id + 20)"
                    default: "INSERT OR REPLACE INTO t VALUES (\(id), x'\(String(repeating: byte, count: count))')"
                    }
                for queue in both { try queue.inDatabase { try $0.execute(sql: statement) } }
            }
            #expect(try content(reader) == before)
            #expect(try content(gathered) == content(plain))
            // A reader who stays needs the database as it was, so the log is moved in part, or not at all.
            let stays = draws.once(in: 3)
            if stays { try reader.inDatabase { try $0.execute(sql: "BEGIN; SELECT count(*) FROM t") } }
            let end = draws.pick(["COMMIT", "COMMIT", "ROLLBACK"])
            for queue in both { try queue.inDatabase { try $0.execute(sql: end) } }
            if draws.once(in: 2) { moveLog(gathered, draws.pick([.passive, .full, .truncate])) }
            if stays {
                #expect(try content(reader) == before)
                try reader.inDatabase { try $0.execute(sql: "COMMIT") }
            }
            #expect(try content(reader) == content(plain))
            #expect(try content(gathered) == content(plain))
        }
        try gathered.close()
        #expect(try content(reader) == content(plain))
        #expect(try reader.inDatabase { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    /// A reader in the way leaves the rest.
    private func moveLog(_ queue: DatabaseQueue, _ kind: Database.CheckpointMode) {
        do { _ = try queue.inDatabase { try $0.checkpoint(kind) } } catch let error as DatabaseError {
            #expect(error.resultCode == .SQLITE_BUSY)
        } catch { Issue.record(error) }
    }

    /// The sizes of writes to one file, of which one may fail.
    private final class Writes: Sendable {
        private let state = Mutex<(sizes: [Int64], failing: Int?)>(([], nil))
        private let suffix: String

        init(to suffix: String) { self.suffix = suffix }

        var sizes: [Int64] { state.withLock { $0.sizes } }

        /// Counts from here.
        func begin(failing place: Int? = nil) { state.withLock { $0 = ([], place) } }

        func answer(_ event: recorded_event) -> Int32 {
            guard event.call == RECORDED_WRITE, String(cString: event.path).hasSuffix(suffix) else { return 0 }
            return state.withLock {
                $0.sizes.append(event.count)
                return $0.sizes.count == $0.failing ? recorded_full : 0
            }
        }

        func watching(_ folder: String, _ body: () throws -> Void) throws {
            let watched = recorded_watch(
                folder, { context, event in Unmanaged<Writes>.fromOpaque(context!).takeUnretainedValue().answer(event!.pointee) },
                Unmanaged.passUnretained(self).toOpaque())
            #expect(watched == 0)
            defer { recorded_unwatch(folder) }
            try body()
        }
    }

    @Test(
        "what is undone and still waits comes over nothing that another connection has committed meanwhile",
        arguments: ["read", "commit", "move", "close"])
    func undoneBesideAnother(next: String) throws {
        let gathered = try connection("a", gathering: true)
        try gathered.inDatabase { try $0.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)") }
        let (other, reader) = (try connection("a", gathering: false), try connection("a", gathering: false))
        try gathered.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE; INSERT INTO t VALUES (1, randomblob(300000)); ROLLBACK") }
        try other.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (2, randomblob(300000))") }
        let wanted = try content(reader)
        switch next {
        case "read": #expect(try content(gathered) == wanted)
        case "commit": try gathered.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (3, x'00'); DELETE FROM t WHERE id = 3") }
        case "move": moveLog(gathered, .full)
        default: try gathered.close()
        }
        #expect(try content(reader) == wanted)
        moveLog(other, .truncate)
        #expect(try content(reader) == wanted)
        #expect(try reader.inDatabase { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test("a write to the log that fails lets nothing of its transaction be committed, whoever hears of it")
    func failingLog() throws {
        for place in 1...1_000 {
            let folder = try LedgerFolder()
            let writes = Writes(to: "-wal")
            var isMet = false
            try writes.watching(folder.path + "/") {
                let queue = try GatheringTests(folder).connection("a", gathering: true)
                try queue.inDatabase {
                    try $0.execute(
                        sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB, UNIQUE (bytes)); INSERT INTO t VALUES (0, x'00')")
                }
                let before = try content(queue)
                writes.begin(failing: place)
                // Each statement fails or not by itself, as if nobody looked; rows that a statement moves about are read back from the log.
                let statements =
                    ["BEGIN IMMEDIATE"]
                    + (0..<5).map { "INSERT INTO t VALUES (\($0 * 3 + 1), randomblob(40000)), (\($0 * 3 + 2), randomblob(9000))" }
                    + ["SELECT sum(length(bytes)) FROM t", "UPDATE t SET id = id + 1000 WHERE id BETWEEN 1 AND 4", "COMMIT"]
                for statement in statements {
                    do { try queue.inDatabase { try $0.execute(sql: statement) } } catch let error as DatabaseError {
                        isMet = true
                        #expect(error.resultCode == .SQLITE_FULL, "\(place): \(statement): \(error)")
                    }
                    guard queue.inDatabase({ $0.isInsideTransaction }) else { break }
                }
                writes.begin()
                let reader = try GatheringTests(folder).connection("a", gathering: false)
                let found = try content(reader)
                #expect(isMet ? found == before : found.count == 11, "failing at write \(place)")
                #expect(try content(queue) == found)
                try queue.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (5000, randomblob(90000))") }
                moveLog(queue, .truncate)
                #expect(try reader.inDatabase { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
                try queue.close()
                try reader.close()
            }
            if !isMet {
                #expect(place > 5)
                return
            }
        }
        Issue.record("it never came to its end")
    }

    @Test("hundreds of pages reach the log and the database in tens of writes", arguments: ["-wal", ".sqlite"])
    func fewCalls(file: String) throws {
        let writes = Writes(to: file)
        try writes.watching(folder.path + "/") {
            let queue = try connection("a", gathering: true)
            try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)") }
            writes.begin()
            try queue.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (1, randomblob(2000000))") }
            moveLog(queue, .full)
            #expect(writes.sizes.reduce(0, +) > 2_000_000)
            #expect(writes.sizes.count < 40, "\(writes.sizes)")
            try queue.close()
        }
    }

    @Test(
        "a write to the database that fails while the log is moved is told, and the pages are moved another time", arguments: [false, true])
    func failing(besideReader: Bool) throws {
        for place in 1...1_000 {
            let folder = try LedgerFolder()
            let writes = Writes(to: ".sqlite")
            var isMet = false
            try writes.watching(folder.path + "/") {
                let queue = try GatheringTests(folder).connection("a", gathering: true)
                try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)") }
                moveLog(queue, .truncate)
                try queue.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (1, randomblob(200000)), (3, randomblob(500000))") }
                let reader = try GatheringTests(folder).connection("a", gathering: false)
                if besideReader { try reader.inDatabase { try $0.execute(sql: "BEGIN; SELECT count(*) FROM t") } }
                try queue.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (2, randomblob(300000))") }
                let wanted = try content(queue)
                writes.begin(failing: place)
                do {
                    _ = try queue.inDatabase { try $0.checkpoint(.full) }
                } catch let error as DatabaseError {
                    isMet = error.resultCode == .SQLITE_FULL
                    #expect(isMet || besideReader && error.resultCode == .SQLITE_BUSY)
                }
                #expect(isMet == (writes.sizes.count >= place))
                writes.begin()
                if besideReader { try reader.inDatabase { try $0.execute(sql: "COMMIT") } }
                #expect(try content(reader) == wanted)
                try queue.inDatabase { _ = try $0.checkpoint(.truncate) }
                for queue in [queue, reader] { #expect(try content(queue) == wanted) }
                try queue.close()
                try reader.close()
            }
            if !isMet {
                #expect(place > 5)
                return
            }
        }
        Issue.record("it never came to its end")
    }
}
