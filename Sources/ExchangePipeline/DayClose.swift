import Answers
public import Contributions
public import LedgerCore
public import Logging
import Rulebook
public import Spooling

// The day's end (money.md): a day is closed in one small transaction, in order, and its forms are rendered from what it
// closed. A form is made from a closed day only, so it never changes; publishing may be repeated at any time. If the
// daemon stops in between, the day is closed or not, and the forms that are missing are made at the next pass.

/// When days close.
public struct ClosingTimes: Sendable {
    /// Seconds after midnight from which the day before is closed once nothing of it is unposted; 00:05.
    public var closeAtSecond = 5 * 60
    /// Seconds after midnight from which it is closed in any case; 06:00.
    public var closeLatestSecond = 6 * 3600

    public init(closeAtSecond: Int = 5 * 60, closeLatestSecond: Int = 6 * 3600) {
        self.closeAtSecond = closeAtSecond
        self.closeLatestSecond = closeLatestSecond
    }
}

/// Closes days and publishes their forms. Needs no lock on the spool: closing is one transaction of the ledger, and a link that
/// stands already is left as it is.
public final class DayEnd {
    private let spool: Spool
    private let ledger: any Ledger
    private let clock: any WallClock
    private let times: ClosingTimes
    private let log: Logger
    private let publisher: Publisher

    public init(spool: Spool, ledger: any Ledger, clock: any WallClock, times: ClosingTimes = ClosingTimes(), log: Logger) {
        self.spool = spool
        self.ledger = ledger
        self.clock = clock
        self.times = times
        self.log = log
        publisher = Publisher(spool: spool, ledger: ledger, log: log)
    }

    /// Closes every day that is over and may be closed, and publishes its forms; the days closed.
    @discardableResult
    public func closeDays() throws -> [Day] {
        var closed: [Day] = []
        while let day = try nextToClose() {
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

    /// Makes and publishes the forms of closed days that are still owed. A partner whose outbox is out of order gets its own later.
    public func publishOwedForms() throws {
        for day in Set(try ledger.unpublishedReports().map(\.day)).sorted() {
            try publishForms(of: day, only: { _ in true }, again: false)
        }
    }

    /// Makes and publishes the forms of a closed day (again), for one partner or all; returns their names.
    /// - Throws: `BlockedOwners` when all others are published and some outbox is out of order.
    @discardableResult
    public func publishForms(of day: Day, partner: String? = nil) throws -> [String] {
        try publishForms(of: day, only: { partner == nil || $0.between.partner == partner }, again: true)
    }

    @discardableResult
    private func publishForms(of day: Day, only isWanted: (ReportOwed) -> Bool, again: Bool) throws -> [String] {
        guard let closed = try ledger.closedDay(day) else { return [] }
        let forms = try (again ? ledger.reports(of: day) : ledger.unpublishedReports().filter { $0.day == day }).filter(isWanted)
        guard !forms.isEmpty else { return [] }
        let registry = try MasterRegistry.registry(of: ledger, at: closed.registryRevision)
        var names: [String] = []
        var blocked: [Owner: String] = [:]
        for form in forms {
            do {
                names += try publish(form, registry)
            } catch let fault as SpoolFault where fault.isOwners {
                let partner = form.between.partner
                log.error("\(fault)", metadata: ["step": "close", "partner": "\(partner)", "form": "01-XN \(form.between.office) \(day)"])
                blocked[.partner(partner)] = "\(fault)"
            }
        }
        if again, !blocked.isEmpty { throw BlockedOwners(owners: blocked) }
        return names
    }

    /// Makes and publishes one form: all its files, in the order of publishing, in both outboxes, before it counts as published.
    private func publish(_ form: ReportOwed, _ registry: Registry) throws -> [String] {
        let (day, office, partner) = (form.day, form.between.office, form.between.partner)
        let files = ReportFormat.allCases.map { format in
            let name = AnswerNames.formOneXN(office: office, partner: partner, day: day, format)
            return (format: format, name: ArchivedName(day: day, owner: .partner(partner), name: name))
        }
        let people = FormNames(
            superior: registry.superiorName(of: office, on: day), office: registry.officeName(office, on: day),
            partner: registry.partnerName(partner, on: day))
        try publisher.makeReport(files, stored: try ledger.artifacts(ofReport: form), createdAt: form.closedAt) { parts in
            try FormOneXN.render(form: form, names: people, ledger: ledger, into: parts)
        }
        for outbox in [Outbox.agency(folder: day.description), .partner(partner)] {
            for file in files { try publisher.publish(file.name, to: outbox) }
        }
        try ledger.markPublished(form)
        return files.map(\.name.name)
    }
}

extension SpoolFault {
    /// It concerns one owner's folders: the others go on.
    var isOwners: Bool {
        if case .owner = scope { !isFatal } else { false }
    }
}
