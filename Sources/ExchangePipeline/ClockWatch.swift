public import Contributions

// Wall time decides the day of claim and when days close; a clock that is wrong would record payments on wrong days for good. So it
// is held against the ledger at the start, and against the monotonic clock from then on. A clock that cannot be believed stops
// claiming and closing, not the answering of what is claimed; a person puts it right, or says `run --accept-clock`.

/// Why wall time cannot be believed.
public enum ClockTrouble: Error, Sendable, Hashable {
    /// At the start it was before the last event on record.
    case beforeLastEvent(VietnamTime)
    /// At the start it was more than 35 days after the last event on record.
    case longAfterLastEvent(VietnamTime)
    /// It has run away from the monotonic clock; seconds ahead, negative when behind.
    case ranAway(seconds: Int64)
}

/// What is known of the clocks. A value: both times are passed in.
public struct ClockWatch: Sendable {
    /// Seconds that wall time may run away from the monotonic clock.
    public static let driftSecondsMax: Int64 = 5 * 60
    /// Days that may lie between the last event and a start: a month, and some days to notice.
    public static let silenceDaysMax: Int64 = 35

    private let lastEvent: VietnamTime?
    /// When both clocks were believed first.
    private var anchor: (wall: VietnamTime, monotonic: ContinuousClock.Instant)?

    /// - Parameters:
    ///   - lastEvent: of the ledger at the start; nil when nothing is on record.
    ///   - isAccepted: a person has said that wall time is right, whatever the ledger says.
    public init(lastEvent: VietnamTime?, isAccepted: Bool = false) { self.lastEvent = isAccepted ? nil : lastEvent }

    /// What is wrong now; nil when wall time can be believed. A trouble ends by itself when the clock comes back.
    public mutating func look(wall: VietnamTime, monotonic: ContinuousClock.Instant) -> ClockTrouble? {
        if let anchor {
            let seconds = (wall - anchor.wall) - (monotonic - anchor.monotonic).components.seconds
            return abs(seconds) > Self.driftSecondsMax ? .ranAway(seconds: seconds) : nil
        }
        if let trouble = Self.trouble(atStart: wall, lastEvent: lastEvent) { return trouble }
        anchor = (wall, monotonic)
        return nil
    }

    /// What is wrong with wall time when only the ledger is there to compare it with.
    public static func trouble(atStart wall: VietnamTime, lastEvent: VietnamTime?) -> ClockTrouble? {
        guard let lastEvent else { return nil }
        if wall < lastEvent { return .beforeLastEvent(lastEvent) }
        if wall - lastEvent > silenceDaysMax * 86_400 { return .longAfterLastEvent(lastEvent) }
        return nil
    }
}

extension ClockTrouble: CustomStringConvertible {
    public var description: String {
        let wrong =
            switch self {
            case .beforeLastEvent(let time): "the clock is before the last event on record, \(time.forPeople), and one of the two is wrong"
            case .longAfterLastEvent(let time):
                "the clock is more than \(ClockWatch.silenceDaysMax) days after the last event on record, \(time.forPeople)"
            case .ranAway(let seconds): "the clock has moved \(seconds) s away from the time that has passed"
            }
        return "\(wrong): nothing is claimed and no day is closed; put the clock right (timedatectl), or if it is right, start with "
            + "--accept-clock"
    }
}
