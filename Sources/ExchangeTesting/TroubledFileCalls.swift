// The real file calls with trouble on order: the n-th call of a kind fails, calls are interrupted or write little, the
// process "stops" at the n-th change. It also keeps account of what would be lost if the power failed now.

import Glibc
public import Spooling
import Synchronization

public final class TroubledFileCalls: FileCalls {
    public enum Kind: Hashable, Sendable {
        case open, read, write, synchronize, synchronizeFileSystem, changeMode, status, names, makeFolder, rename, link, remove, lease, lock
    }

    public struct Orders: Sendable {
        /// The change (counted from 1) at which the process stops; every later call fails too.
        public var stopAtChange: Int?
        /// Kinds of call that fail, with the number of the call (0: each) and the errno.
        public var failures: [Kind: (at: Int, code: Int32)] = [:]
        /// Every call of these kinds is interrupted once before it succeeds.
        public var interrupted: Set<Kind> = []
        public var writesAtMost = Int.max
        public var readsAtMost = Int.max
        /// Called before the n-th read.
        public var beforeRead: (at: Int, act: @Sendable () -> Void)?
        public var fileSystemType: UInt32?
        public var room: FileSystemRoom?
        public var descriptorLimit: UInt64?
        /// What seems to belong to others, by inode.
        public var ownerships: [UInt64: Ownership] = [:]
        /// Renames and links replace what stands under the new name.
        public var replaces = false
        /// Folders of that inode seem to lie on another device.
        public var foreignInode: UInt64?

        public init(
            stopAtChange: Int? = nil, fileSystemType: UInt32? = nil, room: FileSystemRoom? = nil, descriptorLimit: UInt64? = nil,
            foreignInode: UInt64? = nil
        ) {
            (self.stopAtChange, self.fileSystemType, self.room) = (stopAtChange, fileSystemType, room)
            (self.descriptorLimit, self.foreignInode) = (descriptorLimit, foreignInode)
        }
    }

    private struct State: Sendable {
        var orders: Orders
        var changes = 0
        var isStopped = false
        var counts: [Kind: Int] = [:]
        var interruptNext: Set<Kind> = []
        var dirty: [UInt64: String] = [:]
        var violations: [String] = []
    }

    /// The errno of a call that is never made because the process has stopped.
    public static let stopped: Int32 = 4095
    private let real = SystemFileCalls()
    private let state: Mutex<State>

    public init(_ orders: Orders = Orders()) {
        state = Mutex(State(orders: orders, interruptNext: orders.interrupted))
    }

    public var isStopped: Bool { state.withLock { $0.isStopped } }
    public func count(of kind: Kind) -> Int { state.withLock { $0.counts[kind, default: 0] } }
    public func order(_ change: (inout Orders) -> Void) { state.withLock { change(&$0.orders) } }
    /// What a power failure would lose or tear now; folders and files by what was done to them.
    public var notDurable: [String] { state.withLock { $0.violations + $0.dirty.values.sorted() } }

    private func making(_ kind: Kind, changes: Bool = false) throws(FileCallError) {
        let (code, act): (Int32, (@Sendable () -> Void)?) = state.withLock { state in
            state.counts[kind, default: 0] += 1
            if changes {
                state.changes += 1
                if state.changes == state.orders.stopAtChange { state.isStopped = true }
            }
            if state.isStopped { return (Self.stopped, nil) }
            if state.orders.interrupted.contains(kind) {
                if state.interruptNext.remove(kind) != nil { return (EINTR, nil) }
                state.interruptNext.insert(kind)
            }
            if let failure = state.orders.failures[kind], failure.at == 0 || failure.at == state.counts[kind] { return (failure.code, nil) }
            if kind == .read, let hook = state.orders.beforeRead, hook.at == state.counts[kind] { return (0, hook.act) }
            return (0, nil)
        }
        act?()
        if code != 0 { throw FileCallError(code: code) }
    }

    private func inode(_ descriptor: Int32) -> UInt64 { (try? real.status(of: descriptor).observation.inode) ?? 0 }
    private func soil(_ descriptor: Int32, _ what: String) {
        let inode = inode(descriptor)
        state.withLock { $0.dirty[inode] = what }
    }
    private func isTemporary(_ name: [UInt8]) -> Bool { name.starts(with: ".copy~".utf8) || name.starts(with: ".render~".utf8) }
    private func shown(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }

