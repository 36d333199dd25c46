// Exact decimal numbers for money. A number is a whole mantissa over a power of ten, so that 0.22 is 0.22; sums, products and
// quotients that need more than 37 digits are rounded, half up, to no fewer than 35 (rules.md section 7 asks for 30). Nothing
// here traps: what reaches 10^37 is `tooLarge`, stays so through all further reckoning, and has no whole đồng.

/// A decimal number below 10^37, or too large.
struct Decimal: Hashable, Sendable {
    /// The number is mantissa / 10^scale, with no zero at the end that scale could spare; so equal numbers are equal values.
    private let mantissa: Int128
    /// Digits behind the point, 0 or more; below 0 only in `tooLarge`.
    private let scale: Int

    /// What no mantissa can hold. Greater than every number.
    static let tooLarge = Decimal(unchecked: 1, scale: -1)
    static let zero = Decimal(0)
    static let one = Decimal(1)

    private static let digitsMax = 37
    /// 10^0 to 10^38.
    private static let powers: [UInt128] = (1...38).reduce(into: [1]) { powers, place in powers.append(powers[place - 1] * 10) }

    init(_ whole: Int64) { self.init(unchecked: Int128(whole), scale: 0) }
    init(_ whole: Int) { self.init(Int64(whole)) }

    /// Reads `[0-9]{1,12}(\.[0-9]{1,10})?`, the format of GIA_TRI (exchange.md section 5).
    init?(_ text: String) {
        var (magnitude, digits): (UInt128, Int) = (0, 0)
        /// Where the point stood, in digits.
        var point: Int?
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9") where digits < 22:
                magnitude = magnitude * 10 + UInt128(byte - UInt8(ascii: "0"))
                digits += 1
            case UInt8(ascii: ".") where point == nil: point = digits
            default: return nil
            }
        }
        let decimals = point.map { digits - $0 } ?? 0
        guard (1...12).contains(digits - decimals), point == nil || (1...10).contains(decimals) else { return nil }
        self.init(magnitude, isNegative: false, scale: decimals)
    }

    private init(unchecked mantissa: Int128, scale: Int) {
        self.mantissa = mantissa
        self.scale = scale
    }

    /// - Parameters:
    ///   - magnitude: below 3 * 10^38.
    ///   - scale: digits behind the point; below 0, zeros that the magnitude still lacks.
    private init(_ magnitude: UInt128, isNegative: Bool, scale: Int) {
        var (magnitude, scale) = (magnitude, magnitude == 0 ? 0 : scale)
        while magnitude >= Self.powers[Self.digitsMax] {
            magnitude = (magnitude + 5) / 10
            scale -= 1
        }
        if scale < 0 {
            guard Self.digits(of: magnitude) - scale <= Self.digitsMax else {
                self = .tooLarge
                return
            }
            magnitude *= Self.powers[-scale]
            scale = 0
        }
        while scale > 0, magnitude % 10 == 0 {
            magnitude /= 10
            scale -= 1
        }
        self.init(unchecked: isNegative ? -Int128(magnitude) : Int128(magnitude), scale: scale)
    }

    private static func digits(of magnitude: UInt128) -> Int {
        // 1233 / 4096 is just above the logarithm of 2 to base 10.
        let estimate = ((UInt128.bitWidth - magnitude.leadingZeroBitCount) * 1233) >> 12
        return magnitude >= powers[estimate] ? estimate + 1 : estimate
    }

    private var digits: Int { Self.digits(of: mantissa.magnitude) }
    private var isNegative: Bool { mantissa < 0 }
    var isTooLarge: Bool { scale < 0 }

    /// The mantissa and the power of ten below it, when both are small enough for quick arithmetic.
    var smallFraction: (numerator: Int64, denominator: Int64)? {
        guard (0...18).contains(scale), let numerator = Int64(exactly: mantissa) else { return nil }
        return (numerator, Int64(Self.powers[scale]))
    }
}

// MARK: reckoning

extension Decimal {
    static func + (left: Decimal, right: Decimal) -> Decimal {
        if left.isTooLarge || right.isTooLarge { return .tooLarge }
        if left.mantissa == 0 || right.mantissa == 0 { return left.mantissa == 0 ? right : left }
        let (coarse, fine) = left.scale <= right.scale ? (left, right) : (right, left)
        // The coarse number is written with as many of the fine one's digits as fit; the rest of those is rounded.
        let gap = fine.scale - coarse.scale
        let raised = min(gap, digitsMax - coarse.digits)
        let sum = coarse.mantissa * Int128(powers[raised]) + rounding(fine.mantissa, droppingDigits: gap - raised)
        return Decimal(sum.magnitude, isNegative: sum < 0, scale: coarse.scale + raised)
    }

