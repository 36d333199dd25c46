// The ground on which a spool stands, for whoever looks at it before or beside the daemon: what lies where, whose it is, how
// much room there is, who holds the lock. A look opens the spool's own folder alone and refuses nothing, so that it can also
// tell of a spool that the daemon would not open. It judges nothing, and changes nothing but what GroundProbe makes and removes.

import Contributions
import Glibc

/// What stands under one path of a spool.
public struct GroundPlace: Sendable, Hashable {
    /// Relative to the spool; `.` for the spool itself.
    public var path: String
    public var kind: FileKind
    /// Whether it lies on the same file system as the spool's own folder.
    public var isOnSpoolsFileSystem: Bool
    public var ownership: Ownership

    public init(path: String, kind: FileKind, isOnSpoolsFileSystem: Bool = true, ownership: Ownership) {
        self.path = path
        self.kind = kind
        self.isOnSpoolsFileSystem = isOnSpoolsFileSystem
        self.ownership = ownership
    }
}

/// What is known of a file system by its kind (statfs(2), f_type).
public struct GroundFileSystem: Sendable, Hashable {
    public enum Nature: Sendable, Hashable {
        case local
        /// The daemon does not start on it.
        case remote
        /// In memory: nothing on it outlives the machine's power.
        case memory
        /// A container's layer, which goes with the container.
        case layered
    }
    public var name: String
    public var nature: Nature

    public init(name: String, nature: Nature) { (self.name, self.nature) = (name, nature) }

    init(type: UInt32) {
        if let name = Spool.remoteFileSystems[type] {
            self.init(name: name, nature: .remote)
        } else if let known = Self.others[type] {
            self = known
        } else {
            self.init(name: "0x" + String(type, radix: 16), nature: .local)
        }
    }

    private static let others: [UInt32: GroundFileSystem] = [
        0xEF53: GroundFileSystem(name: "ext4", nature: .local), 0x5846_5342: GroundFileSystem(name: "xfs", nature: .local),
        0x9123_683E: GroundFileSystem(name: "btrfs", nature: .local), 0x2FC1_2FC1: GroundFileSystem(name: "zfs", nature: .local),
        0xF2F5_2010: GroundFileSystem(name: "f2fs", nature: .local), 0x0102_1994: GroundFileSystem(name: "tmpfs", nature: .memory),
        0x8584_58F6: GroundFileSystem(name: "ramfs", nature: .memory), 0x794C_7630: GroundFileSystem(name: "overlayfs", nature: .layered),
    ]
}

/// A spool's ground.
public final class Ground: Sendable {
    let root: Folder
    let calls: any FileCalls
    /// The spool's absolute path.
    public let path: String
    public let fileSystem: GroundFileSystem

    /// The folders of every spool, parents first; the partners' own come on top.
    public static let folders = Spool.layout.map { $0.0 }

    /// - Throws: when the spool's own folder cannot be opened.
    public init(at path: String, calls: any FileCalls) throws(SpoolFault) {
        self.calls = calls
        let (root, type) = try Spool.openAnyRoot(path, calls: calls)
        self.root = root
        fileSystem = GroundFileSystem(type: type)
        self.path = try Self.calling("readlink", path) { () throws(FileCallError) in try calls.path(of: root.descriptor) }
    }

    /// What stands there, a link seen as a link; nil when nothing does. Folders on the way are opened, links not followed.
    public func look(at path: String) throws(SpoolFault) -> GroundPlace? {
        let parts = path.split(separator: "/").map(String.init)
        var folder = root
        do {
            for part in parts.dropLast() { folder = try folder.folder(part) }
        } catch let error where error.errno == ENOENT {
            return nil
        }
        let name = Array((parts.last ?? ".").utf8)
        guard let status = try folder.status(name) else { return nil }
        let ownership = try Self.calling("stat", path) { () throws(FileCallError) in
            try calls.ownership(of: name, in: folder.descriptor)
        }
        return GroundPlace(
            path: path, kind: status.kind, isOnSpoolsFileSystem: status.observation.device == root.identity.device, ownership: ownership)
    }

    /// Every partner that something stands for under partners/, sorted.
    public func partners() throws(SpoolFault) -> [String] {
        let names = try root.folder("partners").names()
        return names.compactMap { Owner(String(decoding: $0, as: UTF8.self))?.partnerCode }.sorted()
    }

    /// The paths of what stands in a folder of the spool and is no folder, sorted.
    public func files(in folder: String) throws(SpoolFault) -> [String] {
        let opened = try root.folder(folder)
        var paths: [String] = []
        for name in try opened.names() where try opened.status(name)?.kind != .folder { paths.append(opened.shown(name)) }
        return paths.sorted()
    }

    public func room() throws(SpoolFault) -> FileSystemRoom {
        try Self.calling("statvfs", ".") { () throws(FileCallError) in try calls.room(of: root.descriptor) }
    }

    /// The most files that this process may open.
    public func descriptorLimit() throws(SpoolFault) -> UInt64 {
        try Self.calling("getrlimit", "RLIMIT_NOFILE") { () throws(FileCallError) in try calls.descriptorLimit() }
    }

    /// The claim taken last among those in work/ and work/held/; nil when there is none.
    public func newestClaim() throws(SpoolFault) -> Claim? {
        let work = try root.folder("work")
        let names = try work.names() + work.folder("held").names()
        return names.compactMap { Claim(workName: String(decoding: $0, as: UTF8.self)) }.max { $0.claimedAt < $1.claimedAt }
    }

    /// What the daemon that works on the spool wrote of itself; nil when none does. A running one is asked nothing; one that starts
    /// in the very instant of the look, microseconds, finds the lock taken and is started anew.
    public func holder() throws(SpoolFault) -> String? {
        let file: OpenFile
        do { file = try root.openToRead(Array(SpoolLock.fileName.utf8)) } catch let error where error.errno == ENOENT { return nil }
        do {
            try retrying { () throws(FileCallError) in try calls.lockShared(file.descriptor) }
            return nil
        } catch {
            guard error.code == EWOULDBLOCK else {
                throw SpoolFault(operation: "flock", path: SpoolLock.fileName, errno: error.code, scope: .spool)
            }
            return SpoolLock.holder(in: try file.readAll(limit: SpoolLock.fileBytes))
        }
    }

    static func calling<Value>(
        _ operation: String, _ path: String, _ body: () throws(FileCallError) -> Value
    ) throws(SpoolFault) -> Value {
        do { return try retrying(body) } catch {
            throw SpoolFault(operation: operation, path: path, errno: error.code, scope: .spool)
        }
    }
}
