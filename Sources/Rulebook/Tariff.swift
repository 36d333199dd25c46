import Contributions
import Synchronization

// What the parameters of a day come to. The products that every payment needs (support, monthly amounts) are made
// once for all days between two changes of a parameter, so that judging a payment is a multiplication or two.

/// An exact amount or share that is multiplied by whole numbers and then rounded, once, to the đồng.
struct DongRate: Sendable {
    let exact: Decimal
    /// exact = numerator / denominator; the denominator is 0 when they do not fit.
    private let numerator: Int64
    private let denominator: Int64

    init(_ exact: Decimal) {
        self.exact = exact
        (numerator, denominator) = exact.smallFraction ?? (0, 0)
    }

    /// The product, rounded half up; nil when it does not fit 64 bits.
    @inline(__always)
    func times(_ count: Int64) -> Int64? {
        let (product, isTooLong) = numerator.multipliedReportingOverflow(by: count)
        // The denominator is 1 or even, so its half is exact or not needed.
        let (raised, isTooLongWithHalf) = product.addingReportingOverflow(denominator / 2)
        if denominator == 1, !isTooLong { return product }
        if denominator > 1, !isTooLong, !isTooLongWithHalf { return raised / denominator }
        return timesExactly(count)
    }

    @inline(never)
    private func timesExactly(_ count: Int64) -> Int64? { (exact * Decimal(count)).rounded() }

    /// The largest count, up to a limit, that comes to this amount; nil when none does.
    func count(upTo limit: Int, comingTo amount: Int64) -> Int? {
        if times(Int64(limit)) == amount { return limit }
        // The products grow with the count: halve the counts in question. What does not fit is above every amount.
        var (low, high) = (0, limit)
        while low < high {
            let middle = (low + high + 1) / 2
            if let product = times(Int64(middle)), product <= amount { low = middle } else { high = middle - 1 }
        }
        return times(Int64(low)) == amount ? low : nil
    }
}

/// The parameters of a day, and what they come to.
final class Tariff: Sendable {
    /// By the parameter's place on the page.
    private let values: [Decimal?]
    /// Parameters that are not in force. What is made of one of them below is 0 and means nothing: look here first.
    let missing: ParameterSet

    /// TY_LE_IS, of a month's income.
    let pensionRate: DongRate
    /// The least and the greatest whole income between CHUAN_NGHEO and TRAN_LAN x LUONG_CO_SO, đồng.
    let incomeMin: Int64
    let incomeMax: Int64
    /// TRAN_LAN x LUONG_CO_SO, đồng.
    let incomeCeiling: Decimal
    /// CHUAN_NGHEO and BUOC_THU_NHAP, đồng, when both are whole and there are steps.
    private let wholeSteps: (floor: Int64, step: Int64)?
    /// The state's part of a month of BHXH, by DOI_TUONG_HT.
    private let support: [DongRate]
    /// A month of BHYT: of AR, of which the state pays at least a part, and of BI by NGUOI_THU.
    let farmingMonth: DongRate
    let farmingSupportMin: DongRate
    private let householdMonths: [DongRate]
    /// LAI_SUAT's sums, by the number of months.
    private let interest: InterestSums

    init(_ parameters: Parameters, on day: Day) {
        let values = ParameterName.allCases.map { parameters.value($0, on: day) }
        self.values = values
        missing = ParameterName.allCases.reduce(into: []) { if values[$1.rawValue] == nil { $0.insert(ParameterSet($1)) } }
        func value(_ name: ParameterName) -> Decimal { values[name.rawValue] ?? .zero }

        pensionRate = DongRate(value(.TY_LE_IS))
        incomeCeiling = value(.TRAN_LAN) * value(.LUONG_CO_SO)
        // Parameters have at most twelve digits before the point; only the ceiling can be too large for a whole number.
        incomeMin = value(.CHUAN_NGHEO).rounded(.up) ?? .max
        incomeMax = incomeCeiling.rounded(.down) ?? .max
        wholeSteps =
            switch (value(.CHUAN_NGHEO).smallFraction, value(.BUOC_THU_NHAP).smallFraction) {
            case (let floor?, let step?) where floor.denominator == 1 && step.denominator == 1 && step.numerator > 0:
                (floor.numerator, step.numerator)
            default: nil
            }
        let supportBase = value(.TY_LE_IS) * value(.CHUAN_NGHEO)
        support = StateSupport.allCases.map { DongRate(value($0.parameter) * supportBase) }
        let healthMonth = value(.TY_LE_BHYT) * value(.LUONG_CO_SO)
        farmingMonth = DongRate(healthMonth)
        farmingSupportMin = DongRate(value(.HO_TRO_AR) * healthMonth)
        householdMonths = ParameterName.persons.map { DongRate(healthMonth * value($0)) }
        interest = InterestSums(value(.LAI_SUAT))
    }

