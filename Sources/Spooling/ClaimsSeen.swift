import Contributions
import Synchronization

// What was seen of claims as this process made them, so that the later steps do not look for it again: a small file's way is made of
// looks. It stays true, since a claim remains the same file and nothing comes to it in work/ but by ourselves. Of claims that an
// earlier process made nothing is known, and all is looked for.

/// The claims that were made here and are not put away yet. May be used from several tasks at once.
final class ClaimsSeen: Sendable {
    private struct Sight {
        let isPlain: Bool
        let hasSidecar: Bool
    }

    private let sights = Mutex<[IntakeNumber: Sight]>([:])

    func note(_ claim: Claim, isPlain: Bool, hasSidecar: Bool) {
        sights.withLock { $0[claim.intake] = Sight(isPlain: isPlain, hasSidecar: hasSidecar) }
    }

    /// It is known to be a regular file.
    func isPlain(_ claim: Claim) -> Bool { sights.withLock { $0[claim.intake]?.isPlain ?? false } }

    /// It is known to have come without a sidecar.
    func isAlone(_ claim: Claim) -> Bool { sights.withLock { $0[claim.intake]?.hasSidecar == false } }

    /// It was put away, or given back.
    func forget(_ claim: Claim) { sights.withLock { _ = $0.removeValue(forKey: claim.intake) } }
}
