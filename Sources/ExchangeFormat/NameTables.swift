import Contributions

// All element names of all documents, numbered once, and per section the way from a name's number to the field's place.

struct NameTables: Sendable {
    /// One section's fields.
    struct Fields: Sendable {
        let count: Int
        /// By name number; -1 when the section has no such field.
        let fieldByName: [Int8]
        let isList: [Bool]
    }

    static let shared = NameTables(DocumentShape.all)

    let vocabulary: [String]
    /// The entry element's name number, by section, sections of all documents in a row.
    let entries: [UInt16]
    let fields: [Fields]
    private let firstSections: [DocumentKind: Int]

    private init(_ shapes: [DocumentShape]) {
        var vocabulary: [String] = [DocumentShape.headerElement]
        var numbers: [String: Int] = [DocumentShape.headerElement: 0]
        func number(_ name: String) -> Int {
            if let known = numbers[name] { return known }
            numbers[name] = vocabulary.count
            vocabulary.append(name)
            return vocabulary.count - 1
        }
        var firstSections: [DocumentKind: Int] = [:]
        var sections: [SectionShape] = []
        for shape in shapes {
            firstSections[shape.kind] = sections.count
            sections += shape.sections
            _ = number(shape.kind.rawValue)
            for field in shape.header { _ = number(field.name) }
        }
        for section in sections {
            _ = number(section.list)
            _ = number(section.entry)
            for field in section.fields {
                _ = number(field.name)
                if let item = field.item { _ = number(item) }
            }
        }
        entries = sections.map { UInt16(number($0.entry)) }
        fields = sections.map { section in
            var table = [Int8](repeating: -1, count: vocabulary.count)
            for (index, field) in section.fields.enumerated() { table[number(field.name)] = Int8(index) }
            return Fields(count: section.fields.count, fieldByName: table, isList: section.fields.map { $0.item != nil })
        }
        self.vocabulary = vocabulary
        self.firstSections = firstSections
    }

    func firstSection(of kind: DocumentKind) -> Int { firstSections[kind]! }
}
