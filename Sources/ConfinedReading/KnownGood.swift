import CProcessCalls
import Contributions
import ExchangeFormat
import Glibc

// A document of ours that any sound reader reads. The reader reads it before it confines itself, so that whatever begins lazily has
// begun; the daemon has it read before it blames a file for the end of a reader; `doctor` looks with it.

enum KnownGood {
    private static let document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <DANH_MUC PHIEN_BAN="1">
          <THONG_TIN_CHUNG>
            <MA_CQ_BHXH>00000</MA_CQ_BHXH>
            <MA_LO>0</MA_LO>
            <NGAY_LAP>20260101000000</NGAY_LAP>
          </THONG_TIN_CHUNG>
          <DS_NGUOI>
            <NGUOI><MA_SO_BHXH>0000000000</MA_SO_BHXH><SO_DDCN>000000000000</SO_DDCN></NGUOI>
            <NGUOI><!-- not plain --><MA_SO_BHXH>0000000001</MA_SO_BHXH><SO_DDCN>000000000001</SO_DDCN></NGUOI>
          </DS_NGUOI>
        </DANH_MUC>
        """
    static let recordCount = 2

    /// Calls `body` with it as an open file; nil when there is no memory for one.
    static func withFile<Result>(_ body: (FileToRead) throws -> Result) rethrows -> Result? {
        let file = process_make_memory_file()
        guard file >= 0 else { return nil }
        defer { close(file) }
        let bytes = Array(document.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { return nil }
        return try body(FileToRead(descriptor: file, bytes: Int64(bytes.count), format: .xml))
    }

    static func isRight(_ parsed: Parsed, records: Int) -> Bool {
        parsed.finding == nil && parsed.shape?.kind == .masterData && parsed.found == recordCount && records == recordCount
    }

    /// Counts what it gets.
    final class Counter: RecordTaking {
        private(set) var records = 0
        func begin(_ shape: DocumentShape, _ header: HeaderReading) {}
        func take(_ chunk: RecordChunk) { records += chunk.records.count }
    }
}
