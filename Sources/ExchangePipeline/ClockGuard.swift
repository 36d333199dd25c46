import Contributions
import Logging

// The watcher's eye on the clocks: it asks both before each claim and each closing, and logs once when they begin or cease to
// disagree.

final class ClockGuard {
    private let wall: any WallClock
    private let monotonic: () -> ContinuousClock.Instant
    private let log: Logger
    /// Nil under `--now`, where nobody asks.
    private var watch: ClockWatch?
    /// As of the last look.
    private(set) var trouble: ClockTrouble?

    init(_ watch: ClockWatch?, wall: any WallClock, monotonic: @escaping () -> ContinuousClock.Instant = { .now }, log: Logger) {
        (self.watch, self.wall, self.monotonic, self.log) = (watch, wall, monotonic, log)
    }

    /// Looks at both clocks. True when wall time can be believed.
    func isBelieved() -> Bool {
        let now = watch?.look(wall: wall.now(), monotonic: monotonic())
        if (now == nil) != (trouble == nil) {
            if let now {
                log.error("\(now)", metadata: ["step": "clock"])
            } else {
                log.notice("the clock can be believed again: files are claimed and days are closed", metadata: ["step": "clock"])
            }
        }
        trouble = now
        return now == nil
    }
}
