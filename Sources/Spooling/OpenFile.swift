// Files that are open: one that is read, and one that is being made. The first only ever reads; the second stands in
// work/ under a temporary name, is locked while its maker lives so that nobody tidies it away, and disappears unless it
// was moved to its place, whole and synchronized.

import Glibc

/// A file that is open for reading. Closed with the last reference.
public final class OpenFile: DurableContent {
    public let descriptor: Int32
    /// What the file was when it was opened.
    public let status: FileStatus
    private let place: FilePlace
    /// Relative to the spool.
    public var path: String { "\(place)" }
    let scope: SpoolFault.Scope
    let calls: any FileCalls
    private let durability: Durability

    /// The file's length in bytes when it was opened.
    public var bytes: Int64 { status.observation.size }

    /// Whatever number of names it has.
    var isRegular: Bool { [.plain, .hardLink].contains(status.kind) }

    init(
        descriptor: Int32, place: FilePlace, scope: SpoolFault.Scope, calls: any FileCalls, durability: Durability = Durability()
    ) throws(SpoolFault) {
        self.descriptor = descriptor
        self.durability = durability
        self.place = place
        self.scope = scope
        self.calls = calls
        do {
            status = try retrying { () throws(FileCallError) in try calls.status(of: descriptor) }
        } catch {
            calls.close(descriptor)
            throw SpoolFault(operation: "fstat", path: "\(place)", errno: error.code, scope: scope)
        }
    }

    deinit { calls.close(descriptor) }

    /// The number of bytes read, 0 at the end. May be fewer than asked for.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SpoolFault) -> Int {
        try attempt("read") { () throws(FileCallError) in try calls.read(descriptor, into: buffer) }
    }

    /// The file from here on, at most `limit` bytes.
    public func readAll(limit: Int) throws(SpoolFault) -> [UInt8] {
        var content: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, min(limit, 64 << 10)), alignment: 16)
        defer { buffer.deallocate() }
        while content.count < limit {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, limit - content.count)]))
            if count == 0 { break }
            content += buffer[..<count]
        }
        return content
    }

    /// What the file is now.
    func statusNow() throws(SpoolFault) -> FileStatus {
        try attempt("fstat") { () throws(FileCallError) in try calls.status(of: descriptor) }
    }

    /// Makes the file's content last. Never tried again.
    func synchronize() throws(SpoolFault) {
        do { try durability.attempt { () throws(FileCallError) in try calls.synchronize(descriptor) } } catch {
            throw SpoolFault(operation: "fsync", path: path, errno: error.code, scope: .spool, isFatal: true)
        }
    }

    private func attempt<Value>(_ operation: String, _ body: () throws(FileCallError) -> Value) throws(SpoolFault) -> Value {
        do { return try retrying(body) } catch {
            throw SpoolFault(operation: operation, path: path, errno: error.code, scope: scope)
        }
    }
}

/// A file in the making, in work/. It is removed unless it was moved to its place.
final class TemporaryFile {
    private let folder: Folder
    let name: [UInt8]
    private let file: WrittenFile
    var descriptor: Int32 { file.descriptor }
    private var isMoved = false

    static let copyPrefix = ".copy~"
    static let renderPrefix = ".render~"
    static let probePrefix = ".probe~"

    /// Whether a name in work/ is a temporary file's.
    static func isTemporary(_ name: [UInt8]) -> Bool {
        [copyPrefix, renderPrefix, probePrefix].contains { name.starts(with: $0.utf8) }
    }

    /// The rest of the name is random, so that two makers, also of two processes, never meet. Whoever tidies may come between the making
    /// and the lock; then it is made anew.
    init(in folder: Folder, prefix: String) throws(SpoolFault) {
        self.folder = folder
        while true {
            let name = Array((prefix + String(UInt64.random(in: .min ... .max), radix: 16)).utf8)
            let file = WrittenFile(
                descriptor: try folder.create(name, mode: 0o600), place: FilePlace(folder: folder.path, name: name), calls: folder.calls,
                durability: folder.durability)
            do { try retrying { () throws(FileCallError) in try folder.calls.lock(file.descriptor) } } catch {
                _ = try? folder.remove(name)
                if error.code == EWOULDBLOCK { continue }
                throw SpoolFault(operation: "flock", path: folder.shown(name), errno: error.code, scope: .spool)
            }
            if try folder.status(name) != nil {
                (self.name, self.file) = (name, file)
                return
            }
        }
    }

    deinit {
        if !isMoved { _ = try? folder.remove(name) }
    }

    /// Writes all of it.
    func write(_ bytes: UnsafeRawBufferPointer) throws(SpoolFault) {
        var rest = bytes
        while !rest.isEmpty {
            do {
                let count = try retrying { () throws(FileCallError) in try folder.calls.write(file.descriptor, from: rest) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } catch {
                throw fault("write", error)
            }
        }
    }

    func write(_ bytes: [UInt8]) throws(SpoolFault) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolFault) in try write(UnsafeRawBufferPointer(buffer)) }
    }

    /// Sets the mode and makes the content last.
    func finish(mode: UInt32) throws(SpoolFault) {
        try changeMode(to: mode)
        try file.synchronize()
    }

    /// The same, but its content lasts only when the group is settled.
    func finish(mode: UInt32, in group: NamingGroup) throws(SpoolFault) {
        try changeMode(to: mode)
        group.add(file)
    }

    private func changeMode(to mode: UInt32) throws(SpoolFault) {
        do {
            try retrying { () throws(FileCallError) in try folder.calls.changeMode(of: file.descriptor, to: mode) }
        } catch {
            throw fault("chmod", error)
        }
    }

    /// Gives the finished file its place, over whatever stands there. Synchronizes both folders.
    func move(to other: Folder, as newName: [UInt8]) throws(SpoolFault) {
        let group = NamingGroup()
        try move(to: other, as: newName, in: group)
        try group.settle()
    }

    /// Gives the finished file its place, over whatever stands there. The group synchronizes both folders.
    func move(to other: Folder, as newName: [UInt8], in group: NamingGroup) throws(SpoolFault) {
        try take(newName, in: other, replacing: true, group)
    }

    /// The same, unless something stands there: then false.
    func moveIfFree(to other: Folder, as newName: [UInt8], in group: NamingGroup) throws(SpoolFault) -> Bool {
        do { try take(newName, in: other, replacing: false, group) } catch let error where error.errno == EEXIST { return false }
        return true
    }

    private func take(_ newName: [UInt8], in other: Folder, replacing: Bool, _ group: NamingGroup) throws(SpoolFault) {
        guard try folder.move(name, to: other, as: newName, replacing: replacing) else {
            throw SpoolFault(operation: "rename", path: folder.shown(name), errno: ENOENT, scope: .spool)
        }
        isMoved = true
        group.add(other)
        group.add(folder)
    }

    /// Gives the file its place without making anything last: for what is renewed all the time.
    func moveUnsynchronized(to other: Folder, as newName: [UInt8], mode: UInt32) throws(SpoolFault) {
        try changeMode(to: mode)
        isMoved = try folder.move(name, to: other, as: newName, replacing: true)
    }

    /// Reads the finished file back.
    func reopened() throws(SpoolFault) -> OpenFile { try folder.openToRead(name) }

    private func fault(_ operation: String, _ error: FileCallError) -> SpoolFault {
        SpoolFault(operation: operation, path: folder.shown(name), errno: error.code, scope: .spool)
    }
}
