public import Answers
public import Contributions
public import LedgerCore
import Logging
import Rulebook
public import Spooling

// Reports of closed days come into their outboxes in groups. Of a group all files are first made, each durable by itself before it is
// named in archive/; then the folders that name them are made durable; then their digests are stored, in one transaction; only then
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
        let owed = try ledger.unpublishedReports()
        if owed.isEmpty { return PublishedReports() }
        return try publish(owed, until: isOver)
    }

    /// Makes and publishes the reports of that name of a closed day (again), for one partner or all; returns their names.
    /// - Parameter day: the day reported; of a monthly report the month's last day.
    /// - Throws: when all others are published, the fault of the first that cannot be made, or `BlockedOwners` when some outbox is out of
    ///   order.
    public func publishAgain(_ kind: ReportKind, of day: Day, partner: String? = nil) throws -> [String] {
        guard try isClosed(day) else { return [] }
        let reports = try ledger.reports(of: day).filter { $0.kind == kind && (partner == nil || $0.partner == partner) }
        let published = try publish(reports, until: { false })
        if let failed = published.failed.first { throw failed.error }
        guard published.blocked.isEmpty else { throw BlockedOwners(owners: published.blocked) }
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

    private func publish(_ reports: [ReportOwed], until isOver: () -> Bool) throws -> PublishedReports {
        var published = PublishedReports()
        if reports.isEmpty { return published }
        let crew = ReportCrew(
            spool: spool, readers: try (0..<min(workers.count, reports.count)).map { _ in try workers.openReader(spool) },
            render: workers.render)
        var rest = reports[...]
        var directory: (revision: Int64, value: RegistryDirectory)?
        while let day = rest.first?.day {
            if isOver() {
                published.isStopped = true
                return published
            }
            guard let closed = try ledger.closedDay(day) else {
                throw LedgerFault(.invariant, "a report of \(day) is owed, which is not closed")
            }
            if directory?.revision != closed.registryRevision {
                directory = (closed.registryRevision, try MasterRegistry.directory(of: ledger, at: closed.registryRevision))
            }
            let group = rest.prefix { $0.day == day }.prefix(Self.groupSize)
            rest = rest.dropFirst(group.count)
            try publishGroup(Array(group), crew, directory!.value, try ledger.firstClaimDay(asOf: day), &published)
            if rest.first?.day != day { log.info("published reports of \(day)", metadata: ["step": "report"]) }
        }
        return published
    }

    private func publishGroup(
        _ reports: [ReportOwed], _ crew: ReportCrew, _ directory: RegistryDirectory, _ firstClaimDay: Day?,
        _ published: inout PublishedReports
    ) throws {
        let archived = NamingGroup()
        var made = try crew.make(reports, directory, firstClaimDay: firstClaimDay, in: archived)
        try archived.settle()
        try store(&made)

        let linked = NamingGroup()
        var done: [ReportOwed] = []
        for made in made {
            let report = made.report
            if let failure = made.failure {
                log.error("\(failure)", metadata: ["step": "report", "report": "\(AnswerNames.report(report))"])
                published.failed.append((report, failure))
            } else if try link(report, in: linked, &published.blocked) {
                done.append(report)
                published.names += report.files.map(\.name)
            }
        }
        try linked.settle()
        try ledger.markPublished(done)
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

    /// Puts a report's files into its outboxes; false when one of these is out of order. The others get theirs all the same.
    private func link(_ report: ReportOwed, in group: NamingGroup, _ blocked: inout [Owner: String]) throws -> Bool {
        var isEverywhere = true
        for outbox in report.outboxes {
            do {
                for file in report.files { try publisher.publish(file, to: outbox, in: group) }
            } catch let fault as SpoolFault where fault.isOwners {
                isEverywhere = false
                // Once for all reports: the trouble is the outbox's.
                if blocked[outbox.owner] == nil {
                    log.error(
                        "\(fault)",
                        metadata: ["step": "report", "partner": "\(outbox.owner)", "report": "\(AnswerNames.report(report))"])
                }
                blocked[outbox.owner] = "\(fault)"
            }
        }
        return isEverywhere
    }
}
