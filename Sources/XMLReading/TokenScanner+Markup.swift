// Tokens: where each ends, and the limits that it must keep. Nothing is judged that libxml2 judges, but for what would keep it waiting.

extension TokenScanner {
    struct Markup {
        var end: Int
        var opens = false
        var closes = false
        /// A tag ends the run of text.
        var endsText = false
        /// Text inside (CDATA).
        var textBytes = 0
    }

    enum MarkupWalk {
        case whole(Markup)
        case cut
        /// A fault, at the token's `<` unless an index is given.
        case fault(XMLCode, [String], Int?)
    }

    func walkMarkup(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        guard start + 1 < bytes.count else { return .cut }
        switch bytes[start + 1] {
        case UInt8(ascii: "/"):
            if depth == 0 { return .fault(.XML01, ["end tag without a start tag"], nil) }
            return walkEndTag(bytes, from: start)
        case UInt8(ascii: "?"): return walkInstruction(bytes, from: start)
        case UInt8(ascii: "!"): return walkBang(bytes, from: start)
        case let byte where Characters.mayBeginName(byte):
            if depth == 0, hasRoot { return .fault(.XML01, ["a second root element"], nil) }
            if depth >= limits.depthMax { return .fault(.XML05, ["depth", String(limits.depthMax)], nil) }
            return walkStartTag(bytes, from: start)
        default: return .fault(.XML01, ["no name after <"], nil)
        }
    }

    /// The declaration must not name another encoding when libxml2 sees it: to find out what a name means, it would have the C library
    /// look for a converter on the disk and load it.
    private func walkInstruction(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        let result = walk(bytes, from: start, until: "?>", Markup(end: 0))
        guard case .whole(let markup) = result, start == end, endPlace == .start, bytes[start...].starts(with: "<?xml".utf8),
            let foreign = DeclaredEncoding.foreign(in: Bytes(rebasing: bytes[start..<markup.end]))
        else { return result }
        return .fault(.XML04, ["declared", foreign], nil)
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

    /// Where a tag ends that is nothing but a name of plain letters, as nearly all are; nil when it may be anything else.
    @inline(__always)
    private func endOfPlainTag(_ bytes: Bytes, nameStart: Int) -> Int? {
        var index = nameStart
        let end = min(bytes.count, nameStart + min(limits.nameBytesMax, limits.tokenBytesMax - 3) + 1)
        while index < end, Characters.isPlainName(bytes[index]) { index += 1 }
        return index < end && bytes[index] == UInt8(ascii: ">") ? index + 1 : nil
    }

    private func walkEndTag(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        if let end = endOfPlainTag(bytes, nameStart: start + 2) { return .whole(Markup(end: end, closes: true, endsText: true)) }
        let result = walk(bytes, from: start, until: ">", Markup(end: 0, closes: true, endsText: true))
        guard case .whole(let markup) = result else { return result }
        let marks = [UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'")]
        return bytes[(start + 1)..<markup.end].contains(where: marks.contains) ? Self.strayMark : result
    }

    private func walkStartTag(_ bytes: Bytes, from start: Int) -> MarkupWalk {
        if let end = endOfPlainTag(bytes, nameStart: start + 1) { return .whole(Markup(end: end, opens: true, endsText: true)) }
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

/// What an XML declaration says of the encoding.
enum DeclaredEncoding {
    /// The first name in it that is not UTF-8's, wherever `encoding="NAME"` stands; libxml2 judges whether it may stand there.
    static func foreign(in declaration: UnsafeBufferPointer<UInt8>) -> String? {
        let word = Array("encoding".utf8)
        var rest = declaration[...]
        while let found = rest.firstIndex(of: word[0]) {
            rest = rest[found...]
            guard rest.starts(with: word) else {
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(word.count)
            var value = rest.drop(while: Characters.isBlank)
            guard value.popFirst() == UInt8(ascii: "=") else { continue }
            value = value.drop(while: Characters.isBlank)
            guard let quote = value.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
            let name = String(decoding: value.prefix { isOfName($0) }, as: UTF8.self)
            if !name.isEmpty, !["utf-8", "utf8"].contains(name.lowercased()) { return name }
        }
        return nil
    }

    /// XML 1.0, production 81.
    private static func isOfName(_ byte: UInt8) -> Bool {
        Characters.isPlainName(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
}
