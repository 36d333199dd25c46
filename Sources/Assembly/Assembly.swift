public import ConfinedReading
public import Contributions
public import ExchangePipeline
public import LedgerCore
import LedgerSQLite
public import Logging
public import Spooling

// Makes ready objects of what a command was told: the one place that knows which ledger and which file calls are used.

/// Where a spool is and how it is worked on.
public struct SpoolSettings: Sendable {
    public var path: String
    /// `--now`: a clock that stands still.
    public var now: VietnamTime?
    public var limits: ExchangeLimits
    /// The program that reads partners' bytes in a process of its own; tests, which are another program, name the built one.
    public var readerProgram: String

    public init(
        path: String, now: VietnamTime? = nil, limits: ExchangeLimits = ExchangeLimits(), readerProgram: String = ReaderProcess.thisProgram
    ) {
        self.path = path
        self.now = now
        self.limits = limits
        self.readerProgram = readerProgram
    }

    public var clock: any WallClock { now.map { FixedWallClock($0) } ?? SystemWallClock() }
}

public enum Assembly {
    /// Makes the folders and an empty ledger; does nothing to what is there already.
    /// - Returns: whether a ledger was made.
    @discardableResult
    public static func initialize(_ settings: SpoolSettings, prefix: String) throws -> Bool {
        try Spool.create(at: settings.path, calls: SystemFileCalls())
        let spool = try Spool(openingAt: settings.path, calls: SystemFileCalls())
        return try SQLiteLedger.create(in: spool.ledgerPath, prefix: prefix)
    }

    public static func openSpool(_ settings: SpoolSettings) throws -> Spool {
        try Spool(openingAt: settings.path, calls: SystemFileCalls())
    }

    /// The spool's ledger, to look at or (for small decisions) to write to beside a daemon.
    public static func openLedger(of spool: Spool, readOnly: Bool) throws -> any Ledger {
        try SQLiteLedger(opening: spool.ledgerPath, readOnly: readOnly)
    }

    /// The day's end, which works beside a daemon.
    /// - Throws: `RestoredLedger` when the ledger has forgotten what archive/ knows.
    public static func makeDayEnd(_ settings: SpoolSettings, times: ClosingTimes, log: Logger) throws -> DayEnd {
        let spool = try openSpool(settings)
        let ledger = try openLedger(of: spool, readOnly: false)
        try requireWhole(ledger, spool)
        return DayEnd(
            spool: spool, ledger: ledger, workers: reportWorkers, clock: settings.clock, times: times,
            log: log)
    }

    /// Who renders reports: two, each with a connection of its own. More than two gain little beside SQLite and one disk.
    public static var reportWorkers: ReportWorkers {
        ReportWorkers { spool in try SQLiteLedger(opening: spool.ledgerPath, readOnly: true) }
    }

    /// What is wrong with the machine's clock, as far as the ledger tells; nobody asks under `--now`.
    public static func clockTrouble(of settings: SpoolSettings) throws -> ClockTrouble? {
        try clockTrouble(of: settings, try openLedger(of: try openSpool(settings), readOnly: true))
    }

    static func clockTrouble(of settings: SpoolSettings, _ ledger: any Ledger) throws -> ClockTrouble? {
        guard settings.now == nil else { return nil }
        return ClockWatch.trouble(atStart: settings.clock.now(), lastEvent: try ledger.lastEvent()?.at)
    }

    /// Whoever reads partners' bytes: a confined process, begun when the first file comes.
    /// - Parameter log: hears of every reader that broke down.
    static func makeReader(_ settings: SpoolSettings, log: Logger? = nil) -> ReaderProcess {
        ReaderProcess(executable: settings.readerProgram, budgets: settings.limits.budgets) { end in
            log?.warning("the reader ended while it had a file in hand: \(end)", metadata: ["step": "parse"])
        }
    }

    /// A pipeline that holds the spool.
    /// - Parameter restored: told what the ledger has forgotten, which is then passed over; nil where nobody has said that it was put back.
    /// - Throws: `SpoolHeld` when another process does, `RestoredLedger` when the ledger has forgotten something and nobody said so.
    public static func makePipeline(_ settings: SpoolSettings, restored: ((ForgottenWork) -> Void)? = nil, log: Logger) throws -> Pipeline {
        let calls = SystemFileCalls()
        let spool = try Spool(openingAt: settings.path, calls: calls)
        let lock = try SpoolLock.acquire(spool: settings.path, calls: calls, description: ProcessName.current(at: settings.clock.now()))
        let ledger = try SQLiteLedger(opening: spool.ledgerPath)
        if let restored {
            let forgotten = try ForgottenWork.look(spool, ledger)
            try forgotten.passOver(spool, ledger, at: settings.clock.now())
            restored(forgotten)
        } else {
            try requireWhole(ledger, spool)
        }
        return try Pipeline(
            spool: spool, ledger: ledger, posted: try SQLiteLedger(opening: spool.ledgerPath, readOnly: true, cacheKiB: 2048), lock: lock,
            clock: settings.clock, limits: settings.limits, reader: makeReader(settings, log: log), log: log)
    }

    /// Nothing is claimed, closed or decided by a ledger that has forgotten what was published.
    static func requireWhole(_ ledger: any Ledger, _ spool: Spool) throws {
        let forgotten = try ForgottenWork.look(spool, ledger)
        if !forgotten.isEmpty { throw RestoredLedger(forgotten) }
    }
}
