import CLibXML2

// Reads one XML document, pushed in blocks, and writes it on a tape (EventTape). libxml2 parses; ByteGuard walks ahead of it
// and stops what must not reach it; this file joins the two and decides which fault came first. Memory is constant: a
// block, a pending token of at most 64 KiB, and the tape of one block.

/// Names that the reader shall know, and what a root may carry.
public struct XMLVocabulary: Sendable {
    /// Element names; an event's `name` is the index here.
    public let names: [String]
    /// Attributes without a namespace that the root may have.
    public let rootAttributes: [String]

    public init(names: [String], rootAttributes: [String]) {
        self.names = names
        self.rootAttributes = rootAttributes
    }
}

/// A streaming reader of one document.
public final class XMLReader {
    private let state: UnsafeMutablePointer<ReaderState>
    private let context: xmlParserCtxtPtr

    /// - Throws: `XMLReadFault` when there is no memory for a parser.
    public init(vocabulary: XMLVocabulary, limits: XMLLimits) throws(XMLReadFault) {
        state = .allocate(capacity: 1)
        state.initialize(to: ReaderState(vocabulary: vocabulary, limits: limits))
        guard let context = giaonhan_xml_new(state, ReaderState.callbacks) else {
            state.deinitialize(count: 1)
            state.deallocate()
            throw XMLReadFault(description: "no memory for an XML parser")
        }
        self.context = context
        state.pointee.context = context
        state.pointee.intern(vocabulary.names)
    }

    deinit {
        xmlFreeParserCtxt(context)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The first fault of the document, if one was found. The tape holds what came before it.
    public var fault: XMLFault? { state.pointee.fault }

    /// The root's attributes, as name and value, once the root has begun.
    public var rootAttributes: [(name: String, value: String)] { state.pointee.rootAttributes }

    /// Reads the next block (at most 64 KiB is sensible) and calls `body` with the tape of what it completed.
    /// - Throws: `XMLReadFault` for a failure of ours.
    public func push(_ block: UnsafeRawBufferPointer, _ body: (borrowing EventTape) throws -> Void) throws {
        guard state.pointee.fault == nil else { return }
        state.pointee.startBlock()
        let passed = state.pointee.byteGuard.pass(block)
        if passed > 0 {
            _ = xmlParseChunk(context, block.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(passed), 0)
        }
        if state.pointee.fault == nil, let found = state.pointee.byteGuard.fault {
            state.pointee.fault = earlierFaultInPendingText() ?? found
        }
        if state.pointee.isOutOfMemory { throw XMLReadFault(description: "libxml2 has no memory") }
        try body(state.pointee.tape)
    }

    /// The input is over: decides whether it may end here, and calls `body` with the last events.
    public func finish(_ body: (borrowing EventTape) throws -> Void) throws {
        guard state.pointee.fault == nil else { return }
        state.pointee.startBlock()
        if state.pointee.byteGuard.isOpen {
            let place = state.pointee.byteGuard.place
            state.pointee.fault =
                earlierFaultInPendingText() ?? XMLFault(code: .XML02, line: Int(place.line), column: Int(place.column))
        } else if state.pointee.byteGuard.isInsideCharacter {
            let place = state.pointee.byteGuard.place
            state.pointee.fault = XMLFault(code: .XML04, details: ["bytes"], line: Int(place.line), column: Int(place.column))
        } else {
            _ = xmlParseChunk(context, nil, 0, 1)
        }
        if state.pointee.isOutOfMemory { throw XMLReadFault(description: "libxml2 has no memory") }
        try body(state.pointee.tape)
    }

    /// libxml2 holds back text until it sees what follows. Tells it that nothing will, and takes the error only if it lies in that
    /// text: a reference or `]]>`, not the end of the input.
    private func earlierFaultInPendingText() -> XMLFault? {
        let before = state.pointee.tape.count
        _ = xmlParseChunk(context, nil, 0, 1)
        guard before <= state.pointee.tape.count, let fault = state.pointee.fault else { return nil }
        state.pointee.fault = nil
        state.pointee.isStopped = true
        return fault.code == .XML01 && ReaderState.textErrors.contains(state.pointee.faultNumber) ? fault : nil
    }
}

/// What the C callbacks work on. The error function comes first: the C side finds it there.
struct ReaderState: ~Copyable {
    let onError: @convention(c) (UnsafeMutableRawPointer?, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>?) -> Void
    var context: xmlParserCtxtPtr?
    var byteGuard: ByteGuard
    var tape = EventTape()
    var fault: XMLFault?
    var faultNumber: Int32 = 0
    /// A fault was found: callbacks do nothing any more.
    var isStopped = false
    var isOutOfMemory = false
    var rootAttributes: [(name: String, value: String)] = []
    let allowedAttributes: [String]

