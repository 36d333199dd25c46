import ExchangePipeline
import Logging

// The log of a command, on stderr: one line an event, `time level message key=value …`, so that one file is followed by one
// grep; or one JSON object a line, for programs that gather logs.

/// What the setting `log-format` knows.
enum LogFormat: String, CaseIterable {
    case text, json
}

enum CommandLog {
    static func make(level: Logger.Level, format: LogFormat = .text) -> Logger {
        var log = Logger(label: "giaonhan") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(now: { SystemWallClock().now() }, write: { Standard.error($0) })
            }
        }
        log.logLevel = level
        return log
    }

    /// For libraries whose progress nobody asked for.
    static var quiet: Logger {
        Logger(label: "giaonhan.lifecycle") { _ in SwiftLogNoOpLogHandler() }
    }
}
