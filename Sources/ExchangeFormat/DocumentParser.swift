import Contributions
import XMLReading

// The structure of a document outside its entries: the root with its version, the header, the lists in order. The first
// thing out of order ends the document (XML07, XML08). What is inside an entry is EntryReading's.

/// Reads one document's events.
final class DocumentParser: XMLDocumentTaking {
    /// Open elements around an entry: the root and the list.
    static let entryDepth = 2

    enum Position {
        case beforeRoot, inRoot, inHeader, inSection, inEntry, inList, skipping, done
    }

    private(set) var shape: DocumentShape?
    private(set) var header: HeaderReading?
    private(set) var fault: Finding?
    let entries: EntryBuilder
    let names: NameTables
    var position = Position.beforeRoot
    /// The section that is open, or was last.
    private(set) var section = SectionTable.none
    /// While skipping: how many elements are open inside, and where reading goes on.
    var skippedDepth = 0
    var positionAfterSkip = Position.inEntry
    var rootAttributes: () -> [(name: String, value: String)] = { [] }
    private let limits: XMLLimits
    private var nextHeaderField = 0
    private var headerSeen: Set<Int> = []
    private var nextSection = 0
    private var recordsBefore = 0

    typealias Bytes = UnsafeBufferPointer<UInt8>

    init(names: NameTables, limits: XMLLimits, entries: EntryBuilder) {
        self.names = names
        self.limits = limits
        self.entries = entries
    }

    func take(_ tape: borrowing EventTape) throws {
        let bytes = tape.bytes
        for event in tape.events {
            // Of one block there may be several tapes; what comes behind the first fault is not looked at.
            if fault != nil { return }
            switch position {
            case .inEntry: try readInEntry(event, bytes)
            case .inSection: try readInSection(event, bytes)
            case .inList: readInList(event, bytes)
            case .skipping: readSkipped(event)
            case .inHeader: readInHeader(event, bytes)
            case .inRoot: readInRoot(event, bytes)
            case .beforeRoot: readRoot(event, bytes)
            case .done: break
            }
        }
    }

    func readChildren(_ bytes: Bytes, place: inout XMLPlace) throws -> Int {
        guard position == .inSection, fault == nil else { return 0 }
        return try section.plain.read(bytes, limits: limits, place: &place, into: entries)
    }

    func name(of event: XMLEvent, _ bytes: Bytes) -> String {
        event.name == XMLEvent.unknown ? String(decoding: bytes[event.unknownName], as: UTF8.self) : names.vocabulary[Int(event.name)]
    }

    private func refuse(_ kind: String, _ name: String, at place: XMLPlace) {
        fault = Finding(.XML07, details: [kind, name], place: Place(place))
    }

    /// An element that may not have text of its own has some, or a CDATA section: refused.
    private func refusesText(_ event: XMLEvent, _ bytes: Bytes, in name: String) -> Bool {
        switch event.kind {
        case .strayText: refuse("strayText", name, at: event.place)
        case .strayCDATA: refuse("cdata", name, at: event.place)
        case .leaf, .unfinished:
            let isBlank = bytes[event.text].allSatisfy { $0 <= 0x20 }
            guard let place = event.textPlace, !isBlank || event.hasCDATA || event.kind == .unfinished else { return false }
            refuse(event.hasCDATA ? "cdata" : "strayText", name, at: place)
        default: return false
        }
        return true
    }

    // MARK: the root

    private func readRoot(_ event: XMLEvent, _ bytes: Bytes) {
        let root = name(of: event, bytes)
        guard let found = DocumentShape.all.first(where: { $0.kind.rawValue == root }) else {
            return refuse(DocumentShape.notBuilt.contains(root) ? "notBuilt" : "root", root, at: event.place)
        }
        let version = rootAttributes().first { $0.name == DocumentShape.versionAttribute }?.value ?? ""
        guard version == DocumentShape.version else {
            fault = Finding(.XML08, value: version, place: Place(event.place))
            return
        }
        shape = found
        position = .inRoot
        if refusesText(event, bytes, in: root) { return }
        if event.kind == .leaf { refuse("missing", DocumentShape.headerElement, at: event.place) }
    }

