import Answers
import ArgumentParser
import Rulebook

struct SettingsCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Shows which value of each setting is in force, and who says so.",
        discussion: """
            A setting is said by its flag, or else by its environment variable (\(AllSettings.variablePrefix) and its name, such as \
            \(AllSettings.settle.variable)), or else by the file that --config or \(AllSettings.configVariable) names, or else it is built \
            in. The file holds one JSON object, such as {"spool": "/srv/giaonhan", "settle": 10}. No file is read that nobody names. A wrong \
            value and an unknown name, wherever they stand, end every command that has settings with 2.

            What a service does is shown when its variables and its options are given to this command.

            Examples:
              giaonhan settings --config /etc/giaonhan.json
              giaonhan settings --settle 10 --json

            Exit codes: 0 shown; 2 a setting is wrong, or wrong usage.
            """)

    @OptionGroup var options: SpoolOptions

    @OptionGroup var watch: WatchOptions

    @OptionGroup var closing: ClosingOptions

    @OptionGroup var alarm: AlarmOptions

    @OptionGroup var limits: LimitOptions

    @OptionGroup var logging: LogOptions

    @OptionGroup var words: LanguageOption

    @Flag(name: .long, help: "The same in JSON, for programs.")
    var json = false

    func run() throws {
        let report = SettingsReport(inForce: try options.inForce(watch, closing, alarm, limits, logging, words))
        if json {
            try AnswerWriter.bytes { report.writeJSON(to: $0) }.withUnsafeBytes { Standard.output($0) }
        } else {
            Standard.output(report.text)
        }
    }
}

/// How `settings` looks: a line a setting, its name, its value and where this was said; or the same in JSON.
struct SettingsReport {
    let inForce: SettingsInForce

    var text: String {
        let language = inForce[AllSettings.lang]
        let rows = AllSettings.list.map { setting in
            let said = inForce.said(of: setting)
            return (setting.name, said.text.isEmpty ? "-" : ShownText.visible(said.text), said.origin.words(language))
        }
        let nameWidth = rows.map(\.0.count).max() ?? 0
        let valueWidth = rows.map(\.1.count).max() ?? 0
        return rows.map { "\($0.padded(to: nameWidth))  \($1.padded(to: valueWidth))  \($2)\n" }.joined()
    }

    func writeJSON(to out: AnswerWriter) {
        let json = JSONWriter(into: out)
        json.array {
            for setting in AllSettings.list {
                let said = inForce.said(of: setting)
                json.object {
                    json.member("TEN", setting.name)
                    json.member("GIA_TRI", said.text)
                    json.member("NGUON", said.origin.kind)
                    json.member("TAI", said.origin.place)
                }
            }
        }
        json.end()
    }
}

extension SettingOrigin {
    /// NGUON.
    fileprivate var kind: String {
        switch self {
        case .flag: "DONG_LENH"
        case .variable: "MOI_TRUONG"
        case .file: "TEP"
        case .builtIn: "MAC_DINH"
        }
    }

    fileprivate func words(_ language: Language) -> String {
        switch self {
        case .flag: language.say("dòng lệnh \(place)", "flag \(place)")
        case .variable: language.say("biến môi trường \(place)", "variable \(place)")
        case .file: language.say("tệp \(place)", "file \(place)")
        case .builtIn: language.say("mặc định", "built in")
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
