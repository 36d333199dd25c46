import Contributions
import LedgerCore
import Logging
import Spooling

// What the reading hand has: a group that it claims and reads, and what was read of small files that are posted, which it lets go.

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
