public import Contributions
import Glibc

// The time of day, passed in. Settling and polling use the monotonic clock instead.

/// Says what time it is in Vietnam.
public protocol WallClock: Sendable {
    func now() -> VietnamTime
}

/// The machine's clock.
public struct SystemWallClock: WallClock {
    public init() {}

    public func now() -> VietnamTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return VietnamTime(secondsSince1970: Int64(time.tv_sec))
    }
}

/// A clock that stands still (`--now`).
public struct FixedWallClock: WallClock {
    private let time: VietnamTime
    public init(_ time: VietnamTime) { self.time = time }
    public func now() -> VietnamTime { time }
}
