public import ConfinedReading
public import Contributions
public import LedgerCore
public import Logging
import Rulebook
public import Spooling

// The eight steps of a file: discover -> claim -> open -> parse -> check -> post -> answer -> archive, one file of this folder
// each; `begin` below is steps 2 to 8, for one file or for many small ones side by side. While one group is posted the next are read
// and those before are answered (FilesUnderWay.swift). A stop between any two lines is harmless: the claims stay in work/, the
// ledger says what is done, and the next start goes on there (Recovery.swift, ARCHITECTURE.md's table).

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
    var readingHand: NumberedHand
    var answeringHand: NumberedHand
    /// What the reading hand has, or has read, in the order of posting.
    var ahead: [FilesAhead] = []
    /// Whose files were blocked and are not posted yet, since nothing was under way: their later ones wait.
    var blocked: [Owner: String] = [:]
    /// What was read of small files that are posted. The reading hand lets go of it: memory goes back to where it came from, and nobody waits
    /// for a heap.
    var spent = SpentExaminations()
    /// What the answering hand has, in the order of posting: groups whose answers are made, told or published.
    var behind: [FilesBehind] = []
    /// A fault is one of answers that are told to the ledger, and none of a file that is posted.
    var isTelling = false
    /// The reading hand's.
    var numbering: IntakeNumbering
    /// Claims made, and bytes proven, that are still to be made durable.
    let claimed = NamingGroup()
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
        readingHand = NumberedHand(hands.reading)
        answeringHand = NumberedHand(hands.answering)
        lastSteps = LastSteps(
            spool: spool, posted: posted ?? ledger, publisher: Publisher(spool: spool, log: log))
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

    /// Steps 3 to 8 for claims, new or left over from a stop. They may still be on their way afterwards; `finish` waits for them. They go
    /// side by side, but for those whose reading has ended the process before: these go alone, so that none is blamed for another.
    /// - Parameter resting: called with its owner when a large file has come through a long step, and nothing of it is half done: others may
    ///   be taken then. It was read, and is not yet held against the past; or it was posted, and is not yet answered.
    /// - Returns: what became of claims that came to their end meanwhile, of these and those before.
    public func begin(_ claims: [Claim], resting: (Owner) throws -> Void = { _ in }) throws -> [Ended] {
        try endingAllAtFaults {
            var ended: [Ended] = []
            var rest = claims[...]
            while let first = rest.first {
                let group = endedBefore[first.intake] == nil ? rest.prefix { endedBefore[$0.intake] == nil } : rest.prefix(1)
                rest = rest.dropFirst(group.count)
                ended += try begin(FileGroup(group.map { FileInHand($0, log) }, log), resting)
            }
            return ended
        }
    }

    /// Steps 2 to 8 for files that are still in their inboxes; else as for claims. They are claimed in this order, as soon as the group before
    /// was read.
    public func begin(_ candidates: [Candidate], resting: (Owner) throws -> Void = { _ in }) throws -> [Ended] {
        try endingAllAtFaults { try begin(FilesAhead(candidates, after: ahead.last, blocked, log), resting) }
    }

    private func begin(_ group: FileGroup, _ resting: (Owner) throws -> Void) throws -> [Ended] {
        try group.step { file in
            file.posted = try ledger.file(file.claim.intake)
            if file.posted == nil, try isToBeHeld(file) { file.ending = .held }
        }
        let files = FilesAhead(group, after: ahead.last, blocked)
        remember(files)
        return try begin(files, resting)
    }

    private func begin(_ files: FilesAhead, _ resting: (Owner) throws -> Void) throws -> [Ended] {
        var ended: [Ended] = []
        var due: FilesAhead?
        while !hasRoom(for: files) {
            if let before = due {
                due = nil
                ended += try post(before, resting)
            }
            due = try takeAhead()
        }
        // Its other half takes the reader.
        if let halved = due, !halved.rest.isEmpty {
            ended += try post(halved, resting)
            due = nil
        }
        beginReading(files)
        if let due { ended += try post(due, resting) }
        // A large one goes alone, and what the agency says is law for the next file.
        if files.isAlone { ended += try postAhead(resting) }
        return ended
    }

    /// One group is read while another is posted; two, when they are no more together than one may be.
    private func hasRoom(for files: FilesAhead) -> Bool {
        ahead.isEmpty || ahead.count == 1 && ahead[0].bytes + files.bytes <= bounds.bytesMax
    }

    /// Posts what was read and waits for its turn, and hands it on to be answered.
    /// - Returns: as `begin`.
    public func postAhead(_ resting: (Owner) throws -> Void = { _ in }) throws -> [Ended] {
        try endingAllAtFaults {
            var ended: [Ended] = []
            while let next = ahead.first {
                if next.isAlone { try answerAtOnce() }
                if let files = try takeAhead() { ended += try post(files, resting) }
            }
            return ended
        }
    }

    /// Step 6 for files that were read; then the answering hand has them.
    private func post(_ files: FilesAhead, _ resting: (Owner) throws -> Void) throws -> [Ended] {
        // Nothing goes on beside a fault.
        do { try checkAnswering() } catch {
            forget(files)
            throw error
        }
        let group = files.group
        let large = group.large(bounds)
        try postAll(files, resting)
        if let large { try resting(large.claim.owner) }
        try enact(group)
        var ended = try finishAnswering(leaving: Self.groupsBehindMax - 1)
        ended += files.unclaimed + group.files.compactMap { file in file.ending.map { Ended(file.claim, $0) } }
        let posted = group.files.filter { $0.ending == nil }
        if !posted.isEmpty { beginAnswering(posted) }
        try moveLog()
        // Before the next file is judged, or anybody is told.
        if group.isOfAgency { ended += try finishAnswering() }
        return ended
    }

    /// One whose answers are made, one whose answers are published, and one between the two.
    private static let groupsBehindMax = 3

    /// Waits for all hands; what became of the files that they had.
    public func finish() throws -> [Ended] {
        try endingAllAtFaults {
            let ended = try postAhead() + finishAnswering()
            blocked = [:]
            spent.letGo()
            return ended
        }
    }

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

    /// Step 6 batch by batch; steps 3 to 5 for what did not find room with the first. A broken invariant counts against the files, since it
    /// ends the process, and may do so each time.
    private func postAll(_ files: FilesAhead, _ resting: (Owner) throws -> Void) throws {
        defer { forget(files) }
        var batch = files.batch
        while !batch.isEmpty {
            if let large = files.group.large(bounds) {
                // It is not to blame for what happens to others meanwhile.
                lock.finishedReading(files.intakes)
                try resting(large.claim.owner)
                remember(files)
            }
            isTelling = false
            do { try post(batch) } catch let fault as LedgerFault where fault.kind == .invariant {
                if !isTelling { files.intakes.subtract(batch.map(\.claim.intake)) }
                throw fault
            }
            if files.rest.isEmpty { return }
            // What is read next takes its place in memory.
            spent.letGo()
            batch = try read(&files.rest, of: files.group)
        }
    }

    /// Makes the claims made and the originals put away since the last time last. To be called after `finish`.
    public func settle() throws {
        try claimed.settle()
        try lastSteps.putAway.settle()
    }

    /// Every partner of the registry has its folders.
    func makePartnerFolders() throws { try spool.makePartnerFolders(master.registry.partnerCodes) }
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
