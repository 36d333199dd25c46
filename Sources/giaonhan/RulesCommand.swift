import ArgumentParser
import Rulebook

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Prints the catalogue of codes, their meaning, and what to do.",
        discussion: """
            Example:
              giaonhan rules --lang en
            """)

    @Option(name: .long, help: "The catalogue's language.")
    var lang = Language.vi

    @OptionGroup var clock: ClockOption

    func run() { Standard.output(RuleCatalog.table(lang)) }
}
