import Answers
import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import Rulebook

struct VerifyCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Examines the ledger, the archive and the outboxes against each other.",
        discussion: """
            The database and its chain of events; codes without gaps, figures and money summed again, every key and receipt; every \
            original, answer and report in archive/ and quarantine/ against its digest; every answer and report rendered once more from the \
            ledger. An answer that its reader has taken away is a note, not a fault. It only looks, and may run beside a daemon, whose \
            work in hand is passed over. The first 100 faults and notes are listed, all are counted.

            Example:
              giaonhan verify --spool /srv/giaonhan

            Exit codes: 0 all is right; 1 something differs; 2 wrong usage; 3 a fault of the system.
            """)

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "The same in JSON, for programs.")
    var json = false

    @OptionGroup var words: LanguageOption

    func validate() throws { try words.requireNone(with: json) }

    func run() throws {
        let inForce = try options.inForce(words)
        let language = inForce[AllSettings.lang]
        let progress = ProgressLine(of: nil, unit: "", everywhere: true)
        let report = VerifyReport()
        let verifier = try Assembly.verifier(
            of: options.settings(in: inForce), watch: { step, done in progress.show(Int(done), of: step.word(language)) },
            tell: { report.add($0) })
        let verified = try verifier.run()
        progress.end()
        if json {
            try AnswerWriter.bytes { report.writeJSON(verified, to: $0) }.withUnsafeBytes { Standard.output($0) }
        } else {
            Standard.output(report.text(verified, language))
        }
        if report.faultCount > 0 { throw Exit.notRight }
    }
}
