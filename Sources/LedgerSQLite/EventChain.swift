import Contributions
import Crypto
import GRDB
import LedgerCore

// Every posted file, stored artifact, closed day, operator's refusal and jump of numbers is one event, numbered without gaps from 1.
// An event's chain value is SHA-256(chain value before it ‖ encoding of the event), so that nobody can change the past and keep the
// head that a closed day stored; before the first one stands SHA-256 of the ledger's prefix. Encoding: number, time and kind, then the
// content in the order written below; an integer as 8 bytes, a sum of money as 16, most significant first; a text (UTF-8) or bytes after
// their length as such an integer.

struct EventEncoding {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(sum: MoneySum) {
        withUnsafeBytes(of: sum.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ values: some Collection<UInt8>) {
        add(Int64(values.count))
        bytes.append(contentsOf: values)
    }

    mutating func add(_ text: String) { add(text.utf8) }
    mutating func add(_ day: Day) { add(Int64(day.number)) }
    mutating func add(_ time: VietnamTime) { add(time.secondsSince1970) }
    fileprivate mutating func empty() { bytes.removeAll(keepingCapacity: true) }
}

/// A digest over rows in their order: SHA-256 of their encodings, one after the other.
struct RowDigest {
    /// Nil until there is more than `pending` holds: most files have few rows, and of most kinds none.
    private var hash: SHA256?
    private var pending = EventEncoding()

    mutating func add(_ row: (inout EventEncoding) -> Void) {
        row(&pending)
        if pending.bytes.count >= 1 << 16 { flush() }
    }

    private mutating func flush() {
        var hash = hash ?? SHA256()
        pending.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        pending.empty()
        self.hash = hash
    }

    mutating func finish() -> [UInt8] {
        if hash == nil, pending.bytes.isEmpty { return Self.ofNothing }
        flush()
        return Array((hash ?? SHA256()).finalize())
    }

    private static let ofNothing = Array(SHA256().finalize())
}

/// The rows that belong to a file's event beside its own, each kind in the order of STT.
struct FileRowDigests {
    private var payments = RowDigest()
    private var registry = RowDigest()
    private var onRecord = RowDigest()
    private var refusals = RowDigest()
    private var warnings = RowDigest()
    var movements = MovementDigest()

    /// - Parameter text: the payment's thirty fields as the row keeps them.
    mutating func addPayment(ordinal: Int64, kind: Int64, amount: Int64, paidOn: Int64, text: UnsafeRawBufferPointer) {
        payments.add {
            $0.add(ordinal)
            $0.add(kind)
            $0.add(amount)
            $0.add(paidOn)
            $0.add(text)
        }
    }

    mutating func addRegistry(revision: Int64, section: Int64, ordinal: Int, key: String, fields: String) {
        registry.add {
            $0.add(revision)
            $0.add(section)
            $0.add(Int64(ordinal))
            $0.add(key)
            $0.add(fields)
        }
    }

    mutating func addOnRecord(ordinal: Int, code: Int64) {
        onRecord.add {
            $0.add(Int64(ordinal))
            $0.add(code)
        }
    }

    mutating func addRefusal(ordinal: Int, line: Int, section: UInt8, key: String, findings: [UInt8]) {
        refusals.add {
            $0.add(Int64(ordinal))
            $0.add(Int64(line))
            $0.add(Int64(section))
            $0.add(key)
            $0.add(findings)
        }
    }

    mutating func addWarning(ordinal: Int, finding: [UInt8]) {
        warnings.add {
            $0.add(Int64(ordinal))
            $0.add(finding)
        }
    }

    mutating func finish() -> [[UInt8]] {
        [payments.finish(), registry.finish(), onRecord.finish(), refusals.finish(), warnings.finish(), movements.finish()]
    }
}

/// What an event is about, and when it was.
struct Event {
    enum Kind: String { case file, artifact, day, refusal, jump }

    var number: Int64
    var at: VietnamTime
    var kind: Kind
    var content = EventEncoding()

