import Answers
import Contributions
import LedgerCore
import Logging
import Spooling

// Step 8, archive: the claim's last move, when its answers stand in the outbox. If the daemon stops before it, recovery
// publishes again (which finds everything there) and moves.

extension Pipeline {
    /// Puts the originals of a group away. That lasts when the pipeline is settled; until then a stop only repeats it.
    func archive(_ group: FileGroup) throws {
        try group.step { file in
            let (claim, posted) = (file.claim, file.posted!)
            if posted.posting.outcome == .quarantined {
                try spool.quarantine(claim, reason: try ReasonNote.render(file: posted), in: moves)
            } else {
                try spool.archive(claim, day: claim.claimedAt.day, in: moves)
            }
            file.log.debug("answered and archived", metadata: ["step": "archive"])
            file.ending = .done(posted.posting.outcome)
        }
        guard recordsInLog >= Self.checkpointFrom else { return }
        try ledger.checkpoint()
        recordsInLog = 0
    }

    /// After so many records the ledger's log is moved into the database, so that it stays short.
    static let checkpointFrom = 50_000
}
