import Answers
import Contributions
import Crypto
import LedgerCore
import Logging
import Spooling

// How answers and forms come to stand where their readers look: rendered into a private file, made durable in archive/, the
// digest stored in the ledger, and only then linked into an outbox. Every part may be repeated after a stop; what stands
// already with the same bytes is left as it is.

struct Publisher: Sendable {
    let spool: Spool
    let log: Logger

    /// Renders an answer into archive/; what the ledger is to know of it once the group is settled.
    func make(
        _ name: ArchivedName, _ kind: Artifact.Kind, intake: IntakeNumber?, in group: NamingGroup, render: (AnswerWriter) throws -> Void
    ) throws -> Artifact {
        let artifact = try begin(name)
        let writer = AnswerWriter(artifact.write)
        try render(writer)
        try writer.finish()
        return try artifact.finish(kind, intake: intake, in: group)
    }

    func begin(_ name: ArchivedName) throws -> HashedArtifact { HashedArtifact(try spool.beginArtifact(name)) }

    func isMade(_ name: ArchivedName, _ stored: [Artifact]) throws -> Bool {
        try stored.contains { $0.name == name.name } && spool.openArchived(name) != nil
    }

    func publish(_ name: ArchivedName, to outbox: Outbox) throws {
        let group = NamingGroup()
        try publish(name, to: outbox, in: group)
        try group.settle()
    }

    /// The same, but it lasts when the group is settled.
    func publish(_ name: ArchivedName, to outbox: Outbox, in group: NamingGroup) throws {
        if case .publishedOverForeign(let movedTo) = try spool.publish(name, to: outbox, in: group) {
            log.warning(
                "a foreign file stood under our answer's name and was moved aside",
                metadata: ["step": "answer", "file": "\(name.name)", "partner": "\(outbox.owner)", "moved": "\(movedTo)"])
        }
    }
}

/// An answer or form in the making, with the digest of what was written so far.
final class HashedArtifact {
    private let artifact: ArtifactWriter
    private var hash = SHA256()

    init(_ artifact: ArtifactWriter) { self.artifact = artifact }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        hash.update(bufferPointer: bytes)
        try artifact.write(bytes)
    }

    /// Gives it its place in archive/, which lasts when the group is settled; what the ledger is to know of it then.
    func finish(_ kind: Artifact.Kind, intake: IntakeNumber?, in group: NamingGroup) throws -> Artifact {
        try artifact.finish(in: group)
        let name = artifact.name
        return Artifact(kind: kind, intake: intake, name: name.name, day: name.day, owner: name.owner, sha256: Array(hash.finalize()))
    }
}
