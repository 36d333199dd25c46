// Foreign text made safe to show: what a sender wrote may hold control characters, characters without width, or marks that
// turn the direction of writing, and must neither hide nor rearrange anything on a clerk's screen. Such characters are
// shown as `\u{202e}`. Plain Latin and Vietnamese text passes as it is, quickly.

public enum ShownText {
    /// The most characters of a value inside a sentence.
    static let quotedCharactersMax = 60
    /// The most characters of a word or phrase of our own making inside a sentence; a SHA-256 has 64.
    static let wordCharactersMax = 120

    /// The text with every character that cannot be seen as itself written as `\u{…}`.
    public static func visible(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(isPlain) { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isVisible(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return shown
    }

    /// «text», made visible and cut to what a sentence bears.
    static func quoted(_ text: String) -> String { "«" + cut(text, to: quotedCharactersMax) + "»" }

    /// The text made visible, its first `charactersMax` characters with … behind when there are more.
    static func cut(_ text: String, to charactersMax: Int) -> String {
        if text.utf8.count <= charactersMax || text.unicodeScalars.count <= charactersMax { return visible(text) }
        return visible(String(String.UnicodeScalarView(text.unicodeScalars.prefix(charactersMax)))) + "…"
    }

    /// Printable ASCII, the Latin letters, and Vietnamese with its combining marks.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x24F, 0x300...0x34E, 0x350...0x36F, 0x1E00...0x1EFF: true
        default: false
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if isPlain(scalar) { return true }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return false }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
        default: return true
        }
    }
}
