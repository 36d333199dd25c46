import Testing
import XMLReading

// What tests see of a document: one line an event, and the fault as `CODE line:column`. Every document is read in blocks of
// several sizes, and must come out the same.

/// Collects what a reader says.
final class Outline: XMLDocumentTaking {
    static let names = ["A", "B", "C"]
    private static let vocabulary = XMLVocabulary(names: names, rootAttributes: ["V"])
    static let blockSizes = [1, 2, 3, 7, 64, 65_536]

    private(set) var events: [String] = []
    private(set) var fault: XMLFault?

    /// - Parameter block: bytes pushed at a time.
    init(_ document: [UInt8], block: Int, limits: XMLLimits = XMLLimits()) throws {
        let reader = try XMLReader(vocabulary: Self.vocabulary, limits: limits)
        try document.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = min(start + block, bytes.count)
                try reader.push(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: self)
                start = end
            }
        }
        try reader.finish(to: self)
        fault = reader.fault
    }

    func take(_ tape: borrowing EventTape) throws {
        let bytes = tape.bytes
        for event in tape.events {
            let name =
                event.name == XMLEvent.unknown
                ? "?" + String(decoding: bytes[event.unknownName], as: UTF8.self) : Self.names[Int(event.name)]
            var line = "\(event.kind) \(name) \(event.place.line):\(event.place.column)"
            if event.kind != .open, event.kind != .close {
                line += " '\(String(decoding: bytes[event.text], as: UTF8.self))'"
                if let place = event.textPlace { line += " text \(place.line):\(place.column)" }
            }
            if event.hasCDATA { line += " cdata" }
            if event.hasComment { line += " comment" }
            events.append(line)
        }
    }

    func readChildren(_ bytes: UnsafeBufferPointer<UInt8>, place: inout XMLPlace) throws -> Int { 0 }
}

/// The document's outline, and the proof that it does not depend on how the document is divided.
func outline(_ document: [UInt8], limits: XMLLimits = XMLLimits(), location: SourceLocation = #_sourceLocation) throws -> Outline {
    let whole = try Outline(document, block: 65_536, limits: limits)
    for block in Outline.blockSizes {
        let parted = try Outline(document, block: block, limits: limits)
        #expect(parted.events == whole.events, "in blocks of \(block)", sourceLocation: location)
        #expect(parted.fault == whole.fault, "in blocks of \(block)", sourceLocation: location)
    }
    return whole
}

/// Expects the document's fault as `CODE line:column`, `good` for none.
func expectVerdict(
    _ document: [UInt8], _ expected: String, limits: XMLLimits = XMLLimits(), location: SourceLocation = #_sourceLocation
) throws {
    let fault = try outline(document, limits: limits, location: location).fault
    let found = fault.map { "\($0.code.rawValue) \($0.line):\($0.column)" } ?? "good"
    #expect(
        found == expected, "\(String(decoding: document.prefix(200), as: UTF8.self)): \(fault?.details ?? [])", sourceLocation: location)
}

func expectVerdict(
    _ document: String, _ expected: String, limits: XMLLimits = XMLLimits(), location: SourceLocation = #_sourceLocation
) throws {
    try expectVerdict(Array(document.utf8), expected, limits: limits, location: location)
}

/// Expects the events of a good document.
func expectEvents(_ document: String, _ expected: [String], location: SourceLocation = #_sourceLocation) throws {
    let outline = try outline(Array(document.utf8), location: location)
    #expect(outline.fault == nil, sourceLocation: location)
    #expect(outline.events == expected, sourceLocation: location)
}
