public import ConfinedReading
public import Contributions
import ExchangeFormat
import Glibc
public import LedgerCore
import Rulebook
import Spooling

// The read-only examination behind `check`: what the steps open, parse and check would say of a file that lies anywhere.
// The same rules run as in the daemon; nothing is claimed, nothing is written to the spool or the ledger, and what does not
// fit into memory lies in an unnamed file in the folder for temporary files.

/// Examines files, each as if it were claimed next.
public struct Examiner {
    private let clock: any WallClock
    private let limits: ExchangeLimits
    private let reader: any FileReading
    private let scratchFolder: String
    private let known: Known?

    /// Whose file it is, and what judges it.
    private struct Known {
        var owner: Owner
        var registry: Registry
        var prefix: String
        /// What is on record; nil when the past is left out.
        var ledger: (any Ledger)?
    }

    private static let calls = SystemFileCalls()

    /// Says what a file alone tells: no registry, nothing on record, and the sender is whoever the document names.
    public init(clock: any WallClock, limits: ExchangeLimits, reader: any FileReading, scratchFolder: String) {
        (self.clock, self.limits, self.reader, self.scratchFolder, known) = (clock, limits, reader, scratchFolder, nil)
    }

    /// Says what the daemon would say of a file in that owner's inbox. The ledger may be open for reading only.
    public init(
        owner: Owner, ledger: any Ledger, clock: any WallClock, limits: ExchangeLimits, reader: any FileReading, scratchFolder: String
    ) throws(LedgerFault) {
        (self.clock, self.limits, self.reader, self.scratchFolder) = (clock, limits, reader, scratchFolder)
        known = Known(owner: owner, registry: try MasterRegistry(ledger).registry, prefix: ledger.prefix, ledger: ledger)
    }

    /// Says once more of a posted file what the law said of it then: with the parameters and the registry of the revision that its
    /// verdict saw, on the day of its claim. What else was on record at that time is left out.
    public init(
        asOf file: FileRecord, ledger: any Ledger, limits: ExchangeLimits, reader: any FileReading, scratchFolder: String
    ) throws(LedgerFault) {
        (self.clock, self.limits, self.scratchFolder) = (FixedWallClock(file.posting.claimedAt), limits, scratchFolder)
        self.reader = reader
        let registry = try MasterRegistry.registry(of: ledger, at: file.posting.registryRevision)
        known = Known(owner: file.posting.owner, registry: registry, prefix: ledger.prefix, ledger: nil)
    }

