public import Contributions
import Glibc
public import LedgerCore
public import Spooling

// Looks at the ground on which the daemon stands, one check after the other. It stands beside a running daemon, and leaves nothing
// behind. A check that cannot look says so, and the others go on.

public struct Doctor {
    let ground: Ground
    /// Looks at the ledger in that folder.
    let ledger: (_ folder: String) throws(LedgerFault) -> LedgerCondition
    /// Why no confined process can read files here; nil when one can.
    let readerTrouble: () -> String?
    /// The machine's clock; nil under `--now`.
    let now: (() -> VietnamTime)?
    /// The largest file that a partner may send, bytes.
    let fileBytesMax: Int64
    /// The program's and its libraries' names and versions.
    let versions: [String]

    public init(
        ground: Ground, ledger: @escaping (_ folder: String) throws(LedgerFault) -> LedgerCondition,
        readerTrouble: @escaping () -> String?, now: (() -> VietnamTime)?, fileBytesMax: Int64, versions: [String]
    ) {
        self.readerTrouble = readerTrouble
        (self.ground, self.ledger, self.now, self.fileBytesMax, self.versions) = (ground, ledger, now, fileBytesMax, versions)
    }

    /// The spool's absolute path.
    public var path: String { ground.path }

    /// Every check, in the order in which one rests on the other.
    public func examine() -> [GroundCheck] {
        var survey = Survey(of: ground)
        var checks = survey.checkFolders()
        checks += checkFileSystem()
        checks += tries()
        checks += survey.checkOwners() + survey.checkModes() + survey.checkPartners()
        checks += checkRoom()
        checks += checkLedger(isReachable: survey.isFolder("ledger"))
        checks += checkProcess(partners: survey.partners.count)
        checks.append(checkReader())
        checks.append(GroundCheck(.versions, .ok, "giaonhan", .versions(versions)))
        return checks
    }

    private func checkReader() -> GroundCheck {
        guard let trouble = readerTrouble() else { return GroundCheck(.reader, .ok, "giaonhan", .readerIsConfined) }
        return GroundCheck(.reader, .fault, "giaonhan", .noReader(trouble))
    }

    /// What a daemon asks of its ground when it starts: all that takes no time. The ledger's pages are not read, and whether another
    /// daemon runs, its lock says.
    public func examineAtStart() -> [GroundCheck] {
        var survey = Survey(of: ground)
        var checks = survey.checkFolders()
        checks += checkFileSystem()
        checks += tries()
        checks += survey.checkOwners() + survey.checkModes() + survey.checkPartners()
        checks += checkRoom()
        checks += checkClock(against: nil)
        return checks
    }
}

/// Runs a look; a fault of it becomes a check.
///
/// - Parameter code: of the check that the fault becomes.
func looking(_ code: GroundCheck.Code, _ body: () throws(SpoolFault) -> [GroundCheck]) -> [GroundCheck] {
    do { return try body() } catch {
        return [error.isWantOfRights ? GroundCheck(code, notSeen: error) : GroundCheck(code, failed: error)]
    }
}

extension SpoolFault {
    /// Whoever looks may not; what is not there is told by the check of folders.
    var isWantOfRights: Bool { [EACCES, EPERM, ENOENT].contains(errno) }
}
