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

/// A trouble with a command's own words, in both languages, and its exit code.
struct CommandTrouble: Error {
    let vietnamese: String
    let english: String
    let code: ExitCode

    func sentence(_ language: Language) -> String { language.say(vietnamese, english) }

    static func notRight(_ vietnamese: String, _ english: String) -> CommandTrouble {
        CommandTrouble(vietnamese: vietnamese, english: english, code: Exit.notRight)
    }

    static func usage(_ vietnamese: String, _ english: String) -> CommandTrouble {
        CommandTrouble(vietnamese: vietnamese, english: english, code: Exit.usage)
    }

    /// A fault of the system: what the system says of it.
    static func fault(_ words: String) -> CommandTrouble { CommandTrouble(vietnamese: words, english: words, code: Exit.fault) }
}

extension ExaminationFault {
    fileprivate func sentence(_ language: Language) -> String {
        let reason =
            switch reason {
            case .missing: language.say("không có tệp này", "no such file")
            case .noName: language.say("đường dẫn không kết thúc bằng tên tệp", "it ends in no file's name")
            case .changed:
                language.say(
                    "tệp bị ghi thêm trong lúc kiểm tra; hãy thử lại", "it was written to while it was examined; try again")
            case .system(let errno): String(cString: strerror(errno))
            }
        return "\(ShownText.visible(String(decoding: path, as: UTF8.self))): \(reason)"
    }
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
