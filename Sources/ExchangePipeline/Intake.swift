public import Contributions
import LedgerCore
import Logging
import Spooling

// One pass over the spool: what a stop left, then the agency's inbox, then the partners in turn, file by file; the small files of a
// few turns go side by side. Trouble with one owner's folders leaves the others running; trouble of the disk or the ledger ends the
// pass and is tried again. A pass ends after some time whatever is left, so that whoever drops a file now does not wait for
// thousands of others.

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
    private let settle: Duration
    private let slice: Duration?
    private let stop: () -> Bool
    private let mayClaim: () -> Bool
    private var discovery = Discovery()
    /// Whole files that were seen and not taken yet.
    private var ready: [Owner: ArraySlice<Sighting>] = [:]
    /// Names that were renamed into an inbox that was not looked into since.
    private var renamedIn: [Owner: Set<[UInt8]>] = [:]
    private var lastOwner: Owner?
    private var outcome = PassOutcome()

    /// - Parameters:
    ///   - settle: how long a file must stay as it is before it is taken.
    ///   - slice: how long a pass takes files before it looks for others; nil: until none is left.
    ///   - mayClaim: asked before each claim; false leaves the files in their inboxes. What is claimed is answered.
    ///   - stop: asked before each claim; true ends the pass when the claimed files are done.
    public init(
        _ pipeline: Pipeline, settle: Duration, slice: Duration? = nil, mayClaim: @escaping () -> Bool = { true },
        stop: @escaping () -> Bool
    ) throws {
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
    ///   - renamedIn: names that were renamed into the inboxes since the last pass.
    public func pass(now: () -> ContinuousClock.Instant, renamedIn: [Owner: Set<[UInt8]>]) throws -> PassOutcome {
        outcome = PassOutcome()
        self.renamedIn.merge(renamedIn) { $0.union($1) }
        let began = now()
        let isOver = { [slice] in slice.map { now() - began >= $0 } ?? false }
        try takeStanding()
        if try pipeline.spool.owners().contains(.agency) {
            try look(in: .agency, now)
            // One by one: what a file of master data says is law for the next.
            while let sighting = ready[.agency]?.popFirst(), !stop(), mayClaim() {
                if let claim = try claim(sighting, .agency) { try take([claim]) }
            }
        }
        try takeInTurns(try pipeline.spool.owners().filter { $0 != .agency }, now, isOver)
        try pipeline.settle()
        outcome.waiting += discovery.waiting.values.reduce(0, +)
        return outcome
    }

    private func takeStanding() throws {
        var rest = try pipeline.standingClaims()[...]
        while !rest.isEmpty, !stop() {
            let group = rest.prefix(FileGroup.filesMax).filter { outcome.blocked[$0.owner] == nil }
            rest = rest.dropFirst(FileGroup.filesMax)
            try take(group)
        }
    }

    /// Each partner gives one file, its oldest, before any gives its next.
    private func takeInTurns(_ owners: [Owner], _ now: () -> ContinuousClock.Instant, _ isOver: () -> Bool) throws {
        for owner in owners {
            if stop() { return }
            // A long row of files that were seen and not taken is not looked for again: they are older than what has come since.
            if ready[owner, default: []].count < FileGroup.filesMax { try look(in: owner, now) }
        }
        var turns = Turns(owners.filter { !ready[$0, default: []].isEmpty }, after: lastOwner)
        while true {
            let group = try claimGroup(&turns)
            if group.isEmpty { return }
            try take(group)
            if isOver() {
                outcome.isUnfinished = !turns.isOver
                return
            }
        }
    }

    /// Claims the next files in turn, until they are many or large.
    private func claimGroup(_ turns: inout Turns) throws -> [Claim] {
        var group: [Claim] = []
        var bytes: Int64 = 0
        while group.count < FileGroup.filesMax, bytes < FileGroup.bytesMax, !stop(), let owner = turns.next() {
            guard outcome.blocked[owner] == nil, let sighting = ready[owner]?.first else {
                turns.leave(owner)
                continue
            }
            let isLarge = sighting.observation.size > FileGroup.smallBytesMax
            // It begins the next group, at its own turn.
            if isLarge, !group.isEmpty {
                turns.giveBack(owner)
                break
            }
            guard mayClaim() else { break }
            ready[owner]?.removeFirst()
            bytes += sighting.observation.size
            if let claim = try claim(sighting, owner) { group.append(claim) }
            if isLarge { break }
        }
        return group
    }

    private func look(in owner: Owner, _ now: () -> ContinuousClock.Instant) throws {
        ready[owner] = nil
        guard outcome.blocked[owner] == nil else { return }
        try guarding(owner) {
            ready[owner] = try discovery.look(
                in: owner, of: pipeline.spool, settle: settle, now: now(), renamedIn: renamedIn.removeValue(forKey: owner) ?? [])[...]
        }
        if outcome.blocked[owner] != nil { discovery.forget(owner) }
    }

    private func claim(_ sighting: Sighting, _ owner: Owner) throws -> Claim? {
        lastOwner = owner
        var claim: Claim?
        try guarding(owner) {
            claim = try pipeline.claim(sighting, of: owner)
            if claim == nil { outcome.waiting += 1 }
        }
        return claim
    }

    private func take(_ claims: [Claim]) throws {
        for (claim, ending) in zip(claims, try pipeline.take(claims)) {
            switch ending {
            case .done, .held: outcome.done += 1
            case .returned: outcome.waiting += 1
            case .blocked(let trouble): outcome.blocked[claim.owner] = trouble
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

/// Whose turn it is: one after the other, for as long as they have files.
private struct Turns {
    private var owners: [Owner]
    private var place = 0

    /// - Parameter last: who gave a file last; whoever follows begins.
    init(_ owners: [Owner], after last: Owner?) {
        self.owners = owners
        if let last, let next = owners.firstIndex(where: { $0 > last }) { place = next }
    }

    var isOver: Bool { owners.isEmpty }

    mutating func next() -> Owner? {
        guard !owners.isEmpty else { return nil }
        if place >= owners.count { place = 0 }
        defer { place += 1 }
        return owners[place]
    }

    /// It was this one's turn, and it has not used it.
    mutating func giveBack(_ owner: Owner) { place -= 1 }

    /// The one whose turn it was has nothing to give.
    mutating func leave(_ owner: Owner) {
        place -= 1
        owners.remove(at: place)
    }
}
