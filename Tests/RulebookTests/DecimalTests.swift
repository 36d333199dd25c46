import Testing

@testable import Rulebook

@Suite("Decimal numbers")
struct DecimalTests {
    @Test(
        "are read as GIA_TRI is written, and shown without zeros that say nothing",
        arguments: [
            ("0", "0"), ("0.0", "0"), ("007", "7"), ("0.220", "0.22"), ("20", "20"), ("2530000", "2530000"),
            ("0.0000000001", "0.0000000001"),
            ("999999999999.9999999999", "999999999999.9999999999"), ("1.50", "1.5"), ("100.0", "100"),
            ("", nil), (".", nil), (".5", nil), ("5.", nil), ("1,5", nil), ("-1", nil), ("+1", nil), ("1e3", nil), ("1.2.3", nil),
            (" 1", nil),
            ("1234567890123", nil), ("0.12345678901", nil), ("1234567890123.1", nil), ("٣", nil), ("1_0", nil),
        ] as [(String, String?)])
    func text(written: String, shown: String?) {
        #expect(Decimal(written)?.description == shown)
    }

    private static func number(_ text: String) -> Decimal {
        text.hasPrefix("-") ? -number(String(text.dropFirst())) : Decimal(text)!
    }

    @Test(
        "are added, taken away and multiplied exactly",
        arguments: [
            ("0", "0", "0", "0", "0"), ("1", "0", "1", "1", "0"), ("0", "1.5", "1.5", "-1.5", "0"), ("0.1", "0.2", "0.3", "-0.1", "0.02"),
            ("1.5", "0.5", "2", "1", "0.75"), ("-1.5", "1.5", "0", "-3", "-2.25"), ("-0.5", "-0.25", "-0.75", "-0.25", "0.125"),
            ("999999999999", "0.0000000001", "999999999999.0000000001", "999999999998.9999999999", "99.9999999999"),
            ("0.22", "1500000", "1500000.22", "-1499999.78", "330000"),
        ])
    func exact(left: String, right: String, sum: String, difference: String, product: String) {
        let (one, other) = (Self.number(left), Self.number(right))
        #expect((one + other).description == sum)
        #expect((other + one).description == sum)
        #expect((one - other).description == difference)
        #expect((one * other).description == product)
        #expect((other * one).description == product)
    }

    @Test("any two products of parameters agree with multiplication by hand, to 34 digits, and exactly up to 36")
    func products() {
        var dice = Dice(37)
        for _ in 0..<2000 {
            let factors = (0..<Int.random(in: 2...4, using: &dice)).map { _ in LongNumber.random(&dice) }
            let product = factors.dropFirst().reduce(Decimal(factors[0].text)!) { $0 * Decimal($1.text)! }
            let byHand = factors.dropFirst().reduce(factors[0]) { $0 * $1 }
            #expect(byHand.agrees(with: product.description, inDigits: byHand.significant <= 36 ? 37 : 34), "\(factors.map(\.text))")
        }
    }

