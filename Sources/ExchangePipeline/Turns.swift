import Contributions

// Partners take turns, file by file: whose turn it is, and who has left.

/// Whose turn it is: one after the other, for as long as they have files.
struct Turns {
    private(set) var owners: [Owner]
    private var place = 0
    /// Inboxes were looked into then, but for those of which something was still to be taken.
    let began: ContinuousClock.Instant

    /// - Parameter last: who gave a file last; whoever follows begins.
    init(_ owners: [Owner], after last: Owner?, began: ContinuousClock.Instant) {
        self.owners = owners
        self.began = began
        if let last, let next = owners.firstIndex(where: { $0 > last }) { place = next }
    }

    var count: Int { owners.count }

    /// Nobody has anything left, as far as was seen.
    var isOver: Bool { owners.isEmpty }

    mutating func next() -> Owner? {
        guard !owners.isEmpty else { return nil }
        if place >= owners.count { place = 0 }
        defer { place += 1 }
        return owners[place]
    }

    /// It was this one's turn, and it has not used it.
    mutating func giveBack(_ owner: Owner) { place -= 1 }

    /// The one whose turn it was has nothing to give.
    mutating func leave(_ owner: Owner) {
        place -= 1
        owners.remove(at: place)
    }

    /// They have nothing to give; whoever's turn is next keeps it.
    mutating func leave(where hasNothing: (Owner) -> Bool) {
        place -= owners.prefix(place).count(where: hasNothing)
        owners.removeAll(where: hasNothing)
    }
}
