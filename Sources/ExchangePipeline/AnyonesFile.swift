import Glibc
import Rulebook
import Spooling

// A plain file that lies anywhere, as `check` reads it: opened without following a link or waiting for anybody, and known to
// have stayed as it was.

/// A path that could not be looked at or read. The words are the command's.
public struct ExaminationFault: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// Nothing of that name exists.
        case missing
        /// The path ends in no file's name.
        case noName
        /// The file was written to while it was examined.
        case changed
        /// Anything else, with the C error number.
        case system(Int32)
    }

    public let path: [UInt8]
    public let reason: Reason

    init(path: [UInt8], _ reason: Reason) {
        (self.path, self.reason) = (path, reason)
    }

    init(path: [UInt8], errno: Int32) {
        self.init(path: path, [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(errno) ? .missing : .system(errno))
    }

    /// There is no such file, so whoever named it is wrong.
    public var isMissing: Bool { [.missing, .noName].contains(reason) }

    /// It is there, and not for us.
    var isForbidden: Bool { [.system(EACCES), .system(EPERM)].contains(reason) }
}

/// A plain file that lies anywhere, open for reading.
final class AnyonesFile: ReadableFile {
    let descriptor: Int32
    /// What it was when it was opened.
    let status: FileStatus
    private let path: [UInt8]
    private let calls: any FileCalls

    var bytes: Int64 { status.observation.size }

    /// Opens it without following a link and without waiting for anybody.
    init(_ path: [UInt8], calls: any FileCalls) throws(ExaminationFault) {
        self.path = path
        self.calls = calls
        do throws(FileCallError) {
            let opened = try retrying { () throws(FileCallError) in
                try calls.open(path, in: nil, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode: 0)
            }
            descriptor = opened
            do { status = try calls.status(of: opened) } catch {
                calls.close(opened)
                throw error
            }
        } catch {
            throw ExaminationFault(path: path, errno: error.code)
        }
    }

    deinit { calls.close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ExaminationFault) -> Int {
        do { return try retrying { () throws(FileCallError) in try calls.read(descriptor, into: buffer) } } catch {
            throw ExaminationFault(path: path, errno: error.code)
        }
    }

    func readAll(limit: Int) throws(ExaminationFault) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        while filled < limit {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return Array(buffer[..<filled])
    }

    /// Throws when somebody has written to it since it was opened.
    func requireUnchanged() throws(ExaminationFault) {
        guard let now = try? calls.status(of: descriptor), now.observation.size == status.observation.size,
            now.observation.modified == status.observation.modified
        else {
            throw ExaminationFault(path: path, .changed)
        }
    }
}

/// Makes the call again for as long as a signal interrupts it.
func retrying<Value>(_ body: () throws(FileCallError) -> Value) throws(FileCallError) -> Value {
    while true {
        do { return try body() } catch let error where error.code == EINTR { continue }
    }
}
