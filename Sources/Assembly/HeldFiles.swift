public import Contributions
import ExchangePipeline
import LedgerCore
import Spooling

// A person's decision about a held file. Both work beside a running daemon, which takes the file with its next pass, and may
// be repeated after a stop in between.

extension Assembly {
    /// Lets a held file try again. False when no file of that number is held.
    public static func release(_ intake: IntakeNumber, of settings: SpoolSettings) throws -> Bool {
        try openSpool(settings).release(intake)
    }

    /// Has a held file answered with TEP07 and quarantined. False when no file of that number is held.
    public static func refuse(_ intake: IntakeNumber, of settings: SpoolSettings) throws -> Bool {
        let spool = try openSpool(settings)
        guard try spool.heldClaims().contains(where: { $0.intake == intake }) else { return false }
        // The decision first: when the file is seen in work/, it must not be read again.
        let ledger = try openLedger(of: spool, readOnly: false)
        try requireWhole(ledger, spool)
        try ledger.refuseHeld(intake, at: settings.clock.now())
        return try spool.release(intake)
    }
}
