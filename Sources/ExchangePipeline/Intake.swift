public import Contributions
import LedgerCore
import Logging
import Spooling

// One pass over the spool: what a stop left, then the agency's inbox, then the partners in turn, file by file; the small files of a
// few turns go side by side. Trouble with one owner's folders leaves the others running; trouble of the disk or the ledger ends the
// pass and is tried again. A pass ends after some time whatever is left, so that whoever drops a file now does not wait for
// thousands of others; and between the long steps of a large file the small ones of others are taken.

/// What a pass came to.
public struct PassOutcome: Sendable {
    /// Claims that were brought to their end.
    public var done = 0
    /// Files that may still be growing, or went back to wait.
    public var waiting = 0
    /// It ended because its time was over; whole files are left.
    public var isUnfinished = false
    /// Owners whose folders are out of order, with the fault.
    public var blocked: [Owner: String] = [:]
}

/// The intake of a spool: passes, one after the other.
public final class Intake {
    private let pipeline: Pipeline
    private var bounds: GroupBounds { pipeline.bounds }
    private let settle: Duration
    private let slice: Duration?
    private let stop: () -> Bool
    private let mayClaim: () -> Bool
    private let news: () -> [Owner: Set<[UInt8]>]
    private var discovery: Discovery
    private var lastOwner: Owner?
    private var outcome = PassOutcome()
    /// The last look at the partners' inboxes.
    private var lookedAt: ContinuousClock.Instant?

    /// - Parameters:
    ///   - settle: how long a file must stay as it is before it is taken.
    ///   - slice: how long a pass takes files before it looks for others; nil: until none is left.
    ///   - mayClaim: asked before each file is taken to be claimed; false leaves the files in their inboxes. What is claimed is answered.
    ///   - news: names that were renamed into the inboxes since it was asked last; asked before each look.
    ///   - stop: asked before each file is taken to be claimed; true ends the pass when those that were taken are done.
    public convenience init(
        _ pipeline: Pipeline, settle: Duration, slice: Duration? = nil, mayClaim: @escaping () -> Bool = { true },
        news: @escaping () -> [Owner: Set<[UInt8]>] = { [:] }, stop: @escaping () -> Bool
    ) throws {
        try self.init(pipeline, settle: settle, slice: slice, within: DiscoveryBounds(), mayClaim: mayClaim, news: news, stop: stop)
    }

    init(
        _ pipeline: Pipeline, settle: Duration, slice: Duration? = nil, within bounds: DiscoveryBounds,
        mayClaim: @escaping () -> Bool = { true }, news: @escaping () -> [Owner: Set<[UInt8]>] = { [:] }, stop: @escaping () -> Bool
    ) throws {
        discovery = Discovery(bounds)
        self.news = news
        self.pipeline = pipeline
        self.settle = settle
        self.slice = slice
        self.mayClaim = mayClaim
        self.stop = stop
        lastOwner = try pipeline.ledger.lastOwner()
    }

    /// One pass.
    /// - Parameters:
    ///   - now: the monotonic clock, asked before each look.
    ///   - goesOn: asked when the slice is over and files are left. True: the pass goes on, after another look, while what it has taken is still
    ///     under way; not when the agency has sent something, which comes first.
    public func pass(now: @escaping () -> ContinuousClock.Instant, goesOn: () -> Bool = { false }) throws -> PassOutcome {
        outcome = PassOutcome()
        do {
            try takeAll(now, goesOn)
            try note(pipeline.finish())
            try pipeline.settle()
        } catch {
            // What was handed over and not claimed is older than what stands in the queues.
            discovery.forgetAll()
            if error.endsTheProcess {
                try? pipeline.letGo()
            } else {
                // What was claimed is done all the same, if it can be.
                do { try note(pipeline.finish()) } catch let other where other.endsTheProcess { throw other } catch {}
            }
            throw error
        }
        outcome.waiting += discovery.waiting
        return outcome
    }

