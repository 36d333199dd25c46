import Contributions
import Testing

/// The flat memory of records.
@Suite("Record chunks")
struct RecordChunkTests {
    private func chunk(_ values: [[String]]) -> RecordChunk {
        let chunk = RecordChunk()
        for (line, fields) in values.enumerated() {
            chunk.records.append(
                RecordChunk.Record(
                    line: UInt32(line + 1), section: 0, fieldCount: UInt8(fields.count), firstOffset: UInt32(chunk.offsets.count),
                    firstFault: 0))
            chunk.offsets.append(UInt32(chunk.arena.count))
            for field in fields {
                chunk.arena += Array(field.utf8) + [RecordChunk.separator]
                chunk.offsets.append(UInt32(chunk.arena.count))
            }
        }
        return chunk
    }

    @Test("fields are found one by one and all together")
    func fields() {
        let chunk = chunk([["a", "", "ế"], ["", "", ""], ["x", "y", "z"]])
        #expect(
            chunk.records.map { record in (0..<3).map { chunk.text(of: $0, in: record) } } == [
                ["a", "", "ế"], ["", "", ""], ["x", "y", "z"],
            ])
        let last = chunk.records[2]
        #expect(String(decoding: chunk.arena[chunk.allFields(of: last)], as: UTF8.self) == "x\u{1F}y\u{1F}z")
        #expect(chunk.allFields(of: chunk.records[1]).count == 2)
    }

    @Test("a chunk is full by its records or by its bytes, and starts again with its count going on")
    func full() {
        let chunk = chunk([["a"]])
        #expect(!chunk.isFull)
        chunk.records = Array(repeating: chunk.records[0], count: RecordChunk.recordsMax)
        #expect(chunk.isFull)
        chunk.startNext()
        #expect(chunk.ordinalBefore == RecordChunk.recordsMax)
        #expect(chunk.records.isEmpty && chunk.offsets.isEmpty && chunk.arena.isEmpty && chunk.faults.isEmpty)
        chunk.arena = Array(repeating: 0, count: RecordChunk.arenaBytesFull)
        #expect(chunk.isFull)
    }

    @Test("a key's mark is a number, so that any byte read back is a value")
    func keys() {
        let chunk = chunk([["a"]])
        var record = chunk.records[0]
        #expect(!record.keyIsPlain && chunk.key(of: record).isEmpty)
        record.keyIsPlain = true
        #expect(record.keyFlag == 1)
        record.keyFlag = 77
        #expect(!record.keyIsPlain)
    }
}
