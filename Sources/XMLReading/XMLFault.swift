// What can be wrong with a document as XML: the codes of rules.md section 1 that need no knowledge of our documents, and the limits.

/// The public codes of rules.md that this module decides.
public enum XMLCode: String, Sendable, CaseIterable {
    case XML01, XML02, XML03, XML04, XML05, XML06
}

/// A finding about the sender's XML: the first in the document's order of bytes.
public struct XMLFault: Hashable, Sendable {
    public let code: XMLCode
    /// What a message names: see the catalogue's convention for the code.
    public let details: [String]
    /// From 1.
    public let line: Int
    /// In characters, from 1.
    public let column: Int

    public init(code: XMLCode, details: [String] = [], line: Int, column: Int) {
        self.code = code
        self.details = details
        self.line = line
        self.column = column
    }
}

/// A failure of ours while parsing (no memory): never the sender's.
public struct XMLReadFault: Error, Sendable, CustomStringConvertible {
    public let description: String
}

/// Limits of exchange.md section 1, counted on the bytes as they arrive.
public struct XMLLimits: Sendable, Hashable {
    /// One run of text between two tags, bytes.
    public var textBytesMax = 4096
    /// Elements inside each other, the root included.
    public var depthMax = 16
    /// An element's or attribute's name, bytes.
    public var nameBytesMax = 64
    /// Different element names that the vocabulary does not have: libxml2 keeps every name that it meets, and memory is constant.
    public var unknownNamesMax = 1000
    /// Attributes of one element.
    public var attributesMax = 8
    /// One tag, comment, CDATA section or processing instruction, bytes: libxml2 needs quadratic time on very long tags.
    public var tokenBytesMax = 65_536

    public init() {}
}

extension XMLFault {
    init(code: XMLCode, details: [String] = [], at place: XMLPlace) {
        self.init(code: code, details: details, line: Int(place.line), column: Int(place.column))
    }
}
