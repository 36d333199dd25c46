import ArgumentParser
import ExchangePipeline
import Glibc
import LedgerCore
import Rulebook
import Spooling

// One table of exit codes for all commands, and the way from an error to it. What the caller can put right is said in the caller's
// language; a fault of the system is told in English, as the log tells it.

enum Exit {
    /// Finished; something was refused or is not right.
    static let notRight = ExitCode(1)
    /// Wrong usage.
    static let usage = ExitCode(2)
    /// A fault of the system.
    static let fault = ExitCode(3)

    /// Says what happened on stderr (help on stdout) and ends the process.
    static func end(with error: any Error, in language: Language) -> Never {
        switch error {
        case let code as ExitCode: exit(code.rawValue)
        case let trouble as CommandTrouble:
            Standard.error("giaonhan: \(trouble.sentence(language))\n")
            exit(trouble.code.rawValue)
        case let setting as SettingFault:
            Standard.error("giaonhan: \(setting)\n")
            exit(usage.rawValue)
        case let held as SpoolHeld:
            let sentence = language.say("thư mục spool đang được sử dụng bởi \(held.holder)", "\(held)")
            Standard.error("giaonhan: \(sentence)\n")
            exit(fault.rawValue)
        case let fault as ExaminationFault:
            Standard.error("giaonhan: \(fault.sentence(language))\n")
            exit(fault.isMissing ? usage.rawValue : Self.fault.rawValue)
        case let missing as SpoolFault where missing.errno == ENOENT && missing.operation == "open" && missing.scope == .spool:
            let question = language.say(
                "--spool có phải là thư mục do giaonhan init lập không?", "is --spool the folder that giaonhan init has made?")
            Standard.error("giaonhan: \(missing); \(question)\n")
            exit(fault.rawValue)
        case let trouble as ClockTrouble:
            Standard.error("giaonhan: \(trouble.sentence(language))\n")
            exit(fault.rawValue)
        case let restored as RestoredLedger:
            Standard.error("giaonhan: \(restored.sentence(language))\n")
            exit(fault.rawValue)
        case is SpoolFault, is LedgerFault, is BlockedOwners:
            Standard.error("giaonhan: \(error)\n")
            exit(fault.rawValue)
        default:
            let code = GiaoNhan.exitCode(for: error)
            if code == .success {
                Standard.output(GiaoNhan.fullMessage(for: error) + "\n")
                exit(0)
            }
            Standard.error(GiaoNhan.fullMessage(for: error) + "\n")
            exit(code == .validationFailure ? usage.rawValue : fault.rawValue)
        }
    }
}