    // The element that has begun and has no child yet: it will be a leaf or an opening.
    var hasPending = false
    var pending = XMLEvent(kind: .leaf, name: 0, line: 0, column: 0, nameStart: 0, textStart: 0, textEnd: 0)
    var depth = 0

    // Known names by address: open addressing over the interned pointers.
    private var slots: [(address: UInt, name: UInt16)] = []
    private var slotMask: UInt = 0
    // The names of open elements, so that a close event can tell its own.
    var openNames: [UInt16] = []
    // Text between children: where its run began on the tape.
    var strayStart = 0

    init(vocabulary: XMLVocabulary, limits: XMLLimits) {
        onError = ReaderState.errorCallback
        byteGuard = ByteGuard(limits: limits)
        allowedAttributes = vocabulary.rootAttributes
    }

    mutating func intern(_ names: [String]) {
        var capacity: UInt = 64
        while capacity < UInt(names.count) * 4 { capacity *= 2 }
        slotMask = capacity - 1
        slots = Array(repeating: (0, XMLEvent.unknown), count: Int(capacity))
        for (index, name) in names.enumerated() {
            let address = UInt(bitPattern: giaonhan_xml_intern(context, name))
            var slot = Self.hash(address) & slotMask
            while slots[Int(slot)].address != 0 { slot = (slot + 1) & slotMask }
            slots[Int(slot)] = (address, UInt16(index))
        }
    }

    @inline(__always)
    private static func hash(_ address: UInt) -> UInt { (address >> 2) &* 0x9E37_79B9_7F4A_7C15 >> 40 }

    @inline(__always)
    func nameIndex(_ name: UnsafePointer<UInt8>) -> UInt16 {
        let address = UInt(bitPattern: name)
        var slot = Self.hash(address) & slotMask
        while true {
            let candidate = slots[Int(slot)]
            if candidate.address == address { return candidate.name }
            if candidate.address == 0 { return XMLEvent.unknown }
            slot = (slot + 1) & slotMask
        }
    }

    /// Forgets the last block's events; keeps the bytes of an element that is still open.
    mutating func startBlock() {
        if hasPending {
            let start = Int(pending.nameStart)
            tape.restart(keepingBytesFrom: start)
            pending.nameStart = 0
            pending.textStart -= UInt32(start)
        } else {
            flushStrayText()
            tape.restart(keepingBytesFrom: tape.byteCount)
        }
        strayStart = tape.byteCount
    }

    /// Ends the document at the first fault: what libxml2 may still report is not looked at.
    mutating func stop(_ found: XMLFault) {
        guard fault == nil else { return }
        fault = found
        isStopped = true
    }

    /// The pending element has a child: it opens.
    mutating func openPending() {
        guard hasPending else {
            flushStrayText()
            return
        }
        hasPending = false
        var opening = pending
        opening.kind = .open
        opening.textEnd = opening.textStart
        tape.append(opening)
        openNames.append(opening.name)
        if pending.hasCDATA {
            appendStray(.strayCDATA, from: Int(pending.textStart))
        } else if !tape.isBlank(from: Int(pending.textStart)) {
            appendStray(.strayText, from: Int(pending.textStart))
        }
        strayStart = tape.byteCount
    }

    mutating func flushStrayText() {
        if tape.byteCount > strayStart, !tape.isBlank(from: strayStart) {
            appendStray(.strayText, from: strayStart)
            strayStart = tape.byteCount
        } else {
            tape.truncateBytes(to: strayStart)
        }
    }

    mutating func appendStray(_ kind: XMLEvent.Kind, from start: Int) {
        let line = UInt32(max(0, giaonhan_xml_line(context)))
        let column = UInt32(max(0, giaonhan_xml_column(context)))
        tape.append(
            XMLEvent(
                kind: kind, name: openNames.last ?? XMLEvent.unknown, line: line, column: column, nameStart: UInt32(start),
                textStart: UInt32(start), textEnd: UInt32(tape.byteCount)))
    }
}
