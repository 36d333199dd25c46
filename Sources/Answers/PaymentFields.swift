// The parts of a recorded payment as answers copy them: its thirty fields as slices of the ledger's text, and its code as
// thirteen bytes. Half a million payments a day pass here, so nothing becomes a String and nothing is divided twice.

import Contributions

/// The thirty fields of a payment; a view, valid as long as the text's bytes are.
struct PaymentFields {
    let bytes: UnsafeRawBufferPointer
    /// `starts[f]..<starts[f + 1] - 1` are field f's bytes.
    let starts: UnsafeBufferPointer<Int32>

    subscript(field: PaymentField) -> UnsafeRawBufferPointer {
        let start = Int(starts[field.rawValue])
        let end = Int(starts[field.rawValue + 1]) - 1
        return end > start ? UnsafeRawBufferPointer(rebasing: bytes[start..<end]) : UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// The field as a decimal number; nil when it is empty or is none.
    func number(_ field: PaymentField) -> Int? {
        let digits = self[field]
        guard !digits.isEmpty, digits.count <= 12 else { return nil }
        var value = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 48)
        }
        return value
    }
}

extension PaymentText {
    /// Calls `body` with the fields. The same slices as `withFields` gives, found eight bytes at a time: a payment has some
    /// 250 bytes and 29 separators.
    func fields<R>(_ body: (PaymentFields) -> R) -> R {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: PaymentField.count + 1) { starts in
            starts[0] = 0
            var next = 1
            var position = 0
            while position + 8 <= bytes.count, next < PaymentField.count {
                // A byte of `difference` is 0 where a separator stands; the next line raises exactly those bytes' top bits.
                let difference = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)) ^ Self.separators
                var hits = ~(((difference & Self.low7) &+ Self.low7) | difference | Self.low7)
                while hits != 0, next < PaymentField.count {
                    starts[next] = Int32(truncatingIfNeeded: position + hits.trailingZeroBitCount >> 3 + 1)
                    next += 1
                    hits &= hits &- 1
                }
                position += 8
            }
            while position < bytes.count, next < PaymentField.count {
                if bytes[position] == RecordChunk.separator {
                    starts[next] = Int32(truncatingIfNeeded: position + 1)
                    next += 1
                }
                position += 1
            }
            while next <= PaymentField.count {
                starts[next] = Int32(truncatingIfNeeded: bytes.count + 1)
                next += 1
            }
            return body(PaymentFields(bytes: bytes, starts: UnsafeBufferPointer(starts)))
        }
    }

    private static var separators: UInt64 { UInt64(RecordChunk.separator) &* 0x0101_0101_0101_0101 }
    private static var low7: UInt64 { 0x7F7F_7F7F_7F7F_7F7F }
}

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
