// The one door to the kernel's file calls. Everything in this module works on open folder descriptors through this
// protocol; SystemFileCalls is the real one, and tests wrap it to make the n-th call of a kind fail. Each method is a
// single attempt: retrying after EINTR and finishing short writes is the business of the callers in Folder.swift, so
// that tests can see it done.

/// The errno with which a file call failed.
public struct FileCallError: Error, Hashable, Sendable {
    public let code: Int32

    public init(code: Int32) { self.code = code }
}

/// The kinds of thing that can stand under a name in a folder.
public enum FileKind: String, Hashable, Sendable {
    /// A regular file with exactly one name.
    case plain
    /// A regular file with a second name somewhere.
    case hardLink
    case symbolicLink
    case folder
    case pipe
    case socket
    case device
    case unknown
}

/// What the kernel says of a file at one moment. Two equal observations mean that nobody has written in between.
public struct Observation: Hashable, Sendable {
    public var size: Int64
    /// Nanoseconds since 1970.
    public var modified: Int64
    /// Nanoseconds since 1970; set by the kernel alone.
    public var changed: Int64
    public var inode: UInt64
    public var device: UInt64
    public var linkCount: UInt64

    public init(size: Int64, modified: Int64, changed: Int64, inode: UInt64, device: UInt64, linkCount: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.device = device
        self.linkCount = linkCount
    }

    /// Whether both are observations of one file, whatever was written to it in between.
    public func isSameFile(as other: Observation) -> Bool { inode == other.inode && device == other.device }
}

/// An observation together with the kind of what was observed.
public struct FileStatus: Hashable, Sendable {
    public var kind: FileKind
    public var observation: Observation

    public init(kind: FileKind, observation: Observation) {
        self.kind = kind
        self.observation = observation
    }
}

/// Whose a file or folder is, and what they and others may do with it.
public struct Ownership: Hashable, Sendable {
    public var user: UInt32
    public var group: UInt32
    /// The permission bits, 0 to 0o7777.
    public var mode: UInt32

    public init(user: UInt32, group: UInt32, mode: UInt32) {
        self.user = user
        self.group = group
        self.mode = mode
    }
}

/// How much a file system holds, and how much of it is left for whoever is not root.
public struct FileSystemRoom: Hashable, Sendable {
    public var bytes: Int64
    public var freeBytes: Int64
    /// 0 when the file system does not count its inodes.
    public var inodes: Int64
    public var freeInodes: Int64

    public init(bytes: Int64, freeBytes: Int64, inodes: Int64, freeInodes: Int64) {
        self.bytes = bytes
        self.freeBytes = freeBytes
        self.inodes = inodes
        self.freeInodes = freeInodes
    }
}

/// The file calls that this module makes. Names are raw bytes without a terminator; `folder` is an open folder's
/// descriptor, and where it may be nil, the working folder is meant. No call follows a link in the last component.
public protocol FileCalls: Sendable {
    /// `openat`. The flags are those of the C function; O_CLOEXEC is always added.
    func open(_ name: [UInt8], in folder: Int32?, flags: Int32, mode: UInt32) throws(FileCallError) -> Int32
    /// `close`. Its failure means nothing here: whatever must last was synchronized before.
    func close(_ descriptor: Int32)
    /// `read`. May return fewer bytes than asked for; 0 at the end.
    func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FileCallError) -> Int
    /// `write`. May write fewer bytes than given.
    func write(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int
    /// `pwrite` at offset 0.
    func rewrite(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int
    /// `fsync`, of a file or of a folder.
    func synchronize(_ descriptor: Int32) throws(FileCallError)
    /// `syncfs`: everything on the file system of that file or folder. ENOSYS where the kernel does not report what it failed to write
    /// (before Linux 5.8, https://man7.org/linux/man-pages/man2/sync.2.html).
    func synchronizeFileSystem(of descriptor: Int32) throws(FileCallError)
    /// `fchmod`.
    func changeMode(of descriptor: Int32, to mode: UInt32) throws(FileCallError)
    /// `fstat`.
    func status(of descriptor: Int32) throws(FileCallError) -> FileStatus
    /// `fstatat` with AT_SYMLINK_NOFOLLOW.
    func status(of name: [UInt8], in folder: Int32) throws(FileCallError) -> FileStatus
    /// `fstatat` with AT_SYMLINK_NOFOLLOW: whose it is.
    func ownership(of name: [UInt8], in folder: Int32) throws(FileCallError) -> Ownership
    /// `openat` of `.`: a descriptor of its own for `nextNames`, because reading a folder moves the descriptor's position.
    func beginNames(in folder: Int32) throws(FileCallError) -> Int32
    /// `getdents64` into a buffer of 32 KiB: the folder's next names but `.` and `..`, unsorted; nil at its end.
    func nextNames(_ descriptor: Int32) throws(FileCallError) -> [[UInt8]]?
    /// `mkdirat`.
    func makeFolder(_ name: [UInt8], in folder: Int32?, mode: UInt32) throws(FileCallError)
    /// `renameat`, or `renameat2` with RENAME_NOREPLACE.
    func rename(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32, replacing: Bool) throws(FileCallError)
    /// `linkat`. Never replaces.
    func link(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32) throws(FileCallError)
    /// `unlinkat`.
    func remove(_ name: [UInt8], in folder: Int32) throws(FileCallError)
    /// `fcntl` F_SETLEASE, F_RDLCK.
    func takeReadLease(_ descriptor: Int32) throws(FileCallError)
    /// `fcntl` F_SETLEASE, F_UNLCK.
    func giveBackLease(_ descriptor: Int32) throws(FileCallError)
    /// `flock` LOCK_EX | LOCK_NB. Held until the descriptor is closed or the process ends.
    func lock(_ descriptor: Int32) throws(FileCallError)
    /// `flock` LOCK_SH | LOCK_NB. Granted while nobody holds the other lock; held as long as that one.
    func lockShared(_ descriptor: Int32) throws(FileCallError)
    /// `fstatfs`: the magic number of the file system.
    func fileSystemType(of descriptor: Int32) throws(FileCallError) -> UInt32
    /// `fstatvfs`.
    func room(of descriptor: Int32) throws(FileCallError) -> FileSystemRoom
    /// The absolute path of an open folder.
    func path(of descriptor: Int32) throws(FileCallError) -> String
    /// Raises the soft limit of open descriptors to the hard one.
    func raiseDescriptorLimit()
    /// `getrlimit` RLIMIT_NOFILE: the hard limit of open descriptors.
    func descriptorLimit() throws(FileCallError) -> UInt64
    /// `inotify_init1`, not blocking.
    func openNotices() throws(FileCallError) -> Int32
    /// `inotify_add_watch` on an open folder; returns the watch's number.
    func watch(_ folder: Int32, with notices: Int32, events: UInt32) throws(FileCallError) -> Int32
    /// `inotify_rm_watch`.
    func unwatch(_ watch: Int32, with notices: Int32)
}
