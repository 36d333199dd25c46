import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

@Suite("VS and TH: single payments with interest")
struct InterestTests {
    /// What the rules say is due, without any support.
    private static func due(_ method: String, _ months: Int, income: Int, rows: [MasterDataEntry] = []) -> String? {
        let payment = PaymentBuilder.voluntary.with([
            .method: method, .months: String(months), .income: String(income), .statePart: "", .amount: "999999999999",
        ])
        return Judged.money(payment, rows: rows).details(of: .MD06)?.first
    }

    @Test(
        "years ahead cost less, missing months more: 22 % of the income each, at 0.31 % a month",
        arguments: [
            ("VS", 24, 1_500_000, "7644801"), ("VS", 24, 50_600_000, "257884635"), ("VS", 36, 1_550_000, "11634757"),
            ("VS", 48, 5_000_000, "49140966"), ("VS", 60, 1_500_000, "18098148"), ("VS", 60, 50_600_000, "610510867"),
            ("TH", 1, 1_500_000, "331023"), ("TH", 1, 4_750_000, "1048240"), ("TH", 1, 50_600_000, "11166509"),
            ("TH", 2, 4_750_000, "2099729"),
            ("TH", 7, 1_500_000, "2338822"), ("TH", 13, 50_600_000, "147895611"), ("TH", 59, 4_750_000, "67748291"),
            ("TH", 60, 1_500_000, "21791542"), ("TH", 60, 50_600_000, "735101355"),
        ])
    func known(method: String, months: Int, income: Int, due: String) {
        #expect(Self.due(method, months, income: income) == due)
    }

    @Test("agree with whole-number arithmetic that never rounds, for all months, and rates and incomes of any kind")
    func exact() {
        var dice = Dice(31)
        for months in 1...60 {
            for method in months >= 24 && months.isMultiple(of: 12) ? ["VS", "TH"] : ["TH"] {
                let income = 1_500_000 + 50_000 * Int.random(in: 0...982, using: &dice)
                #expect(
                    Self.due(method, months, income: income) == Self.byHand(method, months, income, rate: 31_000_000), "\(method) \(months)"
                )
                // Up to 10 % a month, with ten decimals.
                let rate = Int.random(in: 0...1_000_000_000, using: &dice)
                let digits = String(rate)
                let text = "0." + String(repeating: "0", count: 10 - digits.count) + digits
                let due = Self.due(method, months, income: income, rows: [.parameter("LAI_SUAT", value: text)])
                #expect(due == Self.byHand(method, months, income, rate: UInt64(rate)), "\(method) \(months) \(income) \(text)")
            }
        }
    }

    /// 0.22 x income x the sum of the page, as one fraction of whole numbers, rounded half up.
    /// - Parameter rate: r in units of 10^-10.
    private static func byHand(_ method: String, _ months: Int, _ income: Int, rate: UInt64) -> String {
        let one: UInt64 = 10_000_000_000
        let grown = one + rate
        var sum = WholeNumber(0)
        for month in 1...months {
            // VS: (one / grown)^(month - 1) over the common denominator grown^(months - 1); TH: (grown / one)^month over one^months.
            let (powers, rest) = method == "VS" ? (month - 1, months - month) : (months - month, month)
            sum = sum + WholeNumber(1).times(one, powers).times(grown, rest)
        }
        let numerator = sum.times(22, 1).times(UInt64(income), 1)
        let denominator = WholeNumber(100).times(method == "VS" ? grown : one, method == "VS" ? months - 1 : months)
        // Half up: the largest q with 2 q d <= 2 n + d.
        let doubled = numerator.times(2, 1) + denominator
        var quotient: UInt64 = 0
        for bit in (0..<50).reversed() where denominator.times(2, 1).times(quotient | 1 << UInt64(bit), 1) <= doubled {
            quotient |= 1 << UInt64(bit)
        }
        return String(quotient)
    }

    @Test("a đồng more or less is let pass, two are not", arguments: [("VS", 24, 7_644_801), ("TH", 13, 4_384_257)])
    func tolerance(method: String, months: Int, due: Int) {
        for (difference, expected) in [(-2, "MD06"), (-1, ""), (0, ""), (1, ""), (2, "MD06")] {
            let support = 66000 * months
            let judged = Judged.money(
                .voluntary.with([
                    .method: method, .months: String(months), .statePart: String(support), .amount: String(due - support + difference),
                ]))
            #expect(judged.codes == expected, "\(difference)")
            #expect(judged.details(of: .MD06) == (expected.isEmpty ? nil : [String(due - support), "1"]))
        }
    }

    @Test("no interest makes them a plain product; absurd interest makes years ahead one month, and missing months too much to pay")
    func extremes() {
        let none = [MasterDataEntry.parameter("LAI_SUAT", value: "0")]
        #expect(Self.due("VS", 60, income: 1_500_000, rows: none) == "19800000")
        #expect(Self.due("TH", 60, income: 1_500_000, rows: none) == "19800000")
        let absurd = [MasterDataEntry.parameter("LAI_SUAT", value: "999999999999")]
        #expect(Self.due("VS", 60, income: 1_500_000, rows: absurd) == "330000")
        #expect(Self.due("TH", 1, income: 1_500_000, rows: absurd) == "330000000000000000")
        #expect(Self.due("TH", 2, income: 1_500_000, rows: absurd) == "")
        #expect(Self.due("TH", 60, income: 1_500_000, rows: absurd) == "")
    }
}

/// A whole number of any size, by school arithmetic: limbs of 32 bits, the lowest first.
private struct WholeNumber {
    private var limbs: [UInt32]

    init(_ value: UInt32) { limbs = [value] }

    static func + (left: WholeNumber, right: WholeNumber) -> WholeNumber {
        var sum = left
        var carry: UInt64 = 0
        for place in 0..<max(left.limbs.count, right.limbs.count) + 1 {
            carry += UInt64(left.limb(place)) + UInt64(right.limb(place))
            sum.set(place, UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return sum
    }

    /// This number times `factor`, so many times over.
    func times(_ factor: UInt64, _ count: Int) -> WholeNumber {
        var product = self
        for _ in 0..<count {
            var carry: UInt128 = 0
            for place in 0..<product.limbs.count + 2 {
                carry += UInt128(product.limb(place)) * UInt128(factor)
                product.set(place, UInt32(truncatingIfNeeded: carry))
                carry >>= 32
            }
        }
        return product
    }

    static func <= (left: WholeNumber, right: WholeNumber) -> Bool {
        for place in (0..<max(left.limbs.count, right.limbs.count)).reversed() where left.limb(place) != right.limb(place) {
            return left.limb(place) < right.limb(place)
        }
        return true
    }

    private func limb(_ place: Int) -> UInt32 { place < limbs.count ? limbs[place] : 0 }

    private mutating func set(_ place: Int, _ value: UInt32) {
        while place >= limbs.count { limbs.append(0) }
        limbs[place] = value
    }
}
