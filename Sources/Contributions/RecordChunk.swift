// The unit of flow between reading, checking and posting: some thousand records as flat memory. One arena holds the
// values of each record side by side, parted by U+001F (a character that XML cannot carry, so it never stands in a
// value); offsets find the fields. Nothing here points outside itself, so a chunk goes through a file or a pipe as it is.

/// Up to `recordsMax` records of one document, in file order.
public final class RecordChunk {
    /// A chunk is handed on when it holds this many records,
    public static let recordsMax = 4096
    /// or when its arena has grown beyond this many bytes.
    public static let arenaBytesFull = 1 << 20
    /// Parts the values of one record.
    public static let separator: UInt8 = 0x1F
    /// Parts the items of a list inside one value (MA_XA in DIA_BAN).
    public static let listSeparator: UInt8 = 0x1E
    /// Structure faults kept of one record (exchange.md: at most 20 faults a record are listed).
    public static let faultsPerRecordMax = 20
    /// Items kept of one list. Viet Nam never had more than some eleven thousand communes at a time.
    public static let listItemsMax = 20_000

    /// One record: where it stood and which slices of the chunk are its own.
    public struct Record: Sendable {
        /// The line on which its start tag begins.
        public var line: UInt32
        /// Which kind of entry it is: the section's place in its document's shape.
        public var section: UInt8
        public var fieldCount: UInt8
        public var faultCount: UInt16
        /// Index in `offsets` of its first field; it owns `fieldCount + 1` offsets.
        public var firstOffset: UInt32
        public var firstFault: UInt32
        /// The entry's key element (its first), as found, wherever it stood; empty when there was none.
        public var keyStart: UInt32
        public var keyEnd: UInt32
        /// 1 when the key may identify the record: it was given as plain text. A number, so that any byte read back is a value.
        public var keyFlag: UInt8

        public var keyIsPlain: Bool {
            get { keyFlag == 1 }
            set { keyFlag = newValue ? 1 : 0 }
        }

        public init(line: UInt32, section: UInt8, fieldCount: UInt8, firstOffset: UInt32, firstFault: UInt32) {
            self.line = line
            self.section = section
            self.fieldCount = fieldCount
            self.firstOffset = firstOffset
            self.firstFault = firstFault
            faultCount = 0
            keyStart = 0
            keyEnd = 0
            keyFlag = 0
        }
    }

    /// A BG02 fault: the element (by name) that stands where it must not, or holds what it must not, with its text.
    public struct StructureFault: Sendable {
        public var nameStart: UInt32
        public var nameEnd: UInt32
        public var valueEnd: UInt32

        public init(nameStart: UInt32, nameEnd: UInt32, valueEnd: UInt32) {
            self.nameStart = nameStart
            self.nameEnd = nameEnd
            self.valueEnd = valueEnd
        }
    }

    /// STT of the chunk's first record, less one.
    public var ordinalBefore = 0
    public var records: [Record] = []
    public var offsets: [UInt32] = []
    public var faults: [StructureFault] = []
    public var arena: [UInt8] = []

    public init() {}

    public var isFull: Bool { records.count >= Self.recordsMax || arena.count >= Self.arenaBytesFull }

    /// Empties the chunk, keeps its memory and continues the count of records.
    public func startNext() {
        ordinalBefore += records.count
        records.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        arena.removeAll(keepingCapacity: true)
    }

    /// The bytes of one field in the arena; empty when not given.
    @inlinable
    public func range(of field: Int, in record: Record) -> Range<Int> {
        let first = Int(record.firstOffset) + field
        return Int(offsets[first])..<Int(offsets[first + 1]) - 1
    }

    /// All fields of a record, separators between them.
    @inlinable
    public func allFields(of record: Record) -> Range<Int> {
        let first = Int(record.firstOffset)
        return Int(offsets[first])..<Int(offsets[first + Int(record.fieldCount)]) - 1
    }

    /// One field as text, for what a person will read.
    public func text(of field: Int, in record: Record) -> String {
        String(decoding: arena[range(of: field, in: record)], as: UTF8.self)
    }

    public func key(of record: Record) -> Range<Int> { Int(record.keyStart)..<Int(record.keyEnd) }
}
