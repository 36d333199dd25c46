import Spooling

// The spool's folders as they lie there: all of them, plain, on one file system; whose they are; and what others may do with them.
// What is right is what `init` makes and samples/sftp/own-folders.sh sets up: the daemon's own folders are its user's alone, the
// way to the partners' folders belongs to root or to that user, and a partner comes into its inbox and outbox by its own group.

struct Survey {
    private let ground: Ground
    /// Every partner that has folders, sorted.
    private(set) var partners: [String] = []
    private var places: [String: GroundPlace] = [:]

    /// Nobody but the daemon reads or writes there.
    private static let daemonsOwn = ["work", "work/held", "archive", "quarantine", "ledger"]
    /// The way to the owners' folders, which partners and others pass or see.
    private static let ways = [".", "partners", "agency"]

    init(of ground: Ground) { self.ground = ground }

    func isFolder(_ path: String) -> Bool { places[path]?.kind == .folder }

    // MARK: THU_MUC

    /// Looks at every folder, and tells which are not as they must be.
    mutating func checkFolders() -> [GroundCheck] {
        var checks: [GroundCheck] = []
        for path in ["."] + Ground.folders { checks += visit(path) }
        if isFolder("partners") {
            do { partners = try ground.partners() } catch { checks += looking(.folders) { () throws(SpoolFault) in throw error } }
        }
        for partner in partners {
            for path in ["partners/\(partner)"] + sides(partner) { checks += visit(path) }
        }
        return checks.isEmpty ? [GroundCheck(.folders, .ok, ".", .foldersStand(partners: partners.count))] : checks
    }

    /// What is wrong with one folder; nothing when the one around it is told of already.
    private mutating func visit(_ path: String) -> [GroundCheck] {
        if let slash = path.lastIndex(of: "/"), !isFolder(String(path[..<slash])) { return [] }
        let found: GroundPlace?
        do { found = try ground.look(at: path) } catch { return looking(.folders) { () throws(SpoolFault) in throw error } }
        guard let found else { return [GroundCheck(.folders, .fault, path, .missing)] }
        places[path] = found
        guard found.kind == .folder else { return [GroundCheck(.folders, .fault, path, .notAFolder(found.kind))] }
        return found.isOnSpoolsFileSystem ? [] : [GroundCheck(.folders, .fault, path, .otherFileSystem)]
    }

    private func sides(_ partner: String) -> [String] { ["partners/\(partner)/inbox", "partners/\(partner)/outbox"] }

    private func folders(_ paths: [String]) -> [GroundPlace] { paths.compactMap { places[$0] }.filter { $0.kind == .folder } }

    // MARK: CHU_SO_HUU

    /// The daemon's user: whoever `init` was run as, for it made the ledger's folder.
    private var daemon: Ownership? { places["ledger"].flatMap { $0.kind == .folder ? $0.ownership : nil } }

    func checkOwners() -> [GroundCheck] {
        guard let user = daemon?.user else { return [GroundCheck(.owner, .unseen, "ledger", .notReached)] }
        var checks: [GroundCheck] = []
        func expect(_ place: GroundPlace, _ result: GroundCheck.Result, orRoot: Bool = false) {
            let owner = place.ownership.user
            if owner == user || (orRoot && owner == 0) { return }
            checks.append(GroundCheck(.owner, result, place.path, .foreignOwner(user: owner, expected: user)))
        }
        for place in folders(Self.daemonsOwn) { expect(place, .fault) }
        for place in folders(Self.ways + partners.map { "partners/\($0)" }) { expect(place, .fault, orRoot: true) }
        // By its group it comes in; as the owner it could also let others in.
        for place in folders(["agency/inbox", "agency/outbox"] + partners.flatMap(sides)) { expect(place, .warning, orRoot: true) }
        // A command that was once run as another user leaves files that the daemon cannot write to.
        checks += looking(.owner) { () throws(SpoolFault) in
            for path in try ground.files(in: "ledger") + [".giaonhan.lock"] {
                if let place = try ground.look(at: path) { expect(place, .fault) }
            }
            return []
        }
        return checks.isEmpty ? [GroundCheck(.owner, .ok, ".", .ownedAsExpected(user: user))] : checks
    }

    // MARK: QUYEN

    func checkModes() -> [GroundCheck] {
        var checks: [GroundCheck] = []
        func tell(_ place: GroundPlace, _ result: GroundCheck.Result, _ seen: Seen) {
            checks.append(GroundCheck(.mode, result, place.path, seen))
        }
        for place in folders(Self.daemonsOwn) {
            let mode = place.ownership.mode
            if mode & 0o022 != 0 {
                tell(place, mode & 0o007 != 0 ? .fault : .warning, .writableByOthers(mode: mode, change: "go-rwx"))
            } else if mode & 0o005 != 0 {
                tell(place, .fault, .openToOthers(mode: mode, change: "go-rwx"))
            }
        }
        for place in folders(Self.ways) where place.ownership.mode & 0o022 != 0 {
            let mode = place.ownership.mode
            tell(place, mode & 0o002 != 0 ? .fault : .warning, .writableByOthers(mode: mode, change: "go-w"))
        }
        for place in folders(partners.map { "partners/\($0)" }) where place.ownership.mode & 0o022 != 0 {
            tell(place, .fault, .homeOfPartner(mode: place.ownership.mode))
        }
        for place in folders(["agency/inbox", "agency/outbox"] + partners.flatMap(sides)) where place.ownership.mode & 0o007 != 0 {
            let mode = place.ownership.mode
            tell(
                place, .fault,
                mode & 0o002 != 0 ? .writableByOthers(mode: mode, change: "o-rwx") : .openToOthers(mode: mode, change: "o-rwx"))
        }
        for place in folders(partners.map { "partners/\($0)/inbox" }) where !isWritableByItsPartner(place.ownership) {
            tell(place, .warning, .inboxNotWritable(mode: place.ownership.mode))
        }
        return checks.isEmpty ? [GroundCheck(.mode, .ok, ".", .modesAsExpected)] : checks
    }

    /// Also when it is nobody's but the daemon's: the partner has no account yet.
    private func isWritableByItsPartner(_ inbox: Ownership) -> Bool {
        guard let daemon, inbox.user == daemon.user, inbox.group != daemon.group, inbox.group != 0 else { return true }
        return inbox.mode & 0o030 == 0o030
    }

    // MARK: DON_VI

    /// An account that serves two partners lets each read what the other sends.
    func checkPartners() -> [GroundCheck] {
        guard let daemon else { return [GroundCheck(.partners, .unseen, "ledger", .notReached)] }
        var users: [UInt32: Set<String>] = [:]
        var groups: [UInt32: Set<String>] = [:]
        for partner in partners {
            for place in folders(sides(partner)) {
                let ownership = place.ownership
                if ownership.user != daemon.user, ownership.user != 0 { users[ownership.user, default: []].insert(partner) }
                if ownership.group != daemon.group, ownership.group != 0, ownership.mode & 0o070 != 0 {
                    groups[ownership.group, default: []].insert(partner)
                }
            }
        }
        var checks: [GroundCheck] = []
        for (shared, seen) in [(users, Seen.sameUser), (groups, Seen.sameGroup)] {
            for (number, partners) in shared.sorted(by: { $0.key < $1.key }) where partners.count > 1 {
                let names = partners.sorted()
                checks.append(GroundCheck(.partners, .fault, names.map { "partners/\($0)" }.joined(separator: ", "), seen(number, names)))
            }
        }
        return checks.isEmpty ? [GroundCheck(.partners, .ok, "partners", .partnersApart(partners.count))] : checks
    }
}
