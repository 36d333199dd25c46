public import Contributions

// What flows into the posting transaction: chunks with a verdict a record, what other documents change on the money's way, and
// the sorted keys of what is recorded. The hot path: flat arrays, no String but for refusals, which people read.

/// What becomes of one record.
public enum EntryVerdict: UInt8, Sendable {
    case recorded, onRecord, refused
}

/// A part of a file, ready to be posted: a chunk of DANH_SACH_THU records with their verdicts, or what the good entries of some other
/// document change; and the refusals among them.
public struct ChunkPosting {
    public var chunk: RecordChunk
    /// One a record.
    public var verdicts: [EntryVerdict]
    /// One a record: SO_TIEN, LOAI_HINH, NGAY_NOP_TIEN; meaningful where the verdict is `recorded`.
    public var amounts: [Int64]
    public var kinds: [PaymentKind.RawValue]
    public var paidOn: [Int32]
    /// The codes of records on record already: (index in the chunk, running number), in order.
    public var onRecord: [(index: Int, code: Int64)]
    /// The refused records that are listed, in order.
    public var refusals: [Refusal]
    /// Warnings (CB) of recorded records: (index in the chunk, finding), in order. CB03 is not among them: it follows from `onRecord`.
    public var warnings: [(index: Int, finding: Finding)]
    /// What the good entries of a DIEU_CHINH, BANG_KE_NOP or SAO_KE change, part after part in file order.
    public var movements: Movements

    public init(chunk: RecordChunk) {
        self.chunk = chunk
        verdicts = []
        amounts = []
        kinds = []
        paidOn = []
        onRecord = []
        refusals = []
        warnings = []
        movements = .none
    }
}

extension ChunkPosting {
    /// The confirmations of what it records, as the ledger will tell them, in file order; each valid during the call alone.
    /// - Parameter recorded: how many entries of the file before it are recorded.
    public func confirmations(of file: FileRecord, after recorded: Int, _ body: (Confirmation) -> Void) {
        let (chunk, records) = (chunk, chunk.records)
        let partner = file.posting.owner.partnerCode ?? ""
        var code = file.codes.lowerBound + Int64(recorded)
        var warned = warnings[...]
        chunk.arena.withUnsafeBytes { arena in
            for index in records.indices where verdicts[index] == .recorded {
                var findings: [Finding] = []
                while let warning = warned.first, warning.index <= index {
                    if warning.index == index { findings.append(warning.finding) }
                    warned.removeFirst()
                }
                let payment = RecordedPayment(
                    code: code, partner: partner, recordedOn: file.recordedOn, kind: PaymentKind(rawValue: kinds[index]) ?? .voluntary,
                    amount: amounts[index], paidOn: Day(number: paidOn[index]), claimedOn: file.posting.intake.day,
                    text: PaymentText(UnsafeRawBufferPointer(rebasing: arena[chunk.allFields(of: records[index])])))
                body(Confirmation(ordinal: chunk.ordinalBefore + index + 1, payment: payment, wasOnRecord: false, warnings: findings))
                code += 1
            }
        }
    }
}

/// Takes chunks inside the posting transaction.
public protocol ChunkPoster: AnyObject {
    func add(_ posting: ChunkPosting) throws
}

/// A refused record, as its answer lists it.
public struct Refusal: Hashable, Sendable {
    /// STT.
    public var ordinal: Int
    public var line: Int
    /// The entry's section in its document (RecordChunk.Record.section): it says which key element is meant.
    public var section: UInt8
    /// The entry's key element as sent (MA_GIAO_DICH, MA ...), cut at 100 characters.
    public var key: String
    public var findings: [Finding]

    public init(ordinal: Int, line: Int, section: UInt8 = 0, key: String, findings: [Finding]) {
        self.section = section
        self.ordinal = ordinal
        self.line = line
        self.key = key
        self.findings = findings
    }
}

/// Byte keys of records in ascending bytewise order.
public struct SortedKeys {
    /// All keys' bytes.
    public var arena: [UInt8]
    /// In key order: where each key's bytes stand in the arena.
    public var entries: [Entry]

    public struct Entry: Sendable {
        public var start: UInt32
        public var length: UInt32
        /// The record's place in the file, from 0.
        public var record: UInt32

        public init(start: UInt32, length: UInt32, record: UInt32) {
            self.start = start
            self.length = length
            self.record = record
        }
    }

    public init(arena: [UInt8] = [], entries: [Entry] = []) {
        self.arena = arena
        self.entries = entries
    }
}

/// Keys in ascending order, handed out piece by piece, as often as asked: they may lie in a file.
public protocol SortedKeyRun {
    /// Calls `body` with every key, in order, some thousands at a time.
    func forEachPiece(_ body: (SortedKeys) throws -> Void) throws
}

extension SortedKeys: SortedKeyRun {
    public func forEachPiece(_ body: (SortedKeys) throws -> Void) throws {
        if !entries.isEmpty { try body(self) }
    }
}

/// A receipt: serial (its number in the registry's list of serials) and number, as a view of an entry whose key they are.
public struct ReceiptKey {
    public let entry: RunEntry

    public init(_ entry: RunEntry) { self.entry = entry }

    /// - Parameter record: the record's place in the file, from 0.
    public init(serial: Int64, number: Int64, record: UInt32) {
        entry = RunEntry(key: UInt64(bitPattern: serial << 24 | number), place: UInt64(record), first: 0, second: 0)
    }

    /// `serial << 24 | number`; number has seven digits, so it fits.
    public var key: Int64 { Int64(bitPattern: entry.key) }
    public var record: UInt32 { UInt32(truncatingIfNeeded: entry.place) }
}

/// A key or a receipt of a batch that is on record: the place in the file of the record that gives it, and the code that has it.
public struct KeyHit: Hashable, Sendable {
    public var record: UInt32
    public var code: Int64
    public init(record: UInt32, code: Int64) {
        self.record = record
        self.code = code
    }
}

/// The keys of the records that a batch records (only those), sorted, so that they enter their indexes in order.
public struct PostedKeys {
    public var partner: String
    /// Each key once.
    public var transactions: any SortedKeyRun
    /// `ReceiptKey` of each record, each receipt once.
    public var receipts: any SortedRun
    /// `PersonEntry` for each number of each recorded payment, and `HouseholdEntry` for each recorded BI payment with NGUOI_THU 1 to 4.
    /// Their reference is the record's place in the file; the ledger makes it the code. Marks and partner are 0.
    public var people: any SortedRun
    public var households: any SortedRun
    /// For every record of the file: how many records before it are recorded. The code of record r is `first + rank[r]`.
    public var rank: [UInt32]

    public init(
        partner: String, transactions: any SortedKeyRun, receipts: any SortedRun, people: any SortedRun = SortedEntries(),
        households: any SortedRun = SortedEntries(), rank: [UInt32]
    ) {
        self.partner = partner
        self.transactions = transactions
        self.receipts = receipts
        self.people = people
        self.households = households
        self.rank = rank
    }
}
