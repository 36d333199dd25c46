import ConfinedReading
import Contributions
import LedgerCore
import Spooling

// Step 3, open: is this a file that can be read (FileRules), are its bytes sure to stay, and have we seen them before? If the daemon
// stops here nothing was decided; a copy made to be safe from a writer simply stands for the claim.

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
    /// Opens files of a group, and tells the reader what it will be asked for.
    func open(_ files: ArraySlice<FileInHand>, of group: FileGroup) throws {
        for file in files where file.opened == nil {
            try group.step(file) { $0.opened = try open($0.claim) }
        }
        reader.expect(files.compactMap { $0.ending == nil ? $0.opened?.content?.file : nil })
    }

    /// Opens a claim. That its bytes are on the disk is sure when `read` returns.
    private func open(_ claim: Claim) throws -> Opened {
        let shown = claim.isNameRefused ? ShownName.of(try spool.rawName(of: claim)) : claim.name
        if try lastSteps.posted.isRefusedByOperator(claim.intake) {
            return try refused(claim, Finding(.TEP07, details: ["operator"]))
        }
        if claim.isNameRefused { return try refused(claim, FileRules.nameRefused(shown)) }
        let (kind, opened) = try spool.open(claim)
        if let finding = FileRules.finding(of: kind, shownName: shown, limits: limits) {
            return try refused(claim, finding, bytes: kind.bytes)
        }
        guard var file = opened else { preconditionFailure("a plain file of ours is open") }
        if try spool.secure(claim, &file, in: claimed) == .changed {
            // Its name may be taken again: then the claim stays, and is opened once more at the next pass.
            if try spool.returnToInbox(claim) { return .changed }
            throw StillChanging(claim: claim)
        }
        return try recognize(claim, file)
    }

    /// Without being read. What is answered stays all the same.
    private func refused(_ claim: Claim, _ finding: Finding, bytes: Int64 = 0) throws -> Opened {
        try spool.keep(claim)
        return .refused(finding, sha256: [], bytes: bytes)
    }

    /// The bytes cannot change any more from here on.
    private func recognize(_ claim: Claim, _ file: OpenFile) throws -> Opened {
        let format = FileRules.format(of: claim.name)
        let sidecar = try spool.sidecar(of: claim, in: claimed)
        if sidecar == nil, file.bytes > bounds.unaidedBytesMax { return try recognizeLater(claim, file, format) }
        let (sha256, start) = try FileDigest.read(file)
        if let finding = FileRules.finding(
            name: claim.name, bytes: file.bytes, start: start, sha256: sha256, sidecar: sidecar, limits: limits)
        {
            return .refused(finding, sha256: sha256, bytes: file.bytes)
        }
        if let first = try lastSteps.posted.recordedFile(owner: claim.owner, sha256: sha256) {
            return .replay(of: first.posting.intake, sha256: sha256, bytes: file.bytes)
        }
        return .content(Content(file, format, Digest(sha256)))
    }

    /// To digest all but the smallest files takes as long as some steps: another hand does it, and whether we have seen the bytes before
    /// is known when they were read.
    private func recognizeLater(_ claim: Claim, _ file: OpenFile, _ format: FileToRead.Format) throws -> Opened {
        let start = try FileDigest.start(of: file)
        if let finding = FileRules.finding(name: claim.name, bytes: file.bytes, start: start, sha256: [], sidecar: nil, limits: limits) {
            return .refused(finding, sha256: try FileDigest.sha256(of: file, after: start), bytes: file.bytes)
        }
        return .content(Content(file, format, Digest(of: file, after: start, by: hands.digesting)))
    }
}

/// A file that its sender keeps writing to although its name in the inbox is taken again. Tried again later.
struct StillChanging: Error, CustomStringConvertible {
    let claim: Claim
    var description: String { "\(claim.workName) is still being written to" }
}

extension Opened {
    /// What is to be read.
    var content: Content? {
        if case .content(let content) = self { content } else { nil }
    }
}

extension ClaimedKind {
    /// The length of a plain file.
    fileprivate var bytes: Int64 {
        if case .plain(let bytes) = self { bytes } else { 0 }
    }
}
