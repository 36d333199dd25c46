import Contributions

// Confirmation codes as documents write them, in one word each: a listing may name two million of them. Whatever is not written
// as a code of this ledger is no code, and so unknown.

/// Reads MA_XAC_NHAN from its bytes.
struct CodeReader {
    /// The ledger's three letters; nil when no ledger is at hand, and any three may be right.
    private let prefix: [UInt8]?

    /// - Parameter prefix: the ledger's; empty when there is none.
    init(prefix: String) { self.prefix = prefix.isEmpty ? nil : Array(prefix.utf8) }

    /// The code as one word: its number below, its letters above; nil for what is no code. Words of one prefix are in the order of
    /// their numbers, and none is 0.
    func word(of bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes.count == Self.bytesCount else { return nil }
        var letters: Int64 = 0
        for place in 0..<3 {
            let byte = bytes[place]
            guard (65...90).contains(byte), prefix == nil || prefix![place] == byte else { return nil }
            letters = letters * 26 + Int64(byte - 65)
        }
        var number: Int64 = 0
        for place in 3..<12 {
            guard (48...57).contains(bytes[place]) else { return nil }
            number = number * 10 + Int64(bytes[place] - 48)
        }
        let check = bytes[12]
        guard number > 0, (48...57).contains(check), ConfirmationCode.checkDigit(number) == check - 48 else { return nil }
        return letters << Self.numberBits | number
    }

    func word(of text: String) -> Int64? {
        var text = text
        return text.withUTF8 { word(of: $0) }
    }

    /// The running number.
    static func number(_ word: Int64) -> Int64 { word & (1 << numberBits - 1) }

    /// As it was written.
    static func text(_ word: Int64) -> String {
        let letters = word >> numberBits
        let bytes = [letters / 676, letters / 26 % 26, letters % 26].map { UInt8($0) + 65 }
        return ConfirmationCode(prefix: String(decoding: bytes, as: UTF8.self), number: number(word)).description
    }

    /// Three letters, nine digits, a check digit.
    private static let bytesCount = 13
    /// Nine digits are less than 2 to the 30.
    private static let numberBits: Int64 = 30
}
