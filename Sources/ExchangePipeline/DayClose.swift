public import Contributions
public import LedgerCore
public import Logging
import Rulebook
public import Spooling

// The day's end (money.md): a day is closed in one small transaction, in order, and its reports are rendered from what it
// closed. A report is made from a closed day only, so it never changes; publishing may be repeated at any time
// (ReportPublishing.swift). If the daemon stops in between, the day is closed or not, and what is missing is made at the next pass.

/// When days close, and when it is told that something is missing. Seconds after midnight.
public struct ClosingTimes: Sendable {
    /// From then on the day before is closed once nothing of it is unposted; 00:05.
    public var closeAtSecond = 5 * 60
    /// From then on it is closed in any case; 06:00.
    public var closeLatestSecond = 6 * 3600
    /// A report of the day before that is not in its outbox by then is an alarm; 07:30.
    public var alarmAtSecond = 7 * 3600 + 30 * 60

    public init(closeAtSecond: Int = 5 * 60, closeLatestSecond: Int = 6 * 3600, alarmAtSecond: Int = 7 * 3600 + 30 * 60) {
        self.closeAtSecond = closeAtSecond
        self.closeLatestSecond = closeLatestSecond
        self.alarmAtSecond = alarmAtSecond
    }
}

/// Closes days and publishes their reports. Needs no lock on the spool: closing is one transaction of the ledger, and a link that
/// stands already is left as it is.
public final class DayEnd {
    let spool: Spool
    let ledger: any Ledger
    let log: Logger
    let publisher: Publisher
    let workers: ReportWorkers
    private let clock: any WallClock
    private let times: ClosingTimes

    public init(
        spool: Spool, ledger: any Ledger, workers: ReportWorkers, clock: any WallClock, times: ClosingTimes = ClosingTimes(), log: Logger
    ) {
        self.spool = spool
        self.ledger = ledger
        self.workers = workers
        self.clock = clock
        self.times = times
        self.log = log
        publisher = Publisher(spool: spool, log: log)
    }

    /// Closes every day that is over and may be closed; the days closed.
    /// - Parameter mayClose: asked before each day, since a catch-up takes its time and a closed day stays closed.
    @discardableResult
    public func closeDays(while mayClose: () -> Bool = { true }) throws -> [Day] {
        var closed: [Day] = []
        while mayClose(), let day = try nextToClose() {
            try close(day)
            closed.append(day)
        }
        return closed
    }

    /// The first day not closed, if it may be closed now.
    private func nextToClose() throws -> Day? {
        let last = try ledger.lastClosedDay()?.day
        guard let day = try last.map({ $0.advanced(by: 1) }) ?? firstClaimDay() else { return nil }
        let now = clock.now()
        let over = VietnamTime(day.advanced(by: 1)).advanced(bySeconds: Int64(times.closeAtSecond))
        let latest = VietnamTime(day.advanced(by: 1)).advanced(bySeconds: Int64(times.closeLatestSecond))
        guard now >= over else { return nil }
        if now >= latest { return day }
        // Held files are not among these.
        let unposted = try spool.standingClaims().contains { claim in
            try claim.claimedAt.day <= day && ledger.file(claim.intake) == nil
        }
        return unposted ? nil : day
    }

    /// The day of the first claim, posted or still in work/.
    private func firstClaimDay() throws -> Day? {
        let posted = try ledger.firstClaimDay()
        let standing = try spool.standingClaims().map(\.claimedAt.day).min()
        return [posted, standing].compactMap { $0 }.min()
    }

    private func close(_ day: Day) throws {
        let registry = try MasterRegistry.registry(of: ledger, at: try ledger.registryRevision())
        let contracts = registry.contractsInForce(on: day).map { OfficePartner(office: $0.office, partner: $0.partner) }
        let closed = try ledger.close(day, at: clock.now(), partnersUnderContract: contracts)
        log.info("closed day \(day)", metadata: ["step": "close", "event": "\(closed.lastEvent)"])
    }

    /// Whether that day is closed; its reports can be published.
    public func isClosed(_ day: Day) throws -> Bool { try ledger.closedDay(day) != nil }
}

extension SpoolFault {
    /// It concerns one owner's folders: the others go on.
    var isOwners: Bool {
        if case .owner = scope { !isFatal } else { false }
    }
}
