import Contributions
import ExchangeFormat
import Glibc
import ZipReading

// The reading itself: bytes are inflated, parsed, and become chunks of records. Nothing is judged but what makes a file unreadable
// (ZIP, XML codes); the first such finding in the order of rules.md is the file's. The confined process runs this body; tests that
// are about something else run it where they are.

/// Reads files within this process.
public final class InProcessReading: FileReading {
    public init() {}

    public func read<Taker: RecordTaking>(
        _ file: FileToRead, limits: ReadingLimits, into makeTaker: () throws -> Taker
    ) throws -> (taker: Taker, parsed: Parsed) {
        let taker = try makeTaker()
        return (taker, try Self.read(file, limits: limits, into: taker))
    }

    private static let blockBytes = 64 << 10

    /// - Parameter betweenBlocks: called before each block of content.
    static func read(
        _ file: FileToRead, limits: ReadingLimits, into taker: any RecordTaking, betweenBlocks: () -> Void = {}
    ) throws -> Parsed {
        var begun = false
        // Weak: the reader keeps the closure, which must not keep the reader.
        weak var reading: DocumentReader?
        let reader = try DocumentReader(limits: limits.xml, recordsMax: limits.recordsMax) { chunk in
            if !begun, let reading {
                begun = true
                try taker.begin(reading.shape!, reading.header!)
            }
            try taker.take(chunk)
        }
        reading = reader
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 64)
        defer { block.deallocate() }
        var finding: Finding?
        switch file.format {
        case .xml: try readPlain(file, block, into: reader, betweenBlocks)
        case .zip: finding = try readZip(file, block, limits: limits.zip, into: reader, betweenBlocks)
        }
        if finding == nil { try reader.finish() }
        return Parsed(finding: finding ?? reader.fault, shape: reader.shape, header: reader.header, found: reader.recordCount)
    }

    private static func readPlain(
        _ file: FileToRead, _ block: UnsafeMutableRawBufferPointer, into reader: DocumentReader, _ betweenBlocks: () -> Void
    ) throws {
        var place: Int64 = 0
        while reader.fault == nil {
            betweenBlocks()
            let count = try file.read(into: block, at: place)
            if count == 0 { return }
            place += Int64(count)
            try reader.push(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }

    /// The archive's codes come before those of its content, so it is inflated to its end whatever the XML says.
    private static func readZip(
        _ file: FileToRead, _ block: UnsafeMutableRawBufferPointer, limits: ZipLimits, into reader: DocumentReader,
        _ betweenBlocks: () -> Void
    ) throws -> Finding? {
        do {
            let entry = try ZipEntryReader(descriptor: file.descriptor, fileBytes: file.bytes, limits: limits)
            while true {
                betweenBlocks()
                let count = try entry.read(into: block)
                if count == 0 { return nil }
                try reader.push(UnsafeRawBufferPointer(rebasing: block[..<count]))
            }
        } catch ZipTrouble.finding(let found) {
            return Finding(RuleCode(rawValue: found.code.rawValue)!, details: found.detail.details)
        }
    }
}

extension FileToRead {
    /// The number of bytes read from that place on, 0 at the end.
    func read(into block: UnsafeMutableRawBufferPointer, at place: Int64) throws(FileReadFault) -> Int {
        while true {
            let count = pread(descriptor, block.baseAddress, block.count, off_t(place))
            if count >= 0 { return count }
            if errno != EINTR { throw FileReadFault(errno: errno, offset: place) }
        }
    }

    /// Reads it to its end and throws the bytes away: whether the disk gives them.
    func requireReadable() throws(FileReadFault) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { block.deallocate() }
        var place: Int64 = 0
        while case let count = try read(into: block, at: place), count > 0 { place += Int64(count) }
    }
}

extension ZipDetail {
    /// What the catalogue's message names for the code.
    var details: [String] {
        switch self {
        case .entryCount(let count): ["count", String(count)]
        case .entryNameNotXML(let name): ["name", name]
        case .entryNameNotFlat(let name): [name]
        case .folder, .notPlainFile: ["kind"]
        case .encrypted: []
        case .method(let method): [String(method)]
        case .inflatedBytes(let limit), .declaredBytes(_, let limit): ["size", String(limit)]
        case .ratio(let limit): ["ratio", String(limit)]
        default: [String(describing: self).prefix { $0 != "(" }.description]
        }
    }
}
