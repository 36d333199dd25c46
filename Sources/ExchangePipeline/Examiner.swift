public import Contributions
import ExchangeFormat
import Glibc
public import LedgerCore
import Rulebook
import Spooling

// The read-only examination behind `check`: what the steps open, parse and check would say of a file that lies anywhere.
// The same rules run as in the daemon; nothing is claimed, nothing is written to the spool or the ledger, and what does not
// fit into memory lies in an unnamed file in the folder for temporary files.

/// Examines files, each as if it were claimed next.
public struct Examiner {
    private let clock: any WallClock
    private let limits: ExchangeLimits
    private let scratchFolder: String
    private let known: (owner: Owner, ledger: any Ledger, registry: Registry)?

    private static let calls = SystemFileCalls()

    /// Says what a file alone tells: no registry, nothing on record, and the sender is whoever the document names.
    public init(clock: any WallClock, limits: ExchangeLimits, scratchFolder: String) {
        (self.clock, self.limits, self.scratchFolder, known) = (clock, limits, scratchFolder, nil)
    }

    /// Says what the daemon would say of a file in that owner's inbox. The ledger may be open for reading only.
    public init(owner: Owner, ledger: any Ledger, clock: any WallClock, limits: ExchangeLimits, scratchFolder: String) throws(LedgerFault) {
        (self.clock, self.limits, self.scratchFolder) = (clock, limits, scratchFolder)
        known = (owner, ledger, try MasterRegistry(ledger).registry)
    }

    /// Looks at what stands under a path, without opening or following it.
    public func look(at path: [UInt8]) throws(ExaminationFault) -> ExaminationCandidate {
        let name = Array(path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
        guard !name.isEmpty, name != Array(".".utf8), name != Array("..".utf8) else {
            throw ExaminationFault(path: path, errno: ENOENT, reason: "it ends in no file's name")
        }
        do {
            return ExaminationCandidate(
                path: path, name: name, status: try retrying { () throws(FileCallError) in try Self.calls.status(of: path, in: AT_FDCWD) })
        } catch {
            throw ExaminationFault(path: path, errno: error.code)
        }
    }

    /// Judges a file.
    public func examine(_ candidate: ExaminationCandidate) throws -> Examined {
        let shown = ShownName.of(candidate.name)
        func unreadable(_ finding: Finding) -> Examined { Examined(shown, .judged(.quarantined), .unreadable(finding)) }

        switch NameClass(candidate.name) {
        case .uploadUnderWay: return Examined(shown, .uploadUnderWay, nil)
        case .sidecar(let file) where candidate.status.kind == .plain: return Examined(shown, .sidecar(of: file), nil)
        case .sidecar, .refused: return unreadable(FileRules.nameRefused(shown))
        case .file: break
        }
        guard candidate.status.kind == .plain else {
            return unreadable(FileRules.finding(of: .notPlain(candidate.status.kind), shownName: shown, limits: limits)!)
        }
        let (kind, opened) = try open(candidate)
        guard let file = opened else { return unreadable(FileRules.finding(of: kind, shownName: shown, limits: limits)!) }
        if let finding = FileRules.finding(of: kind, shownName: shown, limits: limits) { return unreadable(finding) }

        let verdict = try judge(file, named: String(decoding: candidate.name, as: UTF8.self), beside: try sidecar(of: candidate))
        try file.requireUnchanged()
        guard case .replay(let first) = verdict.outcome else { return Examined(shown, .judged(verdict.outcome), verdict) }
        return Examined(shown, .judged(verdict.outcome), verdict) { body in try refusals(of: first, body) }
    }

    // MARK: the steps

    private func open(_ candidate: ExaminationCandidate) throws(ExaminationFault) -> (ClaimedKind, AnyonesFile?) {
        do {
            let file = try AnyonesFile(candidate.path, calls: Self.calls)
            return file.status.kind == .plain ? (.plain(bytes: file.bytes), file) : (.notPlain(file.status.kind), nil)
        } catch let error where error.errno == EACCES || error.errno == EPERM {
            return (.unreadable, nil)
        }
    }

    private func judge(_ file: AnyonesFile, named name: String, beside sidecar: [UInt8]?) throws -> Verdict {
        let sha256 = try FileDigest.sha256(of: file)
        try file.rewind()
        if let finding = try FileRules.finding(name: name, file: file, sha256: sha256, sidecar: sidecar, limits: limits) {
            return .unreadable(finding)
        }
        if let known, let first = try known.ledger.recordedFile(owner: known.owner, sha256: sha256) {
            return try .replay(of: first.posting.intake, known.ledger)
        }
        try file.rewind()
        let folder = scratchFolder
        return try Checker.check(
            Content(file: file, format: FileRules.format(of: name), sha256: sha256),
            CheckSetting(
                owner: known?.owner ?? .agency, received: clock.now(), registry: known?.registry, ledger: known?.ledger,
                prefix: known?.ledger.prefix ?? "", limits: limits, makeScratch: { try ScratchFile(in: folder, calls: Self.calls) },
                isOwnerKnown: known != nil))
    }

    /// The content of the plain file `<name>.sha256` beside it; nil when there is none.
    private func sidecar(of candidate: ExaminationCandidate) throws(ExaminationFault) -> [UInt8]? {
        let path = candidate.path + Array(".sha256".utf8)
        guard let status = try? Self.calls.status(of: path, in: AT_FDCWD), status.kind == .plain else { return nil }
        do {
            return try AnyonesFile(path, calls: Self.calls).readAll(limit: Sidecar.bytesMax + 1)
        } catch let error where [EACCES, EPERM].contains(error.errno) {
            // What cannot be read is as good as malformed.
            return []
        }
    }

    /// A replay publishes the first answers again, and with them what they refused.
    private func refusals(of intake: IntakeNumber, _ body: (Refusal) throws -> Void) throws {
        guard let ledger = known?.ledger, let first = try ledger.file(intake) else { return }
        try ledger.refusals(of: first, body)
    }
}

extension Examiner {
    /// How many KHOAN_THU a file holds; 0 when it is another document, or cannot be read to its end.
    public static func paymentCount(of path: String, limits: ExchangeLimits) throws -> Int {
        final class Nobody: RecordTaking {
            func begin(_ shape: DocumentShape, _ header: HeaderReading) {}
            func take(_ chunk: RecordChunk) {}
        }
        guard let status = try? calls.status(of: Array(path.utf8), in: AT_FDCWD), status.kind == .plain,
            let file = try? AnyonesFile(Array(path.utf8), calls: calls)
        else { return 0 }
        let parsed = try Parser.parse(
            Content(file: file, format: FileRules.format(of: path), sha256: []), limits: limits, into: Nobody())
        return parsed.finding == nil && parsed.shape?.kind == .paymentList ? parsed.found : 0
    }
}

/// Something that stands under a path, to be examined.
public struct ExaminationCandidate: Sendable {
    public let path: [UInt8]
    let name: [UInt8]
    let status: FileStatus
}

/// What the daemon would say of a file.
public struct Examined {
    public enum Standing: Sendable, Equatable {
        /// It would be claimed, and this would become of it.
        case judged(Outcome)
        /// Its name says that it is still being written: it would be left alone.
        case uploadUnderWay
        /// It would be taken together with the file that it states the digest of.
        case sidecar(of: String)
    }

