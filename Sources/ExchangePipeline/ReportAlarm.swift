import Answers
public import Contributions
public import LedgerCore

// The reports of a day are in their outboxes before 08:00 of the next (exchange.md section 4). What is not there at the time of
// alarm (07:30) is a red light and an error in the log, while the daemon goes on trying.

/// What of the days before is missing.
public struct OverdueReports: Sendable, Hashable {
    /// The first day that is over and not closed.
    public var notClosed: Day?
    /// The first report that is not in its outbox, form 01-XN before all others, and how many there are.
    public var first: ReportOwed?
    public var count = 0

    public var isNone: Bool { notClosed == nil && first == nil }

    /// What is missing at that time; nothing of a day before the time of alarm of the next.
    public static func look(in ledger: any Ledger, at now: VietnamTime, alarmAtSecond: Int) throws(LedgerFault) -> OverdueReports {
        var overdue = OverdueReports()
        guard let firstDay = try ledger.firstClaimDay() else { return overdue }
        let due = now.advanced(bySeconds: -Int64(alarmAtSecond)).day.advanced(by: -1)
        let closed = try ledger.lastClosedDay()?.day ?? firstDay.advanced(by: -1)
        if closed < due { overdue.notClosed = closed.advanced(by: 1) }
        let missing = try ledger.unpublishedReports().filter { $0.day <= due }
        overdue.first = missing.first
        overdue.count = missing.count
        return overdue
    }
}

extension OverdueReports: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        let day = notClosed.map { "day \($0) is over and not closed" }
        let reports = first.map { "\(AnswerNames.report($0)) is not in its outbox" + (count > 1 ? ", and \(count - 1) more" : "") }
        return [day, reports].compactMap { $0 }.joined(separator: "; ")
    }
}

/// When the alarm is logged: as soon as something is missing, and then once an hour while it lasts. A value: times are passed in.
struct ReportAlarm {
    static let every = Duration.seconds(3600)

    private var last: ContinuousClock.Instant?

    mutating func isDue(_ overdue: OverdueReports, at now: ContinuousClock.Instant) -> Bool {
        guard !overdue.isNone else {
            last = nil
            return false
        }
        if let last, now - last < Self.every { return false }
        last = now
        return true
    }
}
