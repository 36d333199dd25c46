// The formats of elements' values (exchange.md sections 2 and 5), decided on bytes by tables and counts: no String, no
// regular expression. They equal the patterns of our XSDs; a differential test holds the two against each other.

/// The format of one value. A plain value of a few machine words, so that checking a field costs no reference counting.
public struct FieldFormat: Sendable {
    enum Kind: UInt8, Sendable {
        case bytes, nonZeroLead, word, personName, text, line, yearOrDay, phone, email, communes, acceptanceMode
    }

    /// Classes of bytes, a bit each.
    enum ByteClass: UInt8, Sendable {
        case digit = 1
        case digitOrCapital = 2
        /// `[A-Za-z0-9._-]`
        case token = 4
        /// `[A-Z0-9/-]`
        case serial = 8
        /// `[!-?A-~]`: printable ASCII without the at sign.
        case mail = 16
        /// `[A-Za-z0-9._/-]`
        case reference = 32
    }

    let kind: Kind
    let byteClass: ByteClass
    let countMin: Int
    let countMax: Int
    /// The words of `.word`, each packed big-endian behind a 1; 0 = no more.
    let words: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    private init(_ kind: Kind, _ byteClass: ByteClass = .digit, _ counts: ClosedRange<Int> = 0...0, words: [String] = []) {
        self.kind = kind
        self.byteClass = byteClass
        countMin = counts.lowerBound
        countMax = counts.upperBound
        let packed = words.map { Self.packed($0.utf8) } + Array(repeating: 0, count: 6 - words.count)
        self.words = (packed[0], packed[1], packed[2], packed[3], packed[4], packed[5])
    }

