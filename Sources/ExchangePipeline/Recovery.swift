import Contributions
import LedgerCore
import Logging
public import Spooling

// What a stop left behind. At the start every claim in work/ goes through the same steps again: the ledger says whether it
// is posted, archive/ and the outbox whether it is answered. A claim whose reading ended the process three times is set
// aside for a person, and the rest flows on.

extension Pipeline {
    /// Readings that ended the process after which a file is held.
    static let endingsMax = 3

    /// The claims that stand in work/, in the order of their numbers: left over, released, or waiting for a partner's outbox.
    public func standingClaims() throws -> [Claim] { try spool.claims() }

    /// Answers what was posted and not answered. Its claim is in work/ and would bring it about, but not when an older copy of the
    /// ledger was put back: then the claim is archived long since. Repeating an answer changes nothing.
    func answerWhatIsOwed() throws {
        var posted: [FileRecord] = []
        try ledger.files(.sinceLastAnswer) { posted.append($0) }
        let owed = try posted.filter(isOwedAnswers)
        for start in stride(from: 0, to: owed.count, by: bounds.filesMax) {
            let files = owed[start..<min(owed.count, start + bounds.filesMax)].map { record in
                let claim = Claim(record)
                let file = FileInHand(claim, log)
                file.posted = record
                return file
            }
            let group = FileGroup(files, log)
            let made = try lastSteps.makeAnswers(of: group)
            if !made.isEmpty { try ledger.store(made) }
            try lastSteps.publish(group)
        }
    }

    /// Some of its answers was never made. Those that were made are not published again: their reader may have taken them away.
    private func isOwedAnswers(_ file: FileRecord) throws -> Bool {
        if case .replay = file.posting.outcome { return false }
        return try ledger.artifacts(of: file.posting.intake).count < AnswerParts.owed(by: file).count
    }

    func isToBeHeld(_ file: FileInHand) throws -> Bool {
        let claim = file.claim
        guard let ended = endedBefore[claim.intake], ended >= Self.endingsMax else { return false }
        if try ledger.isRefusedByOperator(claim.intake) { return false }
        // A person will decide: when it is released, it may try again from the start.
        func forget() throws {
            endedBefore[claim.intake] = nil
            try lock.forgetForGood([claim.intake])
        }
        do { try spool.hold(claim) } catch {
            // It may be held all the same, and only its sidecar is still to follow.
            if (try? spool.heldClaims().contains(claim)) == true { try? forget() }
            throw error
        }
        try forget()
        file.log.error(
            "reading this file ended the daemon \(ended) times; it waits in work/held/: giaonhan release or giaonhan refuse \(claim.intake)",
            metadata: ["step": "recovery"])
        return true
    }
}

extension Claim {
    /// The claim that a posted file was.
    fileprivate init(_ file: FileRecord) {
        let posting = file.posting
        self.init(intake: posting.intake, claimedAt: posting.claimedAt, owner: posting.owner, name: posting.name)
    }
}
