import Contributions
import Crypto
public import LedgerCore
public import Spooling

// What `verify` finds: the ledger against itself, every original and every answer and report in archive/ against the digest on
// record, every answer and report rendered once more from the ledger against it, what stands in the outboxes against archive/,
// and by name what archive/ and quarantine/ know and the ledger does not. It only looks. The daemon may go on meanwhile: what it has in hand is passed over, and whatever looks wrong is
// looked at a second time. Memory does not grow with what is on record.

/// Something that `verify` has to tell.
public struct Discrepancy: Sendable {
    /// LOAI.
    public enum Kind: String, Sendable, CaseIterable {
        /// The ledger does not agree with itself.
        case ledger = "SO_CAI"
        /// An original, answer or report is not where it must be.
        case missing = "THIEU_TEP"
        /// Its bytes are not those of the digest on record.
        case digest = "SAI_TOM_TAT"
        /// The ledger renders other bytes now.
        case rendering = "SAI_KET_XUAT"
        /// An answer or report that was owed has no digest on record.
        case unstored = "THIEU_TRA_LOI"
        /// Something else stands in an outbox under its name, or the outbox is out of order.
        case outbox = "SAI_HOP_THU"
        /// It stands in archive/ or quarantine/, and the ledger does not know it.
        case unknown = "SO_CAI_KHONG_BIET"
        /// A note: the ledger was put back from a copy, and does not know what was published before; a jump has passed over it.
        case forgotten = "TRUOC_KHOI_PHUC"
        /// A note: its reader has taken it away, or the operator has emptied quarantine/.
        case takenAway = "DA_LAY"
        /// A note: a closed day's report is still to be published.
        case unpublished = "CHUA_CONG_BO"

        public var isNote: Bool { self == .takenAway || self == .unpublished || self == .forgotten }
    }

    public let kind: Kind
    /// A path relative to the spool, or an answer's name.
    public let subject: String
    /// The ledger's own difference.
    public let audit: AuditDifference?

    init(_ kind: Kind, _ subject: String) { (self.kind, self.subject, audit) = (kind, subject, nil) }
    init(_ audit: AuditDifference) { (kind, subject, self.audit) = (.ledger, audit.subject, audit) }
}

/// What was looked at.
public struct Verified: Sendable {
    public var files = 0
    public var answers = 0
    public var reports = 0
}

public final class Verifier {
    /// What is being looked at.
    public enum Step: Sendable {
        case ledger(AuditStep)
        case files
        case reports
    }

    let spool: Spool
    let ledger: any Ledger
    let watch: (Step, Int64) throws -> Void
    let tell: (Discrepancy) throws -> Void
    var verified = Verified()

    /// - Parameters:
    ///   - watch: told now and then how much of a step is done.
    ///   - tell: told every discrepancy and note.
    public init(
        spool: Spool, ledger: any Ledger, watch: @escaping (Step, Int64) throws -> Void, tell: @escaping (Discrepancy) throws -> Void
    ) {
        (self.spool, self.ledger, self.watch, self.tell) = (spool, ledger, watch, tell)
    }

    public func run() throws -> Verified {
        try ledger.audit({ try watch(.ledger($0), $1) }, { try tell(Discrepancy($0)) })
        do {
            try ledger.files(.all) { file in
                try look(at: file)
                verified.files += 1
                try watch(.files, Int64(verified.files))
            }
            try lookAtReports()
            try lookForForgottenWork()
        } catch let fault as LedgerFault {
            // What cannot be read as it was written is a finding, too.
            guard fault.kind == .corrupt else { throw fault }
            try tell(Discrepancy(AuditDifference(.database, "ledger.sqlite", found: fault.message)))
        }
        return verified
    }

    /// Twice when something is wrong: the daemon may have been at work on it.
    private func look(at file: FileRecord) throws {
        let before = verified
        var found = try discrepancies(of: file)
        if found.contains(where: { !$0.kind.isNote }) {
            if try spool.standingClaims().contains(where: { $0.intake == file.posting.intake }) { return }
            verified = before
            found = try discrepancies(of: file)
        }
        for discrepancy in found { try tell(discrepancy) }
    }

    /// What the ledger does not know is a fault, unless a person has passed over it (`run --restored`): then it is a note.
    private func lookForForgottenWork() throws {
        let forgotten = try ForgottenWork.look(spool, ledger, from: nil).paths
        for path in forgotten { try tell(Discrepancy(.unknown, path)) }
        guard try !ledger.jumps().isEmpty else { return }
        let faults = Set(forgotten)
        for path in try ForgottenWork.look(spool, ledger, from: nil, includingJumped: true).paths where !faults.contains(path) {
            try tell(Discrepancy(.forgotten, path))
        }
    }

    // MARK: parts that files and reports share

    /// An answer or report: its archived bytes, what the ledger renders, and what stands in its outboxes.
    func look(
        at artifact: Artifact, rendered: [UInt8]?, mayDiffer: Bool = false, in outboxes: [Outbox], _ found: inout [Discrepancy]
    ) throws {
        let name = ArchivedName(day: artifact.day, owner: artifact.owner, name: artifact.name)
        let path = "archive/\(name)"
        let digest = try spool.openArchived(name).map { try FileDigest.sha256(of: $0) }
        if digest != artifact.sha256 { found.append(Discrepancy(digest == nil ? .missing : .digest, path)) }
        if let rendered, rendered != artifact.sha256 { found.append(Discrepancy(mayDiffer ? .forgotten : .rendering, path)) }
        for outbox in outboxes {
            let place = "\(outbox.path)/\(artifact.name)"
            do {
                switch try spool.look(for: name, in: outbox) {
                case .missing: found.append(Discrepancy(.takenAway, place))
                case .ours:
                    // One file under two names: what was written to one is in the other.
                    if digest != artifact.sha256 { found.append(Discrepancy(.outbox, place)) }
                case .other(let file):
                    // A copy of the same bytes, put there by whoever restored the outbox, harms nobody.
                    if try file.map({ try FileDigest.sha256(of: $0) }) != artifact.sha256 { found.append(Discrepancy(.outbox, place)) }
                }
            } catch let fault as SpoolFault where fault.isOwners {
                found.append(Discrepancy(.outbox, place))
            }
        }
    }
}

extension Outbox {
    /// Relative to the spool.
    var path: String {
        switch self {
        case .partner(let code): "partners/\(code)/outbox"
        case .agency(let folder): "agency/outbox/\(folder)"
        }
    }
}
