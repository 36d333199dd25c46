// A recorded payment's code as answers write it: thirteen bytes. Half a million payments a day pass here, so no String is made.

/// The text of one confirmation code after the other: prefix, nine digits, check digit. Keeps one buffer for all.
final class CodeText {
    private let text: UnsafeMutableRawBufferPointer
    private let prefixBytes: Int
    private static let digits = 9

    init(prefix: String) {
        prefixBytes = prefix.utf8.count
        text = .allocate(byteCount: prefixBytes + Self.digits + 1, alignment: 1)
        text.copyBytes(from: prefix.utf8)
    }

    deinit { text.deallocate() }

    /// The code's bytes; valid until the next call.
    func bytes(of number: Int64) -> UnsafeRawBufferPointer {
        var rest = UInt32(truncatingIfNeeded: number)
        for place in stride(from: Self.digits - 1, through: 0, by: -1) {
            text[prefixBytes + place] = UInt8(truncatingIfNeeded: rest % 10) + 48
            rest /= 10
        }
        text[prefixBytes + Self.digits] = checkDigit()
        return UnsafeRawBufferPointer(text)
    }

    /// ISO/IEC 7064 MOD 11,10 over the digits that stand in the buffer; the same as `ConfirmationCode.checkDigit`.
    private func checkDigit() -> UInt8 {
        var product: UInt32 = 10
        for place in 0..<Self.digits {
            let sum = (product + UInt32(text[prefixBytes + place] - 48)) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return UInt8((11 - product) % 10) + 48
    }
}
