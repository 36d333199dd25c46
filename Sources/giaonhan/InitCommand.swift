import ArgumentParser
import Assembly

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a spool: its folders and an empty ledger.",
        discussion: """
            Does nothing to what is there already.

            Example:
              giaonhan init /srv/giaonhan --prefix POS
            """)

    @Argument(help: "The folder to make.")
    var spool: String

    @Option(name: .long, help: "The issuer's three capital letters, with which every confirmation code begins.")
    var prefix = "POS"

    @OptionGroup var clock: ClockOption

    func validate() throws {
        guard prefix.utf8.count == 3, prefix.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw ValidationError("--prefix is three letters A to Z, not: \(prefix)")
        }
    }

    func run() throws {
        try Assembly.initialize(SpoolSettings(path: spool), prefix: prefix)
    }
}
