import Contributions

// All element names of all documents, numbered once, and per section the way from a name's number to the field's place.

/// What reading needs to know of one section, laid out for speed. Made once, kept as long as the program runs.
final class SectionTable: Sendable {
    /// The section's place in its document's shape.
    let index: Int
    let shape: SectionShape
    /// The entry element's name number.
    let entryName: UInt16
    let isList: [Bool]
    let plain: PlainEntries
    /// By name number; -1 when the section has no such field.
    private let fieldByName: [Int8]

    init(index: Int, shape: SectionShape, vocabulary: [String: Int]) {
        self.index = index
        self.shape = shape
        entryName = UInt16(vocabulary[shape.entry] ?? Int(UInt16.max))
        isList = shape.fields.map { $0.item != nil }
        plain = PlainEntries(index: index, shape: shape)
        var table = [Int8](repeating: -1, count: vocabulary.count)
        for (place, field) in shape.fields.enumerated() { table[vocabulary[field.name]!] = Int8(place) }
        fieldByName = table
    }

    func field(named name: UInt16) -> Int? {
        let field = fieldByName[Int(name)]
        return field < 0 ? nil : Int(field)
    }

    /// Before any section.
    static let none = SectionTable(index: -1, shape: SectionShape(list: "", entry: "", fields: []), vocabulary: [:])
}

struct NameTables: Sendable {
    static let shared = NameTables(DocumentShape.all)

    let vocabulary: [String]
    private let sections: [DocumentKind: [SectionTable]]

    private init(_ shapes: [DocumentShape]) {
        var vocabulary: [String] = []
        var numbers: [String: Int] = [:]
        for name in shapes.flatMap(Self.names) where numbers[name] == nil {
            numbers[name] = vocabulary.count
            vocabulary.append(name)
        }
        var sections: [DocumentKind: [SectionTable]] = [:]
        for shape in shapes {
            sections[shape.kind] = shape.sections.enumerated().map { index, section in
                SectionTable(index: index, shape: section, vocabulary: numbers)
            }
        }
        self.vocabulary = vocabulary
        self.sections = sections
    }

    private static func names(of shape: DocumentShape) -> [String] {
        [DocumentShape.headerElement, shape.kind.rawValue] + shape.header.map(\.name)
            + shape.sections.flatMap { section in
                [section.list, section.entry] + section.fields.flatMap { [$0.name] + ($0.item.map { [$0] } ?? []) }
            }
    }

    func section(_ index: Int, of kind: DocumentKind) -> SectionTable { sections[kind]![index] }
}
