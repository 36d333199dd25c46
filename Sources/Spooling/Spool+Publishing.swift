// Answers and forms: made in work/, renamed whole into archive/, and hard-linked from there into an outbox. A link never
// replaces anything, and a link to our own file means done; so publishing may be repeated after any stop.

import Contributions
import Glibc

extension Spool {
    /// Begins an answer or form; it stands in archive/ once it is finished.
    public func beginArtifact(_ name: ArchivedName) throws(SpoolFault) -> ArtifactWriter {
        ArtifactWriter(name: name, spool: self, file: try TemporaryFile(in: work, prefix: TemporaryFile.renderPrefix))
    }

    /// Opens a file under archive/; nil when there is none of that name.
    public func openArchived(_ name: ArchivedName) throws(SpoolFault) -> OpenFile? {
        guard let folder = try archiveFolder(name.day, name.owner, making: false) else { return nil }
        do { return try folder.openToRead(name.bytes) } catch let error where error.errno == ENOENT { return nil }
    }

    /// Whether that file of ours stands in the outbox now.
    public func inOutbox(_ name: ArchivedName, _ outbox: Outbox) throws(SpoolFault) -> Bool {
        guard let archive = try archiveFolder(name.day, name.owner, making: false), let folder = try folder(of: outbox, making: false),
            let ours = try archive.status(name.bytes), let there = try folder.status(name.bytes)
        else { return false }
        return ours.observation.isSameFile(as: there.observation)
    }

    /// What stands in an outbox under one of our names; changes nothing.
    public func look(for name: ArchivedName, in outbox: Outbox) throws(SpoolFault) -> Displayed {
        guard let folder = try folder(of: outbox, making: false), let there = try folder.status(name.bytes) else { return .missing }
        if let archive = try archiveFolder(name.day, name.owner, making: false), let ours = try archive.status(name.bytes),
            ours.observation.isSameFile(as: there.observation)
        {
            return .ours
        }
        guard there.kind == .plain || there.kind == .hardLink else { return .other(nil) }
        do { return .other(try folder.openToRead(name.bytes)) } catch { return .other(nil) }
    }

    /// Puts a finished answer or form into an outbox, under the same name. A foreign thing that stands there is moved to
    /// quarantine/<owner>/ first, as `<yyyyMMdd>_<name>`, beside a .reason.json.
    ///
    /// - Parameter reason: the content of the .reason.json, given the name under which the foreign thing will lie.
    public func publish(
        _ name: ArchivedName, to outbox: Outbox, reasonForForeign reason: (String) -> [UInt8] = Spool.foreignReason
    ) throws(SpoolFault) -> PublishOutcome {
        let group = NamingGroup()
        let outcome = try publish(name, to: outbox, in: group, reasonForForeign: reason)
        try group.settle()
        return outcome
    }

    /// The same, but it lasts in the outbox only when the group is settled.
    public func publish(
        _ name: ArchivedName, to outbox: Outbox, in group: NamingGroup, reasonForForeign reason: (String) -> [UInt8] = Spool.foreignReason
    ) throws(SpoolFault) -> PublishOutcome {
        func missing() -> SpoolFault { SpoolFault(operation: "link", path: "archive/\(name)", errno: ENOENT, scope: .spool) }
        guard let archive = try archiveFolder(name.day, name.owner, making: false, in: group) else { throw missing() }
        guard let folder = try folder(of: outbox, making: true) else {
            throw SpoolFault(operation: "open", path: "outbox", errno: ENOENT, scope: .owner(outbox.owner))
        }
        var movedTo: String?
        // Somebody may put a new thing there each time; that is trouble of this owner, and no reason to go on for ever.
        for _ in 0..<8 {
            let ours: Observation
            do {
                try archive.link(name.bytes, to: folder, as: name.bytes)
                group.add(folder)
                return movedTo.map { .publishedOverForeign(movedTo: $0) } ?? .published
            } catch let error where error.errno == EEXIST || error.errno == ENOENT {
                guard let status = try archive.status(name.bytes) else { throw missing() }
                if error.errno == ENOENT { throw error }
                ours = status.observation
            }
            guard let there = try folder.status(name.bytes) else { continue }
            if there.observation.isSameFile(as: ours) {
                group.add(folder)
                return .alreadyThere
            }
            movedTo = try moveAside(name, from: folder, owner: outbox.owner, reason: reason) ?? movedTo
        }
        throw SpoolFault(
            operation: "link", path: folder.shown(name.bytes), errno: EEXIST, scope: .owner(outbox.owner),
            detail: "something else is put there again and again")
    }

    /// The new name of what stood in the way; nil when it was gone already.
    private func moveAside(
        _ name: ArchivedName, from outbox: Folder, owner: Owner, reason: (String) -> [UInt8]
    ) throws(SpoolFault) -> String? {
        guard let quarantine = try quarantineFolder(owner, making: true) else { return nil }
        var kept = "\(name.day)_\(name.name)"
        var number = 0
        while try quarantine.status(Array(kept.utf8)) != nil {
            number += 1
            kept = "\(name.day)_\(name.name)-\(number)"
        }
        let group = NamingGroup()
        try writeReason(reason(kept), for: kept, in: quarantine, group)
        try group.settle()
        guard try outbox.move(name.bytes, to: quarantine, as: Array(kept.utf8)) else { return nil }
        try quarantine.synchronize()
        try outbox.synchronize()
        return kept
    }

    /// What a foreign thing's .reason.json says when the caller has nothing better.
    public static func foreignReason(_ keptName: String) -> [UInt8] {
        Array(#"{"MA_TIEP_NHAN":"","TEN_TEP":"\#(keptName)","DS_LOI_TEP":[]}"#.utf8) + [UInt8(ascii: "\n")]
    }

    // MARK: The daemon's figures

    /// Files in the spool's own folder that the daemon renews.
    public enum Figures: String, Sendable {
        case status = "status.json"
        case metrics = "metrics.prom"
    }

    /// Replaces one of them as a whole; not synchronized, since it is renewed each minute.
    public func renew(_ figures: Figures, with content: [UInt8]) throws(SpoolFault) {
        let file = try TemporaryFile(in: work, prefix: TemporaryFile.renderPrefix)
        try file.write(content)
        try file.moveUnsynchronized(to: root, as: Array(figures.rawValue.utf8), mode: 0o644)
    }
}
