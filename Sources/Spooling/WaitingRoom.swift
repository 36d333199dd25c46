// Decides when a file in an inbox is whole (exchange.md, "When a file is whole"). One waiting room stands before each
// inbox; it is fed with every look and remembers what it saw, by the monotonic clock. It touches no file: whether a
// sidecar's digest agrees is asked of the caller, once for each state of the pair.

public import Contributions

/// The memory of one inbox between looks.
public struct WaitingRoom: Sendable {
    /// What one look came to.
    public struct Outcome: Sendable {
        /// Whole files and entries to refuse: oldest mtime first, then by name.
        public var ready: [Sighting] = []
        /// Entries that may still be growing.
        public var waiting = 0
        public var uploadsUnderWay: [UploadUnderWay] = []
    }

    /// A name that is left alone: a temporary name, or a sidecar without its file.
    public struct UploadUnderWay: Hashable, Sendable {
        public let rawName: [UInt8]
        public let firstSeen: ContinuousClock.Instant
        public let modifiedAt: VietnamTime

        public var shownName: String { Shown.name(rawName) }

        /// Its age since our first look or its mtime, whichever is later: mtime alone may be the sender's copy of an old one.
        public func age(now: ContinuousClock.Instant, at time: VietnamTime) -> Duration {
            min(now - firstSeen, .seconds(time - modifiedAt))
        }

        /// From this age on `status` reports it.
        public static let reportedAfter = Duration.seconds(24 * 3600)
    }

    private struct Memory: Sendable {
        var observation: Observation
        var sidecar: Observation?
        var since: ContinuousClock.Instant
        var renamedIn: Bool
        /// The digest was compared in this state, and differed.
        var digestDiffered = false
    }

    private var memories: [[UInt8]: Memory] = [:]
    private var uploads: [[UInt8]: ContinuousClock.Instant] = [:]

    public init() {}

    /// Which of the entries are whole now.
    ///
    /// - Parameters:
    ///   - settle: how long an entry must stay as it is; zero takes what it sees.
    ///   - renamedIn: names that were renamed into the inbox since the last look, drained before this look was taken.
    ///   - digestAgrees: whether a sighting's content has the digest that its sidecar states. Asked only for plain files.
    public mutating func ready<Failure: Error>(
        among sightings: [Sighting], now: ContinuousClock.Instant, settle: Duration, renamedIn: Set<[UInt8]>,
        digestAgrees: (Sighting) throws(Failure) -> Bool
    ) throws(Failure) -> Outcome {
        var outcome = Outcome()
        var stillHere: [[UInt8]: Memory] = [:]
        var uploadsHere: [[UInt8]: ContinuousClock.Instant] = [:]
        let names = Set(sightings.map(\.rawName))
        for sighting in sightings {
            switch Self.part(of: sighting, among: names) {
            case .withItsFile: continue
            case .leftAlone:
                let firstSeen = uploads[sighting.rawName] ?? now
                uploadsHere[sighting.rawName] = firstSeen
                outcome.uploadsUnderWay.append(
                    UploadUnderWay(rawName: sighting.rawName, firstSeen: firstSeen, modifiedAt: sighting.modifiedAt))
            case .candidate:
                var memory = remembered(sighting, now: now, renamedIn: renamedIn.contains(sighting.rawName))
                if try Self.isWhole(sighting, &memory, now: now, settle: settle, digestAgrees) {
                    outcome.ready.append(sighting)
                } else {
                    outcome.waiting += 1
                }
                stillHere[sighting.rawName] = memory
            }
        }
        memories = stillHere
        uploads = uploadsHere
        outcome.ready.sort {
            $0.observation.modified == $1.observation.modified
                ? $0.rawName.lexicographicallyPrecedes($1.rawName) : $0.observation.modified < $1.observation.modified
        }
        outcome.uploadsUnderWay.sort { $0.rawName.lexicographicallyPrecedes($1.rawName) }
        return outcome
    }

    private enum Part { case candidate, leftAlone, withItsFile }

    private static func part(of sighting: Sighting, among names: Set<[UInt8]>) -> Part {
        switch sighting.nameClass {
        case .uploadUnderWay: .leftAlone
        case .file, .refused: .candidate
        // A folder or a link under a sidecar's name is nobody's sidecar: refused for its name.
        case .sidecar where sighting.kind != .plain: .candidate
        case .sidecar(let name): names.contains(Array(name.utf8)) ? .withItsFile : .leftAlone
        }
    }

    /// What is known of the entry; the clock starts anew with every change of the file or its sidecar.
    private func remembered(_ sighting: Sighting, now: ContinuousClock.Instant, renamedIn: Bool) -> Memory {
        guard var memory = memories[sighting.rawName], memory.observation.isSameFile(as: sighting.observation) else {
            return Memory(observation: sighting.observation, sidecar: sighting.sidecar, since: now, renamedIn: renamedIn)
        }
        if memory.observation != sighting.observation || memory.sidecar != sighting.sidecar {
            memory.observation = sighting.observation
            memory.sidecar = sighting.sidecar
            memory.since = now
            memory.digestDiffered = false
        }
        memory.renamedIn = memory.renamedIn || renamedIn
        return memory
    }

    private static func isWhole<Failure: Error>(
        _ sighting: Sighting, _ memory: inout Memory, now: ContinuousClock.Instant, settle: Duration,
        _ digestAgrees: (Sighting) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        if now - memory.since >= settle { return true }
        guard sighting.sidecar != nil else { return memory.renamedIn }
        // The sidecar may still be arriving, so a renamed file waits for it to agree or to settle.
        guard sighting.kind == .plain, !memory.digestDiffered else { return false }
        if try digestAgrees(sighting) { return true }
        memory.digestDiffered = true
        return false
    }
}
