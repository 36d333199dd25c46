import Contributions
public import LedgerCore
public import Logging
public import Spooling

// Answers and reports are put back into their outboxes, from archive/ and by the daemon's own way of publishing. It needs no lock
// beside a daemon: the ledger is only read; a digest is on record only when its file is durable in archive/; a link never
// replaces anything, and whoever finds our own file there is done; of one file, parts follow one another in the order in which
// they were first published, so nobody sees an XN before its TC.

public struct Republisher {
    private let spool: Spool
    private let ledger: any Ledger
    private let publisher: Publisher

    public init(spool: Spool, ledger: any Ledger, log: Logger) {
        (self.spool, self.ledger) = (spool, ledger)
        publisher = Publisher(spool: spool, log: log)
    }

    /// An archived file that is gone, or not what it was: to publish it would be worse than not to.
    public struct Damaged: Error, Sendable {
        /// Relative to the spool.
        public let path: String
    }

    /// Publishes everything that the key names: a file's answers (MA_TIEP_NHAN, TEN_TEP, SHA-256), a batch's (MA_LO), the reports of a
    /// day (yyyyMMdd), or those of a month (yyyyMM). Returns the names in their order; nil when nobody knows the key.
    public func publish(_ key: String) throws -> [String]? {
        var files: [FileRecord] = []
        func collect(_ file: FileRecord) { if !files.contains(where: { $0.id == file.id }) { files.append(file) } }
        var isKnown = false
        if let intake = IntakeNumber(key), let file = try ledger.file(intake) { collect(file) }
        if let digest = Hex.bytes(key), digest.count == 32 { try ledger.files(.sha256(digest), collect) }
        if !key.isEmpty {
            try ledger.files(.named(ShownName.of(Array(key.utf8))), collect)
            try ledger.files(.batch(key), collect)
        }
        var names: [String] = []
        for file in files {
            isKnown = true
            for name in try publishAnswers(of: file) where !names.contains(name) { names.append(name) }
        }
        if let day = Day(key), try ledger.closedDay(day) != nil {
            isKnown = true
            names += try publishReports(of: day) { !$0.isMonthly }
        }
        if key.utf8.count == 6, let day = Int(key).flatMap(Month.init(yyyyMM:))?.lastDay, try ledger.closedDay(day) != nil {
            isKnown = true
            names += try publishReports(of: day, \.isMonthly)
        }
        return isKnown ? names : nil
    }

    private func publishAnswers(of file: FileRecord) throws -> [String] {
        var answered = file
        if case .replay(let first) = file.posting.outcome, let original = try ledger.file(first) { answered = original }
        return try ledger.artifacts(of: answered.posting.intake).map { try publish($0, to: [answered.outbox]) }
    }

    private func publishReports(of day: Day, _ isWanted: (ReportKind) -> Bool) throws -> [String] {
        var names: [String] = []
        for report in try ledger.reports(of: day) where isWanted(report.kind) {
            names += try ledger.artifacts(ofReport: report).map { try publish($0, to: report.outboxes) }
        }
        return names
    }

    private func publish(_ artifact: Artifact, to outboxes: [Outbox]) throws -> String {
        let name = ArchivedName(day: artifact.day, owner: artifact.owner, name: artifact.name)
        guard let file = try spool.openArchived(name), try FileDigest.sha256(of: file) == artifact.sha256 else {
            throw Damaged(path: "archive/\(name)")
        }
        for outbox in outboxes { try publisher.publish(name, to: outbox) }
        return artifact.name
    }
}
