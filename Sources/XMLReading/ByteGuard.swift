// Walks over the raw bytes just ahead of libxml2 and decides what must not reach it: bytes that are not UTF-8 or no XML
// characters, a document type declaration, and whatever breaks a limit, all while it arrives. It also knows where each
// start tag begins, and whether the input may end here. It never judges well-formedness; that is libxml2's.

/// A place in bytes, kept as what is needed to say line and column.
struct TagPlace {
    var line: UInt32
    var column: UInt32
}

/// The guard over one document's bytes.
struct ByteGuard {
    private enum State {
        case text
        case markupStart, bang, bangDash, cdataStart, doctypeStart
        case name, insideTag, attributeName, doubleQuoted, singleQuoted
        case endTag, comment, cdata, instruction, otherMarkup
    }

    let limits: XMLLimits
    private(set) var fault: XMLFault?
    /// Where the start tags begin that libxml2 has not reported yet, oldest first.
    private(set) var tagPlaces: [TagPlace] = []
    private var nextTagPlace = 0

    private var state = State.text
    private var line: UInt32 = 1
    private var column: UInt32 = 0
    private var tokenPlace = TagPlace(line: 1, column: 1)
    private var tokenBytes = 0
    private var depth = 0
    private var nameBytes = 0
    private var attributes = 0
    private var textBytes = 0
    private var matched = 0
    private var previous: UInt8 = 0
    private var beforePrevious: UInt8 = 0
    private var sawRoot = false
    // UTF-8 decoding: continuation bytes still due, and the bounds of the next one.
    private var continuationsDue = 0
    private var continuationLow: UInt8 = 0x80
    private var continuationHigh: UInt8 = 0xBF
    private var sequenceLead: UInt8 = 0
    private var sequenceSecond: UInt8 = 0

    init(limits: XMLLimits) { self.limits = limits }

    var place: TagPlace { TagPlace(line: line, column: column + 1) }

    /// An element or a tag is open: the document cannot end here.
    var isOpen: Bool {
        switch state {
        case .text: depth > 0
        case .comment, .instruction, .bang, .bangDash, .otherMarkup, .doctypeStart, .cdataStart, .cdata: depth > 0
        case .markupStart, .name, .insideTag, .attributeName, .doubleQuoted, .singleQuoted, .endTag: true
        }
    }

    /// The input ended inside a character.
    var isInsideCharacter: Bool { continuationsDue > 0 }

    mutating func takeTagPlace() -> TagPlace {
        guard nextTagPlace < tagPlaces.count else { return tokenPlace }
        let place = tagPlaces[nextTagPlace]
        nextTagPlace += 1
        if nextTagPlace == tagPlaces.count {
            tagPlaces.removeAll(keepingCapacity: true)
            nextTagPlace = 0
        }
        return place
    }

    /// Looks at the next bytes. Returns how many of them libxml2 may see: all, or those before the fault's place.
    mutating func pass(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        let count = bytes.count
        while index < count {
            if continuationsDue == 0 {
                index += passPlainRun(UnsafeRawBufferPointer(rebasing: bytes[index...]))
                if index == count { break }
            }
            let byte = bytes[index]
            if byte >= 0x80 {
                guard takeHighByte(byte) else { return refuseBytes(at: index) }
            } else {
                if continuationsDue > 0 { return refuseBytes(at: index) }
                if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 {
                    fault = XMLFault(code: .XML01, details: ["control character"], line: Int(line), column: Int(column) + 1)
                    return index
                }
            }
            guard step(byte) else { return index }
            if byte == 0x0A {
                line &+= 1
                column = 0
            } else if byte & 0xC0 != 0x80 {
                column &+= 1
            }
            index += 1
        }
        return count
    }