    /// The parameter's value; nil when it is not in force.
    func value(_ name: ParameterName) -> Decimal? { values[name.rawValue] }

    /// The value as messages show it; empty when it is not in force.
    func shown(_ name: ParameterName) -> String { value(name)?.description ?? "" }

    /// The income is CHUAN_NGHEO and a whole number of steps; without steps, CHUAN_NGHEO itself.
    func isOnStep(_ income: Int64) -> Bool {
        if let (floor, step) = wholeSteps { return (income - floor).isMultiple(of: step) }
        guard let floor = value(.CHUAN_NGHEO), let step = value(.BUOC_THU_NHAP) else { return false }
        return (Decimal(income) - floor).isMultiple(of: step)
    }

    func supportMonth(_ group: StateSupport) -> DongRate { support[Int(group.rawValue)] }

    /// - Parameter order: NGUOI_THU, 1 to 5.
    func householdMonth(_ order: Int) -> DongRate { householdMonths[order - 1] }

    /// What that many months of a single payment are together, in months of today: all of them, less interest when they are
    /// years ahead, with interest when they are missing ones.
    func months(_ months: Int, paid method: PaymentMethod) -> Decimal {
        switch method {
        case .yearsAhead: interest.ahead(months)
        case .missingMonths: interest.missing(months)
        case .monthly, .quarterly, .halfYearly, .yearly: Decimal(months)
        }
    }
}

/// The sums of powers by which VS and TH reckon. Few payments need them, so each is made when it is first asked for.
private final class InterestSums: Sendable {
    /// By the number of months, from 0 on.
    private struct Sums {
        var ahead = [Decimal.zero]
        var missing = [Decimal.zero]
    }

    private let growth: Decimal
    private let discount: Decimal
    private let sums = Mutex(Sums())

    init(_ rate: Decimal) {
        growth = .one + rate
        discount = .one / growth
    }

    /// 1/(1+r)^(i-1) summed over i = 1..months: each sum is one more than the sum before it over 1+r.
    func ahead(_ months: Int) -> Decimal {
        sums.withLock { sums in
            while sums.ahead.count <= months { sums.ahead.append(sums.ahead[sums.ahead.count - 1] * discount + .one) }
            return sums.ahead[months]
        }
    }

    /// (1+r)^i summed over i = 1..months: each sum is one more than the sum before it, times 1+r.
    func missing(_ months: Int) -> Decimal {
        sums.withLock { sums in
            while sums.missing.count <= months { sums.missing.append((sums.missing[sums.missing.count - 1] + .one) * growth) }
            return sums.missing[months]
        }
    }
}

extension StateSupport {
    /// HO_TRO of this group.
    var parameter: ParameterName {
        switch self {
        case .poor: .HO_TRO_N
        case .nearPoor: .HO_TRO_CN
        case .minority: .HO_TRO_DT
        case .other: .HO_TRO_BT
        }
    }
}

extension ParameterName {
    /// HE_SO_NGUOI by NGUOI_THU.
    static let persons: [ParameterName] = [.HE_SO_NGUOI_1, .HE_SO_NGUOI_2, .HE_SO_NGUOI_3, .HE_SO_NGUOI_4, .HE_SO_NGUOI_5]
}

/// The tariffs that were made of a registry's parameters, for all files that it judges.
final class KeptTariffs: Sendable {
    fileprivate struct State {
        /// The tariff asked for last, and its days: from `from` until before `until`.
        var last: Tariff?
        var from = Day(number: .min)
        var until = Day(number: .min)
        /// By the number of changes up to its days.
        var tariffs: [Int: Tariff] = [:]
    }

    fileprivate let state = Mutex(State())
}

/// The tariff of any day. Days between two changes share one, and no more than `keptMax` are kept, whatever days a file names.
struct Tariffs: Sendable {
    private static let keptMax = 512

    private let parameters: Parameters
    private let kept: KeptTariffs

    /// - Parameter kept: what was made of these parameters before.
    init(_ parameters: Parameters, kept: KeptTariffs = KeptTariffs()) { (self.parameters, self.kept) = (parameters, kept) }

    func tariff(of day: Day) -> Tariff {
        kept.state.withLock { kept in
            if let last = kept.last, kept.from <= day, day < kept.until { return last }
            let changes = parameters.changes
            let count = Self.count(of: changes, upTo: day)
            let tariff = kept.tariffs[count] ?? Tariff(parameters, on: day)
            if kept.tariffs.count >= Self.keptMax { kept.tariffs.removeAll() }
            kept.tariffs[count] = tariff
            kept.from = count == 0 ? Day(number: .min) : changes[count - 1]
            kept.until = count == changes.count ? Day(number: .max) : changes[count]
            kept.last = tariff
            return tariff
        }
    }

    /// How many of the ascending days are not after `day`.
    private static func count(of changes: [Day], upTo day: Day) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
