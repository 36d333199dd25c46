public import Contributions
public import XMLReading

// From XML events to a document: root, header, sections, entries. Entries become chunks of flat records and are handed on
// as soon as a chunk is full, so memory does not grow with the file. Faults outside the entries end the document (XML07,
// XML08); faults inside one entry are kept with it (BG02). Values are not judged here.

/// The header as read: values in the shape's order, and what was wrong (LO01).
public struct HeaderReading: Sendable {
    /// One a header element; empty when missing.
    public var values: [String] = []
    /// LO01, one per element at most.
    public var findings: [Finding] = []

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
    /// The document's kind and header are known from here on; entries follow.
    public private(set) var shape: DocumentShape?
    public private(set) var header: HeaderReading?
    /// Entries found so far, those beyond the limit too.
    public private(set) var recordCount = 0
    /// What ended the document: the first fault in the order of bytes.
    public private(set) var fault: Finding?

    private let xml: XMLReader
    private let recordsMax: Int
    private let onChunk: (RecordChunk) throws -> Void
    private let names: NameTables
    private var position = Position.beforeRoot
    private var nextHeaderField = 0
    private var headerSeen: Set<Int> = []
    private var nextSection = 0
    private var section = 0
    private var sectionRecords = 0
    private var skippedDepth = 0
    private var builder = RecordBuilder()

    private enum Position {
        case beforeRoot, beforeHeader, inHeader, betweenSections, inSection, inRecord, inList, skipping, done
    }

    /// - Parameters:
    ///   - recordsMax: entries beyond this many are counted and not handed on (LO06).
    ///   - onChunk: takes each chunk of records; the chunk's memory is used again after it returns.
    public init(limits: XMLLimits, recordsMax: Int, onChunk: @escaping (RecordChunk) throws -> Void) throws {
        names = NameTables.shared
        xml = try XMLReader(
            vocabulary: XMLVocabulary(names: names.vocabulary, rootAttributes: [DocumentShape.versionAttribute]), limits: limits)
        self.recordsMax = recordsMax
        self.onChunk = onChunk
    }

    /// Reads the next block of the file. After a fault further blocks are ignored.
    public func push(_ block: UnsafeRawBufferPointer) throws {
        guard fault == nil else { return }
        try xml.push(block) { tape in try read(tape) }
        takeXMLFault()
    }

    /// The input is over. Hands on the last chunk unless a fault ended the document.
    public func finish() throws {
        guard fault == nil else { return }
        try xml.finish { tape in try read(tape) }
        takeXMLFault()
        if fault == nil, !builder.chunk.records.isEmpty { try handOn() }
    }

    private func takeXMLFault() {
        guard fault == nil, let found = xml.fault else { return }
        fault = Finding(
            RuleCode(rawValue: found.code.rawValue)!, details: found.details, place: Place(line: found.line, column: found.column))
    }

    private func handOn() throws {
        try onChunk(builder.chunk)
        builder.chunk.startNext()
    }

    private func read(_ tape: borrowing EventTape) throws {
        let bytes = tape.bytes
        var index = 0
        while index < tape.count, fault == nil {
            try read(tape[index], bytes)
            index += 1
        }
    }

    private func refuse(_ kind: String, _ name: String, _ event: XMLEvent) {
        fault = Finding(.XML07, details: [kind, name], place: Place(line: Int(event.line), column: Int(event.column)))
    }

    private func name(of event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        event.name == XMLEvent.unknown
            ? String(decoding: bytes[Int(event.nameStart)..<Int(event.textStart)], as: UTF8.self) : names.vocabulary[Int(event.name)]
    }

    // MARK: the states

    private func read(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) throws {
        switch position {
        case .inRecord: try readInRecord(event, bytes)
        case .inSection: try readInSection(event, bytes)
        case .inList: readInList(event, bytes)
        case .skipping: readSkipped(event)
        case .inHeader: readInHeader(event, bytes)
        case .beforeHeader, .betweenSections: readInRoot(event, bytes)
        case .beforeRoot: readRoot(event, bytes)
        case .done: break
        }
    }

