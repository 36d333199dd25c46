import ArgumentParser
import ConfinedReading
import Foundation
import Rulebook

// The command `giaonhan`: one file a command; each parses its arguments, calls Assembly, and maps the result to an exit code.

@main
struct GiaoNhan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "giaonhan",
        abstract: "Batch file exchange between collection-service partners and the social insurance agency.",
        discussion: """
            Examples:
              giaonhan init /srv/giaonhan
              giaonhan run --spool /srv/giaonhan
              giaonhan check TCDVT_0101234567_20261120_0001.xml

            Exit codes: 0 done; 1 finished, something was refused or is not right; 2 wrong usage; 3 a fault of the system, such as a \
            full disk or a second daemon on the same spool.
            """,
        subcommands: [
            InitCommand.self, RunCommand.self, CheckCommand.self, ReportCommand.self, StatusCommand.self, DoctorCommand.self,
            ExplainCommand.self,
            LookupCommand.self, VerifyCommand.self, RepublishCommand.self, ReleaseCommand.self, RefuseCommand.self, BackupCommand.self,
            SettingsCommand.self, SchemaCommand.self, RulesCommand.self, SampleCommand.self,
        ])

    /// Runs the command line and ends the process with the table's exit codes.
    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        if words.first == RunCommand.configuration.commandName { Heaps.keepFreed() }
        Heaps.bound()
        // Not for people: the process that the daemon has read partners' bytes.
        if words.first == ReaderLoop.command { ReaderLoop.run(Array(words.dropFirst())) }
        var language = Language.ofLocale(ProcessInfo.processInfo.environment)
        do {
            var command = try parseAsRoot()
            if let command = command as? any SpokenCommand { language = command.language ?? language }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Exit.end(with: error, in: language)
        }
    }
}
