// What is in force, and why: the order of the sources, every setting from every source, and what is wrong and must be named.
// The environment is handed in; that of the test's own process is never asked.

import ArgumentParser
import ExchangePipeline
import Foundation
import Rulebook
import Testing

@testable import giaonhan

@Suite("The settings")
struct SettingsTests {
    // MARK: what is in force

    /// What flag, variable and file say, and what is in force then.
    static let order: [(flag: String?, variable: String?, file: String?, text: String, origin: SettingOrigin)] = [
        (nil, nil, nil, "5", .builtIn),
        (nil, nil, "7", "7", .file("FILE")),
        (nil, "8", nil, "8", .variable("GIAONHAN_SETTLE")),
        (nil, "8", "7", "8", .variable("GIAONHAN_SETTLE")),
        ("9", nil, nil, "9", .flag("--settle")),
        ("9", nil, "7", "9", .flag("--settle")),
        ("9", "8", nil, "9", .flag("--settle")),
        ("9", "8", "7", "9", .flag("--settle")),
    ]

    @Test("the flag is stronger than the variable, the variable than the file, the file than what is built in", arguments: order)
    func precedence(_ row: (flag: String?, variable: String?, file: String?, text: String, origin: SettingOrigin)) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let inForce = try Self.inForce(
            flags: row.flag.map { ["--settle", $0] } ?? [], environment: row.variable.map { ["GIAONHAN_SETTLE": $0] } ?? [:],
            file: row.file.map { "{\"settle\": \($0)}" }, in: folder)
        let origin = row.origin == .file("FILE") ? .file(folder.path + "/giaonhan.json") : row.origin
        #expect(inForce.said(of: AllSettings.settle) == SettingsInForce.Said(text: row.text, origin: origin))
        #expect(inForce[AllSettings.settle] == .seconds(try #require(Int(row.text))))
    }

    /// A setting; its variable; a right value other than the built-in one, as the file writes it; wrong values.
    static let settings: [(name: String, variable: String, json: String, wrong: [String])] = [
        ("spool", "GIAONHAN_SPOOL", "\"/srv/giaonhan\"", ["\"\"", "true", "[\"/srv\"]", "null"]),
        ("settle", "GIAONHAN_SETTLE", "0.25", ["\"soon\"", "\"-1\"", "86401", "\"nan\"", "true", "\"\""]),
        ("poll", "GIAONHAN_POLL", "30", ["\"2s\"", "-0.5", "{}"]),
        ("close-at", "GIAONHAN_CLOSE_AT", "\"01:30\"", ["\"24:00\"", "\"1:30\"", "130", "\"01:60\""]),
        ("close-latest", "GIAONHAN_CLOSE_LATEST", "\"07:00\"", ["\"7\"", "\"07:00:00\""]),
        ("alarm-at", "GIAONHAN_ALARM_AT", "\"07:45\"", ["\"7:45\"", "\"07:60\"", "745"]),
        ("log-level", "GIAONHAN_LOG_LEVEL", "\"debug\"", ["\"loud\"", "\"DEBUG\"", "1"]),
        ("log-format", "GIAONHAN_LOG_FORMAT", "\"json\"", ["\"xml\"", "null"]),
        ("lang", "GIAONHAN_LANG", "\"en\"", ["\"fr\"", "\"en_GB\""]),
        ("max-file-bytes", "GIAONHAN_MAX_FILE_BYTES", "9000000000", ["0", "\"2 GB\"", "9223372036854775808"]),
        ("max-inflated-bytes", "GIAONHAN_MAX_INFLATED_BYTES", "\"10000000000\"", ["-1", "1.5"]),
        ("max-ratio", "GIAONHAN_MAX_RATIO", "100", ["0", "\"200:1\""]),
        ("max-records", "GIAONHAN_MAX_RECORDS", "\"500\"", ["0", "\"many\""]),
        ("max-text-bytes", "GIAONHAN_MAX_TEXT_BYTES", "1000", ["0", "true"]),
        ("max-depth", "GIAONHAN_MAX_DEPTH", "8", ["0", "\"\""]),
        ("max-name-bytes", "GIAONHAN_MAX_NAME_BYTES", "32", ["0", "0.5"]),
        ("max-attributes", "GIAONHAN_MAX_ATTRIBUTES", "4", ["0", "\"four\""]),
        ("max-read-seconds", "GIAONHAN_MAX_READ_SECONDS", "20", ["0", "\"10 s\""]),
        ("max-read-ms-per-mib", "GIAONHAN_MAX_READ_MS_PER_MIB", "250", ["0", "0.1"]),
        ("max-read-mib", "GIAONHAN_MAX_READ_MIB", "1024", ["0", "\"512 MiB\""]),
        ("max-read-wait", "GIAONHAN_MAX_READ_WAIT", "120", ["-1", "\"\""]),
    ]

    @Test("every setting is in this table, in the order of the list")
    func table() {
        #expect(Self.settings.map(\.name) == AllSettings.list.map(\.name))
        #expect(Self.settings.map(\.variable) == AllSettings.list.map(\.variable))
    }

    @Test("every setting is taken from its flag, from its variable, and from the file", arguments: settings)
    func everySource(_ row: (name: String, variable: String, json: String, wrong: [String])) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let setting = try #require(AllSettings.list.first { $0.name == row.name })
        let text = Self.text(row.json)
        #expect(text != setting.builtInText(in: [:]))
        let said = [
            try Self.inForce(flags: ["--\(row.name)", text], in: folder),
            try Self.inForce(environment: [row.variable: text], in: folder),
            try Self.inForce(file: "{\"\(row.name)\": \(row.json)}", in: folder),
        ].map { $0.said(of: setting) }
        #expect(said.map(\.text) == [text, text, text])
        #expect(said.map(\.origin) == [.flag("--\(row.name)"), .variable(row.variable), .file(folder.path + "/giaonhan.json")])
    }

    @Test("a value reaches its typed reader")
    func values() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let members = Self.settings.map { "\"\($0.name)\": \($0.json)" }.joined(separator: ",")
        let inForce = try Self.inForce(file: "{\(members)}", in: folder)
        #expect(inForce[AllSettings.spool] == "/srv/giaonhan")
        #expect([inForce[AllSettings.settle], inForce[AllSettings.poll]] == [.milliseconds(250), .seconds(30)])
        #expect(inForce.closing.closeAtSecond == 5400 && inForce.closing.closeLatestSecond == 25_200)
        #expect(inForce[AllSettings.logLevel] == .debug && inForce[AllSettings.logFormat] == .json && inForce[AllSettings.lang] == .en)
        let limits = inForce.limits
        #expect(limits.fileBytesMax == 9_000_000_000 && limits.inflatedBytesMax == 10_000_000_000)
        #expect(limits.ratioMax == 100 && limits.recordsMax == 500 && limits.textBytesMax == 1000)
        #expect(limits.depthMax == 8 && limits.nameBytesMax == 32 && limits.attributesMax == 4)
    }

    @Test(
        "the language is the locale's when nobody says it",
        arguments: [([:], "vi"), (["LANG": "en_GB.UTF-8"], "en"), (["LANG": "en_GB", "LC_ALL": "vi_VN"], "vi"), (["LC_ALL": ""], "vi")])
    func locale(environment: [String: String], language: String) throws {
        let inForce = try SettingsInForce(flags: [], config: nil, environment: environment)
        #expect(inForce[AllSettings.lang].rawValue == language)
        #expect(inForce.said(of: AllSettings.lang) == SettingsInForce.Said(text: language, origin: .builtIn))
    }

    @Test("the command line's file is read, not the environment's")
    func whichFile() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let environment = ["GIAONHAN_CONFIG": folder.path + "/missing.json"]
        #expect(try Self.inForce(environment: environment, file: "{\"poll\": 3}", in: folder)[AllSettings.poll] == .seconds(3))
        #expect(throws: SettingFault.unreadableFile(folder.path + "/missing.json", reason: "No such file or directory")) {
            try SettingsInForce(flags: [], config: nil, environment: environment)
        }
    }

    // MARK: what is wrong

    @Test("a wrong value is named with its setting, its place and what was expected, also behind a stronger one", arguments: settings)
    func wrongValues(_ row: (name: String, variable: String, json: String, wrong: [String])) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let setting = try #require(AllSettings.list.first { $0.name == row.name })
        let right = ["--\(row.name)", Self.text(row.json)]
        for wrong in row.wrong {
            let file = SettingOrigin.file(folder.path + "/giaonhan.json")
            let shown = wrong.hasPrefix("[") || wrong.hasPrefix("{") ? "…" : Self.text(wrong)
            let fault = #expect(throws: SettingFault.self, "\(wrong)") {
                try Self.inForce(flags: right, file: "{\"\(row.name)\": \(wrong)}", in: folder)
            }
            guard case .wrongValue(row.name, file, let value, setting.expected) = fault else {
                Issue.record("\(wrong): \(String(describing: fault))")
                continue
            }
            // A number beyond 64 bits is shown as the nearest one.
            #expect(value == shown || Double(value) == Double(shown))
            guard wrong.hasPrefix("\"") else { continue }
            #expect(throws: SettingFault.wrongValue(row.name, .variable(row.variable), value: shown, expected: setting.expected)) {
                try Self.inForce(flags: right, environment: [row.variable: shown], in: folder)
            }
            #expect(throws: (any Error).self) { try SettingsCommand.parse(["--\(row.name)=\(shown)"]) }
        }
    }

    /// A file of settings that is none, and what is said of it behind its path.
    static let wrongFiles: [(text: String, says: String)] = [
        ("", "Unexpected end of file during JSON parse."),
        ("[]", "it must be one JSON object of settings"),
        ("7", "it must be one JSON object of settings"),
        ("{\"settle\": 7", "Unexpected end of file during JSON parse."),
        ("{\"settle\": 7 \"poll\": 3}", "line 1, column 14: Invalid value"),
        ("{\"poll\": 7, \"settle\": 7, \"poll\" : 7}", "«poll» stands there twice"),
        ("{\n  \"settle\": 7,\n  poll: 3\n}", "line 3, column 3: Invalid value"),
    ]

    @Test("a file that is no JSON object of single keys is named with the place", arguments: wrongFiles)
    func wrongFile(_ row: (text: String, says: String)) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/giaonhan.json"
        #expect(throws: SettingFault.malformedFile(path, reason: row.says)) { try Self.inForce(file: row.text, in: folder) }
    }

    @Test(
        "a key that is no setting is named; so is what has a flag but is no setting",
        arguments: ["setle", "Settle", "close_at", "now", "owner", "config", ""])
    func unknownKey(_ key: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(throws: SettingFault.unknownKey(key, file: folder.path + "/giaonhan.json")) {
            try Self.inForce(file: "{\"settle\": 7, \"\(key)\": 1}", in: folder)
        }
    }

    @Test("a variable of this program's that is no setting is named; others are left alone")
    func unknownVariable() throws {
        for name in ["GIAONHAN_SETLE", "GIAONHAN_NOW", "GIAONHAN_settle", "GIAONHAN_"] {
            #expect(throws: SettingFault.unknownVariable(name)) {
                try SettingsInForce(flags: [], config: nil, environment: [name: "7", "GIAONHAN_SETTLE": "7"])
            }
        }
        _ = try SettingsInForce(flags: [], config: nil, environment: ["GIAONHAN": "7", "SETTLE": "x", "giaonhan_settle": "x"])
    }

    // MARK: helpers

    /// What is in force for these words, this environment and this text of a file.
    private static func inForce(
        flags: [String] = [], environment: [String: String] = [:], file: String? = nil, in folder: TemporaryFolder
    ) throws -> SettingsInForce {
        let path = folder.path + "/giaonhan.json"
        if let file { try file.write(toFile: path, atomically: false, encoding: .utf8) }
        let command = try #require(try SettingsCommand.parseAsRoot(flags) as? SettingsCommand)
        let groups: [any SettingFlags] = [
            command.options, command.watch, command.closing, command.alarm, command.limits, command.logging, command.words,
        ]
        return try SettingsInForce(
            flags: groups.flatMap(\.given).compactMap(\.self), config: file == nil ? nil : path, environment: environment)
    }

    /// A value of the file as flags and variables write it.
    private static func text(_ json: String) -> String { json.filter { $0 != "\"" } }
}
