import Answers
import Contributions
import LedgerCore
import Logging
import Spooling

// Step 8, archive: the claim's last move, when its answers stand in the outbox. What goes with it, a sidecar or the reason of a
// quarantine, goes before it. If the daemon stops before that move lasts, recovery publishes again (which finds everything there)
// and moves.

extension LastSteps {
    /// Puts the originals of a group away. That lasts when it is settled after the pass; until then a stop only repeats it.
    func archive(_ group: FileGroup) throws {
        var isAccompanied = false
        try group.step { file in
            if file.isQuarantined {
                try spool.beginQuarantining(file.claim, reason: try ReasonNote.render(file: file.posted!), in: putAway)
                isAccompanied = true
            } else if try spool.beginArchiving(file.claim, day: file.claim.claimedAt.day, in: putAway) {
                isAccompanied = true
            }
        }
        if isAccompanied { try putAway.settle() }
        try group.step { file in
            let (claim, posted) = (file.claim, file.posted!)
            if file.isQuarantined {
                try spool.quarantine(claim, in: putAway)
            } else {
                try spool.archive(claim, day: claim.claimedAt.day, in: putAway)
            }
            if publisher.log.logLevel <= .debug { file.log.debug("answered and archived", metadata: ["step": "archive"]) }
            file.ending = .done(posted.posting.outcome)
        }
    }
}

extension FileInHand {
    fileprivate var isQuarantined: Bool { posted!.posting.outcome == .quarantined }
}
