import Answers
import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import LedgerSQLite
import Logging
import Spooling
import Synchronization

@testable import ExchangePipeline

// The scripted month's spool: a daemon's rounds as the script orders them, by a clock that it sets, and ways for the daemon to die
// in the middle of them.

final class MonthSpool {
    let path: String
    let clock = SetClock("20261101080000")
    /// Those of the daemon that runs.
    private(set) var calls = TroubledFileCalls()
    private(set) var pipeline: Pipeline!
    private var intake: Intake!
    private var dayEnd: DayEnd!

    private final class Life: Sendable { let made = Atomic(0) }

    init() throws {
        path = NSTemporaryDirectory() + "giaonhan-month-" + UUID().uuidString
        try Spool.create(at: path, calls: SystemFileCalls())
        try SQLiteLedger.create(in: try Spool(openingAt: path, calls: SystemFileCalls()).ledgerPath, prefix: "POS")
        try start()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new process on the spool.
    /// - Parameters:
    ///   - change: at which of its changes to the disk it dies; nil: at none.
    ///   - reports: how many it makes before it dies; nil: all.
    func start(dyingAtChange change: Int? = nil, afterReports reports: Int? = nil) throws {
        (pipeline, intake, dayEnd) = (nil, nil, nil)
        calls = TroubledFileCalls(TroubledFileCalls.Orders(stopAtChange: change))
        let life = Life()
        let spool = try Spool(openingAt: path, calls: calls)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let lock = try SpoolLock.acquire(spool: path, calls: calls, description: "a test")
        pipeline = try Pipeline(
            spool: spool, ledger: try SQLiteLedger(opening: spool.ledgerPath), lock: lock, clock: clock,
            reader: InProcessReading(), log: log)
        intake = try Intake(pipeline, settle: .zero) { false }
        let workers = ReportWorkers(
            render: { report, context, files in
                if let reports, life.made.add(1, ordering: .relaxed).newValue > reports {
                    throw SpoolFault(operation: "write", path: "work", errno: TroubledFileCalls.stopped, scope: .spool)
                }
                try Reports.render(report, context, into: files)
            },
            openReader: { try SQLiteLedger(opening: $0.ledgerPath, readOnly: true) })
        dayEnd = DayEnd(
            spool: spool, ledger: pipeline.ledger, workers: workers, clock: clock, log: log)
    }

    // MARK: rounds

    /// What a daemon does in one round; the days closed.
    @discardableResult
    func round() throws -> [Day] {
        _ = try intake.pass(now: { .now })
        let closed = try dayEnd.closeDays()
        try dayEnd.publishOwedReports()
        if !closed.isEmpty { try pipeline.ledger.consolidate() }
        return closed
    }

    /// Claims what stands in an inbox, and nothing more.
    func claim(from owner: Owner) throws {
        for sighting in try pipeline.spool.look(in: owner) { _ = try pipeline.claim(sighting, of: owner) }
    }

    func publishAgain(_ kind: ReportKind, of day: Day) throws -> [String] { try dayEnd.publishAgain(kind, of: day) }

    // MARK: files

    func drop(_ text: String, _ name: String, for owner: String?) throws {
        let folder = owner.map { "partners/\($0)" } ?? "agency"
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(folder)/inbox/\(name)"))
    }

    /// Every file under these folders, by its path.
    func files(under folders: [String]) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for folder in folders {
            for name in try FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(folder)") {
                var isFolder: ObjCBool = false
                let file = "\(path)/\(folder)/\(name)"
                guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue else { continue }
                found["\(folder)/\(name)"] = try Data(contentsOf: URL(filePath: file))
            }
        }
        return found
    }

    /// What senders and the archive's readers see.
    func published() throws -> [String: Data] {
        try files(under: MonthParties.partners.map { "partners/\($0)/outbox" } + ["agency/outbox", "archive", "quarantine"])
    }

    func text(_ file: String) throws -> String { try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }

    /// The names in a folder; none when there is no such folder.
    func names(_ folder: String) -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? [])
    }
}
