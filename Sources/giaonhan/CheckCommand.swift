import ArgumentParser
import Assembly

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check", abstract: "Says what the daemon would say, and changes nothing.")
    func run() throws {}
}
struct StatusCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "status") }
struct SchemaCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "schema") }
struct RulesCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "rules") }
struct SampleCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "sample") }
struct ReleaseCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "release") }
struct RefuseCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "refuse") }
