import ArgumentParser
import ExchangePipeline
import Glibc
import LedgerCore
import Spooling

// One table of exit codes for all commands, and the way from an error to it.

enum Exit {
    /// Finished; something was refused or is not right.
    static let notRight = ExitCode(1)
    /// Wrong usage.
    static let usage = ExitCode(2)
    /// A fault of the system.
    static let fault = ExitCode(3)

    /// Says what happened on stderr (help on stdout) and ends the process.
    static func end(with error: any Error) -> Never {
        switch error {
        case let code as ExitCode: exit(code.rawValue)
        case let trouble as CommandTrouble:
            Standard.error("giaonhan: \(trouble.message)\n")
            exit(trouble.code.rawValue)
        case let setting as SettingFault:
            Standard.error("giaonhan: \(setting)\n")
            exit(usage.rawValue)
        case let held as SpoolHeld:
            Standard.error("giaonhan: \(held)\n")
            exit(fault.rawValue)
        case let fault as ExaminationFault where fault.isMissing:
            Standard.error("giaonhan: \(fault)\n")
            exit(usage.rawValue)
        case let missing as SpoolFault where missing.errno == ENOENT && missing.operation == "open" && missing.scope == .spool:
            Standard.error("giaonhan: \(missing); is --spool the folder that giaonhan init has made?\n")
            exit(fault.rawValue)
        case is SpoolFault, is LedgerFault, is BlockedOwners, is ExaminationFault:
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

/// A trouble with a command's own words and code.
struct CommandTrouble: Error {
    let message: String
    let code: ExitCode

    static func usage(_ message: String) -> CommandTrouble { CommandTrouble(message: message, code: Exit.usage) }
    static func fault(_ message: String) -> CommandTrouble { CommandTrouble(message: message, code: Exit.fault) }
}

/// The process's own streams, written without buffering of Swift's.
enum Standard {
    static func output(_ text: String) {
        var text = text
        text.withUTF8 { output(UnsafeRawBufferPointer($0)) }
    }

    static func output(_ bytes: UnsafeRawBufferPointer) { write(bytes, to: 1) }

    static func error(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0), to: 2) }
    }

    static var errorIsTerminal: Bool { isatty(2) == 1 }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
