public import Contributions
public import LedgerCore
public import Spooling

// What becomes of files, and is told when they go no further.

/// What became of a claim.
public enum Ending: Sendable, Equatable {
    /// Answered, and the original is in archive/ or quarantine/.
    case done(Outcome)
    /// It changed while it was copied and waits in its inbox again.
    case returned
    /// It ended the daemon too often and waits in work/held/ for a person.
    case held
    /// Its owner's folders are out of order, as the text says; it waits in work/ for the next pass.
    case blocked(String)
}

/// A file that goes no further.
public struct Ended: Sendable {
    public let owner: Owner
    /// Nil when it could not be claimed: it is gone, or still in its inbox.
    public let claim: Claim?
    public let ending: Ending

    init(owner: Owner, claim: Claim?, ending: Ending) { (self.owner, self.claim, self.ending) = (owner, claim, ending) }

    init(_ claim: Claim, _ ending: Ending) { self.init(owner: claim.owner, claim: claim, ending: ending) }
}
