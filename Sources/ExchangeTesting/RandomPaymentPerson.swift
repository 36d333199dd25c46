import Contributions

// Who random payments are for: any age that the rules allow, its first and last days above all, years alone, births on
// 29 February, and the numbers that the law of the day asks for. Provinces 900 and up have no real persons.

extension RandomPaymentMaker {
    static let ageMin = 15
    static let ageMax = 130
    /// From this day on SO_DDCN must be given, before it MA_SO_BHXH.
    static let personalNumbersFrom = 20_250_801
    /// SO_DDCN knows no earlier births.
    private static let yearMin = 1900

    static func addPerson(to payment: inout RandomPayment, _ paid: Int, ordinal: Int, _ draws: inout Draws) {
        let needsPersonal = paid >= personalNumbersFrom
        var hasPersonal = needsPersonal || !draws.once(in: 3)
        var birth = 0
        var isYearAlone = false
        repeat {
            isYearAlone = draws.once(in: 12)
            birth = self.birth(paid, youngest: payment.isVoluntary ? ageMin : 0, &draws)
            if isYearAlone { birth = birth / 10_000 * 10_000 + 101 }
        } while !isAllowed(birth, paid, payment.isVoluntary, needsPersonal)
        if birth / 10_000 < yearMin { hasPersonal = false }
        let isFemale = draws.once(in: 2)
        payment[.birthDate] = isYearAlone ? Digits.padded(birth / 10_000, to: 4) : String(birth)
        payment[.sex] = isFemale ? "2" : "1"
        if hasPersonal { payment[.personalNumber] = personalNumber(ordinal, birth / 10_000, isFemale) }
        if !needsPersonal || draws.once(in: 2) { payment[.insuranceNumber] = Digits.padded(ordinal, to: 10) }
    }

    private static func isAllowed(_ birth: Int, _ paid: Int, _ isVoluntary: Bool, _ needsPersonal: Bool) -> Bool {
        Almanac.isReal(birth) && birth <= paid && paid <= Almanac.birthday(birth, age: ageMax)
            && (!needsPersonal || birth / 10_000 >= yearMin)
            && (!isVoluntary || Almanac.birthday(birth, age: ageMin) <= paid)
    }

    /// Province, century and sex, year, six digits.
    private static func personalNumber(_ ordinal: Int, _ year: Int, _ isFemale: Bool) -> String {
        let century = ["19", "20"].firstIndex(of: String(year / 100))! * 2 + (isFemale ? 1 : 0)
        return "\(900 + ordinal / 1_000_000)\(century)\(Digits.padded(year % 100, to: 2))\(Digits.padded(ordinal % 1_000_000, to: 6))"
    }

    /// A day of birth, allowed for most draws.
    private static func birth(_ paid: Int, youngest: Int, _ draws: inout Draws) -> Int {
        switch draws.below(8) {
        case 0: bornToReach(youngest, on: paid)
        case 1: bornToReach(ageMax, on: paid)
        case 2:
            // 29 February of a leap year.
            (paid / 10_000 - draws.among(youngest...100)) / 4 * 40_000 + 229
        case 3: bornToReach(draws.among(youngest...100), on: paid)
        case 4:
            // Around the turn of the century.
            draws.among(1998...2001) * 10_000 + draws.pick([101, 630, 1231])
        default:
            Almanac.day(paid, plus: -365 * draws.among(youngest...95) - draws.below(365))
        }
    }

    /// Who is of that age since that day; on 1 March of a common year that may be one born on 29 February.
    private static func bornToReach(_ age: Int, on paid: Int) -> Int {
        let birth = paid - age * 10_000
        if birth % 10_000 == 301, !Almanac.isLeap(paid / 10_000), Almanac.isLeap(birth / 10_000) { return birth - 72 }
        return Almanac.isReal(birth) ? birth : birth - 1
    }
}
