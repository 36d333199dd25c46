public import ArgumentParser
import Glibc
public import Rulebook

// The languages on the command line, which of them people get when they do not say (the locale's), and the few words of the
// commands' own that exist in both.

extension Language: ExpressibleByArgument {}

extension Language {
    func say(_ vietnamese: String, _ english: String) -> String { self == .vi ? vietnamese : english }

    /// English where the locale is; Vietnamese everywhere else. The first variable that is set speaks, as everywhere in POSIX.
    static var ofLocale: Language {
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty else { continue }
            return value.hasPrefix("en") ? .en : .vi
        }
        return .vi
    }
}

/// A command that people read: every sentence of its own exists in both languages. What programs read (JSON, published names, log
/// lines) does not depend on the language, and usage errors, like `--help`, are English.
protocol SpokenCommand: ParsableCommand {
    var words: LanguageOption { get }
}

/// `--lang`, for what people read.
struct LanguageOption: ParsableArguments {
    @Option(name: .long, help: "The language: vi or en; the locale's when not given (English where LANG begins with en).")
    var lang: Language?

    var language: Language { lang ?? .ofLocale }

    /// What programs read is Vietnamese, as the answers are.
    func requireNone(with json: Bool) throws {
        if json, lang == .en { throw ValidationError("--lang is for people; leave it out with --json, whose messages are Vietnamese") }
    }
}
