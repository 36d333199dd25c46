// An open folder, and the only way in which this module reaches a file: by one name, relative to that descriptor, never
// through a link. Here interrupted calls are tried again, and errors become SpoolFaults that name the path and how far
// the trouble reaches. A folder knows which file system object it is, so that a replaced one is noticed.

import Glibc

/// One open folder of the spool.
final class Folder: Sendable {
    let calls: any FileCalls
    let descriptor: Int32
    /// Relative to the spool; empty for the spool itself.
    let path: String
    let scope: SpoolFault.Scope
    let identity: Observation
    /// Shared by all folders and files of a spool.
    let durability: Durability

    init(
        descriptor: Int32, path: String, scope: SpoolFault.Scope, calls: any FileCalls, durability: Durability = Durability()
    ) throws(SpoolFault) {
        self.calls = calls
        self.durability = durability
        self.descriptor = descriptor
        self.path = path
        self.scope = scope
        do {
            identity = try retrying { () throws(FileCallError) in try calls.status(of: descriptor) }.observation
        } catch {
            calls.close(descriptor)
            throw SpoolFault(operation: "fstat", path: path, errno: error.code, scope: scope)
        }
    }

    deinit { calls.close(descriptor) }

    // MARK: Folders in it

    /// Opens a folder that stands in this one. ENOTDIR or ELOOP when it is a link or something else.
    func folder(_ name: String, scope: SpoolFault.Scope? = nil) throws(SpoolFault) -> Folder {
        let bytes = Array(name.utf8)
        let scope = scope ?? self.scope
        let child = path.isEmpty ? name : path + "/" + name
        let descriptor: Int32
        do {
            descriptor = try retrying { () throws(FileCallError) in
                try calls.open(bytes, in: self.descriptor, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW, mode: 0)
            }
        } catch {
            throw SpoolFault(operation: "open", path: child, errno: error.code, scope: scope)
        }
        return try Folder(descriptor: descriptor, path: child, scope: scope, calls: calls, durability: durability)
    }

    /// Whether that folder still stands in this one, under that name.
    func holds(_ folder: Folder, as name: String) throws(SpoolFault) -> Bool {
        guard let status = try status(Array(name.utf8)) else { return false }
        return status.kind == .folder && status.observation.isSameFile(as: folder.identity)
    }

    /// Makes a folder, unless one stands there. The caller synchronizes this folder.
    func makeFolder(_ name: String, mode: UInt32) throws(SpoolFault) {
        let bytes = Array(name.utf8)
        do {
            try attempt("mkdir", bytes) { () throws(FileCallError) in try calls.makeFolder(bytes, in: descriptor, mode: mode) }
        } catch let error where error.errno == EEXIST {}
    }

    // MARK: Looking

    /// What stands under a name; nil when nothing does. A link is seen as a link.
    func status(_ name: [UInt8]) throws(SpoolFault) -> FileStatus? {
        do { return try retrying { () throws(FileCallError) in try calls.status(of: name, in: descriptor) } } catch {
            if error.code == ENOENT { return nil }
            throw fault("stat", name, error)
        }
    }

    /// Every name at once: for folders of our own, which hold few. What others fill is read with `Listing`.
    func names() throws(SpoolFault) -> [[UInt8]] {
        let listing = try Listing(of: self)
        var names: [[UInt8]] = []
        while let name = try listing.next() { names.append(name) }
        return names
    }

    // MARK: Files in it

    /// Opens a file for reading without waiting for anybody (a pipe without writer opens at once).
    func openToRead(_ name: [UInt8]) throws(SpoolFault) -> OpenFile {
        guard let file = try openIfThere(name) else { throw fault("open", name, FileCallError(code: ENOENT)) }
        return file
    }

    /// The same; nil when nothing stands under the name.
    func openIfThere(_ name: [UInt8]) throws(SpoolFault) -> OpenFile? {
        let file: Int32
        do {
            file = try retrying { () throws(FileCallError) in
                try calls.open(name, in: descriptor, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode: 0)
            }
        } catch {
            if error.code == ENOENT { return nil }
            throw fault("open", name, error)
        }
        return try OpenFile(
            descriptor: file, place: FilePlace(folder: path, name: name), scope: scope, calls: calls, durability: durability)
    }

