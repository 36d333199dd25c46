import Answers
import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import Glibc
import Rulebook

struct CheckCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what the daemon would say, and changes nothing.",
        discussion: """
            Each file is judged by itself, as if it came next. Without a spool only what the file alone tells: its form, its sums, its \
            dates. With --owner what the agency has on record as well, beside a running daemon: collectors, points, receipts, what was \
            sent before; the spool may be named by the environment or the file of settings too.

            Examples:
              giaonhan check TCDVT_0101234567_20261120_0001.zip
              giaonhan check --spool /srv/giaonhan --owner 0101234567 --json *.xml

            Exit codes: 0 nothing would be refused; 1 something would be; 2 wrong usage, such as a file that does not exist; 3 a fault of \
            the system.
            """)

    @Argument(help: "The files.")
    var files: [FileArgument]

    @Option(
        name: .long, help: "In whose inbox the files would be dropped: a MA_TCDVT such as 0101234567, or agency. The spool judges then.")
    var owner: OwnerArgument?

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "A list in JSON, for programs. MO_TA_LOI is Vietnamese, as in the answers.")
    var json = false

    @OptionGroup var words: LanguageOption

    @OptionGroup var limits: LimitOptions

    func validate() throws {
        if options.spool != nil, owner == nil { throw ValidationError("--spool needs --owner: a MA_TCDVT such as 0101234567, or agency") }
        try words.requireNone(with: json)
    }

    func run() throws {
        let inForce = try options.inForce(words, limits)
        let examiner =
            if let owner { try Assembly.makeExaminer(options.settings(in: inForce), owner: owner.owner) } else {
                Assembly.makeExaminer(withoutSpool: SpoolSettings(path: "", now: options.clock.now?.time, limits: inForce.limits))
            }
        // All must be there before anything is said.
        let candidates = try files.map { try examiner.look(at: $0.path) }
        let out = AnswerWriter { Standard.output($0) }
        let report: any CheckReport = json ? CheckReportForPrograms(out) : CheckReportForPeople(out, inForce[AllSettings.lang])
        var isAnyRefused = false
        try report.list {
            for (candidate, file) in zip(candidates, files) {
                let examined = try examiner.examine(candidate)
                try report.add(examined, named: file.shown)
                isAnyRefused = isAnyRefused || examined.isRefused
            }
        }
        try out.finish()
        if isAnyRefused { throw Exit.notRight }
    }
}

/// A file's path, byte for byte: names that partners make need not be UTF-8.
struct FileArgument: ExpressibleByArgument {
    let path: [UInt8]
    /// For people; what cannot be seen as itself is written out.
    let shown: String

    init?(argument: String) {
        shown = ShownText.visible(argument)
        path = Self.rawArguments.first { String(decoding: $0, as: UTF8.self) == argument } ?? Array(argument.utf8)
    }

    private static let rawArguments: [[UInt8]] = (0..<Int(CommandLine.argc)).compactMap { index in
        CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
}

/// A MA_TCDVT or `agency`.
struct OwnerArgument: ExpressibleByArgument {
    let owner: Owner

    init?(argument: String) {
        guard let owner = Owner(argument) else { return nil }
        self.owner = owner
    }
}
