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
    private let makePipeline: @Sendable () throws -> Pipeline

    /// - Parameters:
    ///   - figures: told when the spool is held and when a pass did something.
    ///   - makePipeline: opens spool and ledger; called once, in the service's own task.
    public init(
        settings: WatchSettings, log: Logger, figures: FiguresKeeper? = nil, makePipeline: @escaping @Sendable () throws -> Pipeline
    ) {
        self.settings = settings
        self.log = log
        self.figures = figures
        self.makePipeline = makePipeline
    }

    public func run() async throws {
        let pipeline = try makePipeline()
        figures?.begin()
        let dayEnd = DayEnd(
            spool: pipeline.spool, ledger: pipeline.ledger, clock: pipeline.clock, times: settings.closing, log: log)
        let notices = try InboxNotices(of: pipeline.spool)
        let bell = Bell(descriptor: notices.descriptor)
        let intake = try Intake(pipeline, settle: settings.settle) { Task.isShuttingDownGracefully || Task.isCancelled }

        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            let outcome = pass(intake, pipeline, notices, dayEnd)
            switch outcome {
            case .failure(let trouble):
                if settings.isOnce || trouble.endsTheProcess { throw trouble.error }
                log.error("\(trouble.error); tried again in \(settings.poll)", metadata: ["step": "pass"])
            case .success(let passed):
                if settings.isOnce, passed.waiting == 0, passed.done == 0 {
                    if passed.blocked.isEmpty { return }
                    throw BlockedOwners(owners: passed.blocked)
                }
                if settings.isOnce, passed.done > 0 { continue }
            }
            let time = settings.settle > .zero ? min(settings.poll, settings.settle) : settings.poll
            await cancelWhenGracefulShutdown { await bell.wait(atMost: time) }
        }
    }

    private func pass(_ intake: Intake, _ pipeline: Pipeline, _ notices: InboxNotices, _ dayEnd: DayEnd) -> Result<PassOutcome, PassTrouble>
    {
        do {
            notices.watch(try pipeline.spool.owners())
            let outcome = try intake.pass(now: { ContinuousClock.now }, renamedIn: notices.drain().renamedIn)
            let closed = try dayEnd.closeDays()
            try dayEnd.publishOwedForms()
            // Last, since the forms are waited for and this is not.
            if !closed.isEmpty { try pipeline.ledger.consolidate() }
            if outcome.done > 0 || !closed.isEmpty { figures?.noteChange() }
            return .success(outcome)
        } catch {
            return .failure(PassTrouble(error: error))
        }
    }
}

/// Why a pass ended early.
struct PassTrouble: Error {
    let error: any Error

    /// Trying again cannot heal it: a failed fsync, a damaged ledger, a broken invariant.
    var endsTheProcess: Bool {
        switch error {
        case let fault as SpoolFault: fault.isFatal
        case let fault as LedgerFault: [.corrupt, .invariant, .notAGiaonhanLedger].contains(fault.kind)
        default: false
        }
    }
}
