import CRecordedVFS
import CSQLiteCalls
import ExchangeTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LedgerSQLite

@Suite("Writes to the log, gathered")
struct GatheringTests {
    private let folder: LedgerFolder

    init() throws {
        folder = try LedgerFolder()
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
            let end = draws.pick(["COMMIT", "COMMIT", "ROLLBACK"])
            for queue in both { try queue.inDatabase { try $0.execute(sql: end) } }
            if draws.once(in: 3) { try gathered.inDatabase { _ = try $0.checkpoint(.passive) } }
            if draws.once(in: 6) { try gathered.inDatabase { _ = try $0.checkpoint(.truncate) } }
            #expect(try content(reader) == content(plain))
            #expect(try content(gathered) == content(plain))
        }
        try gathered.close()
        #expect(try content(reader) == content(plain))
        #expect(try reader.inDatabase { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    /// The sizes of writes to the log.
    private final class Writes: Sendable {
        let sizes = Mutex<[Int64]>([])
    }

    @Test("hundreds of pages reach the log in tens of writes")
    func fewCalls() throws {
        let writes = Writes()
        let watched = recorded_watch(
            folder.path + "/",
            { context, event in
                let writes = Unmanaged<Writes>.fromOpaque(context!).takeUnretainedValue()
                if event!.pointee.call == RECORDED_WRITE, String(cString: event!.pointee.path).hasSuffix("-wal") {
                    writes.sizes.withLock { $0.append(event!.pointee.count) }
                }
                return 0
            }, Unmanaged.passUnretained(writes).toOpaque())
        #expect(watched == 0)
        defer { recorded_unwatch(folder.path + "/") }
        let queue = try connection("a", gathering: true)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB)") }
        writes.sizes.withLock { $0 = [] }
        try queue.inDatabase { try $0.execute(sql: "INSERT INTO t VALUES (1, randomblob(2000000))") }
        let sizes = writes.sizes.withLock { $0 }
        #expect(sizes.reduce(0, +) > 2_000_000)
        #expect(sizes.count < 40, "\(sizes)")
        try queue.close()
    }
}
