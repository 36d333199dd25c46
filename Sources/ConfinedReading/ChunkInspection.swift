import Contributions
import ExchangeFormat
import XMLReading

// Holds a chunk that came through the pipe against what an honest reader of this document sends. What parsing would have guaranteed
// is guaranteed again: fields as the shape says, values that are UTF-8 and hold no control character, so that none can pass for a
// separator, in an answer or in the ledger; slices in the order in which they are laid down; ordinals and lines that go on.

struct ChunkInspection {
    private let sections: [(fieldCount: UInt8, hasList: Bool)]
    private let recordsMax: Int
    /// Records so far.
    private(set) var recordCount = 0
    private var lastLine: UInt32 = 1
    /// A chunk that was not full must have been the last.
    private var isLast = false

    init(_ shape: DocumentShape, recordsMax: Int) {
        sections = shape.sections.map { (UInt8($0.fields.count), $0.fields.contains { $0.item != nil }) }
        self.recordsMax = recordsMax
    }

    /// Checks the next chunk, whose bounds are known to be good.
    mutating func inspect(_ chunk: RecordChunk) throws(ChunkDamage) {
        guard !isLast, !chunk.records.isEmpty, chunk.ordinalBefore == recordCount, recordCount + chunk.records.count <= recordsMax else {
            throw ChunkDamage(reason: "count")
        }
        isLast = !chunk.isFull
        let line = chunk.arena.withUnsafeBufferPointer { arena in
            chunk.offsets.withUnsafeBufferPointer { offsets in
                chunk.records.withUnsafeBufferPointer { records in
                    chunk.faults.withUnsafeBufferPointer { faults in
                        Walk(arena: arena, offsets: offsets, faults: faults, sections: sections).run(over: records, after: lastLine)
                    }
                }
            }
        }
        guard let line else { throw ChunkDamage(reason: "content") }
        lastLine = line
        recordCount += chunk.records.count
    }

    /// A walk over one chunk.
    private struct Walk {
        let arena: UnsafeBufferPointer<UInt8>
        let offsets: UnsafeBufferPointer<UInt32>
        let faults: UnsafeBufferPointer<RecordChunk.StructureFault>
        let sections: [(fieldCount: UInt8, hasList: Bool)]

        /// The last record's line; nil when anything is not as it must be.
        func run(over records: UnsafeBufferPointer<RecordChunk.Record>, after line: UInt32) -> UInt32? {
            var line = line
            var nextOffset = 0
            var nextFault = 0
            var arenaDone = 0
            for record in records {
                let fieldCount = Int(record.fieldCount)
                guard record.line >= line, Int(record.section) < sections.count,
                    record.fieldCount == sections[Int(record.section)].fieldCount, Int(record.firstOffset) == nextOffset,
                    Int(record.firstFault) == nextFault, record.keyFlag <= 1
                else { return nil }
                let start = Int(offsets[nextOffset])
                let end = Int(offsets[nextOffset + fieldCount])
                if record.faultCount == 0 {
                    guard start == arenaDone, isGood(record, start..<end) else { return nil }
                } else {
                    guard start >= arenaDone, isFaulty(record, from: arenaDone, to: start), end == start + fieldCount,
                        arena[start..<end].allSatisfy({ $0 == RecordChunk.separator })
                    else { return nil }
                }
                line = record.line
                nextOffset += fieldCount + 1
                nextFault += Int(record.faultCount)
                arenaDone = end
            }
            return nextOffset == offsets.count && nextFault == faults.count && arenaDone == arena.count ? line : nil
        }

        /// As many separators as fields, one at each field's end: so no value holds one.
        private func isGood(_ record: RecordChunk.Record, _ slice: Range<Int>) -> Bool {
            let first = Int(record.firstOffset)
            guard
                ValueText.separators(in: UnsafeBufferPointer(rebasing: arena[slice]), allowsItems: sections[Int(record.section)].hasList)
                    == Int(record.fieldCount)
            else { return false }
            var areEnds = true
            for index in first + 1...first + Int(record.fieldCount) {
                areEnds = areEnds && arena[Int(offsets[index]) - 1] == RecordChunk.separator
            }
            guard areEnds else { return false }
            return record.keyIsPlain
                ? record.keyStart == offsets[first] && record.keyEnd == offsets[first + 1] - 1 : record.keyStart == 0 && record.keyEnd == 0
        }

        /// What a faulty record keeps: its faults and its key, before the ends of its empty fields.
        private func isFaulty(_ record: RecordChunk.Record, from start: Int, to end: Int) -> Bool {
            guard record.faultCount <= RecordChunk.faultsPerRecordMax else { return false }
            var next = start
            for fault in faults[Int(record.firstFault)..<Int(record.firstFault) + Int(record.faultCount)] {
                guard Int(fault.nameStart) >= next, Int(fault.valueEnd) <= end, isText(fault.nameStart, fault.nameEnd),
                    isText(fault.nameEnd, fault.valueEnd)
                else { return false }
                next = Int(fault.valueEnd)
            }
            if record.keyStart == 0, record.keyEnd == 0 { return true }
            return Int(record.keyStart) >= start && Int(record.keyEnd) <= end && isText(record.keyStart, record.keyEnd)
        }

        private func isText(_ start: UInt32, _ end: UInt32) -> Bool {
            ValueText.separators(in: UnsafeBufferPointer(rebasing: arena[Int(start)..<Int(end)]), allowsItems: false) == 0
        }
    }
}

/// What may stand in a value: XML's characters, as UTF-8.
enum ValueText {
    private static let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// How many separators the bytes hold; nil when they are not UTF-8, or hold what XML cannot carry.
    /// - Parameter allowsItems: whether what parts the items of a list may stand there.
    static func separators(in bytes: UnsafeBufferPointer<UInt8>, allowsItems: Bool) -> Int? {
        var count = 0
        var index = 0
        while index + 8 <= bytes.count {
            let word = UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self)
            // Per byte, without a carry between them: ASCII below a blank, and the separator.
            let low = ~((word | Word.highs) &- (Word.ones &* 0x20)) & ~word & Word.highs
            let difference = word ^ (Word.ones &* UInt64(RecordChunk.separator))
            let separators = ~(((difference & lows) &+ lows) | difference) & Word.highs
            count += separators.nonzeroBitCount
            if (low & ~separators) | (word & Word.highs) == 0 {
                index += 8
                continue
            }
            // A control character or one of several bytes: byte by byte up to the end of this word.
            count -= separators.nonzeroBitCount
            let end = index + 8
            while index < end {
                guard let length = step(bytes, at: index, allowsItems: allowsItems, &count) else { return nil }
                index += length
            }
        }
        while index < bytes.count {
            guard let length = step(bytes, at: index, allowsItems: allowsItems, &count) else { return nil }
            index += length
        }
        return count
    }

    @inline(__always)
    private static func step(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, allowsItems: Bool, _ count: inout Int) -> Int? {
        switch bytes[index] {
        case 0x20...0x7F, 0x09, 0x0A, 0x0D: return 1
        case RecordChunk.separator:
            count += 1
            return 1
        case RecordChunk.listSeparator: return allowsItems ? 1 : nil
        case 0x80...: if case .valid(let length) = Characters.judge(bytes, at: index) { return length } else { return nil }
        default: return nil
        }
    }

    /// Text outside the records: a header's value, a finding's detail.
    static func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { separators(in: bytes, allowsItems: false) == 0 }
}
