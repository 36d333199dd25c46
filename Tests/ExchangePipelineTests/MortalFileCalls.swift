import Contributions
import Glibc
import Spooling
import Synchronization

// The real file calls of a process that dies at a link that was agreed on: from then on nothing that it does reaches the disk.

final class MortalFileCalls: FileCalls {
    private struct State {
        var linksLeft: Int?
        var isDead = false
    }

    private let real = SystemFileCalls()
    private let state = Mutex(State())

    /// The process dies after that many more links.
    func die(afterLinks count: Int) { state.withLock { $0.linksLeft = count } }
    /// It did die.
    var isDead: Bool { state.withLock { $0.isDead } }
    func revive() { state.withLock { $0 = State() } }

    private func living(isLink: Bool = false) throws(FileCallError) {
        let isDead = state.withLock { state in
            if isLink {
                if state.linksLeft == 0 { state.isDead = true }
                state.linksLeft = state.linksLeft.map { $0 - 1 }
            }
            return state.isDead
        }
        if isDead { throw FileCallError(code: EIO) }
    }

    func open(_ name: [UInt8], in folder: Int32?, flags: Int32, mode: UInt32) throws(FileCallError) -> Int32 {
        try living()
        return try real.open(name, in: folder, flags: flags, mode: mode)
    }
    func close(_ descriptor: Int32) { real.close(descriptor) }
    func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FileCallError) -> Int {
        try real.read(descriptor, into: buffer)
    }
    func write(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        try living()
        return try real.write(descriptor, from: buffer)
    }
    func rewrite(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        try living()
        return try real.rewrite(descriptor, from: buffer)
    }
    func synchronize(_ descriptor: Int32) throws(FileCallError) {
        try living()
        try real.synchronize(descriptor)
    }
    func changeMode(of descriptor: Int32, to mode: UInt32) throws(FileCallError) {
        try living()
        try real.changeMode(of: descriptor, to: mode)
    }
    func status(of descriptor: Int32) throws(FileCallError) -> FileStatus { try real.status(of: descriptor) }
    func status(of name: [UInt8], in folder: Int32) throws(FileCallError) -> FileStatus { try real.status(of: name, in: folder) }
    func ownership(of name: [UInt8], in folder: Int32) throws(FileCallError) -> Ownership { try real.ownership(of: name, in: folder) }
    func names(in folder: Int32) throws(FileCallError) -> [[UInt8]] { try real.names(in: folder) }
    func makeFolder(_ name: [UInt8], in folder: Int32?, mode: UInt32) throws(FileCallError) {
        try living()
        try real.makeFolder(name, in: folder, mode: mode)
    }
    func rename(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32, replacing: Bool) throws(FileCallError) {
        try living()
        try real.rename(name, in: folder, to: newName, in: newFolder, replacing: replacing)
    }
    func link(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32) throws(FileCallError) {
        try living(isLink: true)
        try real.link(name, in: folder, to: newName, in: newFolder)
    }
    func remove(_ name: [UInt8], in folder: Int32) throws(FileCallError) {
        try living()
        try real.remove(name, in: folder)
    }
    func takeReadLease(_ descriptor: Int32) throws(FileCallError) { try real.takeReadLease(descriptor) }
    func giveBackLease(_ descriptor: Int32) throws(FileCallError) { try real.giveBackLease(descriptor) }
    func lock(_ descriptor: Int32) throws(FileCallError) { try real.lock(descriptor) }
    func lockShared(_ descriptor: Int32) throws(FileCallError) { try real.lockShared(descriptor) }
    func fileSystemType(of descriptor: Int32) throws(FileCallError) -> UInt32 { try real.fileSystemType(of: descriptor) }
    func room(of descriptor: Int32) throws(FileCallError) -> FileSystemRoom { try real.room(of: descriptor) }
    func path(of descriptor: Int32) throws(FileCallError) -> String { try real.path(of: descriptor) }
    func raiseDescriptorLimit() { real.raiseDescriptorLimit() }
    func descriptorLimit() throws(FileCallError) -> UInt64 { try real.descriptorLimit() }
    func openNotices() throws(FileCallError) -> Int32 { try real.openNotices() }
    func watch(_ folder: Int32, with notices: Int32, events: UInt32) throws(FileCallError) -> Int32 {
        try real.watch(folder, with: notices, events: events)
    }
    func unwatch(_ watch: Int32, with notices: Int32) { real.unwatch(watch, with: notices) }
}
