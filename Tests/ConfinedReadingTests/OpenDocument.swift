import ConfinedReading
import Contributions
import ExchangeFormat
import Foundation

// Documents as open files, and what reading them comes to.

/// A file that is open for reading and has no name any more.
final class OpenDocument {
    let file: FileToRead

    init(_ bytes: [UInt8], _ format: FileToRead.Format = .xml) throws {
        let path = NSTemporaryDirectory() + "giaonhan-reading-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let descriptor = open(path, O_RDONLY)
        unlink(path)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        file = FileToRead(descriptor: descriptor, bytes: Int64(bytes.count), format: format)
    }

    convenience init(_ text: String) throws { try self.init(Array(text.utf8)) }

    deinit { close(file.descriptor) }

    /// A DIEU_CHINH that cancels so many codes. `prologue` stands before its root.
    static func cancellations(_ count: Int, prologue: String = "", entry: (Int) -> String = OpenDocument.entry) -> String {
        """
        \(prologue)<DIEU_CHINH PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>0101234567</MA_TCDVT><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>L-1</MA_LO>\
        <NGAY_LAP>20261120070000</NGAY_LAP><SO_LUONG>\(max(count, 1))</SO_LUONG></THONG_TIN_CHUNG><DS_HUY>
        \((0..<count).map(entry).joined(separator: "\n"))
        </DS_HUY></DIEU_CHINH>
        """
    }

    static func entry(_ number: Int) -> String {
        "<HUY><MA_XAC_NHAN>POS\(1_000_000_000 + number)</MA_XAC_NHAN><LY_DO>lý do số \(number)</LY_DO></HUY>"
    }
}

/// Keeps all that it is given.
final class Keeper: RecordTaking {
    private(set) var kind: DocumentKind?
    private(set) var header: [String] = []
    private(set) var headerFindings: [Finding] = []
    private(set) var records: [[String]] = []
    private(set) var places: [[Int]] = []
    /// Called before each chunk.
    var beforeChunk: () throws -> Void = {}

    func begin(_ shape: DocumentShape, _ header: HeaderReading) {
        (kind, self.header, headerFindings) = (shape.kind, header.values, header.findings)
    }

    func take(_ chunk: RecordChunk) throws {
        try beforeChunk()
        for record in chunk.records {
            records.append((0..<Int(record.fieldCount)).map { chunk.text(of: $0, in: record) })
            places.append([
                chunk.ordinalBefore, Int(record.line), Int(record.section), Int(record.faultCount), chunk.key(of: record).count,
                Int(record.keyFlag),
            ])
        }
    }
}

/// All that can be told of a reading.
struct Reading: Equatable {
    let kind: DocumentKind?
    let header: [String]
    let headerFindings: [Finding]
    let records: [[String]]
    let places: [[Int]]
    let finding: Finding?
    let found: Int

    init(of document: OpenDocument, by reader: any FileReading, limits: ReadingLimits = ReadingLimits()) throws {
        let (keeper, parsed) = try reader.read(document.file, limits: limits) { Keeper() }
        (kind, header, headerFindings) = (keeper.kind, keeper.header, keeper.headerFindings)
        (records, places) = (keeper.records, keeper.places)
        (finding, found) = (parsed.finding, parsed.found)
    }
}
