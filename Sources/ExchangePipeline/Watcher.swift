public import Contributions
import LedgerCore
public import Logging
public import ServiceLifecycle
import Spooling

// The daemon: passes over the spool at its own pace, brought forward by the kernel's notices. A fault of the disk or the
// ledger ends a pass and is tried again at the next; what a retry cannot heal ends the process, and its next start
// recovers. A signal lets the claimed file come to its end.

/// How the daemon runs.
public struct WatchSettings: Sendable {
    /// Works until nothing is left, closes the days that are over, and ends.
    public var isOnce = false
    /// How long a file must stay as it is.
    public var settle = Duration.seconds(5)
    /// The time between looks when nothing is noticed.
    public var poll = Duration.seconds(2)
    public var closing = ClosingTimes()
    /// Wall time is held against the ledger and the monotonic clock; not under `--now`.
    public var watchesClock = true
    /// `--accept-clock`: wall time is right, whatever the ledger says.
    public var acceptsClock = false

    public init() {}
}

/// A fault that the daemon cannot work on beside, for the exit code.
public struct BlockedOwners: Error, CustomStringConvertible {
    public let owners: [Owner: String]
    public var description: String { owners.map { "\($0.key): \($0.value)" }.sorted().joined(separator: "; ") }
}

/// The watching service of one spool.
public struct Watcher: Service {
    private let settings: WatchSettings
    private let log: Logger
    private let figures: FiguresKeeper?
    private let workers: ReportWorkers
    private let makePipeline: @Sendable () throws -> Pipeline

    /// - Parameters:
    ///   - figures: told when the spool is held and when a pass did something.
    ///   - workers: who renders reports.
    ///   - makePipeline: opens spool and ledger; called once, in the service's own task.
    public init(
        settings: WatchSettings, log: Logger, figures: FiguresKeeper? = nil, workers: ReportWorkers,
        makePipeline: @escaping @Sendable () throws -> Pipeline
    ) {
        self.settings = settings
        self.log = log
        self.figures = figures
        self.workers = workers
        self.makePipeline = makePipeline
    }

    public func run() async throws {
        let pipeline = try makePipeline()
        figures?.begin()
        let rounds = try Rounds(pipeline, workers, settings, log, figures) { Task.isShuttingDownGracefully || Task.isCancelled }
        let bell = Bell(descriptor: rounds.notices.descriptor)

        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            switch rounds.next() {
            case .failure(let trouble):
                if settings.isOnce || trouble.endsTheProcess { throw trouble.error }
                log.error("\(trouble.error); tried again in \(settings.poll)", metadata: ["step": "pass"])
            case .success(let round):
                if round.isUnfinished { continue }
                if settings.isOnce {
                    if let trouble = round.clock { throw trouble }
                    if round.passed.done > 0 { continue }
                    if round.passed.waiting == 0 {
                        if let failure = round.failedReport { throw failure }
                        if round.passed.blocked.isEmpty { return }
                        throw BlockedOwners(owners: round.passed.blocked)
                    }
                }
            }
            let time = settings.settle > .zero ? min(settings.poll, settings.settle) : settings.poll
            await cancelWhenGracefulShutdown { await bell.wait(atMost: time) }
        }
    }
}
