// Which entry names are accepted, and how a refused one is shown. No file is ever made under an entry's name; it is
// checked because a name with a path is a sign of harm, and because people will read it in answers and logs.

enum EntryName {
    /// The name as text, if it ends in `.xml` (any case, else ZIP02) and is flat and fit to be shown (else ZIP05).
    static func flatXMLName(_ bytes: ArraySlice<UInt8>) throws(ZipTrouble) -> String {
        let suffix = bytes.suffix(4).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard suffix == Array(".xml".utf8) else { throw .finding(.entryNameNotXML(shown(bytes))) }
        guard let name = String(validating: bytes, as: UTF8.self), isFlat(name) else {
            throw .finding(.entryNameNotFlat(shown(bytes)))
        }
        return name
    }

    /// Any name as text that can be shown in one line: at most 100 characters, U+FFFD for what cannot be shown.
    static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        let kept = String(decoding: bytes.prefix(lengthShownMax * 4), as: UTF8.self).unicodeScalars.prefix(lengthShownMax)
        var text = ""
        text.unicodeScalars.append(contentsOf: kept.map { isInvisible($0) ? "\u{FFFD}" : $0 })
        return text
    }

    private static let lengthShownMax = 100

    private static func isFlat(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        let edgesAreLetters = ![first, last].contains { $0 == "." || $0.properties.isWhitespace }
        let hasNoPath = !scalars.contains { $0 == "/" || $0 == "\\" || $0 == ":" || isInvisible($0) }
        return edgesAreLetters && hasNoPath && !hasTwoDots(scalars)
    }

    private static func hasTwoDots(_ scalars: String.UnicodeScalarView) -> Bool {
        zip(scalars, scalars.dropFirst()).contains { $0 == "." && $1 == "." }
    }

    /// Control characters, line and paragraph separators, and the marks that turn the direction of writing, with
    /// which `lmx.exe` can be made to look like `exe.xml`.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}
