// Walks over the bytes just ahead of libxml2, token by token: a token is a tag, comment, CDATA section or instruction, and
// text is what stands between. It stops what must not reach libxml2: bytes that are not UTF-8 or no XML characters, a
// document type declaration, text where none may be, whatever breaks a limit. And it lets libxml2 see whole tokens only, so that nothing
// depends on how the document came divided into blocks. What is inside a tag, and whether tags match, is libxml2's business.
//
// Places. Everything wrong with a token has the token's `<` as its place; only bytes that are not UTF-8 are shown where they
// stand. So of several faults of one start tag the order of the table in rules.md decides: a limit (XML05) before syntax
// (XML01) before what the format does not have (XML06). Text faults have their own place.

/// A token that libxml2 may see.
struct Token {
    /// Where its `<` stands, from the first byte given to libxml2 with it.
    let offset: Int
    let place: XMLPlace
    /// The first character that is not blank in the text before it, if there is one.
    let textPlace: XMLPlace?
}

struct TokenScanner {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Why a scan ended.
    enum End {
        /// The bytes are over; what lies behind `end` is no whole token yet.
        case needsMore
        /// A start tag at `childDepth` is next, with nothing but blanks before it: at this index, in this place.
        case child(Int, XMLPlace)
        case fault(XMLFault)
    }

    let limits: XMLLimits
    /// Stops before start tags inside so many open elements.
    let childDepth: Int
    /// The whole tokens of the last scan.
    private(set) var tokens: [Token] = []
    /// The index behind them, and its place in the document.
    private(set) var end = 0
    private(set) var endPlace = XMLPlace.start
    /// The first character that is not blank in text behind `end`.
    private(set) var looseText: XMLPlace?
    /// Open elements.
    private(set) var depth = 0
    private(set) var hasRoot = false
    /// Bytes of the text run so far: text goes on over comments and CDATA sections.
    private var textBytes = 0
    private var mayStop = true

    init(limits: XMLLimits, childDepth: Int) {
        self.limits = limits
        self.childDepth = childDepth
    }

    /// Goes on behind a child that somebody else has read whole.
    mutating func skip(to place: XMLPlace) {
        endPlace = place
        textBytes = 0
    }

    /// The child that was stopped at shall be scanned as usual.
    mutating func passChild() { mayStop = false }

    /// Scans whole tokens from `start` on, where the last scan ended.
    mutating func scan(_ bytes: Bytes, from start: Int) -> End {
        tokens.removeAll(keepingCapacity: true)
        end = start
        while true {
            let text = walkText(bytes, from: end)
            looseText = text.solid.map { place(of: $0, bytes) }
            let here = place(of: text.end, bytes)
            switch text.outcome {
            case .cut: return .needsMore
            case .fault(let code, let details):
                if looseText == here { looseText = nil }
                return .fault(XMLFault(code: code, details: details, at: here))
            case .markup: break
            }
            if depth == childDepth, mayStop, looseText == nil, text.end + 1 < bytes.count, Characters.mayBeginName(bytes[text.end + 1]) {
                return .child(text.end, here)
            }
            switch walkMarkup(bytes, from: text.end) {
            case .cut: return .needsMore
            case .fault(let code, let details, let index):
                return .fault(XMLFault(code: code, details: details, at: index.map { place(of: $0, bytes) } ?? here))
            case .whole(let markup):
                textBytes = markup.endsText ? 0 : textBytes + (text.end - end) + markup.textBytes
                if markup.opens { (depth, hasRoot) = (depth + 1, true) }
                if markup.closes { depth -= 1 }
                tokens.append(Token(offset: text.end - start, place: here, textPlace: looseText))
                endPlace = here
                endPlace.advance(over: Bytes(rebasing: bytes[text.end..<markup.end]))
                end = markup.end
                mayStop = true
            }
        }
    }

    private func place(of index: Int, _ bytes: Bytes) -> XMLPlace {
        var place = endPlace
        place.advance(over: Bytes(rebasing: bytes[end..<index]))
        return place
    }

    /// What to say when the input is over and the bytes behind `end` were no whole token; nil when it may end so.
    func faultAtEnd(_ bytes: Bytes) -> XMLFault? {
        let last = place(of: bytes.count, bytes)
        let rest = bytes[end...].drop(while: Characters.isBlank)
        let isMarkup = rest.first == UInt8(ascii: "<")
        let isDeclaration = isMarkup && rest.count > 1 && [UInt8(ascii: "!"), UInt8(ascii: "?")].contains(rest[rest.startIndex + 1])
        // Inside an element, or inside a tag, even inside a character there.
        if depth > 0 || (isMarkup && !isDeclaration) { return XMLFault(code: .XML02, at: last) }
        if isDeclaration { return XMLFault(code: .XML01, details: ["markup is not finished"], at: last) }
        if !rest.isEmpty { return XMLFault(code: .XML04, details: ["bytes"], at: last) }
        return hasRoot ? nil : XMLFault(code: .XML01, details: ["no root element"], at: last)
    }
}

