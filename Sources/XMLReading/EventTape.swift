// What a document says, as a flat list: an element with children opens and closes, an element without is one leaf with its
// text. C callbacks write the tape, a plain loop reads it; nothing is allocated per element and no name is ever a String
// unless it is unknown.

/// One entry of the tape.
public struct XMLEvent: Sendable {
    public enum Kind: UInt8, Sendable {
        /// An element that has child elements begins.
        case open
        /// An element without child elements, whole.
        case leaf
        /// An element that had children ends.
        case close
        /// Text, not blank, between an element's children.
        case strayText
        /// A CDATA section between an element's children.
        case strayCDATA
        /// An element had begun and the document ended in it, by a fault or too early, before a child or its end.
        case unfinished
    }

    public var kind: Kind
    /// The element's text came in part from CDATA, or a comment stood inside it.
    public var hasCDATA = false
    public var hasComment = false
    /// Index of the name in the vocabulary; `XMLEvent.unknown` for any other. For stray text, the name of the element around it.
    public var name: UInt16
    /// Where the event's tag, text or CDATA section begins.
    public var place: XMLPlace
    /// Where a leaf's text begins: its first character that is not blank, or its first CDATA section.
    public var textPlace: XMLPlace?
    /// An unknown element's name, then the text, in the tape's bytes.
    public var nameStart: UInt32
    public var textStart: UInt32
    public var textEnd: UInt32

    public static let unknown = UInt16.max

    public var text: Range<Int> { Int(textStart)..<Int(textEnd) }
    public var unknownName: Range<Int> { Int(nameStart)..<Int(textStart) }
}

/// The events of the bytes read last, and the bytes they point into.
public struct EventTape: ~Copyable {
    public private(set) var count = 0
    private(set) var byteCount = 0
    private var eventCapacity = 4096
    private var byteCapacity = 1 << 16
    private var storedEvents: UnsafeMutablePointer<XMLEvent>
    private var storedBytes: UnsafeMutablePointer<UInt8>

    init() {
        storedEvents = .allocate(capacity: eventCapacity)
        storedBytes = .allocate(capacity: byteCapacity)
    }

    deinit {
        storedEvents.deallocate()
        storedBytes.deallocate()
    }

    /// Valid while the tape is lent.
    public var events: UnsafeBufferPointer<XMLEvent> { UnsafeBufferPointer(start: storedEvents, count: count) }
    /// Valid while the tape is lent.
    public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storedBytes, count: byteCount) }

    mutating func append(_ event: XMLEvent) {
        if count == eventCapacity {
            let grown = UnsafeMutablePointer<XMLEvent>.allocate(capacity: eventCapacity * 2)
            grown.moveInitialize(from: storedEvents, count: count)
            storedEvents.deallocate()
            storedEvents = grown
            eventCapacity *= 2
        }
        (storedEvents + count).initialize(to: event)
        count += 1
    }

    mutating func append(_ text: UnsafePointer<UInt8>, count length: Int) {
        if byteCount + length > byteCapacity {
            var capacity = byteCapacity * 2
            while capacity < byteCount + length { capacity *= 2 }
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            grown.moveInitialize(from: storedBytes, count: byteCount)
            storedBytes.deallocate()
            storedBytes = grown
            byteCapacity = capacity
        }
        (storedBytes + byteCount).update(from: text, count: length)
        byteCount += length
    }

    mutating func truncateBytes(to count: Int) { byteCount = count }

    func isBlank(from start: Int) -> Bool {
        for index in start..<byteCount where storedBytes[index] > 0x20 { return false }
        return true
    }

    /// Forgets the events, and keeps the bytes from `start` on (an element still open), moved to the front.
    mutating func restart(keepingBytesFrom start: Int) {
        count = 0
        let kept = byteCount - start
        if kept > 0, start > 0 { storedBytes.update(from: storedBytes + start, count: kept) }
        byteCount = kept
    }
}