    public static func digits(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.bytes, .digit, counts) }
    public static func digits(_ count: Int) -> FieldFormat { digits(count...count) }
    public static func digitsOrCapitals(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.bytes, .digitOrCapital, counts) }
    public static func token(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.bytes, .token, counts) }
    public static func reference(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.bytes, .reference, counts) }
    public static func serial(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.bytes, .serial, counts) }
    /// `[1-9][0-9]{0,digitsMax - 1}`
    public static func positive(digitsMax: Int) -> FieldFormat { FieldFormat(.nonZeroLead, .digit, 1...digitsMax) }
    /// One of at most six words of at most three ASCII characters.
    public static func word(_ words: String...) -> FieldFormat { FieldFormat(.word, words: words) }
    /// 2 to 80 code points of names' letters.
    public static let personName = FieldFormat(.personName, .digit, 2...80)
    /// So many code points of anything.
    public static func text(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.text, .digit, counts) }
    /// So many code points without a line break.
    public static func line(_ counts: ClosedRange<Int>) -> FieldFormat { FieldFormat(.line, .digit, counts) }
    /// `[0-9]{4}([0-9]{4})?`
    public static let yearOrDay = FieldFormat(.yearOrDay)
    /// `0[0-9]{9,10}`
    public static let phone = FieldFormat(.phone)
    /// `[!-?A-~]{1,64}@[!-?A-~]{1,63}`
    public static let email = FieldFormat(.email)
    /// `TUNG_PHAN` or `TRON_LO`
    public static let acceptanceMode = FieldFormat(.acceptanceMode)
    /// One or more MA_XA, each after U+001E.
    public static let communes = FieldFormat(.communes)

    /// Whether the bytes (not empty, valid UTF-8) are of this format.
    public func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch kind {
        case .bytes:
            return bytes.count >= countMin && bytes.count <= countMax && Self.all(bytes, in: byteClass)
        case .nonZeroLead:
            return bytes.count >= 1 && bytes.count <= countMax && bytes[0] != UInt8(ascii: "0") && Self.all(bytes, in: .digit)
        case .word:
            return bytes.count <= Self.wordBytesMax && isWord(Self.packed(bytes))
        case .personName:
            return acceptsName(bytes)
        case .text, .line:
            let breaks = kind == .line && bytes.contains { $0 == 0x0A || $0 == 0x0D }
            let characters = bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
            return !breaks && characters >= countMin && characters <= countMax
        case .yearOrDay:
            return (bytes.count == 4 || bytes.count == 8) && Self.all(bytes, in: .digit)
        case .phone:
            return (bytes.count == 10 || bytes.count == 11) && bytes[0] == UInt8(ascii: "0") && Self.all(bytes, in: .digit)
        case .email:
            guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return false }
            let user = UnsafeBufferPointer(rebasing: bytes[..<at])
            let host = UnsafeBufferPointer(rebasing: bytes[(at + 1)...])
            return (1...64).contains(user.count) && (1...63).contains(host.count) && Self.all(user, in: .mail) && Self.all(host, in: .mail)
        case .acceptanceMode:
            return bytes.elementsEqual("TUNG_PHAN".utf8) || bytes.elementsEqual("TRON_LO".utf8)
        case .communes:
            guard bytes.count % 6 == 0 else { return false }
            for index in 0..<bytes.count {
                let isSeparator = bytes[index] == 0x1E
                guard index % 6 == 0 ? isSeparator : (48...57).contains(bytes[index]) else { return false }
            }
            return !bytes.isEmpty
        }
    }

    private static let wordBytesMax = 3

    private static func packed(_ bytes: some Sequence<UInt8>) -> UInt32 { bytes.reduce(1) { $0 << 8 | UInt32($1) } }

    private func isWord(_ packed: UInt32) -> Bool {
        (packed == words.0 || packed == words.1 || packed == words.2 || packed == words.3 || packed == words.4 || packed == words.5)
    }

    @inline(__always)
    private static func all(_ bytes: UnsafeBufferPointer<UInt8>, in byteClass: ByteClass) -> Bool {
        let classes = classes.bytes
        var common = byteClass.rawValue
        for byte in bytes { common &= classes[Int(byte)] }
        return common != 0
    }

    /// Code points of HO_TEN: ASCII letters, blank, apostrophes, point, hyphen, and Latin letters with marks.
    private func acceptsName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var characters = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                guard Self.isNameASCII(byte) else { return false }
                index += 1
            } else if byte < 0xE0 {
                guard index + 1 < bytes.count else { return false }
                let scalar = UInt32(byte & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F)
                guard (0xC0...0x24F).contains(scalar) || (0x300...0x36F).contains(scalar) else { return false }
                index += 2
            } else if byte < 0xF0 {
                guard index + 2 < bytes.count else { return false }
                let scalar = UInt32(byte & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
                guard (0x1E00...0x1EFF).contains(scalar) || scalar == 0x2019 else { return false }
                index += 3
            } else {
                return false
            }
            characters += 1
        }
        return characters >= countMin && characters <= countMax
    }

    private static func isNameASCII(_ byte: UInt8) -> Bool {
        switch byte {
        case 65...90, 97...122, UInt8(ascii: " "), UInt8(ascii: "'"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Which classes each byte belongs to. Plain memory that lives as long as the program: reading it counts no references.
    private static let classes: ClassTable = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max { table[Int(byte)] = classes(of: byte) }
        return ClassTable(bytes: UnsafePointer(table))
    }()

    private struct ClassTable: @unchecked Sendable {
        let bytes: UnsafePointer<UInt8>
    }

    private static func classes(of byte: UInt8) -> UInt8 {
        let isDigit = (48...57).contains(byte)
        let isCapital = (65...90).contains(byte)
        let isSmall = (97...122).contains(byte)
        var classes: UInt8 = 0
        if isDigit { classes |= ByteClass.digit.rawValue }
        if isDigit || isCapital { classes |= ByteClass.digitOrCapital.rawValue }
        let isToken = isDigit || isCapital || isSmall || byte == 0x2E || byte == 0x5F || byte == 0x2D
        if isToken { classes |= ByteClass.token.rawValue }
        if isToken || byte == 0x2F { classes |= ByteClass.reference.rawValue }
        if isDigit || isCapital || byte == 0x2F || byte == 0x2D { classes |= ByteClass.serial.rawValue }
        if (0x21...0x7E).contains(byte), byte != 0x40 { classes |= ByteClass.mail.rawValue }
        return classes
    }
}
