import Contributions
import LedgerCore
import Rulebook
import Spooling

// Step 6, post: one transaction holds the file's identity, its verdict, its payments with their codes, its refusals, and with
// that the fact that an answer is owed. If the daemon stops before its commit nothing was recorded; after it, everything.

extension Pipeline {
    /// The setting in which a claim is judged: the registry and the ledger as they are now.
    func check(_ opened: Opened, _ claim: Claim) throws -> Verdict {
        switch opened {
        case .changed: preconditionFailure("a file that went back to its inbox is not judged")
        case .refused(let finding, _, _): return .unreadable(finding)
        case .replay(let first, _, _): return try .replay(of: first, ledger)
        case .content(let content):
            return try Checker.check(
                content, by: reader,
                CheckSetting(
                    owner: claim.owner, received: claim.claimedAt, registry: master.registry, ledger: ledger, prefix: ledger.prefix,
                    limits: limits,
                    makeScratch: spool.makeScratch))
        }
    }

    func post(_ verdict: Verdict, _ opened: Opened, _ claim: Claim) throws -> FileRecord {
        let (sha256, bytes) = opened.identity
        let posting = FilePosting(
            intake: claim.intake, claimedAt: claim.claimedAt, owner: claim.owner, name: claim.name,
            shownName: ShownName.of(try spool.rawName(of: claim)), sha256: sha256, bytes: bytes, outcome: verdict.outcome,
            resultCode: verdict.resultCode, document: verdict.document, header: verdict.header, counts: verdict.counts,
            findings: verdict.findings,
            registryRevision: master.registry.revision, postedAt: clock.now(), registryRows: verdict.registryRows,
            movements: verdict.movements)
        return try ledger.post(posting, keys: verdict.keys, chunks: verdict.postChunks)
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
        verdict.counts.onRecordMoney = first.counts.recordedMoney.addingSaturated(first.counts.onRecordMoney)
        verdict.counts.refusedMoney = first.counts.refusedMoney
        return verdict
    }
}

extension Int64 {
    /// The sum, or the largest number: a statement may hold more than any bank has.
    fileprivate func addingSaturated(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

extension Opened {
    /// What the ledger keeps of the bytes; empty when they were not read.
    fileprivate var identity: (sha256: [UInt8], bytes: Int64) {
        switch self {
        case .content(let content): (content.sha256, content.file.bytes)
        case .refused(_, let sha256, let bytes), .replay(_, let sha256, let bytes): (sha256, bytes)
        case .changed: ([], 0)
        }
    }
}
