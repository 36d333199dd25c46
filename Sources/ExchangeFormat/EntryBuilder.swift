import Contributions

// Lays one record after the other into a chunk: values side by side with a separator after each, offsets to find them. A
// record with a structure fault keeps its faults and its key instead of values; it will be judged no further.

final class EntryBuilder {
    /// Every entry's key is its first element.
    static let keyField = 0

    let chunk = RecordChunk()
    /// Entries begun, those beyond `recordsMax` too.
    private(set) var recordCount = 0
    /// The first field that may still come.
    private(set) var nextField = 0
    private let recordsMax: Int
    private let onChunk: (RecordChunk) throws -> Void
    private var fieldCount = 0
    private var items = 0
    private var hasKey = false
    private var isFaulty = false
    private var arenaStart = 0
    private var offsetsStart = 0
    private var faultsStart = 0

    typealias Bytes = UnsafeBufferPointer<UInt8>

    init(recordsMax: Int, onChunk: @escaping (RecordChunk) throws -> Void) {
        self.recordsMax = recordsMax
        self.onChunk = onChunk
    }

    func begin(line: UInt32, section: SectionTable) {
        recordCount += 1
        arenaStart = chunk.arena.count
        offsetsStart = chunk.offsets.count
        faultsStart = chunk.faults.count
        fieldCount = section.isList.count
        chunk.records.append(
            RecordChunk.Record(
                line: line, section: UInt8(section.index), fieldCount: UInt8(fieldCount), firstOffset: UInt32(offsetsStart),
                firstFault: UInt32(faultsStart)))
        chunk.offsets.append(UInt32(arenaStart))
        nextField = 0
        hasKey = false
        isFaulty = false
    }

    /// Adds a value in its place; fields before it that did not come are empty.
    func add(_ field: Int, _ value: Bytes) {
        skip(to: field)
        if field == Self.keyField { markKey(start: chunk.arena.count, count: value.count, isPlain: true) }
        chunk.arena.append(contentsOf: value)
        closeField()
    }

    private func closeField() {
        chunk.arena.append(RecordChunk.separator)
        chunk.offsets.append(UInt32(chunk.arena.count))
        nextField += 1
    }

    private func skip(to field: Int) {
        while nextField < field { closeField() }
    }

    /// A list begins: it is the next field until it ends.
    func beginList(_ field: Int) {
        skip(to: field)
        items = 0
    }

    func addItem(_ value: Bytes) {
        items += 1
        // One empty item stands for those beyond the limit: it makes the value malformed (BG03).
        guard items <= RecordChunk.listItemsMax + 1 else { return }
        chunk.arena.append(RecordChunk.listSeparator)
        if items <= RecordChunk.listItemsMax { chunk.arena.append(contentsOf: value) }
    }

    func endList() { closeField() }

    /// Notes that an element stands where it must not or holds what it must not (BG02).
    func fault(name: String, text: Bytes) {
        isFaulty = true
        guard chunk.faults.count - faultsStart < RecordChunk.faultsPerRecordMax else { return }
        let nameStart = chunk.arena.count
        chunk.arena.append(contentsOf: name.utf8)
        let nameEnd = chunk.arena.count
        chunk.arena.append(contentsOf: text)
        chunk.faults.append(
            RecordChunk.StructureFault(nameStart: UInt32(nameStart), nameEnd: UInt32(nameEnd), valueEnd: UInt32(chunk.arena.count)))
    }

    /// The key element stands out of place or holds markup: the first one found still names the record.
    func keepKey(_ value: Bytes, isPlain: Bool) {
        guard !hasKey else { return }
        let start = chunk.arena.count
        chunk.arena.append(contentsOf: value)
        markKey(start: start, count: value.count, isPlain: isPlain)
    }

    private func markKey(start: Int, count: Int, isPlain: Bool) {
        guard !hasKey else { return }
        hasKey = true
        let last = chunk.records.count - 1
        chunk.records[last].keyStart = UInt32(start)
        chunk.records[last].keyEnd = UInt32(start + count)
        chunk.records[last].keyIsPlain = isPlain
    }

    func end() throws {
        if isFaulty {
            chunk.records[chunk.records.count - 1].faultCount = UInt16(chunk.faults.count - faultsStart)
            // Values of a faulty record are not used: all fields read as empty, at the end of what was kept.
            chunk.offsets.removeSubrange(offsetsStart...)
            chunk.offsets.append(UInt32(chunk.arena.count))
            nextField = 0
        }
        skip(to: fieldCount)
        if recordCount > recordsMax { dropLast() }
        try handOnIfFull()
    }

    /// Forgets the record that ended last (it is beyond the limit of records).
    private func dropLast() {
        chunk.records.removeLast()
        chunk.offsets.removeSubrange(offsetsStart...)
        chunk.faults.removeSubrange(faultsStart...)
        chunk.arena.removeSubrange(arenaStart...)
    }

    private func handOnIfFull() throws {
        if chunk.isFull { try handOnRest() }
    }

    /// Hands on what is there.
    func handOnRest() throws {
        guard !chunk.records.isEmpty else { return }
        try onChunk(chunk)
        chunk.startNext()
    }

    /// Adds a whole good record: its values with a separator after each, and where each ends from the first one's start.
    func add(line: UInt32, section: Int, hasKey: Bool, values: Bytes, ends: UnsafeBufferPointer<UInt32>) throws {
        recordCount += 1
        guard recordCount <= recordsMax else { return }
        let start = UInt32(chunk.arena.count)
        var record = RecordChunk.Record(
            line: line, section: UInt8(section), fieldCount: UInt8(ends.count), firstOffset: UInt32(chunk.offsets.count),
            firstFault: UInt32(chunk.faults.count))
        if hasKey {
            record.keyStart = start
            record.keyEnd = start + ends[Self.keyField] - 1
            record.keyIsPlain = true
        }
        chunk.records.append(record)
        chunk.offsets.append(start)
        for end in ends { chunk.offsets.append(start + end) }
        chunk.arena.append(contentsOf: values)
        try handOnIfFull()
    }
}
