// The names that the spool gives: to a claimed file in work/, to what lies in archive/, and to the outboxes. A claim's
// name carries all that must never change again: MA_TIEP_NHAN, the time of receipt, the owner.

public import Contributions

/// A file that was taken out of an inbox: `work/<MA_TIEP_NHAN>~<yyyyMMddHHmmss>~<owner>~<name>`.
public struct Claim: Hashable, Sendable {
    /// Stands for a name outside the allowed form.
    public static let refusedName = "KHONG-TEN"

    public let intake: IntakeNumber
    public let claimedAt: VietnamTime
    public let owner: Owner
    /// The name under which it was dropped; `KHONG-TEN` when that name was refused.
    public let name: String
    /// The name in work/.
    public let workName: String

    public init(intake: IntakeNumber, claimedAt: VietnamTime, owner: Owner, name: String) {
        self.intake = intake
        self.claimedAt = claimedAt
        self.owner = owner
        self.name = name
        workName = "\(intake)~\(claimedAt)~\(owner)~\(name)"
    }

    /// The claim of that name in work/; nil for anything else that may stand there.
    public init?(workName: String) {
        let parts = workName.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 4, let intake = IntakeNumber(parts[0]), let claimedAt = VietnamTime(parts[1]), let owner = Owner(parts[2])
        else { return nil }
        guard parts[3] == Claim.refusedName || NameClass(Array(parts[3].utf8)) == .file(String(parts[3])) else { return nil }
        self.init(intake: intake, claimedAt: claimedAt, owner: owner, name: String(parts[3]))
        guard self.workName == workName else { return nil }
    }

    /// The name under archive/ and quarantine/.
    public var keptName: String { "\(intake)_\(name)" }
    public var isNameRefused: Bool { name == Claim.refusedName }

    static let noteSuffix = Array(".name".utf8)

    var workBytes: [UInt8] { Array(workName.utf8) }
    var sidecarBytes: [UInt8] { workBytes + NameClass.sidecarSuffix }
    /// The note that holds a refused name's raw bytes.
    var noteBytes: [UInt8] { workBytes + Claim.noteSuffix }
    var keptBytes: [UInt8] { Array(keptName.utf8) }
}

/// A file under archive/: `archive/<yyyyMMdd>/<owner>/<name>`.
public struct ArchivedName: Hashable, Sendable, CustomStringConvertible {
    public let day: Day
    public let owner: Owner
    public let name: String

    /// The name is one of ours: `[A-Za-z0-9._-]`, not beginning with `.`, at most 240 bytes.
    public init(day: Day, owner: Owner, name: String) {
        precondition(Self.isName(Array(name.utf8)), "not a name of ours: \(name)")
        self.day = day
        self.owner = owner
        self.name = name
    }

    static func isName(_ name: [UInt8]) -> Bool {
        !name.isEmpty && name[0] != UInt8(ascii: ".") && name.count <= 240 && name.allSatisfy(NameClass.isNameByte)
    }

    /// Where the original of a claim is kept.
    public init(_ claim: Claim) { self.init(day: claim.claimedAt.day, owner: claim.owner, name: claim.keptName) }

    /// Relative to archive/.
    public var description: String { "\(day)/\(owner)/\(name)" }

    var bytes: [UInt8] { Array(name.utf8) }
}

/// Where an answer or form is put for its reader.
public enum Outbox: Hashable, Sendable {
    /// partners/<MA_TCDVT>/outbox
    case partner(String)
    /// agency/outbox/<folder>, a day (yyyyMMdd) or a month (yyyyMM); made when missing.
    case agency(folder: String)

    public var owner: Owner {
        switch self {
        case .partner(let code): .partner(code)
        case .agency: .agency
        }
    }
}

/// What publishing found.
public enum PublishOutcome: Hashable, Sendable {
    case published
    /// Our own file stands there: nothing was to be done.
    case alreadyThere
    /// Something else stood under the name; it lies in quarantine/<owner>/ under `movedTo` now.
    case publishedOverForeign(movedTo: String)
}

/// What stands in an outbox under one of our names.
public enum Displayed: Sendable {
    /// Nothing: its reader has taken it away.
    case missing
    /// The very file that lies in archive/.
    case ours
    /// Something else; opened when it is a file that can be read.
    case other(OpenFile?)
}

/// What was claimed.
public enum ClaimedKind: Hashable, Sendable {
    case plain(bytes: Int64)
    /// TEP03: a link, folder, pipe, socket, device, or a file with a second name.
    case notPlain(FileKind)
    /// TEP08: we are not allowed to read it.
    case unreadable
}

/// Why a claimed file cannot change any more.
public enum Secured: Hashable, Sendable {
    /// Nobody has it open for writing, and it has no other name.
    case closed
    /// The claim is now a copy of ours.
    case copied
    /// It changed while it was copied: it belongs back into its inbox.
    case changed
}