// MARK: text

extension TokenScanner {
    private struct TextWalk {
        enum Outcome {
            case markup
            case cut
            case fault(XMLCode, [String])
        }

        /// Where the walk ended: at `<`, at what is cut, at the fault.
        var end: Int
        /// The first character that is not blank.
        var solid: Int?
        var outcome = Outcome.cut
    }

    private func walkText(_ bytes: Bytes, from start: Int) -> TextWalk {
        // The first byte beyond the limit.
        let limit = start + limits.textBytesMax - textBytes
        var walk = TextWalk(end: start)
        while walk.end < bytes.count {
            let index = walk.end
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") {
                walk.outcome = .markup
                return walk
            }
            var next = index + 1
            if !Characters.isBlank(byte) {
                switch judgeSolid(bytes, at: index, from: start) {
                case .good(let end): next = end
                case .cut: return walk
                case .fault(.XML01, _) where index >= limit: next = index + 1
                case .fault(let code, let details):
                    walk.outcome = .fault(code, details)
                    if details == Self.sectionEnd { walk.end -= 2 }
                    return walk
                }
            }
            if next > limit {
                walk.outcome = .fault(.XML05, ["text", String(limits.textBytesMax)])
                return walk
            }
            if walk.solid == nil, !Characters.isBlank(byte) { walk.solid = index }
            walk.end = next
            if walk.solid != nil { walk.end = Self.passPlain(bytes, from: next, to: min(bytes.count, limit)) }
        }
        return walk
    }

    private static let sectionEnd = ["]]> in text"]

    /// The fast lane: eight plain characters at a time.
    private static func passPlain(_ bytes: Bytes, from start: Int, to end: Int) -> Int {
        var index = start
        while index + 8 <= end {
            let word = UnsafeRawPointer(bytes.baseAddress!).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let first = Word.first(Word.marksNotPlainText(in: word))
            index += first
            if first < 8 { break }
        }
        return index
    }

    private enum SolidFinding {
        case good(end: Int)
        case cut
        case fault(XMLCode, [String])
    }

    /// Judges one character or reference of text.
    private func judgeSolid(_ bytes: Bytes, at index: Int, from start: Int) -> SolidFinding {
        let byte = bytes[index]
        var end = index + 1
        if byte >= 0x80 {
            switch Characters.judge(bytes, at: index) {
            case .valid(let length): end = index + length
            case .cut: return .cut
            case .invalid: return .fault(.XML04, ["bytes"])
            case .forbidden: return .fault(.XML01, ["character"])
            }
        } else if byte < 0x20 {
            return .fault(.XML01, ["control character"])
        }
        if depth == 0 { return .fault(.XML01, ["text outside the root element"]) }
        if byte == UInt8(ascii: "&") {
            switch Reference.judge(bytes, at: index) {
            case .good(let after): end = after
            case .cut: return .cut
            case .bad: return .fault(.XML01, ["bare ampersand, unknown entity or bad character number"])
            }
        }
        if byte == UInt8(ascii: ">"), index - start >= 2, bytes[index - 1] == UInt8(ascii: "]"), bytes[index - 2] == UInt8(ascii: "]") {
            return .fault(.XML01, Self.sectionEnd)
        }
        return .good(end: end)
    }
}

// MARK: markup

extension TokenScanner {
    private struct Markup {
        var end: Int
        var opens = false
        var closes = false
        /// A tag ends the run of text.
        var endsText = false
        /// Text inside (CDATA).
        var textBytes = 0
    }

    private enum MarkupWalk {
        case whole(Markup)
        case cut
        /// A fault, at the token's `<` unless an index is given.
        case fault(XMLCode, [String], Int?)
    }

    private func walkMarkup(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        guard start + 1 < bytes.count else { return .cut }
        switch bytes[start + 1] {
        case UInt8(ascii: "/"):
            if depth == 0 { return .fault(.XML01, ["end tag without a start tag"], nil) }
            return walkEndTag(bytes, from: start)
        case UInt8(ascii: "?"): return walk(bytes, from: start, until: "?>", Markup(end: 0))
        case UInt8(ascii: "!"): return walkBang(bytes, from: start)
        case let byte where Characters.mayBeginName(byte):
            if depth == 0, hasRoot { return .fault(.XML01, ["a second root element"], nil) }
            if depth >= limits.depthMax { return .fault(.XML05, ["depth", String(limits.depthMax)], nil) }
            return walkStartTag(bytes, from: start)
        default: return .fault(.XML01, ["no name after <"], nil)
        }
    }

