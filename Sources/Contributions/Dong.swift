// Money: whole đồng in Int64, added and multiplied with checks. An overflow is never a number.

/// An amount of money in whole đồng (VND has no smaller unit in use).
public struct Dong: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let amount: Int64

    public init(_ amount: Int64) { self.amount = amount }

    public static let zero = Dong(0)

    /// The sum, or nil when it does not fit 63 bits.
    public func adding(_ other: Dong) -> Dong? {
        let (sum, overflow) = amount.addingReportingOverflow(other.amount)
        return overflow ? nil : Dong(sum)
    }

    public static func < (left: Dong, right: Dong) -> Bool { left.amount < right.amount }

    /// Digits in groups of three, parted by points as Vietnamese writes them: `683.100`.
    public var description: String {
        let digits = String(amount.magnitude)
        var text = amount < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(".") }
            text.append(digit)
        }
        return text
    }
}
