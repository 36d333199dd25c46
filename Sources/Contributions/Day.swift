// Days and months of the Gregorian calendar, and Vietnam's wall time (UTC+7, no daylight saving). Pure arithmetic on
// integers: no locale, no time-zone database. Text is read strictly: exactly the stated digits, or nil.

/// A calendar day, counted from 1970-01-01 = 0.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int32

    public init(number: Int32) { self.number = number }

    /// The day of that year, month and day of the month, or nil when the calendar has none. Years 1 to 9999.
    @inlinable
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Month.length(year: year, month: month) else {
            return nil
        }
        // Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(number: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    /// Reads the decimal number yyyyMMdd, such as 20261120.
    @inlinable
    public init?(yyyyMMdd value: Int) {
        self.init(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    }

    /// Reads eight digits.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(text) else { return nil }
        self.init(yyyyMMdd: value)
    }

    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The decimal number yyyyMMdd.
    public var yyyyMMdd: Int {
        let parts = parts
        return parts.year * 10_000 + parts.month * 100 + parts.day
    }

    /// yyyyMMdd, always eight digits.
    public var description: String { Digits.padded(yyyyMMdd, to: 8) }

    /// dd/MM/yyyy, as people read it.
    public var forPeople: String {
        let parts = parts
        return "\(Digits.padded(parts.day, to: 2))/\(Digits.padded(parts.month, to: 2))/\(Digits.padded(parts.year, to: 4))"
    }

    public var month: Month {
        let parts = parts
        return Month(number: Int32(parts.year * 12 + parts.month - 1))
    }

    public func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }

    /// The same day that many months later, or the last day of a shorter month; nil beyond year 9999.
    public func advanced(byMonths months: Int) -> Day? {
        let (year, month, day) = parts
        let later = year * 12 + month - 1 + months
        let length = Month.length(year: later / 12, month: later % 12 + 1)
        return Day(year: later / 12, month: later % 12 + 1, day: min(day, length))
    }

    /// The day on which someone born on this day reaches that age: who is born on 29 February reaches it on 1 March. Nil beyond
    /// year 9999.
    public func anniversary(_ years: Int) -> Day? {
        let (year, month, day) = parts
        let isLeapDay = month == 2 && day == 29 && Month.length(year: year + years, month: 2) == 28
        return isLeapDay ? Day(year: year + years, month: 3, day: 1) : Day(year: year + years, month: month, day: day)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
    public static func - (left: Day, right: Day) -> Int { Int(left.number) - Int(right.number) }
}

/// A calendar month, counted from January of year 0.
public struct Month: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int32

    public init(number: Int32) { self.number = number }

    /// Reads the decimal number yyyyMM, such as 202612; nil when the month does not exist.
    @inlinable
    public init?(yyyyMM value: Int) {
        guard (1...9999).contains(value / 100), (1...12).contains(value % 100) else { return nil }
        self.init(number: Int32(value / 100 * 12 + value % 100 - 1))
    }

    public var year: Int { Int(number) / 12 }
    public var month: Int { Int(number) % 12 + 1 }

    /// Nil beyond year 9999.
    public var firstDay: Day? { Day(year: year, month: month, day: 1) }
    public var lastDay: Day? { Day(year: year, month: month, day: Self.length(year: year, month: month)) }

    /// MM/yyyy, as people read it.
    public var forPeople: String { "\(Digits.padded(month, to: 2))/\(Digits.padded(year, to: 4))" }

    /// yyyyMM, always six digits.
    public var description: String { Digits.padded(year * 100 + month, to: 6) }

    public func advanced(by months: Int) -> Month { Month(number: number + Int32(months)) }
    public static func < (left: Month, right: Month) -> Bool { left.number < right.number }

    /// The number of days of that month.
    @inlinable
    public static func length(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A moment as whole seconds since 1970-01-01T00:00:00Z, shown in Vietnam's time.
public struct VietnamTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let secondsSince1970: Int64

    public init(secondsSince1970: Int64) { self.secondsSince1970 = secondsSince1970 }

    static let offsetSeconds: Int64 = 7 * 3600

    public init(_ day: Day, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        secondsSince1970 = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Self.offsetSeconds
    }

    /// Reads fourteen digits, yyyyMMddHHmmss; nil when it is no real time (a leap second is none).
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 14, text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(text),
            let day = Day(yyyyMMdd: value / 1_000_000), value / 10_000 % 100 < 24, value / 100 % 100 < 60, value % 100 < 60
        else { return nil }
        self.init(day, hour: value / 10_000 % 100, minute: value / 100 % 100, second: value % 100)
    }

    private var local: Int64 { secondsSince1970 + Self.offsetSeconds }
    private var dayNumber: Int64 { local >= 0 ? local / 86_400 : (local - 86_399) / 86_400 }

    public var day: Day { Day(number: Int32(dayNumber)) }
    /// Seconds since Vietnam's midnight.
    public var secondOfDay: Int { Int(local - dayNumber * 86_400) }

    /// yyyyMMddHHmmss.
    public var description: String {
        let second = secondOfDay
        return day.description + Digits.padded(second / 3600 * 10_000 + second / 60 % 60 * 100 + second % 60, to: 6)
    }

    /// HH:mm:ss dd/MM/yyyy, as people read it.
    public var forPeople: String {
        let second = secondOfDay
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Digits.padded($0, to: 2) }.joined(separator: ":")
        return "\(clock) \(day.forPeople)"
    }

    public static func < (left: VietnamTime, right: VietnamTime) -> Bool { left.secondsSince1970 < right.secondsSince1970 }
    public static func - (left: VietnamTime, right: VietnamTime) -> Int64 { left.secondsSince1970 - right.secondsSince1970 }
    public func advanced(bySeconds seconds: Int64) -> VietnamTime { VietnamTime(secondsSince1970: secondsSince1970 + seconds) }
}

/// Decimal text of a fixed width.
public enum Digits {
    /// The number with zeros before it up to `width` characters; longer numbers stay whole.
    public static func padded(_ value: Int, to width: Int) -> String {
        let text = String(value)
        return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
    }
}
