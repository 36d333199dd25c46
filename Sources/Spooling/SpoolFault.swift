// Trouble that is ours, or that one partner's folders make for us: never the content of a file. A fault says which call
// failed on which path, and how far the trouble reaches, so that the pipeline knows whether to stop one partner or the
// whole intake. Nothing is lost by a fault: the step is tried again.

public import Contributions
import Glibc

/// A file call that failed, with everything that an operator needs to put it right.
public struct SpoolFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// How far the trouble reaches.
    public enum Scope: Hashable, Sendable {
        /// The disk, or folders of ours: nothing more can be taken in.
        case spool
        /// One owner's inbox or outbox: the others go on.
        case owner(Owner)
    }

    /// What was tried: `rename`, `fsync` ...
    public let operation: String
    /// Relative to the spool; bytes outside `[A-Za-z0-9._~/-]` shown as %XX.
    public let path: String
    /// The C error number, such as ENOSPC.
    public let errno: Int32
    public let scope: Scope
    /// After a failed fsync nobody knows what is on the disk: the process must end, and recover from what is there.
    public let isFatal: Bool
    /// What else is known, as a sentence without full stop.
    public let detail: String?

    public init(operation: String, path: String, errno: Int32, scope: Scope, isFatal: Bool = false, detail: String? = nil) {
        self.operation = operation
        self.path = path
        self.errno = errno
        self.scope = Self.spoolWide.contains(errno) ? .spool : scope
        self.isFatal = isFatal
        self.detail = detail
    }

    /// Errors that are about the disk or this process, wherever they are met.
    private static let spoolWide: Set<Int32> = [ENOSPC, EROFS, EIO, EMFILE, ENFILE, ENOMEM, ENODEV]

    public var description: String {
        let place =
            switch scope {
            case .spool: ""
            case .owner(let owner): " (\(owner))"
            }
        let trouble = detail ?? String(cString: strerror(errno))
        return "\(operation) \(path)\(place): \(trouble), error \(errno)" + (hint.map { "; \($0)" } ?? "")
    }

    /// What the operator can do, when it is known.
    public var hint: String? {
        if isFatal { return "the process stops and recovers at its next start; check the disk" }
        return switch errno {
        case ENOSPC: "free space on the spool's file system"
        case EDQUOT: "raise the quota"
        case EROFS: "mount the spool's file system writable"
        case EACCES, EPERM: "give the daemon's user access"
        case EMFILE: "raise the limit of open files (ulimit -n)"
        case ELOOP, ENOTDIR: "put a real folder there"
        case EXDEV: "put the whole spool on one local file system"
        default: nil
        }
    }
}

/// Names as people and logs may see them.
enum Shown {
    /// Every byte outside `[A-Za-z0-9._~/-]` as %XX.
    static func name(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var shown: [UInt8] = []
        for byte in bytes {
            if NameClass.isNameByte(byte) || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "/") {
                shown.append(byte)
            } else {
                shown += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: shown, as: UTF8.self)
    }
}
