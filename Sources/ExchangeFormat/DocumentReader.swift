public import Contributions
public import XMLReading

// From bytes to a document: root, header, sections, entries. Entries become chunks of flat records and are handed on as soon
// as a chunk is full, so memory does not grow with the file. Faults outside the entries end the document (XML07, XML08);
// faults inside one entry are kept with it (BG02). Values are not judged here.
//
// Two roads lead to the same records: libxml2's events (DocumentParser), and PlainEntries for entries that are written
// plainly, as nearly all are. A test holds the two against each other.

/// The header as read: values in the shape's order, and what was wrong (LO01).
public struct HeaderReading: Sendable {
    /// One a header element; empty when missing.
    public var values: [String] = []
    /// LO01, one per element at most.
    public var findings: [Finding] = []

    public init() {}

    /// The value of a header element, by name; nil when it failed or the document has no such element.
    public func value(_ name: String, in shape: DocumentShape) -> String? {
        guard let index = shape.header.firstIndex(where: { $0.name == name }), index < values.count,
            !findings.contains(where: { $0.subject == name })
        else { return nil }
        return values[index]
    }
}

/// Reads one document from pushed blocks.
public final class DocumentReader {
    private let xml: XMLReader
    private let parser: DocumentParser

    /// The document's kind and header are known from here on; entries follow.
    public var shape: DocumentShape? { parser.shape }
    public var header: HeaderReading? { parser.header }
    /// Entries found so far, those beyond the limit too.
    public var recordCount: Int { parser.entries.recordCount }
    /// What ended the document: the first fault in the order of bytes.
    public private(set) var fault: Finding?

    /// - Parameters:
    ///   - recordsMax: entries beyond this many are counted and not handed on (LO06).
    ///   - onChunk: takes each chunk of records; the chunk's memory is used again after it returns.
    public convenience init(limits: XMLLimits, recordsMax: Int, onChunk: @escaping (RecordChunk) throws -> Void) throws {
        try self.init(limits: limits, recordsMax: recordsMax, readsPlainEntries: true, onChunk: onChunk)
    }

    /// - Parameter readsPlainEntries: false lets every entry go through libxml2; for tests.
    package init(
        limits: XMLLimits, recordsMax: Int, readsPlainEntries: Bool, onChunk: @escaping (RecordChunk) throws -> Void
    ) throws {
        xml = try XMLReader(
            vocabulary: Self.vocabulary, limits: limits, childDepth: readsPlainEntries ? DocumentParser.entryDepth : .max)
        parser = DocumentParser(names: NameTables.shared, limits: limits, entries: EntryBuilder(recordsMax: recordsMax, onChunk: onChunk))
        parser.rootAttributes = { [xml] in xml.rootAttributes }
    }

    private static let vocabulary = XMLVocabulary(
        names: NameTables.shared.vocabulary, rootAttributes: [DocumentShape.versionAttribute])

    /// Reads the next block of the file. After a fault further blocks are ignored.
    public func push(_ block: UnsafeRawBufferPointer) throws {
        guard fault == nil else { return }
        try xml.push(block, to: parser)
        takeFault()
    }

    /// The input is over. Hands on the last chunk unless a fault ended the document.
    public func finish() throws {
        guard fault == nil else { return }
        try xml.finish(to: parser)
        takeFault()
        if fault == nil { try parser.entries.handOnRest() }
    }

    /// The parser's own fault lies before the one at which the XML ended.
    private func takeFault() {
        fault = parser.fault
        guard fault == nil, let found = xml.fault else { return }
        fault = Finding(
            RuleCode(rawValue: found.code.rawValue)!, details: found.details, place: Place(line: found.line, column: found.column))
    }
}
