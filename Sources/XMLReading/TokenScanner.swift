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
    private(set) var textBytes = 0
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

    @inline(__always)
    private func place(of index: Int, _ bytes: Bytes) -> XMLPlace {
        if index == end { return endPlace }
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
