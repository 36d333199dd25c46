// What is due on a day, exactly: the amounts of rules.md sections 7 and 8 in whole đồng, by integer arithmetic with one
// rounding half up at the end. It carries the few dated parameters it needs, on purpose apart from the Rulebook's, so that
// a slip in either shows when a sample is refused. VS and TH, which need interest, are left out.

import Contributions

struct SampleTariff {
    /// LUONG_CO_SO: the base of BHYT, and a twentieth of the ceiling of income.
    let baseSalary: Int
    /// CHUAN_NGHEO: the floor of income.
    let povertyLine: Int
    /// HO_TRO of each support group, in hundredths.
    private let supportHundredths: [Int]

    /// The tariff of the day on which the participant paid.
    init(paidOn day: Day) {
        let date = day.yyyyMMdd
        baseSalary = Self.baseSalaries.last { $0.from <= date }?.amount ?? 0
        povertyLine = date >= 20_220_101 ? 1_500_000 : 700_000
        supportHundredths = date >= 20_250_701 ? [50, 40, 30, 20] : [30, 25, 10, 10]
    }

    private static let baseSalaries: [(from: Int, amount: Int)] = [
        (20_190_701, 1_490_000), (20_230_701, 1_800_000), (20_240_701, 2_340_000), (20_260_701, 2_530_000),
    ]

    /// TRAN_LAN x LUONG_CO_SO.
    var incomeMax: Int { 20 * baseSalary }
    /// BUOC_THU_NHAP.
    static let incomeStep = 50_000

    /// BI: 4.5 % of the base salary, less for each further person of the household (`order` 1 to 5).
    func household(order: Int, months: Int) -> Int {
        let tenths =
            switch order {
            case 1: 10
            case 2: 7
            case 3: 6
            case 4: 5
            default: 4
            }
        return Self.rounded(45 * baseSalary * tenths * months, over: 1000 * 10)
    }

    /// AR: 4.5 % of the base salary, of which the state pays at least 30 %.
    func farming(months: Int) -> (gross: Int, state: Int) {
        (Self.rounded(45 * baseSalary * months, over: 1000), Self.rounded(45 * baseSalary * months * 3, over: 1000 * 10))
    }

    /// IS: 22 % of the chosen income, of which the state pays a share of 22 % of the poverty line.
    func voluntary(income: Int, months: Int, group: SupportGroup) -> (gross: Int, state: Int) {
        let support = Self.rounded(supportHundredths[group.rawValue] * 22 * povertyLine, over: 100 * 100)
        return (Self.rounded(22 * income * months, over: 100), support * months)
    }

    /// Half up; for what is not negative.
    private static func rounded(_ product: Int, over divisor: Int) -> Int { (product * 2 + divisor) / (divisor * 2) }
}

/// DOI_TUONG_HT: the state-support group of IS.
enum SupportGroup: Int {
    case poor, nearPoor, minority, other

    var element: StaticString {
        switch self {
        case .poor: "N"
        case .nearPoor: "CN"
        case .minority: "DT"
        case .other: "BT"
        }
    }
}
