import Contributions
import ExchangeFormat
import Spooling
import ZipReading

// Step 4, parse: a file's bytes become chunks of records. Nothing is judged here but what makes a file unreadable (ZIP, XML
// codes); the first such finding in the order of rules.md is the file's. If the daemon stops here: nothing was written but
// private staging, and the claim is read again.

/// A file that is ready to be read: proven bytes, known by their digest.
struct Content {
    enum Format { case xml, zip }
    let file: any ReadableFile
    let format: Format
    let sha256: [UInt8]
}

/// An open file as the steps read it: one of the spool's, or anybody's for `check`.
protocol ReadableFile: AnyObject {
    var descriptor: Int32 { get }
    /// Its length when it was opened.
    var bytes: Int64 { get }
    /// The number of bytes read, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
    /// The file from here on, at most `limit` bytes.
    func readAll(limit: Int) throws -> [UInt8]
}

extension OpenFile: ReadableFile {}

/// What reading a file came to.
struct Parsed {
    /// Why it cannot be read or is none of the documents; nil when it was read to its end.
    var finding: Finding?
    var shape: DocumentShape?
    var header: HeaderReading?
    var found = 0
}

/// Takes what reading finds, while it is read.
protocol RecordTaking: AnyObject {
    /// The header is known: called once, before the first chunk.
    func begin(_ shape: DocumentShape, _ header: HeaderReading) throws
    func take(_ chunk: RecordChunk) throws
}

enum Parser {
    static let blockBytes = 64 << 10

    static func parse(_ content: Content, limits: ExchangeLimits, into taker: any RecordTaking) throws -> Parsed {
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
        var finding: Finding?
        switch content.format {
        case .xml: try readPlain(content.file, into: reader)
        case .zip: finding = try readZip(content.file, limits: limits.zip, into: reader)
        }
        if finding == nil { try reader.finish() }
        return Parsed(
            finding: finding ?? reader.fault, shape: reader.shape, header: reader.header, found: reader.recordCount)
    }

    private static func readPlain(_ file: any ReadableFile, into reader: DocumentReader) throws {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 64)
        defer { block.deallocate() }
        while reader.fault == nil {
            let count = try file.read(into: block)
            if count == 0 { return }
            try reader.push(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }

    /// The archive's codes come before those of its content, so it is inflated to its end whatever the XML says.
    private static func readZip(_ file: any ReadableFile, limits: ZipLimits, into reader: DocumentReader) throws -> Finding? {
        do {
            let entry = try ZipEntryReader(descriptor: file.descriptor, fileBytes: file.bytes, limits: limits)
            let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockBytes, alignment: 64)
            defer { block.deallocate() }
            while true {
                let count = try entry.read(into: block)
                if count == 0 { return nil }
                try reader.push(UnsafeRawBufferPointer(rebasing: block[..<count]))
            }
        } catch ZipTrouble.finding(let found) {
            return Finding(RuleCode(rawValue: found.code.rawValue)!, details: found.detail.details)
        }
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
