// Proof that a claimed file cannot change any more. Its sender may still hold it open for writing: the rename of the
// claim does not end that. So either the kernel grants a read lease, which it does only while nobody has the file open
// for writing, or the bytes are copied into a file of ours that takes the claim's name. Either way they are on the disk before
// anything is decided by them, and so are those of the sidecar, and of a file that is refused without being read.

import Glibc

extension Spool {
    /// Makes sure that what will be read stays what it is, and is on the disk. For plain files (see `open`).
    public func secure(_ claim: Claim) throws(SpoolFault) -> Secured {
        let group = NamingGroup()
        var file = try openClaimed(claim)
        let secured = try secure(claim, &file, in: group)
        try group.settle()
        return secured
    }

    /// The same of a file that was opened, but it is sure to be on the disk only when the group is settled.
    /// - Parameter file: the claim's copy in its place, when one had to be made.
    public func secure(_ claim: Claim, _ file: inout OpenFile, in group: NamingGroup) throws(SpoolFault) -> Secured {
        guard file.isRegular else {
            throw SpoolFault(operation: "open", path: file.path, errno: EINVAL, scope: .spool, detail: "not a plain file any more")
        }
        if try isClosed(file) {
            group.add(file)
            return .closed
        }
        guard try copy(claim, from: file) else { return .changed }
        file = try openForReading(claim)
        return .copied
    }

    /// Makes last what is answered without being read: its sender may have nothing else. What is no plain file, or may not be read, has
    /// nothing to make last.
    public func keep(_ claim: Claim) throws(SpoolFault) {
        try synchronize(claim.sidecarBytes)
        try synchronize(claim.workBytes)
    }

    private func synchronize(_ name: [UInt8]) throws(SpoolFault) {
        guard let status = try work.status(name), [.plain, .hardLink].contains(status.kind) else { return }
        do { try work.openToRead(name).synchronize() } catch let error
            where [ENOENT, ELOOP, EACCES, EPERM, ENXIO, EAGAIN].contains(error.errno)
        {}
    }

    /// Whether nobody else has the file open for writing, and it has no other name by which to open it.
    private func isClosed(_ file: OpenFile) throws(SpoolFault) -> Bool {
        do {
            try retrying { () throws(FileCallError) in try calls.takeReadLease(file.descriptor) }
        } catch {
            // EAGAIN: there is a writer. EACCES: the file is another user's. EINVAL: the file system has no leases.
            if [EAGAIN, EACCES, EPERM, EINVAL, ENOLCK].contains(error.code) { return false }
            throw SpoolFault(operation: "lease", path: file.path, errno: error.code, scope: .spool)
        }
        let status = try file.statusNow()
        do {
            try retrying { () throws(FileCallError) in try calls.giveBackLease(file.descriptor) }
        } catch {
            throw SpoolFault(operation: "lease", path: file.path, errno: error.code, scope: .spool)
        }
        return status.kind == .plain
    }

    /// False when it changed meanwhile.
    private func copy(_ claim: Claim, from file: OpenFile) throws(SpoolFault) -> Bool {
        let copy = try TemporaryFile(in: work, prefix: TemporaryFile.copyPrefix)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        var copied: Int64 = 0
        // A file that keeps growing is not followed beyond the size that was seen.
        while copied <= file.bytes {
            let count = try file.read(into: buffer)
            if count == 0 { break }
            copied += Int64(count)
            try copy.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        let after = try file.statusNow().observation
        guard copied == file.bytes, after == file.status.observation else { return false }
        try copy.finish(mode: 0o600)
        try copy.move(to: work, as: claim.workBytes)
        return true
    }
}
