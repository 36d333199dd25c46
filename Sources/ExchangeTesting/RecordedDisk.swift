// A disk for tests of stops and faults: the real calls on a temporary spool, each one numbered, SQLite's on the ledger among them
// (RecordedDisk+Ledger.swift). On order the process stops before a change, a call fails, or a call lies. What a power cut would
// leave is kept account of (UnsettledChanges.swift) and carried out by `cut`, so the next process sees it.

import Glibc
public import Spooling
import Synchronization

/// A call that may be stopped at or made to fail.
public struct DiskCall: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case open, create, read, write, rewrite, synchronize, synchronizeAll, changeMode, status, names, makeFolder, rename, link, remove,
            lease, lock
        case ledgerOpen, ledgerRead, ledgerWrite, ledgerTruncate, ledgerSynchronize, ledgerDelete, ledgerMap

        /// It changes what the next process will see.
        public var isChange: Bool {
            switch self {
            case .create, .write, .rewrite, .synchronize, .synchronizeAll, .changeMode, .makeFolder, .rename, .link, .remove: true
            case .ledgerWrite, .ledgerTruncate, .ledgerSynchronize, .ledgerDelete: true
            case .open, .read, .status, .names, .lease, .lock, .ledgerOpen, .ledgerRead, .ledgerMap: false
            }
        }

        /// It fails when nothing fits on the disk any more. Names still fit into the blocks that folders have.
        public var needsSpace: Bool { [.create, .write, .makeFolder, .ledgerWrite].contains(self) }

        public var isSynchronize: Bool { [.synchronize, .synchronizeAll, .ledgerSynchronize].contains(self) }

        /// The kernel may interrupt it by a signal, before it did anything.
        var isInterruptible: Bool {
            switch self {
            case .open, .create, .read, .write, .rewrite, .changeMode, .names, .makeFolder, .rename, .link, .remove, .lease, .lock: true
            default: false
            }
        }
    }

    public let kind: Kind
    /// Relative to the spool; of a rename or link the new one.
    public let path: String
    public var description: String { "\(kind.rawValue) \(path)" }
}

public final class RecordedDisk: FileCalls {
    /// What a call does instead of its duty.
    public struct Lies: Sendable {
        /// An fsync of such a path says that all is well and does nothing.
        public var skipsSynchronizing: @Sendable (_ path: String) -> Bool = { _ in false }
        /// Called after each change, with the spool's path: somebody acts too early.
        public var afterChange: @Sendable (_ spool: String, DiskCall) -> Void = { _, _ in }

        public init() {}
    }

    public struct Orders: Sendable {
        /// So many changes are made; the process stops at the next one.
        public var changesMade: Int?
        /// The call, counted from 1, that fails with an errno.
        public var failing: (call: Int, errno: Int32)?
        /// From that call on everything that needs space fails, until `heal`.
        public var isLasting = false
        /// Each call that a signal can interrupt is interrupted once; writes and reads move few bytes.
        public var interruptsEverything = false
        public var lies = Lies()

        public init(changesMade: Int? = nil, failing: (call: Int, errno: Int32)? = nil, isLasting: Bool = false) {
            (self.changesMade, self.failing, self.isLasting) = (changesMade, failing, isLasting)
        }
    }

    struct State {
        var orders: Orders
        var calls: [DiskCall] = []
        var changes = 0
        var isStopped = false
        /// The call that failed.
        var failed: DiskCall?
        var failedSynchronizing: Set<UInt64> = []
        var hasFailedSynchronizingAll = false
        var isInterrupted = false
        var violations: [String] = []
        var openLedgerFiles = 0
        /// Files that this process has locked, with the descriptor.
        var locked: [UInt64: Int32] = [:]
        var unsettled: UnsettledChanges
    }

    /// The errno of a call that is never made because the process has stopped.
    public static let stopped: Int32 = 4095

    let spool: String
    let real = SystemFileCalls()
    let state: Mutex<State>

