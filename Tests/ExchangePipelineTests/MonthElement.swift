import Contributions

// An element of an answer or a report, as it is or as it should be: read as simply as can be, by no code of the program's, and
// compared so that a difference says where it is.

/// What stands between two tags.
protocol MonthText: CustomStringConvertible {}
extension String: MonthText {}
extension Int: MonthText {}
extension Int64: MonthText {}
extension Day: MonthText {}
extension Month: MonthText {}

/// An element, as it is or as it should be.
struct MonthElement: Equatable {
    var name: String
    var text = ""
    var children: [MonthElement] = []

    init(_ name: String, _ text: some MonthText = "") {
        self.name = name
        self.text = text.description
    }

    init(_ name: String, _ children: [MonthElement]) {
        self.name = name
        self.children = children
    }

    /// A row of columns.
    init(_ name: String, _ columns: KeyValuePairs<String, any MonthText>) {
        self.init(name, columns.map { MonthElement($0.key, $0.value.description) })
    }

    /// Where another element differs, a line each: path, expected, found.
    func differences(from found: MonthElement, at path: String) -> [String] {
        let here = "\(path)/\(name)"
        guard name == found.name else { return ["\(here): expected, found <\(found.name)>"] }
        guard text == found.text else { return ["\(here): expected «\(text)», found «\(found.text)»"] }
        var lines = zip(children, found.children).enumerated().flatMap { index, pair in
            pair.0.differences(
                from: pair.1, at: children.count > 1 && children[0].name == children[1].name ? "\(here)[\(index + 1)]" : here)
        }
        for child in children.dropFirst(found.children.count) { lines.append("\(here): missing \(child.line)") }
        for child in found.children.dropFirst(children.count) { lines.append("\(here): not expected \(child.line)") }
        return lines
    }

    private var line: String { name + (children.isEmpty ? " «\(text)»" : " {\(children.map(\.line).joined(separator: ", "))}") }
}

extension MonthElement {
    /// The root element of a document of ours, whose only attribute is PHIEN_BAN.
    init(reading text: String) throws {
        var stack = [MonthElement("")]
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let content = rest[..<open]
            let tag = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            if tag.hasPrefix("?") { continue }
            if tag.hasPrefix("/") {
                var ended = stack.removeLast()
                guard ended.name == tag.dropFirst(), !stack.isEmpty else { throw NotReadable(tag: String(tag)) }
                if ended.children.isEmpty { ended.text = Self.plain(content) }
                stack[stack.count - 1].children.append(ended)
            } else if tag.hasSuffix("/") {
                stack[stack.count - 1].children.append(MonthElement(String(tag.dropLast())))
            } else {
                stack.append(MonthElement(String(tag.prefix { $0 != " " })))
            }
        }
        guard stack.count == 1, stack[0].children.count == 1 else { throw NotReadable(tag: "the end") }
        self = stack[0].children[0]
    }

    struct NotReadable: Error { let tag: String }

    private static func plain(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }

    subscript(_ name: String) -> MonthElement? { children.first { $0.name == name } }
    /// The text of a child; empty when there is none.
    func text(_ name: String) -> String { self[name]?.text ?? "" }
    func all(_ name: String) -> [MonthElement] { children.filter { $0.name == name } }
}
