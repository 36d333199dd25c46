// A claim's last move: into archive/ when its answer is published, into quarantine/ when it could not be read at all. A claim that
// stands in work/ says that something is left to do, so whatever goes with it (its sidecar, the reason of a quarantine) goes first and
// lasts before the file itself moves; repeating what a stop cut short completes it.

public import Contributions
import Glibc

extension Spool {
    /// Moves the original to archive/<yyyyMMdd>/<owner>/<MA_TIEP_NHAN>_<name>, its sidecar beside it.
    public func archive(_ claim: Claim, day: Day) throws(SpoolFault) {
        let group = NamingGroup()
        if try beginArchiving(claim, day: day, in: group) { try group.settle() }
        try archive(claim, day: day, in: group)
        try group.settle()
    }

    /// What goes before the original: its sidecar. True when there is something, which must last (the group be settled) before the
    /// original follows.
    public func beginArchiving(_ claim: Claim, day: Day, in group: NamingGroup) throws(SpoolFault) -> Bool {
        guard !claimsSeen.isAlone(claim), let folder = try archiveFolder(day, claim.owner, making: true, in: group) else { return false }
        return try moveSidecar(of: claim, to: folder, group)
    }

    /// The original, which lasts in its place only when the group is settled.
    public func archive(_ claim: Claim, day: Day, in group: NamingGroup) throws(SpoolFault) {
        guard let folder = try archiveFolder(day, claim.owner, making: true, in: group) else { return }
        try move(claim, to: folder, group)
    }

    /// Moves the file to quarantine/<owner>/<MA_TIEP_NHAN>_<name>, its sidecar and a .reason.json beside it.
    public func quarantine(_ claim: Claim, reason: [UInt8]) throws(SpoolFault) {
        let group = NamingGroup()
        try beginQuarantining(claim, reason: reason, in: group)
        try group.settle()
        try quarantine(claim, in: group)
        try group.settle()
    }

    /// What goes before the file, and must last (the group be settled) before the file follows: the reason and the sidecar.
    public func beginQuarantining(_ claim: Claim, reason: [UInt8], in group: NamingGroup) throws(SpoolFault) {
        guard let folder = try quarantineFolder(claim.owner, making: true) else { return }
        try writeReason(reason, for: claim.keptName, in: folder, group)
        _ = try moveSidecar(of: claim, to: folder, group)
    }

    /// The file, which lasts in its place only when the group is settled.
    public func quarantine(_ claim: Claim, in group: NamingGroup) throws(SpoolFault) {
        guard let folder = try quarantineFolder(claim.owner, making: true) else { return }
        try move(claim, to: folder, group)
    }

    /// Whether anything lies in an owner's quarantine under that name, plain file or not.
    public func isQuarantined(_ name: String, _ owner: Owner) throws(SpoolFault) -> Bool {
        try quarantineFolder(owner, making: false)?.status(Array(name.utf8)) != nil
    }

    /// Opens a quarantined file; nil when there is none of that name.
    public func openQuarantined(_ name: String, _ owner: Owner) throws(SpoolFault) -> OpenFile? {
        guard let folder = try quarantineFolder(owner, making: false) else { return nil }
        do { return try folder.openToRead(Array(name.utf8)) } catch let error where error.errno == ENOENT { return nil }
    }

    /// How many files and other things lie in an owner's quarantine.
    public func quarantineCount(of owner: Owner) throws(SpoolFault) -> Int {
        let satellites = [Self.reasonSuffix, NameClass.sidecarSuffix]
        return try quarantineFolder(owner, making: false)?.names().count { name in !satellites.contains { name.hasSuffix($0) } } ?? 0
    }

    private static let reasonSuffix = Array(".reason.json".utf8)

    func writeReason(_ reason: [UInt8], for keptName: String, in folder: Folder, _ group: NamingGroup) throws(SpoolFault) {
        let file = try TemporaryFile(in: work, prefix: TemporaryFile.renderPrefix)
        try file.write(reason)
        try file.finish(mode: 0o600, in: group)
        try file.move(to: folder, as: Array(keptName.utf8) + Self.reasonSuffix, in: group)
    }

    private func moveSidecar(of claim: Claim, to folder: Folder, _ group: NamingGroup) throws(SpoolFault) -> Bool {
        guard try work.move(claim.sidecarBytes, to: folder, as: claim.keptBytes + NameClass.sidecarSuffix) else { return false }
        group.add(folder)
        group.add(work)
        return true
    }

    private func move(_ claim: Claim, to folder: Folder, _ group: NamingGroup) throws(SpoolFault) {
        if try !work.move(claim.workBytes, to: folder, as: claim.keptBytes), try folder.status(claim.keptBytes) == nil {
            throw missing(claim)
        }
        claimsSeen.forget(claim)
        group.add(folder)
        group.add(work)
        // Last, because the note is the only place where a refused name stands.
        guard claim.isNameRefused else { return }
        try group.settle()
        if try work.remove(claim.noteBytes) { group.add(work) }
    }
}
