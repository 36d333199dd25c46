// Looking into inboxes and taking files out of them. A claim is one rename, preceded by the sidecar's and, for a refused
// name, by a note that keeps the raw name. What is claimed is what was seen: an entry that changed since the look stays.

public import Contributions
import Glibc

extension Spool {
    // MARK: Looking

    /// Begins a look at an inbox.
    /// - Parameter pairs: each file comes with its sidecar; false for whoever only counts.
    public func beginLook(in owner: Owner, pairs: Bool = true) throws(SpoolFault) -> InboxLook {
        try InboxLook(at: inbox(of: owner), pairs: pairs)
    }

    /// Opens a candidate that is still in its inbox, to compare it with its sidecar. Nil when it is not the plain file
    /// any more that was seen, or may not be read.
    public func openCandidate(_ sighting: Sighting, owner: Owner) throws(SpoolFault) -> OpenFile? {
        try openInInbox(sighting.rawName, owner: owner, expecting: sighting.observation)
    }

    /// At most `Sidecar.bytesMax` + 1 bytes of a candidate's sidecar; nil when it has none any more.
    public func sidecar(of sighting: Sighting, owner: Owner) throws(SpoolFault) -> [UInt8]? {
        guard let expected = sighting.sidecar else { return nil }
        return try openInInbox(sighting.sidecarName, owner: owner, expecting: expected)?.readAll(limit: Sidecar.bytesMax + 1)
    }

    private func openInInbox(_ name: [UInt8], owner: Owner, expecting: Observation) throws(SpoolFault) -> OpenFile? {
        let inbox = try inbox(of: owner)
        guard let status = try inbox.status(name), status.kind == .plain, status.observation == expecting else { return nil }
        do {
            let file = try inbox.openToRead(name)
            return file.status.kind == .plain && file.status.observation == expecting ? file : nil
        } catch let error where [ENOENT, ELOOP, EACCES, EPERM, ENXIO, EAGAIN].contains(error.errno) {
            return nil
        }
    }

    // MARK: Claiming

    /// Takes a file out of its inbox for good, with its sidecar; nil when it is gone or not what was seen any more. Links,
    /// folders and other things are taken themselves, never what they point to.
    public func claim(
        _ sighting: Sighting, owner: Owner, intake: IntakeNumber, at time: VietnamTime
    ) throws(SpoolFault) -> Claim? {
        let group = NamingGroup()
        let claim = try claim(sighting, owner: owner, intake: intake, at: time, in: group)
        try group.settle()
        return claim
    }

    /// The same, but the claim lasts only when the group is settled.
    public func claim(
        _ sighting: Sighting, owner: Owner, intake: IntakeNumber, at time: VietnamTime, in group: NamingGroup
    ) throws(SpoolFault) -> Claim? {
        let inbox = try inbox(of: owner)
        guard try isUnchanged(sighting, in: inbox) else { return nil }
        var name = Claim.refusedName
        if case .file(let allowed) = sighting.nameClass { name = allowed }
        let claim = Claim(intake: intake, claimedAt: time, owner: owner, name: name)
        if try work.status(claim.workBytes) != nil {
            throw SpoolFault(operation: "rename", path: work.shown(claim.workBytes), errno: EEXIST, scope: .spool)
        }
        if claim.isNameRefused { try writeNote(claim, rawName: sighting.rawName) }
        do {
            if sighting.sidecar != nil { _ = try inbox.move(sighting.sidecarName, to: work, as: claim.sidecarBytes) }
            guard try inbox.move(sighting.rawName, to: work, as: claim.workBytes) else {
                try giveBackSatellites(of: claim, rawName: sighting.rawName)
                return nil
            }
        } catch {
            // The fault is what matters; what cannot be given back now is tidied at the next start.
            if !error.isFatal { try? giveBackSatellites(of: claim, rawName: sighting.rawName) }
            throw error
        }
        group.add(work, inbox)
        guard let claimed = try work.status(claim.workBytes), claimed.observation.isSameFile(as: sighting.observation),
            claimed.observation.size == sighting.observation.size, claimed.observation.modified == sighting.observation.modified
        else {
            // It was replaced or written to in the last moment.
            return try returnToInbox(claim) ? nil : claim
        }
        claimsSeen.note(claim, isPlain: claimed.kind == .plain, hasSidecar: sighting.sidecar != nil)
        return claim
    }