    static prefix func - (number: Decimal) -> Decimal {
        number.isTooLarge ? .tooLarge : Decimal(unchecked: -number.mantissa, scale: number.scale)
    }

    static func - (left: Decimal, right: Decimal) -> Decimal { left + -right }

    static func * (left: Decimal, right: Decimal) -> Decimal {
        if left.isTooLarge || right.isTooLarge { return .tooLarge }
        let dropped = max(0, left.digits + right.digits - digitsMax)
        let product = left.mantissa.magnitude.multipliedFullWidth(by: right.mantissa.magnitude)
        return Decimal(
            dropped == 0 ? product.low : quotient(product, by: powers[dropped]), isNegative: left.isNegative != right.isNegative,
            scale: left.scale + right.scale - dropped)
    }

    /// Division by zero is too large.
    static func / (left: Decimal, right: Decimal) -> Decimal {
        if left.isTooLarge || right.isTooLarge || right.mantissa == 0 { return .tooLarge }
        if left.mantissa == 0 { return .zero }
        // Zeros behind the dividend, so that the quotient has 35 to 37 digits.
        let (first, then) = (digitsMax - left.digits, right.digits - 1)
        let dividend = (left.mantissa.magnitude * powers[first]).multipliedFullWidth(by: powers[then])
        return Decimal(
            quotient(dividend, by: right.mantissa.magnitude), isNegative: left.isNegative != right.isNegative,
            scale: left.scale + first + then - right.scale)
    }

    /// Rounded half up; the quotient has at most 37 digits.
    private static func quotient(_ dividend: (high: UInt128, low: UInt128), by divisor: UInt128) -> UInt128 {
        let (quotient, remainder) = divisor.dividingFullWidth(dividend)
        return remainder >= divisor - remainder ? quotient + 1 : quotient
    }

    private static func rounding(_ mantissa: Int128, droppingDigits count: Int) -> Int128 {
        guard count < powers.count else { return 0 }
        let rounded = quotient((0, mantissa.magnitude), by: powers[count])
        return mantissa < 0 ? -Int128(rounded) : Int128(rounded)
    }

    /// True when some whole number times `step` is this number; of step 0, only 0 is.
    func isMultiple(of step: Decimal) -> Bool {
        if isTooLarge || step.isTooLarge || step.mantissa == 0 { return self == step }
        let common = max(scale, step.scale)
        let (zeros, stepZeros) = (common - scale, common - step.scale)
        guard digits + zeros <= Self.digitsMax, step.digits + stepZeros <= Self.digitsMax else { return false }
        return (mantissa * Int128(Self.powers[zeros])).isMultiple(of: step.mantissa * Int128(Self.powers[stepZeros]))
    }
}

extension Decimal: Comparable {
    static func < (left: Decimal, right: Decimal) -> Bool {
        if left.scale == right.scale { return left.mantissa < right.mantissa }
        if left.isTooLarge || right.isTooLarge { return !left.isTooLarge }
        if left.mantissa.signum() != right.mantissa.signum() { return left.mantissa < right.mantissa }
        return left.isNegative ? isBelow(right, left) : isBelow(left, right)
    }

    /// For magnitudes.
    private static func isBelow(_ left: Decimal, _ right: Decimal) -> Bool {
        let (leftDigits, rightDigits) = (left.digits - left.scale, right.digits - right.scale)
        if leftDigits != rightDigits { return leftDigits < rightDigits }
        // As many digits before the point: with the same number of digits in all, they compare as whole numbers.
        let common = max(left.scale, right.scale)
        return left.mantissa.magnitude * powers[common - left.scale] < right.mantissa.magnitude * powers[common - right.scale]
    }
}

// MARK: whole numbers and text

extension Decimal {
    enum Rounding { case halfUp, down, up }

    /// The whole number beside it; nil when that does not fit 64 bits.
    func rounded(_ rounding: Rounding = .halfUp) -> Int64? {
        if isTooLarge { return nil }
        // Behind 38 digits the number is below a tenth, whichever.
        let divisor = Int128(Self.powers[min(scale, 38)])
        var (whole, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
        if rest < 0 { (whole, rest) = (whole - 1, rest + divisor) }
        switch rounding {
        case .halfUp: if rest >= divisor - rest { whole += 1 }
        case .down: break
        case .up: if rest > 0 { whole += 1 }
        }
        return Int64(exactly: whole)
    }
}

extension Decimal: CustomStringConvertible {
    /// Plain digits with a point, as messages show it; empty when too large.
    var description: String {
        if isTooLarge { return "" }
        let digits = String(mantissa.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        let decimals = scale == 0 ? "" : "." + padded.suffix(scale)
        return (isNegative ? "-" : "") + padded.dropLast(scale) + decimals
    }
}
