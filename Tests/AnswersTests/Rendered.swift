import Answers

// What tests do with rendered bytes: read them as text, look into one element, and see that tags close what they open.

/// What a rendering writes, as text.
func rendered(_ body: (AnswerWriter) throws -> Void) throws -> String {
    String(decoding: try AnswerWriter.bytes(body), as: UTF8.self)
}

/// The texts of an element, references resolved, in order.
func texts(of element: String, in xml: String) -> [String] {
    xml.split(separator: "<\(element)>", omittingEmptySubsequences: false).dropFirst().map { part in
        var text = part.split(separator: "</\(element)>", maxSplits: 1, omittingEmptySubsequences: false)[0][...]
        for (reference, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#9;", "\t"), ("&#10;", "\n"), ("&#13;", "\r"), ("&amp;", "&"),
        ] {
            text = text.split(separator: reference, omittingEmptySubsequences: false).joined(separator: character)[...]
        }
        return String(text)
    }
}

/// The first fault of markup in the text, or nil: every tag closed in turn, no character that XML forbids, every & a
/// reference. It knows as much of XML as our answers use; `void` names elements of HTML that have no end.
func markupFault(in text: String, void: Set<String> = []) -> String? {
    var open: [String] = []
    var roots = 0
    var rest = Substring(text)
    if let forbidden = text.unicodeScalars.first(where: {
        ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7F || $0.value == 0xFFFE || $0.value == 0xFFFF
    }) {
        return "forbidden character \(forbidden.value)"
    }
    while let start = rest.firstIndex(of: "<") {
        let between = rest[..<start]
        if let fault = textFault(in: between) { return fault }
        if open.isEmpty, between.contains(where: { !$0.isWhitespace }) { return "text outside the root: \(between)" }
        guard let end = rest[start...].firstIndex(of: ">") else { return "an open tag" }
        let tag = rest[rest.index(after: start)..<end]
        rest = rest[rest.index(after: end)...]
        if tag.hasPrefix("?") || tag.hasPrefix("!DOCTYPE") { continue }
        let name = String(tag.prefix { $0 != " " && $0 != "/" || $0 == "/" && tag.first == "/" })
        if tag.first == "/" {
            guard open.popLast().map({ "/" + $0 }) == name else { return "\(tag) closes something else" }
        } else if !tag.hasSuffix("/"), !void.contains(name) {
            if open.isEmpty { roots += 1 }
            open.append(name)
        }
    }
    if roots != 1 { return "\(roots) roots" }
    return open.isEmpty ? (rest == "\n" ? nil : "text after the root") : "open: \(open)"
}

private func textFault(in text: Substring) -> String? {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
        let name = part.prefix { $0 != ";" }
        let isReference = ["amp", "lt", "gt", "quot"].contains(name) || (name.hasPrefix("#") && Int(name.dropFirst()) != nil)
        if !isReference || name.endIndex == part.endIndex { return "a bare & before \(part)" }
    }
    return nil
}