    private func readRoot(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard event.kind == .open || event.kind == .leaf else { return }
        let root = name(of: event, bytes)
        guard let found = DocumentShape.all.first(where: { $0.kind.rawValue == root }) else {
            return refuse(DocumentShape.notBuilt.contains(root) ? "notBuilt" : "root", root, event)
        }
        let version = xml.rootAttributes.first { $0.name == DocumentShape.versionAttribute }?.value ?? ""
        guard version == DocumentShape.version else {
            fault = Finding(.XML08, value: version, place: Place(line: Int(event.line), column: Int(event.column)))
            return
        }
        shape = found
        position = .beforeHeader
        if event.kind == .leaf {
            if hasText(event, bytes) { return refuse("strayText", root, event) }
            refuse("missing", DocumentShape.headerElement, event)
        }
    }

    private func hasText(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        event.hasCDATA || bytes[Int(event.textStart)..<Int(event.textEnd)].contains { $0 > 0x20 }
    }

    private func readInRoot(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) {
        let shape = shape!
        switch event.kind {
        case .strayText: return refuse("strayText", shape.kind.rawValue, event)
        case .strayCDATA: return refuse("cdata", shape.kind.rawValue, event)
        case .close:
            if header == nil { return refuse("missing", DocumentShape.headerElement, event) }
            if nextSection == 0 { return refuse("missing", shape.sections[0].list, event) }
            position = .done
        case .open, .leaf:
            let found = name(of: event, bytes)
            if found == DocumentShape.headerElement {
                guard header == nil else { return refuse("repeated", found, event) }
                header = HeaderReading(values: Array(repeating: "", count: shape.header.count))
                position = .inHeader
                if event.kind == .leaf {
                    if hasText(event, bytes) { return refuse(event.hasCDATA ? "cdata" : "strayText", found, event) }
                    endHeader(event)
                }
                return
            }
            guard let index = shape.sections.firstIndex(where: { $0.list == found }) else { return refuse("unknown", found, event) }
            guard header != nil else { return refuse("missing", DocumentShape.headerElement, event) }
            guard index >= nextSection else { return refuse(index == section ? "repeated" : "misplaced", found, event) }
            if event.kind == .leaf {
                return refuse(hasText(event, bytes) ? (event.hasCDATA ? "cdata" : "strayText") : "emptyList", found, event)
            }
            section = index
            nextSection = index + 1
            sectionRecords = 0
            position = .inSection
        }
    }

    private func readInHeader(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) {
        let fields = shape!.header
        switch event.kind {
        case .strayText: refuse("strayText", DocumentShape.headerElement, event)
        case .strayCDATA: refuse("cdata", DocumentShape.headerElement, event)
        case .close: endHeader(event)
        case .open, .leaf:
            let found = name(of: event, bytes)
            guard let index = fields.firstIndex(where: { $0.name == found }) else { return refuse("unknown", found, event) }
            guard index >= nextHeaderField else {
                return refuse(headerSeen.contains(index) ? "repeated" : "misplaced", found, event)
            }
            if event.kind == .open { return refuse("nested", found, event) }
            nextHeaderField = index + 1
            headerSeen.insert(index)
            let text = UnsafeBufferPointer(rebasing: bytes[Int(event.textStart)..<Int(event.textEnd)])
            let value = String(decoding: text, as: UTF8.self)
            let place = Place(line: Int(event.line), column: Int(event.column))
            header!.values[index] = value
            if event.hasCDATA || event.hasComment {
                header!.findings.append(Finding(.LO01, subject: found, value: value, details: ["markup"], place: place))
            } else if text.isEmpty {
                header!.findings.append(Finding(.LO01, subject: found, details: ["missing"], place: place))
            } else if !fields[index].format.accepts(text) {
                header!.findings.append(Finding(.LO01, subject: found, value: value, details: ["malformed"], place: place))
            }
        }
    }

    private func endHeader(_ event: XMLEvent) {
        let place = Place(line: Int(event.line), column: Int(event.column))
        for (index, field) in shape!.header.enumerated() where !headerSeen.contains(index) {
            header!.findings.append(Finding(.LO01, subject: field.name, details: ["missing"], place: place))
        }
        let order = shape!.header.map(\.name)
        header!.findings.sort { order.firstIndex(of: $0.subject)! < order.firstIndex(of: $1.subject)! }
        position = .betweenSections
    }

