import Answers
import Contributions
import LedgerCore
import Spooling

// Step 8, archive: the claim's last move, when its answers stand in the outbox. If the daemon stops before it, recovery
// publishes again (which finds everything there) and moves.

extension Pipeline {
    func archive(_ claim: Claim, _ posted: FileRecord) throws {
        if posted.posting.outcome == .quarantined {
            try spool.quarantine(claim, reason: try ReasonNote.render(file: posted))
        } else {
            try spool.archive(claim, day: claim.claimedAt.day)
        }
    }
}
