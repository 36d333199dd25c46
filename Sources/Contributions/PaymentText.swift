// A payment's values as the ledger keeps them: one text, thirty fields parted by U+001F; and the fields as slices of it. Answers and
// forms read half a million payments a day this way, so nothing becomes a String, and separators are looked for eight bytes at a time.
// A text with too few separators (a damaged ledger) reads as empty from there on.

/// The values of one payment as text. A view: valid only while the bytes are.
@frozen
public struct PaymentText {
    public let bytes: UnsafeRawBufferPointer

    @inlinable
    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Calls `body` with the fields.
    @inlinable
    public func fields<R>(_ body: (PaymentFields) throws -> R) rethrows -> R {
        try withUnsafeTemporaryAllocation(of: Int32.self, capacity: PaymentField.count + 1) { starts in
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
                if bytes[position] == 0x1F {
                    starts[next] = Int32(truncatingIfNeeded: position + 1)
                    next += 1
                }
                position += 1
            }
            while next <= PaymentField.count {
                starts[next] = Int32(truncatingIfNeeded: bytes.count + 1)
                next += 1
            }
            return try body(PaymentFields(bytes: bytes, starts: UnsafeBufferPointer(starts)))
        }
    }

    /// One field as text; empty when not given.
    public func text(of field: PaymentField) -> String { fields { String(decoding: $0[field], as: UTF8.self) } }

    /// `RecordChunk.separator` in each of eight bytes.
    @inlinable
    static var separators: UInt64 { 0x1F1F_1F1F_1F1F_1F1F }

    @inlinable
    static var low7: UInt64 { 0x7F7F_7F7F_7F7F_7F7F }
}

/// The thirty fields of a payment; a view, valid as long as the text's bytes are.
@frozen
public struct PaymentFields {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    /// `starts[f]..<starts[f + 1] - 1` are field f's bytes.
    @usableFromInline let starts: UnsafeBufferPointer<Int32>

    @inlinable
    init(bytes: UnsafeRawBufferPointer, starts: UnsafeBufferPointer<Int32>) {
        (self.bytes, self.starts) = (bytes, starts)
    }

    @inlinable
    public subscript(field: PaymentField) -> UnsafeRawBufferPointer { slice(from: field, through: field) }

    /// Neighbouring fields with the separators between them.
    @inlinable
    public func slice(from first: PaymentField, through last: PaymentField) -> UnsafeRawBufferPointer {
        let start = Int(starts[first.rawValue])
        let end = Int(starts[last.rawValue + 1]) - 1
        return end > start ? UnsafeRawBufferPointer(rebasing: bytes[start..<end]) : UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// The field as a decimal number; nil when it is empty or is none.
    @inlinable
    public func number(_ field: PaymentField) -> Int? {
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
