// What many steps have written and named, made durable at once. A small file's way has some ten fsyncs, and each waits for the
// disk; of files that go side by side all contents and names are gathered here, and made to last together: a few one by one,
// many by one syncfs(2) of their file system. Until then nothing may rely on them.

import Contributions
import Glibc
import Synchronization

/// Contents and names that are still to be made durable. May be used from several tasks at once.
public final class NamingGroup: Sendable {
    private struct Unsettled {
        var contents: [any DurableContent] = []
        var folders: [Folder] = []
        var known: Set<UInt64> = []
        var archiveFolders: [ArchivePlace: Folder] = [:]
        /// Stands for the file system of all of them, also when contents alone are to be made durable.
        var anyFolder: Folder?
    }

    /// archive/<day>, or an owner's folder in it.
    private struct ArchivePlace: Hashable {
        let day: Day
        let owner: Owner?
    }

    private let unsettled = Mutex(Unsettled())

    /// From so many on the whole file system is synchronized: it costs as much as a few fsyncs, plus what others have written.
    static let wholeFrom = 8

    public init() {}

    /// A name was set or removed in the folders.
    func add(_ folders: Folder...) {
        unsettled.withLock { unsettled in
            for folder in folders where unsettled.known.insert(folder.identity.inode).inserted { unsettled.folders.append(folder) }
            unsettled.anyFolder = unsettled.anyFolder ?? folders.first
        }
    }

    /// The file's content was written, by us or its sender.
    func add(_ content: any DurableContent) {
        unsettled.withLock { $0.contents.append(content) }
    }

    /// A folder of archive/ that was compared with its name since the last settling.
    func archiveFolder(_ day: Day, _ owner: Owner?) -> Folder? {
        unsettled.withLock { $0.archiveFolders[ArchivePlace(day: day, owner: owner)] }
    }

    func note(_ folder: Folder, of day: Day, _ owner: Owner?) {
        unsettled.withLock { $0.archiveFolders[ArchivePlace(day: day, owner: owner)] = folder }
    }

    /// Lets go of contents that whoever needs them to last will add again.
    public func forgetContents() { unsettled.withLock { $0.contents = [] } }

    /// Makes all of it last: contents before names, and these in the order in which their folders were first used.
    /// - Throws: what is never tried again: the process ends, and recovers from what is there.
    public func settle() throws(SpoolFault) {
        let taken = unsettled.withLock { unsettled in
            defer { unsettled = Unsettled(anyFolder: unsettled.anyFolder) }
            return unsettled
        }
        if taken.contents.count + taken.folders.count >= Self.wholeFrom, let folder = taken.anyFolder,
            try folder.synchronizeFileSystem()
        {
            return
        }
        for content in taken.contents { try content.synchronize() }
        for folder in taken.folders { try folder.synchronize() }
    }
}

/// An open file whose content can be made durable.
protocol DurableContent: Sendable {
    /// Makes the content last. Never tried again.
    func synchronize() throws(SpoolFault)
}

/// A file that is written. Closed with the last reference.
final class WrittenFile: DurableContent {
    let descriptor: Int32
    private let place: FilePlace
    private let calls: any FileCalls
    private let durability: Durability

    init(descriptor: Int32, place: FilePlace, calls: any FileCalls, durability: Durability) {
        (self.descriptor, self.place, self.calls, self.durability) = (descriptor, place, calls, durability)
    }

    deinit { calls.close(descriptor) }

    func synchronize() throws(SpoolFault) {
        do { try durability.attempt { () throws(FileCallError) in try calls.synchronize(descriptor) } } catch {
            throw SpoolFault(operation: "fsync", path: "\(place)", errno: error.code, scope: .spool, isFatal: true)
        }
    }
}
