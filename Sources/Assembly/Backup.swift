public import LedgerSQLite
import Spooling

// `backup`: a copy of the ledger that can take a spool's ledger/ folder's place.

extension Assembly {
    /// Copies the ledger of a spool, beside a running daemon, into a folder that does not exist or is empty.
    /// - Throws: `CopyFolderRefused` when the folder is not taken.
    public static func backUp(_ settings: SpoolSettings, to path: String) throws -> LedgerCopy {
        let spool = try openSpool(settings)
        let ledger = try SQLiteLedger(opening: spool.ledgerPath, readOnly: true)
        let folder = try CopyFolder(at: path, outside: spool, calls: SystemFileCalls())
        let copy = try ledger.copy(to: folder.begin(SQLiteLedger.fileName))
        try folder.finish(SQLiteLedger.fileName)
        return copy
    }
}