    /// TEN_TEP.
    public let shownName: String
    public let standing: Standing
    public let counts: Counts
    /// DS_LOI_TEP.
    public let findings: [Finding]
    private let handOver: (@escaping (Refusal) throws -> Void) throws -> Void

    /// Calls `body` for each refused record that an answer would list, in file order.
    public func refusals(_ body: @escaping (Refusal) throws -> Void) throws { try handOver(body) }

    /// Anything in it would be refused.
    public var isRefused: Bool { counts.refused > 0 || !findings.isEmpty }

    fileprivate init(
        _ shownName: String, _ standing: Standing, _ verdict: Verdict?,
        refusals: ((@escaping (Refusal) throws -> Void) throws -> Void)? = nil
    ) {
        self.shownName = shownName
        self.standing = standing
        counts = verdict?.counts ?? Counts()
        findings = verdict?.findings ?? []
        handOver = refusals ?? { body in try verdict?.postChunks(RefusalsOnly(body)) }
    }
}

/// Takes what would be posted, and hands on only the refusals.
private final class RefusalsOnly: ChunkPoster {
    private let body: (Refusal) throws -> Void
    init(_ body: @escaping (Refusal) throws -> Void) { self.body = body }
    func add(_ posting: ChunkPosting) throws { try posting.refusals.forEach(body) }
}

/// A path that could not be looked at or read.
public struct ExaminationFault: Error, Sendable, CustomStringConvertible {
    public let path: [UInt8]
    public let errno: Int32
    fileprivate var reason: String?

    /// Nothing of that name exists, so whoever named it is wrong.
    public var isMissing: Bool { [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(errno) }

    public var description: String {
        let reason = reason ?? (isMissing ? "no such file" : String(cString: strerror(errno)))
        return "\(ShownText.visible(String(decoding: path, as: UTF8.self))): \(reason)"
    }
}

/// A plain file that lies anywhere, open for reading.
private final class AnyonesFile: ReadableFile {
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

    func rewind() throws(ExaminationFault) {
        if lseek(descriptor, 0, SEEK_SET) != 0 { throw ExaminationFault(path: path, errno: errno) }
    }

    /// Throws when somebody has written to it since it was opened.
    func requireUnchanged() throws(ExaminationFault) {
        guard let now = try? calls.status(of: descriptor), now.observation.size == status.observation.size,
            now.observation.modified == status.observation.modified
        else {
            throw ExaminationFault(path: path, errno: EBUSY, reason: "it was written to while it was examined; try again")
        }
    }
}

/// Makes the call again for as long as a signal interrupts it.
private func retrying<Value>(_ body: () throws(FileCallError) -> Value) throws(FileCallError) -> Value {
    while true {
        do { return try body() } catch let error where error.code == EINTR { continue }
    }
}
