import ArgumentParser
import Assembly
import Contributions
import Foundation

// Options that several commands share.

/// `--now`, which every command takes.
struct ClockOption: ParsableArguments {
    @Option(name: .long, help: "A fixed clock, such as 2026-11-20T17:30:00+07:00, for tests and demonstrations.")
    var now: FixedTime?
}

/// The file of settings, and the way from flags to the values in force.
struct ConfigOption: ParsableArguments {
    @Option(
        name: .long, help: "A JSON file of settings; else \(AllSettings.configVariable) names one. See `giaonhan settings --help`.",
        completion: .file())
    var config: String?

    /// The values in force for a command that has these groups.
    /// - Throws: `SettingFault` when any source says something wrong.
    func inForce(_ groups: any SettingFlags...) throws -> SettingsInForce { try inForce(groups) }

    fileprivate func inForce(_ groups: [any SettingFlags]) throws -> SettingsInForce {
        try SettingsInForce(
            flags: groups.flatMap(\.given).compactMap(\.self), config: config, environment: ProcessInfo.processInfo.environment)
    }
}

/// `--spool`, the file of settings, and the clock.
struct SpoolOptions: ParsableArguments, SettingFlags {
    @Option(AllSettings.spool) var spool: GivenSetting?

    @OptionGroup var config: ConfigOption

    @OptionGroup var clock: ClockOption

    var given: [GivenSetting?] { [spool] }

    /// The values in force for a command that has these groups too.
    /// - Throws: `SettingFault` when any source says something wrong.
    func inForce(_ groups: any SettingFlags...) throws -> SettingsInForce { try config.inForce([self] + groups) }

    /// For a command without further settings.
    var settings: SpoolSettings { get throws { try settings(in: inForce()) } }

    /// - Throws: `SettingFault.noSpool` when nobody names a spool.
    func settings(in inForce: SettingsInForce) throws -> SpoolSettings {
        guard let path = inForce[AllSettings.spool] else { throw SettingFault.noSpool }
        return SpoolSettings(path: path, now: clock.now?.time, limits: inForce.limits)
    }
}

/// When files are looked at and taken.
struct WatchOptions: ParsableArguments, SettingFlags {
    @Option(AllSettings.settle) var settle: GivenSetting?
    @Option(AllSettings.poll) var poll: GivenSetting?

    var given: [GivenSetting?] { [settle, poll] }
}

/// When days close (money.md, "The day's end"); a `report` beside a daemon is given the same.
struct ClosingOptions: ParsableArguments, SettingFlags {
    @Option(AllSettings.closeAt) var closeAt: GivenSetting?
    @Option(AllSettings.closeLatest) var closeLatest: GivenSetting?

    var given: [GivenSetting?] { [closeAt, closeLatest] }
}

/// When what is missing is an alarm.
struct AlarmOptions: ParsableArguments, SettingFlags {
    @Option(AllSettings.alarmAt) var alarmAt: GivenSetting?

    var given: [GivenSetting?] { [alarmAt] }
}

/// `--accept-clock`: said once, by a person who has looked; no setting.
struct AcceptClockOption: ParsableArguments {
    @Flag(name: .long, help: "The machine's clock is right, whatever the ledger says of the time.")
    var acceptClock = false
}

/// The limits of exchange.md section 1; each is printed in the refusal that it causes.
struct LimitOptions: ParsableArguments, SettingFlags {
    @Option(AllSettings.maxFileBytes) var maxFileBytes: GivenSetting?
    @Option(AllSettings.maxInflatedBytes) var maxInflatedBytes: GivenSetting?
    @Option(AllSettings.maxRatio) var maxRatio: GivenSetting?
    @Option(AllSettings.maxRecords) var maxRecords: GivenSetting?
    @Option(AllSettings.maxTextBytes) var maxTextBytes: GivenSetting?
    @Option(AllSettings.maxDepth) var maxDepth: GivenSetting?
    @Option(AllSettings.maxNameBytes) var maxNameBytes: GivenSetting?
    @Option(AllSettings.maxAttributes) var maxAttributes: GivenSetting?
    @Option(AllSettings.maxReadSeconds) var maxReadSeconds: GivenSetting?
    @Option(AllSettings.maxReadMillisecondsPerMiB) var maxReadMillisecondsPerMiB: GivenSetting?
    @Option(AllSettings.maxReadMemory) var maxReadMemory: GivenSetting?
    @Option(AllSettings.maxReadWait) var maxReadWait: GivenSetting?

    var given: [GivenSetting?] {
        [
            maxFileBytes, maxInflatedBytes, maxRatio, maxRecords, maxTextBytes, maxDepth, maxNameBytes, maxAttributes, maxReadSeconds,
            maxReadMillisecondsPerMiB, maxReadMemory, maxReadWait,
        ]
    }
}

/// What is logged, and how.
struct LogOptions: ParsableArguments, SettingFlags {
    @Option(AllSettings.logLevel) var logLevel: GivenSetting?
    @Option(AllSettings.logFormat) var logFormat: GivenSetting?

    var given: [GivenSetting?] { [logLevel, logFormat] }
}

/// A moment with its offset from UTC, as in ISO 8601: `2026-11-20T17:30:00+07:00` or `…Z`.
struct FixedTime: ExpressibleByArgument, Sendable {
    let time: VietnamTime

    init?(argument: String) {
        let bytes = Array(argument.utf8)
        guard bytes.count == 20 || bytes.count == 25, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A,
            bytes[16] == 0x3A
        else { return nil }
        func digits(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        guard let local = VietnamTime(digits(0..<4) + digits(5..<7) + digits(8..<10) + digits(11..<13) + digits(14..<16) + digits(17..<19))
        else { return nil }
        var offset: Int64 = 0
        if bytes.count == 25 {
            guard bytes[19] == 0x2B || bytes[19] == 0x2D, bytes[22] == 0x3A, let hours = Int64(digits(20..<22)),
                let minutes = Int64(digits(23..<25)), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 3600 + minutes * 60) * (bytes[19] == 0x2B ? 1 : -1)
        } else if bytes[19] != UInt8(ascii: "Z") {
            return nil
        }
        time = local.advanced(bySeconds: 7 * 3600 - offset)
    }
}

/// A calendar day, yyyyMMdd.
struct DayArgument: ExpressibleByArgument, Sendable {
    let day: Day

    init?(argument: String) {
        guard let day = Day(argument) else { return nil }
        self.day = day
    }
}
