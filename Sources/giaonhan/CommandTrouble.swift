import ArgumentParser
import ExchangePipeline
import Glibc
import Rulebook

// What the caller can put right, as a sentence in either language.

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
    func sentence(_ language: Language) -> String {
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
