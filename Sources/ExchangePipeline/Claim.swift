public import Contributions
import LedgerCore
import Logging
public import Spooling

// Step 2, claim: a whole file is taken out of its inbox by one rename, whose new name fixes its MA_TIEP_NHAN and its time of
// receipt for good. If the daemon stops before the rename nothing has happened; after it, recovery finds the claim.

extension Pipeline {
    /// Claims a file; nil when it is gone or has changed since it was seen. The claim lasts when `read` returns it, or the pipeline is settled.
    public func claim(_ sighting: Sighting, of owner: Owner) throws -> Claim? {
        let now = clock.now()
        let intake = try numbering.next(on: now.day)
        let claim: Claim?
        do { claim = try spool.claim(sighting, owner: owner, intake: intake, at: now, in: claimed) } catch {
            // The fault may have come after the rename: then the number is taken, as work/ will say.
            numbering.forget()
            throw error
        }
        guard let claim else { return nil }
        numbering.use(intake)
        if log.logLevel <= .info {
            claim.logger(log).info("claimed \(sighting.observation.size) bytes", metadata: ["step": "claim"])
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
