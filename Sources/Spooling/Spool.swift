// The spool: its folders, opened once without following links and from then on reached only through their descriptors.
// This file makes and opens the spool; Spool+Folders.swift finds the folders of owners and days, and the steps of a
// file's way are in the other Spool+….swift files. A Spool may be used from several tasks at once.

public import Contributions
import Glibc
import Synchronization

/// The folders of exchange.md, section 1. Every change is made durable before its method returns.
public final class Spool: Sendable {
    let calls: any FileCalls
    let root: Folder
    let partners: Folder
    let agency: Folder
    let work: Folder
    let held: Folder
    let archiveRoot: Folder
    let quarantineRoot: Folder
    /// Absolute path of ledger/.
    public let ledgerPath: String
    /// The spool's absolute path.
    public let path: String

    /// The folders of owners that were used, kept open.
    let opened = Mutex<[Owner: OwnersFolders]>([:])
    /// Folders of days and of owners in them that this process has used.
    let knownFolders = Mutex(KnownFolders())
    /// Partners whose folders this process has seen durable.
    let knownPartners = Mutex<Set<String>>([])
    /// Claims that this process has made.
    let claimsSeen = ClaimsSeen()
    /// Moves into inboxes by ourselves, for InboxNotices.
    let ownMoves = OwnMoves()

    // MARK: Making and opening

    /// Makes the folders that are missing, and refuses the same grounds as opening does. The parent of `path` must exist.
    public static func create(at path: String, calls: any FileCalls) throws(SpoolFault) {
        do {
            try retrying { () throws(FileCallError) in try calls.makeFolder(Array(path.utf8), in: nil, mode: 0o755) }
        } catch let error where error.code != EEXIST {
            throw SpoolFault(operation: "mkdir", path: path, errno: error.code, scope: .spool)
        } catch {}
        let root = try openRoot(path, calls: calls)
        try root.folder("..").synchronize()
        for (folder, mode) in layout {
            let parts = folder.split(separator: "/").map(String.init)
            let parent = parts.count == 1 ? root : try root.folder(parts[0])
            try parent.makeFolder(parts.last!, mode: mode)
            _ = try parent.folder(parts.last!)
            try parent.synchronize()
        }
        _ = try Spool(openingAt: path, calls: calls)
    }

    /// Every folder with the mode it is made with, parents first. Only the agency's and the partners' are for others' eyes.
    static let layout: [(String, UInt32)] = [
        ("partners", 0o755), ("agency", 0o755), ("agency/inbox", 0o750), ("agency/outbox", 0o750), ("work", 0o700), ("work/held", 0o700),
        ("archive", 0o700), ("quarantine", 0o700), ("ledger", 0o700),
    ]

    /// Opens a spool. Refuses one with a missing folder, a link in a folder's place, more than one file system, or a
    /// file system that is not local.
    public init(openingAt path: String, calls: any FileCalls) throws(SpoolFault) {
        self.calls = calls
        calls.raiseDescriptorLimit()
        root = try Self.openRoot(path, calls: calls)
        partners = try root.folder("partners")
        agency = try root.folder("agency")
        work = try root.folder("work")
        held = try work.folder("held")
        archiveRoot = try root.folder("archive")
        quarantineRoot = try root.folder("quarantine")
        let ledger = try root.folder("ledger")
        do {
            self.path = try calls.path(of: root.descriptor)
            ledgerPath = try calls.path(of: ledger.descriptor)
        } catch {
            throw SpoolFault(operation: "readlink", path: "ledger", errno: error.code, scope: .spool)
        }
        let agencyFolders = [try agency.folder("inbox"), try agency.folder("outbox")]
        for folder in [partners, agency, work, held, archiveRoot, quarantineRoot, ledger] + agencyFolders {
            try requireSameFileSystem(folder, scope: .spool)
        }
        for owner in try owners().dropFirst() {
            // A partner's own trouble shows when its folders are used; another file system is everybody's.
            do {
                _ = try inbox(of: owner)
                _ = try outbox(of: owner)
            } catch let error where error.errno == EXDEV {
                throw SpoolFault(operation: error.operation, path: error.path, errno: EXDEV, scope: .spool, detail: error.detail)
            } catch {}
        }
    }

