public import Contributions

// What the rules about people compare with the past (TR03, NT04, CB02, CB04): for every number of a participant in a payment,
// and for every place in a household, one entry of four words. Flat, so that millions of them are sorted, spilled and
// merged as they are; in order, so that a batch meets the ledger in one pass and enters it as a sorted run.

/// Four words. Entries stand in ascending order of (key, place); what else they say is the two words of detail.
public struct RunEntry: BitwiseCopyable, Sendable, Hashable {
    public var key: UInt64
    public var place: UInt64
    public var first: UInt64
    public var second: UInt64

    public init(key: UInt64, place: UInt64, first: UInt64, second: UInt64) {
        self.key = key
        self.place = place
        self.first = first
        self.second = second
    }

    /// The order of a run: all four words, so that equal sets of entries make equal runs.
    @inlinable
    public static func precedes(_ left: RunEntry, _ right: RunEntry) -> Bool {
        if left.key != right.key { return left.key < right.key }
        if left.place != right.place { return left.place < right.place }
        if left.first != right.first { return left.first < right.first }
        return left.second < right.second
    }
}

/// Entries in ascending order, handed out piece by piece, as often as asked: they may lie in a file.
public protocol SortedRun {
    /// Calls `body` with every entry, in order, some thousands at a time. The memory is only good inside the call.
    func forEachPiece(_ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws
}

/// Entries in memory, in order.
public struct SortedEntries: SortedRun, Sendable {
    public let entries: [RunEntry]

    /// Sorts them.
    public init(_ entries: [RunEntry] = []) { self.entries = entries.sorted(by: RunEntry.precedes) }

    public func forEachPiece(_ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws {
        try entries.withUnsafeBufferPointer { if !$0.isEmpty { try body($0) } }
    }
}

/// One number of the participant of one payment, as a view of an entry.
public struct PersonEntry {
    public var entry: RunEntry

    public init(_ entry: RunEntry) { self.entry = entry }

    /// - Parameters:
    ///   - reference: the record's place in its file, from 0; on record, the running number of its code.
    ///   - from, to: the days of the paid period, both included.
    public init(
        _ number: PersonNumber, reference: UInt32, other: PersonNumber, isPension: Bool, isMissingMonths: Bool, from: Day, to: Day,
        marks: UInt8 = 0
    ) {
        entry = RunEntry(
            key: number.word, place: UInt64(reference) << 32,
            first: other.word | (isPension ? Self.pensionBit : 0) | (isMissingMonths ? Self.missingBit : 0) | UInt64(marks) << 48,
            second: UInt64(UInt32(bitPattern: from.number)) << 32 | UInt64(UInt32(bitPattern: to.number)))
    }

    private static let pensionBit: UInt64 = 1 << 44
    private static let missingBit: UInt64 = 1 << 45
    private static let numberMask: UInt64 = 1 << 41 - 1

    public var number: PersonNumber { PersonNumber(word: entry.key) }
    /// The record's place in its file, or the running number of its code.
    public var reference: UInt32 {
        get { UInt32(entry.place >> 32) }
        set { entry.place = UInt64(newValue) << 32 | entry.place & 0xFFFF_FFFF }
    }
    /// The ledger's number of the partner whose payment it is; 0 in a batch.
    public var partner: UInt32 {
        get { UInt32(truncatingIfNeeded: entry.place) }
        set { entry.place = entry.place & ~0xFFFF_FFFF | UInt64(newValue) }
    }
    /// The participant's other number in that payment.
    public var other: PersonNumber { PersonNumber(word: entry.first & Self.numberMask) }
    /// IS; else BI or AR.
    public var isPension: Bool { entry.first & Self.pensionBit != 0 }
    /// PHUONG_THUC TH: it neither meets nor is met (TR03).
    public var isMissingMonths: Bool { entry.first & Self.missingBit != 0 }
    /// Eight bits for the use of whoever asks; the ledger keeps 0.
    public var marks: UInt8 {
        get { UInt8(truncatingIfNeeded: entry.first >> 48) }
        set { entry.first = entry.first & ~(0xFF << 48) | UInt64(newValue) << 48 }
    }
    public var from: Day { Day(number: Int32(bitPattern: UInt32(entry.second >> 32))) }
    public var to: Day { Day(number: Int32(bitPattern: UInt32(truncatingIfNeeded: entry.second))) }
}

/// All entries on record under one number, in the order of codes, and whose they are.
public struct PeopleOnRecord {
    public let entries: [RunEntry]
    /// The ledger's number of the partner who asks; nil when it has nothing on record.
    private let own: Int64?

    public init(_ entries: [RunEntry], own: Int64?) { (self.entries, self.own) = (entries, own) }

    public subscript(place: Int) -> PersonEntry { PersonEntry(entries[place]) }
    public func isOwn(_ place: Int) -> Bool { Int64(self[place].partner) == own }
}

/// One payment's place in a household (BI, NGUOI_THU 1 to 4), as a view of an entry: key and place are MA_HO_GD, the calendar
/// year of NGAY_NOP_TIEN and NGUOI_THU, exactly.
public struct HouseholdEntry {
    public var entry: RunEntry

    public init(_ entry: RunEntry) { self.entry = entry }

    /// - Parameters:
    ///   - code: MA_HO_GD, `[0-9A-Z]{1,20}`.
    ///   - order: NGUOI_THU, 1 to 4.
    public init(
        code: UnsafeBufferPointer<UInt8>, year: Int, order: Int, reference: UInt32, insurance: PersonNumber, personal: PersonNumber
    ) {
        // Twenty characters of 37 (0 is none), fourteen bits of year, two of order: 37^20 < 2^105, so all fit in 121 bits.
        var digits: UInt128 = 0
        for byte in code { digits = digits * 37 + UInt128(byte < 58 ? byte - 47 : byte - 54) }
        let key = digits << 16 | UInt128(year) << 2 | UInt128(order - 1)
        entry = RunEntry(
            key: UInt64(truncatingIfNeeded: key >> 64), place: UInt64(truncatingIfNeeded: key),
            first: insurance.word << 30 | UInt64(reference), second: personal.word)
    }

    /// Thirty bits hold every running number of nine digits.
    private static let referenceMask: UInt64 = 1 << 30 - 1

    public var insurance: PersonNumber { PersonNumber(word: entry.first >> 30) }
    public var personal: PersonNumber { PersonNumber(word: entry.second) }
    /// The record's place in its file, or the running number of its code.
    public var reference: UInt32 {
        get { UInt32(entry.first & Self.referenceMask) }
        set { entry.first = entry.first & ~Self.referenceMask | UInt64(newValue) }
    }
}