    private func readInRoot(_ event: XMLEvent, _ bytes: Bytes) {
        let shape = shape!
        switch event.kind {
        case .strayText, .strayCDATA: _ = refusesText(event, bytes, in: shape.kind.rawValue)
        case .close:
            if header == nil { return refuse("missing", DocumentShape.headerElement, at: event.place) }
            if nextSection == 0 { return refuse("missing", shape.sections[0].list, at: event.place) }
            position = .done
        case .open, .leaf, .unfinished:
            let found = name(of: event, bytes)
            if found == DocumentShape.headerElement { return beginHeader(event, bytes) }
            let index = shape.sections.firstIndex { $0.list == found }
            guard let index else { return refuse("unknown", found, at: event.place) }
            guard header != nil else { return refuse("missing", DocumentShape.headerElement, at: event.place) }
            beginSection(index, event, bytes)
        }
    }

    // MARK: the header

    private func beginHeader(_ event: XMLEvent, _ bytes: Bytes) {
        let name = DocumentShape.headerElement
        guard header == nil else { return refuse("repeated", name, at: event.place) }
        header = HeaderReading()
        header!.values = Array(repeating: "", count: shape!.header.count)
        position = .inHeader
        if !refusesText(event, bytes, in: name), event.kind == .leaf { endHeader(event) }
    }

    private func readInHeader(_ event: XMLEvent, _ bytes: Bytes) {
        switch event.kind {
        case .strayText, .strayCDATA: _ = refusesText(event, bytes, in: DocumentShape.headerElement)
        case .close: endHeader(event)
        case .open, .leaf, .unfinished:
            let found = name(of: event, bytes)
            let index = shape!.header.firstIndex { $0.name == found }
            guard let index else { return refuse("unknown", found, at: event.place) }
            guard index >= nextHeaderField else {
                return refuse(headerSeen.contains(index) ? "repeated" : "misplaced", found, at: event.place)
            }
            if event.kind == .open { return refuse("nested", found, at: event.place) }
            nextHeaderField = index + 1
            headerSeen.insert(index)
            keepHeader(shape!.header[index], at: index, event, Bytes(rebasing: bytes[event.text]))
        }
    }

    private func keepHeader(_ field: FieldShape, at index: Int, _ event: XMLEvent, _ text: Bytes) {
        let value = String(decoding: text, as: UTF8.self)
        header!.values[index] = value
        if let trouble = Self.trouble(of: event, text, field) {
            header!.findings.append(Finding(.LO01, subject: field.name, value: value, details: [trouble], place: Place(event.place)))
        }
    }

    private static func trouble(of event: XMLEvent, _ text: Bytes, _ field: FieldShape) -> String? {
        if event.hasCDATA || event.hasComment { return "markup" }
        if text.isEmpty { return "missing" }
        return field.format.accepts(text) ? nil : "malformed"
    }

    private func endHeader(_ event: XMLEvent) {
        for (index, field) in shape!.header.enumerated() where !headerSeen.contains(index) {
            header!.findings.append(Finding(.LO01, subject: field.name, details: ["missing"], place: Place(event.place)))
        }
        let order = shape!.header.map(\.name)
        header!.findings.sort { order.firstIndex(of: $0.subject)! < order.firstIndex(of: $1.subject)! }
        position = .inRoot
    }

    // MARK: the sections

    private func beginSection(_ index: Int, _ event: XMLEvent, _ bytes: Bytes) {
        let list = shape!.sections[index].list
        guard index >= nextSection else { return refuse(index == section.index ? "repeated" : "misplaced", list, at: event.place) }
        if refusesText(event, bytes, in: list) { return }
        if event.kind == .leaf { return refuse("emptyList", list, at: event.place) }
        section = names.section(index, of: shape!.kind)
        nextSection = index + 1
        recordsBefore = entries.recordCount
        position = .inSection
    }

    private func readInSection(_ event: XMLEvent, _ bytes: Bytes) throws {
        switch event.kind {
        case .strayText, .strayCDATA: _ = refusesText(event, bytes, in: section.shape.list)
        case .close:
            if entries.recordCount == recordsBefore { return refuse("emptyList", section.shape.list, at: event.place) }
            position = .inRoot
        case .open, .leaf, .unfinished:
            guard event.name == section.entryName else { return refuse("unknown", name(of: event, bytes), at: event.place) }
            try beginEntry(event, bytes)
        }
    }
}

extension Place {
    init(_ place: XMLPlace) { self.init(line: Int(place.line), column: Int(place.column)) }
}
