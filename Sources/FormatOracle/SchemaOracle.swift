import CLibXML2
public import Contributions
import ExchangeFormat
import XMLReading

// For tests only. Two verdicts about one document, to be held against each other: that of libxml2's tree with our XSD, which knows
// nothing of our reader, and that of our reader. Shared by the tests that change documents at random and by the fuzz targets.

/// libxml2's validator with one of our XSDs. Unchecked: a parsed schema is only read.
public final class SchemaOracle: @unchecked Sendable {
    private let schema: xmlSchemaPtr

    public init?(_ kind: DocumentKind) {
        let text = Array(kind.schema.utf8)
        let schema = text.withUnsafeBytes { bytes -> xmlSchemaPtr? in
            let parser = xmlSchemaNewMemParserCtxt(bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count))
            defer { xmlSchemaFreeParserCtxt(parser) }
            return xmlSchemaParse(parser)
        }
        guard let schema else { return nil }
        self.schema = schema
    }

    deinit { xmlSchemaFree(schema) }

    /// Well-formed, and valid under the schema.
    public func accepts(_ document: [UInt8]) -> Bool { Tree(document).map(accepts) ?? false }

    /// Valid under the schema.
    public func accepts(_ tree: Tree) -> Bool {
        let validator = xmlSchemaNewValidCtxt(schema)
        defer { xmlSchemaFreeValidCtxt(validator) }
        xmlSchemaSetValidStructuredErrors(validator, { _, _ in }, nil)
        return xmlSchemaValidateDoc(validator, tree.document) == 0
    }
}

/// Whether the program finds nothing of XML07, XML08, LO01 and BG01 to BG03 (and nothing else that ends a document).
public struct FormatVerdict {
    /// Which road entries may take: the fast one where it can, or libxml2's alone.
    public enum Road: Sendable { case both, longWay }

    public private(set) var isGood = true
    /// What ended the document.
    public private(set) var fault: Finding?
    public private(set) var kind: DocumentKind?
    /// Each record's values in the shape's order, U+001E before each item of a list; nothing of a record with BG02.
    public private(set) var records: [[String]] = []

    /// - Parameter block: how many bytes the reader gets at a time.
    public init(_ document: [UInt8], road: Road = .both, block: Int = .max) throws {
        var isGood = true
        var records: [[String]] = []
        // Weak: the reader keeps the closure.
        weak var reading: DocumentReader?
        let reader = try DocumentReader(limits: XMLLimits(), recordsMax: 1_000_000, readsPlainEntries: road == .both) { chunk in
            for record in chunk.records {
                isGood = isGood && record.faultCount == 0 && Self.isGood(record, chunk, reading!.shape!.sections[Int(record.section)])
                records.append(record.faultCount > 0 ? [] : (0..<Int(record.fieldCount)).map { chunk.text(of: $0, in: record) })
            }
        }
        reading = reader
        try document.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                try reader.push(UnsafeRawBufferPointer(rebasing: rest.prefix(block)))
                rest = rest.dropFirst(block)
            }
        }
        try reader.finish()
        self.records = records
        fault = reader.fault
        kind = reader.shape?.kind
        self.isGood = isGood && reader.fault == nil && reader.header?.findings.isEmpty ?? false
    }

    /// Whether two lists of records are the same byte for byte, which two texts need not be to be equal (NFC, NFD).
    public static func areSame(_ left: [[String]], _ right: [[String]]) -> Bool {
        left.elementsEqual(right) { $0.elementsEqual($1) { $0.utf8.elementsEqual($1.utf8) } }
    }

    private static func isGood(_ record: RecordChunk.Record, _ chunk: RecordChunk, _ section: SectionShape) -> Bool {
        chunk.arena.withUnsafeBufferPointer { arena in
            section.fields.indices.allSatisfy { index in
                let value = UnsafeBufferPointer(rebasing: arena[chunk.range(of: index, in: record)])
                return value.isEmpty ? !section.fields[index].isRequired : section.fields[index].format.accepts(value)
            }
        }
    }
}
