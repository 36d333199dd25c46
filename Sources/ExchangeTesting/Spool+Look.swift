// A whole look at once, for tests whose inboxes hold a few files.

public import Contributions
public import Spooling

extension Spool {
    /// Every entry of an inbox, unsorted.
    public func look(in owner: Owner) throws(SpoolFault) -> [Sighting] {
        let look = try beginLook(in: owner)
        var sightings: [Sighting] = []
        while let sighting = try look.next() { sightings.append(sighting) }
        return sightings
    }
}
