import ArgumentParser
import Assembly
import Contributions
import LedgerSQLite
import Spooling

struct BackupCommand: ParsableCommand {
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

    func run() throws {
        do {
            let copy = try Assembly.backUp(options.settings, to: to)
            Standard.output(text(of: copy))
        } catch let refused as CopyFolderRefused {
            throw CommandTrouble.usage(refused.description)
        }
    }

    private func text(of copy: LedgerCopy) -> String {
        let lines = [
            "file        \(to.hasSuffix("/") ? to : to + "/")\(SQLiteLedger.fileName)",
            "bytes       \(copy.bytes)",
            "sha256      \(Self.hexadecimal(copy.sha256))",
            "last event  \(copy.lastEvent)" + (copy.lastEventAt.map { ", \($0.forPeople)" } ?? ""),
            "chain head  \(Self.hexadecimal(copy.chainHead))",
            "last closed \(copy.lastClosedDay?.description ?? "no day")",
        ]
        return lines.map { $0 + "\n" }.joined() + "every page was read, and the copy is whole\n"
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
