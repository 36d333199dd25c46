// One daemon per spool. The lock file says who holds it, and keeps the daemon's crash memory: which claims are being
// read right now, and for the how-many-th time. The memory must outlive the process and not the machine (a claim that
// ends the reader ends a process), so it is written into the page cache and not synchronized, but for what is forgotten for good. The
// fault that keeps the daemon from working stands there too, since a full disk has no room for it anywhere else.

public import Contributions
import Glibc
import Synchronization

/// Somebody else holds the spool.
public struct SpoolHeld: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the holder wrote of itself.
    public let holder: String
    public var description: String { "the spool is held by \(holder)" }
}

/// The right to work on a spool, held until the object goes out of use or the process ends.
public final class SpoolLock: Sendable {
    private let file: OpenFile
    private let holder: String
    private let kept: Mutex<Kept>

    private struct Kept: Sendable {
        var reading: [IntakeNumber: Int]
        var fault: String?
    }

    /// What the predecessor was reading when it ended without saying so, sorted.
    public let previouslyReading: [(IntakeNumber, attempts: Int)]

    static let fileName = ".giaonhan.lock"
    /// The file never grows or shrinks, so that a full disk does not hinder the crash memory.
    static let fileBytes = 32_768
    /// So many claims are remembered at most: one group that is posted, and two that are read. More are never under way.
    static let claimsMax = 768
    private static let faultWord = "fault "
    private static let end = "end"

    /// Takes the lock, or throws `SpoolHeld`, or a `SpoolFault`.
    ///
    /// - Parameter description: who takes it: process, host, since when; one line.
    public static func acquire(spool path: String, calls: any FileCalls, description: String) throws -> SpoolLock {
        let name = Array((path + "/" + fileName).utf8)
        let file: OpenFile
        do {
            let descriptor = try retrying { () throws(FileCallError) in
                try calls.open(name, in: nil, flags: O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o644)
            }
            file = try OpenFile(
                descriptor: descriptor, place: FilePlace(folder: "", name: Array(fileName.utf8)), scope: .spool, calls: calls)
        } catch let error as FileCallError {
            throw SpoolFault(operation: "open", path: fileName, errno: error.code, scope: .spool)
        }
        guard file.status.kind == .plain else {
            throw SpoolFault(operation: "open", path: fileName, errno: EINVAL, scope: .spool, detail: "not a plain file of one link")
        }
        do {
            try retrying { () throws(FileCallError) in try calls.lock(file.descriptor) }
        } catch {
            if error.code == EWOULDBLOCK { throw SpoolHeld(holder: holder(in: try file.readAll(limit: fileBytes))) }
            throw SpoolFault(operation: "flock", path: fileName, errno: error.code, scope: .spool)
        }
        // Read under the lock: until now the predecessor may have written.
        let content = try file.readAll(limit: fileBytes)
        let lock = SpoolLock(file: file, holder: oneLine(description), previously: memory(in: content))
        try lock.write()
        return lock
    }

    private init(file: OpenFile, holder: String, previously: [IntakeNumber: Int]) {
        self.file = file
        self.holder = holder
        previouslyReading = previously.sorted { $0.key < $1.key }.map { ($0.key, attempts: $0.value) }
        kept = Mutex(Kept(reading: previously))
    }

    /// Remembers that claims are about to be read, each for the how-many-th time. A memory that cannot be written costs no
    /// more than one further attempt, so no fault comes of it.
    public func beganReading(_ attempts: [IntakeNumber: Int]) {
        kept.withLock { $0.reading.merge(attempts) { _, new in new } }
        try? write()
    }

    /// Forgets claims: reading them did not end the process.
    public func finishedReading(_ intakes: some Collection<IntakeNumber>) {
        kept.withLock { for intake in intakes { $0.reading[intake] = nil } }
        try? write()
    }

    /// The same for claims that a person decides about: it lasts, so that no power cut holds them once more when they are let go.
    public func forgetForGood(_ intakes: some Collection<IntakeNumber>) throws(SpoolFault) {
        kept.withLock { for intake in intakes { $0.reading[intake] = nil } }
        try write()
        try file.synchronize()
    }

    /// Says what keeps the daemon from working, or (nil) that nothing does. It stays when the process ends of it, until the next
    /// one begins.
    public func note(fault: String?) {
        let fault = fault.map(Self.oneLine)
        let isNew = kept.withLock { kept in
            defer { kept.fault = fault }
            return kept.fault != fault
        }
        if isNew { try? write() }
    }

    /// What the holder, or the last one, noted; nil when it works. Takes no lock.
    public static func notedFault(spool path: String, calls: any FileCalls) throws(SpoolFault) -> String? {
        let content: [UInt8]
        do {
            let descriptor = try retrying { () throws(FileCallError) in
                try calls.open(Array((path + "/" + fileName).utf8), in: nil, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, mode: 0)
            }
            content = try OpenFile(
                descriptor: descriptor, place: FilePlace(folder: "", name: Array(fileName.utf8)), scope: .spool, calls: calls
            ).readAll(limit: fileBytes)
        } catch let error as FileCallError {
            if error.code == ENOENT { return nil }
            throw SpoolFault(operation: "open", path: fileName, errno: error.code, scope: .spool)
        } catch let fault as SpoolFault {
            throw fault
        } catch {
            throw SpoolFault(operation: "open", path: fileName, errno: EIO, scope: .spool, detail: "\(error)")
        }
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n").dropFirst().prefix { $0 != end }
        return lines.first { $0.hasPrefix(faultWord) }.map { String($0.dropFirst(faultWord.count)) }
    }

    // MARK: The file's text

    private func write() throws(SpoolFault) {
        do {
            try kept.withLock { (kept) throws(FileCallError) in
                var text = "\(holder)\n"
                for (intake, attempts) in kept.reading.sorted(by: { $0.key < $1.key }).prefix(Self.claimsMax) {
                    text += "\(intake) \(attempts)\n"
                }
                if let fault = kept.fault { text += "\(Self.faultWord)\(fault)\n" }
                var bytes = Array((text + Self.end + "\n").utf8.prefix(Self.fileBytes))
                bytes += Array(repeating: UInt8(ascii: "\n"), count: Self.fileBytes - bytes.count)
                try bytes.withUnsafeBufferPointer { (buffer) throws(FileCallError) in
                    let count = try retrying { () throws(FileCallError) in
                        try file.calls.rewrite(file.descriptor, from: UnsafeRawBufferPointer(buffer))
                    }
                    if count < buffer.count { throw FileCallError(code: ENOSPC) }
                }
            }
        } catch {
            throw SpoolFault(operation: "write", path: Self.fileName, errno: error.code, scope: .spool)
        }
    }

    private static func oneLine(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 < 32 ? 32 : $0 }.prefix(500), as: UTF8.self)
    }

    /// What the holder wrote of itself into the lock file.
    static func holder(in content: [UInt8]) -> String {
        let line = content.prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
        return line.isEmpty ? "a process that has not said its name" : oneLine(String(decoding: line, as: UTF8.self))
    }

    private static func memory(in content: [UInt8]) -> [IntakeNumber: Int] {
        var memory: [IntakeNumber: Int] = [:]
        for line in String(decoding: content, as: UTF8.self).split(separator: "\n").dropFirst() {
            let words = line.split(separator: " ")
            guard words.count == 2, let intake = IntakeNumber(words[0]), let attempts = Int(words[1]), attempts > 0 else { break }
            memory[intake] = attempts
        }
        return memory
    }
}
