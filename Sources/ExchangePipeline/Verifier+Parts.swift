import Answers
import Contributions
import Crypto
import LedgerCore
import Rulebook
import Spooling

// What is looked at of a posted file (its original and its answers) and of a closed day (its reports).

extension Verifier {
    func discrepancies(of file: FileRecord) throws -> [Discrepancy] {
        var found: [Discrepancy] = []
        try lookAtOriginal(of: file, &found)
        // A replay has no answers of its own.
        if case .replay = file.posting.outcome { return found }
        let stored = try ledger.artifacts(of: file.posting.intake)
        for part in AnswerParts.owed(by: file) {
            guard let artifact = stored.first(where: { $0.kind == part.kind }) else {
                found.append(Discrepancy(.unstored, part.name(of: file)))
                continue
            }
            verified.answers += 1
            let rendered = try digest { try part.render(file, ledger, $0) }
            try look(at: artifact, rendered: rendered ?? [], in: [file.outbox], &found)
        }
        return found
    }

    private func lookAtOriginal(of file: FileRecord, _ found: inout [Discrepancy]) throws {
        let posting = file.posting
        let name = "\(posting.intake)_\(posting.name)"
        let isQuarantined = posting.outcome == .quarantined
        let path: String
        let isThere: Bool
        let archived = ArchivedName(day: posting.claimedAt.day, owner: posting.owner, name: name)
        if isQuarantined {
            path = "quarantine/\(posting.owner)/\(name)"
            isThere = try spool.isQuarantined(name, posting.owner)
        } else {
            path = "archive/\(archived)"
            isThere = try spool.openArchived(archived) != nil
        }
        guard isThere else { return found.append(Discrepancy(isQuarantined ? .takenAway : .missing, path)) }
        // What was never read has no digest.
        guard !posting.sha256.isEmpty else { return }
        let opened = try isQuarantined ? spool.openQuarantined(name, posting.owner) : spool.openArchived(archived)
        if try opened.map({ try FileDigest.sha256(of: $0) }) != posting.sha256 { found.append(Discrepancy(.digest, path)) }
    }

    // MARK: reports

    /// Every closed day, the newest first.
    func lookAtReports() throws {
        var next = try ledger.lastClosedDay()
        var directory: (revision: Int64, value: RegistryDirectory)?
        let jumps = try ledger.jumps()
        while let closed = next {
            if directory?.revision != closed.registryRevision {
                directory = (closed.registryRevision, try MasterRegistry.directory(of: ledger, at: closed.registryRevision))
            }
            let context = ReportContext(
                ledger: ledger, directory: directory!.value, firstClaimDay: try ledger.firstClaimDay(asOf: closed.day))
            let unpublished = Set(try ledger.unpublishedReports())
            // Published before the ledger was put back, and closed once more after it.
            let mayDiffer = jumps.contains { $0.event <= closed.lastEvent && closed.day <= $0.jump.publishedThrough ?? Day(number: .min) }
            for report in try ledger.reports(of: closed.day) {
                var found: [Discrepancy] = []
                try look(at: report, context, isPublished: !unpublished.contains(report), mayDiffer: mayDiffer, &found)
                for discrepancy in found { try tell(discrepancy) }
                verified.reports += 1
                try watch(.reports, Int64(verified.reports))
            }
            next = try ledger.closedDay(closed.day.advanced(by: -1))
        }
    }

    private func look(
        at report: ReportOwed, _ context: ReportContext, isPublished: Bool, mayDiffer: Bool, _ found: inout [Discrepancy]
    ) throws {
        let name = AnswerNames.report(report)
        guard isPublished else { return found.append(Discrepancy(.unpublished, name)) }
        let artifacts = try ledger.artifacts(ofReport: report)
        for format in ReportFormat.allCases where !artifacts.contains(where: { $0.name == AnswerNames.report(report, format) }) {
            found.append(Discrepancy(.unstored, AnswerNames.report(report, format)))
        }
        let rendered = try digests(of: report, context)
        for artifact in artifacts {
            try look(at: artifact, rendered: rendered[artifact.name], mayDiffer: mayDiffer, in: report.outboxes, &found)
        }
    }

    /// What the report's page and XML are now, by their names; no bytes when the ledger cannot give them. A sheet is what the
    /// libxlsxwriter of its day made of the same rows: its digest is all that it is held against.
    private func digests(of report: ReportOwed, _ context: ReportContext) throws -> [String: [UInt8]] {
        let hashes = [RunningDigest(), RunningDigest()]
        let writers = hashes.map { hash in AnswerWriter { hash.value.update(bufferPointer: $0) } }
        var isRendered = true
        do {
            try Reports.render(report, context, into: [.page(writers[0]), .xml(writers[1])])
            for writer in writers { try writer.finish() }
        } catch let fault as LedgerFault {
            guard fault.kind == .invariant || fault.kind == .corrupt else { throw fault }
            isRendered = false
        }
        return Dictionary(
            uniqueKeysWithValues: zip([ReportFormat.page, .xml], hashes).map { format, hash in
                (AnswerNames.report(report, format), isRendered ? Array(hash.value.finalize()) : [])
            })
    }

    /// The digest of what is rendered; nil when the ledger cannot give it.
    private func digest(_ render: (AnswerWriter) throws -> Void) throws -> [UInt8]? {
        let hash = RunningDigest()
        let writer = AnswerWriter { hash.value.update(bufferPointer: $0) }
        do {
            try render(writer)
        } catch let fault as LedgerFault {
            guard fault.kind == .invariant || fault.kind == .corrupt else { throw fault }
            return nil
        }
        try writer.finish()
        return Array(hash.value.finalize())
    }
}

private final class RunningDigest {
    var value = SHA256()
}
