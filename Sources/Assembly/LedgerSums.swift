public import Contributions
import LedgerCore

// What the ledger holds over all owners, for a command that says what changed while it ran.

public struct LedgerSums: Sendable, Hashable {
    /// Files that were posted.
    public var files = 0
    /// Of these, files that could not be read.
    public var quarantined = 0
    /// Records of these files: recorded by them, on record before, refused.
    public var recorded = 0
    public var onRecord = 0
    public var refused = 0
    /// The money of `recorded`.
    public var recordedMoney: MoneySum = 0
    public var lastClosedDay: Day?
}

extension Assembly {
    /// One look at a spool's ledger, beside whoever writes to it.
    public static func sums(of settings: SpoolSettings) throws -> LedgerSums {
        let ledger = try openLedger(of: try openSpool(settings), readOnly: true)
        var sums = LedgerSums()
        for tally in try ledger.tallies() {
            sums.files += tally.files
            sums.quarantined += tally.quarantined
            sums.recorded += tally.counts.recorded
            sums.onRecord += tally.counts.onRecord
            sums.refused += tally.counts.refused
            sums.recordedMoney += tally.counts.recordedMoney
        }
        sums.lastClosedDay = try ledger.lastClosedDay()?.day
        return sums
    }
}
