public import Contributions
public import ExchangePipeline
import Glibc
import Spooling

// Examiners for `check`, which opens nothing for writing: no lock, a ledger for reading only, scratch space outside the spool.

extension Assembly {
    /// An examiner that knows no spool; of the settings only the clock, the limits and the reader are looked at.
    public static func makeExaminer(withoutSpool settings: SpoolSettings) -> Examiner {
        Examiner(clock: settings.clock, limits: settings.limits, reader: makeReader(settings), scratchFolder: temporaryFolder)
    }

    /// An examiner that knows what a spool's ledger knows, beside a daemon or without one.
    public static func makeExaminer(_ settings: SpoolSettings, owner: Owner) throws -> Examiner {
        let spool = try openSpool(settings)
        return try Examiner(
            owner: owner, ledger: try openLedger(of: spool, readOnly: true), clock: settings.clock, limits: settings.limits,
            reader: makeReader(settings), scratchFolder: temporaryFolder)
    }

    private static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }
}
