public import Contributions

// The money's way after a payment was recorded (money.md): codes are cancelled, listed for one bank transfer, and remitted when
// that transfer is credited. Nothing is ever overwritten: a change is a row of its own, with the day (ngày ghi nhận of the file
// that brought it), so where a code stood at the end of any day can be asked at any time.

/// TRANG_THAI of a code.
public enum CodeState: String, Sendable, CaseIterable {
    /// Recorded; its money is with the partner.
    case recorded = "GHI_NHAN"
    /// Stands in a listing whose transfer was not credited yet.
    case listed = "DA_KE"
    /// The transfer that pays for it was credited.
    case remitted = "DA_NOP"
    case cancelled = "DA_HUY"
}

/// What the rules of DIEU_CHINH and BANG_KE_NOP ask about a code.
public struct CodeStanding: Hashable, Sendable {
    /// The running number.
    public var code: Int64
    /// MA_TCDVT that sent the payment, MA_CQ_BHXH of its batch.
    public var partner: String
    public var office: String
    public var amount: Int64
    /// Its ngày ghi nhận.
    public var recordedOn: Day
    public var state: CodeState
    /// While it is listed or remitted: MA_GIAO_DICH_NH of the listing, and the file that brought it.
    public var listedUnder: String?
    public var listedBy: IntakeNumber?

    public init(
        code: Int64, partner: String, office: String, amount: Int64, recordedOn: Day, state: CodeState, listedUnder: String? = nil,
        listedBy: IntakeNumber? = nil
    ) {
        self.code = code
        self.partner = partner
        self.office = office
        self.amount = amount
        self.recordedOn = recordedOn
        self.state = state
        self.listedUnder = listedUnder
        self.listedBy = listedBy
    }
}

/// A remittance listing (BANG_KE_NOP) on record.
public struct Listing: Hashable, Sendable {
    public enum State: Sendable, Hashable { case stands, credited, takenBack }
    public var id: Int64
    /// The file that brought it; one file, one listing.
    public var intake: IntakeNumber
    public var partner: String
    public var office: String
    /// MA_GIAO_DICH_NH.
    public var transfer: String
    /// NGAY_CHUYEN.
    public var transferredOn: Day
    public var codes: Int
    public var total: Int64
    /// The first day that knows it: ngày ghi nhận of its file, or the day from which its codes and its number were free when that is
    /// later (files of one midnight may be posted in any order).
    public var recordedOn: Day
    public var state: State

    public init(
        id: Int64, intake: IntakeNumber, partner: String, office: String, transfer: String, transferredOn: Day, codes: Int, total: Int64,
        recordedOn: Day, state: State
    ) {
        self.id = id
        self.intake = intake
        self.partner = partner
        self.office = office
        self.transfer = transfer
        self.transferredOn = transferredOn
        self.codes = codes
        self.total = total
        self.recordedOn = recordedOn
        self.state = state
    }
}

/// TRANG_THAI of a BAO_CO at its posting.
public enum CreditState: String, Sendable, CaseIterable {
    /// Agrees with a listing that stands: its codes are remitted.
    case agrees = "KHOP"
    /// No listing of that number stands yet.
    case waits = "CHO"
    /// The listing of that number has other money.
    case disagrees = "LECH"
}

/// The content of a BAO_CO.
public struct CreditEntry: Hashable, Sendable {
    /// MA_GIAO_DICH_NH
    public var transfer: String
    /// NGAY_BAO_CO
    public var creditedOn: Day
    /// SO_TIEN
    public var amount: Int64
    /// MA_TCDVT
    public var partner: String
    /// NOI_DUNG; empty when not given.
    public var remark: String

    public init(transfer: String, creditedOn: Day, amount: Int64, partner: String, remark: String) {
        self.transfer = transfer
        self.creditedOn = creditedOn
        self.amount = amount
        self.partner = partner
        self.remark = remark
    }
}

/// A bank credit on record: the newest content under its number and partner.
public struct Credit: Hashable, Sendable {
    public var id: Int64
    public var entry: CreditEntry
    /// MA_CQ_BHXH of the statement that brought it.
    public var office: String
    /// Where it was brought.
    public var place: EntryPlace
    /// Ngày ghi nhận of that file, or of the credit that it replaced when that is later.
    public var recordedOn: Day
    /// It agrees with a listing, since the posting of whichever of the two came last.
    public var agrees: Bool

    public init(id: Int64, entry: CreditEntry, office: String, place: EntryPlace, recordedOn: Day, agrees: Bool) {
        self.id = id
        self.entry = entry
        self.office = office
        self.place = place
        self.recordedOn = recordedOn
        self.agrees = agrees
    }
}

