import ArgumentParser
import Rulebook

struct RulesCommand: SpokenCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Prints the catalogue of codes, their meaning, and what to do.",
        discussion: """
            Example:
              giaonhan rules --lang en
            """)

    @OptionGroup var words: LanguageOption

    @OptionGroup var config: ConfigOption

    @OptionGroup var clock: ClockOption

    func run() throws { Standard.output(RuleCatalog.table(try config.inForce(words)[AllSettings.lang])) }
}
