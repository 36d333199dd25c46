// What stands in work/: listing it, tidying up after a stop, setting files aside in work/held/, and reading claims. A
// claim's satellites (its sidecar, the note of a refused name) belong where the claim is; whatever a stop left
// elsewhere is brought together here, and nothing that a sender wrote is ever removed.

public import Contributions
import Glibc

extension Spool {
    /// What stands in work/, sorted by intake number, after tidying: temporary files that nobody makes any more are
    /// removed, and a sidecar or note whose claim was never completed is given back. Only for the holder of the lock.
    public func claims() throws(SpoolFault) -> [Claim] {
        try tidy()
        return try standingClaims()
    }

    /// What stands in work/, sorted; changes nothing.
    public func standingClaims() throws(SpoolFault) -> [Claim] { try listed(in: work) }

    /// What waits in work/held/ for a person, sorted.
    public func heldClaims() throws(SpoolFault) -> [Claim] { try listed(in: held) }

    private func listed(in folder: Folder) throws(SpoolFault) -> [Claim] {
        let names = try folder.names()
        return names.compactMap { Claim(workName: String(decoding: $0, as: UTF8.self)) }.sorted { $0.intake < $1.intake }
    }

    /// Makes everything that stands in the spool last, the ledger in it included, whoever wrote it. A kernel that cannot promise it
    /// (before 5.8) is asked for nothing: there a power cut soon after a kill may find less than the daemon has relied on.
    public func settleWhatStands() throws(SpoolFault) { _ = try work.synchronizeFileSystem() }

    // MARK: Held

    /// Sets a claim aside for a person; the rest flows on. Does nothing when it is held already.
    public func hold(_ claim: Claim) throws(SpoolFault) {
        if try !work.move(claim.workBytes, to: held, as: claim.workBytes), try held.status(claim.workBytes) == nil {
            throw SpoolFault(operation: "rename", path: work.shown(claim.workBytes), errno: ENOENT, scope: .spool)
        }
        try moveSatellites(of: claim, from: work, to: held)
    }

    /// Brings a held claim back into work/. False when none of that number is held.
    public func release(_ intake: IntakeNumber) throws(SpoolFault) -> Bool {
        guard let claim = try heldClaims().first(where: { $0.intake == intake }) else { return false }
        // The file last: whoever sees it in work/ sees its sidecar too.
        try moveSatellites(of: claim, from: held, to: work)
        guard try held.move(claim.workBytes, to: work, as: claim.workBytes) else { return false }
        try work.synchronize()
        try held.synchronize()
        return true
    }

    private func moveSatellites(of claim: Claim, from: Folder, to: Folder) throws(SpoolFault) {
        for name in [claim.sidecarBytes, claim.noteBytes] { _ = try from.move(name, to: to, as: name) }
        try to.synchronize()
        try from.synchronize()
    }

    // MARK: Tidying

    private func tidy() throws(SpoolFault) {
        let inWork = Set(try work.names())
        let inHeld = Set(try held.names())
        for name in inWork where TemporaryFile.isTemporary(name) { try removeIfAbandoned(name) }
        for (names, here, others, there) in [(inWork, work, inHeld, held), (inHeld, held, inWork, work)] {
            for name in names {
                guard let claim = Self.claim(ofSatellite: name), !names.contains(claim.workBytes) else { continue }
                if others.contains(claim.workBytes) {
                    try moveSatellites(of: claim, from: here, to: there)
                } else if here === work {
                    try giveBackSatellites(of: claim, rawName: Array(claim.name.utf8))
                }
            }
        }
    }

    /// The claim to which a sidecar or a note belongs by its name.
    private static func claim(ofSatellite name: [UInt8]) -> Claim? {
        for suffix in [NameClass.sidecarSuffix, Claim.noteSuffix] where name.hasSuffix(suffix) {
            return Claim(workName: String(decoding: name.dropLast(suffix.count), as: UTF8.self))
        }
        return nil
    }

