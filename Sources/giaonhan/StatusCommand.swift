import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import Rulebook

struct StatusCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what is waiting, in work, held, answered and refused, per partner.",
        discussion: """
            Only looks, beside a running daemon. Red lights say what a person has to do: a held file, a file that waits longer than 15 \
            minutes, an upload under way for a day, a folder that is none, a day that is not closed or a report that is not in its outbox at --alarm-at, a clock that \
            cannot be believed, a figure that does not add up.

            Notes say whom to ask, and are never red: a partner silent for 2 days, money listed 3 days ago that no bank has credited, \
            money credited that no listing agrees with.

            The daemon keeps the same in the spool, renewed each minute: status.json, which is what --json prints, and metrics.prom for \
            Prometheus' text-file collector.

            Examples:
              giaonhan status --spool /srv/giaonhan
              giaonhan status --spool /srv/giaonhan --lang en

            Exit codes: 0 all is well; 1 red; 3 a fault of the system.
            """)

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "The same in JSON, for programs. LY_DO is Vietnamese.")
    var json = false

    @OptionGroup var alarm: AlarmOptions

    @OptionGroup var words: LanguageOption

    func validate() throws { try words.requireNone(with: json) }

    func run() throws {
        let inForce = try options.inForce(alarm, words)
        let status = try Assembly.status(
            of: options.settings(in: inForce), alarmAtSecond: inForce.closing.alarmAtSecond, clock: .own)
        let report = StatusReport(status: status, language: inForce[AllSettings.lang])
        if json {
            try report.json.withUnsafeBytes { Standard.output($0) }
        } else {
            Standard.output(report.text)
        }
        if status.isRed { throw Exit.notRight }
    }
}
