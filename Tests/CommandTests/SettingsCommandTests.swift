import ExchangeTesting
import Foundation
import Testing

@testable import giaonhan

@Suite("Commands and their settings")
struct SettingsCommandTests {
    /// The settings that a command obeys.
    static let obeyed: [(command: String, settings: [String])] = [
        ("run", AllSettings.list.map(\.name)),
        ("check", ["spool", "lang"] + AllSettings.list.map(\.name).filter { $0.hasPrefix("max-") }),
        ("report", ["spool", "close-at", "close-latest", "lang"]), ("doctor", ["spool", "lang"]),
        ("status", ["spool", "alarm-at", "lang"]), ("explain", ["spool", "lang"]),
        ("lookup", ["spool", "lang"]), ("verify", ["spool", "lang"]),
        ("republish", ["spool", "lang"]), ("release", ["spool", "lang"]), ("refuse", ["spool", "lang"]), ("backup", ["spool", "lang"]),
        ("rules", ["lang"]),
        ("init", ["lang"]), ("sample", ["lang"]), ("schema", ["lang"]),
        ("settings", AllSettings.list.map(\.name)),
    ]

    @Test("a command has the flags of the settings that it obeys, and --config", arguments: obeyed)
    func flags(_ row: (command: String, settings: [String])) throws {
        let help = try Program.help(row.command)
        let flags = AllSettings.list.map(\.name).filter { help.contains("\n  --\($0) ") }
        #expect(Set(flags) == Set(row.settings))
        #expect(help.contains("\n  --config <config> "))
    }

    @Test("README's table of settings is the list")
    func readme() {
        let rows = Paper("README.md").table(under: "Configuration").filter { $0.count == 6 }
        let list = AllSettings.list.map { setting in
            [
                "`\(setting.name)`", "`\(setting.flag)`", "`\(setting.variable)`", setting.builtInText, setting.expected,
                setting.meaning,
            ]
        }
        #expect(rows == list, "\(list.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))")
    }