    public func open(_ name: [UInt8], in folder: Int32?, flags: Int32, mode: UInt32) throws(FileCallError) -> Int32 {
        try making(.open, changes: flags & O_CREAT != 0)
        return try real.open(name, in: folder, flags: flags, mode: mode)
    }
    public func close(_ descriptor: Int32) { real.close(descriptor) }
    public func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FileCallError) -> Int {
        try making(.read)
        let most = state.withLock { $0.orders.readsAtMost }
        return try real.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(most)))
    }
    public func write(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        try making(.write, changes: true)
        soil(descriptor, "content written")
        let most = state.withLock { $0.orders.writesAtMost }
        return try real.write(descriptor, from: UnsafeRawBufferPointer(rebasing: buffer.prefix(most)))
    }
    public func rewrite(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        try making(.write, changes: true)
        return try real.rewrite(descriptor, from: buffer)
    }
    public func synchronize(_ descriptor: Int32) throws(FileCallError) {
        try making(.synchronize, changes: true)
        try real.synchronize(descriptor)
        let inode = inode(descriptor)
        state.withLock { $0.dirty[inode] = nil }
    }
    public func synchronizeFileSystem(of descriptor: Int32) throws(FileCallError) {
        try making(.synchronizeFileSystem, changes: true)
        try real.synchronizeFileSystem(of: descriptor)
        state.withLock { $0.dirty = [:] }
    }
    public func changeMode(of descriptor: Int32, to mode: UInt32) throws(FileCallError) {
        try making(.changeMode, changes: true)
        try real.changeMode(of: descriptor, to: mode)
    }
    public func status(of descriptor: Int32) throws(FileCallError) -> FileStatus {
        try making(.status)
        return abroad(try real.status(of: descriptor))
    }
    public func status(of name: [UInt8], in folder: Int32) throws(FileCallError) -> FileStatus {
        try making(.status)
        return abroad(try real.status(of: name, in: folder))
    }
    private func abroad(_ status: FileStatus) -> FileStatus {
        var status = status
        if status.observation.inode == state.withLock({ $0.orders.foreignInode }) { status.observation.device += 1 }
        return status
    }
    public func ownership(of name: [UInt8], in folder: Int32) throws(FileCallError) -> Ownership {
        let inode = try real.status(of: name, in: folder).observation.inode
        if let ownership = state.withLock({ $0.orders.ownerships[inode] }) { return ownership }
        return try real.ownership(of: name, in: folder)
    }
    public func beginNames(in folder: Int32) throws(FileCallError) -> Int32 {
        try making(.names)
        return try real.beginNames(in: folder)
    }
    public func nextNames(_ descriptor: Int32) throws(FileCallError) -> [[UInt8]]? { try real.nextNames(descriptor) }
    public func makeFolder(_ name: [UInt8], in folder: Int32?, mode: UInt32) throws(FileCallError) {
        try making(.makeFolder, changes: true)
        try real.makeFolder(name, in: folder, mode: mode)
        if let folder { soil(folder, "folder \(shown(name)) made") }
    }
    public func rename(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32, replacing: Bool) throws(FileCallError) {
        try making(.rename, changes: true)
        let replaces = state.withLock { $0.orders.replaces }
        try real.rename(name, in: folder, to: newName, in: newFolder, replacing: replacing || replaces)
        soil(folder, "\(shown(name)) moved away")
        soil(newFolder, "\(shown(newName)) moved in")
    }
    public func link(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32) throws(FileCallError) {
        try making(.link, changes: true)
        if state.withLock({ $0.orders.replaces }) { try? real.remove(newName, in: newFolder) }
        try real.link(name, in: folder, to: newName, in: newFolder)
        let linked = try real.status(of: newName, in: newFolder).observation.inode
        state.withLock {
            if $0.dirty[linked] == "content written" { $0.violations.append("\(shown(newName)) was published before it was durable") }
        }
        soil(newFolder, "\(shown(newName)) linked")
    }
    public func remove(_ name: [UInt8], in folder: Int32) throws(FileCallError) {
        try making(.remove, changes: true)
        let inode = (try? real.status(of: name, in: folder).observation.inode) ?? 0
        try real.remove(name, in: folder)
        state.withLock { $0.dirty[inode] = nil }
        if !isTemporary(name) { soil(folder, "\(shown(name)) removed") }
    }
    public func takeReadLease(_ descriptor: Int32) throws(FileCallError) {
        try making(.lease)
        try real.takeReadLease(descriptor)
    }
    public func giveBackLease(_ descriptor: Int32) throws(FileCallError) { try real.giveBackLease(descriptor) }
    public func lock(_ descriptor: Int32) throws(FileCallError) {
        try making(.lock)
        try real.lock(descriptor)
    }
    public func lockShared(_ descriptor: Int32) throws(FileCallError) {
        try making(.lock)
        try real.lockShared(descriptor)
    }
    public func fileSystemType(of descriptor: Int32) throws(FileCallError) -> UInt32 {
        if let type = state.withLock({ $0.orders.fileSystemType }) { return type }
        return try real.fileSystemType(of: descriptor)
    }
    public func room(of descriptor: Int32) throws(FileCallError) -> FileSystemRoom {
        if let room = state.withLock({ $0.orders.room }) { return room }
        return try real.room(of: descriptor)
    }
    public func path(of descriptor: Int32) throws(FileCallError) -> String { try real.path(of: descriptor) }
    public func raiseDescriptorLimit() { real.raiseDescriptorLimit() }
    public func descriptorLimit() throws(FileCallError) -> UInt64 {
        if let limit = state.withLock({ $0.orders.descriptorLimit }) { return limit }
        return try real.descriptorLimit()
    }
    public func openNotices() throws(FileCallError) -> Int32 { try real.openNotices() }
    public func watch(_ folder: Int32, with notices: Int32, events: UInt32) throws(FileCallError) -> Int32 {
        try real.watch(folder, with: notices, events: events)
    }
    public func unwatch(_ watch: Int32, with notices: Int32) { real.unwatch(watch, with: notices) }
}
