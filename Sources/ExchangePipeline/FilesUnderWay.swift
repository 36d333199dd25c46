import Contributions
import LedgerCore
import Logging
import Spooling
import Synchronization

// Groups of files on other hands: some that are claimed and read while one before them is posted, and some that are answered meanwhile. The
// answers of one group are made while the next is posted; that one's transaction tells the ledger of them, so that neither hand waits for
// the other, and then they are published. Whoever hands a group over leaves it alone until that hand was waited for.

/// A group in steps 2 to 5, or 3 to 5 when it was claimed before.
final class FilesAhead: @unchecked Sendable {
    /// What the reading hand has begun of it.
    var piece = 0
    /// Those that are claimed.
    private(set) var group: FileGroup
    /// Those that are still to be claimed.
    private let candidates: [Candidate]
    /// What became of those that could not be.
    private(set) var unclaimed: [Ended] = []
    /// Of files that are not posted yet.
    var intakes: Set<IntakeNumber> = []
    /// Those that were read, as many as memory takes.
    private(set) var batch: [FileInHand] = []
    /// Those that are still to be read.
    var rest: ArraySlice<FileInHand> = []
    /// Nothing goes beside it: it is large, or law for the next.
    let isAlone: Bool
    /// As they were dropped; when nobody has seen them in an inbox, as much as may be.
    let bytes: Int64
    private static let veryMany: Int64 = 1 << 40
    /// Those whose next files are to stay behind one of these, or of a group before.
    private(set) var blocked: [Owner: String]
    private var before: FilesAhead?
    private let trouble = HandTrouble()

    /// - Parameter blocked: whose files wait already.
    init(_ group: FileGroup, after before: FilesAhead?, _ blocked: [Owner: String]) {
        self.group = group
        self.blocked = blocked
        self.before = before
        candidates = []
        rest = group.toBeRead
        intakes = Set(rest.map(\.claim.intake))
        isAlone = rest.count <= 1 || group.isOfAgency
        bytes = Self.veryMany
    }

    init(_ candidates: [Candidate], after before: FilesAhead?, _ blocked: [Owner: String], _ log: Logger) {
        self.candidates = candidates
        self.blocked = blocked
        self.before = before
        group = FileGroup([], log)
        isAlone = candidates.count <= 1 || candidates.contains { $0.owner == .agency }
        bytes = candidates.reduce(0) { $0 + min($1.sighting.observation.size, Self.veryMany) }
    }

    func read(by pipeline: Pipeline) {
        trouble.noting {
            try before?.check()
            if let before { blocked = before.blocked }
            before = nil
            if candidates.isEmpty { group.block(blocked) } else { try claim(by: pipeline) }
            while batch.isEmpty, !rest.isEmpty { batch = try pipeline.read(&rest, of: group) }
            blocked.merge(group.blockedOwners) { first, _ in first }
        }
    }

    private func claim(by pipeline: Pipeline) throws {
        let claimed = try pipeline.claim(candidates, &blocked)
        group = FileGroup(claimed.files, pipeline.log)
        unclaimed = claimed.unclaimed
        rest = group.toBeRead
        intakes = Set(rest.map(\.claim.intake))
        pipeline.lock.beganReading(Dictionary(uniqueKeysWithValues: intakes.map { ($0, 1) }))
    }

    /// Throws what was met.
    func check() throws { try trouble.check() }
}

/// What was read of files that are posted.
final class SpentExaminations: @unchecked Sendable {
    private var examinations: [Examination] = []
    private var bytesHeld = 0
    private static let bytesMax = 4 << 20

    /// Holds it while there is room.
    func add(_ examination: Examination) {
        bytesHeld += examination.bytesHeld
        if bytesHeld <= Self.bytesMax { examinations.append(examination) } else { letGo() }
    }

    func letGo() { (examinations, bytesHeld) = ([], 0) }
}

/// A group in steps 7 and 8.
final class FilesBehind: @unchecked Sendable {
    let group: FileGroup
    /// What the answering hand has begun of it last.
    var piece = 0
    /// The ledger knows its answers, and they are published.
    var isTold = false
    /// What the ledger is to know of its answers, once these last in archive/.
    private let answers = Mutex<[Artifact]?>(nil)
    private let trouble = HandTrouble()
    private let before: HandTrouble?

    /// - Parameter before: the group that is answered before it.
    init(_ files: [FileInHand], after before: FilesBehind?, _ log: Logger) {
        group = FileGroup(files, log)
        self.before = before?.trouble
    }

    /// What is still to be told; nil when its answers are not made yet, and when they were told.
    var untold: [Artifact]? { isTold ? nil : answers.withLock { $0 } }

    func makeAnswers(_ steps: LastSteps) {
        unlessTroubled {
            let made = try steps.makeAnswers(of: group)
            answers.withLock { $0 = made }
        }
    }

    func publish(_ steps: LastSteps) {
        unlessTroubled {
            try steps.publish(group)
            try steps.archive(group)
        }
    }

    /// Throws what was met so far.
    func check() throws { try trouble.check() }

