public import ExchangePipeline
import LedgerCore
import Spooling

// What people ask long after: each opens the ledger for reading only and takes no lock, so it stands beside a daemon.

extension Assembly {
    /// The payment behind a code, for whoever knows a number of its participant.
    public static func lookUp(code: String, number: String, in settings: SpoolSettings) throws -> LookUp? {
        try LookUp.find(code: code, number: number, in: try openLedger(of: try openSpool(settings), readOnly: true))
    }

    /// Everything that happened to what is behind a key; nil when nobody knows it.
    public static func story(of key: String, in settings: SpoolSettings) throws -> Story? {
        let spool = try openSpool(settings)
        return try Story.tell(key, spool: spool, ledger: try openLedger(of: spool, readOnly: true))
    }
}