    private func takeAll(_ now: @escaping () -> ContinuousClock.Instant, _ goesOn: () -> Bool) throws {
        try takeStanding()
        if try pipeline.spool.owners().contains(.agency) {
            discovery.note(renamedIn: news())
            try look(in: .agency, now)
            // One by one: what a file of master data says is law for the next.
            while !stop(), mayClaim(), let sighting = try next(of: .agency, now) {
                try take([candidate(sighting, .agency)], now)
            }
        }
        try takeInTurns(try pipeline.spool.owners().filter { $0 != .agency }, now) { try goesOn() && !isAgencyWaiting(now) }
    }

    private func isAgencyWaiting(_ now: () -> ContinuousClock.Instant) throws -> Bool {
        guard try pipeline.spool.owners().contains(.agency) else { return false }
        discovery.note(renamedIn: news())
        try look(in: .agency, now)
        return discovery.first(of: .agency) != nil
    }

    private func takeStanding() throws {
        var rest = try pipeline.standingClaims()[...]
        while !rest.isEmpty, !stop() {
            let group = rest.prefix(bounds.filesMax).filter { outcome.blocked[$0.owner] == nil }
            rest = rest.dropFirst(bounds.filesMax)
            try take(group)
        }
    }

    /// Each partner gives one file, its oldest, before any gives its next.
    private func takeInTurns(_ owners: [Owner], _ now: @escaping () -> ContinuousClock.Instant, _ goesOn: () throws -> Bool) throws {
        var turns = try beginTurns(owners, now)
        var began = now()
        while true {
            let group = try nextGroup(&turns, now)
            if group.isEmpty {
                // Somebody's files were seen beside a large one, and not all taken.
                outcome.isUnfinished =
                    !stop() && mayClaim() && owners.contains { outcome.blocked[$0] == nil && discovery.first(of: $0) != nil }
                return
            }
            try take(group, now)
            if let slice, now() - began >= slice {
                guard try !turns.isOver && !stop() && goesOn() else {
                    outcome.isUnfinished = !turns.isOver
                    return
                }
                turns = try beginTurns(owners, now)
                began = now()
            }
        }
    }

    /// While a large file rests between two of its steps: a small file of each other partner, so that none of them waits for all of it.
    /// The agency's files are not taken, since the large one is judged by the law of its beginning, nor those of its own sender, whose
    /// order stays.
    private func takeOthers(than owner: Owner, _ now: @escaping () -> ContinuousClock.Instant) throws {
        if stop() { return }
        // A look at every inbox costs as much as a file of some thousand payments.
        if let lookedAt, now() - lookedAt < Self.restLeast { return }
        var turns = try beginTurns(try pipeline.spool.owners().filter { $0 != .agency && $0 != owner }, now)
        let began = now()
        while true {
            let group = try nextGroup(&turns, now, besideLarge: true)
            if group.isEmpty { break }
            try take(group, now)
            if now() - began >= Self.restMax { break }
        }
        // They are not to wait for the large one.
        note(try pipeline.postAhead())
        try pipeline.answerAtOnce()
    }

    /// Where nothing waited nobody's file has come so long ago, so a file that is soon done does not rest.
    private static let restLeast = Duration.seconds(1)

    /// So long a large file rests at most, besides the groups of small ones that were begun.
    private static let restMax = Duration.seconds(1)

    /// Looks into inboxes. Where something was seen a short while ago and not taken yet, that is older than what has come since: there a look
    /// is made when it was taken.
    private func beginTurns(_ owners: [Owner], _ now: () -> ContinuousClock.Instant) throws -> Turns {
        pipeline.waitForClaims()
        discovery.note(renamedIn: news())
        let began = now()
        lookedAt = began
        for owner in owners {
            if stop() { break }
            let isFresh = discovery.lastLook(in: owner).map { began - $0 < Self.lookKept } ?? false
            if discovery.first(of: owner) == nil || !isFresh && discovery.count(of: owner) < bounds.filesMax { try look(in: owner, now) }
        }
        return Turns(owners.filter { discovery.first(of: $0) != nil || discovery.hasLeft($0) }, after: lastOwner, began: began)
    }

