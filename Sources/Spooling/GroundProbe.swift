// Whether the file system does what the spool relies on, tried with small files in work/. Their names are those of temporary
// files and they are locked while they are used: the daemon leaves them alone, and tidies away what a killed look left. Each
// try removes its files, also when it fails midway.

import Glibc

extension Ground {
    /// How long it takes to make a small new file last, and its name: medians.
    public struct SynchronizingTime: Sendable, Hashable {
        public var file: Duration
        public var folder: Duration

        public init(file: Duration, folder: Duration) { (self.file, self.folder) = (file, folder) }
    }

    /// Whether a rename that shall not replace refuses a name that is taken, and takes one that is free.
    public func renameKeepsWhatStands() throws(SpoolFault) -> Bool {
        let work = try root.folder("work")
        let (one, other) = (try probe(in: work), try probe(in: work))
        let free = SecondName(in: work)
        // Names are used, not objects: without this they might be removed before their use.
        defer { withExtendedLifetime((one, other, free)) {} }
        guard try isTaken({ () throws(SpoolFault) in _ = try work.move(one.name, to: work, as: other.name) }) else { return false }
        guard try work.move(one.name, to: work, as: free.name) else {
            throw SpoolFault(operation: "rename", path: work.shown(one.name), errno: ENOENT, scope: .spool)
        }
        return true
    }

    /// Whether a hard link refuses a name that is taken, and is the very same file under one that is free.
    public func linkKeepsWhatStands() throws(SpoolFault) -> Bool {
        let work = try root.folder("work")
        let (one, other) = (try probe(in: work), try probe(in: work))
        let free = SecondName(in: work)
        defer { withExtendedLifetime((one, other, free)) {} }
        guard try isTaken({ () throws(SpoolFault) in try work.link(one.name, to: work, as: other.name) }) else { return false }
        try work.link(one.name, to: work, as: free.name)
        guard let first = try work.status(one.name), let second = try work.status(free.name) else { return false }
        return first.observation.isSameFile(as: second.observation)
    }

    /// Makes some small files, each durable with its name, and says how long that took.
    public func synchronizingTime(files: Int) throws(SpoolFault) -> SynchronizingTime {
        let work = try root.folder("work")
        var times: (file: [Duration], folder: [Duration]) = ([], [])
        for _ in 0..<files {
            let file = try probe(in: work)
            try file.write([UInt8](repeating: 0x20, count: 4096))
            let start = ContinuousClock.now
            try file.finish(mode: 0o600)
            let middle = ContinuousClock.now
            try work.synchronize()
            times.file.append(middle - start)
            times.folder.append(ContinuousClock.now - middle)
        }
        return SynchronizingTime(file: times.file.sorted()[files / 2], folder: times.folder.sorted()[files / 2])
    }

    /// Why no read lease is granted on a closed file of our own, as an errno; nil when one is.
    public func leaseRefusal() throws(SpoolFault) -> Int32? {
        let work = try root.folder("work")
        let name = SecondName(in: work)
        defer { withExtendedLifetime(name) {} }
        calls.close(try work.create(name.name, mode: 0o600))
        let file = try work.openToRead(name.name)
        do {
            try retrying { () throws(FileCallError) in try calls.lock(file.descriptor) }
            try retrying { () throws(FileCallError) in try calls.takeReadLease(file.descriptor) }
            try retrying { () throws(FileCallError) in try calls.giveBackLease(file.descriptor) }
            return nil
        } catch {
            return error.code
        }
    }

    /// The time that the file system gives to a new file, in nanoseconds since 1970.
    public func fileSystemTime() throws(SpoolFault) -> Int64 {
        let file = try probe(in: root.folder("work"))
        defer { withExtendedLifetime(file) {} }
        try file.write([0x20])
        return try Self.calling("fstat", "work") { () throws(FileCallError) in try calls.status(of: file.descriptor) }.observation.changed
    }

    private func probe(in work: Folder) throws(SpoolFault) -> TemporaryFile {
        try TemporaryFile(in: work, prefix: TemporaryFile.probePrefix)
    }

    private func isTaken(_ body: () throws(SpoolFault) -> Void) throws(SpoolFault) -> Bool {
        do {
            try body()
            return false
        } catch let error where error.errno == EEXIST {
            return true
        }
    }
}

/// A name that a probe's file may get; what stands under it is removed with this object.
private final class SecondName {
    private let folder: Folder
    let name: [UInt8]

    init(in folder: Folder) {
        self.folder = folder
        name = Array((TemporaryFile.probePrefix + String(UInt64.random(in: .min ... .max), radix: 16)).utf8)
    }

    deinit { _ = try? folder.remove(name) }
}
