public import Answers
public import Contributions
public import LedgerCore
import Logging
import Rulebook
public import Spooling

// Reports of closed days come into their outboxes in groups. Of a group all files are first made and named in archive/; then contents
// and names are made durable together; then their digests are stored, in one transaction; only then
// they are linked into the outboxes, whose folders are made durable; and last, in one transaction, the reports count as published. A
// report that cannot be made stays owed, and holds up none of the others. A stop anywhere leaves a report unpublished: the
// next time what stands is left as it is, and what is missing is made.

/// Who renders reports.
public struct ReportWorkers: Sendable {
    /// Opens the ledger for one worker, which only reads.
    public var openReader: @Sendable (Spool) throws -> LedgerReader
    /// How many work side by side.
    public var count: Int
    public var render: ReportRendering

    public init(
        count: Int = 2, render: @escaping ReportRendering = Reports.render, openReader: @escaping @Sendable (Spool) throws -> LedgerReader
    ) {
        precondition(count > 0)
        (self.count, self.render, self.openReader) = (count, render, openReader)
    }
}

/// What came of publishing.
public struct PublishedReports: Sendable {
    /// The files' names, in the order of publishing.
    public var names: [String] = []
    /// Owners whose outboxes are out of order, with the fault.
    public var blocked: [Owner: String] = [:]
    /// Reports that cannot be made, and why: they stay owed, while all others come out.
    public var failed: [(report: ReportOwed, error: any Error)] = []
    /// It was stopped before the end; what is left is still owed.
    public var isStopped = false
}

extension DayEnd {
    /// So many reports make a group: enough that a folder's fsync is shared by many files, few enough that a stop repeats little.
    static let groupSize = 48

    /// Makes and publishes the reports of closed days that are still owed. Whoever's outbox is out of order gets its own later, and so does
    /// whoever's report cannot be made.
    /// - Parameter isOver: asked before each group; true leaves the rest for the next time.
    @discardableResult
    public func publishOwedReports(until isOver: () -> Bool = { false }) throws -> PublishedReports {
        var outboxes = BlockedOutboxes()
        return try publishOwedReports(&outboxes, until: isOver)
    }

    /// The same, as one of many tries: outboxes that wait for their next one are left alone.
    /// - Parameters:
    ///   - outboxes: what the tries before found; what this one found.
    ///   - now: asked when an outbox is found out of order.
    func publishOwedReports(
        _ outboxes: inout BlockedOutboxes, now: () -> ContinuousClock.Instant = { .now }, until isOver: () -> Bool = { false }
    ) throws -> PublishedReports {
        outboxes.resume(at: now())
        var published = PublishedReports()
        let owed = try ledger.unpublishedReports()
        outboxes.keep(owed)
        try publish(owed, &outboxes, now: now, until: isOver, &published)
        published.blocked = outboxes.faults
        published.failed = outboxes.failed
        return published
    }

    /// Makes and publishes the reports of that name of a closed day (again), for one partner or all; returns their names.
    /// - Parameter day: the day reported; of a monthly report the month's last day.
    /// - Throws: when all others are published, the fault of the first that cannot be made, or `BlockedOwners` when some outbox is out of
    ///   order.
    public func publishAgain(_ kind: ReportKind, of day: Day, partner: String? = nil) throws -> [String] {
        guard try isClosed(day) else { return [] }
        let reports = try ledger.reports(of: day).filter { $0.kind == kind && (partner == nil || $0.partner == partner) }
        var outboxes = BlockedOutboxes()
        var published = PublishedReports()
        try publish(reports, &outboxes, now: { .now }, until: { false }, &published)
        if let failed = outboxes.failed.first { throw failed.error }
        guard outboxes.faults.isEmpty else { throw BlockedOwners(owners: outboxes.faults) }
        return published.names
    }

    /// The reports of that name of a closed day as somebody looks at them; publishes nothing. None while the day is not closed.
    /// - Parameter rowsMax: how many rows of each table are kept.
    public func outlines(_ kind: ReportKind, of day: Day, partner: String? = nil, rowsMax: Int) throws -> [ReportOutline] {
        guard let closed = try ledger.closedDay(day) else { return [] }
        let context = ReportContext(
            ledger: ledger, directory: try MasterRegistry.directory(of: ledger, at: closed.registryRevision),
            firstClaimDay: try ledger.firstClaimDay(asOf: day))
        return try ledger.reports(of: day).filter { $0.kind == kind && (partner == nil || $0.partner == partner) }.map { report in
            let outline = ReportOutline(rowsMax: rowsMax)
            try workers.render(report, context, [.outline(outline)])
            return outline
        }
    }

