import Glibc

// A folder outside the spool into which a copy goes: made, or found empty. What is copied stands under a temporary name until
// it is whole and durable; a copy that failed leaves nothing.

/// Why a folder is not taken for a copy: the caller's mistake, not a fault. The words are the command's.
public enum CopyFolderRefused: Error, Hashable {
    /// The path ends in no folder's name.
    case noName
    case insideSpool
    case notEmpty
}

/// A folder that is being filled.
public final class CopyFolder {
    private let folder: Folder
    private let parent: Folder
    private let name: String
    private let isMade: Bool
    private var isFinished = false
    /// Absolute.
    public let path: String

    private static let temporarySuffix = ".part"

    /// Makes the folder, or takes it when it is empty.
    /// - Throws: `CopyFolderRefused` when it is not empty or lies inside the spool; `SpoolFault`.
    public init(at path: String, outside spool: Spool, calls: any FileCalls) throws {
        let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
        let slash = trimmed.lastIndex(of: "/")
        name = slash.map { String(trimmed[trimmed.index(after: $0)...]) } ?? trimmed
        guard !name.isEmpty, name != ".", name != ".." else { throw CopyFolderRefused.noName }
        let parentPath = slash.map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
        parent = try Self.open(parentPath, calls: calls)
        let parentAbsolute = try Self.absolute(parent, calls: calls)
        self.path = (parentAbsolute == "/" ? "" : parentAbsolute) + "/" + name
        guard !(self.path + "/").hasPrefix(spool.path + "/") else { throw CopyFolderRefused.insideSpool }
        isMade = try parent.status(Array(name.utf8)) == nil
        if isMade { try parent.makeFolder(name, mode: 0o700) }
        folder = try parent.folder(name)
        guard try folder.names().isEmpty else {
            isFinished = true
            throw CopyFolderRefused.notEmpty
        }
    }

    deinit {
        if isFinished { return }
        for name in (try? folder.names()) ?? [] where String(decoding: name, as: UTF8.self).contains(Self.temporarySuffix) {
            _ = try? folder.remove(name)
        }
        if isMade { rmdir(path) }
    }

    /// Makes an empty file for the owner's eyes alone; the path under which it is written until it is finished.
    public func begin(_ name: String) throws(SpoolFault) -> String {
        folder.calls.close(try folder.create(Array((name + Self.temporarySuffix).utf8), mode: 0o600))
        return path + "/" + name + Self.temporarySuffix
    }

    /// Makes the file durable and gives it its name.
    public func finish(_ name: String) throws(SpoolFault) {
        let temporary = Array((name + Self.temporarySuffix).utf8)
        try folder.openToRead(temporary).synchronize()
        guard try folder.move(temporary, to: folder, as: Array(name.utf8)) else {
            throw SpoolFault(operation: "rename", path: folder.shown(temporary), errno: ENOENT, scope: .spool)
        }
        isFinished = true
        try folder.synchronize()
        try parent.synchronize()
    }

    private static func open(_ path: String, calls: any FileCalls) throws(SpoolFault) -> Folder {
        do {
            let descriptor = try retrying { () throws(FileCallError) in
                try calls.open(Array(path.utf8), in: nil, flags: O_RDONLY | O_DIRECTORY, mode: 0)
            }
            return try Folder(descriptor: descriptor, path: path, scope: .spool, calls: calls)
        } catch let error as FileCallError {
            throw SpoolFault(operation: "open", path: path, errno: error.code, scope: .spool)
        } catch {
            throw SpoolFault(operation: "open", path: path, errno: EIO, scope: .spool, detail: "\(error)")
        }
    }

    private static func absolute(_ folder: Folder, calls: any FileCalls) throws(SpoolFault) -> String {
        do { return try calls.path(of: folder.descriptor) } catch {
            throw SpoolFault(operation: "readlink", path: folder.path, errno: error.code, scope: .spool)
        }
    }
}
