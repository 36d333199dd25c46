// The sums of VS and TH exactly: with 1 + r = 10031/10000 they are fractions of whole numbers of some 250 digits, kept by hand
// in limbs of nine digits. The slow reckoning that the rulebook's decimal arithmetic is held against.

/// A whole number, not negative, of any size.
struct LongNumber {
    /// Nine decimal digits each, the lowest first; none is zero at the end.
    private var limbs: [Int]
    private static let base = 1_000_000_000

    init(_ value: Int) {
        precondition(0 <= value && value < Self.base)
        limbs = value == 0 ? [] : [value]
    }

    /// - Parameter factor: below 2^33, so that a limb's product fits.
    func times(_ factor: Int) -> LongNumber {
        precondition(0 <= factor && factor < 1 << 33)
        var result = self
        var carry = 0
        for index in result.limbs.indices {
            let product = result.limbs[index] * factor + carry
            result.limbs[index] = product % Self.base
            carry = product / Self.base
        }
        while carry > 0 {
            result.limbs.append(carry % Self.base)
            carry /= Self.base
        }
        while result.limbs.last == 0 { result.limbs.removeLast() }
        return result
    }

    func plus(_ other: LongNumber) -> LongNumber {
        var result = self
        var carry = 0
        var index = 0
        while index < other.limbs.count || carry > 0 {
            if index == result.limbs.count { result.limbs.append(0) }
            let sum = result.limbs[index] + (index < other.limbs.count ? other.limbs[index] : 0) + carry
            result.limbs[index] = sum % Self.base
            carry = sum / Self.base
            index += 1
        }
        return result
    }

    func isAtMost(_ other: LongNumber) -> Bool {
        if limbs.count != other.limbs.count { return limbs.count < other.limbs.count }
        var index = limbs.count - 1
        while index >= 0 {
            if limbs[index] != other.limbs[index] { return limbs[index] < other.limbs[index] }
            index -= 1
        }
        return true
    }

    /// The largest whole number that `divisor` goes into this one, found by halving; below `bound`.
    func dividedDown(by divisor: LongNumber, below bound: Int) -> Int {
        var low = 0
        var high = bound
        while high - low > 1 {
            let middle = (low + high) / 2
            if divisor.times(middle).isAtMost(self) { low = middle } else { high = middle }
        }
        return low
    }
}

/// What a first month's contribution is multiplied by for so many months: `over / under`.
struct InterestFactor: Sendable {
    private let over: LongNumber
    /// 200 x under: amounts come in hundredths, and a half is added before cutting off.
    private let twoHundredUnder: LongNumber
    private let hundredUnder: LongNumber
    /// over / under in ten-millionths, cut off: where to begin looking.
    private let scaled: Int

    private init(over: LongNumber, under: LongNumber) {
        self.over = over
        hundredUnder = under.times(100)
        twoHundredUnder = under.times(200)
        scaled = over.times(10_000_000).dividedDown(by: under, below: 1_000_000_000)
    }

    /// `hundredths` x factor / 100, half up to the whole: the q with 200 under q <= 2 hundredths over + 100 under < 200 under (q + 1).
    func rounded(times hundredths: Int) -> Int {
        let doubled = over.times(hundredths).times(2).plus(hundredUnder)
        var whole = hundredths * scaled / 1_000_000_000
        while !twoHundredUnder.times(whole).isAtMost(doubled) { whole -= 1 }
        while twoHundredUnder.times(whole + 1).isAtMost(doubled) { whole += 1 }
        return whole
    }

    static func of(months: Int, isAhead: Bool) -> InterestFactor { (isAhead ? ahead : missing)[months - 1] }

    private static let monthsMax = 60

    /// VS: the sum over i = 1..n of (10000/10031)^(i-1).
    private static let ahead: [InterestFactor] = {
        var factors: [InterestFactor] = []
        var (over, under, power) = (LongNumber(1), LongNumber(1), LongNumber(1))
        for _ in 1...monthsMax {
            factors.append(InterestFactor(over: over, under: under))
            power = power.times(10_000)
            over = over.times(10_031).plus(power)
            under = under.times(10_031)
        }
        return factors
    }()

    /// TH: the sum over i = 1..n of (10031/10000)^i.
    private static let missing: [InterestFactor] = {
        var factors: [InterestFactor] = []
        var (over, under, power) = (LongNumber(10_031), LongNumber(10_000), LongNumber(10_031))
        for _ in 1...monthsMax {
            factors.append(InterestFactor(over: over, under: under))
            power = power.times(10_031)
            over = over.times(10_000).plus(power)
            under = under.times(10_000)
        }
        return factors
    }()
}
