import Contributions
import Spooling

// What stands in an inbox, counted entry by entry: of a folder of any size nothing is held but the oldest.

/// The figures of one inbox.
struct InboxTally {
    /// Entries of one sort: how many, and the first in the order of claiming.
    struct Sort {
        private(set) var count = 0
        private(set) var first: Sighting?

        mutating func add(_ sighting: Sighting) {
            count += 1
            if first.map(sighting.precedes) ?? true { first = sighting }
        }
    }

    /// Entries that are no uploads under way.
    private(set) var waiting = 0
    /// Seconds since the oldest of them was written.
    private(set) var oldestSeconds: Int64 = 0
    /// Those that wait for too long.
    private(set) var late = Sort()
    /// Uploads that should be finished.
    private(set) var uploads = Sort()
    private let now: VietnamTime

    init(at now: VietnamTime) { self.now = now }

    mutating func count(_ sighting: Sighting) {
        let age = now - sighting.modifiedAt
        if sighting.isLeftAlone {
            if age >= SpoolStatus.uploadSecondsMax { uploads.add(sighting) }
            return
        }
        waiting += 1
        oldestSeconds = max(oldestSeconds, age)
        // A file copied with its old time has not waited since then: the kernel's own time of change counts too.
        if min(age, now - sighting.changedAt) > SpoolStatus.waitingSecondsMax { late.add(sighting) }
    }
}

extension Sighting {
    /// When the kernel saw its last change.
    fileprivate var changedAt: VietnamTime { VietnamTime(secondsSince1970: observation.changed / 1_000_000_000) }
}
