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
