// Lines and columns, counted on the bytes as they were sent: libxml2's own counters fail beyond 65,535 lines and do not see
// what it was not given.

/// The place of a character in the document: line and column, both from 1, the column in characters.
public struct XMLPlace: Hashable, Sendable {
    public var line: UInt32
    public var column: UInt32

    public init(line: UInt32, column: UInt32) {
        self.line = line
        self.column = column
    }

    static let start = XMLPlace(line: 1, column: 1)

    /// Moves behind these bytes. A line ends with a line feed; a carriage return is a character like others.
    public mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        let count = bytes.count
        let base = UnsafeRawPointer(bytes.baseAddress)
        while index < count {
            if index + 8 <= count, let word = base?.loadUnaligned(fromByteOffset: index, as: UInt64.self), !Word.holds(0x0A, in: word) {
                column &+= UInt32(8 - Word.continuations(in: word))
                index += 8
                continue
            }
            if bytes[index] == 0x0A {
                line &+= 1
                column = 1
            } else if bytes[index] & 0xC0 != 0x80 {
                column &+= 1
            }
            index += 1
        }
    }
}

/// Eight bytes looked at together. Marks are the highest bits of the bytes meant; in a sum of marks the lowest one is exact.
public enum Word {
    public static let ones: UInt64 = 0x0101_0101_0101_0101
    public static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Marks bytes equal to `byte`.
    @inlinable @inline(__always)
    public static func marks(of byte: UInt8, in word: UInt64) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & highs
    }

    /// Marks control characters and bytes of multi-byte characters.
    @inlinable @inline(__always)
    public static func marksNotPrintable(in word: UInt64) -> UInt64 {
        ((word &- (ones &* 0x20)) & ~word | word) & highs
    }

    /// Marks what is not plain in text: `<`, `>`, `&`, control characters, multi-byte characters.
    @inlinable @inline(__always)
    public static func marksNotPlainText(in word: UInt64) -> UInt64 {
        // `<` and `>` differ in one bit.
        marksNotPrintable(in: word) | marks(of: UInt8(ascii: ">"), in: word | (ones &* 2)) | marks(of: UInt8(ascii: "&"), in: word)
    }

    /// The first marked byte's index, 8 when none is marked.
    @inlinable @inline(__always)
    public static func first(_ marks: UInt64) -> Int { UInt64(littleEndian: marks).trailingZeroBitCount / 8 }

    static func holds(_ byte: UInt8, in word: UInt64) -> Bool { marks(of: byte, in: word) != 0 }

    /// How many bytes continue a multi-byte character (binary 10xxxxxx).
    static func continuations(in word: UInt64) -> Int { (word & ~(word << 1) & highs).nonzeroBitCount }
}
