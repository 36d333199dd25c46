// The folders of owners and of days. An owner's inbox and outbox are opened once and kept, and before each use compared
// with what stands under their names now: a new folder is opened in the old one's place, and a link or anything else is
// a fault of that owner alone. Folders for days are made when needed, and their names made durable; they are kept likewise, and
// compared once for the moves that are made durable together: no partner reaches them.

import Contributions
import Glibc
import Synchronization

extension Spool {
    /// The folders of one owner, as far as they were used.
    struct OwnersFolders: Sendable {
        enum Side: String { case inbox, outbox }

        var parent: Folder
        private var inbox: Folder?
        private var outbox: Folder?

        init(parent: Folder) { self.parent = parent }

        subscript(side: Side) -> Folder? {
            get { side == .inbox ? inbox : outbox }
            set { if side == .inbox { inbox = newValue } else { outbox = newValue } }
        }
    }

    func inbox(of owner: Owner) throws(SpoolFault) -> Folder { try current(.inbox, of: owner) }

    func outbox(of owner: Owner) throws(SpoolFault) -> Folder { try current(.outbox, of: owner) }

    /// The folder behind an outbox; the agency's day and month folders are made when missing, or nil.
    func folder(of outbox: Outbox, making: Bool) throws(SpoolFault) -> Folder? {
        let folder = try self.outbox(of: outbox.owner)
        guard case .agency(let name) = outbox else { return folder }
        guard [6, 8].contains(name.utf8.count), name.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw SpoolFault(operation: "open", path: folder.shown(Array(name.utf8)), errno: EINVAL, scope: .spool)
        }
        return try child(name, of: folder, mode: 0o750, making: making)
    }

    /// archive/<yyyyMMdd>; nil when it is missing and not to be made.
    func archiveFolder(_ day: Day, making: Bool) throws(SpoolFault) -> Folder? {
        try child(day.description, of: archiveRoot, mode: 0o700, making: making)
    }

    /// archive/<yyyyMMdd>/<owner>; nil when it is missing and not to be made.
    func archiveFolder(_ day: Day, _ owner: Owner, making: Bool) throws(SpoolFault) -> Folder? {
        guard let dayFolder = try archiveFolder(day, making: making) else { return nil }
        return try child(owner.description, of: dayFolder, mode: 0o700, making: making)
    }

    /// The same for a move that the group makes last: of its moves the first asks whether the folders still stand there.
    func archiveFolder(_ day: Day, _ owner: Owner, making: Bool, in group: NamingGroup) throws(SpoolFault) -> Folder? {
        if let compared = group.archiveFolder(day, owner) { return compared }
        var dayFolder = group.archiveFolder(day, nil)
        if dayFolder == nil { dayFolder = try archiveFolder(day, making: making) }
        guard let dayFolder, let folder = try child(owner.description, of: dayFolder, mode: 0o700, making: making) else { return nil }
        group.note(dayFolder, of: day, nil)
        group.note(folder, of: day, owner)
        return folder
    }

    /// quarantine/<owner>; nil when it is missing and not to be made.
    func quarantineFolder(_ owner: Owner, making: Bool) throws(SpoolFault) -> Folder? {
        try child(owner.description, of: quarantineRoot, mode: 0o700, making: making)
    }

    private func child(_ name: String, of parent: Folder, mode: UInt32, making: Bool) throws(SpoolFault) -> Folder? {
        let place = KnownFolders.Place(parent: parent.identity.inode, name: name)
        let (kept, isDurable) = knownFolders.withLock { ($0.open[place], $0.durable.contains(place)) }
        if let kept {
            if try parent.holds(kept, as: name) { return kept }
            // Somebody has removed or replaced it.
            knownFolders.withLock { $0.forget(place) }
        } else if isDurable {
            do {
                let folder = try parent.folder(name)
                knownFolders.withLock { $0.keep(folder, at: place) }
                return folder
            } catch let error where error.errno == ENOENT {
                knownFolders.withLock { $0.forget(place) }
            }
        }
        guard making else {
            do { return try parent.folder(name) } catch let error where error.errno == ENOENT { return nil }
        }
        // Also when it stands there already: whoever made it may have ended before its name was durable.
        try parent.makeFolder(name, mode: mode)
        try parent.synchronize()
        let folder = try parent.folder(name)
        knownFolders.withLock { $0.keep(folder, at: place) }
        return folder
    }

    /// Folders for days that this process has seen durable, so that it need not make sure again; the last ones used are open.
    struct KnownFolders: Sendable {
        /// Where a folder stands: its parent's inode, and its name.
        struct Place: Hashable {
            let parent: UInt64
            let name: String
        }

        private(set) var durable: Set<Place> = []
        private(set) var open: [Place: Folder] = [:]

        /// One forgotten costs an fsync,
        private static let durableMax = 10_000
        /// and one closed that it is opened again: each is a descriptor.
        private static let openMax = 1_024

        mutating func keep(_ folder: Folder, at place: Place) {
            if durable.count >= Self.durableMax { durable.removeAll() }
            if open.count >= Self.openMax { open.removeAll() }
            durable.insert(place)
            open[place] = folder
        }

        mutating func forget(_ place: Place) {
            durable.remove(place)
            open[place] = nil
        }
    }

    // MARK: Owners' folders as they are now

    private func current(_ side: OwnersFolders.Side, of owner: Owner) throws(SpoolFault) -> Folder {
        let scope = SpoolFault.Scope.owner(owner)
        let known = opened.withLock { $0[owner] }
        do {
            var parent = agency
            if let code = owner.partnerCode { parent = try current(known?.parent, code, in: partners, scope: scope) }
            let isParentNew = parent !== known?.parent
            let kept = isParentNew ? nil : known?[side]
            let folder = try current(kept, side.rawValue, in: parent, scope: scope)
            if folder === kept { return folder }
            opened.withLock {
                if isParentNew || $0[owner] == nil { $0[owner] = OwnersFolders(parent: parent) }
                $0[owner]![side] = folder
            }
            return folder
        } catch {
            opened.withLock { _ = $0.removeValue(forKey: owner) }
            throw error
        }
    }

    private func current(_ known: Folder?, _ name: String, in parent: Folder, scope: SpoolFault.Scope) throws(SpoolFault) -> Folder {
        if let known, try parent.holds(known, as: name) { return known }
        let folder = try parent.folder(name, scope: scope)
        try requireSameFileSystem(folder, scope: scope)
        return folder
    }
}
