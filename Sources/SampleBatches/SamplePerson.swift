// The participants of samples. Person n of all seeds together has one MA_SO_BHXH, one SO_DDCN, a sex and a day of birth for
// good, whatever the plan: both numbers are one-to-one images of n, so no two persons share a number and no number ever
// stands with another (NT04). The SO_DDCN says sex, century and year as NT02 wants it. Province codes are outside the
// lists of provinces (900 to 999; two-digit codes that no province has), so that no number of a sample is a real person's.

import Contributions

struct SamplePerson {
    /// MA_SO_BHXH as a number; ten digits.
    let insuranceNumber: Int
    /// SO_DDCN as a number; twelve digits.
    let personalNumber: Int
    let isFemale: Bool
    /// NGAY_SINH: yyyyMMdd, or yyyy when only the year is known.
    let birthDate: Int
    let birthYear: Int
    let name: SampleName

    /// Person `index` of that seed, named after the household when `family` is given.
    init(seed: UInt64, index: Int, family: Int? = nil) {
        let ordinal = Self.ordinal(seed: seed, index: index)
        insuranceNumber = Self.insuranceNumber(ordinal)
        let place = (ordinal * Self.personalStep + Self.personalStart) % Self.personalPlaces
        // place = ((province * 58 + year) * 2 + sex) * 1,000,000 + serial
        let serial = place % 1_000_000
        isFemale = place / 1_000_000 % 2 == 1
        birthYear = Self.birthYears.lowerBound + place / 2_000_000 % Self.birthYears.count
        let province = 900 + place / 2_000_000 / Self.birthYears.count
        personalNumber = Self.personalNumber(province: province, female: isFemale, year: birthYear, serial: serial)
        var random = SplitMix64(.person, ordinal)
        if random.once(in: 40) {
            birthDate = birthYear
        } else {
            let month = 1 + random.below(12)
            birthDate = birthYear * 10_000 + month * 100 + 1 + random.below(Month.length(year: birthYear, month: month))
        }
        name = SampleName(female: isFemale, family: family, &random)
    }

    /// The person's number n over all seeds: below `SamplePlan.seedsMax` times `SamplePlan.paymentsMax`.
    static func ordinal(seed: UInt64, index: Int) -> Int { Int(seed) * SamplePlan.paymentsMax + index }

    /// Twelve digits: province 3, century and sex 1, year 2, serial 6.
    static func personalNumber(province: Int, female: Bool, year: Int, serial: Int) -> Int {
        let centuryAndSex = (year / 100 - 19) * 2 + (female ? 1 : 0)
        return ((province * 10 + centuryAndSex) * 100 + year % 100) * 1_000_000 + serial
    }

    /// Old enough for voluntary BHXH on any allowed date, and still below 130 on the last one.
    private static let birthYears = 1946..<2004

    // n -> (n * step + start) mod places is one-to-one because step and places have no common divisor: places are made of
    // 2, 5 and 29 here, of 2, 5 and 17 below. The products stay below 2^63.
    private static let personalPlaces = 100 * birthYears.count * 2 * 1_000_000
    private static let personalStep = 1_234_567_891
    private static let personalStart = 5_555_555_555

    private static let insurancePlaces = insuranceProvinces.count * 100_000_000
    private static let insuranceStep = 987_654_319
    private static let insuranceStart = 1_111_111_111

    private static func insuranceNumber(_ ordinal: Int) -> Int {
        let place = (ordinal * insuranceStep + insuranceStart) % insurancePlaces
        return insuranceProvinces[place / 100_000_000] * 100_000_000 + place % 100_000_000
    }

    /// Two-digit codes that no province has had.
    private static let insuranceProvinces = [
        0, 3, 5, 7, 9, 13, 16, 18, 21, 23, 28, 29, 32, 39, 41, 43, 47, 50, 53, 55, 57, 59, 61, 63, 65, 69, 71, 73, 76, 78, 81, 85, 88, 90,
    ]
}
