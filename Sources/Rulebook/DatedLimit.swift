public import Contributions

// Limits of days and months that are dated parameters (rules.md section 8). They are compared with whole counts; a parameter may
// have a fraction all the same: more than 2.5 days are 3 days or more.

/// A limit in force on some day.
public struct DatedLimit: Sendable, Hashable, CustomStringConvertible {
    private let value: Decimal

    init(_ value: Decimal) { self.value = value }

    /// The count is more than the limit allows.
    public func isExceeded(by count: Int) -> Bool { Decimal(count) > value }

    /// The largest whole count that does not exceed it: `isExceeded(by: n)` is `n > atMost`.
    public var atMost: Int64 { value.rounded(.down) ?? .max }

    /// The smallest whole count that reaches it.
    public var atLeast: Int64 { value.rounded(.up) ?? .max }

    /// As messages show it.
    public var description: String { value.description }
}

extension Registry {
    /// HAN_HUY: the days in which a partner may cancel, asked on the day of the claim; nil when not in force.
    public func daysToCancel(on day: Day) -> DatedLimit? { limit(.HAN_HUY, on: day) }

    /// HAN_NOP: the days in which money is to be remitted, asked on NGAY_NOP_TIEN.
    public func daysToRemit(on day: Day) -> DatedLimit? { limit(.HAN_NOP, on: day) }

    /// THANG_KHONG_PHAT_TRIEN: so many months without a newcomer end a collector's authorization, asked on a month's last day.
    public func monthsWithoutNewcomers(on day: Day) -> DatedLimit? { limit(.THANG_KHONG_PHAT_TRIEN, on: day) }

    private func limit(_ name: ParameterName, on day: Day) -> DatedLimit? { parameters.value(name, on: day).map(DatedLimit.init) }
}