    /// A new file for writing; EEXIST when the name is taken.
    func create(_ name: [UInt8], mode: UInt32) throws(SpoolFault) -> Int32 {
        try attempt("create", name) { () throws(FileCallError) in
            try calls.open(name, in: descriptor, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
        }
    }

    /// Whether something was moved: false when nothing stood under the name. EEXIST when the new name is taken, unless
    /// `replacing`. The caller synchronizes both folders.
    func move(_ name: [UInt8], to other: Folder, as newName: [UInt8], replacing: Bool = false) throws(SpoolFault) -> Bool {
        do {
            try retrying { () throws(FileCallError) in
                try calls.rename(name, in: descriptor, to: newName, in: other.descriptor, replacing: replacing)
            }
            return true
        } catch {
            if error.code == ENOENT { return false }
            let ownersScope = scope == .spool ? other.scope : scope
            throw SpoolFault(operation: "rename", path: shown(name) + " to " + other.shown(newName), errno: error.code, scope: ownersScope)
        }
    }

    /// A second name for a file, in another folder; EEXIST when it is taken.
    func link(_ name: [UInt8], to other: Folder, as newName: [UInt8]) throws(SpoolFault) {
        do {
            try retrying { () throws(FileCallError) in try calls.link(name, in: descriptor, to: newName, in: other.descriptor) }
        } catch {
            throw SpoolFault(operation: "link", path: other.shown(newName), errno: error.code, scope: other.scope)
        }
    }

    /// Whether there was something to remove.
    @discardableResult
    func remove(_ name: [UInt8]) throws(SpoolFault) -> Bool {
        do {
            try attempt("unlink", name) { () throws(FileCallError) in try calls.remove(name, in: descriptor) }
            return true
        } catch let error where error.errno == ENOENT {
            return false
        }
    }

    /// Makes the folder's names last. Never tried again: after a failure the kernel may report success for lost data.
    func synchronize() throws(SpoolFault) {
        do { try durability.attempt { () throws(FileCallError) in try calls.synchronize(descriptor) } } catch {
            throw SpoolFault(operation: "fsync", path: path.isEmpty ? "." : path, errno: error.code, scope: .spool, isFatal: true)
        }
    }

    /// Makes everything on the folder's file system last; false when this kernel cannot promise it. Never tried again either.
    func synchronizeFileSystem() throws(SpoolFault) -> Bool {
        var isPromised = true
        do {
            try durability.attempt { () throws(FileCallError) in
                do throws(FileCallError) { try calls.synchronizeFileSystem(of: descriptor) } catch {
                    if error.code != ENOSYS { throw error }
                    isPromised = false
                }
            }
            return isPromised
        } catch {
            throw SpoolFault(operation: "syncfs", path: path.isEmpty ? "." : path, errno: error.code, scope: .spool, isFatal: true)
        }
    }

    // MARK: Errors

    func shown(_ name: [UInt8]) -> String { FilePlace(folder: path, name: name).description }

    private func fault(_ operation: String, _ name: [UInt8], _ error: FileCallError) -> SpoolFault {
        SpoolFault(operation: operation, path: shown(name), errno: error.code, scope: scope)
    }

    func attempt<Value>(
        _ operation: String, _ name: [UInt8], _ body: () throws(FileCallError) -> Value
    ) throws(SpoolFault) -> Value {
        do { return try retrying(body) } catch { throw fault(operation, name, error) }
    }
}

/// Where a file stands, relative to the spool. Put into words only when there is trouble.
struct FilePlace: Sendable, CustomStringConvertible {
    let folder: String
    let name: [UInt8]

    var description: String {
        name.isEmpty ? (folder.isEmpty ? "." : folder) : (folder.isEmpty ? "" : folder + "/") + Shown.name(name)
    }
}

/// Makes the call again for as long as a signal interrupts it.
func retrying<Value>(_ body: () throws(FileCallError) -> Value) throws(FileCallError) -> Value {
    while true {
        do { return try body() } catch let error where error.code == EINTR { continue }
    }
}
