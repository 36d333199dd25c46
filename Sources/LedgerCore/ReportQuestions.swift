public import Contributions

// What the reports of a closed day ask of the ledger (money.md). Every answer is as of the closing of that day: it knows what was
// recorded up to and including that ngày ghi nhận, whatever value dates say, so asking a month later gives the same.

/// The reports, by their names in files and commands, in the order of publishing.
public enum ReportKind: String, Sendable, CaseIterable, Hashable {
    case confirmations = "01-XN"
    case receipts = "C17-TS"
    case lateMoney = "CHAM-NOP"
    case overview = "TONG-HOP"
    case reconciliation = "DOI-CHIEU"
    case collectors = "NVT"
    case coverage = "DIA-BAN"

    /// Owed once a month, when its last day is closed.
    public var isMonthly: Bool { self == .collectors || self == .coverage }
    /// One for each partner; CHAM-NOP is made for both.
    public var isForPartners: Bool { self == .confirmations || self == .receipts || self == .lateMoney }
    public var isForOffices: Bool { !isForPartners || self == .lateMoney }
}

/// A report that a closed day owes.
public struct ReportOwed: Hashable, Sendable {
    public var kind: ReportKind
    /// The day reported; of a monthly report the month's last day.
    public var day: Day
    public var office: String
    /// Whom it is about; nil for a report on all partners of the office.
    public var partner: String?
    /// SO of form 01-XN: runs per office, partner and year, from 1; 0 for the others.
    public var number: Int
    /// THOI_GIAN_LAP: the closing time of the day.
    public var closedAt: VietnamTime

    public init(kind: ReportKind, day: Day, office: String, partner: String?, number: Int, closedAt: VietnamTime) {
        self.kind = kind
        self.day = day
        self.office = office
        self.partner = partner
        self.number = number
        self.closedAt = closedAt
    }

    /// The office and the partner; an empty partner for a report on all of them.
    public var between: OfficePartner { OfficePartner(office: office, partner: partner ?? "") }
}

/// A payment cancelled on the day reported, for DIEU_CHINH_GIAM. The payment is a view.
public struct CancelledPayment {
    public var payment: RecordedPayment
    /// The partner's or the agency's file.
    public var intake: IntakeNumber
    public var reason: String

    public init(payment: RecordedPayment, intake: IntakeNumber, reason: String) {
        self.payment = payment
        self.intake = intake
        self.reason = reason
    }
}

/// One partner's figures of a day with one office, for TONG-HOP. Records and money are those of DANH_SACH_THU files, replays included as
/// on record before; files are all that the partner dropped.
public struct PartnerDay: Hashable, Sendable {
    public var partner: String
    /// SL_TEP, and SL_TEP_LOI: those refused as a whole or quarantined.
    public var files = 0
    public var filesRefused = 0
    /// SL_NHAN and its parts, TIEN_NHAN and its parts.
    public var counts = Counts()
    /// SL_HUY, TIEN_HUY: cancelled that day, whoever cancelled.
    public var cancelled = 0
    public var cancelledMoney: MoneySum = 0
    /// TIEN_DA_NOP: the money of the codes that became DA_NOP that day.
    public var remittedMoney: MoneySum = 0
    /// TIEN_CON_LAI at the closing: recorded, not cancelled, not remitted.
    public var outstandingMoney: MoneySum = 0
    /// Recorded payments warned CB01; CB02; refused records with NT04.
    public var lateEntries = 0
    public var takenOver = 0
    public var suspectedPersons = 0
    /// The day of the partner's last claim up to that day; nil when it never sent a file.
    public var lastClaim: Day?

    public init(partner: String) { self.partner = partner }
}

/// A recorded code whose money has not arrived, for CHAM-NOP. The payment is a view.
public struct OpenCode {
    public var payment: RecordedPayment
    /// GHI_NHAN or DA_KE.
    public var state: CodeState

    public init(payment: RecordedPayment, state: CodeState) {
        self.payment = payment
        self.state = state
    }
}

/// A row of DOI-CHIEU.
public struct OpenTransfer: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case listedOnly = "KE_CHUA_CO_BAO_CO"
        case creditedOnly = "BAO_CO_CHUA_CO_KE"
        case disagrees = "LECH"
    }
    public var kind: Kind
    public var partner: String
    /// MA_GIAO_DICH_NH
    public var transfer: String
    /// NGAY_CHUYEN of the listing; NGAY_BAO_CO when a credit is there.
    public var day: Day
    /// TIEN_KE, TIEN_BAO_CO; 0 what is not there.
    public var listed: Int64
    public var credited: Int64

    public init(kind: Kind, partner: String, transfer: String, day: Day, listed: Int64, credited: Int64) {
        self.kind = kind
        self.partner = partner
        self.transfer = transfer
        self.day = day
        self.listed = listed
        self.credited = credited
    }
}

/// A collector's figures of a month, for NVT.
public struct CollectorMonth: Hashable, Sendable {
    public var partner: String
    /// MA_NHAN_VIEN_THU
    public var collector: String
    /// SL and TONG_TIEN: recorded in the month, whatever became of them.
    public var payments = 0
    public var money: MoneySum = 0
    /// SL_TM: those of PHUONG_AN TM that are not cancelled.
    public var newcomers = 0
    /// SL_CHAM: those warned CB01.
    public var lateEntries = 0

    public init(partner: String, collector: String) {
        self.partner = partner
        self.collector = collector
    }
}

/// What is open with a partner now, for `status`.
public struct PartnerTrail: Hashable, Sendable {
    public var partner: String
    /// Codes and money recorded, not cancelled, not remitted.
    public var outstanding = 0
    public var outstandingMoney: MoneySum = 0
    /// The ngày ghi nhận of the oldest file that still has such a code.
    public var oldestOutstanding: Day?
    /// Listings that stand and are not credited: their money, and the earliest NGAY_CHUYEN.
    public var listedMoney: MoneySum = 0
    public var oldestListing: Day?
    /// Credits without a listing that agrees (CHO and LECH): their money.
    public var creditedMoney: MoneySum = 0
    public var lastClaim: Day?

    public init(partner: String) { self.partner = partner }
}
