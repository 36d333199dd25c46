public import Logging
public import ServiceLifecycle
import Synchronization

// Keeps status.json and metrics.prom fresh beside the intake: each minute, and soon after a pass that did something. It is a
// service of its own, so that a long pass does not make the figures old, and no fault of it ever reaches the intake: it is
// logged, and the next renewal tries again.

/// When the figures are due. Pure: the monotonic clock is passed in.
struct FiguresPace {
    /// They are never older.
    static let every = Duration.seconds(60)
    /// A change shows no sooner after the renewal before.
    static let least = Duration.seconds(3)
    /// Of all time, at most the hundredth part goes into looking.
    static let share = 100

    private var last: (began: ContinuousClock.Instant, took: Duration)?
    private var isChanged = false

    mutating func noteChange() { isChanged = true }

    mutating func noteRenewal(from began: ContinuousClock.Instant, to ended: ContinuousClock.Instant) {
        last = (began, ended - began)
        isChanged = false
    }

    func isDue(at now: ContinuousClock.Instant) -> Bool {
        guard let last else { return true }
        let pause = isChanged ? Self.least : Self.every
        return now - last.began >= max(pause, last.took * Self.share)
    }
}

/// Renews the figures while the watcher runs, and once more at its end.
public final class FiguresKeeper: Service {
    private struct State {
        var isHolding = false
        var clock: ClockTrouble?
        var pace = FiguresPace()
    }

    private let log: Logger
    private let renew: @Sendable (ClockTrouble?) throws -> Void
    private let state = Mutex(State())

    /// - Parameter renew: looks at the spool and writes both files; given what the watcher knows of the clock.
    public init(log: Logger, renew: @escaping @Sendable (_ clock: ClockTrouble?) throws -> Void) {
        self.log = log
        self.renew = renew
    }

    /// The watcher holds the spool: from now on the figures are ours to write.
    func begin() { state.withLock { $0.isHolding = true } }

    /// What is wrong with the clock now.
    func note(clock trouble: ClockTrouble?) {
        state.withLock { state in
            if (state.clock == nil) != (trouble == nil) { state.pace.noteChange() }
            state.clock = trouble
        }
    }

    /// A pass did something.
    func noteChange() { state.withLock { $0.pace.noteChange() } }

    public func run() async throws {
        while !Task.isShuttingDownGracefully && !Task.isCancelled {
            renewIfDue(at: .now)
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: Self.tick) }
        }
        // What was done last shows too.
        renewNow()
    }

    private static let tick = Duration.milliseconds(500)

    private func renewIfDue(at now: ContinuousClock.Instant) {
        if state.withLock({ $0.isHolding && $0.pace.isDue(at: now) }) { renewNow() }
    }

    private func renewNow() {
        guard state.withLock({ $0.isHolding }) else { return }
        let began = ContinuousClock.now
        do {
            try renew(state.withLock { $0.clock })
        } catch {
            log.warning("status.json and metrics.prom are not renewed: \(error)", metadata: ["step": "figures"])
        }
        state.withLock { $0.pace.noteRenewal(from: began, to: .now) }
    }
}
