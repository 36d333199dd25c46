import ConfinedReading
public import Diagnosis
import ExchangePipeline
import Glibc
import LedgerSQLite
import SheetWriting
import Spooling
import XMLReading
import ZipReading

// `doctor`: looks at the ground beside a daemon or without one, also at a spool that the daemon would not open.

extension Assembly {
    /// - Throws: `SpoolFault` when the spool's own folder cannot be opened.
    public static func doctor(of settings: SpoolSettings) throws -> Doctor {
        let clock = settings.clock
        return Doctor(
            ground: try Ground(at: settings.path, calls: SystemFileCalls()), ledger: SQLiteLedger.condition,
            readerTrouble: { readerTrouble(of: settings) }, now: settings.now == nil ? { clock.now() } : nil,
            fileBytesMax: settings.limits.fileBytesMax, versions: versions)
    }

    /// Why files cannot be read by a confined process on this machine.
    private static func readerTrouble(of settings: SpoolSettings) -> String? {
        do { try makeReader(settings).requireSound() } catch { return "\(error)" }
        return nil
    }

    private static var versions: [String] {
        [
            "SQLite \(SQLiteLedger.libraryVersion)", "libxml2 \(XMLReader.libraryVersion)", "zlib \(ZipEntryReader.libraryVersion)",
            "libxlsxwriter \(Workbook.libraryVersion)", "Linux \(kernel)",
        ]
    }

    private static var kernel: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "?" }
        return withUnsafeBytes(of: &name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