    private func readInSection(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) throws {
        switch event.kind {
        case .strayText: refuse("strayText", shape!.sections[section].list, event)
        case .strayCDATA: refuse("cdata", shape!.sections[section].list, event)
        case .close:
            if sectionRecords == 0 { return refuse("emptyList", shape!.sections[section].list, event) }
            position = .betweenSections
        case .open, .leaf:
            guard event.name == names.entries[section(of: shape!)] else { return refuse("unknown", name(of: event, bytes), event) }
            recordCount += 1
            sectionRecords += 1
            let table = names.fields[section(of: shape!)]
            builder.begin(line: event.line, section: UInt8(section), fieldCount: table.count, keyField: 0)
            position = .inRecord
            if event.kind == .leaf {
                if hasText(event, bytes) { builder.fault(name: shape!.sections[section].entry, text: text(event, bytes)) }
                try endRecord()
            }
        }
    }

    /// The section's place among all sections of all documents, as NameTables counts them.
    private func section(of shape: DocumentShape) -> Int { names.firstSection(of: shape.kind) + section }

    private func text(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(event.textStart)..<Int(event.textEnd)])
    }

    private func endRecord() throws {
        builder.end()
        if recordCount > recordsMax { builder.dropLast() }
        position = .inSection
        if builder.chunk.isFull { try handOn() }
    }

    private func readInRecord(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) throws {
        switch event.kind {
        case .leaf:
            let table = names.fields[section(of: shape!)]
            let field = event.name == XMLEvent.unknown ? -1 : Int(table.fieldByName[Int(event.name)])
            let value = text(event, bytes)
            let isMarkup = event.hasCDATA || event.hasComment
            if field >= 0, field >= builder.nextField, !isMarkup, !(table.isList[field] && !value.allSatisfy { $0 <= 0x20 }) {
                builder.add(field, table.isList[field] ? UnsafeBufferPointer(rebasing: value[..<0]) : value)
            } else {
                builder.fault(name: name(of: event, bytes), text: value)
                if field == 0 { builder.offerKey(value, isPlain: !isMarkup) }
            }
        case .open:
            let table = names.fields[section(of: shape!)]
            let field = event.name == XMLEvent.unknown ? -1 : Int(table.fieldByName[Int(event.name)])
            if field >= 0, field >= builder.nextField, table.isList[field] {
                builder.beginList(field)
                position = .inList
            } else {
                builder.fault(name: name(of: event, bytes), text: UnsafeBufferPointer(rebasing: bytes[..<0]))
                if field == 0 { builder.offerKey(UnsafeBufferPointer(rebasing: bytes[..<0]), isPlain: false) }
                skippedDepth = 1
                position = .skipping
            }
        case .strayText, .strayCDATA:
            builder.fault(name: shape!.sections[section].entry, text: text(event, bytes))
        case .close:
            try endRecord()
        }
    }

    /// Inside an element that holds items (DIA_BAN): anything but plain items is a fault of the list.
    private func readInList(_ event: XMLEvent, _ bytes: UnsafeBufferPointer<UInt8>) {
        let shape = shape!.sections[section].fields[builder.listField]
        switch event.kind {
        case .leaf where name(of: event, bytes) == shape.item && !event.hasCDATA && !event.hasComment:
            builder.addItem(text(event, bytes))
        case .leaf, .strayText, .strayCDATA:
            builder.fault(name: shape.name, text: text(event, bytes))
        case .open:
            builder.fault(name: shape.name, text: UnsafeBufferPointer(rebasing: bytes[..<0]))
            skippedDepth = 2
            position = .skipping
        case .close:
            builder.endList()
            position = .inRecord
        }
    }

    private func readSkipped(_ event: XMLEvent) {
        switch event.kind {
        case .open: skippedDepth += 1
        case .close:
            skippedDepth -= 1
            if skippedDepth == 0 { position = .inRecord }
        default: break
        }
    }
}
