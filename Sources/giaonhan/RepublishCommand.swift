import ArgumentParser
import Assembly
import ExchangePipeline
import Logging
import Rulebook

struct RepublishCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "republish",
        abstract: "Puts the answers of a file or batch, or the reports of a day or month, back into their outboxes.",
        discussion: """
            KEY is a file's MA_TIEP_NHAN, name (TEN_TEP) or SHA-256, a MA_LO, or a closed day, yyyyMMdd, or month, yyyyMM. They come from archive/ byte for \
            byte, under their first names; what stands there already is left. A foreign file under such a name is moved to quarantine/ \
            first. It may run beside a daemon. A report that was never made is made by giaonhan report.

            Examples:
              giaonhan republish TN20261120-000002 --spool /srv/giaonhan
              giaonhan republish 20261120 --spool /srv/giaonhan

            Exit codes: 0 they stand there; 1 nobody knows the key, nothing was ever published for it, or archive/ is damaged; 2 wrong \
            usage; 3 a fault of the system.
            """)

    @Argument(help: "What to publish again.")
    var key: String

    @OptionGroup var options: SpoolOptions

    @OptionGroup var words: LanguageOption

    func run() throws {
        let inForce = try options.inForce(words)
        let republisher = try Assembly.republisher(of: options.settings(in: inForce), log: CommandLog.make(level: .warning))
        let shown = ShownText.visible(key)
        let names: [String]?
        do {
            names = try republisher.publish(key)
        } catch let damaged as Republisher.Damaged {
            throw CommandTrouble.notRight(
                "\(damaged.path) không còn hoặc không đúng nội dung đã công bố; hãy khôi phục từ bản sao rồi chạy lại",
                "\(damaged.path) is gone or not what was published; restore it from a copy, then try again")
        }
        guard let names else {
            throw CommandTrouble.notRight(
                "không có tệp, lô hay ngày đã khóa sổ nào là «\(shown)»", "no file, batch or closed day is «\(shown)»")
        }
        guard !names.isEmpty else {
            throw CommandTrouble.notRight("chưa có gì được công bố cho «\(shown)»", "nothing was ever published for «\(shown)»")
        }
        for name in names { Standard.output("\(name)\n") }
    }
}
