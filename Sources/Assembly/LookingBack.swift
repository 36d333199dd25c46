public import ExchangePipeline
import LedgerCore
public import Logging
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

    /// Looks for whatever is not as it was written.
    public static func verifier(
        of settings: SpoolSettings, watch: @escaping (Verifier.Step, Int64) throws -> Void, tell: @escaping (Discrepancy) throws -> Void
    ) throws -> Verifier {
        let spool = try openSpool(settings)
        return Verifier(spool: spool, ledger: try openLedger(of: spool, readOnly: true), watch: watch, tell: tell)
    }

    /// Puts answers and forms back into their outboxes, beside a daemon or without one.
    public static func republisher(of settings: SpoolSettings, log: Logger) throws -> Republisher {
        let spool = try openSpool(settings)
        return Republisher(spool: spool, ledger: try openLedger(of: spool, readOnly: true), log: log)
    }
}
