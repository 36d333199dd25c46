import Assembly
import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import LedgerSQLite
import Spooling
import Synchronization

@testable import ExchangePipeline

// One process on a spool: the daemon's own rounds until nothing is left to do, on a disk that may stop or fail it. It must come to
// the same end whatever order of calls the pipeline chooses, so nothing here knows that order.

/// A spool in a temporary folder.
final class CrashSpool {
    let path: String
    /// Senders that still hold their file open.
    var writers: [Int32] = []
    /// What it was copied from, kept as long as this one.
    private var origin: CrashSpool?

    init() { path = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path + "/giaonhan-crash-" + UUID().uuidString }

    deinit {
        for writer in writers { close(writer) }
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: path + ".aside")
    }

    /// The same disk once more: links stay links, times stay as they are; the memory that SQLite shares is left out.
    func copy(keeping origin: CrashSpool? = nil) throws -> CrashSpool {
        let copy = CrashSpool()
        copy.origin = origin
        var known: [Int: String] = [:]
        try FileManager.default.createDirectory(atPath: copy.path, withIntermediateDirectories: false)
        for name in try FileManager.default.subpathsOfDirectory(atPath: path).sorted() where !name.hasSuffix("-shm") {
            let (from, to) = ("\(path)/\(name)", "\(copy.path)/\(name)")
            var status = stat()
            guard lstat(from, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: false)
                chmod(to, status.st_mode & 0o7777)
            } else if let other = known[Int(status.st_ino)] {
                try FileManager.default.linkItem(atPath: other, toPath: to)
            } else {
                try Data(contentsOf: URL(filePath: from)).write(to: URL(filePath: to))
                if name.contains("/inbox/") { waitForWriters(of: to) }
                chmod(to, status.st_mode & 0o7777)
                var times = [status.st_atim, status.st_mtim]
                utimensat(AT_FDCWD, to, &times, 0)
                known[Int(status.st_ino)] = to
            }
        }
        return copy
    }

    func inbox(_ owner: Owner) -> String {
        switch owner {
        case .agency: path + "/agency/inbox/"
        case .partner(let code): path + "/partners/\(code)/inbox/"
        }
    }

    /// Puts a file into an inbox; the later it is dropped, the younger it is.
    func drop(_ bytes: [UInt8], _ name: String, for owner: Owner = .partner(PipelineSpool.one)) throws {
        let file = inbox(owner) + name
        try Data(bytes).write(to: URL(filePath: file))
        waitForWriters(of: file)
        dropped += 1
        var times = Array(repeating: timespec(tv_sec: 1_795_000_000 + dropped, tv_nsec: 0), count: 2)
        utimensat(AT_FDCWD, file, &times, 0)
        originals.append(bytes)
    }

    func drop(_ text: String, _ name: String, for owner: Owner = .partner(PipelineSpool.one)) throws {
        try drop(Array(text.utf8), name, for: owner)
    }

    private var dropped = 0
    /// What senders dropped here.
    private(set) var originals: [[UInt8]] = []
}

/// A child that another test was starting may have inherited the file while it was being written, and the daemon would take it for a writer's.
private func waitForWriters(of path: String) {
    let calls = SystemFileCalls()
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    while true {
        do throws(FileCallError) {
            try calls.takeReadLease(descriptor)
            return try calls.giveBackLease(descriptor)
        } catch  where error.code == EAGAIN {
            sched_yield()
        } catch { return }
    }
}

final class CrashDaemon {
    let spool: Spool
    let pipeline: Pipeline
    private let rounds: Rounds
    private let waitForNextTry: () -> Void

    /// - Throws: whatever hinders the start.
    init(
        _ path: String, _ calls: any FileCalls, at time: VietnamTime, bounds: GroupBounds = GroupBounds(),
        hands: OtherHands = .eager
    ) throws {
        spool = try Spool(openingAt: path, calls: calls)
        let lock = try SpoolLock.acquire(spool: path, calls: calls, description: "a test")
        pipeline = try Pipeline(
            spool: spool, ledger: try SQLiteLedger(opening: spool.ledgerPath, busyTimeoutSeconds: 0.2), lock: lock,
            clock: FixedWallClock(time), bounds: bounds, reader: InProcessReading(), hands: hands, log: silent)
        var settings = WatchSettings()
        settings.settle = .zero
        settings.watchesClock = false
        // One worker, so that calls have the same numbers each time.
        let workers = ReportWorkers(count: 1) { try SQLiteLedger(opening: $0.ledgerPath, readOnly: true) }
        let time = Mutex(ContinuousClock.now)
        rounds = try Rounds(pipeline, workers, settings, silent, nil, monotonic: { time.withLock { $0 } }) { false }
        waitForNextTry = { time.withLock { $0 += BlockedOutboxes.pause } }
    }

    /// The daemon that a scenario asks for.
    convenience init(_ path: String, _ calls: any FileCalls, _ scenario: CrashScenario) throws {
        try self.init(path, calls, at: scenario.time(), bounds: scenario.bounds, hands: scenario.isLate ? .late : .eager)
    }

    /// One round; whether anything is left.
    func round() throws -> Bool {
        waitForNextTry()
        switch rounds.next() {
        case .failure(let trouble): throw trouble
        case .success(let round):
            if !round.passed.blocked.isEmpty { throw BlockedOwners(owners: round.passed.blocked) }
            return round.isUnfinished || round.passed.done > 0 || round.passed.waiting > 0
        }
    }

    /// Rounds until nothing is left.
    func work() throws {
        for _ in 0..<50 where try !round() { return }
        throw NoEnd()
    }

    struct NoEnd: Error {}
}
