import ArgumentParser
import Assembly
import ExchangePipeline
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

struct RunCommand: AsyncParsableCommand, SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watches the inboxes and takes every file to its answer.",
        discussion: """
            SIGTERM and SIGINT let the claimed file come to its end, then the process exits with 0.

            While the machine's clock cannot be believed, no file is claimed and no day is closed: when it is before the last event on \
            record, or more than 35 days after it, at the start; or later runs more than 5 minutes away from the time that has passed. Put \
            it right, or start with --accept-clock.

            When archive/ knows files that the ledger does not, an older copy of the ledger was put back: the start ends with 3. Start once \
            with --restored: numbers and codes go on behind every one that was published, and the files that the ledger forgot are \
            listed, to be dropped again.

            Examples:
              giaonhan run --spool /srv/giaonhan
              giaonhan run --spool spool --once --settle 0
            """)

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "Work until nothing is left, close every day that is over, and end.")
    var once = false

    @Flag(name: .long, help: "The ledger was put back from a copy: go on behind all that archive/ shows, and list what is forgotten.")
    var restored = false

    @OptionGroup var watch: WatchOptions

    @OptionGroup var closing: ClosingOptions

    @OptionGroup var alarm: AlarmOptions

    @OptionGroup var accepting: AcceptClockOption

    @OptionGroup var limits: LimitOptions

    @OptionGroup var logging: LogOptions

    @OptionGroup var words: LanguageOption

    func run() async throws {
        let inForce = try options.inForce(watch, closing, alarm, limits, logging, words)
        let spool = try options.settings(in: inForce)
        let log = CommandLog.make(level: inForce[AllSettings.logLevel].level, format: inForce[AllSettings.logFormat])
        var settings = WatchSettings()
        settings.isOnce = once
        settings.settle = inForce[AllSettings.settle]
        settings.poll = max(inForce[AllSettings.poll], .milliseconds(10))
        settings.closing = inForce.closing
        settings.watchesClock = spool.now == nil
        settings.acceptsClock = accepting.acceptClock
        let figures = FiguresKeeper(log: log) { [spool, closing = settings.closing] trouble in
            try Assembly.renewFigures(of: spool, alarmAtSecond: closing.alarmAtSecond, clock: .daemons(trouble)) { status in
                let report = StatusReport(status: status)
                return (try report.json, report.metrics)
            }
        }
        let before = Mutex<LedgerSums?>(nil)
        let watcher = Watcher(settings: settings, log: log, figures: figures, workers: Assembly.reportWorkers) {
            [spool, once, restored, language = inForce[AllSettings.lang]] in
            try StartCheck.run(spool, log)
            let list = { (forgotten: ForgottenWork) in Standard.output(forgotten.list(language)) }
            let pipeline = try Assembly.makePipeline(spool, restored: restored ? list : nil, log: log)
            if once {
                let sums = try Assembly.sums(of: spool)
                before.withLock { $0 = sums }
            }
            return pipeline
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // Ended in reverse: the figures are renewed once more when the watcher is done.
                services: [.init(service: figures), .init(service: watcher, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: CommandLog.quiet))
        defer {
            if once, let before = before.withLock({ $0 }), let after = try? Assembly.sums(of: spool) {
                Standard.output(RunSummary(before: before, after: after).text(inForce[AllSettings.lang]))
            }
        }
        try await group.run()
    }
}

/// The levels that the setting `log-level` knows.
enum LogLevel: String, CaseIterable {
    case debug, info, warning, error

    var level: Logger.Level { Logger.Level(rawValue: rawValue)! }
}