    static func file(_ record: FileRecord, rows: [[UInt8]]) -> Event {
        let posting = record.posting
        var event = Event(number: record.event, at: posting.postedAt, kind: .file)
        event.content.add(record.id)
        event.content.add(posting.intake.description)
        event.content.add(posting.claimedAt)
        for text in [posting.owner.description, posting.name, posting.shownName] { event.content.add(text) }
        event.content.add(posting.sha256)
        event.content.add(posting.bytes)
        event.content.add(posting.outcome.word)
        event.content.add(posting.outcome.replayed?.description ?? "")
        event.content.add(Int64(posting.resultCode))
        event.content.add(posting.document?.rawValue ?? "")
        let header = posting.header
        for text in [header.partner, header.office, header.batch, header.preparedAt, header.declaredCount, header.declaredTotal] {
            event.content.add(text)
        }
        let counts = posting.counts
        for number in [counts.found, counts.recorded, counts.onRecord, counts.refused] { event.content.add(Int64(number)) }
        for money in [counts.recordedMoney, counts.onRecordMoney, counts.refusedMoney] { event.content.add(sum: money) }
        event.content.add(FindingText.write(posting.findings))
        event.content.add(posting.registryRevision)
        event.content.add(record.recordedOn)
        event.content.add(record.codes.isEmpty ? 0 : record.codes.lowerBound)
        event.content.add(record.codes.isEmpty ? 0 : record.codes.upperBound - 1)
        for digest in rows { event.content.add(digest) }
        return event
    }

    static func artifact(_ artifact: Artifact, number: Int64, at time: VietnamTime) -> Event {
        var event = Event(number: number, at: time, kind: .artifact)
        event.content.add(artifact.kind.word)
        event.content.add(artifact.intake?.description ?? "")
        event.content.add(artifact.name)
        event.content.add(artifact.day)
        event.content.add(artifact.owner.description)
        event.content.add(artifact.sha256)
        return event
    }

    static func day(_ closed: ClosedDay, reports: [ReportOwed], balances: [Balance]) -> Event {
        var event = Event(number: closed.lastEvent + 1, at: closed.closedAt, kind: .day)
        event.content.add(closed.day)
        event.content.add(closed.lastEvent)
        event.content.add(closed.registryRevision)
        event.content.add(closed.chainHead)
        event.content.add(Int64(reports.count))
        for report in reports {
            event.content.add(report.kind.rawValue)
            event.content.add(report.between.office)
            event.content.add(report.between.partner)
            event.content.add(Int64(report.number))
        }
        event.content.add(Int64(balances.count))
        for balance in balances {
            event.content.add(balance.between.office)
            event.content.add(balance.between.partner)
            event.content.add(Int64(balance.figures.codes))
            event.content.add(sum: balance.figures.money)
        }
        return event
    }

    /// A person has decided that a held file is not read.
    static func refusal(_ intake: IntakeNumber, number: Int64, at time: VietnamTime) -> Event {
        var event = Event(number: number, at: time, kind: .refusal)
        event.content.add(intake.description)
        return event
    }

    static func jump(_ jump: NumberJump, number: Int64, at time: VietnamTime) -> Event {
        var event = Event(number: number, at: time, kind: .jump)
        event.content.add(jump.lastCode)
        event.content.add(jump.publishedThrough.map { Int64($0.number) } ?? .min)
        event.content.add(Int64(jump.intakes.count))
        for intake in jump.intakes { event.content.add(intake.description) }
        return event
    }

    func chained(to previous: [UInt8]) -> [UInt8] {
        var head = EventEncoding()
        head.add(number)
        head.add(at)
        head.add(kind.rawValue)
        var hash = SHA256()
        for part in [previous, head.bytes, content.bytes] { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        return Array(hash.finalize())
    }
}

enum EventChain {
    typealias Head = (number: Int64, chain: [UInt8])

    /// The newest event's number and chain value; 0 and the start when there is none.
    static func head(_ database: Database) throws -> Head {
        try RawStatement(database, "SELECT number, chain FROM event ORDER BY number DESC LIMIT 1")
            .first { ($0.integer(0), $0.array(1)) } ?? (
                0, start(of: RawStatement(database, "SELECT prefix FROM ledger").first { $0.text(0) } ?? "")
            )
    }

    /// Appends an event after the head as it is, inside the caller's transaction, and says what the head is then.
    @discardableResult
    static func append(_ event: Event, after head: Head, _ database: Database) throws -> Head {
        try append(event, after: head, by: insertion(database))
    }

    /// For whoever appends many.
    static func insertion(_ database: Database) throws -> RawStatement {
        try RawStatement(database, "INSERT INTO event (number, at, kind, chain) VALUES (?, ?, ?, ?)")
    }

    static func append(_ event: Event, after head: Head, by insertion: RawStatement) throws -> Head {
        guard event.number == head.number + 1 else {
            throw LedgerFault(.invariant, "event \(event.number) does not follow event \(head.number)")
        }
        let chain = event.chained(to: head.chain)
        try insertion.run(
            .integer(event.number), .integer(event.at.secondsSince1970), .text(event.kind.rawValue), .bytes(chain))
        return (event.number, chain)
    }

    /// What the first event is chained to: whose codes the ledger counts.
    static func start(of prefix: String) -> [UInt8] { Array(SHA256.hash(data: Array("giaonhan \(prefix)".utf8))) }
}
