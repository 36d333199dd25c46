// JSON for programs to read: keys in the order in which they are written, two blanks a level, counts as numbers and all
// else as strings (exchange.md section 8). Used by the .reason.json in quarantine/ and by the commands' `--json`.

public import Contributions

/// Writes one JSON value into an AnswerWriter.
///
///     let json = JSONWriter(into: writer)
///     json.object {
///         json.member("TEN_TEP", name)
///         json.array("DS_LOI_TEP") { for finding in findings { json.object { … } } }
///     }
///     json.end()
public final class JSONWriter {
    private let out: AnswerWriter
    private var depth = 0
    private var isFirst = true

    public init(into out: AnswerWriter) { self.out = out }

    /// The line break after the outermost value.
    public func end() { out.append("\n") }

    // MARK: values; the outermost, or an array's elements

    public func object(_ body: () throws -> Void) rethrows {
        startElement()
        try group("{", "}", body)
    }

    public func array(_ body: () throws -> Void) rethrows {
        startElement()
        try group("[", "]", body)
    }

    public func element(_ text: String) {
        startElement()
        quoted(text)
    }

    public func element(_ number: Int64) {
        startElement()
        out.append(number)
    }

    // MARK: members of an object

    public func member(_ key: String, _ text: String) {
        start(key)
        quoted(text)
    }

    public func member(_ key: String, _ number: Int64) {
        start(key)
        out.append(number)
    }

    public func member(_ key: String, _ sum: MoneySum) {
        start(key)
        out.append(sum: sum)
    }

    public func member(_ key: String, _ number: Int) { member(key, Int64(number)) }

    public func member(_ key: String, _ flag: Bool) {
        start(key)
        out.append(flag ? "true" : "false")
    }

    public func object(_ key: String, _ body: () throws -> Void) rethrows {
        start(key)
        try group("{", "}", body)
    }

    public func array(_ key: String, _ body: () throws -> Void) rethrows {
        start(key)
        try group("[", "]", body)
    }

    // MARK: layout

    private func startElement() {
        if depth > 0 { startLine() }
    }

    private func start(_ key: String) {
        startLine()
        quoted(key)
        out.append(": ")
    }

    private func startLine() {
        if !isFirst { out.append(",") }
        isFirst = false
        breakLine()
    }

    private func breakLine() {
        out.append("\n")
        for _ in 0..<depth { out.append("  ") }
    }

    private func group(_ open: StaticString, _ close: StaticString, _ body: () throws -> Void) rethrows {
        out.append(open)
        depth += 1
        isFirst = true
        try body()
        depth -= 1
        if !isFirst { breakLine() }
        isFirst = false
        out.append(close)
    }

    private func quoted(_ text: String) {
        out.append("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out.append("\\\"")
            case UInt8(ascii: "\\"): out.append("\\\\")
            case 0x08: out.append("\\b")
            case 0x09: out.append("\\t")
            case 0x0A: out.append("\\n")
            case 0x0C: out.append("\\f")
            case 0x0D: out.append("\\r")
            case 0..<0x20, 0x7F:
                out.append("\\u00")
                out.append(hex: [byte])
            default: out.append(byte: byte)
            }
        }
        out.append("\"")
    }
}
