import ArgumentParser
import Assembly
import Contributions
import Rulebook

// `release` and `refuse`: a person's decision about a file in work/held/. Both work beside a running daemon.

struct ReleaseCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Lets a held file try again.",
        discussion: """
            A file is held when reading it has ended the daemon three times; giaonhan status names it. The daemon takes it with its next \
            pass.

            Example:
              giaonhan release TN20261120-000007 --spool /srv/giaonhan

            Exit codes: 0 done; 1 no file of that number is held; 2 wrong usage; 3 a fault of the system.
            """)

    @Argument(help: IntakeArgument.help)
    var intake: IntakeArgument

    @OptionGroup var options: SpoolOptions

    @OptionGroup var words: LanguageOption

    func run() throws {
        let inForce = try options.inForce(words)
        guard try Assembly.release(intake.number, of: options.settings(in: inForce)) else { throw intake.isNotHeld }
        Standard.output(
            inForce[AllSettings.lang].say(
                "\(intake.number) được thử lại; chương trình sẽ đọc tệp này ở lượt tới\n",
                "\(intake.number) is released; the daemon reads it again with its next pass\n"))
    }
}

struct RefuseCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "refuse",
        abstract: "Refuses a held file: its sender is answered TEP07, and it is quarantined.",
        discussion: """
            A file is held when reading it has ended the daemon three times; giaonhan status names it. The daemon answers it with its next \
            pass, without reading it. This cannot be taken back.

            Example:
              giaonhan refuse TN20261120-000007 --spool /srv/giaonhan

            Exit codes: 0 done; 1 no file of that number is held; 2 wrong usage; 3 a fault of the system.
            """)

    @Argument(help: IntakeArgument.help)
    var intake: IntakeArgument

    @OptionGroup var options: SpoolOptions

    @OptionGroup var words: LanguageOption

    func run() throws {
        let inForce = try options.inForce(words)
        guard try Assembly.refuse(intake.number, of: options.settings(in: inForce)) else { throw intake.isNotHeld }
        Standard.output(
            inForce[AllSettings.lang].say(
                "\(intake.number) bị từ chối; ở lượt tới chương trình sẽ trả lời bên gửi bằng mã TEP07\n",
                "\(intake.number) is refused; the daemon answers its sender TEP07 with its next pass\n"))
    }
}

/// MA_TIEP_NHAN, such as TN20261120-000007.
struct IntakeArgument: ExpressibleByArgument {
    static let help: ArgumentHelp = "The held file's MA_TIEP_NHAN, such as TN20261120-000007."

    let number: IntakeNumber

    init?(argument: String) {
        guard let number = IntakeNumber(argument) else { return nil }
        self.number = number
    }

    fileprivate var isNotHeld: CommandTrouble {
        .notRight(
            "\(number) không bị giữ lại; giaonhan status liệt kê các tệp bị giữ lại",
            "\(number) is not held; giaonhan status lists the held files")
    }
}