    /// Nothing when this group or the one before has met trouble: nothing goes on beside a fault.
    private func unlessTroubled(_ body: () throws -> Void) {
        trouble.noting {
            try before?.check()
            try trouble.check()
            try body()
        }
    }
}

/// What a hand has met; may be asked while it is at work.
private final class HandTrouble: Sendable {
    private let met = Mutex<(any Error)?>(nil)

    func noting(_ body: () throws -> Void) {
        do { try body() } catch { met.withLock { $0 = error } }
    }

    func check() throws {
        if let trouble = met.withLock({ $0 }) { throw trouble }
    }
}

/// Steps 2 to 5 on the reading hand use of the pipeline what does not change meanwhile, what several threads may use, and what no other
/// uses.
struct HandedOver: @unchecked Sendable {
    let pipeline: Pipeline
    init(_ pipeline: Pipeline) { self.pipeline = pipeline }
}

extension Pipeline {
    /// Hands files to the reading hand.
    func beginReading(_ files: FilesAhead) {
        ahead.append(files)
        let spent = spent
        self.spent = SpentExaminations()
        files.piece = readingHand.begin { [handed = HandedOver(self)] in
            spent.letGo()
            files.read(by: handed.pipeline)
        }
    }

    /// Waits until what was handed over to be claimed is claimed, so that no look sees it in its inbox.
    func waitForClaims() { readingHand.wait() }

    /// Waits for the first group that the reading hand has.
    func takeAhead() throws -> FilesAhead? {
        guard let files = ahead.first else { return nil }
        readingHand.wait(for: files.piece)
        // Its other half takes the reader.
        if !files.rest.isEmpty { readingHand.wait() }
        ahead.removeFirst()
        do { try files.check() } catch {
            forget(files)
            throw error
        }
        blocked = files.blocked
        return files
    }

    /// Hands posted files to the answering hand.
    func beginAnswering(_ files: [FileInHand]) {
        let posted = FilesBehind(files, after: behind.last, log)
        behind.append(posted)
        posted.piece = answeringHand.begin { [lastSteps] in posted.makeAnswers(lastSteps) }
    }

    /// Tells the ledger of the answers that were made meanwhile, in the transaction that is open, or in one of their own.
    /// - Returns: the groups that are to be published once that is committed.
    func tellOfAnswers() throws -> [FilesBehind] {
        try checkAnswering()
        let made = behind.filter { $0.untold != nil }
        let artifacts = made.flatMap { $0.untold! }
        isTelling = true
        if !artifacts.isEmpty { try ledger.store(artifacts) }
        isTelling = false
        return made
    }

    /// Publishes what is posted without waiting for the next posting, which may be seconds away.
    func answerAtOnce() throws {
        for files in behind where !files.isTold { answeringHand.wait(for: files.piece) }
        beginPublishing(try tellOfAnswers())
    }

    func beginPublishing(_ told: [FilesBehind]) {
        for files in told {
            files.isTold = true
            files.piece = answeringHand.begin { [lastSteps] in files.publish(lastSteps) }
        }
    }

    /// Waits for the answering hand until it has so many groups left; what became of the files that it had.
    func finishAnswering(leaving groups: Int = 0) throws -> [Ended] {
        var ended: [Ended] = []
        while behind.count > groups {
            let files = behind[0]
            answeringHand.wait(for: files.piece)
            try files.check()
            if files.isTold {
                behind.removeFirst()
                ended += files.group.files.map { Ended($0.claim, $0.ending!) }
            } else {
                beginPublishing(try tellOfAnswers())
            }
        }
        return ended
    }

    /// Throws what the answering hand has met, if it has: then nothing new is begun.
    func checkAnswering() throws { for files in behind { try files.check() } }

    /// Waits for all hands and lets go what they had: it stands in work/. Throws what a hand has met that ends the process.
    func letGo() throws {
        hands.waitForAll()
        let (ahead, behind) = (ahead, behind)
        (self.ahead, self.behind, blocked) = ([], [], [:])
        for files in ahead { forget(files) }
        // What was not posted is opened and proven once more.
        claimed.forgetContents()
        for check in ahead.map({ $0.check }) + behind.map({ $0.check }) {
            do { try check() } catch let error where error.endsTheProcess { throw error } catch {}
        }
    }

    /// Nothing goes on beside a fault. Of several the one that ends the process is told; what else the hands meet they meet again.
    func endingAllAtFaults<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            if error.endsTheProcess {
                try? letGo()
            } else {
                try letGo()
            }
            throw error
        }
    }

    /// What is remembered around reading and posting survives the end of the process.
    func remember(_ files: FilesAhead) {
        guard !files.intakes.isEmpty else { return }
        lock.beganReading(Dictionary(uniqueKeysWithValues: files.intakes.map { ($0, (endedBefore[$0] ?? 0) + 1) }))
    }

    /// A fault does not count against a file.
    func forget(_ files: FilesAhead) {
        guard !files.intakes.isEmpty else { return }
        lock.finishedReading(files.intakes)
        for intake in files.intakes { endedBefore[intake] = nil }
    }
}
