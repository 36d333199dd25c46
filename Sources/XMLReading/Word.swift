// Eight bytes at a time: finding the first byte that needs a look, in a few instructions without a branch.

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
