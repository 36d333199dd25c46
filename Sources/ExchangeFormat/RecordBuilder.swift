import Contributions

// Lays one record after the other into a chunk: values side by side with a separator after each, offsets to find them. A
// record with a structure fault keeps its faults and its key instead of values; it will be judged no further.

struct RecordBuilder {
    /// Structure faults kept per record (exchange.md: at most 20 faults a record are listed).
    static let faultsMax = 20

    var chunk = RecordChunk()
    /// The first field that may still come.
    private(set) var nextField = 0
    private(set) var listField = 0
    private var fieldCount = 0
    private var keyField = 0
    private var hasKey = false
    private var isFaulty = false
    private var arenaStart = 0
    private var offsetsStart = 0
    private var faultsStart = 0

    mutating func begin(line: UInt32, section: UInt8, fieldCount: Int, keyField: Int) {
        arenaStart = chunk.arena.count
        offsetsStart = chunk.offsets.count
        faultsStart = chunk.faults.count
        chunk.records.append(
            RecordChunk.Record(
                line: line, section: section, fieldCount: UInt8(fieldCount), firstOffset: UInt32(offsetsStart), firstFault: UInt32(faultsStart)))
        chunk.offsets.append(UInt32(arenaStart))
        self.fieldCount = fieldCount
        self.keyField = keyField
        nextField = 0
        hasKey = false
        isFaulty = false
    }

    /// Adds a value in its place; fields before it that did not come are empty.
    mutating func add(_ field: Int, _ value: UnsafeBufferPointer<UInt8>) {
        if field == keyField { offerKeyRange(start: chunk.arena.count + (field - nextField), count: value.count, isPlain: true) }
        skip(to: field)
        chunk.arena.append(contentsOf: value)
        closeField()
    }

    private mutating func closeField() {
        chunk.arena.append(RecordChunk.separator)
        chunk.offsets.append(UInt32(chunk.arena.count))
        nextField += 1
    }

    private mutating func skip(to field: Int) {
        while nextField < field { closeField() }
    }

    mutating func beginList(_ field: Int) {
        skip(to: field)
        listField = field
    }

    mutating func addItem(_ value: UnsafeBufferPointer<UInt8>) {
        chunk.arena.append(RecordChunk.listSeparator)
        chunk.arena.append(contentsOf: value)
    }

    mutating func endList() {
        // A fault inside the list stands behind the values: the field itself stays as it is, nobody reads it.
        closeField()
    }

    /// Notes that an element stands where it must not or holds what it must not (BG02).
    mutating func fault(name: String, text: UnsafeBufferPointer<UInt8>) {
        isFaulty = true
        guard chunk.faults.count - faultsStart < Self.faultsMax else { return }
        let nameStart = chunk.arena.count
        chunk.arena.append(contentsOf: name.utf8)
        let nameEnd = chunk.arena.count
        chunk.arena.append(contentsOf: text)
        chunk.faults.append(
            RecordChunk.StructureFault(nameStart: UInt32(nameStart), nameEnd: UInt32(nameEnd), valueEnd: UInt32(chunk.arena.count)))
    }

    /// A key element that stands out of place: the first one found still names the record.
    mutating func offerKey(_ value: UnsafeBufferPointer<UInt8>, isPlain: Bool) {
        guard !hasKey else { return }
        let start = chunk.arena.count
        chunk.arena.append(contentsOf: value)
        offerKeyRange(start: start, count: value.count, isPlain: isPlain)
    }

    private mutating func offerKeyRange(start: Int, count: Int, isPlain: Bool) {
        guard !hasKey else { return }
        hasKey = true
        let last = chunk.records.count - 1
        chunk.records[last].keyStart = UInt32(start)
        chunk.records[last].keyEnd = UInt32(start + count)
        chunk.records[last].keyIsPlain = isPlain
    }

    mutating func end() {
        let last = chunk.records.count - 1
        if isFaulty {
            chunk.records[last].faultCount = UInt16(chunk.faults.count - faultsStart)
            // Values of a faulty record are not used: all fields read as empty, at the end of what was kept.
            chunk.offsets.removeSubrange(offsetsStart...)
            for field in 0...fieldCount {
                if field > 0 { chunk.arena.append(RecordChunk.separator) }
                chunk.offsets.append(UInt32(chunk.arena.count))
            }
        } else {
            skip(to: fieldCount)
        }
    }

    /// Forgets the record that ended last (it is beyond the limit of records).
    mutating func dropLast() {
        chunk.records.removeLast()
        chunk.offsets.removeSubrange(offsetsStart...)
        chunk.faults.removeSubrange(faultsStart...)
        chunk.arena.removeSubrange(arenaStart...)
    }
}
