public import Contributions
import LedgerCore
import Logging
public import Spooling

// Step 2, claim: a whole file is taken out of its inbox by one rename, whose new name fixes its MA_TIEP_NHAN and its time of
// receipt for good. If the daemon stops before the rename nothing has happened; after it, recovery finds the claim.

/// A whole file as it was seen in its inbox, about to be claimed.
public struct Candidate: Sendable {
    public let sighting: Sighting
    public let owner: Owner
    /// Its time of receipt, by a clock that was believed.
    public let time: VietnamTime

    public init(_ sighting: Sighting, of owner: Owner, at time: VietnamTime) {
        (self.sighting, self.owner, self.time) = (sighting, owner, time)
    }
}

extension Pipeline {
    /// Step 2 for a group, in its order, on the reading hand. Trouble with an owner's folders leaves that file and the owner's later ones in
    /// their inbox; the others go on. The claims last when `read` returns them, or the pipeline is settled.
    /// - Parameter blocked: whose files stay in their inbox.
    func claim(_ candidates: [Candidate], _ blocked: inout [Owner: String]) throws -> (files: [FileInHand], unclaimed: [Ended]) {
        var files: [FileInHand] = []
        var unclaimed: [Ended] = []
        for candidate in candidates where blocked[candidate.owner] == nil {
            do {
                if let claim = try claim(candidate) {
                    files.append(FileInHand(claim, log))
                } else {
                    unclaimed.append(Ended(owner: candidate.owner, claim: nil, ending: .returned))
                }
            } catch let fault as SpoolFault where fault.isOwners {
                log.error("\(fault); the other owners go on", metadata: ["partner": "\(candidate.owner)"])
                blocked[candidate.owner] = "\(fault)"
                unclaimed.append(Ended(owner: candidate.owner, claim: nil, ending: .blocked("\(fault)")))
            }
        }
        return (files, unclaimed)
    }

    /// Claims a file; nil when it is gone or has changed since it was seen.
    func claim(_ candidate: Candidate) throws -> Claim? {
        let intake = try numbering.next(on: candidate.time.day)
        let claim: Claim?
        do {
            claim = try spool.claim(candidate.sighting, owner: candidate.owner, intake: intake, at: candidate.time, in: claimed)
        } catch {
            // The fault may have come after the rename: then the number is taken, as work/ will say.
            numbering.forget()
            throw error
        }
        guard let claim else { return nil }
        numbering.use(intake)
        if log.logLevel <= .info {
            claim.logger(log).info("claimed \(candidate.sighting.observation.size) bytes", metadata: ["step": "claim"])
        }
        return claim
    }
}

/// Counts MA_TIEP_NHAN per day of claim: one more than the ledger and work/ know.
struct IntakeNumbering {
    private let spool: Spool
    private let ledger: any Ledger
    private var last: IntakeNumber?

    init(spool: Spool, ledger: any Ledger) {
        self.spool = spool
        self.ledger = ledger
    }

    mutating func next(on day: Day) throws -> IntakeNumber {
        if let last, last.day == day { return IntakeNumber(day: day, sequence: last.sequence + 1) }
        let claimed = (try spool.standingClaims() + spool.heldClaims()).filter { $0.intake.day == day }.map(\.intake.sequence).max() ?? 0
        let newest = IntakeNumber(day: day, sequence: max(claimed, try ledger.lastIntakeSequence(on: day)))
        last = newest
        return IntakeNumber(day: day, sequence: newest.sequence + 1)
    }

    mutating func use(_ intake: IntakeNumber) { last = intake }

    /// The next number is counted anew from what is there.
    mutating func forget() { last = nil }
}