    /// The fast lane: a run of printable ASCII inside text or a name that changes no state and can break no limit.
    @inline(__always)
    private mutating func passPlainRun(_ bytes: UnsafeRawBufferPointer) -> Int {
        var length = 0
        switch state {
        case .text:
            let most = min(bytes.count, limits.textBytesMax - textBytes)
            while length < most, Self.plain[Int(bytes[length])] & 1 != 0 { length += 1 }
            textBytes += length
        case .name:
            let most = min(bytes.count, limits.nameBytesMax - nameBytes, limits.tokenBytesMax - tokenBytes)
            while length < most, Self.plain[Int(bytes[length])] & 2 != 0 { length += 1 }
            nameBytes += length
            tokenBytes += length
        case .endTag:
            let most = min(bytes.count, limits.tokenBytesMax - tokenBytes)
            while length < most, Self.plain[Int(bytes[length])] & 2 != 0 { length += 1 }
            tokenBytes += length
        default: return 0
        }
        column &+= UInt32(truncatingIfNeeded: length)
        return length
    }

    /// By byte: 1 = printable ASCII but `<`; 2 = letters, digits, `_`, `-`, `.`: what names are made of.
    private static let plain: [UInt8] = (0..<256).map { value in
        let byte = UInt8(value)
        let isName = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 0x5F || byte == 0x2D || byte == 0x2E
        let isText = byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "<")
        return (isText ? 1 : 0) | (isName ? 2 : 0)
    }

    private mutating func refuseBytes(at index: Int) -> Int {
        fault = XMLFault(code: .XML04, details: ["bytes"], line: Int(line), column: Int(column) + 1)
        return index
    }

    /// Takes a byte of a multi-byte character; false when it cannot stand there (Unicode standard, table 3-7).
    private mutating func takeHighByte(_ byte: UInt8) -> Bool {
        if continuationsDue > 0 {
            guard byte >= continuationLow, byte <= continuationHigh else { return false }
            // U+FFFE and U+FFFF are no XML characters: EF BF BE, EF BF BF. libxml2 refuses them as not well-formed.
            continuationsDue -= 1
            continuationLow = 0x80
            continuationHigh = 0xBF
            return true
        }
        switch byte {
        case 0xC2...0xDF: continuationsDue = 1
        case 0xE0: (continuationsDue, continuationLow) = (2, 0xA0)
        case 0xED: (continuationsDue, continuationHigh) = (2, 0x9F)
        case 0xE1...0xEF: continuationsDue = 2
        case 0xF0: (continuationsDue, continuationLow) = (3, 0x90)
        case 0xF4: (continuationsDue, continuationHigh) = (3, 0x8F)
        case 0xF1...0xF3: continuationsDue = 3
        default: return false
        }
        return true
    }

    private mutating func exceeds(_ what: String, _ limit: Int, at place: TagPlace) -> Bool {
        fault = XMLFault(code: .XML05, details: [what, String(limit)], line: Int(place.line), column: Int(place.column))
        return false
    }

    /// Moves the state by one byte; false when a fault was found at or before it.
    @inline(__always)
    private mutating func step(_ byte: UInt8) -> Bool {
        switch state {
        case .text:
            if byte == UInt8(ascii: "<") {
                state = .markupStart
                tokenPlace = place
                tokenBytes = 1
                return true
            }
            textBytes += 1
            return textBytes <= limits.textBytesMax || exceeds("text", limits.textBytesMax, at: place)
        default:
            tokenBytes += 1
            if tokenBytes > limits.tokenBytesMax { return exceeds("token", limits.tokenBytesMax, at: tokenPlace) }
            return stepInsideMarkup(byte)
        }
    }

    @inline(__always)
    private mutating func stepInsideMarkup(_ byte: UInt8) -> Bool {
        switch state {
        case .name:
            if byte == UInt8(ascii: ">") {
                closeStartTag(isEmpty: false)
            } else if byte == UInt8(ascii: "/") || isBlank(byte) {
                state = .insideTag
            } else {
                nameBytes += 1
                if nameBytes > limits.nameBytesMax { return exceeds("name", limits.nameBytesMax, at: tokenPlace) }
            }
        case .endTag:
            if byte == UInt8(ascii: ">") {
                depth -= 1
                state = .text
                textBytes = 0
            }
        case .markupStart:
            return beginMarkup(byte)
        case .insideTag, .attributeName, .doubleQuoted, .singleQuoted:
            return stepInsideTag(byte)
        default:
            return stepInsideOther(byte)
        }
        previous = byte
        return true
    }

    private mutating func beginMarkup(_ byte: UInt8) -> Bool {
        previous = byte
        switch byte {
        case UInt8(ascii: "/"): state = .endTag
        case UInt8(ascii: "?"): (state, previous) = (.instruction, 0)
        case UInt8(ascii: "!"): state = .bang
        default:
            state = .name
            nameBytes = 1
            attributes = 0
            sawRoot = true
            if depth >= limits.depthMax { return exceeds("depth", limits.depthMax, at: tokenPlace) }
        }
        return true
    }

    private mutating func stepInsideTag(_ byte: UInt8) -> Bool {
        switch state {
        case .doubleQuoted:
            if byte == UInt8(ascii: "\"") { state = .insideTag }
        case .singleQuoted:
            if byte == UInt8(ascii: "'") { state = .insideTag }
        default:
            switch byte {
            case UInt8(ascii: ">"): closeStartTag(isEmpty: previous == UInt8(ascii: "/"))
            case UInt8(ascii: "\""): state = .doubleQuoted
            case UInt8(ascii: "'"): state = .singleQuoted
            case UInt8(ascii: "="), UInt8(ascii: "/"): state = .insideTag
            case _ where isBlank(byte): state = .insideTag
            default:
                if state != .attributeName {
                    state = .attributeName
                    nameBytes = 0
                    attributes += 1
                    if attributes > limits.attributesMax { return exceeds("attributes", limits.attributesMax, at: tokenPlace) }
                }
                nameBytes += 1
                if nameBytes > limits.nameBytesMax { return exceeds("name", limits.nameBytesMax, at: tokenPlace) }
            }
        }
        previous = byte
        return true
    }

    private mutating func closeStartTag(isEmpty: Bool) {
        tagPlaces.append(tokenPlace)
        if !isEmpty { depth += 1 }
        state = .text
        textBytes = 0
    }

    private static let cdataWord: [UInt8] = Array("[CDATA[".utf8)
    private static let doctypeWord: [UInt8] = Array("DOCTYPE".utf8)

    /// Comments, CDATA sections, instructions, declarations.
    private mutating func stepInsideOther(_ byte: UInt8) -> Bool {
        switch state {
        case .bang:
            matched = 1
            switch byte {
            case UInt8(ascii: "-"): state = .bangDash
            case UInt8(ascii: "["): state = .cdataStart
            case UInt8(ascii: "D"): state = .doctypeStart
            default: state = .otherMarkup
            }
        case .bangDash:
            state = byte == UInt8(ascii: "-") ? .comment : .otherMarkup
            (previous, beforePrevious) = (0, 0)
            return true
        case .cdataStart:
            if byte != Self.cdataWord[matched] {
                state = .otherMarkup
            } else {
                matched += 1
                if matched == Self.cdataWord.count {
                    state = .cdata
                    (previous, beforePrevious) = (0, 0)
                    return true
                }
            }
        case .doctypeStart:
            if byte != Self.doctypeWord[matched] {
                state = .otherMarkup
            } else {
                matched += 1
                if matched == Self.doctypeWord.count {
                    fault = XMLFault(code: .XML03, line: Int(tokenPlace.line), column: Int(tokenPlace.column))
                    return false
                }
            }
        case .comment:
            if byte == UInt8(ascii: ">"), previous == UInt8(ascii: "-"), beforePrevious == UInt8(ascii: "-") { state = .text }
        case .cdata:
            textBytes += 1
            if textBytes > limits.textBytesMax { return exceeds("text", limits.textBytesMax, at: place) }
            if byte == UInt8(ascii: ">"), previous == UInt8(ascii: "]"), beforePrevious == UInt8(ascii: "]") {
                textBytes -= 3
                state = .text
            }
        case .instruction:
            if byte == UInt8(ascii: ">"), previous == UInt8(ascii: "?") { state = .text }
        default:
            if byte == UInt8(ascii: ">") { state = .text }
        }
        beforePrevious = previous
        previous = byte
        return true
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
