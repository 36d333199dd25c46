// Days and times as the documents write them (yyyyMMdd, yyyyMMddHHmmss) and as people read them (dd/MM/yyyy, MM/yyyy),
// digit by digit.

public import Contributions

extension AnswerWriter {
    /// Appends yyyyMMdd.
    public func append(_ day: Day) { append(day.yyyyMMdd, digits: 8) }

    /// Appends yyyyMMddHHmmss.
    public func append(_ time: VietnamTime) {
        append(time.day)
        let second = time.secondOfDay
        append(second / 3600 * 10_000 + second / 60 % 60 * 100 + second % 60, digits: 6)
    }

    /// Appends dd/MM/yyyy.
    public func append(forPeople day: Day) {
        let parts = day.parts
        append(parts.day, digits: 2)
        append(byte: UInt8(ascii: "/"))
        append(parts.month, digits: 2)
        append(byte: UInt8(ascii: "/"))
        append(parts.year, digits: 4)
    }

    /// Appends the eight digits of a day as dd/MM/yyyy.
    func append(dayForPeople digits: UnsafeRawBufferPointer) {
        append(UnsafeRawBufferPointer(rebasing: digits[6..<8]))
        append(byte: UInt8(ascii: "/"))
        append(UnsafeRawBufferPointer(rebasing: digits[4..<6]))
        append(byte: UInt8(ascii: "/"))
        append(UnsafeRawBufferPointer(rebasing: digits[0..<4]))
    }

    /// Appends MM/yyyy.
    func append(forPeople month: Month) {
        append(month.month, digits: 2)
        append(byte: UInt8(ascii: "/"))
        append(month.year, digits: 4)
    }
}
