import Answers
import ArgumentParser
import Assembly
import Contributions

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what is waiting, in work, held, answered and refused, per partner.",
        discussion: """
            Only looks, beside a running daemon. Red lights say what a person has to do: a held file, a file that waits longer than 15 \
            minutes, an upload under way for a day, a folder that is none, a day that is not closed, a figure that does not add up.

            Example:
              giaonhan status --spool /srv/giaonhan

            Exit codes: 0 all is well; 1 red; 3 a fault of the system.
            """)

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "The same in JSON, for programs.")
    var json = false

    func run() throws {
        let status = try Assembly.status(of: options.settings)
        let report = StatusReport(status: status)
        if json {
            try AnswerWriter.bytes { report.writeJSON(to: $0) }.withUnsafeBytes { Standard.output($0) }
        } else {
            Standard.output(report.text)
        }
        if status.isRed { throw Exit.notRight }
    }
}
