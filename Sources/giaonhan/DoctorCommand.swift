import Answers
import ArgumentParser
import Assembly
import Diagnosis
import ExchangePipeline

struct DoctorCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the ground: file system, owners, space, clock, ledger.",
        discussion: """
            Each check says what was looked at and what was seen; faults come first, then warnings, each with what to do. May run \
            beside a daemon: it makes small files in work/, removes them, and reads every page of the ledger. Run it as the daemon's \
            user or as root; what others may not look at is told as such. Whether what is recorded is right, verify says.

            Example:
              giaonhan doctor --spool /srv/giaonhan

            Exit codes: 0 no fault; 1 a fault; 2 wrong usage; 3 the spool cannot be looked at.
            """)

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "The same in JSON, for programs.")
    var json = false

    @OptionGroup var words: LanguageOption

    func validate() throws { try words.requireNone(with: json) }

    func run() throws {
        let inForce = try options.inForce(words)
        let settings = try options.settings(in: inForce)
        let doctor = try Assembly.doctor(of: settings)
        let report = DoctorReport(checks: doctor.examine(), spool: doctor.path, at: settings.clock.now())
        if json {
            try AnswerWriter.bytes { report.writeJSON(to: $0) }.withUnsafeBytes { Standard.output($0) }
        } else {
            Standard.output(report.text(inForce[AllSettings.lang]))
        }
        if !report.isGood { throw Exit.notRight }
    }
}
