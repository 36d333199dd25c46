public import Contributions
public import LedgerCore
public import Spooling

// What `doctor` says, as values: one check a thing looked at, with its code, its result and what was seen. The words, and what to
// do, are the command's.

/// One thing that was looked at.
public struct GroundCheck: Sendable, Hashable {
    /// The stable names of what is checked, as scripts may ask for them.
    public enum Code: String, Sendable, CaseIterable {
        /// The spool's folders are there, are folders, and lie on one file system.
        case folders = "THU_MUC"
        case fileSystem = "HE_TEP"
        /// A rename that shall not replace does not.
        case rename = "DOI_TEN"
        /// Hard links are made and never replace.
        case link = "LIEN_KET"
        /// fsync.
        case synchronizing = "GHI_BEN"
        /// Read leases.
        case lease = "KHOA_DOC"
        case owner = "CHU_SO_HUU"
        case mode = "QUYEN"
        /// Partners reach nothing of each other's.
        case partners = "DON_VI"
        case room = "DUNG_LUONG"
        case inodes = "INODE"
        case clock = "DONG_HO"
        case ledger = "SO_CAI"
        /// The ledger's write-ahead log.
        case log = "NHAT_KY_SO"
        case openFiles = "TEP_MO"
        case daemon = "TIEN_TRINH"
        /// A confined process reads a document (no new privileges, seccomp).
        case reader = "DOC_TEP"
        case versions = "PHIEN_BAN"
    }

    /// Worst first.
    public enum Result: String, Sendable, CaseIterable, Comparable {
        case fault = "SAI"
        case warning = "CANH_BAO"
        case unseen = "KHONG_XEM_DUOC"
        case ok = "DUNG"

        public static func < (left: Result, right: Result) -> Bool { left.rank < right.rank }
        private var rank: Int { Result.allCases.firstIndex(of: self)! }
    }

    public let code: Code
    public let result: Result
    /// The path (relative to the spool, `.` for itself) or the thing that was looked at.
    public let subject: String
    public let seen: Seen

    init(_ code: Code, _ result: Result, _ subject: String, _ seen: Seen) {
        (self.code, self.result, self.subject, self.seen) = (code, result, subject, seen)
    }

    /// A fault on which nothing can be promised: names that are replaced, or files that do not last.
    public var breaksPromises: Bool { result == .fault && [.fileSystem, .rename, .link, .synchronizing].contains(code) }

    /// A call that failed where it must not.
    init(_ code: Code, failed fault: SpoolFault) {
        self.init(code, .fault, fault.path, .failed(fault))
    }

    /// What could not be looked at: for want of a right it is nobody's fault yet.
    init(_ code: Code, notSeen fault: SpoolFault) {
        self.init(code, .unseen, fault.path, .notSeen(fault))
    }
}

/// What was seen of it.
public enum Seen: Sendable, Hashable {
    case foldersStand(partners: Int)
    case missing
    case notAFolder(FileKind)
    case otherFileSystem

    case fileSystem(GroundFileSystem)

    /// The file system keeps what stands under a name.
    case keepsWhatStands
    case replacesWhatStands

    case synchronizing(Ground.SynchronizingTime)

    case leaseGranted
    case leaseRefused(errno: Int32)

    case ownedAsExpected(user: UInt32)
    case foreignOwner(user: UInt32, expected: UInt32)

    case modesAsExpected
    /// Others may read or enter. `chmod` with that change puts it right.
    case openToOthers(mode: UInt32, change: String)
    /// Others, or a group, may write.
    case writableByOthers(mode: UInt32, change: String)
    /// The partner may rename its own inbox and outbox away.
    case homeOfPartner(mode: UInt32)
    /// The partner's group may not put files there.
    case inboxNotWritable(mode: UInt32)

    case partnersApart(Int)
    case sameUser(UInt32, partners: [String])
    case sameGroup(UInt32, partners: [String])

    /// How many are free, and how many should be.
    case freeBytes(Int64, wanted: Int64)
    case freeInodes(Int64, wanted: Int64)
    case notCounted

    /// Seconds by which the file system's clock is ahead of the machine's.
    case fileSystemClock(ahead: Int64)
    case lastEvent(VietnamTime?)
    case clockBeforeLastEvent(VietnamTime)
    case clockLongAfterLastEvent(VietnamTime, days: Int64)
    case newestClaim(VietnamTime?)
    case claimFromTheFuture(VietnamTime)
    /// `--now`.
    case fixedClock

    case ledgerSound(schema: String)
    case ledgerDamaged(complaints: [String])
    case ledgerFault(LedgerFault)
    case journal(String)
    /// Bytes.
    case log(bytes: Int64)

    case openFiles(limit: UInt64, wanted: UInt64)

    /// The daemon's own words of itself.
    case daemonRuns(String)
    case daemonDoesNotRun

    case readerIsConfined
    case noReader(String)

    case versions([String])

    case failed(SpoolFault)
    case notSeen(SpoolFault)
    /// Another check says why.
    case notReached
}