    @Test("settings shows each value and who says it")
    func shown() throws {
        let spool = try CommandSpool()
        try spool.write("{\"spool\": \"s\", \"settle\": 7, \"max-depth\": 12}", to: "c.json")
        let environment = ["GIAONHAN_CONFIG": "c.json", "GIAONHAN_MAX_DEPTH": "9", "LANG": "en_GB.UTF-8"]
        let outcome = try spool.run("settings --poll 0.5 --max-depth 8", environment: environment)
        #expect(
            outcome
                == BuiltProduct.Outcome(
                    output: """
                        spool                s           file c.json
                        settle               7           file c.json
                        poll                 0.5         flag --poll
                        close-at             00:05       built in
                        close-latest         06:00       built in
                        alarm-at             07:30       built in
                        log-level            info        built in
                        log-format           text        built in
                        lang                 en          built in
                        max-file-bytes       2147483648  built in
                        max-inflated-bytes   8589934592  built in
                        max-ratio            200         built in
                        max-records          2000000     built in
                        max-text-bytes       4096        built in
                        max-depth            8           flag --max-depth
                        max-name-bytes       64          built in
                        max-attributes       8           built in
                        max-read-seconds     10          built in
                        max-read-ms-per-mib  100         built in
                        max-read-mib         512         built in
                        max-read-wait        60          built in

                        """, error: "", code: 0))
        let vietnamese = try spool.run("settings --lang vi", environment: environment).output
        #expect(vietnamese.contains("\nmax-depth            9           biến môi trường GIAONHAN_MAX_DEPTH\n"))
        #expect(vietnamese.contains("\nlang                 vi          dòng lệnh --lang\n"))
        #expect(vietnamese.contains("\nsettle               7           tệp c.json\n"))
        #expect(vietnamese.contains("\npoll                 2           mặc định\n"))
    }

    @Test("settings --json gives the same to programs")
    func json() throws {
        let spool = try CommandSpool()
        let outcome = try spool.run("settings --json --poll 3", environment: ["GIAONHAN_SPOOL": "/srv/giaonhan"])
        #expect(outcome.code == 0)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: String]])
        #expect(rows.map { $0["TEN"] } == AllSettings.list.map(\.name))
        #expect(rows[0] == ["TEN": "spool", "GIA_TRI": "/srv/giaonhan", "NGUON": "MOI_TRUONG", "TAI": "GIAONHAN_SPOOL"])
        #expect(rows[1] == ["TEN": "settle", "GIA_TRI": "5", "NGUON": "MAC_DINH", "TAI": ""])
        #expect(rows[2] == ["TEN": "poll", "GIA_TRI": "3", "NGUON": "DONG_LENH", "TAI": "--poll"])
    }

    @Test("the spool, the times and the limits of a file alone are enough for a run, a check and a look")
    func fileAlone() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 3")
        try spool.write("{\"spool\": \"s\", \"settle\": 0, \"max-records\": 2, \"log-level\": \"error\", \"lang\": \"en\"}", to: "c.json")
        // Its batch has three records.
        let ran = try spool.run("run --once --config c.json --now \(CommandSpool.now)")
        let summary = "Processed 1 file. Records: 0 recorded, 0 on record before, 3 refused. Money recorded: 0 đ.\n"
        #expect(ran == BuiltProduct.Outcome(output: summary, error: "", code: 0))
        #expect(try spool.files(in: "s/quarantine").isEmpty)
        #expect(try spool.files(in: "s/partners/9900001027/outbox").contains { $0.hasSuffix("_TC.xml") })
        let status = try spool.run("status --now \(CommandSpool.now)", environment: ["GIAONHAN_CONFIG": "c.json"])
        #expect(status.output.contains("Nothing is held or late"))
        #expect(try spool.run("rules", environment: ["GIAONHAN_LANG": "en"]).output.hasPrefix("Code "))
    }

    @Test("check asks a spool of the environment only for an owner")
    func checkWithoutOwner() throws {
        let spool = try CommandSpool()
        try spool.expectDone("sample m --payments 1")
        let batch = try #require(try spool.files(in: "m/partners").first)
        let environment = ["GIAONHAN_SPOOL": "missing"]
        #expect(try spool.run("check m/partners/\(batch) --now \(CommandSpool.now)", environment: environment).code == 0)
        #expect(try spool.run("check m/partners/\(batch) --owner agency", environment: environment).code == 3)
    }

    /// An environment, the words of a command, and the line on stderr.
    static let wrongSettings: [(environment: [String: String], line: String, says: String)] = [
        (["GIAONHAN_SETTLE": "soon"], "run", "settle: «soon» in GIAONHAN_SETTLE; expected seconds, 0 to 86400"),
        (["GIAONHAN_LOG_FORMAT": "xml"], "status", "log-format: «xml» in GIAONHAN_LOG_FORMAT; expected text or json"),
        (["GIAONHAN_LANG": "a\u{202E}b"], "rules", "lang: «a\\u{202e}b» in GIAONHAN_LANG; expected vi or en"),
        (["GIAONHAN_CONFIG": "c.json"], "settings", "poll: «-1» in c.json; expected seconds, 0 to 86400"),
        (["GIAONHAN_CONFIG": "."], "verify", "the file of settings «.»: Is a directory"),
    ]

    @Test("a wrong setting ends any command that has settings with 2 and one line", arguments: wrongSettings)
    func wrong(_ row: (environment: [String: String], line: String, says: String)) throws {
        let spool = try CommandSpool()
        try spool.write("{\"poll\": -1}", to: "c.json")
        let outcome = try spool.run(row.line, environment: row.environment)
        #expect(outcome == BuiltProduct.Outcome(output: "", error: "giaonhan: \(row.says)\n", code: 2))
    }

    @Test("an unknown name is answered with those that there are")
    func unknown() throws {
        let spool = try CommandSpool()
        try spool.write("{\"setle\": 1}", to: "c.json")
        let key = try spool.run("status --config c.json")
        #expect(key.code == 2)
        #expect(key.error.hasPrefix("giaonhan: c.json: no setting is «setle»; there are: spool, settle, "))
        let variable = try spool.run("status", environment: ["GIAONHAN_SETLE": "1"])
        #expect(variable.code == 2)
        #expect(variable.error.hasPrefix("giaonhan: no setting has the variable GIAONHAN_SETLE; there are: GIAONHAN_CONFIG, "))
    }
}