    /// - Parameters:
    ///   - spool: an absolute path without links.
    ///   - predecessor: the disk of the process before; what was not durable then is not durable now.
    public init(spool: String, _ orders: Orders = Orders(), after predecessor: RecordedDisk? = nil) {
        self.spool = spool
        let unsettled = predecessor?.state.withLock { $0.unsettled } ?? UnsettledChanges(spool: spool)
        state = Mutex(State(orders: orders, unsettled: unsettled))
        watchLedger()
    }

    deinit { unwatchLedger() }

    public var isStopped: Bool { state.withLock { $0.isStopped } }
    public var changes: Int { state.withLock { $0.changes } }
    public var calls: [DiskCall] { state.withLock { $0.calls } }
    /// The call that was made to fail, once it was met.
    public var failed: DiskCall? { state.withLock { $0.failed } }
    /// An fsync that was tried again after it had failed; a connection that outlived its process.
    public var violations: [String] { state.withLock { $0.violations } }

    /// The trouble is over.
    public func heal() { state.withLock { ($0.orders.failing, $0.orders.isLasting) = (nil, false) } }

    /// A file that a sender wrote and nobody has synchronized yet.
    public func noteUnsynchronized(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        state.withLock { $0.unsettled.wrote(UInt64(status.st_ino), size: 0, byUs: false) }
    }

    /// The process is gone, with everything that it had open; what was not made durable is lost as the cut says.
    /// - Parameter isRelied: whether somebody relies on the content of a sender's file, given its path in the spool.
    public func cut(_ cut: PowerCut, isRelied: (String) -> Bool = { _ in false }) {
        unwatchLedger()
        state.withLock { state in
            if state.openLedgerFiles != 0 { state.violations.append("\(state.openLedgerFiles) files of the ledger are still open") }
            state.unsettled.cut(cut, isRelied: isRelied)
        }
    }

    /// Nobody will work on this spool any more.
    public func close() { state.withLock { $0.unsettled.forgetAsides() } }

    // MARK: asking

    enum Answer {
        case goesOn
        /// Done, as far as the caller is told.
        case lies
        case fails(Int32)
    }

    func ask(_ kind: DiskCall.Kind, _ path: @autoclosure () -> String) -> (answer: Answer, call: DiskCall) {
        let call = DiskCall(kind: kind, path: path())
        return (state.withLock { $0.answer(call) }, call)
    }

    private func making(_ kind: DiskCall.Kind, _ path: @autoclosure () -> String) throws(FileCallError) -> DiskCall {
        let (answer, call) = ask(kind, path())
        if case .fails(let code) = answer { throw FileCallError(code: code) }
        return call
    }

    private func done(_ call: DiskCall, _ change: (inout UnsettledChanges) -> Void) {
        let lies = state.withLock { state in
            change(&state.unsettled)
            return state.orders.lies
        }
        lies.afterChange(spool, call)
    }

    private var isScanty: Bool { state.withLock { $0.orders.interruptsEverything } }

    // MARK: places

    private func inode(_ descriptor: Int32) -> UInt64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    private func place(_ name: [UInt8], _ folder: Int32?) -> FolderEntry {
        let path = folder.flatMap { try? real.path(of: $0) }.map { Array($0.utf8) + [0x2F] + name } ?? name
        return FolderEntry(path: path, folder: folder.map(inode) ?? 0)
    }

    private func shown(_ place: FolderEntry) -> String { relative(String(decoding: place.path, as: UTF8.self)) }
    private func shown(_ descriptor: Int32) -> String { relative((try? real.path(of: descriptor)) ?? "?") }
    func relative(_ path: String) -> String { path.hasPrefix(spool + "/") ? String(path.dropFirst(spool.utf8.count + 1)) : path }

    // MARK: FileCalls