    private func publish(
        _ reports: [ReportOwed], _ outboxes: inout BlockedOutboxes, now: () -> ContinuousClock.Instant, until isOver: () -> Bool,
        _ published: inout PublishedReports
    ) throws {
        let due = reports.filter { !outboxes.open(for: $0).isEmpty }
        // What failed before comes last, so that a slice is never spent on it while others wait.
        var rest = (due.filter { !outboxes.isRetry($0) } + due.filter { outboxes.isRetry($0) })[...]
        if rest.isEmpty { return }
        let crew = ReportCrew(
            spool: spool, readers: try (0..<min(workers.count, rest.count)).map { _ in try workers.openReader(spool) },
            render: workers.render)
        var namesBefore = published.names.count
        var directory: (revision: Int64, value: RegistryDirectory)?
        while true {
            // What is only for outboxes that were found out of order meanwhile waits for them.
            rest = rest.drop { outboxes.open(for: $0).isEmpty }
            guard let day = rest.first?.day else { return }
            if isOver() {
                published.isStopped = true
                return
            }
            guard let closed = try ledger.closedDay(day) else {
                throw LedgerFault(.invariant, "a report of \(day) is owed, which is not closed")
            }
            if directory?.revision != closed.registryRevision {
                directory = (closed.registryRevision, try MasterRegistry.directory(of: ledger, at: closed.registryRevision))
            }
            let next = rest.prefix { $0.day == day }.prefix(Self.groupSize)
            rest = rest.dropFirst(next.count)
            let group = next.filter { !outboxes.open(for: $0).isEmpty }
            let archived = NamingGroup()
            var made = try crew.make(group, directory!.value, firstClaimDay: try ledger.firstClaimDay(asOf: day), in: archived)
            try archived.settle()
            try store(&made)
            for made in made {
                guard let failure = made.failure else { continue }
                log.error("\(failure)", metadata: ["step": "report", "report": "\(AnswerNames.report(made.report))"])
                outboxes.fail(made.report, failure, at: now())
            }
            try link(made.filter { $0.failure == nil }.map(\.report), &outboxes, now: now, &published)
            guard rest.first?.day != day else { continue }
            if published.names.count > namesBefore { log.info("published reports of \(day)", metadata: ["step": "report"]) }
            namesBefore = published.names.count
        }
    }

    /// Stores the digests of reports, in one transaction. Only when one of them was stored before and is now made otherwise, each is stored
    /// for itself, so that this one alone has failed.
    private func store(_ made: inout [MadeReport]) throws {
        do {
            let artifacts = made.flatMap(\.artifacts)
            if !artifacts.isEmpty { try ledger.store(artifacts) }
            return
        } catch {
            guard error.kind == .invariant else { throw error }
        }
        for place in made.indices {
            do { try ledger.store(made[place].artifacts) } catch {
                guard error.kind == .invariant else { throw error }
                made[place].failure = error
            }
        }
    }

    /// Puts a group's files into the outboxes that are in order, and marks the reports that stand in all of theirs.
    private func link(
        _ reports: [ReportOwed], _ outboxes: inout BlockedOutboxes, now: () -> ContinuousClock.Instant,
        _ published: inout PublishedReports
    ) throws {
        let linked = NamingGroup()
        for report in reports {
            for outbox in outboxes.open(for: report) {
                do {
                    for file in report.files { try publisher.publish(file, to: outbox, in: linked) }
                } catch let fault as SpoolFault where fault.isOwners {
                    // Once for all reports: the trouble is the outbox's.
                    if outboxes.block(outbox.owner, "\(fault)", at: now()) {
                        log.error(
                            "\(fault)",
                            metadata: ["step": "report", "partner": "\(outbox.owner)", "report": "\(AnswerNames.report(report))"])
                    }
                }
            }
        }
        try linked.settle()
        let done = reports.filter { outboxes.settle($0) }
        try ledger.markPublished(done)
        published.names += done.flatMap { $0.files.map(\.name) }
    }
}
