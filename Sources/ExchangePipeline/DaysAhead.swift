public import Contributions
public import LedgerCore

// What a clock that was ahead leaves behind. A daemon that starts with a clock weeks ahead (up to 35 days, which may be a long
// stop as well) closes the days between and records on days to come; both stay. When the clock is put right it is before the last
// event, so nothing goes on until a person says --accept-clock. Then files are claimed on the right day again, but a day that is
// closed records nothing: they are recorded on the first open one. That is told, in the log and by a red light, until time has
// caught up.

/// Days on record that the clock has not reached.
public struct DaysAhead: Sendable, Hashable {
    /// What is posted now is recorded on that day, since all days before are closed; nil when that is today.
    public var next: Day?
    /// The latest day that has recordings already; nil when it is not ahead.
    public var recorded: Day?

    /// Nil when the ledger is not ahead of that time.
    public static func look(in ledger: any Ledger, at now: VietnamTime) throws(LedgerFault) -> DaysAhead? {
        var ahead = DaysAhead()
        if let closed = try ledger.lastClosedDay()?.day, closed >= now.day { ahead.next = closed.advanced(by: 1) }
        if let recorded = try ledger.lastRecordingDay(), recorded > now.day { ahead.recorded = recorded }
        return ahead.next == nil && ahead.recorded == nil ? nil : ahead
    }
}

extension DaysAhead: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        let next = next.map { "days are closed that have not come yet, so what is posted now is recorded on \($0)" }
        let recorded = recorded.map { "files are recorded on \($0), which has not come yet" }
        return "the clock was ahead once: " + [next, recorded].compactMap { $0 }.joined(separator: "; ")
    }
}
