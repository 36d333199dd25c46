import Contributions
import ExchangeFormat
import Testing

@testable import ConfinedReading

// A chunk that passes the inspection can be judged and kept without fear, whoever made it.

@Suite("The inspection of chunks")
struct ChunkInspectionTests {
    /// Chunks of an honest reading: plain entries, entries with faults, entries without a key.
    private static func chunks(_ count: Int) throws -> [[UInt8]] {
        final class Encoder: RecordTaking {
            var chunks: [[UInt8]] = []
            func begin(_ shape: DocumentShape, _ header: HeaderReading) {}
            func take(_ chunk: RecordChunk) {
                var bytes: [UInt8] = []
                ChunkCoding.encode(chunk, into: &bytes)
                chunks.append(bytes)
            }
        }
        let document = try OpenDocument(
            OpenDocument.cancellations(count) { number in
                switch number % 10 {
                case 3: "<HUY><LY_DO>no code</LY_DO></HUY>"
                case 6: "<HUY><LY_DO>ế</LY_DO><MA_XAC_NHAN>POS1</MA_XAC_NHAN><LA>x</LA></HUY>"
                default: OpenDocument.entry(number)
                }
            })
        return try InProcessReading().read(document.file, limits: ReadingLimits()) { Encoder() }.taker.chunks
    }

    private func inspect(_ chunks: [[UInt8]], recordsMax: Int = 1_000_000) throws -> RecordChunk {
        var inspection = ChunkInspection(.adjustment, recordsMax: recordsMax)
        let chunk = RecordChunk()
        for bytes in chunks {
            try bytes.withUnsafeBytes { try ChunkCoding.decode($0, into: chunk) }
            try inspection.inspect(chunk)
        }
        return chunk
    }

    @Test("honest chunks pass, in their order and once each")
    func honest() throws {
        let chunks = try Self.chunks(10_000)
        #expect(chunks.count == 3)
        _ = try inspect(chunks)
        for wrong in [[chunks[1]], [chunks[0], chunks[0]], [chunks[0], chunks[2]], [chunks[0], chunks[1], chunks[2], chunks[2]]] {
            #expect(throws: ChunkDamage.self) { try inspect(wrong) }
        }
        #expect(throws: ChunkDamage.self) { try inspect(chunks, recordsMax: 9_999) }
    }

    /// Twenty thousand chunks with one, two or three bytes changed: either they are refused, or all that is guaranteed still holds.
    @Test("bytes changed at random are found, or harm nothing")
    func mutations() throws {
        let honest = try Self.chunks(40)[0]
        var random = SystemRandomNumberGenerator()
        var (refused, passed) = (0, 0)
        for _ in 0..<20_000 {
            var bytes = honest
            for _ in 0...Int.random(in: 0...2, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                let chunk = try inspect([bytes])
                passed += 1
                for record in chunk.records { expectSound(record, of: chunk, bytes) }
            } catch is ChunkDamage {
                refused += 1
            }
        }
        #expect(refused > 10_000 && passed > 100, "\(refused) refused, \(passed) passed")
    }

    private func expectSound(_ record: RecordChunk.Record, of chunk: RecordChunk, _ bytes: [UInt8]) {
        let shape = DocumentShape.adjustment.sections
        guard Int(record.section) < shape.count, Int(record.fieldCount) == shape[Int(record.section)].fields.count else {
            Issue.record("another shape: \(bytes)")
            return
        }
        var slices = (0..<Int(record.fieldCount)).map { chunk.range(of: $0, in: record) } + [chunk.key(of: record)]
        for fault in chunk.faults[Int(record.firstFault)..<Int(record.firstFault) + Int(record.faultCount)] {
            slices += [Int(fault.nameStart)..<Int(fault.nameEnd), Int(fault.nameEnd)..<Int(fault.valueEnd)]
        }
        for slice in slices {
            let value = chunk.arena[slice]
            let isText = String(validating: value, as: UTF8.self) != nil
            let hasControl = value.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }
            if !isText || hasControl { Issue.record("\(Array(value)) of \(bytes)") }
        }
    }

    @Test(
        "text is what XML can carry",
        arguments: [
            ("plain", 0), ("a\u{1F}b\u{1F}", 2), ("tab\tline\r\n", 0), ("Nguyễn Thị Mẫu, số 1, đường Đ\u{1F}", 1), ("\u{1F600}", 0),
            ("bell\u{07}", nil), ("0123456\u{00}", nil), ("item\u{1E}item", nil), ("\u{FFFF}", nil), ("\u{7F}\u{80}", 0),
        ] as [(String, Int?)])
    func text(text: String, separators: Int?) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { ValueText.separators(in: $0, allowsItems: false) } == separators)
    }

    @Test("bytes that are no UTF-8 are no text, wherever they stand")
    func notUTF8() {
        for wrong: [UInt8] in [[0xC3], [0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0xFF]] {
            for before in 0..<17 {
                let bytes = Array(repeating: UInt8(ascii: "x"), count: before) + wrong + Array("tail".utf8)
                #expect(bytes.withUnsafeBufferPointer { ValueText.separators(in: $0, allowsItems: true) } == nil, "\(bytes)")
            }
        }
    }

    @Test("a list's items are parted where a document has lists")
    func items() {
        #expect(Array("\u{1E}90001\u{1E}90002".utf8).withUnsafeBufferPointer { ValueText.separators(in: $0, allowsItems: true) } == 0)
    }
}
