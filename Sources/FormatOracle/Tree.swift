import CLibXML2
public import ExchangeFormat

// A document as libxml2's tree: the independent reader. What a tree shows of a document is asked here: its records, and whether it
// keeps to the way of writing about which program and XSD agree.

/// A well-formed document.
public final class Tree {
    let document: xmlDocPtr

    /// Nil when it is not well-formed.
    public init?(_ bytes: [UInt8]) {
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let tree = bytes.withUnsafeBytes { bytes in
            xmlReadMemory(bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), nil, nil, options)
        }
        guard let tree else { return nil }
        document = tree
    }

    deinit { xmlFreeDoc(document) }

    /// The root's name.
    public var root: String { xmlDocGetRootElement(document).map(Self.name) ?? "" }

    /// Each record's values as in `FormatVerdict`, of a document that is valid.
    public func records(of shape: DocumentShape) -> [[String]] {
        guard let root = xmlDocGetRootElement(document) else { return [] }
        return Self.elements(of: root).flatMap { list in
            guard let section = shape.sections.first(where: { $0.list == Self.name(list) }) else { return [[String]]() }
            return Self.elements(of: list).map { entry in
                if section.isValue { return [Self.text(of: entry)] }
                let given = Self.elements(of: entry)
                return section.fields.map { field in
                    guard let element = given.first(where: { Self.name($0) == field.name }) else { return "" }
                    return field.item == nil
                        ? Self.text(of: element) : Self.elements(of: element).map { "\u{1E}" + Self.text(of: $0) }.joined()
                }
            }
        }
    }

    /// UTF-8 without DOCTYPE, processing instructions, CDATA, comments inside values or namespaces (exchange.md section 2).
    public var isPlainlyWritten: Bool {
        if let encoding = document.pointee.encoding, xmlStrcasecmp(encoding, "UTF-8") != 0 { return false }
        guard document.pointee.intSubset == nil, let first = document.pointee.children else { return false }
        return Self.siblings(from: first).allSatisfy(Self.isPlain)
    }

    private static func isPlain(_ node: xmlNodePtr) -> Bool {
        switch node.pointee.type {
        case XML_TEXT_NODE: return true
        case XML_COMMENT_NODE:
            // Inside a value, or beside text: either way something else than a remark between elements.
            return siblings(from: node.pointee.parent?.pointee.children).allSatisfy {
                $0.pointee.type != XML_TEXT_NODE || xmlIsBlankNode($0) == 1
            } && (node.pointee.parent.map { $0.pointee.type != XML_ELEMENT_NODE || !elements(of: $0).isEmpty } ?? true)
        case XML_ELEMENT_NODE:
            return node.pointee.nsDef == nil && node.pointee.ns == nil && siblings(from: node.pointee.children).allSatisfy(isPlain)
        default: return false
        }
    }

    private static func siblings(from first: xmlNodePtr?) -> [xmlNodePtr] {
        first.map { Array(sequence(first: $0, next: { $0.pointee.next })) } ?? []
    }

    private static func elements(of node: xmlNodePtr) -> [xmlNodePtr] {
        siblings(from: node.pointee.children).filter { $0.pointee.type == XML_ELEMENT_NODE }
    }

    private static func name(_ node: xmlNodePtr) -> String { String(cString: node.pointee.name) }

    private static func text(of node: xmlNodePtr) -> String {
        let buffer = xmlBufferCreate()
        defer { xmlBufferFree(buffer) }
        guard xmlNodeBufGetContent(buffer, node) == 0, let content = xmlBufferContent(buffer) else { return "" }
        return String(cString: content)
    }
}