    /// The next files in turn, until they are many or large.
    /// - Parameter besideLarge: the group is small, and owners whose turn it is to give a large file are passed over.
    private func nextGroup(_ turns: inout Turns, _ now: () -> ContinuousClock.Instant, besideLarge: Bool = false) throws -> [Candidate] {
        let filesMax = besideLarge ? bounds.filesMaxBesideLarge : bounds.filesMax
        let bytesMax = besideLarge ? bounds.bytesMaxBesideLarge : bounds.bytesMax
        try pipeline.checkAnswering()
        try lookAgain(&turns, now)
        var group: [Candidate] = []
        var bytes: Int64 = 0
        var passedOver = 0
        while group.count < filesMax, bytes < bytesMax, passedOver < turns.count, !stop(), let owner = turns.next() {
            guard outcome.blocked[owner] == nil, let sighting = discovery.first(of: owner) else {
                if isLookDue(owner, since: turns.began) { passedOver += 1 } else { turns.leave(owner) }
                continue
            }
            passedOver = 0
            let size = sighting.observation.size
            let isLarge = bounds.isLarge(size, FileRules.format(of: sighting.rawName))
            if besideLarge, isLarge || size > bytesMax {
                turns.leave(owner)
                continue
            }
            // It begins the next group, at its own turn.
            if isLarge, !group.isEmpty {
                turns.giveBack(owner)
                break
            }
            guard mayClaim() else { break }
            _ = discovery.takeFirst(of: owner)
            bytes += size
            group.append(candidate(sighting, owner))
            if isLarge { break }
        }
        return group
    }

    /// So long what has come to an inbox may stay unseen while older files of it wait their turn, so that it settles meanwhile.
    private static let lookKept = Duration.seconds(10)

    /// Looks once more where everything that was seen is taken: when the last look has left some, or was before these turns. Only when all that
    /// was taken is claimed, and none of it seen again.
    private func lookAgain(_ turns: inout Turns, _ now: () -> ContinuousClock.Instant) throws {
        let due = turns.owners.filter { isLookDue($0, since: turns.began) }
        if due.isEmpty { return }
        pipeline.waitForClaims()
        for owner in due { try look(in: owner, now) }
        // What was left may be digests that do not agree: it is asked for once.
        let empty = Set(due.filter { discovery.first(of: $0) == nil })
        turns.leave { empty.contains($0) }
    }

    private func isLookDue(_ owner: Owner, since began: ContinuousClock.Instant) -> Bool {
        guard outcome.blocked[owner] == nil, discovery.first(of: owner) == nil else { return false }
        return discovery.hasLeft(owner) || discovery.lastLook(in: owner).map { $0 < began } ?? false
    }

    private func next(of owner: Owner, _ now: () -> ContinuousClock.Instant) throws -> Sighting? {
        if discovery.first(of: owner) == nil, discovery.hasLeft(owner) { try look(in: owner, now) }
        return discovery.takeFirst(of: owner)
    }

    private func look(in owner: Owner, _ now: () -> ContinuousClock.Instant) throws {
        discovery.forget(owner)
        guard outcome.blocked[owner] == nil else { return }
        try guarding(owner) { try discovery.look(in: owner, of: pipeline.spool, settle: settle, now: now()) }
    }

    private func candidate(_ sighting: Sighting, _ owner: Owner) -> Candidate {
        lastOwner = owner
        return Candidate(sighting, of: owner, at: pipeline.clock.now())
    }

    private func take(_ claims: [Claim]) throws { note(try pipeline.begin(claims)) }

    private func take(_ candidates: [Candidate], _ now: @escaping () -> ContinuousClock.Instant) throws {
        let ended = try pipeline.begin(candidates) { owner in
            if owner != .agency { try takeOthers(than: owner, now) }
        }
        note(ended)
    }

    private func note(_ ended: [Ended]) {
        for file in ended {
            switch file.ending {
            case .done, .held: outcome.done += 1
            case .returned: outcome.waiting += 1
            case .blocked(let trouble):
                outcome.blocked[file.owner] = trouble
                // What it has in its inbox is seen again before its later files.
                discovery.forget(file.owner)
            }
        }
    }

    /// Keeps an owner's trouble to the owner.
    private func guarding(_ owner: Owner, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as SpoolFault where fault.isOwners {
            outcome.blocked[owner] = "\(fault)"
            pipeline.log.error("\(fault); the other owners go on", metadata: ["partner": "\(owner)"])
        }
    }
}
