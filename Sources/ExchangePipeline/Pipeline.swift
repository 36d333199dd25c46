public import ConfinedReading
public import Contributions
public import LedgerCore
public import Logging
import Rulebook
public import Spooling
import Synchronization

// The eight steps of a file: discover -> claim -> open -> parse -> check -> post -> answer -> archive, one file of this folder
// each; `begin` below is steps 3 to 8, for one file or for many small ones side by side, the last two on another hand while the
// next files go through steps 1 to 6. A stop between any two lines is harmless: the claims stay in work/, the ledger says what is
// done, and the next start goes on there (Recovery.swift, ARCHITECTURE.md's table).

/// What became of a claim.
public enum Ending: Sendable, Equatable {
    /// Answered, and the original is in archive/ or quarantine/.
    case done(Outcome)
    /// It changed while it was copied and waits in its inbox again.
    case returned
    /// It ended the daemon too often and waits in work/held/ for a person.
    case held
    /// Its owner's folders are out of order, as the text says; it waits in work/ for the next pass.
    case blocked(String)
}

/// A claim that goes no further.
public struct Ended: Sendable {
    public let claim: Claim
    public let ending: Ending
}

/// Takes files through the steps. Used from one task at a time.
public final class Pipeline {
    let spool: Spool
    let ledger: any Ledger & Sendable
    let lock: SpoolLock
    let clock: any WallClock
    let limits: ExchangeLimits
    let bounds: GroupBounds
    let reader: any FileReading
    let log: Logger
    let master: MasterRegistry
    let lastSteps: LastSteps
    let hands: OtherHands
    /// What the answering hand has.
    private var behind: FilesBehind?
    var numbering: IntakeNumbering
    /// Claims made and originals put away that are still to be made durable.
    let moves = NamingGroup()
    /// Records posted since the ledger's log was last moved into the database.
    var recordsInLog = 0
    /// How often each claim's reading had ended the process before.
    var endedBefore: [IntakeNumber: Int]

    /// - Parameters:
    ///   - reader: reads partners' bytes.
    ///   - posted: the same ledger, where answers are rendered from; one that does not wait for a posting if it can be had.
    ///   - hands: what works beside the caller.
    public init(
        spool: Spool, ledger: any Ledger & Sendable, posted: LedgerReader? = nil, lock: SpoolLock, clock: any WallClock,
        limits: ExchangeLimits = ExchangeLimits(), bounds: GroupBounds = GroupBounds(), reader: any FileReading,
        hands: OtherHands = OtherHands(), log: Logger
    ) throws {
        self.spool = spool
        self.ledger = ledger
        self.lock = lock
        self.clock = clock
        self.limits = limits
        self.bounds = bounds
        self.reader = reader
        self.log = log
        master = try MasterRegistry(ledger)
        self.hands = hands
        lastSteps = LastSteps(
            spool: spool, ledger: ledger, posted: posted ?? ledger, publisher: Publisher(spool: spool, log: log), moves: moves)
        numbering = IntakeNumbering(spool: spool, ledger: ledger)
        endedBefore = Dictionary(uniqueKeysWithValues: lock.previouslyReading.map { ($0.0, $0.attempts) })
        // What a killed process wrote may stand in the kernel's memory alone, and looks as if it lasted.
        try spool.settleWhatStands()
        try forgetEnded()
        try makePartnerFolders()
        try answerWhatIsOwed()
    }

    /// A process that ended after a post has nothing to answer for; and what is held already waits for a person, who lets it begin anew.
    private func forgetEnded() throws {
        if endedBefore.isEmpty { return }
        let held = Set(try spool.heldClaims().map(\.intake))
        let settled = try endedBefore.keys.filter { try held.contains($0) || ledger.file($0) != nil }
        for intake in settled { endedBefore[intake] = nil }
        if !settled.isEmpty { try lock.forgetForGood(settled) }
    }

    /// Steps 3 to 8 for claims, new or left over from a stop; what became of each.
    public func take(_ claims: [Claim]) throws -> [Ending] {
        let endings = Dictionary(uniqueKeysWithValues: (try begin(claims) + finish()).map { ($0.claim.intake, $0.ending) })
        return claims.map { endings[$0.intake]! }
    }

    /// Steps 3 to 6 for claims, after which another hand goes on with them. They go side by side, but for those whose reading has ended
    /// the process before: these go alone, so that none is blamed for another.
    /// - Parameter resting: called with its owner when a large file has come through a long step, and nothing of it is half done: others may
    ///   be taken then. It was read, and is not yet held against the past; or it was posted, and is not yet answered.
    /// - Returns: those of these claims that went no further, and what became of the ones that the answering hand had.
    public func begin(_ claims: [Claim], resting: (Owner) throws -> Void = { _ in }) throws -> [Ended] {
        var ended: [Ended] = []
        var rest = claims[...]
        do {
            while let first = rest.first {
                let group = endedBefore[first.intake] == nil ? rest.prefix { endedBefore[$0.intake] == nil } : rest.prefix(1)
                rest = rest.dropFirst(group.count)
                ended += try begin(FileGroup(group.map { FileInHand($0, log) }, log), resting)
            }
        } catch {
            // Nothing goes on beside a fault. What the others meet too is met again.
            hands.helping.wait()
            hands.answering.wait()
            behind = nil
            throw error
        }
        return ended
    }

