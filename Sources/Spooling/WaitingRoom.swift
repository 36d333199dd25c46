// Decides when a file in an inbox is whole (exchange.md, "When a file is whole"). One waiting room stands before each
// inbox; it is fed with every look and remembers what it saw, by the monotonic clock. It touches no file: whether a
// sidecar's digest agrees is asked of the caller, once for each state of the pair. However many entries an inbox holds, a look
// keeps no more than it is allowed to, and counts the rest.

/// The memory of one inbox between looks.
public struct WaitingRoom: Sendable {
    /// What one look came to.
    public struct Outcome: Sendable {
        /// Whole files and entries to refuse, the first of them: oldest mtime first, then by name.
        public var ready: [Sighting] = []
        /// So many more are whole, or their digests could not be compared yet: look again when these are taken.
        public var left = 0
        /// Entries that may still be growing.
        public var waiting = 0
    }

    /// How much one look may keep and do.
    public struct Bounds: Sendable {
        /// Whole files that are handed over.
        public var ready: Int
        /// Entries that are remembered until the next look, oldest mtime first. Others begin to settle when their turn comes.
        public var remembered: Int
        /// So many digests are compared,
        public var digests = 1_024
        /// of files that hold so much together; but one in any case.
        public var digestBytes: Int64 = 64 << 20

        public init(ready: Int, remembered: Int) {
            precondition(ready > 0 && remembered > 0, "a look that keeps nothing never ends")
            (self.ready, self.remembered) = (ready, remembered)
        }
    }

    private var memories = SettlingMemories()
    private var firstLook: ContinuousClock.Instant?

    public init() {}

    /// How many entries are remembered.
    public var remembered: Int { memories.count }

    /// One look: which of the entries are whole now.
    ///
    /// - Parameters:
    ///   - next: the entries of the inbox in any order, nil at the end. When it throws, what was known is still known.
    ///   - settle: how long an entry must stay as it is; zero takes what it sees.
    ///   - renamedIn: names that were renamed into the inbox since the last look, drained before this look was taken.
    ///   - digestAgrees: whether a sighting's content has the digest that its sidecar states. Asked only for plain files.
    public mutating func look<Failure: Error>(
        at next: () throws(Failure) -> Sighting?, now: ContinuousClock.Instant, settle: Duration, renamedIn: Set<[UInt8]>,
        within bounds: Bounds, digestAgrees: (Sighting) throws(Failure) -> Bool
    ) throws(Failure) -> Outcome {
        var outcome = Outcome()
        var oldest = OldestSightings(atMost: bounds.ready)
        var digests = DigestAllowance(bounds)
        if firstLook == nil { firstLook = now }
        let time = (now - firstLook!).nanoseconds
        memories.beginLook(atMost: bounds.remembered)
        while let sighting = try next() {
            if sighting.isLeftAlone { continue }
            var memory = memories.recall(sighting, at: time, renamedIn: renamedIn.contains(sighting.rawName))
            switch try Self.state(of: sighting, &memory, at: time, settle: settle.nanoseconds, &digests, digestAgrees) {
            case .whole: oldest.offer(sighting)
            case .growing: outcome.waiting += 1
            case .notCompared: outcome.left += 1
            }
            memories.keep(memory)
        }
        outcome.ready = oldest.inOrder()
        memories.endLook(handingOver: outcome.ready)
        outcome.left += oldest.dropped
        return outcome
    }

    private enum State { case whole, growing, notCompared }

    private static func state<Failure: Error>(
        of sighting: Sighting, _ memory: inout SettlingMemory, at time: Int64, settle: Int64, _ digests: inout DigestAllowance,
        _ digestAgrees: (Sighting) throws(Failure) -> Bool
    ) throws(Failure) -> State {
        if time - memory.since >= settle { return .whole }
        guard sighting.sidecar != nil else { return memory.renamedIn ? .whole : .growing }
        // The sidecar may still be arriving, so a renamed file waits for it to agree or to settle.
        guard sighting.kind == .plain else { return .growing }
        if memory.digest == .unknown {
            // An answer that is not remembered would be asked for at each look.
            guard memory.isKept else { return .growing }
            guard digests.take(sighting.observation.size) else { return .notCompared }
            memory.digest = try digestAgrees(sighting) ? .agrees : .differs
        }
        return memory.digest == .agrees ? .whole : .growing
    }
}

/// How many digests a look may still compare.
private struct DigestAllowance {
    private var files: Int
    private var bytes: Int64

    init(_ bounds: WaitingRoom.Bounds) { (files, bytes) = (bounds.digests, bounds.digestBytes) }

    mutating func take(_ size: Int64) -> Bool {
        guard files > 0, bytes > 0 else { return false }
        files -= 1
        bytes -= size
        return true
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : whole + attoseconds / 1_000_000_000
    }
}
