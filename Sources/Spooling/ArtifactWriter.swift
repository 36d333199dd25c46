// One answer or form in the making: a temporary file in work/ that takes its place under archive/ whole, or not at all.

/// An answer or form in the making. Nothing of it shows until `finish`; without that, nothing remains.
public final class ArtifactWriter {
    public let name: ArchivedName
    private let spool: Spool
    private var file: TemporaryFile?
    /// Once something failed nobody knows how much of it was written: the writer only repeats the fault.
    private var failure: SpoolFault?
    /// Bytes given to `write` so far.
    public private(set) var bytesWritten: Int64 = 0

    /// Read at a time, of what stands there already.
    private static let blockBytes = 64 << 10

    init(name: ArchivedName, spool: Spool, file: TemporaryFile) {
        self.name = name
        self.spool = spool
        self.file = file
    }

    /// Each call writes to the file: whoever has many small pieces gathers them.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(SpoolFault) {
        try unlessFailed { () throws(SpoolFault) in
            precondition(file != nil, "written to after its end")
            bytesWritten += Int64(bytes.count)
            try file?.write(bytes)
        }
    }

    public func write(_ bytes: [UInt8]) throws(SpoolFault) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolFault) in try write(UnsafeRawBufferPointer(buffer)) }
    }

    /// Gives the file its place in archive/, durably. When the same bytes stand there already, they stay, so that links
    /// to them stay ours.
    public func finish() throws(SpoolFault) {
        let group = NamingGroup()
        try finish(in: group)
        try unlessFailed { () throws(SpoolFault) in try group.settle() }
    }

    /// The same, but it lasts only when the group is settled; until then nobody is to be told of it.
    public func finish(in group: NamingGroup) throws(SpoolFault) {
        try unlessFailed { () throws(SpoolFault) in
            guard let file else { return }
            try file.finish(mode: 0o444, in: group)
            guard let archive = try spool.archiveFolder(name.day, name.owner, making: true, in: group) else { return }
            if try !file.moveIfFree(to: archive, as: name.bytes, in: group) {
                if try isThere(file, in: archive, group) {
                    group.add(archive)
                } else {
                    try file.move(to: archive, as: name.bytes, in: group)
                }
            }
            self.file = nil
        }
    }

    private func unlessFailed(_ body: () throws(SpoolFault) -> Void) throws(SpoolFault) {
        if let failure { throw failure }
        do { try body() } catch {
            failure = error
            file = nil
            throw error
        }
    }

    private func isThere(_ file: TemporaryFile, in archive: Folder, _ group: NamingGroup) throws(SpoolFault) -> Bool {
        guard let standing = try archive.status(name.bytes), [.plain, .hardLink].contains(standing.kind),
            standing.observation.size == bytesWritten
        else { return false }
        let (one, other) = (try file.reopened(), try archive.openToRead(name.bytes))
        while true {
            let bytes = try one.readAll(limit: Self.blockBytes)
            if try bytes != other.readAll(limit: Self.blockBytes) { return false }
            if bytes.isEmpty { break }
        }
        group.add(other)
        return true
    }
}
