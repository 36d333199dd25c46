// The names by which files, owners and payments are known: who dropped a file (owner), which intake it was (MA_TIEP_NHAN)
// and which code a recorded payment got (mã xác nhận). Formats: exchange.md sections 1, 3.

/// Whose folder a file came from: a partner's (MA_TCDVT) or the agency's.
public enum Owner: Hashable, Comparable, Sendable, CustomStringConvertible {
    case agency
    case partner(String)

    /// `agency` or the MA_TCDVT: the folder's name under archive/ and quarantine/.
    public var description: String {
        switch self {
        case .agency: "agency"
        case .partner(let code): code
        }
    }

    /// Reads a folder's name; nil for what is neither `agency` nor `[A-Z0-9]{4,22}`.
    public init?(_ text: some StringProtocol) {
        if text == "agency" {
            self = .agency
        } else if (4...22).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) {
            self = .partner(String(text))
        } else {
            return nil
        }
    }

    public var partnerCode: String? {
        if case .partner(let code) = self { code } else { nil }
    }

    public static func < (left: Owner, right: Owner) -> Bool {
        switch (left, right) {
        case (.agency, .partner): true
        case (.partner(let one), .partner(let other)): one < other
        default: false
        }
    }
}

/// MA_TIEP_NHAN: `TN<yyyyMMdd>-<6 digits or more>`, counted per ledger and day of claim, from 1.
public struct IntakeNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let day: Day
    public let sequence: Int

    public init(day: Day, sequence: Int) {
        self.day = day
        self.sequence = sequence
    }

    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("TN"), let day = Day(parts[0].dropFirst(2)), (6...18).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let sequence = Int(parts[1]), sequence > 0
        else { return nil }
        self.init(day: day, sequence: sequence)
    }

    public var description: String { "TN\(day)-\(Digits.padded(sequence, to: 6))" }

    public static func < (left: IntakeNumber, right: IntakeNumber) -> Bool {
        (left.day, left.sequence) < (right.day, right.sequence)
    }
}

/// Mã xác nhận: issuer prefix (3 letters) + nine digits running number from 1 + ISO/IEC 7064 MOD 11,10 check digit.
public struct ConfirmationCode: Hashable, Sendable, CustomStringConvertible {
    public let prefix: String
    public let number: Int64

    /// The largest running number that nine digits hold.
    public static let numberMax: Int64 = 999_999_999

    public init(prefix: String, number: Int64) {
        self.prefix = prefix
        self.number = number
    }

    /// Reads a whole code; nil when its shape or its check digit is wrong.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 13, bytes[..<3].allSatisfy({ (65...90).contains($0) }), bytes[3...].allSatisfy({ (48...57).contains($0) }),
            let number = Int64(String(decoding: bytes[3..<12], as: UTF8.self)), number > 0, Self.checkDigit(number) == bytes[12] - 48
        else { return nil }
        self.init(prefix: String(decoding: bytes[..<3], as: UTF8.self), number: number)
    }

    public var description: String { prefix + Digits.padded(Int(number), to: 9) + String(Self.checkDigit(number)) }

    /// ISO/IEC 7064 MOD 11,10 over the nine digits (hybrid system: p = 10; p = ((p + digit) mod 10, 0 as 10) · 2 mod 11).
    public static func checkDigit(_ number: Int64) -> UInt8 {
        var product = 10
        var divisor: Int64 = 100_000_000
        while divisor > 0 {
            let sum = (product + Int(number / divisor % 10)) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
            divisor /= 10
        }
        return UInt8((11 - product) % 10)
    }
}

/// A participant's number with its kind in one word: MA_SO_BHXH and SO_DDCN never meet. 0 is none.
public struct PersonNumber: Hashable, Sendable {
    public let word: UInt64

    public init(word: UInt64) { self.word = word }
    /// MA_SO_BHXH, ten digits as a number.
    public init(insurance digits: Int64) { word = UInt64(digits) + 1 }
    /// SO_DDCN, twelve digits as a number.
    public init(personal digits: Int64) { word = Self.personalBit | UInt64(digits) }

    public static let none = PersonNumber(word: 0)
    private static let personalBit: UInt64 = 1 << 40

    /// It is a SO_DDCN.
    public var isPersonal: Bool { word & Self.personalBit != 0 }
}
