import ArgumentParser
import Assembly
import Rulebook

struct InitCommand: SpokenCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a spool: its folders and an empty ledger.",
        discussion: """
            Does nothing to what is there already.

            Example:
              giaonhan init /srv/giaonhan --prefix POS
            """)

    @Argument(help: "The folder to make.")
    var spool: String

    @Option(name: .long, help: "The issuer's three capital letters, with which every confirmation code begins.")
    var prefix = "POS"

    @OptionGroup var words: LanguageOption

    @OptionGroup var config: ConfigOption

    @OptionGroup var clock: ClockOption

    func validate() throws {
        guard prefix.utf8.count == 3, prefix.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw ValidationError("--prefix is three letters A to Z, not: \(prefix)")
        }
    }

    func run() throws {
        let language = try config.inForce(words)[AllSettings.lang]
        let isMade = try Assembly.initialize(SpoolSettings(path: spool), prefix: prefix)
        Standard.output(isMade ? made(language) : standing(language))
    }

    private func made(_ language: Language) -> String {
        let folder = ShownText.visible(spool.hasSuffix("/") ? String(spool.dropLast()) : spool)
        return language.say(
            """
            Đã lập thư mục spool \(folder); mã xác nhận sẽ bắt đầu bằng \(prefix).
            Tiếp theo: đặt tệp DANH_MUC vào \(folder)/agency/inbox/, rồi gọi giaonhan run --spool \(folder)

            """,
            """
            Made the spool \(folder); its confirmation codes will begin with \(prefix).
            Next: put a DANH_MUC file into \(folder)/agency/inbox/, then say giaonhan run --spool \(folder)

            """)
    }

    private func standing(_ language: Language) -> String {
        let folder = ShownText.visible(spool)
        return language.say(
            "\(folder) đã là thư mục spool từ trước; mọi thứ trong đó được giữ nguyên.\n",
            "\(folder) is a spool already; nothing in it was changed.\n")
    }
}
