// The first of very many sightings in the order of claiming, without keeping the others.

/// Keeps the first so many of what it is offered.
struct OldestSightings {
    /// How many were offered and are not kept.
    private(set) var dropped = 0
    private let most: Int
    private var kept: [Sighting] = []
    /// Whatever follows it is not among the first.
    private var last: Sighting?

    init(atMost most: Int) { self.most = most }

    mutating func offer(_ sighting: Sighting) {
        if let last, last.precedes(sighting) {
            dropped += 1
            return
        }
        kept.append(sighting)
        // Put in order when there are twice as many, so that each costs the same few comparisons.
        if kept.count >= 2 * most { trim() }
    }

    private mutating func trim() {
        kept.sort { $0.precedes($1) }
        guard kept.count > most else { return }
        dropped += kept.count - most
        kept.removeLast(kept.count - most)
        last = kept.last
    }

    mutating func inOrder() -> [Sighting] {
        trim()
        return kept
    }
}
