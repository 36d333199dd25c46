import ConfinedReading
import ExchangePipeline
import Rulebook

// The list of settings, which there is once: flags and their help, variables, keys of the file, `giaonhan settings` and
// README's table come from it. A new setting is a line here, and its flag in a group of Options.swift.

enum AllSettings {
    static let spool = Setting<String?>("spool", "The spool folder that `giaonhan init` has made.", .folder, builtIn: nil)

    static let settle = Setting<Duration>(
        "settle", "Seconds that a file must stay as it is before it is taken.", .seconds, builtIn: .seconds(5))
    static let poll = Setting<Duration>("poll", "Seconds between looks when nothing is noticed.", .seconds, builtIn: .seconds(2))

    static let closeAt = Setting<TimeOfDay>(
        "close-at", "Time of day at which the day before is closed, HH:mm.", .timeOfDay, builtIn: TimeOfDay("00:05")!)
    static let closeLatest = Setting<TimeOfDay>(
        "close-latest", "Time of day at which it is closed even if files of it are unposted, HH:mm.", .timeOfDay,
        builtIn: TimeOfDay("06:00")!)
    static let alarmAt = Setting<TimeOfDay>(
        "alarm-at", "Time of day at which a report of the day before that is not in its outbox is an alarm, HH:mm.", .timeOfDay,
        builtIn: TimeOfDay("07:30")!)

    static let logLevel = Setting<LogLevel>("log-level", "Least level of log lines.", .choice, builtIn: .info)
    static let logFormat = Setting<LogFormat>(
        "log-format", "text: for people and grep; json: one object a line, for programs.", .choice, builtIn: .text)
    static let lang = Setting<Language>(
        "lang", "The language of what people read: vi or en; English where LANG begins with en.", .choice, builtInText: "the locale's"
    ) { .ofLocale($0) }

    static let maxFileBytes = Setting<Int64>("max-file-bytes", "Largest file, bytes.", .count, builtIn: usual.fileBytesMax)
    static let maxInflatedBytes = Setting<Int64>(
        "max-inflated-bytes", "Most that a ZIP may inflate to, bytes.", .count, builtIn: usual.inflatedBytesMax)
    static let maxRatio = Setting<Int>(
        "max-ratio", "Most inflated bytes per compressed byte, after the first MiB.", .count, builtIn: usual.ratioMax)
    static let maxRecords = Setting<Int>("max-records", "Most records in one document.", .count, builtIn: usual.recordsMax)
    static let maxTextBytes = Setting<Int>("max-text-bytes", "Longest text of one element, bytes.", .count, builtIn: usual.textBytesMax)
    static let maxDepth = Setting<Int>("max-depth", "Most elements inside each other.", .count, builtIn: usual.depthMax)
    static let maxNameBytes = Setting<Int>("max-name-bytes", "Longest name, bytes.", .count, builtIn: usual.nameBytesMax)
    static let maxAttributes = Setting<Int>("max-attributes", "Most attributes of one element.", .count, builtIn: usual.attributesMax)

    static let maxReadSeconds = Setting<Int>(
        "max-read-seconds", "Processor time that reading any file may take, seconds.", .count, builtIn: usual.budgets.seconds)
    static let maxReadMillisecondsPerMiB = Setting<Int>(
        "max-read-ms-per-mib", "And further for each MiB that it may hold, milliseconds.", .count,
        builtIn: usual.budgets.millisecondsPerMiB)
    static let maxReadMemory = Setting<Int>("max-read-mib", "Memory that reading may take, MiB.", .count, builtIn: usual.budgets.memoryMiB)
    static let maxReadWait = Setting<Int>(
        "max-read-wait", "Seconds that the reader may stand still, beside ten for each of its processor time.", .count,
        builtIn: usual.budgets.waitSeconds)

    private static let usual = ExchangeLimits()

    /// All of them, in the order in which people read them.
    static let list: [any AnySetting] = [
        spool, settle, poll, closeAt, closeLatest, alarmAt, logLevel, logFormat, lang, maxFileBytes, maxInflatedBytes, maxRatio, maxRecords,
        maxTextBytes, maxDepth, maxNameBytes, maxAttributes, maxReadSeconds, maxReadMillisecondsPerMiB, maxReadMemory, maxReadWait,
    ]

    /// What every variable of this program begins with.
    static let variablePrefix = "GIAONHAN_"
    /// The variable that names the file of settings, as `--config` does.
    static let configVariable = "GIAONHAN_CONFIG"
}
