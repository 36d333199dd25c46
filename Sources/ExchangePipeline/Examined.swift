public import Contributions
public import LedgerCore
import Rulebook
import Spooling

// What `check` finds out about a file: what would become of it, its figures, and record by record what would be refused or
// warned of. The records are handed out as they are read again, so memory does not grow with them.

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
    /// What it is; nil when it could not be read.
    public let document: DocumentKind?
    public let counts: Counts
    /// DS_LOI_TEP.
    public let findings: [Finding]
    private let handOver: (@escaping (Refusal) throws -> Void) throws -> Void
    private let postChunks: (any ChunkPoster) throws -> Void
    private let prefix: String

    /// Calls `body` for each refused record that an answer would list, in file order.
    public func refusals(_ body: @escaping (Refusal) throws -> Void) throws { try handOver(body) }

    /// Calls `body` for each record that would be confirmed with warnings, in file order.
    public func warnings(_ body: @escaping (Warned) throws -> Void) throws { try postChunks(WarningsOnly(prefix, body)) }

    /// A record that would be confirmed, and what its sender should know.
    public struct Warned: Sendable {
        /// STT, DONG, MA_GIAO_DICH.
        public let ordinal: Int
        public let line: Int
        public let key: String
        /// CB codes.
        public let findings: [Finding]
    }

    /// Anything in it would be refused.
    public var isRefused: Bool { counts.refused > 0 || !findings.isEmpty }

    init(
        _ shownName: String, _ standing: Standing, _ verdict: Verdict?, prefix: String = "",
        refusals: ((@escaping (Refusal) throws -> Void) throws -> Void)? = nil
    ) {
        self.shownName = shownName
        self.standing = standing
        document = verdict?.document
        counts = verdict?.counts ?? Counts()
        findings = verdict?.findings ?? []
        handOver = refusals ?? { body in try verdict?.postChunks(RefusalsOnly(body)) }
        postChunks = { poster in try verdict?.postChunks(poster) }
        self.prefix = prefix
    }
}

/// Takes what would be posted, and hands on only the refusals.
private final class RefusalsOnly: ChunkPoster {
    private let body: (Refusal) throws -> Void
    init(_ body: @escaping (Refusal) throws -> Void) { self.body = body }
    func add(_ posting: ChunkPosting) throws { try posting.refusals.forEach(body) }
}

/// Takes what would be posted, and hands on only the warnings.
private final class WarningsOnly: ChunkPoster {
    private let prefix: String
    private let body: (Examined.Warned) throws -> Void

    init(_ prefix: String, _ body: @escaping (Examined.Warned) throws -> Void) { (self.prefix, self.body) = (prefix, body) }

    func add(_ posting: ChunkPosting) throws {
        var findings: [Int: [Finding]] = [:]
        for (index, finding) in posting.warnings { findings[index, default: []].append(finding) }
        for (index, code) in posting.onRecord {
            let key = posting.chunk.text(of: PaymentField.transactionKey.rawValue, in: posting.chunk.records[index])
            findings[index] = [
                Finding(
                    .CB03, subject: PaymentField.transactionKey.element, value: key,
                    details: [ConfirmationCode(prefix: prefix, number: code).description])
            ]
        }
        for index in findings.keys.sorted() {
            let record = posting.chunk.records[index]
            try body(
                Examined.Warned(
                    ordinal: posting.chunk.ordinalBefore + index + 1, line: Int(record.line),
                    key: posting.chunk.text(of: PaymentField.transactionKey.rawValue, in: record), findings: findings[index] ?? []))
        }
    }
}