    /// A temporary file is locked for as long as its maker lives.
    private func removeIfAbandoned(_ name: [UInt8]) throws(SpoolFault) {
        do {
            let file = try work.openToRead(name)
            do { try retrying { () throws(FileCallError) in try calls.lock(file.descriptor) } } catch { return }
            try work.remove(name)
        } catch let error where error.errno == ENOENT {}
    }

    // MARK: Reading

    /// What was claimed, seen without following or opening anything that could make us wait; open when it is a plain file that may be
    /// read. `secure` it before its bytes are believed.
    public func open(_ claim: Claim) throws(SpoolFault) -> (kind: ClaimedKind, file: OpenFile?) {
        if !claimsSeen.isPlain(claim) {
            guard let status = try work.status(claim.workBytes) else { throw missing(claim) }
            guard status.kind == .plain else { return (.notPlain(status.kind), nil) }
        }
        do {
            let file = try openClaimed(claim)
            // It may have got a second name.
            guard file.status.kind == .plain else { return (.notPlain(file.status.kind), nil) }
            return (.plain(bytes: file.bytes), file)
        } catch let error where error.errno == EACCES || error.errno == EPERM {
            return (.unreadable, nil)
        }
    }

    /// Opens a claimed file to be read; a fault when it is not a plain file of one link (see `open`).
    public func openForReading(_ claim: Claim) throws(SpoolFault) -> OpenFile {
        let file = try openClaimed(claim)
        guard file.status.kind == .plain else {
            throw SpoolFault(
                operation: "open", path: file.path, errno: EINVAL, scope: .spool,
                detail: "not a plain file of one link any more: \(file.status.kind.rawValue)")
        }
        return file
    }

    /// Opens a claim in work/ or work/held/ to look at its bytes; nil when it is gone, no plain file, or not to be read.
    public func openStanding(_ claim: Claim) throws(SpoolFault) -> OpenFile? {
        for folder in [work, held] {
            guard try folder.status(claim.workBytes)?.kind == .plain else { continue }
            do { return try folder.openToRead(claim.workBytes) } catch {
                guard [ENOENT, EACCES, EPERM, EAGAIN, ELOOP].contains(error.errno) else { throw error }
            }
        }
        return nil
    }

    /// At most `Sidecar.bytesMax` + 1 bytes of the claimed sidecar; nil when the file came without one. They are sure to be on the disk
    /// when the group is settled.
    public func sidecar(of claim: Claim, in group: NamingGroup) throws(SpoolFault) -> [UInt8]? {
        if claimsSeen.isAlone(claim) { return nil }
        do {
            guard let file = try work.openIfThere(claim.sidecarBytes) else { return nil }
            if file.isRegular { group.add(file) }
            // What is no plain file is as good as malformed.
            return file.status.kind == .plain ? try file.readAll(limit: Sidecar.bytesMax + 1) : []
        } catch let error where [ELOOP, EACCES, EPERM, ENXIO].contains(error.errno) {
            return []
        }
    }

    /// The name under which the file was dropped, byte for byte.
    public func rawName(of claim: Claim) throws(SpoolFault) -> [UInt8] {
        guard claim.isNameRefused else { return Array(claim.name.utf8) }
        for folder in [work, held] {
            do { return try folder.openToRead(claim.noteBytes).readAll(limit: 4096) } catch let error where error.errno == ENOENT {}
        }
        return Array(claim.name.utf8)
    }

    func openClaimed(_ claim: Claim) throws(SpoolFault) -> OpenFile {
        do { return try work.openToRead(claim.workBytes) } catch let error where error.errno == EAGAIN {
            // Its sender holds a lease on it; the kernel takes that away in a while.
            throw SpoolFault(operation: error.operation, path: error.path, errno: EAGAIN, scope: .owner(claim.owner))
        }
    }

    func missing(_ claim: Claim) -> SpoolFault {
        SpoolFault(operation: "open", path: work.shown(claim.workBytes), errno: ENOENT, scope: .spool)
    }
}
