// Text: what stands between tokens. References are judged here too, so that the place of a bad one is always its ampersand,
// and `]]>`, which no text may hold.

extension TokenScanner {
    struct TextWalk {
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

    func walkText(_ bytes: Bytes, from start: Int) -> TextWalk {
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
