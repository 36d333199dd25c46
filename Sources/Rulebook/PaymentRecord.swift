public import Contributions

// One KHOAN_THU on its way through the rules: a view of its bytes, which elements are given and which have failed, and the
// values that several rules read, decoded once. Valid only while its chunk is.

public struct PaymentRecord {
    let arena: UnsafePointer<UInt8>
    let offsets: UnsafePointer<UInt32>
    /// STT.
    public let ordinal: Int
    public let line: Int
    /// It has structure faults (BG02) and is judged no further.
    public let isBroken: Bool

    /// Elements with a value.
    public internal(set) var given = FieldSet()
    /// Elements that a rule has marked: whatever reads them is silent.
    public internal(set) var failed = FieldSet()

    /// LOAI_HINH; nil while it failed.
    public internal(set) var kind: PaymentKind?
    /// SO_TIEN; 0 while it failed.
    public internal(set) var amount: Int64 = 0
    /// NGAY_NOP_TIEN; nil while it is no real day.
    public internal(set) var paidOn: Day?
    /// PHUONG_AN, PHUONG_THUC, DOI_TUONG_HT; nil while they failed or are not given.
    public internal(set) var plan: PaymentPlan?
    public internal(set) var method: PaymentMethod?
    var support: StateSupport?
    /// SO_THANG, NGUOI_THU; 0 while they failed or are not given.
    public internal(set) var months = 0
    public internal(set) var personOrder = 0
    /// TU_NGAY, DEN_NGAY, TU_THANG, NGAY_SINH (a year alone is its 1 January); nil while they are not given or no real day or month.
    public internal(set) var fromDay: Day?
    var toDay: Day?
    public internal(set) var fromMonth: Month?
    var birth: Day?
    /// The parameters of NGAY_NOP_TIEN; nil while that is no real day.
    var tariff: Tariff?
    /// What the registry says of the collector and the point on NGAY_NOP_TIEN; looked up once each, by DM01 and DM03.
    var collector = RegistryAnswer.unknown
    var point = RegistryAnswer.unknown
    /// Elements with a fault of format (BG01, BG03, BG04).
    var malformed = FieldSet()
    /// A warning (CB) was found.
    public internal(set) var isWarned = false

    /// - Parameters:
    ///   - arena, offsets: the chunk's memory; must stay where it is while the record is used.
    public init(
        _ record: RecordChunk.Record, arena: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt32>, ordinal: Int
    ) {
        self.arena = arena
        self.offsets = offsets + Int(record.firstOffset)
        self.ordinal = ordinal
        line = Int(record.line)
        isBroken = record.faultCount > 0
    }

    /// The bytes of one element's value.
    @inline(__always)
    public subscript(field: PaymentField) -> UnsafeBufferPointer<UInt8> {
        let start = Int(offsets[field.rawValue])
        return UnsafeBufferPointer(start: arena + start, count: Int(offsets[field.rawValue + 1]) - 1 - start)
    }

    public func text(_ field: PaymentField) -> String { String(decoding: self[field], as: UTF8.self) }

    /// The value as a number; its format is known to be digits, at most 18 of them.
    @inline(__always)
    func number(_ field: PaymentField) -> Int64 {
        var value: Int64 = 0
        for byte in self[field] { value = value &* 10 &+ Int64(byte &- 48) }
        return value
    }

    /// The registry's number of KY_HIEU_BIEN_LAI, while that and SO_BIEN_LAI have not failed; nil also when the registry does not know
    /// the serial: then no recorded payment can have used the receipt.
    func knownSerial(_ registry: Registry?) -> Int? {
        guard hasSoundReceipt, let registry else { return nil }
        return registry.serialNumber(self[.receiptSerial])
    }

    /// KY_HIEU_BIEN_LAI and SO_BIEN_LAI have not failed.
    var hasSoundReceipt: Bool { !isBroken && failed.isDisjoint(with: FieldSet(.receiptSerial).union(FieldSet(.receiptNumber))) }

    /// MA_SO_BHXH and SO_DDCN; none while they are malformed or not given.
    public var insuranceNumber: PersonNumber { isWellFormed(.insuranceNumber) ? PersonNumber(insurance: number(.insuranceNumber)) : .none }
    public var personalNumber: PersonNumber { isWellFormed(.personalNumber) ? PersonNumber(personal: number(.personalNumber)) : .none }

    /// Given and in its format; a later rule may have marked it.
    @inline(__always)
    public func isWellFormed(_ field: PaymentField) -> Bool { given.subtracting(malformed).contains(field) }

    /// SO_BIEN_LAI as a number.
    public var receiptNumber: Int64 { number(.receiptNumber) }
}

/// An earlier payment that a record meets, as a message may name it.
public enum EarlierPayment: Hashable, Sendable {
    case none
    /// The good record of this file with this STT.
    case inFile(Int)
    /// This partner's own payment with this running number.
    case own(Int64)
    /// A payment of another partner, which is not named.
    case anothers

    /// The details that messages show: `["file", STT]`, `["code", code]` or `["other"]`.
    func details(prefix: String) -> [String] {
        switch self {
        case .none: []
        case .inFile(let ordinal): ["file", String(ordinal)]
        case .own(let number): ["code", ConfirmationCode(prefix: prefix, number: number).description]
        case .anothers: ["other"]
        }
    }
}

/// What is known of a record from the ledger and from the records before it in the file.
public struct RecordHistory: Sendable, Equatable {
    /// STT of the earlier record of this file with the same MA_GIAO_DICH; 0 when there is none.
    public var sameKeyOrdinal = 0
    /// The code under which this MA_GIAO_DICH is on record for this partner; 0 when it is not.
    public var code: Int64 = 0
    /// What is on record under that key has the same content.
    public var hasSameContent = false
    /// It was cancelled since: its key is never free again.
    public var isCancelled = false
    /// The payment that used this receipt (BL02).
    public var usedReceipt = EarlierPayment.none
    /// What ties one of the two numbers given to another number in the other's place (NT04).
    public var otherPerson = EarlierPayment.none
    /// The payment of the same person and product for part of the same period (TR03).
    public var overlap = EarlierPayment.none
    /// The person's last payment of this product was made through another partner (CB02).
    public var wasLastWithAnother = false
    /// Another person has this place in this household in this year (CB04).
    public var isPlaceTaken = false

    public init() {}
    public static let none = RecordHistory()

    /// The key is on record or stands earlier in the file: section 6 has something to say.
    var isKeyKnown: Bool { code != 0 || sameKeyOrdinal != 0 }
}

/// What the rules decided of one record.
public enum RecordVerdict: Hashable, Sendable {
    case good
    case refused
    /// On record already, under this running number, with the same content.
    case onRecord(Int64)
}
