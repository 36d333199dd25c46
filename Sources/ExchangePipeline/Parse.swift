import ConfinedReading
import Contributions
import Spooling

// Step 4, parse: a file's bytes become chunks of records, in a process of its own (ConfinedReading). Nothing is judged here but what
// makes a file unreadable: TEP07 when reading it breaks down, ZIP and XML codes; the first such finding in the order of rules.md is
// the file's. If the daemon stops here: nothing was written but private staging, and the claim is read again.

/// A file that is ready to be read: proven bytes, known by their digest as soon as that is made.
struct Content {
    /// Keeps it open.
    let file: FileToRead
    let digest: Digest
    var bytes: Int64 { file.bytes }
    var format: FileToRead.Format { file.format }

    init(_ file: any ReadableFile, _ format: FileToRead.Format, _ digest: Digest) {
        self.file = FileToRead(descriptor: file.descriptor, bytes: file.bytes, format: format, keeper: file)
        self.digest = digest
    }
}

/// An open file as the steps read it: one of the spool's, or anybody's for `check`.
protocol ReadableFile: AnyObject {
    var descriptor: Int32 { get }
    /// Its length when it was opened.
    var bytes: Int64 { get }
    /// The number of bytes read, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension OpenFile: ReadableFile {}

enum Parser {
    /// Reads a file into a taker; into a fresh one when a reading broke down. The taker of a file with a finding got part of it at most.
    static func parse<Taker: RecordTaking>(
        _ content: Content, limits: ExchangeLimits, by reader: any FileReading, into makeTaker: () throws -> Taker
    ) throws -> (taker: Taker, parsed: Parsed) {
        try reader.read(content.file, limits: limits.reading, into: makeTaker)
    }
}
