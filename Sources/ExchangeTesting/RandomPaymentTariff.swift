// The dated parameters of rules.md section 8, typed in once more, and what a payment costs by section 7, in whole numbers and
// exact fractions. Nothing here is shared with the rulebook that it is held against.

/// The parameters of a day, yyyyMMdd. Rates are whole numbers of the unit that each one names.
public enum TypedTariff {
    /// A parameter's value on the day; nil before it is in force.
    static func value(_ steps: [(from: Int, value: Int)], on day: Int) -> Int? {
        var found: Int?
        for step in steps where step.from <= day { found = step.value }
        return found
    }

    /// LUONG_CO_SO, CHUAN_NGHEO, BUOC_THU_NHAP in đồng; TRAN_LAN.
    public static func baseSalary(_ day: Int) -> Int? {
        value([(20_190_701, 1_490_000), (20_230_701, 1_800_000), (20_240_701, 2_340_000), (20_260_701, 2_530_000)], on: day)
    }
    public static func povertyLine(_ day: Int) -> Int? { value([(20_160_101, 700_000), (20_220_101, 1_500_000)], on: day) }
    public static func incomeStep(_ day: Int) -> Int? { value([(20_160_101, 50_000)], on: day) }
    public static func ceilingTimes(_ day: Int) -> Int? { value([(20_160_101, 20)], on: day) }

    /// TY_LE_IS and HO_TRO in hundredths, TY_LE_BHYT in thousandths, HE_SO_NGUOI in tenths.
    public static func pensionRate(_ day: Int) -> Int? { value([(20_160_101, 22)], on: day) }
    public static func healthRate(_ day: Int) -> Int? { value([(20_160_101, 45)], on: day) }
    public static func personFactor(_ order: Int, _ day: Int) -> Int? { value([(20_160_101, [10, 7, 6, 5, 4][order - 1])], on: day) }
    public static func farmingShare(_ day: Int) -> Int? { value([(20_160_101, 30)], on: day) }
    public static func supportRate(_ group: String, _ day: Int) -> Int? {
        switch group {
        case "N": value([(20_180_101, 30), (20_250_701, 50)], on: day)
        case "CN": value([(20_180_101, 25), (20_250_701, 40)], on: day)
        case "DT": value([(20_180_101, 10), (20_250_701, 30)], on: day)
        default: value([(20_180_101, 10), (20_250_701, 20)], on: day)
        }
    }

    /// LAI_SUAT in ten-thousandths a month.
    public static func interest(_ day: Int) -> Int? { value([(20_260_101, 31)], on: day) }

    /// HAN_NHAN, HAN_CAP_NHAT in days.
    public static func daysToReceive(_ day: Int) -> Int? { value([(20_160_101, 90)], on: day) }
    public static func daysToUpdate(_ day: Int) -> Int? { value([(20_230_803, 1)], on: day) }

    /// The first days of values that change within the years of random payments, and of rules that change then.
    public static let days = [20_220_101, 20_230_701, 20_230_803, 20_240_701, 20_250_701, 20_250_801, 20_260_101, 20_260_701]
}

/// A fraction of whole numbers, for what fits in Int.
public struct ExactFraction {
    public let over: Int
    public let under: Int

    public init(_ over: Int, _ under: Int) {
        self.over = over
        self.under = under
    }

    /// Half up, to the đồng.
    public var rounded: Int { (2 * over + under) / (2 * under) }
    public func times(_ over: Int, _ under: Int) -> ExactFraction { ExactFraction(self.over * over, self.under * under) }
}

/// Gross amounts by rules.md section 7, on a day on which the parameters are in force.
public enum TypedGross {
    public static func household(order: Int, months: Int, _ day: Int) -> ExactFraction {
        ExactFraction(TypedTariff.healthRate(day)! * TypedTariff.baseSalary(day)! * TypedTariff.personFactor(order, day)! * months, 10_000)
    }

    public static func farming(months: Int, _ day: Int) -> ExactFraction {
        ExactFraction(TypedTariff.healthRate(day)! * TypedTariff.baseSalary(day)! * months, 1000)
    }

    /// IS with PHUONG_THUC 1, 3, 6, 12.
    public static func voluntary(income: Int, months: Int, _ day: Int) -> ExactFraction {
        ExactFraction(TypedTariff.pensionRate(day)! * income * months, 100)
    }

    /// IS with VS or TH, rounded.
    public static func discounted(income: Int, months: Int, isAhead: Bool, _ day: Int) -> Int {
        precondition(TypedTariff.interest(day) == 31, "the factors are reckoned for 0.0031")
        return InterestFactor.of(months: months, isAhead: isAhead).rounded(times: TypedTariff.pensionRate(day)! * income)
    }

    /// What the state pays of IS for one month.
    public static func monthlySupport(_ group: String, _ day: Int) -> ExactFraction {
        ExactFraction(TypedTariff.supportRate(group, day)! * TypedTariff.pensionRate(day)! * TypedTariff.povertyLine(day)!, 10_000)
    }
}
