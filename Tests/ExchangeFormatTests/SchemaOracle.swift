import CLibXML2
import Contributions
import ExchangeFormat
import XMLReading

/// libxml2's validator with one of our XSDs.
final class SchemaOracle {
    private let schema: xmlSchemaPtr

    init?(_ kind: DocumentKind) {
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
    func accepts(_ document: [UInt8]) -> Bool {
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let tree = document.withUnsafeBytes { bytes in
            xmlReadMemory(bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), nil, nil, options)
        }
        guard let tree else { return false }
        defer { xmlFreeDoc(tree) }
        let validator = xmlSchemaNewValidCtxt(schema)
        defer { xmlSchemaFreeValidCtxt(validator) }
        xmlSchemaSetValidStructuredErrors(validator, { _, _ in }, nil)
        return xmlSchemaValidateDoc(validator, tree) == 0
    }
}

/// Whether the program finds nothing of XML07, XML08, LO01 and BG01 to BG03 (and nothing else that ends a document).
struct FormatVerdict {
    private(set) var isGood = true

    init(_ document: [UInt8], road: Reading.Road = .both) throws {
        var isGood = true
        var shape: DocumentShape?
        let reader = try DocumentReader(limits: XMLLimits(), recordsMax: 1_000_000, readsPlainEntries: road == .both) { chunk in
            for record in chunk.records {
                isGood = isGood && record.faultCount == 0 && Self.isGood(record, chunk, shape!.sections[Int(record.section)])
            }
        }
        try document.withUnsafeBytes { try reader.push($0) }
        shape = reader.shape
        try reader.finish()
        self.isGood = isGood && reader.fault == nil && reader.header?.findings.isEmpty ?? false
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
