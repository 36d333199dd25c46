import Contributions
import ExchangeFormat
import Testing
import XMLReading

/// What reading a document came to, as text that tests compare. Chunks are checked for what everybody relies on.
struct Reading: Equatable {
    /// Which road entries may take: both, or libxml2's alone.
    enum Road: CaseIterable { case both, longWay }

    /// A record: line, section, and its fields joined by `|` (list items by `,`), or its faults as `!NAME=text`, then its key.
    var records: [String] = []
    var verdict = "good"
    var header: [String] = []
    /// LO01 as `NAME kind line:column`.
    var headerFindings: [String] = []
    var count = 0

    static let blockSizes = [1, 2, 3, 7, 64, 65_536]

    init(_ document: [UInt8], block: Int = 65_536, road: Road = .both, recordsMax: Int = 2_000_000, limits: XMLLimits = XMLLimits()) throws
    {
        var found: [String] = []
        var before = 0
        let reader = try DocumentReader(limits: limits, recordsMax: recordsMax, readsPlainEntries: road == .both) { chunk in
            #expect(chunk.ordinalBefore == before)
            before += chunk.records.count
            #expect(!chunk.records.isEmpty && chunk.records.count <= RecordChunk.recordsMax)
            for record in chunk.records { found.append(try Self.describe(record, chunk)) }
        }
        try document.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let end = min(start + block, bytes.count)
                try reader.push(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
        try reader.finish()
        records = found
        count = reader.recordCount
        header = reader.header?.values ?? []
        headerFindings =
            reader.header?.findings.map { "\($0.subject) \($0.details.joined()) \($0.place!.line):\($0.place!.column)" } ?? []
        if let fault = reader.fault {
            verdict = ([fault.code.rawValue] + fault.details).joined(separator: " ") + " \(fault.place!.line):\(fault.place!.column)"
            if fault.code == .XML08 { verdict += " '\(fault.value)'" }
        }
    }

    private static func describe(_ record: RecordChunk.Record, _ chunk: RecordChunk) throws -> String {
        let first = Int(record.firstOffset)
        let last = first + Int(record.fieldCount)
        try #require(last < chunk.offsets.count && Int(chunk.offsets[last]) <= chunk.arena.count)
        for index in first..<last {
            #expect(chunk.offsets[index] < chunk.offsets[index + 1])
            #expect(chunk.arena[Int(chunk.offsets[index + 1]) - 1] == RecordChunk.separator)
        }
        #expect(record.keyStart <= record.keyEnd && Int(record.keyEnd) <= chunk.arena.count)
        let text = { (range: Range<Int>) in String(decoding: chunk.arena[range], as: UTF8.self) }
        var description = "\(record.line) \(record.section) "
        if record.faultCount > 0 {
            let faults = chunk.faults[Int(record.firstFault)..<Int(record.firstFault) + Int(record.faultCount)]
            description += faults.map { fault in
                "!\(text(Int(fault.nameStart)..<Int(fault.nameEnd)))=\(text(Int(fault.nameEnd)..<Int(fault.valueEnd)))"
            }.joined()
            #expect((0..<Int(record.fieldCount)).allSatisfy { chunk.range(of: $0, in: record).isEmpty })
        } else {
            description += text(chunk.allFields(of: record)).replacing("\u{1F}", with: "|").replacing("\u{1E}", with: ",")
            let own = (0..<Int(record.fieldCount)).map { chunk.text(of: $0, in: record) }.joined(separator: "\u{1F}")
            #expect(own == text(chunk.allFields(of: record)))
        }
        return description + " key " + (record.keyIsPlain ? "" : "not plain ") + "'\(text(chunk.key(of: record)))'"
    }
}

/// Reads the document, and proves that neither the road nor the division into blocks matters.
func read(_ document: [UInt8], recordsMax: Int = 2_000_000, location: SourceLocation = #_sourceLocation) throws -> Reading {
    let whole = try Reading(document, recordsMax: recordsMax)
    for road in Reading.Road.allCases {
        for block in Reading.blockSizes {
            let parted = try Reading(document, block: block, road: road, recordsMax: recordsMax)
            if parted != whole { Issue.record("\(road) in blocks of \(block): \(parted), else \(whole)", sourceLocation: location) }
        }
    }
    return whole
}

func read(_ document: String, recordsMax: Int = 2_000_000, location: SourceLocation = #_sourceLocation) throws -> Reading {
    try read(Array(document.utf8), recordsMax: recordsMax, location: location)
}

/// Expects how the document ends: `good`, or code, details and place.
func expectVerdict(_ document: String, _ expected: String, location: SourceLocation = #_sourceLocation) throws {
    let found = try read(document, location: location)
    #expect(found.verdict == expected, sourceLocation: location)
}