    private func begin(_ group: FileGroup, _ resting: (Owner) throws -> Void) throws -> [Ended] {
        var ended: [Ended] = []
        try group.step { file in
            file.posted = try ledger.file(file.claim.intake)
            if file.posted == nil, try isToBeHeld(file) { file.ending = .held }
        }
        try readAndPost(group, resting)
        if let large = group.large(bounds) { try resting(large.claim.owner) }
        try enact(group)
        ended += try finish()
        ended += group.files.compactMap { file in file.ending.map { Ended(claim: file.claim, ending: $0) } }
        let files = FilesBehind(group.files.filter { $0.ending == nil }, log)
        behind = files
        hands.answering.begin { [lastSteps] in files.take(lastSteps) }
        try moveLog()
        // What the agency says is law for the next file.
        if group.files.contains(where: { $0.claim.owner == .agency }) { ended += try finish() }
        return ended
    }

    /// Waits for the answering hand; what became of the files that it had.
    public func finish() throws -> [Ended] {
        hands.answering.wait()
        guard let files = behind else { return [] }
        behind = nil
        try files.check()
        return files.group.files.map { Ended(claim: $0.claim, ending: $0.ending!) }
    }

    /// Throws what the answering hand has met, if it has: then nothing new is begun.
    func checkAnswering() throws { try behind?.check() }

    /// Master data is in force before anybody is told so: it is law, and a partner's folders come to be when the agency names it. Also
    /// when a fault came between the posting and this.
    private func enact(_ group: FileGroup) throws {
        try group.step { file in
            guard file.posted!.posting.document == .masterData else { return }
            try master.refresh()
            try makePartnerFolders()
        }
    }

    /// The ledger's log is moved into the database now and then, so that it stays short.
    private func moveLog() throws {
        guard recordsInLog >= Self.recordsInLogMax else { return }
        try ledger.checkpoint()
        recordsInLog = 0
    }

    private static let recordsInLogMax = 200_000

    /// Steps 3 to 6 for what is not posted yet. What is remembered around them survives the end of the process. A fault does not count
    /// against a file; a broken invariant does, since it ends the process, and may do so each time.
    private func readAndPost(_ group: FileGroup, _ resting: (Owner) throws -> Void) throws {
        var rest = group.files.filter { $0.ending == nil && $0.posted == nil }[...]
        guard !rest.isEmpty else { return }
        var read = Set(rest.map(\.claim.intake))
        func remember() { lock.beganReading(Dictionary(uniqueKeysWithValues: read.map { ($0, (endedBefore[$0] ?? 0) + 1) })) }
        remember()
        defer {
            lock.finishedReading(read)
            for intake in read { endedBefore[intake] = nil }
        }
        while !rest.isEmpty {
            let batch = try self.read(&rest, of: group)
            // What is posted lasts on the disk as a claim and as bytes.
            try settle()
            if let large = group.large(bounds) {
                // It is not to blame for what happens to others meanwhile.
                lock.finishedReading(read)
                try resting(large.claim.owner)
                remember()
            }
            do { try post(batch) } catch let fault as LedgerFault where fault.kind == .invariant {
                read.subtract(batch.map(\.claim.intake))
                throw fault
            }
        }
    }

    /// Makes the claims made and the originals put away since the last time last.
    public func settle() throws { try moves.settle() }

    /// Every partner of the registry has its folders.
    func makePartnerFolders() throws { try spool.makePartnerFolders(master.registry.partnerCodes) }
}

/// Files on the answering hand. Whoever handed them over leaves them alone until that hand was waited for.
private final class FilesBehind: @unchecked Sendable {
    let group: FileGroup
    private let trouble = Mutex<(any Error)?>(nil)

    init(_ files: [FileInHand], _ log: Logger) { group = FileGroup(files, log) }

    func take(_ steps: LastSteps) {
        do { try steps.take(group) } catch { trouble.withLock { $0 = error } }
    }

    /// Throws what was met so far.
    func check() throws {
        if let trouble = trouble.withLock({ $0 }) { throw trouble }
    }
}

extension Claim {
    /// One that names the file in each line.
    func logger(_ base: Logger) -> Logger {
        var log = base
        log[metadataKey: "MA_TIEP_NHAN"] = "\(intake)"
        log[metadataKey: "partner"] = "\(owner)"
        log[metadataKey: "file"] = "\(name)"
        return log
    }
}

extension FileRecord {
    /// One line for the log: figures, no person.
    var summary: String {
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
