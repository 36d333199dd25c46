// What lies in archive/ and quarantine/ by name, for whoever compares it with the ledger: nothing is opened.

public import Contributions

extension Spool {
    /// The days that have a folder in archive/, from that one on (nil: all), sorted.
    public func archiveDays(from first: Day?) throws(SpoolFault) -> [Day] {
        try archiveRoot.names().compactMap { Day(String(decoding: $0, as: UTF8.self)) }.filter { first == nil || $0 >= first! }.sorted()
    }

    /// Everything in a day's folder, by owner and name. Names that are none of ours are left out.
    public func archivedNames(on day: Day) throws(SpoolFault) -> [ArchivedName] {
        guard let folder = try archiveFolder(day, making: false) else { return [] }
        var found: [ArchivedName] = []
        for ownersName in try folder.names() {
            guard let owner = Owner(String(decoding: ownersName, as: UTF8.self)),
                let names = try archiveFolder(day, owner, making: false)?.names()
            else { continue }
            for name in names where ArchivedName.isName(name) {
                found.append(ArchivedName(day: day, owner: owner, name: String(decoding: name, as: UTF8.self)))
            }
        }
        return found.sorted { ($0.owner, $0.name) < ($1.owner, $1.name) }
    }

    /// Everything in quarantine/, by owner and name.
    public func quarantinedNames() throws(SpoolFault) -> [(owner: Owner, name: String)] {
        var found: [(owner: Owner, name: String)] = []
        for ownersName in try quarantineRoot.names() {
            guard let owner = Owner(String(decoding: ownersName, as: UTF8.self)),
                let names = try quarantineFolder(owner, making: false)?.names()
            else { continue }
            found += names.map { (owner, String(decoding: $0, as: UTF8.self)) }
        }
        return found.sorted { ($0.owner, $0.name) < ($1.owner, $1.name) }
    }
}
