import Contributions
public import LedgerCore
public import Logging
import Rulebook
public import Spooling

// The eight steps of a file: discover -> claim -> open -> parse -> check -> post -> answer -> archive, one file of this folder
// each; `take` below is steps 3 to 8. A stop between any two lines is harmless: the claim stays in work/, the ledger says
// what is done, and the next start goes on there (Recovery.swift, ARCHITECTURE.md's table).

/// What became of a claim.
public enum Ending: Sendable, Equatable {
    /// Answered, and the original is in archive/ or quarantine/.
    case done(Outcome)
    /// It changed while it was copied and waits in its inbox again.
    case returned
    /// It ended the daemon too often and waits in work/held/ for a person.
    case held
}

/// Takes files through the steps. Used from one task at a time.
public final class Pipeline {
    let spool: Spool
    let ledger: any Ledger
    let lock: SpoolLock
    let clock: any WallClock
    let limits: ExchangeLimits
    let log: Logger
    let master: MasterRegistry
    let publisher: Publisher
    var numbering: IntakeNumbering
    /// How often each claim's reading had ended the process before.
    var endedBefore: [IntakeNumber: Int]

    public init(
        spool: Spool, ledger: any Ledger, lock: SpoolLock, clock: any WallClock, limits: ExchangeLimits = ExchangeLimits(), log: Logger
    ) throws {
        self.spool = spool
        self.ledger = ledger
        self.lock = lock
        self.clock = clock
        self.limits = limits
        self.log = log
        master = try MasterRegistry(ledger)
        publisher = Publisher(spool: spool, ledger: ledger, log: log)
        numbering = IntakeNumbering(spool: spool, ledger: ledger)
        endedBefore = Dictionary(uniqueKeysWithValues: lock.previouslyReading.map { ($0.0, $0.attempts) })
        try forgetEnded()
        try makePartnerFolders()
        try answerWhatIsOwed()
    }

    /// A process that ended after a post has nothing to answer for; and what is held already waits for a person, who lets it begin anew.
    private func forgetEnded() throws {
        if endedBefore.isEmpty { return }
        let held = Set(try spool.heldClaims().map(\.intake))
        for intake in endedBefore.keys where try held.contains(intake) || ledger.file(intake) != nil {
            endedBefore[intake] = nil
            lock.finishedReading(intake)
        }
    }

    /// Steps 3 to 8 for one claim, new or left over from a stop.
    public func take(_ claim: Claim) throws -> Ending {
        let log = logger(for: claim)
        if let posted = try ledger.file(claim.intake) { return try end(claim, posted, log) }
        guard try !isToBeHeld(claim, log) else { return .held }

        guard let posted = try readAndPost(claim) else {
            log.info("changed while it was copied; waits in its inbox again", metadata: ["step": "open"])
            return .returned
        }
        log.info(
            "\(posted.summary)", metadata: ["step": "post", "event": "\(posted.event)", "NGAY_GHI_NHAN": "\(posted.recordedOn)"])
        let ending = try end(claim, posted, log)
        if posted.posting.counts.found >= Self.checkpointFrom { try ledger.checkpoint() }
        return ending
    }

    /// Steps 3 to 6; nil when the file went back to its inbox. What is remembered around them survives the end of the process. A
    /// fault does not count against the file; a broken invariant does, since it ends the process, and may do so each time.
    private func readAndPost(_ claim: Claim) throws -> FileRecord? {
        lock.beganReading(claim.intake, attempt: (endedBefore[claim.intake] ?? 0) + 1)
        var isForgotten = true
        defer {
            if isForgotten {
                lock.finishedReading(claim.intake)
                endedBefore[claim.intake] = nil
            }
        }
        do {
            let opened = try open(claim)
            if case .changed = opened { return nil }
            return try post(try check(opened, claim), opened, claim)
        } catch let fault as LedgerFault where fault.kind == .invariant {
            isForgotten = false
            throw fault
        }
    }

    /// After a post of so many records the ledger's log is moved into the database at once, so that it stays short.
    static let checkpointFrom = 10_000

    /// Steps 7 and 8: repeated as they are after a stop.
    private func end(_ claim: Claim, _ posted: FileRecord, _ log: Logger) throws -> Ending {
        try answer(posted)
        try archive(claim, posted)
        log.debug("answered and archived", metadata: ["step": "archive"])
        return .done(posted.posting.outcome)
    }

    func logger(for claim: Claim) -> Logger {
        var log = log
        log[metadataKey: "MA_TIEP_NHAN"] = "\(claim.intake)"
        log[metadataKey: "partner"] = "\(claim.owner)"
        log[metadataKey: "file"] = "\(claim.name)"
        return log
    }

    /// Every partner of the registry has its folders.
    func makePartnerFolders() throws {
        for partner in master.registry.partnerCodes { try spool.makePartnerFolders(partner) }
    }
}

extension FileRecord {
    /// One line for the log: figures, no person.
    fileprivate var summary: String {
        let counts = posting.counts
        let figures = "SL_DUNG \(counts.recorded), SL_TRUNG \(counts.onRecord), SL_LOI \(counts.refused)"
        let codes = Set(posting.findings.map(\.code.rawValue)).sorted().joined(separator: " ")
        switch posting.outcome {
        case .recorded: return "recorded: \(figures)"
        case .refused: return "refused: \(figures)\(codes.isEmpty ? "" : ", \(codes)")"
        case .quarantined: return "quarantined: \(codes)"
        case .replay(let first): return "the same bytes as \(first): its answers are published again"
        }
    }
}
