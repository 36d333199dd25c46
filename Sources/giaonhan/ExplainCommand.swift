import Answers
import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import Rulebook

struct ExplainCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tells the whole history behind a file, a batch, a payment or a receipt.",
        discussion: """
            KEY is a file's name (TEN_TEP), SHA-256 or MA_TIEP_NHAN, a MA_LO, a MA_GIAO_DICH, a MA_XAC_NHAN, a transfer's MA_GIAO_DICH_NH, or a \
            receipt as KY_HIEU_BIEN_LAI:SO_BIEN_LAI. Everything that bears the key is told, oldest first: what came when and from whom, what was \
            decided and why, which answers and forms were published, what was sent again, and where the bytes lie. Only looks, beside a \
            running daemon. Of a batch's refused records the first 1,000 are listed.

            Examples:
              giaonhan explain TN20261120-000002 --spool /srv/giaonhan
              giaonhan explain BH26-HN/00101/E:0000001 --spool /srv/giaonhan --json

            Exit codes: 0 told; 1 nobody knows the key; 2 wrong usage; 3 a fault of the system.
            """)

    @Argument(help: "What to look for.")
    var key: String

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "The same in JSON, for programs. MO_TA_LOI is Vietnamese, as in the answers.")
    var json = false

    @OptionGroup var words: LanguageOption

    func validate() throws { try words.requireNone(with: json) }

    func run() throws {
        let inForce = try options.inForce(words)
        let language = inForce[AllSettings.lang]
        guard let story = try Assembly.story(of: key, in: options.settings(in: inForce)) else {
            let shown = ShownText.visible(key)
            throw CommandTrouble.notRight(
                "không có tệp, lô, khoản thu hay biên lai nào là «\(shown)»", "no file, batch, payment or receipt is «\(shown)»")
        }
        let out = AnswerWriter { Standard.output($0) }
        if json { story.writeJSON(to: out) } else { story.writeText(to: out, language) }
        try out.finish()
    }
}
