import Contributions
import XMLReading

// One entry from libxml2's events: its elements in order, each at most once, plain text inside. What is not so is BG02, and
// the entry is judged no further. An entry that is itself a value (DS_MA) is read like one of these elements.

extension DocumentParser {
    func beginEntry(_ event: XMLEvent, _ bytes: Bytes) throws {
        entries.begin(line: event.place.line, section: section)
        position = .inEntry
        if section.shape.isValue { return try readBareValue(event, bytes) }
        guard event.kind == .leaf else { return }
        let text = Bytes(rebasing: bytes[event.text])
        if event.hasCDATA || !isBlank(text) { entries.fault(name: section.shape.entry, text: text) }
        try endEntry()
    }

    private func readBareValue(_ event: XMLEvent, _ bytes: Bytes) throws {
        switch event.kind {
        case .leaf:
            let text = Bytes(rebasing: bytes[event.text])
            if !event.hasCDATA, !event.hasComment {
                entries.add(EntryBuilder.keyField, text)
            } else {
                entries.fault(name: section.shape.entry, text: text)
                entries.keepKey(text, isPlain: false)
            }
            try endEntry()
        case .open:
            entries.fault(name: section.shape.entry, text: Bytes(rebasing: bytes[..<0]))
            entries.keepKey(Bytes(rebasing: bytes[..<0]), isPlain: false)
            // Whatever is inside says nothing more about it.
            try endEntry()
            skip(thenGoOn: .inSection)
        case .close, .strayText, .strayCDATA, .unfinished: break
        }
    }

    private func endEntry() throws {
        position = .inSection
        try entries.end()
    }

    private func isBlank(_ text: Bytes) -> Bool { text.allSatisfy { $0 <= 0x20 } }

    /// The field that an element is, if it may stand here.
    private func field(of event: XMLEvent) -> (field: Int, isInPlace: Bool)? {
        guard event.name != XMLEvent.unknown, let field = section.field(named: event.name) else { return nil }
        return (field, field >= entries.nextField)
    }

    func readInEntry(_ event: XMLEvent, _ bytes: Bytes) throws {
        switch event.kind {
        case .leaf: readValue(event, bytes)
        case .open:
            let found = field(of: event)
            if let found, found.isInPlace, section.isList[found.field] {
                entries.beginList(found.field)
                position = .inList
            } else {
                entries.fault(name: name(of: event, bytes), text: Bytes(rebasing: bytes[..<0]))
                if found?.field == EntryBuilder.keyField { entries.keepKey(Bytes(rebasing: bytes[..<0]), isPlain: false) }
                skip(thenGoOn: .inEntry)
            }
        case .strayText, .strayCDATA: entries.fault(name: section.shape.entry, text: Bytes(rebasing: bytes[event.text]))
        case .close: try endEntry()
        case .unfinished: break
        }
    }

    private func readValue(_ event: XMLEvent, _ bytes: Bytes) {
        let text = Bytes(rebasing: bytes[event.text])
        let found = field(of: event)
        let isList = found.map { section.isList[$0.field] } ?? false
        // A list without items has blanks or comments at most; it is as good as not given.
        let isPlain = isList ? !event.hasCDATA && isBlank(text) : !event.hasCDATA && !event.hasComment
        if let found, found.isInPlace, isPlain {
            entries.add(found.field, isList ? Bytes(rebasing: bytes[..<0]) : text)
        } else {
            entries.fault(name: name(of: event, bytes), text: text)
            if found?.field == EntryBuilder.keyField { entries.keepKey(text, isPlain: isPlain) }
        }
    }

    /// Inside an element that holds items (DIA_BAN): anything but plain items is a fault of the list.
    func readInList(_ event: XMLEvent, _ bytes: Bytes) {
        let list = section.shape.fields[entries.nextField]
        switch event.kind {
        case .leaf where name(of: event, bytes) == list.item && !event.hasCDATA && !event.hasComment:
            entries.addItem(Bytes(rebasing: bytes[event.text]))
        case .leaf, .strayText, .strayCDATA: entries.fault(name: list.name, text: Bytes(rebasing: bytes[event.text]))
        case .open:
            entries.fault(name: list.name, text: Bytes(rebasing: bytes[..<0]))
            skip(thenGoOn: .inList)
        case .close:
            entries.endList()
            position = .inEntry
        case .unfinished: break
        }
    }

    private func skip(thenGoOn next: Position) {
        skippedDepth = 1
        positionAfterSkip = next
        position = .skipping
    }

    func readSkipped(_ event: XMLEvent) {
        if event.kind == .open { skippedDepth += 1 }
        if event.kind == .close { skippedDepth -= 1 }
        if skippedDepth == 0 { position = positionAfterSkip }
    }
}
