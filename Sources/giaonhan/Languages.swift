import ArgumentParser
import Rulebook

// The languages on the command line, which of them people get when they do not say (the locale's), and the few words of the
// commands' own that exist in both.

extension Language {
    func say(_ vietnamese: String, _ english: String) -> String { self == .vi ? vietnamese : english }

    /// English where the locale is; Vietnamese everywhere else. The first variable that is set speaks, as everywhere in POSIX.
    static func ofLocale(_ environment: [String: String]) -> Language {
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[variable], !value.isEmpty else { continue }
            return value.hasPrefix("en") ? .en : .vi
        }
        return .vi
    }
}

/// A command that people read: every sentence of its own exists in both languages. What programs read (JSON, published names, log
/// lines) does not depend on the language, and usage errors, like `--help`, are English.
protocol SpokenCommand: ParsableCommand {
    var words: LanguageOption { get }
    var config: ConfigOption { get }
}

extension SpokenCommand {
    /// The language in force; nil where the settings themselves are at fault, which the command will say.
    var language: Language? { try? config.inForce(words)[AllSettings.lang] }
}

/// One that works on a spool.
protocol SpokenSpoolCommand: SpokenCommand {
    var options: SpoolOptions { get }
}

extension SpokenSpoolCommand {
    var config: ConfigOption { options.config }
}

/// `--lang`, for what people read.
struct LanguageOption: ParsableArguments, SettingFlags {
    @Option(AllSettings.lang) var lang: GivenSetting?

    var given: [GivenSetting?] { [lang] }

    /// What programs read is Vietnamese, as the answers are.
    func requireNone(with json: Bool) throws {
        if json, lang?.text == Language.en.rawValue {
            throw ValidationError("--lang is for people; leave it out with --json, whose messages are Vietnamese")
        }
    }
}
