public import Contributions

// What the ledger hands out: recorded payments, answers' parts, closed days, registry rows, counts.

/// A payment on record. `text` is a view: valid only inside the call that hands it out.
public struct RecordedPayment {
    /// The running number of its confirmation code.
    public var code: Int64
    public var partner: String
    public var recordedOn: Day
    public var kind: PaymentKind
    public var amount: Int64
    public var paidOn: Day
    /// The day of claim of the file that brought it.
    public var claimedOn: Day
    public var text: PaymentText

    public init(
        code: Int64, partner: String, recordedOn: Day, kind: PaymentKind, amount: Int64, paidOn: Day, claimedOn: Day, text: PaymentText
    ) {
        self.code = code
        self.partner = partner
        self.recordedOn = recordedOn
        self.kind = kind
        self.amount = amount
        self.paidOn = paidOn
        self.claimedOn = claimedOn
        self.text = text
    }
}

/// One XAC_NHAN of a DANH_SACH_THU. A view like the payment's text.
public struct Confirmation {
    /// STT.
    public var ordinal: Int
    public var payment: RecordedPayment
    /// It was on record before this file (SL_TRUNG, warned CB03).
    public var wasOnRecord: Bool
    public var warnings: [Finding]

    public init(ordinal: Int, payment: RecordedPayment, wasOnRecord: Bool, warnings: [Finding]) {
        self.ordinal = ordinal
        self.payment = payment
        self.wasOnRecord = wasOnRecord
        self.warnings = warnings
    }
}

/// The sections of DANH_MUC, by their place in the document.
public enum RegistrySection: UInt8, Sendable, CaseIterable {
    case office, commune, partner, point, collector, book, person, parameter
}

/// A good DANH_MUC entry to be added: its fields as sent, parted by U+001F.
public struct NewRegistryRow: Sendable, Hashable {
    public var section: RegistrySection
    /// STT in its file.
    public var ordinal: Int
    /// MA: the entry's key.
    public var key: String
    public var fields: String

    public init(section: RegistrySection, ordinal: Int, key: String, fields: String) {
        self.section = section
        self.ordinal = ordinal
        self.key = key
        self.fields = fields
    }
}

/// A registry row on record. Rows are only ever added.
public struct RegistryRow: Sendable, Hashable {
    public var revision: Int64
    public var section: RegistrySection
    public var fields: String

    public init(revision: Int64, section: RegistrySection, fields: String) {
        self.revision = revision
        self.section = section
        self.fields = fields
    }
}

/// A published answer or report: its file name, where it is archived, and the SHA-256 of its bytes.
public struct Artifact: Sendable, Hashable {
    /// XN, TC, the TC's page; a file of a report.
    public enum Kind: Sendable, Hashable {
        case rejectionPage, rejection, confirmation
        case report(ReportKind)

        /// As it is written.
        public var word: String {
            switch self {
            case .rejectionPage: "TC_HTML"
            case .rejection: "TC"
            case .confirmation: "XN"
            case .report(let kind): kind.rawValue
            }
        }

        public init?(_ word: String) {
            switch word {
            case "TC_HTML": self = .rejectionPage
            case "TC": self = .rejection
            case "XN": self = .confirmation
            default:
                guard let kind = ReportKind(rawValue: word) else { return nil }
                self = .report(kind)
            }
        }
    }
    public var kind: Kind
    /// The file that it answers; nil for reports.
    public var intake: IntakeNumber?
    public var name: String
    /// The folder under archive/: the day of claim, or the day reported.
    public var day: Day
    public var owner: Owner
    public var sha256: [UInt8]

    public init(kind: Kind, intake: IntakeNumber?, name: String, day: Day, owner: Owner, sha256: [UInt8]) {
        self.kind = kind
        self.intake = intake
        self.name = name
        self.day = day
        self.owner = owner
        self.sha256 = sha256
    }
}

/// A closed day (money.md, "The day's end").
public struct ClosedDay: Sendable, Hashable {
    public var day: Day
    public var closedAt: VietnamTime
    /// The last event that the day knows.
    public var lastEvent: Int64
    public var registryRevision: Int64
    /// The head of the hash chain, 32 bytes.
    public var chainHead: [UInt8]

    public init(day: Day, closedAt: VietnamTime, lastEvent: Int64, registryRevision: Int64, chainHead: [UInt8]) {
        self.day = day
        self.closedAt = closedAt
        self.lastEvent = lastEvent
        self.registryRevision = registryRevision
        self.chainHead = chainHead
    }
}

/// An office (MA_CQ_BHXH) and a partner (MA_TCDVT) that have a contract with each other.
public struct OfficePartner: Sendable, Hashable, Comparable {
    public var office: String
    public var partner: String
    public init(office: String, partner: String) {
        self.office = office
        self.partner = partner
    }
    public static func < (left: OfficePartner, right: OfficePartner) -> Bool { (left.office, left.partner) < (right.office, right.partner) }
}

/// The same counts from the other side: what an owner's postings wrote, counted as they wrote it. Nobody reads them from the files' verdicts,
/// so the two can be held against each other.
public struct WrittenTally: Sendable, Hashable {
    public var owner: Owner
    public var files = 0
    public var quarantined = 0
    public var found = 0
    public var recorded = 0
    public var onRecord = 0
    public var refused = 0
    public var recordedMoney: Int128 = 0
    public var onRecordMoney: Int128 = 0
    public var refusedMoney: Int128 = 0

    public init(owner: Owner) { self.owner = owner }
}

/// The conservation counts of an owner's posted files, replays left out of the money they did not bring. The money is that of
/// payments: BANG_KE_NOP and SAO_KE count with their records only, since they tell of the same money again.
public struct OwnerTally: Sendable, Hashable {
    public var owner: Owner
    public var files = 0
    public var quarantined = 0
    public var counts = Counts()

    public init(owner: Owner) { self.owner = owner }
}
