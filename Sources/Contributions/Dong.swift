// Money: whole đồng (VND has no smaller unit in use). One amount is an Int64, as documents and the ledger's rows have it. What many of
// them come to is a MoneySum: files may claim what no bank has, and no sum of theirs may stop anybody's reports.

/// The money of many records together. It holds 2^63 times the largest amount, so that adding amounts never overflows.
public typealias MoneySum = Int128

/// Đồng as people read them, one amount or a sum.
public struct Dong: Hashable, Sendable, CustomStringConvertible {
    public let amount: MoneySum

    public init(_ amount: some BinaryInteger) { self.amount = MoneySum(amount) }

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