    private func isUnchanged(_ sighting: Sighting, in inbox: Folder) throws(SpoolFault) -> Bool {
        guard let now = try inbox.status(sighting.rawName), now.observation == sighting.observation else { return false }
        // A sidecar that came, went or changed since the look asks for another look.
        guard case .file = sighting.nameClass else { return true }
        let beside = try inbox.status(sighting.sidecarName)
        return (beside?.kind == .plain ? beside?.observation : nil) == sighting.sidecar
    }

    /// Keeps a refused name's raw bytes, durably, before the rename that would lose them.
    private func writeNote(_ claim: Claim, rawName: [UInt8]) throws(SpoolFault) {
        let note = try TemporaryFile(in: work, prefix: TemporaryFile.renderPrefix)
        try note.write(rawName)
        try note.finish(mode: 0o600)
        try note.move(to: work, as: claim.noteBytes)
    }

    // MARK: Giving back

    /// Puts a claimed file back into its inbox to wait, because it changed while it was copied. False when its name is
    /// taken again: then it stays a claim. The move is not mistaken for a sender's rename into place.
    public func returnToInbox(_ claim: Claim) throws(SpoolFault) -> Bool {
        let inbox = try inbox(of: claim.owner)
        let name = try rawName(of: claim)
        do {
            guard try moveIn(claim.workBytes, to: inbox, as: name, owner: claim.owner) else { return false }
        } catch let error where error.errno == EEXIST {
            return false
        }
        claimsSeen.forget(claim)
        try inbox.synchronize()
        try work.synchronize()
        try giveBackSatellites(of: claim, rawName: name)
        return true
    }

    /// Puts the sidecar of a claim that is none (any more) back into the inbox, and removes the note.
    func giveBackSatellites(of claim: Claim, rawName: [UInt8]) throws(SpoolFault) {
        var isChanged = try work.remove(claim.noteBytes)
        if try work.status(claim.sidecarBytes) != nil {
            try giveBackSidecar(of: claim, rawName: rawName)
            isChanged = true
        }
        if isChanged { try work.synchronize() }
    }

    private func giveBackSidecar(of claim: Claim, rawName: [UInt8]) throws(SpoolFault) {
        do {
            let inbox = try inbox(of: claim.owner)
            if try moveIn(claim.sidecarBytes, to: inbox, as: rawName + NameClass.sidecarSuffix, owner: claim.owner) {
                try inbox.synchronize()
            }
        } catch let error where !error.isFatal && error.scope != .spool {
            // A newer sidecar has taken its place, or the inbox is out of order: keep this one among the originals.
            guard let aside = try archiveFolder(claim.claimedAt.day, claim.owner, making: true) else { return }
            var name = claim.sidecarBytes
            var number = 0
            while try aside.status(name) != nil {
                number += 1
                name = claim.sidecarBytes + Array("-\(number)".utf8)
            }
            _ = try work.move(claim.sidecarBytes, to: aside, as: name)
            try aside.synchronize()
        }
    }

    /// A move into an inbox by ourselves, which the notices shall not take for the sender's.
    private func moveIn(_ name: [UInt8], to inbox: Folder, as newName: [UInt8], owner: Owner) throws(SpoolFault) -> Bool {
        ownMoves.expect(newName, owner: owner)
        do {
            let isMoved = try work.move(name, to: inbox, as: newName)
            if !isMoved { _ = ownMoves.consume(newName, owner: owner) }
            return isMoved
        } catch {
            _ = ownMoves.consume(newName, owner: owner)
            throw error
        }
    }
}
