public import Contributions

// What people ask of the ledger long after a file was posted: which file or payment is behind a key, and whether what is on
// record still agrees with itself. None of it is asked while files are posted, so none of it has an index of its own.

/// Which files are asked for.
public enum FileQuestion: Hashable, Sendable {
    case all
    /// TEN_TEP: the sender's name as answers show it.
    case named(String)
    case sha256([UInt8])
    /// MA_LO, whoever sent it and whatever became of it.
    case batch(String)
    case replays(of: IntakeNumber)
    /// The newest file of which an answer is stored, and every one posted after it: whatever is owed an answer is among these.
    case sinceLastAnswer
}

/// Which payments are asked for.
public enum PaymentQuestion: Hashable, Sendable {
    /// MA_GIAO_DICH, whoever sent it.
    case transaction(String)
    /// KY_HIEU_BIEN_LAI and SO_BIEN_LAI.
    case receipt(serial: String, number: Int64)
}

/// Where a record stands: its file, and its STT there.
public struct EntryPlace: Hashable, Sendable {
    public let intake: IntakeNumber
    public let ordinal: Int

    public init(intake: IntakeNumber, ordinal: Int) {
        self.intake = intake
        self.ordinal = ordinal
    }
}

/// Something in the ledger that is not as it was written.
public struct AuditDifference: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The database's own examination complains.
        case database
        /// The chain of events: what an event binds does not give its chain value, or an event is missing or too many.
        case chain
        /// A closed day does not know the head that the chain had.
        case day
        /// Running numbers of codes have a gap, or a payment is none of its file's.
        case codes
        /// A payment's columns differ from its text.
        case payment
        /// A file's figures differ from its rows.
        case counts
        /// A file's money differs from its rows.
        case money
        /// An owner's records are not all accounted for.
        case conservation
        /// A payment is not found under its MA_GIAO_DICH, or a key belongs to no payment.
        case transactionKey
        /// A payment is not found under its receipt, or a receipt belongs to no payment.
        case receipt
        /// A listing differs from its codes, or a code is not found under it.
        case listing
        /// A listing and the credit that it agrees with differ, or one of them has no such end.
        case agreement
        /// A code is in two states: cancelled and listed, or in two listings that stand.
        case state
        /// What is open of a file differs from its codes.
        case open
        /// A closed day's balance is not what was recorded, cancelled and remitted up to it.
        case balance
        /// A collector's month differs from the payments.
        case collector
        /// The registry's revisions have a gap, or a serial of receipts is not the one that its books numbered.
        case registry
        /// What is kept about the participants of a payment, or their household, is not what the payment says.
        case people
        /// The sorted runs of numbers of participants are not laid out as they must be.
        case runs
        /// A table, index or trigger is not as the release makes it.
        case schema
        /// A row says something else than the rows that it follows from.
        case derived
    }

    public let kind: Kind
    /// What it is about: a MA_TIEP_NHAN, a MA_XAC_NHAN, an owner, an event.
    public let subject: String
    public let expected: String
    public let found: String

    public init(_ kind: Kind, _ subject: String, expected: String = "", found: String = "") {
        self.kind = kind
        self.subject = subject
        self.expected = expected
        self.found = found
    }
}

/// What an audit is at.
public enum AuditStep: String, Sendable { case database, events, payments, keys, money }
