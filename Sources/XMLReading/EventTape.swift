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
    }

    public var kind: Kind
    /// A leaf's text came in part from CDATA, or a comment stood inside the element's text.
    public var hasCDATA = false
    public var hasComment = false
    /// Index of the name in the vocabulary; `XMLEvent.unknown` for any other.
    public var name: UInt16
    public var line: UInt32
    public var column: UInt32
    /// An unknown element's name, then the text, in the tape's bytes.
    public var nameStart: UInt32
    public var textStart: UInt32
    public var textEnd: UInt32

    public static let unknown = UInt16.max
}

/// The events of the bytes pushed last, and the bytes they point into.
public struct EventTape: ~Copyable {
    public private(set) var count = 0
    public private(set) var byteCount = 0
    private var eventCapacity = 4096
    private var byteCapacity = 1 << 16
    private var events: UnsafeMutablePointer<XMLEvent>
    private var storage: UnsafeMutablePointer<UInt8>

    init() {
        events = .allocate(capacity: eventCapacity)
        storage = .allocate(capacity: byteCapacity)
    }

    deinit {
        events.deallocate()
        storage.deallocate()
    }

    public subscript(index: Int) -> XMLEvent {
        precondition(index >= 0 && index < count)
        return events[index]
    }

    /// All bytes of the tape; valid until the next push.
    public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: byteCount) }

    mutating func append(_ event: XMLEvent) {
        if count == eventCapacity {
            let grown = UnsafeMutablePointer<XMLEvent>.allocate(capacity: eventCapacity * 2)
            grown.moveInitialize(from: events, count: count)
            events.deallocate()
            events = grown
            eventCapacity *= 2
        }
        (events + count).initialize(to: event)
        count += 1
    }

    mutating func append(_ text: UnsafePointer<UInt8>, count length: Int) {
        if byteCount + length > byteCapacity {
            var capacity = byteCapacity * 2
            while capacity < byteCount + length { capacity *= 2 }
            let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            grown.moveInitialize(from: storage, count: byteCount)
            storage.deallocate()
            storage = grown
            byteCapacity = capacity
        }
        (storage + byteCount).update(from: text, count: length)
        byteCount += length
    }

    mutating func truncateBytes(to count: Int) { byteCount = count }

    func isBlank(from start: Int) -> Bool {
        for index in start..<byteCount where storage[index] > 0x20 { return false }
        return true
    }

    /// Forgets the events, and keeps the bytes from `start` on (an element still open), moved to the front.
    mutating func restart(keepingBytesFrom start: Int) {
        count = 0
        let kept = byteCount - start
        if kept > 0, start > 0 { storage.update(from: storage + start, count: kept) }
        byteCount = kept
    }
}
