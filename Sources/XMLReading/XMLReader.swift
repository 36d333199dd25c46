import CLibXML2

// Reads one XML document, pushed in blocks, and writes it on a tape (EventTape). TokenScanner walks ahead of libxml2 and stops what
// must not reach it, libxml2 parses, and this file joins the two: what libxml2 finds lies before what stopped the scanner, so
// the first fault in the order of bytes is the document's. Memory is constant: a block, a token of at most 64 KiB that is
// not whole yet, and the tape of one block.

/// Names that the reader shall know, and what a root may carry. Made once for many documents.
public struct XMLVocabulary: Sendable {
    /// Element names; an event's `name` is the index here.
    public let names: [String]
    /// Attributes without a namespace that the root may have.
    public let rootAttributes: [String]
    /// Nil when there was no memory for them.
    let interned: InternedNames?

    public init(names: [String], rootAttributes: [String]) {
        self.names = names
        self.rootAttributes = rootAttributes
        interned = InternedNames(names)
    }
}

/// What a document is read into.
public protocol XMLDocumentTaking: AnyObject {
    /// Takes what was read next.
    func take(_ tape: borrowing EventTape) throws

    /// A start tag at the reader's `childDepth` comes next, at the front of `bytes`, with nothing but blanks before it. May read whole
    /// children itself, as many as it likes: returns how many bytes that were, and moves `place` behind them. What is left is read as usual.
    func readChildren(_ bytes: UnsafeBufferPointer<UInt8>, place: inout XMLPlace) throws -> Int
}

/// A streaming reader of one document.
public final class XMLReader {
    private let state: UnsafeMutablePointer<ReaderState>
    private let context: xmlParserCtxtPtr
    private let names: InternedNames
    /// Bytes that came and were no whole token.
    private var held: [UInt8] = []
    /// More must come before they are looked at again.
    private var heldUntil = 0
    private var hasBegun = false

    /// - Parameter childDepth: open elements around the children that a taker may read itself.
    /// - Throws: `XMLReadFault` when there is no memory for a parser.
    public init(vocabulary: XMLVocabulary, limits: XMLLimits, childDepth: Int = .max) throws(XMLReadFault) {
        guard let names = vocabulary.interned else { throw Self.noMemory }
        self.names = names
        state = .allocate(capacity: 1)
        state.initialize(to: ReaderState(vocabulary: vocabulary, names: names, limits: limits, childDepth: childDepth))
        guard let context = giaonhan_xml_new(state, ReaderState.callbacks, names.dictionary) else {
            state.deinitialize(count: 1)
            state.deallocate()
            throw Self.noMemory
        }
        self.context = context
        state.pointee.context = context
    }

    private static let noMemory = XMLReadFault(description: "no memory for an XML parser")

    deinit {
        xmlFreeParserCtxt(context)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The first fault of the document, if one was found. The taker got what came before it.
    public var fault: XMLFault? { state.pointee.fault }

    /// The root's attributes, as name and value, once the root has begun.
    public var rootAttributes: [(name: String, value: String)] { state.pointee.rootAttributes }

    /// Reads the next block (64 KiB is sensible). After a fault further blocks are ignored.
    /// - Throws: `XMLReadFault` for a failure of ours, and whatever the taker throws.
    public func push(_ block: UnsafeRawBufferPointer, to taker: some XMLDocumentTaking) throws {
        guard fault == nil, !block.isEmpty else { return }
        if held.isEmpty {
            let bytes = block.assumingMemoryBound(to: UInt8.self)
            held.append(contentsOf: bytes[try read(bytes, to: taker)...])
        } else {
            held.append(contentsOf: block)
            guard held.count >= heldUntil else { return }
            let done = try held.withUnsafeBufferPointer { bytes in try read(bytes, to: taker) }
            held.removeFirst(done)
        }
        // A long token that comes in small blocks is not walked over again for each of them.
        heldUntil = held.count + held.count / 16
    }

    /// The input is over: decides whether it may end here.
    public func finish(to taker: some XMLDocumentTaking) throws {
        guard fault == nil else { return }
        try held.withUnsafeBufferPointer { bytes in
            _ = try read(bytes, isAll: true, to: taker)
            guard fault == nil else { return }
            if let found = state.pointee.scanner.faultAtEnd(bytes) {
                try end(by: found, to: taker)
            } else {
                try feed(UnsafeBufferPointer(rebasing: bytes[..<0]), isLast: true, to: taker)
            }
        }
    }

    /// Reads whole tokens; returns how many bytes they were.
    private func read(_ bytes: UnsafeBufferPointer<UInt8>, isAll: Bool = false, to taker: some XMLDocumentTaking) throws -> Int {
        var done = 0
        if !hasBegun {
            guard bytes.count >= 4 || isAll else { return 0 }
            hasBegun = true
            // UTF-16 and UTF-32 have a NUL here; their byte order marks are no UTF-8 anyway.
            if bytes.prefix(4).contains(0) {
                try end(by: XMLFault(code: .XML04, details: ["bytes"], at: .start), to: taker)
                return 0
            }
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { done = 3 }
        }
        while true {
            let stop = state.pointee.scanner.scan(bytes, from: done)
            let end = state.pointee.scanner.end
            if end > done { try feed(UnsafeBufferPointer(rebasing: bytes[done..<end]), isLast: false, to: taker) }
            done = end
            guard fault == nil else { return done }
            switch stop {
            case .needsMore: return done
            case .fault(let found):
                try self.end(by: found, to: taker)
                return done
            case .child(let index, var place):
                let count = try taker.readChildren(UnsafeBufferPointer(rebasing: bytes[index...]), place: &place)
                if count > 0 {
                    done = index + count
                    state.pointee.scanner.skip(to: place)
                } else {
                    state.pointee.scanner.passChild()
                }
            }
        }
    }

    /// Gives libxml2 whole tokens, and the taker what came of them.
    private func feed(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, to taker: some XMLDocumentTaking) throws {
        state.pointee.startTape()
        bytes.withMemoryRebound(to: CChar.self) { characters in
            _ = xmlParseChunk(context, characters.baseAddress, Int32(characters.count), isLast ? 1 : 0)
        }
        // It got whole tokens and must have read them all; if it waits for more, it sees another end of a token than we do.
        if fault == nil, !isLast, Int(giaonhan_xml_offset(context)) - state.pointee.bytesBefore != bytes.count {
            state.pointee.stop(XMLFault(code: .XML01, details: ["not well-formed"], at: state.pointee.tokenPlace))
        }
        state.pointee.bytesBefore += bytes.count
        if state.pointee.isOutOfMemory { throw XMLReadFault(description: "libxml2 has no memory") }
        if let held = state.pointee.heldFault { state.pointee.stop(held) }
        if fault != nil { state.pointee.flushUnfinished(looseText: nil) }
        try taker.take(state.pointee.tape)
    }

    private func end(by found: XMLFault, to taker: some XMLDocumentTaking) throws {
        state.pointee.startTape()
        state.pointee.flushUnfinished(looseText: state.pointee.scanner.looseText)
        state.pointee.stop(found)
        try taker.take(state.pointee.tape)
    }
}
