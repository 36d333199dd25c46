import Contributions
import LedgerCore
import Logging
import Spooling

// One round of the daemon: a pass over the inboxes, the days that are over, their reports, and a look at what is missing. Reports
// are published in slices, so that files do not wait for the reports of many days.

/// What a round came to.
struct RoundOutcome {
    /// Owners whose reports cannot be published are among the blocked ones.
    var passed = PassOutcome()
    /// Reports are left that could be published at once.
    var isUnfinished = false
    var clock: ClockTrouble?
}

/// The rounds of one daemon, one after the other.
final class Rounds {
    let notices: InboxNotices
    private let pipeline: Pipeline
    private let intake: Intake
    private let dayEnd: DayEnd
    private let clocks: ClockGuard
    private let alarmAtSecond: Int
    private let figures: FiguresKeeper?
    private let log: Logger
    private let stop: () -> Bool
    private var alarm = ReportAlarm()
    private var isToConsolidate = false
    private var lastTrouble: String?
    /// Trouble with outboxes at the last try to publish: reports are not tried again before.
    private var blocked: (owners: [Owner: String], until: ContinuousClock.Instant)?

    /// So long a round publishes reports, before it looks at the inboxes again.
    private static let slice = Duration.seconds(20)
    /// So long the reports of an outbox out of order wait for the next try.
    private let blockedPause: Duration

    init(
        _ pipeline: Pipeline, _ workers: ReportWorkers, _ settings: WatchSettings, _ log: Logger, _ figures: FiguresKeeper?,
        blockedPause: Duration = .seconds(30), stop: @escaping () -> Bool
    ) throws {
        self.pipeline = pipeline
        self.figures = figures
        self.log = log
        self.stop = stop
        self.blockedPause = blockedPause
        notices = try InboxNotices(of: pipeline.spool)
        let watch =
            settings.watchesClock ? ClockWatch(lastEvent: try pipeline.ledger.lastEvent()?.at, isAccepted: settings.acceptsClock) : nil
        let clocks = ClockGuard(watch, wall: pipeline.clock, log: log)
        self.clocks = clocks
        alarmAtSecond = settings.closing.alarmAtSecond
        intake = try Intake(pipeline, settle: settings.settle, mayClaim: clocks.isBelieved, stop: stop)
        dayEnd = DayEnd(
            spool: pipeline.spool, ledger: pipeline.ledger, workers: workers, clock: pipeline.clock, times: settings.closing, log: log)
    }

    func next() -> Result<RoundOutcome, RoundTrouble> {
        // Also after a fault, which may be why something is missing.
        defer { lookForOverdueReports() }
        do {
            let outcome = try round()
            noteTrouble(outcome.passed.blocked.isEmpty ? nil : "\(BlockedOwners(owners: outcome.passed.blocked))")
            return .success(outcome)
        } catch {
            noteTrouble("\(error)")
            return .failure(RoundTrouble(error: error))
        }
    }

    /// For `status`, which is red as long as it lasts.
    private func noteTrouble(_ trouble: String?) {
        pipeline.lock.note(fault: trouble)
        if trouble != lastTrouble { figures?.noteChange() }
        lastTrouble = trouble
    }

    private func round() throws -> RoundOutcome {
        notices.watch(try pipeline.spool.owners())
        var outcome = RoundOutcome()
        outcome.passed = try intake.pass(now: { ContinuousClock.now }, renamedIn: notices.drain().renamedIn)
        let closed = clocks.isBelieved() ? try dayEnd.closeDays() : []
        outcome.clock = clocks.trouble
        figures?.note(clock: clocks.trouble)
        if !closed.isEmpty { isToConsolidate = true }
        let published = try publish()
        outcome.passed.blocked.merge(published.blocked) { first, _ in first }
        outcome.isUnfinished = published.isStopped
        // Last, since the reports are waited for and this is not.
        if isToConsolidate, !published.isStopped {
            try pipeline.ledger.consolidate()
            isToConsolidate = false
        }
        if outcome.passed.done > 0 || !closed.isEmpty || !published.names.isEmpty { figures?.noteChange() }
        return outcome
    }

    private func publish() throws -> PublishedReports {
        let began = ContinuousClock.now
        if let blocked, began < blocked.until { return PublishedReports(blocked: blocked.owners) }
        let published = try dayEnd.publishOwedReports { stop() || .now - began > Self.slice }
        blocked = published.blocked.isEmpty ? nil : (published.blocked, .now + blockedPause)
        return published
    }

    private func lookForOverdueReports() {
        // What is overdue by a clock that cannot be believed is nothing to go by.
        guard clocks.trouble == nil,
            let overdue = try? OverdueReports.look(in: pipeline.ledger, at: pipeline.clock.now(), alarmAtSecond: alarmAtSecond),
            alarm.isDue(overdue, at: .now)
        else { return }
        log.error("\(overdue); it is tried again", metadata: ["step": "alarm"])
    }
}

/// Why a round ended early.
struct RoundTrouble: Error {
    let error: any Error

    /// Trying again cannot heal it: a failed fsync, a damaged ledger, a broken invariant.
    var endsTheProcess: Bool {
        switch error {
        case let fault as SpoolFault: fault.isFatal
        case let fault as LedgerFault: [.notDurable, .corrupt, .invariant, .notAGiaonhanLedger].contains(fault.kind)
        default: false
        }
    }
}
