public import Contributions

// What the ledger keeps of a file: who sent which bytes when, what became of it, and the figures of its answer.

/// What became of a claimed file.
public enum Outcome: Hashable, Sendable {
    /// At least one entry was recorded, or was on record before: an XN was owed.
    case recorded
    /// Read, and refused as a whole or in every record: a TC was owed, the original is in archive/.
    case refused
    /// Not usable or not readable: a TC was owed, the original is in quarantine/.
    case quarantined
    /// The same bytes as a file that recorded something: that one's answers were published again.
    case replay(of: IntakeNumber)
}

/// The header of a document as sent; nil or empty what was not given.
public struct BatchHeader: Hashable, Sendable {
    /// MA_TCDVT; empty in a document without it.
    public var partner: String
    /// MA_CQ_BHXH.
    public var office: String
    /// MA_LO.
    public var batch: String
    /// NGAY_LAP as sent.
    public var preparedAt: String
    /// SO_LUONG as declared.
    public var declaredCount: String
    /// TONG_TIEN as declared.
    public var declaredTotal: String

    public init(
        partner: String = "", office: String = "", batch: String = "", preparedAt: String = "", declaredCount: String = "",
        declaredTotal: String = ""
    ) {
        self.partner = partner
        self.office = office
        self.batch = batch
        self.preparedAt = preparedAt
        self.declaredCount = declaredCount
        self.declaredTotal = declaredTotal
    }
}

/// The figures of an answer. Always `found == recorded + onRecord + refused`.
public struct Counts: Hashable, Sendable {
    /// SO_LUONG: the records found.
    public var found = 0
    /// SL_DUNG: recorded by this file.
    public var recorded = 0
    /// SL_TRUNG: on record already.
    public var onRecord = 0
    /// SL_LOI: all others.
    public var refused = 0
    /// TONG_TIEN_DUNG: the money of `recorded`.
    public var recordedMoney: MoneySum = 0
    /// The money of `onRecord`.
    public var onRecordMoney: MoneySum = 0
    /// The readable money of `refused`; what could not be read counts 0.
    public var refusedMoney: MoneySum = 0

    public init() {}
}

/// A file to be posted: everything but what the transaction itself decides.
public struct FilePosting: Sendable {
    public var intake: IntakeNumber
    public var claimedAt: VietnamTime
    public var owner: Owner
    /// The name as it stands in work/ and in answers (`KHONG-TEN` when refused).
    public var name: String
    /// TEN_TEP: the sender's name, every byte outside `[A-Za-z0-9._-]` as %XX.
    public var shownName: String
    /// SHA-256 of the file as received, 32 bytes; empty when it was not read.
    public var sha256: [UInt8]
    public var bytes: Int64
    public var outcome: Outcome
    /// MA_KET_QUA.
    public var resultCode: Int
    public var document: DocumentKind?
    public var header: BatchHeader
    public var counts: Counts
    /// DS_LOI_TEP.
    public var findings: [Finding]
    /// The registry revision that the verdict saw.
    public var registryRevision: Int64
    /// The moment of posting, for the event.
    public var postedAt: VietnamTime
    /// Good DANH_MUC entries, in file order.
    public var registryRows: [NewRegistryRow]

    public init(
        intake: IntakeNumber, claimedAt: VietnamTime, owner: Owner, name: String, shownName: String, sha256: [UInt8], bytes: Int64,
        outcome: Outcome,
        resultCode: Int, document: DocumentKind? = nil, header: BatchHeader = BatchHeader(), counts: Counts = Counts(),
        findings: [Finding] = [],
        registryRevision: Int64 = 0, postedAt: VietnamTime, registryRows: [NewRegistryRow] = []
    ) {
        self.intake = intake
        self.claimedAt = claimedAt
        self.owner = owner
        self.name = name
        self.shownName = shownName
        self.sha256 = sha256
        self.bytes = bytes
        self.outcome = outcome
        self.resultCode = resultCode
        self.document = document
        self.header = header
        self.counts = counts
        self.findings = findings
        self.registryRevision = registryRevision
        self.postedAt = postedAt
        self.registryRows = registryRows
    }
}

/// A posted file, as the ledger knows it.
public struct FileRecord: Sendable {
    public var id: Int64
    public var posting: FilePosting
    /// Ngày ghi nhận of all that it records.
    public var recordedOn: Day
    public var event: Int64
    /// The running numbers of its codes, first to last; empty when it recorded no payment.
    public var codes: Range<Int64>

    public init(id: Int64, posting: FilePosting, recordedOn: Day, event: Int64, codes: Range<Int64>) {
        self.id = id
        self.posting = posting
        self.recordedOn = recordedOn
        self.event = event
        self.codes = codes
    }
}
