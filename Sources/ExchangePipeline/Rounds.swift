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
    /// Why a report cannot be made, if one cannot.
    var failedReport: (any Error)?
    /// Files or reports are left that could be taken or published at once.
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
    /// Reports are owed that the last round had no time for.
    private var isPublishing = false
    private let watchesClock: Bool
    private let lastEventBefore: VietnamTime?
    private var hasToldOfClock = false
    private var outboxes = BlockedOutboxes()
    private let monotonic: () -> ContinuousClock.Instant
    private var lastTrouble: String?

    /// So long a round publishes reports, before it looks at the inboxes again.
    private static let slice = Duration.seconds(4)
    /// So long a round takes files, before it looks whether others have come.
    private static let intakeSlice = Duration.seconds(2)
    /// So long it goes on taking them when nothing else is due.
    private static let intakeMax = Duration.seconds(10)

    init(
        _ pipeline: Pipeline, _ workers: ReportWorkers, _ settings: WatchSettings, _ log: Logger, _ figures: FiguresKeeper?,
        monotonic: @escaping () -> ContinuousClock.Instant = { .now }, stop: @escaping () -> Bool
    ) throws {
        self.monotonic = monotonic
        watchesClock = settings.watchesClock
        self.pipeline = pipeline
        self.figures = figures
        self.log = log
        self.stop = stop
        let notices = try InboxNotices(of: pipeline.spool)
        self.notices = notices
        lastEventBefore = try pipeline.ledger.lastEvent()?.at
        let watch = settings.watchesClock ? ClockWatch(lastEvent: lastEventBefore, isAccepted: settings.acceptsClock) : nil
        let clocks = ClockGuard(watch, wall: pipeline.clock, monotonic: monotonic, log: log)
        self.clocks = clocks
        alarmAtSecond = settings.closing.alarmAtSecond
        intake = try Intake(
            pipeline, settle: settings.settle, slice: Self.intakeSlice, mayClaim: clocks.isBelieved,
            news: { notices.drain().renamedIn }, stop: stop)
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
        try tellOfClock()
        var outcome = RoundOutcome()
        let (began, day) = (monotonic(), pipeline.clock.now().day)
        outcome.passed = try intake.pass(now: monotonic) { [self] in
            !isPublishing && pipeline.clock.now().day == day && monotonic() - began < Self.intakeMax
        }
        let closed = try dayEnd.closeDays(while: clocks.isBelieved)
        outcome.clock = clocks.trouble
        figures?.note(clock: clocks.trouble)
        if !closed.isEmpty { isToConsolidate = true }
        let published = try publish()
        outcome.passed.blocked.merge(published.blocked) { first, _ in first }
        outcome.failedReport = published.failed.first?.error
        isPublishing = published.isStopped
        outcome.isUnfinished = isPublishing || outcome.passed.isUnfinished
        // Last, since the reports are waited for and this is not.
        if isToConsolidate, !published.isStopped {
            try pipeline.ledger.consolidate()
            isToConsolidate = false
        }
        if outcome.passed.done > 0 || !closed.isEmpty || !published.names.isEmpty { figures?.noteChange() }
        return outcome
    }

    /// Once, as soon as the clock is believed or accepted: nothing is recorded on a wrong day without a word. A month's stop and a clock
    /// that is a month ahead look alike.
    private func tellOfClock() throws {
        guard watchesClock, !hasToldOfClock, clocks.isBelieved() else { return }
        hasToldOfClock = true
        let now = pipeline.clock.now()
        if let before = lastEventBefore, now - before >= 2 * 86_400 {
            let days = (now - before) / 86_400
            log.warning(
                "the clock is \(days) days after the last event on record; the days between are closed by it now",
                metadata: ["step": "clock"])
        }
        if let ahead = try DaysAhead.look(in: pipeline.ledger, at: now) { log.error("\(ahead)", metadata: ["step": "clock"]) }
    }

    private func publish() throws -> PublishedReports {
        let began = monotonic()
        var hasBegun = false
        return try dayEnd.publishOwedReports(&outboxes, now: monotonic) {
            // A group comes out each time, however slow the machine is: else no round would ever get on.
            defer { hasBegun = true }
            return stop() || hasBegun && monotonic() - began > Self.slice
        }
    }

    private func lookForOverdueReports() {
        // What is overdue by a clock that cannot be believed is nothing to go by.
        guard clocks.trouble == nil,
            let overdue = try? OverdueReports.look(in: pipeline.ledger, at: pipeline.clock.now(), alarmAtSecond: alarmAtSecond),
            alarm.isDue(overdue, at: monotonic())
        else { return }
        log.error("\(overdue); it is tried again", metadata: ["step": "alarm"])
    }
}

/// Why a round ended early.
struct RoundTrouble: Error {
    let error: any Error

    var endsTheProcess: Bool { error.endsTheProcess }
}

extension Error {
    /// Trying again cannot heal it: a failed fsync, a damaged ledger, a broken invariant.
    var endsTheProcess: Bool {
        switch self {
        case let fault as SpoolFault: fault.isFatal
        case let fault as LedgerFault: [.notDurable, .corrupt, .invariant, .notAGiaonhanLedger].contains(fault.kind)
        default: false
        }
    }
}
