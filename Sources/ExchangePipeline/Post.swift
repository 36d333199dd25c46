import Contributions
import LedgerCore
import Logging
import Rulebook
import Spooling

// Step 6, post: one transaction holds the file's identity, its verdict, its payments with their codes, its refusals, and with
// that the fact that an answer is owed. If the daemon stops before its commit nothing was recorded; after it, everything.

extension Pipeline {
    /// Steps 3 to 5 for the next files of a group: as many small ones as memory takes, or one large one. They last on the disk afterwards, as
    /// claims and as bytes, since what is posted has to; mostly this is the reading hand, which has more time to wait for it than the first
    /// thread.
    func read(_ rest: inout ArraySlice<FileInHand>, of group: FileGroup) throws -> [FileInHand] {
        try open(rest, of: group)
        var batch: [FileInHand] = []
        var bytes = 0
        while let file = rest.first, bytes < bounds.stagedBytesMax {
            if file.ending == nil, case .changed? = file.opened {
                file.log.info("changed while it was copied; waits in its inbox again", metadata: ["step": "open"])
                file.ending = .returned
            }
            let isLarge = bounds.isLarge(file)
            if isLarge, !batch.isEmpty { break }
            rest.removeFirst()
            guard file.ending == nil else { continue }
            if let content = file.opened?.content {
                file.examination = try Examination.read(content, by: reader, setting(of: file.claim))
            }
            batch.append(file)
            bytes += file.examination?.bytesHeld ?? 0
            if isLarge { break }
        }
        if !batch.isEmpty { try claimed.settle() }
        return batch
    }

    /// Posts files that were read. A large one is held against the past before its transaction begins; small ones one after the other in
    /// one transaction, each beside those before it. The answers that were made of earlier ones are told to the ledger with them.
    func post(_ batch: [FileInHand]) throws {
        // Not inside the transaction, which others wait for.
        for file in batch { _ = try file.opened?.content?.digest.value() }
        if batch.count == 1 {
            let verdict = try verdict(on: batch[0])
            // A large one may be at its transaction for seconds.
            beginPublishing(try tellOfAnswers())
            try post(verdict, on: batch[0])
        } else if !batch.isEmpty {
            let told = try ledger.together {
                for file in batch { try post(verdict(on: file), on: file) }
                return try tellOfAnswers()
            }
            beginPublishing(told)
        }
        // It has written the last part of each XN, too.
        if batch.contains(where: { $0.confirmation != nil }) { hands.rendering.wait() }
        for file in batch {
            let posted = file.posted!
            // It is not read any more: its descriptor is free for others.
            file.opened = nil
            recordsInLog += posted.posting.counts.found
            guard log.logLevel <= .info else { continue }
            file.log.info(
                "\(posted.summary)", metadata: ["step": "post", "event": "\(posted.event)", "NGAY_GHI_NHAN": "\(posted.recordedOn)"])
        }
    }

    /// Another hand renders the XN meanwhile, but for the smallest files.
    private func post(_ verdict: Verdict, on file: FileInHand) throws {
        let isTold = bounds.isAided(file) && PostedConfirmation.tells(of: verdict)
        file.posted = try post(verdict, file.opened!, file.claim) { record, poster in
            guard isTold else { return try verdict.postChunks(poster) }
            let confirmation = try PostedConfirmation(of: record, prefix: ledger.prefix, lastSteps.publisher, hands.rendering)
            file.confirmation = confirmation
            try verdict.postChunks(confirmation.beside(poster))
        }
        file.isNew = true
        if let examination = file.examination, !bounds.isAided(file) { spent.add(examination) }
        file.examination = nil
    }

    private func verdict(on file: FileInHand) throws -> Verdict {
        switch file.opened! {
        case .changed: preconditionFailure("a file that went back to its inbox is not judged")
        case .refused(let finding, _, _): return .unreadable(finding)
        case .replay(let first, _, _): return try .replay(of: first, ledger)
        case .content(let content):
            // The same bytes may have been posted since it was opened, by a file beside it; and a large one is known only now.
            let sha256 = try content.digest.value()
            if let first = try ledger.recordedFile(owner: file.claim.owner, sha256: sha256) {
                file.opened = .replay(of: first.posting.intake, sha256: sha256, bytes: content.bytes)
                return try .replay(of: first.posting.intake, ledger)
            }
            return try file.examination!.verdict()
        }
    }

    /// The setting in which a claim is judged: the registry and the ledger as they are now.
    private func setting(of claim: Claim) -> CheckSetting {
        CheckSetting(
            owner: claim.owner, received: claim.claimedAt, registry: master.registry, ledger: ledger, prefix: ledger.prefix,
            limits: limits, makeScratch: spool.makeScratch)
    }

    private func post(
        _ verdict: Verdict, _ opened: Opened, _ claim: Claim, chunks: (FileRecord, any ChunkPoster) throws -> Void
    ) throws -> FileRecord {
        let (sha256, bytes) = try opened.identity()
        let posting = FilePosting(
            intake: claim.intake, claimedAt: claim.claimedAt, owner: claim.owner, name: claim.name,
            shownName: ShownName.of(try spool.rawName(of: claim)), sha256: sha256, bytes: bytes, outcome: verdict.outcome,
            resultCode: verdict.resultCode, document: verdict.document, header: verdict.header, counts: verdict.counts,
            findings: verdict.findings,
            registryRevision: master.registry.revision, postedAt: clock.now(), registryRows: verdict.registryRows)
        return try ledger.post(posting, keys: verdict.keys, chunks: chunks)
    }
}

extension Verdict {
    /// The same bytes again: nothing is recorded, and every record counts as it did, only as on record before.
    static func replay(of intake: IntakeNumber, _ ledger: any Ledger) throws -> Verdict {
        guard let first = try ledger.file(intake)?.posting else {
            throw LedgerFault(.invariant, "the file \(intake) that a replay refers to is gone")
        }
        var verdict = Verdict(outcome: .replay(of: intake), resultCode: first.resultCode, document: first.document, header: first.header)
        verdict.counts.found = first.counts.found
        verdict.counts.onRecord = first.counts.recorded + first.counts.onRecord
        verdict.counts.refused = first.counts.refused
        verdict.counts.onRecordMoney = first.counts.recordedMoney + first.counts.onRecordMoney
        verdict.counts.refusedMoney = first.counts.refusedMoney
        return verdict
    }
}

extension Opened {
    /// What the ledger keeps of the bytes; empty when they were not read.
    fileprivate func identity() throws -> (sha256: [UInt8], bytes: Int64) {
        switch self {
        case .content(let content): (try content.digest.value(), content.bytes)
        case .refused(_, let sha256, let bytes), .replay(_, let sha256, let bytes): (sha256, bytes)
        case .changed: ([], 0)
        }
    }
}