    private static func openRoot(_ path: String, calls: any FileCalls) throws(SpoolFault) -> Folder {
        let (root, type) = try openAnyRoot(path, calls: calls)
        if let name = remoteFileSystems[type] {
            throw SpoolFault(
                operation: "open", path: path, errno: EXDEV, scope: .spool, detail: "the spool lies on \(name), not on a local file system")
        }
        return root
    }

    /// The spool's own folder wherever it lies, and its file system's magic number.
    static func openAnyRoot(_ path: String, calls: any FileCalls) throws(SpoolFault) -> (Folder, type: UInt32) {
        do {
            let descriptor = try retrying { () throws(FileCallError) in
                try calls.open(Array(path.utf8), in: nil, flags: O_RDONLY | O_DIRECTORY, mode: 0)
            }
            let root = try Folder(descriptor: descriptor, path: "", scope: .spool, calls: calls)
            return (root, try calls.fileSystemType(of: root.descriptor))
        } catch let error as FileCallError {
            throw SpoolFault(operation: "open", path: path, errno: error.code, scope: .spool)
        } catch {
            throw SpoolFault(operation: "open", path: path, errno: EIO, scope: .spool, detail: "\(error)")
        }
    }

    /// File systems on which rename, link and fsync do not promise what the spool needs (statfs(2), f_type).
    static let remoteFileSystems: [UInt32: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x6573_5546: "FUSE", 0x0102_1997: "9P",
        0x5346_414F: "AFS", 0x7375_7245: "Coda", 0x00C3_6400: "Ceph", 0x564C: "NCP", 0x0BD0_0BD0: "Lustre", 0x786F_4256: "vboxsf",
    ]

    func requireSameFileSystem(_ folder: Folder, scope: SpoolFault.Scope) throws(SpoolFault) {
        guard folder.identity.device == root.identity.device else {
            throw SpoolFault(
                operation: "open", path: folder.path, errno: EXDEV, scope: scope, detail: "it lies on another file system than the spool")
        }
    }

    // MARK: Partners

    /// Makes partners/<MA_TCDVT>/{inbox,outbox} of each partner, unless they stand there.
    public func makePartnerFolders(_ partnerCodes: [String]) throws(SpoolFault) {
        let group = NamingGroup()
        var made: [String] = []
        for code in partnerCodes {
            if knownPartners.withLock({ $0.contains(code) }), (try? inbox(of: .partner(code))) != nil,
                (try? outbox(of: .partner(code))) != nil
            {
                continue
            }
            try makePartnerFolders(code, in: group)
            made.append(code)
        }
        try group.settle()
        knownPartners.withLock { $0.formUnion(made) }
    }

    private func makePartnerFolders(_ partnerCode: String, in group: NamingGroup) throws(SpoolFault) {
        guard case .partner? = Owner(partnerCode) else {
            throw SpoolFault(operation: "mkdir", path: "partners/" + Shown.name(Array(partnerCode.utf8)), errno: EINVAL, scope: .spool)
        }
        try partners.makeFolder(partnerCode, mode: 0o755)
        group.add(partners)
        let folder = try partners.folder(partnerCode, scope: .owner(.partner(partnerCode)))
        try folder.makeFolder("inbox", mode: 0o750)
        try folder.makeFolder("outbox", mode: 0o750)
        group.add(folder)
    }

    /// The agency, then every partner that has a folder (or a link in a folder's place: using it is a fault of that
    /// partner), sorted.
    public func owners() throws(SpoolFault) -> [Owner] {
        var found: [Owner] = []
        for name in try partners.names() {
            guard case .partner(let code)? = Owner(String(decoding: name, as: UTF8.self)), let status = try partners.status(name),
                status.kind == .folder || status.kind == .symbolicLink
            else { continue }
            found.append(.partner(code))
        }
        return [.agency] + found.sorted()
    }
}