    private func walkBang(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        let rest = bytes[(start + 2)...]
        for (word, code) in [("--", nil), ("[CDATA[", nil), ("DOCTYPE", XMLCode.XML03)] {
            guard rest.prefix(word.utf8.count).elementsEqual(word.utf8.prefix(rest.count)) else { continue }
            guard rest.count >= word.utf8.count else { return .cut }
            if let code { return .fault(code, [], nil) }
            return word == "--" ? walk(bytes, from: start, skipping: 4, until: "-->", Markup(end: 0)) : walkSection(bytes, from: start)
        }
        return .fault(.XML01, ["unknown markup"], nil)
    }

    private func walkSection(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        if depth == 0 { return .fault(.XML01, ["CDATA outside the root element"], nil) }
        let head = "<![CDATA[".utf8.count
        let result = walk(bytes, from: start, skipping: head, until: "]]>", Markup(end: 0))
        // The last two bytes of an unfinished section may belong to its end.
        let limit = limits.textBytesMax - textBytes - (start - end)
        let tooLong = MarkupWalk.fault(.XML05, ["text", String(limits.textBytesMax)], nil)
        switch result {
        case .whole(var markup):
            markup.textBytes = markup.end - start - head - 3
            return markup.textBytes > limit ? tooLong : .whole(markup)
        case .cut: return bytes.count - start - head - 2 > limit ? tooLong : .cut
        case .fault(_, _, let index): return (index ?? start) - start - head > limit ? tooLong : result
        }
    }

    /// Walks to the end mark, over characters that need only be characters.
    private func walk(_ bytes: Bytes, from start: Int, skipping head: Int = 2, until mark: StaticString, _ markup: Markup) -> MarkupWalk {
        let markLast = mark.utf8Start[mark.utf8CodeUnitCount - 1]
        var index = start + head
        while index < bytes.count {
            let byte = bytes[index]
            if index - start >= limits.tokenBytesMax { return tokenTooLong }
            if byte == markLast, endsWith(mark, bytes, at: index, from: start + head) {
                var whole = markup
                whole.end = index + 1
                return .whole(whole)
            }
            if let bad = judgeByte(bytes, &index) { return bad }
        }
        return .cut
    }

    private func endsWith(_ mark: StaticString, _ bytes: Bytes, at index: Int, from start: Int) -> Bool {
        let count = mark.utf8CodeUnitCount
        guard index + 1 - count >= start else { return false }
        return (0..<count).allSatisfy { bytes[index + 1 - count + $0] == mark.utf8Start[$0] }
    }

    private var tokenTooLong: MarkupWalk { .fault(.XML05, ["token", String(limits.tokenBytesMax)], nil) }

    /// Moves over one character of a token, or says why it cannot stand there.
    @inline(__always)
    private func judgeByte(_ bytes: Bytes, _ index: inout Int) -> MarkupWalk? {
        let byte = bytes[index]
        if byte < 0x80 {
            // NUL would end the parser's buffer; the other control characters it refuses itself.
            if byte == 0 { return .fault(.XML01, ["control character"], nil) }
            index += 1
            return nil
        }
        switch Characters.judge(bytes, at: index) {
        case .valid(let length): index += length
        case .cut: return .cut
        case .invalid: return .fault(.XML04, ["bytes"], index)
        case .forbidden: return .fault(.XML01, ["character"], nil)
        }
        return nil
    }

    // Inside tags libxml2 waits for more at some quotes and at `<`; those tags are refused here, once they are whole: a limit comes first.
    private static let strayMark = MarkupWalk.fault(.XML01, ["a quote or < inside a tag"], nil)

    private func walkEndTag(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        let result = walk(bytes, from: start, until: ">", Markup(end: 0, closes: true, endsText: true))
        guard case .whole(let markup) = result else { return result }
        let marks = [UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'")]
        return bytes[(start + 1)..<markup.end].contains(where: marks.contains) ? Self.strayMark : result
    }

    private func walkStartTag(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        var index = start + 1
        var isSound = true
        var quote: UInt8 = 0
        var attributes = -1  // The first name is the element's.
        var nameStart: Int?
        while index < bytes.count {
            let byte = bytes[index]
            if index - start >= limits.tokenBytesMax { return tokenTooLong }
            if byte == UInt8(ascii: "<") { isSound = false }
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                guard isSound else { return Self.strayMark }
                let isEmpty = bytes[index - 1] == UInt8(ascii: "/")
                return .whole(Markup(end: index + 1, opens: true, closes: isEmpty, endsText: true))
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                (quote, nameStart) = (byte, nil)
            } else if byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/") || Characters.isBlank(byte) {
                nameStart = nil
            } else if nameStart == nil {
                nameStart = index
                attributes += 1
                if attributes > limits.attributesMax { return .fault(.XML05, ["attributes", String(limits.attributesMax)], nil) }
            }
            if let bad = judgeByte(bytes, &index) { return bad }
            if let nameStart, index - nameStart > limits.nameBytesMax { return .fault(.XML05, ["name", String(limits.nameBytesMax)], nil) }
        }
        return .cut
    }
}