    /// Looks at what stands under a path, without opening or following it.
    public func look(at path: [UInt8]) throws(ExaminationFault) -> ExaminationCandidate {
        let name = Array(path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
        guard !name.isEmpty, name != Array(".".utf8), name != Array("..".utf8) else {
            throw ExaminationFault(path: path, .noName)
        }
        do {
            return ExaminationCandidate(
                path: path, name: name, status: try retrying { () throws(FileCallError) in try Self.calls.status(of: path, in: AT_FDCWD) })
        } catch {
            throw ExaminationFault(path: path, errno: error.code)
        }
    }

    /// Judges a file.
    public func examine(_ candidate: ExaminationCandidate) throws -> Examined {
        let shown = ShownName.of(candidate.name)
        func unreadable(_ finding: Finding) -> Examined { Examined(shown, .judged(.quarantined), .unreadable(finding)) }

        switch NameClass(candidate.name) {
        case .uploadUnderWay: return Examined(shown, .uploadUnderWay, nil)
        case .sidecar(let file) where candidate.status.kind == .plain: return Examined(shown, .sidecar(of: file), nil)
        case .sidecar, .refused: return unreadable(FileRules.nameRefused(shown))
        case .file: break
        }
        guard candidate.status.kind == .plain else {
            return unreadable(FileRules.finding(of: .notPlain(candidate.status.kind), shownName: shown, limits: limits)!)
        }
        let (kind, opened) = try open(candidate)
        guard let file = opened else { return unreadable(FileRules.finding(of: kind, shownName: shown, limits: limits)!) }
        if let finding = FileRules.finding(of: kind, shownName: shown, limits: limits) { return unreadable(finding) }

        let verdict = try judge(file, named: String(decoding: candidate.name, as: UTF8.self), beside: try sidecar(of: candidate))
        try file.requireUnchanged()
        guard case .replay(let first) = verdict.outcome else {
            return Examined(shown, .judged(verdict.outcome), verdict, prefix: known?.prefix ?? "")
        }
        return Examined(shown, .judged(verdict.outcome), verdict) { body in try refusals(of: first, body) }
    }

    // MARK: the steps

    private func open(_ candidate: ExaminationCandidate) throws(ExaminationFault) -> (ClaimedKind, AnyonesFile?) {
        do {
            let file = try AnyonesFile(candidate.path, calls: Self.calls)
            return file.status.kind == .plain ? (.plain(bytes: file.bytes), file) : (.notPlain(file.status.kind), nil)
        } catch let error where error.isForbidden {
            return (.unreadable, nil)
        }
    }

    private func judge(_ file: AnyonesFile, named name: String, beside sidecar: [UInt8]?) throws -> Verdict {
        let (sha256, start) = try FileDigest.read(file)
        if let finding = FileRules.finding(
            name: name, bytes: file.bytes, start: start, sha256: sha256, sidecar: sidecar, limits: limits)
        {
            return .unreadable(finding)
        }
        if let known, let ledger = known.ledger, let first = try ledger.recordedFile(owner: known.owner, sha256: sha256) {
            return try .replay(of: first.posting.intake, ledger)
        }
        let folder = scratchFolder
        return try Examination.read(
            Content(file, FileRules.format(of: name), Digest(sha256)), by: reader,
            CheckSetting(
                owner: known?.owner ?? .agency, received: clock.now(), registry: known?.registry, ledger: known?.ledger,
                prefix: known?.prefix ?? "", limits: limits, makeScratch: { try ScratchFile(in: folder, calls: Self.calls) },
                isOwnerKnown: known != nil)
        ).verdict()
    }

    /// The content of the plain file `<name>.sha256` beside it; nil when there is none.
    private func sidecar(of candidate: ExaminationCandidate) throws(ExaminationFault) -> [UInt8]? {
        let path = candidate.path + Array(".sha256".utf8)
        guard let status = try? Self.calls.status(of: path, in: AT_FDCWD), status.kind == .plain else { return nil }
        do {
            return try AnyonesFile(path, calls: Self.calls).readAll(limit: Sidecar.bytesMax + 1)
        } catch let error where error.isForbidden {
            // What cannot be read is as good as malformed.
            return []
        }
    }

    /// A replay publishes the first answers again, and with them what they refused.
    private func refusals(of intake: IntakeNumber, _ body: (Refusal) throws -> Void) throws {
        guard let ledger = known?.ledger, let first = try ledger.file(intake) else { return }
        try ledger.refusals(of: first, body)
    }
}

extension Examiner {
    /// How many KHOAN_THU a file holds; 0 when it is another document, or cannot be read to its end.
    public static func paymentCount(of path: String, limits: ExchangeLimits, reader: any FileReading) throws -> Int {
        final class Nobody: RecordTaking {
            func begin(_ shape: DocumentShape, _ header: HeaderReading) {}
            func take(_ chunk: RecordChunk) {}
        }
        guard let status = try? calls.status(of: Array(path.utf8), in: AT_FDCWD), status.kind == .plain,
            let file = try? AnyonesFile(Array(path.utf8), calls: calls)
        else { return 0 }
        let content = Content(file, FileRules.format(of: path), Digest([]))
        let parsed = try Parser.parse(content, limits: limits, by: reader) { Nobody() }.parsed
        return parsed.finding == nil && parsed.shape?.kind == .paymentList ? parsed.found : 0
    }
}
