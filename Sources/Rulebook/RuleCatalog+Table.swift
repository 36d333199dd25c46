// The catalogue as text for `giaonhan rules`: three aligned columns, wrapped between words. Texts are composed Unicode
// without wide characters, so a scalar is a column.

import Contributions

extension RuleCatalog {
    static let codeColumns = 6
    static let meaningColumns = 46
    static let whatToDoColumns = 62

    /// Every code with its meaning and what to do, newline-terminated.
    public static func table(_ language: Language) -> String {
        var text = row(language.pick("Mã", "Code"), language.pick("Ý nghĩa", "Meaning"), language.pick("Cần làm", "What to do"))
        text += row(rule(codeColumns), rule(meaningColumns), rule(whatToDoColumns))
        for entry in all {
            text += row(entry.code.rawValue, entry.meaning(language), entry.whatToDo(language))
        }
        return text
    }

    private static func rule(_ columns: Int) -> String { String(repeating: "-", count: columns) }

    private static func row(_ code: String, _ meaning: String, _ whatToDo: String) -> String {
        let meaning = wrapped(meaning, to: meaningColumns)
        let whatToDo = wrapped(whatToDo, to: whatToDoColumns)
        var text = ""
        for line in 0..<max(meaning.count, whatToDo.count) {
            text += padded(line == 0 ? code : "", to: codeColumns) + "  "
            let left = line < meaning.count ? meaning[line] : ""
            if line < whatToDo.count {
                text += padded(left, to: meaningColumns) + "  " + whatToDo[line] + "\n"
            } else {
                text += left + "\n"
            }
        }
        return text
    }

    private static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.unicodeScalars.count))
    }

    /// The text's words in lines of at most `columns`; a longer word stands alone.
    static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.unicodeScalars.count + 1 + word.unicodeScalars.count <= columns {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.isEmpty ? [""] : lines
    }
}
