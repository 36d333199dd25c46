import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import Logging

// Options that several commands share.

/// `--now`, which every command takes.
struct ClockOption: ParsableArguments {
    @Option(name: .long, help: "A fixed clock, such as 2026-11-20T17:30:00+07:00, for tests and demonstrations.")
    var now: FixedTime?
}

/// `--spool` and the clock.
struct SpoolOptions: ParsableArguments {
    @Option(name: .long, help: "The spool folder that `giaonhan init` has made.")
    var spool: String

    @OptionGroup var clock: ClockOption

    var settings: SpoolSettings { SpoolSettings(path: spool, now: clock.now?.time) }
}

/// The limits of exchange.md section 1; each is printed in the refusal that it causes.
struct LimitOptions: ParsableArguments {
    @Option(name: .long, help: "Largest file, bytes.") var maxFileBytes: Int64?
    @Option(name: .long, help: "Most that a ZIP may inflate to, bytes.") var maxInflatedBytes: Int64?
    @Option(name: .long, help: "Most inflated bytes per compressed byte, after the first MiB.") var maxRatio: Int?
    @Option(name: .long, help: "Most records in one document.") var maxRecords: Int?
    @Option(name: .long, help: "Longest text of one element, bytes.") var maxTextBytes: Int?
    @Option(name: .long, help: "Most elements inside each other.") var maxDepth: Int?
    @Option(name: .long, help: "Longest name, bytes.") var maxNameBytes: Int?
    @Option(name: .long, help: "Most attributes of one element.") var maxAttributes: Int?

    var limits: ExchangeLimits {
        var limits = ExchangeLimits()
        if let maxFileBytes { limits.fileBytesMax = maxFileBytes }
        if let maxInflatedBytes { limits.inflatedBytesMax = maxInflatedBytes }
        if let maxRatio { limits.ratioMax = maxRatio }
        if let maxRecords { limits.recordsMax = maxRecords }
        if let maxTextBytes { limits.textBytesMax = maxTextBytes }
        if let maxDepth { limits.depthMax = maxDepth }
        if let maxNameBytes { limits.nameBytesMax = maxNameBytes }
        if let maxAttributes { limits.attributesMax = maxAttributes }
        return limits
    }

    func validate() throws {
        let numbers: [(String, Int64?)] = [
            ("--max-file-bytes", maxFileBytes), ("--max-inflated-bytes", maxInflatedBytes), ("--max-ratio", maxRatio.map(Int64.init)),
            ("--max-records", maxRecords.map(Int64.init)), ("--max-text-bytes", maxTextBytes.map(Int64.init)),
            ("--max-depth", maxDepth.map(Int64.init)), ("--max-name-bytes", maxNameBytes.map(Int64.init)),
            ("--max-attributes", maxAttributes.map(Int64.init)),
        ]
        for (name, value) in numbers {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1, not \(value)") }
        }
    }
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

/// Seconds, whole or with a fraction, not below zero.
struct SecondsArgument: ExpressibleByArgument, Sendable {
    let duration: Duration

    init?(argument: String) {
        guard let seconds = Double(argument), seconds >= 0, seconds <= 86_400 else { return nil }
        duration = .milliseconds(Int64((seconds * 1000).rounded()))
    }

    var defaultValueDescription: String { String(duration / .seconds(1)).replacingZeroFraction }
}

extension String {
    /// `5.0` as `5`.
    fileprivate var replacingZeroFraction: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}

/// When days close (money.md, "The day's end"); a `report` beside a daemon is given the same.
struct ClosingOptions: ParsableArguments {
    @Option(name: .long, help: "Time of day at which the day before is closed, HH:mm.")
    var closeAt = TimeOfDay(argument: "00:05")!

    @Option(name: .long, help: "Time of day at which it is closed even if files of it are unposted, HH:mm.")
    var closeLatest = TimeOfDay(argument: "06:00")!

    var times: ClosingTimes { ClosingTimes(closeAtSecond: closeAt.second, closeLatestSecond: closeLatest.second) }
}

/// A time of day, HH:mm.
struct TimeOfDay: ExpressibleByArgument, Sendable {
    /// Seconds after midnight.
    let second: Int

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        second = hour * 3600 + minute * 60
    }

    var defaultValueDescription: String { Digits.padded(second / 3600, to: 2) + ":" + Digits.padded(second / 60 % 60, to: 2) }
}
