import Logging

// The log of a command: one line an event on stderr, `time level message key=value …`, so that one file is followed by one grep.

enum CommandLog {
    static func make(level: Logger.Level) -> Logger {
        var log = Logger(label: "giaonhan") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = level
        return log
    }

    /// For libraries whose progress nobody asked for.
    static var quiet: Logger {
        Logger(label: "giaonhan.lifecycle") { _ in SwiftLogNoOpLogHandler() }
    }
}