    @Test("a quotient times its divisor is the dividend, but for the 34th digit")
    func quotients() {
        var dice = Dice(41)
        for _ in 0..<2000 {
            let (dividend, divisor) = (LongNumber.random(&dice), LongNumber.random(&dice))
            guard divisor.significant > 0 else { continue }
            let quotient = Decimal(dividend.text)! / Decimal(divisor.text)!
            #expect(
                dividend.agrees(with: (quotient * Decimal(divisor.text)!).description, inDigits: 34), "\(dividend.text) \(divisor.text)")
        }
        #expect((Decimal.one / Decimal(3)).description == "0.333333333333333333333333333333333333")
        #expect((Decimal(2) / Decimal(3)).description == "0.666666666666666666666666666666666667")
        #expect((Decimal(-6) / Decimal(4)).description == "-1.5")
    }

    @Test("a sum keeps the digits that fit when the numbers are far apart")
    func sums() {
        let third = Decimal.one / Decimal(3)
        #expect((third + Decimal(1_000_000)).description == "1000000.333333333333333333333333333333")
        #expect((Decimal("0.0000000001")! * third + .one).description == "1.000000000033333333333333333333333333")
        let small = (0..<5).reduce(Decimal.one) { small, _ in small * Decimal("0.0000000001")! }
        #expect(small + .one == .one)
        #expect(.one - small == .one)
        #expect(small + .zero == small)
        #expect(small.rounded() == 0)
        #expect(small.rounded(.up) == 1)
        #expect((-small).rounded(.down) == -1)
    }

    @Test(
        "are rounded half up, down and up to whole đồng",
        arguments: [
            ("0", 0, 0, 0), ("0.4999999999", 0, 0, 1), ("0.5", 1, 0, 1), ("1.5", 2, 1, 2), ("2.5", 3, 2, 3), ("2.4", 2, 2, 3),
            ("7", 7, 7, 7), ("-0.5", 0, -1, 0), ("-1.5", -1, -2, -1), ("-1.6", -2, -2, -1), ("-3", -3, -3, -3),
            ("999999999999.5", 1_000_000_000_000, 999_999_999_999, 1_000_000_000_000),
        ] as [(String, Int64, Int64, Int64)])
    func rounding(text: String, halfUp: Int64, down: Int64, up: Int64) {
        let number = Self.number(text)
        #expect(number.rounded() == halfUp)
        #expect(number.rounded(.down) == down)
        #expect(number.rounded(.up) == up)
    }

    @Test("beyond 64 bits there are no whole đồng, and beyond 37 digits the number is too large, whatever is done to it")
    func tooLarge() {
        #expect((Decimal(Int64.max) + Decimal("0.4")!).rounded() == .max)
        #expect((Decimal(Int64.max) + Decimal("0.5")!).rounded() == nil)
        #expect(Decimal(Int64.min).rounded() == .min)
        #expect((Decimal(Int64.min) - Decimal("0.6")!).rounded() == nil)

        let tera = Decimal(1_000_000_000_000)
        let most = tera * tera * tera * Decimal(9)
        #expect(!most.isTooLarge)
        #expect(most.description == "9" + String(repeating: "0", count: 36))
        for number in [
            most + most, most * Decimal(2), most / Decimal("0.5")!, .one / .zero, .tooLarge - most, -(most * tera), .tooLarge * .zero,
        ] {
            #expect(number == .tooLarge)
            #expect(number > most)
            #expect(number.rounded() == nil)
            #expect(number.description == "")
        }
        let large = (0..<60).reduce(Decimal.one) { large, _ in large * tera + tera }
        #expect(large == .tooLarge)
    }

    @Test("stand in order, whatever their digits")
    func order() {
        let ascending = [
            "-999999999999", "-2", "-1.5", "-0.5", "-0.0000000001", "0", "0.0000000001", "0.05", "0.5", "0.51", "1", "1.5", "2", "10",
            "10.0000000001",
            "999999999999", "999999999999.0000000001",
        ].map(Self.number)
        for (place, number) in ascending.enumerated() {
            for (other, otherNumber) in ascending.enumerated() {
                #expect((number < otherNumber) == (place < other), "\(number) \(otherNumber)")
                #expect((number == otherNumber) == (place == other), "\(number) \(otherNumber)")
            }
        }
    }

    @Test(
        "are multiples of a step or are not",
        arguments: [
            ("100000", "50000", true), ("0", "50000", true), ("75000", "50000", false), ("-50000", "50000", true), ("-1", "50000", false),
            ("0", "0", true), ("50000", "0", false), ("1.5", "0.5", true), ("1.25", "0.5", false), ("1", "0.3333333333", false),
            ("999999999999.9999999999", "0.0000000001", true), ("0.0000000001", "999999999999", false),
        ])
    func multiples(number: String, step: String, isMultiple: Bool) {
        #expect(Self.number(number).isMultiple(of: Self.number(step)) == isMultiple)
    }
}

/// A number reckoned by hand: all its digits, the last first, and how many of them stand behind the point.
private struct LongNumber {
    var digits: [Int]
    var decimals: Int

    /// As many digits as GIA_TRI may have, or fewer.
    static func random(_ dice: inout Dice) -> LongNumber {
        let decimals = Int.random(in: 0...10, using: &dice)
        let whole = Int.random(in: 1...12, using: &dice)
        return LongNumber(digits: (0..<decimals + whole).map { _ in Int.random(in: 0...9, using: &dice) }, decimals: decimals)
    }

    var text: String {
        let characters = digits.reversed().map { String($0) }
        let whole = characters.dropLast(decimals).joined()
        return decimals == 0 ? whole : whole + "." + characters.suffix(decimals).joined()
    }

    static func * (left: LongNumber, right: LongNumber) -> LongNumber {
        var product = Array(repeating: 0, count: left.digits.count + right.digits.count)
        for (place, digit) in left.digits.enumerated() {
            for (otherPlace, other) in right.digits.enumerated() { product[place + otherPlace] += digit * other }
        }
        for place in product.indices.dropLast() {
            product[place + 1] += product[place] / 10
            product[place] %= 10
        }
        return LongNumber(digits: product, decimals: left.decimals + right.decimals)
    }

    /// From the first digit that is not 0 to the last such.
    var significant: Int { Self.significant(text).digits.count }

    /// The digits between the zeros on both sides, and the power of ten of the first.
    private static func significant(_ text: String) -> (digits: [Int], power: Int) {
        let point = text.firstIndex(of: ".") ?? text.endIndex
        let all = text.compactMap(\.wholeNumberValue)
        guard let first = all.firstIndex(where: { $0 > 0 }), let last = all.lastIndex(where: { $0 > 0 }) else { return ([], 0) }
        return (Array(all[first...last]), text.distance(from: text.startIndex, to: point) - first)
    }

    /// The other number differs from this one by at most one in that many digits; too large means 10^37 and more.
    func agrees(with other: String, inDigits count: Int) -> Bool {
        let (mine, power) = Self.significant(text)
        if other.isEmpty { return power > 36 }
        let (theirs, theirPower) = Self.significant(other)
        if mine == theirs { return power == theirPower || mine.isEmpty }
        // Aligned at the higher power: the first `count` digits as two whole numbers.
        let top = max(power, theirPower)
        func leading(_ digits: [Int], _ power: Int) -> Int128 {
            (0..<count).reduce(0) { value, place in
                let index = place - (top - power)
                return value * 10 + Int128(digits.indices.contains(index) ? digits[index] : 0)
            }
        }
        return (leading(mine, power) - leading(theirs, theirPower)).magnitude <= 1
    }
}
