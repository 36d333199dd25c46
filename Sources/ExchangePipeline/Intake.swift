public import Contributions
import LedgerCore
import Logging
import Spooling

// One pass over the spool: what a stop left, then the agency's inbox, then the partners in turn, file by file. Trouble with
// one owner's folders leaves the others running; trouble of the disk or the ledger ends the pass and is tried again.

/// What a pass came to.
public struct PassOutcome: Sendable {
    /// Claims that were brought to their end.
    public var done = 0
    /// Files that may still be growing, or went back to wait.
    public var waiting = 0
    /// Owners whose folders are out of order, with the fault.
    public var blocked: [Owner: String] = [:]
}

/// The intake of a spool: passes, one after the other.
public final class Intake {
    private let pipeline: Pipeline
    private let settle: Duration
    private let stop: () -> Bool
    private let mayClaim: () -> Bool
    private var discovery = Discovery()
    private var lastOwner: Owner?
    private var outcome = PassOutcome()

    /// - Parameters:
    ///   - settle: how long a file must stay as it is before it is taken.
    ///   - mayClaim: asked before each claim; false leaves the files in their inboxes. What is claimed is answered.
    ///   - stop: asked before each claim; true ends the pass when the claimed file is done.
    public init(_ pipeline: Pipeline, settle: Duration, mayClaim: @escaping () -> Bool = { true }, stop: @escaping () -> Bool) throws {
        self.pipeline = pipeline
        self.settle = settle
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
        for claim in try pipeline.standingClaims() where !stop() && outcome.blocked[claim.owner] == nil {
            try guarding(claim.owner) { try take(claim) }
        }
        let owners = try pipeline.spool.owners()
        if let agency = owners.first(where: { $0 == .agency }) {
            var ready = try look(in: agency, now, renamedIn)[...]
            while let sighting = ready.popFirst(), !stop(), mayClaim() { try guarding(agency) { try claimAndTake(sighting, agency) } }
        }
        try takeInTurns(try pipeline.spool.owners().filter { $0 != .agency }, now, renamedIn)
        outcome.waiting += discovery.waiting.values.reduce(0, +)
        return outcome
    }

    /// Each partner gives one file, its oldest, before any gives its next.
    private func takeInTurns(_ owners: [Owner], _ now: () -> ContinuousClock.Instant, _ renamedIn: [Owner: Set<[UInt8]>]) throws {
        var ready: [Owner: ArraySlice<Sighting>] = [:]
        for owner in owners {
            if stop() { return }
            ready[owner] = try look(in: owner, now, renamedIn)[...]
        }
        var turn = owners.filter { !(ready[$0] ?? []).isEmpty }
        if let lastOwner, let next = turn.firstIndex(where: { $0 > lastOwner }) { turn = Array(turn[next...] + turn[..<next]) }
        while !turn.isEmpty {
            for owner in turn where outcome.blocked[owner] == nil {
                if stop() || !mayClaim() { return }
                guard let sighting = ready[owner]!.popFirst() else { continue }
                try guarding(owner) { try claimAndTake(sighting, owner) }
            }
            turn.removeAll { ready[$0]!.isEmpty || outcome.blocked[$0] != nil }
        }
    }

    private func look(in owner: Owner, _ now: () -> ContinuousClock.Instant, _ renamedIn: [Owner: Set<[UInt8]>]) throws -> [Sighting] {
        guard outcome.blocked[owner] == nil else { return [] }
        var ready: [Sighting] = []
        try guarding(owner) {
            ready = try discovery.look(in: owner, of: pipeline.spool, settle: settle, now: now(), renamedIn: renamedIn[owner] ?? [])
        }
        if outcome.blocked[owner] != nil { discovery.forget(owner) }
        return ready
    }

    private func claimAndTake(_ sighting: Sighting, _ owner: Owner) throws {
        lastOwner = owner
        guard let claim = try pipeline.claim(sighting, of: owner) else {
            outcome.waiting += 1
            return
        }
        try take(claim)
    }

    private func take(_ claim: Claim) throws {
        switch try pipeline.take(claim) {
        case .done, .held: outcome.done += 1
        case .returned: outcome.waiting += 1
        }
    }

    /// Keeps an owner's trouble to the owner.
    private func guarding(_ owner: Owner, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as SpoolFault where fault.isOwners {
            block(owner, "\(fault)")
        } catch let trouble as StillChanging {
            block(owner, "\(trouble)")
        }
    }

    private func block(_ owner: Owner, _ trouble: String) {
        outcome.blocked[owner] = trouble
        pipeline.log.error("\(trouble); the other owners go on", metadata: ["partner": "\(owner)"])
    }
}
