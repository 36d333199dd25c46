import CLibXML2

// What the C callbacks work on: the tape being written, the element that has begun last, the first fault. It is reached through a raw
// pointer, so that no callback counts references.

/// The state of one reader. The error function comes first: the C side finds it there.
struct ReaderState: ~Copyable {
    let onError: ErrorCallback
    var context: xmlParserCtxtPtr?
    var scanner: TokenScanner
    var tape = EventTape()
    /// The first fault in the document's order; callbacks do nothing any more once it is set.
    var fault: XMLFault?
    /// What the format does not have (XML06) inside a tag that libxml2 is still reading: bad syntax of that tag would come first.
    var heldFault: XMLFault?
    var isOutOfMemory = false
    var rootAttributes: [(name: String, value: String)] = []
    let allowedAttributes: [String]
    /// Bytes given to libxml2 before those it is reading now, and which of their tokens it has come to.
    var bytesBefore = 0
    var currentToken = -1

    // The element that has begun and has no child yet: it will be a leaf or an opening.
    var hasPending = false
    var pending = XMLEvent(kind: .leaf, name: 0, place: .start, nameStart: 0, textStart: 0, textEnd: 0)
    // The names of open elements that have children, so that a close event can tell its own.
    var openNames: [UInt16] = []
    // Text between children: where its run began on the tape and in the document.
    var strayStart = 0
    var strayPlace: XMLPlace?

    /// The reader keeps them.
    private let names: InternedNames.Table
    /// Names in libxml2's dictionary at the start.
    private var namesBefore: Int32 = 0

    init(vocabulary: XMLVocabulary, names: InternedNames, limits: XMLLimits, childDepth: Int) {
        onError = ReaderState.errorCallback
        scanner = TokenScanner(limits: limits, childDepth: childDepth)
        allowedAttributes = vocabulary.rootAttributes
        self.names = names.table
    }

    /// The document begins: libxml2 has added what it needs itself.
    mutating func countNames() { namesBefore = giaonhan_xml_names(context) }

    /// libxml2 has met more unknown names than it may.
    var hasTooManyNames: Bool { Int(giaonhan_xml_names(context) - namesBefore) > scanner.limits.unknownNamesMax }

    @inline(__always)
    func nameIndex(_ name: UnsafePointer<UInt8>) -> UInt16 { names.index(of: name) }

    // MARK: where libxml2 is

    /// The token that libxml2 is in or has just left.
    @inline(__always)
    mutating func token() -> Token? {
        let offset = Int(giaonhan_xml_offset(context)) - bytesBefore
        while currentToken + 1 < scanner.tokens.count, scanner.tokens[currentToken + 1].offset < offset { currentToken += 1 }
        return currentToken >= 0 ? scanner.tokens[currentToken] : nil
    }

    var tokenPlace: XMLPlace {
        mutating get { token()?.place ?? .start }
    }

    /// Where the text begins that libxml2 is in: it stands before the next token.
    var textPlace: XMLPlace? {
        mutating get {
            _ = token()
            return currentToken + 1 < scanner.tokens.count ? scanner.tokens[currentToken + 1].textPlace : nil
        }
    }

    // MARK: the tape

    /// Forgets the events; keeps the text of an element that is still open.
    mutating func startTape() {
        if hasPending {
            let start = Int(pending.nameStart)
            tape.restart(keepingBytesFrom: start)
            pending.nameStart = 0
            pending.textStart -= UInt32(start)
        } else {
            tape.restart(keepingBytesFrom: strayStart)
            strayStart = 0
        }
        currentToken = -1
    }

    /// Ends the document at its first fault.
    mutating func stop(_ found: XMLFault) {
        if fault == nil { fault = found }
    }

    /// The pending element has a child: it opens. Text before the child is stray.
    mutating func openPending() {
        guard hasPending else { return flushStrayText() }
        hasPending = false
        var opening = pending
        opening.kind = .open
        (opening.hasCDATA, opening.hasComment) = (false, false)
        opening.textEnd = opening.textStart
        tape.append(opening)
        openNames.append(opening.name)
        if pending.hasCDATA || !tape.isBlank(from: Int(pending.textStart)) {
            appendStray(pending.hasCDATA ? .strayCDATA : .strayText, from: Int(pending.textStart), place: pending.textPlace)
        }
        strayStart = tape.byteCount
        strayPlace = nil
    }

    mutating func flushStrayText() {
        if tape.byteCount > strayStart {
            if tape.isBlank(from: strayStart) {
                tape.truncateBytes(to: strayStart)
            } else {
                appendStray(.strayText, from: strayStart, place: strayPlace)
                strayStart = tape.byteCount
            }
        }
        strayPlace = nil
    }

    mutating func appendStray(_ kind: XMLEvent.Kind, from start: Int, place: XMLPlace?) {
        tape.append(
            XMLEvent(
                kind: kind, name: openNames.last ?? XMLEvent.unknown, place: place ?? .start, nameStart: UInt32(start),
                textStart: UInt32(start), textEnd: UInt32(tape.byteCount)))
    }

    /// The document ends here, by a fault or too early: says what had begun, for it may be the earlier fault. `looseText` is text that
    /// libxml2 has not seen.
    mutating func flushUnfinished(looseText: XMLPlace?) {
        if hasPending {
            hasPending = false
            pending.kind = .unfinished
            pending.textEnd = UInt32(tape.byteCount)
            if pending.textPlace == nil { pending.textPlace = looseText }
            tape.append(pending)
        } else if !openNames.isEmpty {
            let hadText = tape.byteCount > strayStart && !tape.isBlank(from: strayStart)
            flushStrayText()
            if let looseText, !hadText { appendStray(.strayText, from: tape.byteCount, place: looseText) }
        }
    }
}
