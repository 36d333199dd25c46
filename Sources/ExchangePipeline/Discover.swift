import Contributions
import Logging
import Spooling

// Step 1, discover: which files in the inboxes are whole. Each inbox has its waiting room; a look feeds it. Nothing is
// touched here, so a stop loses only what was remembered: files settle once more. What is seen and not taken yet stands in a
// queue for each owner, its oldest files; all queues are bounded, each alone and together, and what is left out of one is seen by
// the next look, when it is empty.

/// How much all inboxes may have in memory together, and each in any case.
struct SharedBound {
    /// What one may have at most, and what all may have together.
    let all: Int
    /// An owner has so much even when others have taken the rest.
    let each: Int

    func left(besides others: Int) -> Int { max(each, all - others) }
}

struct DiscoveryBounds {
    /// Whole files in queues, some 200 bytes each.
    var ready = SharedBound(all: 32_768, each: 64)
    /// But so many of one owner: a look reads its whole inbox, and this is the work of several seconds.
    var readyOfOne = 4_096
    /// Entries that settle, 40 bytes each.
    var remembered = SharedBound(all: 131_072, each: 128)
    /// Names renamed into an inbox since the last look. What is not noted settles as if it had been written there.
    var renamedIn = SharedBound(all: 32_768, each: 64)
}

/// Looks into inboxes and knows what is ready.
struct Discovery {
    private let bounds: DiscoveryBounds
    private var rooms: [Owner: WaitingRoom] = [:]
    /// The last is the first in turn.
    private var ready: [Owner: [Sighting]] = [:]
    private var renamedIn: [Owner: Set<[UInt8]>] = [:]
    /// What the last look found still growing, per owner.
    private var growing: [Owner: Int] = [:]
    /// Whole files that the last look could not hand over.
    private var left: [Owner: Int] = [:]
    private var lastLooks: [Owner: ContinuousClock.Instant] = [:]
    /// What all have together.
    private var totals = (ready: 0, remembered: 0, renamedIn: 0)

    init(_ bounds: DiscoveryBounds) { self.bounds = bounds }

    /// Entries that may still be growing.
    var waiting: Int { growing.values.reduce(0, +) }

    /// Whether a look has left out whole files.
    func hasLeft(_ owner: Owner) -> Bool { left[owner, default: 0] > 0 }

    func first(of owner: Owner) -> Sighting? { ready[owner]?.last }

    /// When its inbox was last looked into.
    func lastLook(in owner: Owner) -> ContinuousClock.Instant? { lastLooks[owner] }

    /// How many stand in its queue.
    func count(of owner: Owner) -> Int { ready[owner, default: []].count }

    mutating func takeFirst(of owner: Owner) -> Sighting? {
        guard let first = ready[owner]?.popLast() else { return nil }
        totals.ready -= 1
        return first
    }

    mutating func note(renamedIn news: [Owner: Set<[UInt8]>]) {
        for (owner, names) in news {
            var noted = renamedIn[owner] ?? []
            totals.renamedIn -= noted.count
            let most = bounds.renamedIn.left(besides: totals.renamedIn)
            for name in names where noted.count < most { noted.insert(name) }
            totals.renamedIn += noted.count
            renamedIn[owner] = noted
        }
    }

    /// One look at an owner's inbox: its whole files stand in the queue.
    mutating func look(in owner: Owner, of spool: Spool, settle: Duration, now: ContinuousClock.Instant) throws {
        forget(owner)
        lastLooks[owner] = now
        let look = try spool.beginLook(in: owner)
        let names = renamedIn.removeValue(forKey: owner) ?? []
        totals.renamedIn -= names.count
        totals.remembered -= rooms[owner]?.remembered ?? 0
        defer { totals.remembered += rooms[owner]?.remembered ?? 0 }
        let within = WaitingRoom.Bounds(
            ready: min(bounds.readyOfOne, bounds.ready.left(besides: totals.ready)),
            remembered: bounds.remembered.left(besides: totals.remembered))
        let outcome = try rooms[owner, default: WaitingRoom()].look(
            at: { () throws in try look.next() }, now: now, settle: settle, renamedIn: names, within: within
        ) { sighting in try Self.digestAgrees(sighting, owner, spool) }
        ready[owner] = outcome.ready.reversed()
        totals.ready += outcome.ready.count
        (growing[owner], left[owner]) = (outcome.waiting, outcome.left)
    }

    /// Nothing of an owner is ready.
    mutating func forget(_ owner: Owner) {
        totals.ready -= ready[owner]?.count ?? 0
        (ready[owner], growing[owner], left[owner]) = (nil, nil, nil)
    }

    mutating func forgetAll() {
        for owner in Array(ready.keys) { forget(owner) }
    }

    private static func digestAgrees(_ sighting: Sighting, _ owner: Owner, _ spool: Spool) throws -> Bool {
        guard let content = try spool.sidecar(of: sighting, owner: owner), let stated = Sidecar.digest(in: content),
            let file = try spool.openCandidate(sighting, owner: owner)
        else { return false }
        return try FileDigest.sha256(of: file) == stated
    }
}
