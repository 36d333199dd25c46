import ExchangeTesting
import Foundation
import Testing

@testable import giaonhan

@Suite("The systemd unit")
struct ServiceTests {
    private static let unit = Repository.path("samples/service/giaonhan.service")

    private static func lines() throws -> [Substring] { try String(contentsOfFile: unit, encoding: .utf8).split(separator: "\n") }

    @Test("it starts a command that the program has, with options that this command has")
    func options() throws {
        let start = try #require(try Self.lines().first { $0.hasPrefix("ExecStart=") })
        let words = start.split(separator: " ")
        #expect(words[0].hasSuffix("/giaonhan"))
        #expect(try Program.commands().contains(String(words[1])))
        let help = try Program.help(String(words[1]))
        let options = words.filter { $0.hasPrefix("--") }
        #expect(options.contains("--config"))
        for option in options { #expect(help.contains("\n  \(option) "), "\(option)") }
    }

    @Test("it may write to the spool that its file of settings names, and nowhere else")
    func spool() throws {
        let lines = try Self.lines()
        let config = try #require(lines.first { $0.hasPrefix("ExecStart=") }?.firstMatch(of: /--config \/etc\/(\S+)/)?.1)
        let inForce = try SettingsInForce(flags: [], config: Repository.path("samples/service/\(config)"), environment: [:])
        let spool = try #require(inForce[AllSettings.spool])
        #expect(lines.contains("ReadWritePaths=\(spool)"))
        #expect(lines.contains("RequiresMountsFor=\(spool)"))
        #expect(lines.contains("ProtectSystem=strict"))
    }

    @Test(
        "systemd finds nothing wrong with it",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"), "systemd-analyze is not installed"))
    func verified() throws {
        let program = try BuiltProduct.path("giaonhan")
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let unit = try String(contentsOfFile: Self.unit, encoding: .utf8).replacing("/usr/local/bin/giaonhan", with: program)
        try unit.write(toFile: folder.path + "/giaonhan.service", atomically: false, encoding: .utf8)
        let verified = try Shell.run("timeout 20 systemd-analyze verify --man=no --recursive-errors=no ./giaonhan.service", in: folder.path)
        #expect(!verified.text.contains("giaonhan.service:"), "\(verified.text)")
    }
}