    public func open(_ name: [UInt8], in folder: Int32?, flags: Int32, mode: UInt32) throws(FileCallError) -> Int32 {
        let place = place(name, folder)
        let isNew = flags & O_CREAT != 0 && !place.exists
        let call = try making(isNew ? .create : .open, shown(place))
        let descriptor = try real.open(name, in: folder, flags: flags, mode: mode)
        if isNew {
            let inode = inode(descriptor)
            done(call) {
                $0.made(place)
                $0.wrote(inode, size: 0, byUs: true)
            }
        }
        return descriptor
    }
    public func close(_ descriptor: Int32) {
        state.withLock { state in state.locked = state.locked.filter { $0.value != descriptor } }
        real.close(descriptor)
    }
    public func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(FileCallError) -> Int {
        _ = try making(.read, shown(descriptor))
        return try real.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(isScanty ? 100 : Int.max)))
    }
    public func write(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        let call = try making(.write, shown(descriptor))
        let (inode, size) = (inode(descriptor), try real.status(of: descriptor).observation.size)
        let written = try real.write(descriptor, from: UnsafeRawBufferPointer(rebasing: buffer.prefix(isScanty ? 100 : Int.max)))
        done(call) { $0.wrote(inode, size: size, byUs: true) }
        return written
    }
    public func rewrite(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) throws(FileCallError) -> Int {
        let call = try making(.rewrite, shown(descriptor))
        var old = [UInt8](repeating: 0, count: buffer.count)
        let count = pread(descriptor, &old, old.count, 0)
        let inode = inode(descriptor)
        let written = try real.rewrite(descriptor, from: buffer)
        done(call) { $0.overwrote(inode, Array(old.prefix(max(0, count)))) }
        return written
    }
    public func synchronize(_ descriptor: Int32) throws(FileCallError) {
        let inode = inode(descriptor)
        let (answer, call) = ask(.synchronize, shown(descriptor))
        if case .fails(let code) = answer {
            if code != Self.stopped { state.withLock { _ = $0.failedSynchronizing.insert(inode) } }
            throw FileCallError(code: code)
        }
        state.withLock {
            if $0.failedSynchronizing.contains(inode) || $0.hasFailedSynchronizingAll {
                $0.violations.append("tried again after it failed: \(call)")
            }
        }
        if case .lies = answer { return }
        // The disk itself need not be waited for: what lasts is this object's account.
        done(call) { $0.synchronized(inode) }
    }
    public func synchronizeFileSystem(of descriptor: Int32) throws(FileCallError) {
        let (answer, call) = ask(.synchronizeAll, shown(descriptor))
        if case .fails(let code) = answer {
            if code != Self.stopped, code != ENOSYS { state.withLock { $0.hasFailedSynchronizingAll = true } }
            throw FileCallError(code: code)
        }
        state.withLock { if $0.hasFailedSynchronizingAll { $0.violations.append("tried again after it failed: \(call)") } }
        if case .lies = answer { return }
        done(call) { $0.synchronizedAll() }
    }
    public func changeMode(of descriptor: Int32, to mode: UInt32) throws(FileCallError) {
        let call = try making(.changeMode, shown(descriptor))
        try real.changeMode(of: descriptor, to: mode)
        done(call) { _ in }
    }
    public func status(of descriptor: Int32) throws(FileCallError) -> FileStatus {
        _ = try making(.status, shown(descriptor))
        return try real.status(of: descriptor)
    }
    public func status(of name: [UInt8], in folder: Int32) throws(FileCallError) -> FileStatus {
        _ = try making(.status, shown(place(name, folder)))
        return try real.status(of: name, in: folder)
    }
    public func ownership(of name: [UInt8], in folder: Int32) throws(FileCallError) -> Ownership {
        try real.ownership(of: name, in: folder)
    }
    public func beginNames(in folder: Int32) throws(FileCallError) -> Int32 {
        _ = try making(.names, shown(folder))
        return try real.beginNames(in: folder)
    }
    public func nextNames(_ descriptor: Int32) throws(FileCallError) -> [[UInt8]]? {
        _ = try making(.names, shown(descriptor))
        return try real.nextNames(descriptor)
    }
    public func makeFolder(_ name: [UInt8], in folder: Int32?, mode: UInt32) throws(FileCallError) {
        let place = place(name, folder)
        let call = try making(.makeFolder, shown(place))
        try real.makeFolder(name, in: folder, mode: mode)
        done(call) { $0.madeFolder(place) }
    }
    public func rename(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32, replacing: Bool) throws(FileCallError) {
        let (from, to) = (place(name, folder), place(newName, newFolder))
        let call = try making(.rename, shown(to))
        let aside = replacing && to.exists ? state.withLock { $0.unsettled.putAside(to) } : nil
        try real.rename(name, in: folder, to: newName, in: newFolder, replacing: replacing)
        done(call) { $0.renamed(from, to, replaced: aside) }
    }
    public func link(_ name: [UInt8], in folder: Int32, to newName: [UInt8], in newFolder: Int32) throws(FileCallError) {
        let place = place(newName, newFolder)
        let call = try making(.link, shown(place))
        try real.link(name, in: folder, to: newName, in: newFolder)
        done(call) { $0.made(place) }
    }
    public func remove(_ name: [UInt8], in folder: Int32) throws(FileCallError) {
        let place = place(name, folder)
        let call = try making(.remove, shown(place))
        let aside = place.exists ? state.withLock { $0.unsettled.putAside(place) } : nil
        try real.remove(name, in: folder)
        done(call) { $0.removed(place, aside) }
    }
    public func takeReadLease(_ descriptor: Int32) throws(FileCallError) {
        _ = try making(.lease, shown(descriptor))
        try real.takeReadLease(descriptor)
    }
    public func giveBackLease(_ descriptor: Int32) throws(FileCallError) {
        _ = try making(.lease, shown(descriptor))
        try real.giveBackLease(descriptor)
    }
    public func lock(_ descriptor: Int32) throws(FileCallError) {
        _ = try making(.lock, shown(descriptor))
        let inode = inode(descriptor)
        if state.withLock({ $0.locked[inode, default: descriptor] != descriptor }) { throw FileCallError(code: EWOULDBLOCK) }
        state.withLock { $0.locked[inode] = descriptor }
        // Others see it. That it is held can only be by a program that a test beside this one is about to begin, and that has not yet
        // given up what it got from this process: a process that is gone holds nothing.
        do { try real.lock(descriptor) } catch let error where error.code == EWOULDBLOCK {}
    }
    public func lockShared(_ descriptor: Int32) throws(FileCallError) {
        _ = try making(.lock, shown(descriptor))
        try real.lockShared(descriptor)
    }
    public func fileSystemType(of descriptor: Int32) throws(FileCallError) -> UInt32 { try real.fileSystemType(of: descriptor) }
    public func room(of descriptor: Int32) throws(FileCallError) -> FileSystemRoom { try real.room(of: descriptor) }
    public func path(of descriptor: Int32) throws(FileCallError) -> String { try real.path(of: descriptor) }
    public func raiseDescriptorLimit() { real.raiseDescriptorLimit() }
    public func descriptorLimit() throws(FileCallError) -> UInt64 { try real.descriptorLimit() }
    public func openNotices() throws(FileCallError) -> Int32 { try real.openNotices() }
    public func watch(_ folder: Int32, with notices: Int32, events: UInt32) throws(FileCallError) -> Int32 {
        try real.watch(folder, with: notices, events: events)
    }
    public func unwatch(_ watch: Int32, with notices: Int32) { real.unwatch(watch, with: notices) }
}

extension RecordedDisk.State {
    mutating func answer(_ call: DiskCall) -> RecordedDisk.Answer {
        if isStopped { return .fails(RecordedDisk.stopped) }
        if orders.interruptsEverything, call.kind.isInterruptible {
            isInterrupted.toggle()
            if isInterrupted { return .fails(EINTR) }
        }
        if call.kind.isChange {
            if changes == orders.changesMade {
                isStopped = true
                return .fails(RecordedDisk.stopped)
            }
            changes += 1
        }
        calls.append(call)
        if let failing = orders.failing {
            if calls.count == failing.call || orders.isLasting && calls.count > failing.call && call.kind.needsSpace {
                failed = failed ?? call
                return .fails(failing.errno)
            }
        }
        return call.kind.isSynchronize && orders.lies.skipsSynchronizing(call.path) ? .lies : .goesOn
    }
}
