// A day publishes thousands of files into a few folders. Each file's content is made durable by itself, before it gets its
// name; the folders that hold the names are synchronized once for all names of a group. Until then nothing may rely on them.

import Synchronization

/// Folders in which names were set or removed that are still to be made durable. May be used from several tasks at once.
public final class NamingGroup: Sendable {
    private let folders = Mutex<[Folder]>([])

    public init() {}

    func add(_ folder: Folder) {
        folders.withLock { folders in
            if !folders.contains(where: { $0.identity.isSameFile(as: folder.identity) }) { folders.append(folder) }
        }
    }

    /// Makes all names last, in the order in which their folders were first used.
    /// - Throws: what is never tried again: the process ends, and recovers from what is there.
    public func settle() throws(SpoolFault) {
        let unsettled = folders.withLock { folders in
            defer { folders.removeAll() }
            return folders
        }
        for folder in unsettled { try folder.synchronize() }
    }
}