/// What a file, or a part of it, changes on the money's way. The order of each list is the file's.
public enum Movements: Sendable, Hashable {
    case none
    /// DIEU_CHINH: good HUY and HUY_KE entries.
    case adjustment(cancelled: [NewCancellation], takenBack: [NewTakingBack])
    /// BANG_KE_NOP, which stands or falls as a whole, and comes whole.
    case listing(NewListing)
    /// SAO_KE: good BAO_CO entries, those on record already included.
    case statement([NewCredit])
}

/// A good HUY.
public struct NewCancellation: Sendable, Hashable {
    /// STT.
    public var ordinal: Int
    public var code: Int64
    /// LY_DO.
    public var reason: String

    public init(ordinal: Int, code: Int64, reason: String) {
        self.ordinal = ordinal
        self.code = code
        self.reason = reason
    }
}

/// A good HUY_KE.
public struct NewTakingBack: Sendable, Hashable {
    public var ordinal: Int
    public var listing: Int64
    /// MA_GIAO_DICH_NH.
    public var transfer: String
    public var reason: String

    public init(ordinal: Int, listing: Int64, transfer: String, reason: String) {
        self.ordinal = ordinal
        self.listing = listing
        self.transfer = transfer
        self.reason = reason
    }
}

/// A good BANG_KE_NOP. If a credit of that number, partner and money is on record and open, the codes are remitted with it.
public struct NewListing: Sendable, Hashable {
    public var transfer: String
    public var transferredOn: Day
    /// In file order; each once. STT is the place, from 1.
    public var codes: [Int64]
    /// The codes' money together.
    public var total: Int64

    public init(transfer: String, transferredOn: Day, codes: [Int64], total: Int64) {
        self.transfer = transfer
        self.transferredOn = transferredOn
        self.codes = codes
        self.total = total
    }
}

/// A good BAO_CO.
public struct NewCredit: Sendable, Hashable {
    public var ordinal: Int
    public var entry: CreditEntry
    /// As its answer says; the ledger finds the same or refuses the posting (an invariant).
    public var state: CreditState
    /// The same content was on record already (SL_TRUNG): nothing changes.
    public var wasOnRecord: Bool

    public init(ordinal: Int, entry: CreditEntry, state: CreditState, wasOnRecord: Bool) {
        self.ordinal = ordinal
        self.entry = entry
        self.state = state
        self.wasOnRecord = wasOnRecord
    }
}

/// An entry that a file other than DANH_SACH_THU recorded, as its XAC_NHAN shows it.
public struct AcceptedEntry: Sendable, Hashable {
    /// STT.
    public var ordinal: Int
    /// MA, MA_XAC_NHAN or MA_GIAO_DICH_NH, by document (and, in DIEU_CHINH, by list).
    public var key: AcceptedKey
    /// NGAY_GHI_NHAN of a cancellation.
    public var recordedOn: Day?
    /// TRANG_THAI of a BAO_CO.
    public var state: CreditState?

    public init(ordinal: Int, key: AcceptedKey, recordedOn: Day? = nil, state: CreditState? = nil) {
        self.ordinal = ordinal
        self.key = key
        self.recordedOn = recordedOn
        self.state = state
    }
}

/// An entry's key element.
public enum AcceptedKey: Sendable, Hashable {
    /// MA of a DANH_MUC entry.
    case masterData(String)
    /// MA_XAC_NHAN, by its running number.
    case code(Int64)
    /// MA_GIAO_DICH_NH.
    case transfer(String)
}

/// A step of a code's life, for `explain`: oldest first.
public struct CodeStep: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// LY_DO.
        case cancelled(reason: String)
        /// MA_GIAO_DICH_NH and NGAY_CHUYEN of the listing.
        case listed(transfer: String, transferredOn: Day)
        /// MA_GIAO_DICH_NH of the listing that was taken back, and LY_DO.
        case takenBack(transfer: String, reason: String)
        /// The credit that pays for it: MA_GIAO_DICH_NH, NGAY_BAO_CO.
        case remitted(transfer: String, creditedOn: Day)
    }
    public var kind: Kind
    /// The file that caused it; of `remitted` the later one of listing and statement.
    public var intake: IntakeNumber
    /// The first day that knows of it: that file's ngày ghi nhận, or that of what it changed when that is later.
    public var on: Day

    public init(kind: Kind, intake: IntakeNumber, on: Day) {
        self.kind = kind
        self.intake = intake
        self.on = on
    }
}
