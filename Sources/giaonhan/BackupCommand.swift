import ArgumentParser
import Assembly
import Contributions
import LedgerSQLite
import Rulebook
import Spooling

struct BackupCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the ledger, consistent and examined, while the daemon runs.",
        discussion: """
            TO becomes a folder that can take the place of a spool's ledger/: to restore, stop the daemon, move the spool's ledger/ aside, and \
            copy TO there under that name. It says done only when every page of the copy was read and found whole. What lies in archive/ is \
            not copied: archive/ never changes what it holds, so any copying program will do.

            Example:
              giaonhan backup /backup/giaonhan-20261120 --spool /srv/giaonhan

            Exit codes: 0 done; 2 TO is not empty, or wrong usage; 3 a fault of the system.
            """)

    @Argument(help: "The folder to make; it must not exist, or be empty, and lies outside the spool.")
    var to: String

    @OptionGroup var options: SpoolOptions

    @OptionGroup var words: LanguageOption

    func run() throws {
        let inForce = try options.inForce(words)
        do {
            let copy = try Assembly.backUp(options.settings(in: inForce), to: to)
            Standard.output(text(of: copy, inForce[AllSettings.lang]))
        } catch let refused as CopyFolderRefused {
            throw refused.trouble(with: ShownText.visible(to))
        }
    }

    private func text(of copy: LedgerCopy, _ language: Language) -> String {
        let facts = [
            (language.say("tệp", "file"), ShownText.visible((to.hasSuffix("/") ? to : to + "/") + SQLiteLedger.fileName)),
            (language.say("số byte", "bytes"), "\(copy.bytes)"),
            ("sha256", Hex.text(copy.sha256)),
            (language.say("sự kiện cuối", "last event"), "\(copy.lastEvent)" + (copy.lastEventAt.map { ", \($0.forPeople)" } ?? "")),
            (language.say("đầu chuỗi sự kiện", "chain head"), Hex.text(copy.chainHead)),
            (language.say("khóa sổ đến ngày", "last closed"), copy.lastClosedDay?.description ?? language.say("chưa có", "no day")),
        ]
        return TextTable(facts: facts).text
            + language.say("đã đọc lại mọi trang, bản sao nguyên vẹn\n", "every page was read, and the copy is whole\n")
    }
}

extension CopyFolderRefused {
    fileprivate func trouble(with path: String) -> CommandTrouble {
        switch self {
        case .noName:
            .usage("\(path): đường dẫn không kết thúc bằng tên thư mục", "\(path): it ends in no folder's name")
        case .insideSpool:
            .usage(
                "\(path): nằm trong chính thư mục spool; hãy để bản sao ở đĩa khác",
                "\(path): it lies inside the spool; a copy belongs on another disk")
        case .notEmpty:
            .usage(
                "\(path): không trống; hãy nêu tên một thư mục chưa có", "\(path): it is not empty; name a folder that does not exist yet")
        }
    }
}
