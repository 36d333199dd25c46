// The calendar as random payments reckon it, written apart from the product's own: a day is the number yyyyMMdd, a month the
// number yyyyMM, and days are counted from the textbook formula of leap years.

/// Days and months as the decimal numbers that stand in the elements.
public enum Almanac {
    public static func isLeap(_ year: Int) -> Bool { year % 400 == 0 || year % 4 == 0 && year % 100 != 0 }

    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    public static func daysInMonth(_ year: Int, _ month: Int) -> Int { month == 2 && isLeap(year) ? 29 : lengths[month - 1] }

    public static func isRealMonth(_ month: Int) -> Bool { month / 100 >= 1 && month % 100 >= 1 && month % 100 <= 12 }

    public static func isReal(_ day: Int) -> Bool {
        isRealMonth(day / 100) && day % 100 >= 1 && day % 100 <= daysInMonth(day / 10_000, day / 100 % 100)
    }

    /// The days from 1 January of year 1 to that day.
    public static func serial(_ day: Int) -> Int {
        let year = day / 10_000
        let month = day / 100 % 100
        let leapDay = month > 2 && isLeap(year) ? 1 : 0
        return daysBeforeYear(year) + daysBefore[month - 1] + leapDay + day % 100 - 1
    }

    private static func daysBeforeYear(_ year: Int) -> Int { (year - 1) * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 }

    /// The day that many days later.
    public static func day(_ day: Int, plus days: Int) -> Int {
        var rest = serial(day) + days
        var year = rest / 366 + 1
        while daysBeforeYear(year + 1) <= rest { year += 1 }
        rest -= daysBeforeYear(year)
        var month = 1
        while rest >= daysInMonth(year, month) {
            rest -= daysInMonth(year, month)
            month += 1
        }
        return year * 10_000 + month * 100 + rest + 1
    }

    public static func days(from first: Int, to last: Int) -> Int { serial(last) - serial(first) }

    /// The month that many months later, or earlier.
    public static func month(_ month: Int, plus months: Int) -> Int {
        let count = month / 100 * 12 + month % 100 - 1 + months
        return count / 12 * 100 + count % 12 + 1
    }

    /// The same day of the month so many months later, or that month's last day: 31 January + 1 month = 28 or 29 February.
    public static func day(_ day: Int, plusMonths months: Int) -> Int {
        let month = month(day / 100, plus: months)
        return month * 100 + min(day % 100, daysInMonth(month / 100, month % 100))
    }

    /// The day on which a person born then reaches that age; 29 February falls on 1 March of a common year.
    public static func birthday(_ birth: Int, age: Int) -> Int {
        let day = birth + age * 10_000
        return isReal(day) ? day : (day / 10_000) * 10_000 + 301
    }

    /// NGAY_SINH as a day: a year alone is its 1 January.
    public static func birth(_ value: Int, isYearAlone: Bool) -> Int { isYearAlone ? value * 10_000 + 101 : value }
}
