import Answers
import Contributions
import Crypto
import LedgerCore
import Logging
import Spooling

// How answers and forms come to stand where their readers look: rendered into a private file, made durable in archive/, the
// digest stored in the ledger, and only then linked into an outbox. Every part may be repeated after a stop; what stands
// already with the same bytes is left as it is.

struct Publisher {
    let spool: Spool
    let ledger: any Ledger
    let log: Logger

    /// Makes sure that an answer or form stands in archive/ and that the ledger knows its digest.
    func make(
        _ name: ArchivedName, _ kind: Artifact.Kind, intake: IntakeNumber?, stored: [Artifact], render: (AnswerWriter) throws -> Void
    ) throws {
        let isStored = stored.contains { $0.kind == kind }
        if isStored, try spool.openArchived(name) != nil { return }
        let artifact = try spool.beginArtifact(name)
        var hash = SHA256()
        let writer = AnswerWriter { bytes in
            hash.update(bufferPointer: bytes)
            try artifact.write(bytes)
        }
        try render(writer)
        try writer.finish()
        try artifact.finish()
        try ledger.store(
            Artifact(kind: kind, intake: intake, name: name.name, day: name.day, owner: name.owner, sha256: Array(hash.finalize())))
    }

    func publish(_ name: ArchivedName, to outbox: Outbox) throws {
        if case .publishedOverForeign(let movedTo) = try spool.publish(name, to: outbox) {
            log.warning(
                "a foreign file stood under our answer's name and was moved aside",
                metadata: ["step": "answer", "file": "\(name.name)", "partner": "\(outbox.owner)", "moved": "\(movedTo)"])
        }
    }
}
