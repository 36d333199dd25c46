import Contributions
import XMLReading

// The fast road. Nearly every entry is written plainly: its elements in order, no attribute, no reference, no comment, each
// value on one line. Such an entry is read here straight from the bytes into the chunk, some eight bytes at a time.
//
// Why this is sound: a plain entry is a balanced piece of well-formed content, so a document is well-formed with it if and
// only if it is without it, and libxml2 need not see it. Whatever is not exactly plain, or not whole in the bytes at hand, is left
// untouched to the other road, which judges it. So this file may refuse as much as it likes, but must accept nothing that
// the other road would not read in the same way. It checks all that the other one would: characters, limits, order.

/// Reads plain entries of one section.
struct PlainEntries: Sendable {
    private let index: Int
    private let entryOpen: TagBytes
    private let entryClose: TagBytes
    private let fields: [Field]
    /// The entry is itself the one field's element.
    private let isValue: Bool
    private let nameBytesMax: Int

    private struct Field: Sendable {
        /// `<NAME`, to be followed by `>` or `/>`.
        let open: TagBytes
        /// `</NAME>`
        let close: TagBytes
        let isList: Bool
    }

    /// Bytes that must follow what is looked at, so that eight and twenty-four bytes can be loaded without asking.
    private static let margin = 32
    /// Longer entries are left to the other road.
    private static let valuesBytesMax = 32 << 10

    init(index: Int, shape: SectionShape) {
        self.index = index
        entryOpen = TagBytes("<\(shape.entry)>")
        entryClose = TagBytes("</\(shape.entry)>")
        fields = shape.fields.map { Field(open: TagBytes("<\($0.name)"), close: TagBytes("</\($0.name)>"), isList: $0.item != nil) }
        isValue = shape.isValue
        nameBytesMax = ([shape.entry] + shape.fields.map(\.name)).map(\.utf8.count).max()!
    }

