// The real file calls, and the only file of the module in which the kernel is called. Every method is one system call
// and its errno; no decision is taken here.

import CFileCalls
import Glibc

/// The kernel's file calls, as they are.
public struct SystemFileCalls: FileCalls {
    public init() {}

    public func open(_ name: [UInt8], in folder: Int32?, flags: Int32, mode: UInt32) throws(FileCallError) -> Int32 {
        try check(withName(name) { file_open_at(folder ?? AT_FDCWD, $0, flags | O_CLOEXEC, mode) })
    }

    public func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

    public func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FileCallError) -> Int {
        try check(Glibc.read(descriptor, buffer.baseAddress, buffer.count))
    }

    public func write(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        try check(Glibc.write(descriptor, buffer.baseAddress, buffer.count))
    }

    public func rewrite(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        try check(pwrite(descriptor, buffer.baseAddress, buffer.count, 0))
    }

    public func synchronize(_ descriptor: Int32) throws(FileCallError) { _ = try check(fsync(descriptor)) }

    public func synchronizeFileSystem(of descriptor: Int32) throws(FileCallError) {
        guard Self.syncfsReports else { throw FileCallError(code: ENOSYS) }
        _ = try check(file_synchronize_file_system(descriptor))
    }

    /// Whether this kernel's syncfs(2) reports what could not be written: since Linux 5.8.
    private static let syncfsReports: Bool = {
        var system = utsname()
        guard uname(&system) == 0 else { return false }
        let release = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return numbers.count == 2 && (numbers[0], numbers[1]) >= (5, 8)
    }()

    public func changeMode(of descriptor: Int32, to mode: UInt32) throws(FileCallError) { _ = try check(fchmod(descriptor, mode)) }

    public func status(of descriptor: Int32) throws(FileCallError) -> FileStatus {
        var status = stat()
        _ = try check(fstat(descriptor, &status))
        return FileStatus(status)
    }

    public func status(of name: [UInt8], in folder: Int32) throws(FileCallError) -> FileStatus {
        var status = stat()
        _ = try check(withName(name) { fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) })
        return FileStatus(status)
    }

    public func ownership(of name: [UInt8], in folder: Int32) throws(FileCallError) -> Ownership {
        var status = stat()
        _ = try check(withName(name) { fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) })
        return Ownership(user: status.st_uid, group: status.st_gid, mode: UInt32(status.st_mode) & 0o7777)
    }

    public func beginNames(in folder: Int32) throws(FileCallError) -> Int32 {
        try check(file_open_at(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0))
    }

    public func nextNames(_ descriptor: Int32) throws(FileCallError) -> [[UInt8]]? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 8)
        defer { buffer.deallocate() }
        let count = try check(file_next_entries(descriptor, buffer.baseAddress, buffer.count))
        if count == 0 { return nil }
        var names: [[UInt8]] = []
        var offset = 0
        while offset < count {
            // struct dirent64: inode and position of 8 bytes each, the entry's length of 2, the type of 1, the name and a NUL.
            let length = Int(buffer.loadUnaligned(fromByteOffset: offset + 16, as: UInt16.self))
            let name = Array(buffer[(offset + 19)..<(offset + length)].prefix { $0 != 0 })
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
            offset += length
        }
        return names
    }

    public func makeFolder(_ name: [UInt8], in folder: Int32?, mode: UInt32) throws(FileCallError) {
        _ = try check(withName(name) { mkdirat(folder ?? AT_FDCWD, $0, mode) })
    }

    public func rename(
        _ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32, replacing: Bool
    ) throws(FileCallError) {
        _ = try check(
            withName(name) { old in
                withName(newName) { new in
                    replacing ? renameat(folder, old, newFolder, new) : file_rename_no_replace(folder, old, newFolder, new)
                }
            })
    }

    public func link(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32) throws(FileCallError) {
        _ = try check(withName(name) { old in withName(newName) { new in linkat(folder, old, newFolder, new, 0) } })
    }

    public func remove(_ name: [UInt8], in folder: Int32) throws(FileCallError) {
        _ = try check(withName(name) { unlinkat(folder, $0, 0) })
    }

    public func takeReadLease(_ descriptor: Int32) throws(FileCallError) { _ = try check(file_take_read_lease(descriptor)) }

    public func giveBackLease(_ descriptor: Int32) throws(FileCallError) { _ = try check(file_give_back_lease(descriptor)) }

    public func lock(_ descriptor: Int32) throws(FileCallError) { _ = try check(file_lock_exclusively(descriptor)) }

    public func lockShared(_ descriptor: Int32) throws(FileCallError) { _ = try check(file_lock_shared(descriptor)) }

    public func fileSystemType(of descriptor: Int32) throws(FileCallError) -> UInt32 {
        UInt32(truncatingIfNeeded: try check(file_system_type(descriptor)))
    }

    public func room(of descriptor: Int32) throws(FileCallError) -> FileSystemRoom {
        var status = statvfs()
        _ = try check(fstatvfs(descriptor, &status))
        let block = UInt64(status.f_frsize)
        return FileSystemRoom(
            bytes: Int64(clamping: UInt64(status.f_blocks) &* block),
            freeBytes: Int64(clamping: UInt64(status.f_bavail) &* block),
            inodes: Int64(clamping: status.f_files), freeInodes: Int64(clamping: status.f_favail))
    }

    public func path(of descriptor: Int32) throws(FileCallError) -> String {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = try check(
            path.withUnsafeMutableBytes { readlink("/proc/self/fd/\(descriptor)", $0.baseAddress!, $0.count) })
        return String(decoding: path[..<count], as: UTF8.self)
    }

    public func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    public func descriptorLimit() throws(FileCallError) -> UInt64 {
        var limit = rlimit()
        _ = try check(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit))
        return UInt64(limit.rlim_max)
    }

    public func openNotices() throws(FileCallError) -> Int32 {
        try check(inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)))
    }

    public func watch(_ folder: Int32, with notices: Int32, events: UInt32) throws(FileCallError) -> Int32 {
        // The kernel's own link to the open folder: no path is resolved again.
        try check(inotify_add_watch(notices, "/proc/self/fd/\(folder)", events))
    }

    public func unwatch(_ watch: Int32, with notices: Int32) { _ = inotify_rm_watch(notices, watch) }

    private func check<Number: SignedInteger>(_ returned: Number) throws(FileCallError) -> Number {
        if returned < 0 { throw FileCallError(code: errno) }
        return returned
    }

    private func withName<Value>(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { room in
            for (place, byte) in name.enumerated() {
                precondition(byte != 0, "a file's name never holds a NUL byte")
                room.initializeElement(at: place, to: CChar(truncatingIfNeeded: byte))
            }
            room.initializeElement(at: name.count, to: 0)
            return body(UnsafePointer(room.baseAddress!))
        }
    }
}

extension FileStatus {
    fileprivate init(_ status: stat) {
        let kind: FileKind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: status.st_nlink == 1 ? .plain : .hardLink
            case S_IFLNK: .symbolicLink
            case S_IFDIR: .folder
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            case S_IFCHR, S_IFBLK: .device
            default: .unknown
            }
        self.init(
            kind: kind,
            observation: Observation(
                size: Int64(status.st_size), modified: Self.nanoseconds(status.st_mtim), changed: Self.nanoseconds(status.st_ctim),
                inode: UInt64(status.st_ino), device: UInt64(status.st_dev), linkCount: UInt64(status.st_nlink)))
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        // A forged time far outside may overflow; it then only has to differ from other times.
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
