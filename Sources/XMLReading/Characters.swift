// What may stand in an XML document as a character, decided on bytes: UTF-8 as the Unicode standard's table 3-7 has it, and
// XML 1.0's production Char. libxml2 would find these too, but not always at the same place for every division into blocks.

/// What a multi-byte character is found to be.
@frozen
public enum CharacterFinding: Equatable, Sendable {
    /// A character of so many bytes.
    case valid(Int)
    /// The bytes end inside it.
    case cut
    /// No UTF-8.
    case invalid
    /// U+FFFE or U+FFFF, which XML does not have.
    case forbidden
}

public enum Characters {
    /// Judges the multi-byte character that begins at `index` (a byte of at least 0x80).
    @inlinable
    public static func judge(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> CharacterFinding {
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF4: (length, high) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default: return .invalid
        }
        for place in 1..<length {
            guard index + place < bytes.count else { return .cut }
            guard bytes[index + place] >= low, bytes[index + place] <= high else { return .invalid }
            low = 0x80
            high = 0xBF
        }
        let isForbidden = length == 3 && bytes[index] == 0xEF && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
        return isForbidden ? .forbidden : .valid(length)
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// Letters, digits and `_`: what our own names are made of.
    @inline(__always)
    static func isPlainName(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || byte == UInt8(ascii: "_") || (97...122).contains(byte) || (48...57).contains(byte)
    }

    /// ASCII that may begin a name, and the lead byte of anything beyond ASCII: libxml2 knows which of those may.
    static func mayBeginName(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
    }

    /// XML 1.0, production 2.
    static func isCharacter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// A reference in text: `&amp;` and its four sisters, or a character by number.
enum Reference {
    /// Between `&` and `;`. The longest that means anything is `#x0010FFFF`; more would only be zeros.
    static let bytesMax = 12

    enum Finding: Equatable {
        /// It ends before this index.
        case good(end: Int)
        case cut
        case bad
    }

    static func judge(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Finding {
        var end = index + 1
        while end < bytes.count, end - index - 1 <= bytesMax {
            let byte = bytes[end]
            if byte == UInt8(ascii: ";") {
                return means(UnsafeBufferPointer(rebasing: bytes[(index + 1)..<end])) ? .good(end: end + 1) : .bad
            }
            guard (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "#") else {
                return .bad
            }
            end += 1
        }
        return end - index - 1 > bytesMax ? .bad : .cut
    }

    private static func means(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard name.first == UInt8(ascii: "#") else {
            return ["amp", "lt", "gt", "quot", "apos"].contains { name.elementsEqual($0.utf8) }
        }
        let isHex = name.count > 1 && name[1] == UInt8(ascii: "x")
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard !digits.isEmpty, digits.first != UInt8(ascii: "+"),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
        else { return false }
        return Characters.isCharacter(value)
    }
}