    /// Reads as many whole entries as stand plainly at the front of the bytes; returns their length and moves `place` behind them.
    func read(_ bytes: UnsafeBufferPointer<UInt8>, limits: XMLLimits, place: inout XMLPlace, into entries: EntryBuilder) throws -> Int {
        // Limits that plain entries could break are left to the other road.
        guard limits.depthMax >= DocumentParser.entryDepth + 2, limits.nameBytesMax >= nameBytesMax, limits.tokenBytesMax >= 64,
            bytes.count > Self.margin, let base = bytes.baseAddress
        else { return 0 }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.valuesBytesMax + Self.margin) { values in
            try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: fields.count) { ends in
                try fields.withUnsafeBufferPointer { fields in
                    var walk = Walk(
                        at: base, last: base + bytes.count - Self.margin, lineStart: nil, line: place.line, values: values.baseAddress!,
                        ends: ends.baseAddress!, textBytesMax: limits.textBytesMax)
                    var done = base
                    var donePlace = (line: walk.line, lineStart: walk.lineStart)
                    while true {
                        let line = walk.line
                        let entry = isValue ? walk.readBareValue(fields[0]) : walk.readEntry(fields, open: entryOpen, close: entryClose)
                        guard let hasKey = entry else { break }
                        done = walk.at
                        donePlace = (walk.line, walk.lineStart)
                        try entries.add(
                            line: line, section: index, hasKey: hasKey, values: UnsafeBufferPointer(start: walk.values, count: walk.count),
                            ends: UnsafeBufferPointer(ends))
                        guard walk.passBlanks() else { break }
                    }
                    if donePlace.lineStart != nil { place = XMLPlace(line: donePlace.line, column: 1) }
                    let lineStart = donePlace.lineStart ?? base
                    place.advance(over: UnsafeBufferPointer(start: lineStart, count: done - lineStart))
                    return done - base
                }
            }
        }
    }

    /// A walk over the bytes. Every step answers false (or nil) at the first thing that is not plain; the entry is then given up.
    private struct Walk {
        var at: UnsafePointer<UInt8>
        /// Behind this, fewer than `margin` bytes are left.
        let last: UnsafePointer<UInt8>
        /// The first byte of the line, once a line end was met.
        var lineStart: UnsafePointer<UInt8>?
        var line: UInt32
        /// The entry's values so far.
        let values: UnsafeMutablePointer<UInt8>
        var count = 0
        let ends: UnsafeMutablePointer<UInt32>
        let textBytesMax: Int

        /// Reads one entry; true when it has a key, false when it has none.
        @inline(__always)
        mutating func readEntry(_ fields: UnsafeBufferPointer<Field>, open: TagBytes, close: TagBytes) -> Bool? {
            guard at <= last, open.matches(at) else { return nil }
            at += open.count
            count = 0
            var next = 0
            var hasKey = false
            while passBlanks() {
                if at[1] == UInt8(ascii: "/") {
                    guard close.matches(at) else { return nil }
                    at += close.count
                    endFields(from: next, to: fields.count)
                    return hasKey
                }
                var field = next
                while true {
                    guard field < fields.count else { return nil }
                    if fields[field].open.matches(at), let isEmpty = endOfTag(at + fields[field].open.count) {
                        guard !fields[field].isList else { return nil }
                        endFields(from: next, to: field)
                        if !isEmpty {
                            guard readText(), fields[field].close.matches(at) else { return nil }
                            at += fields[field].close.count
                        }
                        break
                    }
                    field += 1
                }
                if field == EntryBuilder.keyField { hasKey = true }
                endFields(from: field, to: field + 1)
                next = field + 1
            }
            return nil
        }

        /// Reads one entry that is itself a value: always its key.
        @inline(__always)
        mutating func readBareValue(_ field: Field) -> Bool? {
            guard at <= last, field.open.matches(at), let isEmpty = endOfTag(at + field.open.count) else { return nil }
            count = 0
            if !isEmpty {
                guard readText(), field.close.matches(at) else { return nil }
                at += field.close.count
            }
            endFields(from: EntryBuilder.keyField, to: EntryBuilder.keyField + 1)
            return true
        }

        /// Goes behind `>`, `/>` or ` />`, and says whether the element is empty; nil when something else stands there.
        @inline(__always)
        private mutating func endOfTag(_ tail: UnsafePointer<UInt8>) -> Bool? {
            if tail[0] == UInt8(ascii: ">") {
                at = tail + 1
                return false
            }
            let slash = tail[0] == UInt8(ascii: " ") ? tail + 1 : tail
            guard slash[0] == UInt8(ascii: "/"), slash[1] == UInt8(ascii: ">") else { return nil }
            at = slash + 2
            return true
        }

        @inline(__always)
        private mutating func endFields(from first: Int, to end: Int) {
            for field in first..<end {
                values[count] = RecordChunk.separator
                count += 1
                ends[field] = UInt32(truncatingIfNeeded: count)
            }
        }

        /// Goes to the next `<`.
        @inline(__always)
        mutating func passBlanks() -> Bool {
            let start = at
            while at <= last {
                switch at[0] {
                case UInt8(ascii: "<"): return at - start <= textBytesMax
                case 0x20, 0x0D, 0x09: at += 1
                case 0x0A:
                    at += 1
                    line &+= 1
                    lineStart = at
                default: return false
                }
            }
            return false
        }

        /// Copies a value and stops at the `<` behind it.
        @inline(__always)
        private mutating func readText() -> Bool {
            let start = at
            while at <= last, count < PlainEntries.valuesBytesMax - 64 {
                let word = UnsafeRawPointer(at).loadUnaligned(as: UInt64.self)
                UnsafeMutableRawPointer(values + count).storeBytes(of: word, as: UInt64.self)
                let plain = Word.first(Word.marksNotPlainText(in: word))
                at += plain
                count += plain
                if plain == 8 { continue }
                if at[0] == UInt8(ascii: "<") { return at - start <= textBytesMax }
                guard at[0] >= 0x80, case .valid(let length) = Characters.judge(UnsafeBufferPointer(start: at, count: 4), at: 0) else {
                    return false
                }
                for _ in 0..<length {
                    values[count] = at[0]
                    count += 1
                    at += 1
                }
            }
            return false
        }
    }
}

/// A few bytes to be found as they are, compared eight at a time.
struct TagBytes: Sendable {
    let count: Int
    private let words: (UInt64, UInt64, UInt64)
    private let masks: (UInt64, UInt64, UInt64)

    static let countMax = 24

    init(_ text: String) {
        count = text.utf8.count
        precondition(count <= Self.countMax, "names must be shorter")
        let padded = Array(text.utf8) + Array(repeating: 0, count: Self.countMax - count)
        let mask = (0..<Self.countMax).map { UInt8($0 < text.utf8.count ? 0xFF : 0) }
        words = Self.load(padded)
        masks = Self.load(mask)
    }

    private static func load(_ bytes: [UInt8]) -> (UInt64, UInt64, UInt64) {
        bytes.withUnsafeBytes { bytes in
            (
                bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            )
        }
    }

    /// Whether the bytes stand at `at`; twenty-four bytes can be loaded there.
    @inline(__always)
    func matches(_ at: UnsafePointer<UInt8>) -> Bool {
        let bytes = UnsafeRawPointer(at)
        guard (bytes.loadUnaligned(as: UInt64.self) ^ words.0) & masks.0 == 0 else { return false }
        if count <= 8 { return true }
        guard (bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) ^ words.1) & masks.1 == 0 else { return false }
        if count <= 16 { return true }
        return (bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self) ^ words.2) & masks.2 == 0
    }
}
