import Answers
import Contributions
import LedgerCore
import Logging
import Spooling

// Step 7, answer: what is owed is rendered from the ledger alone, made durable in archive/, its digest stored, and only then
// linked into the outbox: TC page, TC, XN, so that whoever sees an XN sees all. Every part may be repeated: what stands
// already with the same bytes is left as it is. The XN of all but the smallest files was rendered with the same bytes while they were
// posted (PostedConfirmation.swift).

/// Steps 7 and 8 of files that are posted. They share with the steps before only what several threads may use, so that another hand
/// takes them.
struct LastSteps: Sendable {
    let spool: Spool
    /// What is rendered comes from here, without waiting for a posting.
    let posted: LedgerReader
    let publisher: Publisher
    /// Originals put away that are still to be made durable. Not the claims': what one hand is settling another could take for settled.
    let putAway = NamingGroup()

    /// Makes the answers of posted files in archive/; those of its first sending when one is a replay. They last there afterwards.
    /// - Returns: what the ledger is to know of them before they are published.
    func makeAnswers(of group: FileGroup) throws -> [Artifact] {
        let archived = NamingGroup()
        var made: [Artifact] = []
        try group.step { file in try makeAnswers(of: file, &made, in: archived) }
        try archived.settle()
        return made
    }

    /// Publishes answers that the ledger knows.
    func publish(_ group: FileGroup) throws {
        let linked = NamingGroup()
        try group.step { file in
            for name in file.answers { try publisher.publish(name, to: file.outbox!, in: linked) }
        }
        try linked.settle()
    }

    /// Renders what does not stand in archive/ yet, and notes what the ledger is to know of it.
    private func makeAnswers(of file: FileInHand, _ made: inout [Artifact], in group: NamingGroup) throws {
        var answered = file.posted!
        let isNew = file.isNew
        if case .replay(let first) = answered.posting.outcome {
            guard let original = try posted.file(first) else {
                throw LedgerFault(.invariant, "the file \(first) that a replay refers to is gone")
            }
            answered = original
        }
        let posting = answered.posting
        let stored = isNew && answered.id == file.posted!.id ? [] : try posted.artifacts(of: posting.intake)
        file.outbox = answered.outbox
        file.answers = try AnswerParts.owed(by: answered).map { part in
            let name = ArchivedName(day: posting.claimedAt.day, owner: posting.owner, name: part.name(of: answered))
            if try !publisher.isMade(name, stored) {
                let rendered = try part.kind == .confirmation ? file.confirmation?.finish() : nil
                made.append(
                    try rendered?.finish(part.kind, intake: posting.intake, in: group)
                        ?? publisher.make(name, part.kind, intake: posting.intake, in: group) { writer in
                            try part.render(answered, posted, writer)
                        })
            }
            return name
        }
        file.confirmation = nil
    }
}

extension FileRecord {
    /// Where its answers go.
    var outbox: Outbox {
        switch posting.owner {
        case .partner(let code): .partner(code)
        case .agency: .agency(folder: posting.claimedAt.day.description)
        }
    }
}

/// One of a file's answers: what it is called and how it is rendered.
struct AnswerParts {
    let kind: Artifact.Kind
    let render: (FileRecord, any Ledger, AnswerWriter) throws -> Void

    /// A TC (page first) when anything was refused, an XN when anything is on record now.
    static func owed(by file: FileRecord) -> [AnswerParts] {
        let counts = file.posting.counts
        var parts: [AnswerParts] = []
        if counts.refused > 0 || file.posting.outcome != .recorded {
            parts.append(AnswerParts(kind: .rejectionPage) { try RejectionPage.render(file: $0, ledger: $1, into: $2) })
            parts.append(AnswerParts(kind: .rejection) { try RejectionAnswer.render(file: $0, ledger: $1, into: $2) })
        }
        if file.posting.outcome == .recorded {
            parts.append(AnswerParts(kind: .confirmation) { try ConfirmationAnswer.render(file: $0, ledger: $1, into: $2) })
        }
        return parts
    }

    func name(of file: FileRecord) -> String {
        switch kind {
        case .rejectionPage: AnswerNames.rejectionPage(of: file.posting.name, file.posting.intake)
        case .rejection: AnswerNames.rejection(of: file.posting.name, file.posting.intake)
        default: AnswerNames.confirmation(of: file.posting.name, file.posting.intake)
        }
    }
}
