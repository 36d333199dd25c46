public import Contributions
public import ExchangeFormat
public import XMLReading
public import ZipReading

// Reading a file as the steps see it: an open file goes in; a header, chunks of records and an end come out. Who does the work is
// behind the protocol: a process of its own (ReaderProcess), or this one (InProcessReading).

/// A file to be read: open, and known to stay as it is. It is read by place, so the descriptor's own position does not matter. One object
/// is one file: a descriptor's number may come again.
public final class FileToRead {
    public enum Format: UInt32, Sendable { case xml = 1, zip = 2 }
    public let descriptor: Int32
    /// Its length.
    public let bytes: Int64
    public let format: Format
    private let keeper: AnyObject?

    /// - Parameter keeper: what keeps the descriptor open as long as it lives; nil when the caller sees to it.
    public init(descriptor: Int32, bytes: Int64, format: Format, keeper: AnyObject? = nil) {
        (self.descriptor, self.bytes, self.format, self.keeper) = (descriptor, bytes, format, keeper)
    }
}

/// How far a file's content may go (ZIP07, XML05, LO06).
public struct ReadingLimits: Sendable {
    public var zip: ZipLimits
    public var xml: XMLLimits
    /// Records of one document; those beyond are counted and not handed on.
    public var recordsMax: Int

    public init(zip: ZipLimits = ZipLimits(), xml: XMLLimits = XMLLimits(), recordsMax: Int = 2_000_000) {
        (self.zip, self.xml, self.recordsMax) = (zip, xml, recordsMax)
    }
}

/// What reading a file came to.
public struct Parsed {
    /// Why it cannot be read or is none of the documents; nil when it was read to its end.
    public var finding: Finding?
    /// Known once its taker was told to begin.
    public var shape: DocumentShape?
    public var header: HeaderReading?
    /// Its records, those beyond the limit too.
    public var found: Int

    public init(finding: Finding?, shape: DocumentShape?, header: HeaderReading?, found: Int) {
        (self.finding, self.shape, self.header, self.found) = (finding, shape, header, found)
    }
}

/// Takes what reading finds, while it is read.
public protocol RecordTaking: AnyObject {
    /// The header is known: called once, before the first chunk.
    func begin(_ shape: DocumentShape, _ header: HeaderReading) throws
    /// The chunk's memory is used again after it returns.
    func take(_ chunk: RecordChunk) throws
}

/// Reads files, one after the other.
public protocol FileReading: AnyObject {
    /// Says which files are read next, in this order and all within the same limits; whoever reads may begin with them beforehand. It
    /// binds nobody: another file may be read instead.
    func expect(_ files: [FileToRead])

    /// Reads a file into a taker. A reading that broke down begins anew with a fresh taker, so what a taker did until then must not
    /// last.
    /// - Returns: the taker that got the whole file, or one that got nothing when the finding says why it was not read.
    /// - Throws: a fault of ours, and whatever the taker throws.
    func read<Taker: RecordTaking>(
        _ file: FileToRead, limits: ReadingLimits, into makeTaker: () throws -> Taker
    ) throws -> (taker: Taker, parsed: Parsed)
}

extension FileReading {
    /// Nothing is begun beforehand.
    public func expect(_ files: [FileToRead]) {}
}

/// A fault of the disk while a file was read; says nothing about the file.
public struct FileReadFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let errno: Int32
    /// The place in the file that was wanted.
    public let offset: Int64

    public var description: String { "reading a file failed at byte \(offset): error \(errno)" }
}
