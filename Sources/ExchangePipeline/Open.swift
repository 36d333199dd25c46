import Contributions
import LedgerCore
import Spooling

// Step 3, open: is this a file that can be read (FileRules), are its bytes sure to stay, and have we seen them before? If the daemon stops here nothing was decided; a copy made
// to be safe from a writer simply stands for the claim.

/// A claim after opening.
enum Opened {
    /// Ready to be read.
    case content(Content)
    /// Not a usable file.
    case refused(Finding, sha256: [UInt8], bytes: Int64)
    /// The same bytes as a file that recorded something.
    case replay(of: IntakeNumber, sha256: [UInt8], bytes: Int64)
    /// It changed while it was copied, and went back to its inbox.
    case changed
}

extension Pipeline {
    /// Opens a claim. That its bytes are on the disk is sure when the pipeline is settled.
    func open(_ claim: Claim) throws -> Opened {
        let shown = ShownName.of(try spool.rawName(of: claim))
        if try ledger.isRefusedByOperator(claim.intake) {
            return try refused(claim, Finding(.TEP07, details: ["operator"]))
        }
        if claim.isNameRefused { return try refused(claim, FileRules.nameRefused(shown)) }
        let kind = try spool.inspect(claim)
        if let finding = FileRules.finding(of: kind, shownName: shown, limits: limits) {
            return try refused(claim, finding, bytes: kind.bytes)
        }
        if try spool.secure(claim, in: moves) == .changed {
            // Its name may be taken again: then the claim stays, and is opened once more at the next pass.
            if try spool.returnToInbox(claim) { return .changed }
            throw StillChanging(claim: claim)
        }
        return try recognize(claim)
    }

    /// Without being read. What is answered stays all the same.
    private func refused(_ claim: Claim, _ finding: Finding, bytes: Int64 = 0) throws -> Opened {
        try spool.keep(claim)
        return .refused(finding, sha256: [], bytes: bytes)
    }

    /// The bytes cannot change any more from here on.
    private func recognize(_ claim: Claim) throws -> Opened {
        let file = try spool.openForReading(claim)
        let sha256 = try FileDigest.sha256(of: file)
        if let finding = try FileRules.finding(
            name: claim.name, file: try spool.openForReading(claim), sha256: sha256, sidecar: try spool.sidecar(of: claim), limits: limits)
        {
            return .refused(finding, sha256: sha256, bytes: file.bytes)
        }
        if let first = try ledger.recordedFile(owner: claim.owner, sha256: sha256) {
            return .replay(of: first.posting.intake, sha256: sha256, bytes: file.bytes)
        }
        return .content(Content(file: try spool.openForReading(claim), format: FileRules.format(of: claim.name), sha256: sha256))
    }
}

/// A file that its sender keeps writing to although its name in the inbox is taken again. Tried again later.
struct StillChanging: Error, CustomStringConvertible {
    let claim: Claim
    var description: String { "\(claim.workName) is still being written to" }
}

extension Opened {
    /// The length of what is to be read.
    var bytesToRead: Int64 {
        if case .content(let content) = self { content.file.bytes } else { 0 }
    }
}

extension ClaimedKind {
    /// The length of a plain file.
    fileprivate var bytes: Int64 {
        if case .plain(let bytes) = self { bytes } else { 0 }
    }
}
