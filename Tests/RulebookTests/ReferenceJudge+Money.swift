import Contributions
import ExchangeTesting

// The slow judge on money, MD and CB: rules.md section 7.

extension ReferenceJudge {
    mutating func judgeMoney() {
        if reads(.months, .kind), !areMonthsAllowed { fault("MD03", .months) }
        if reads(.plan, .kind) {
            let plans = self[.kind] == "IS" ? ["TM", "DT", "DB", "DL"] : ["TM", "ON"]
            if !plans.contains(self[.plan]) { fault("MD04", .plan) }
        }
        if reads(.paidOn, .kind), !areParametersInForce { fault("MD07", .paidOn) }
        judgeIncome()
        judgeStatePart()
        if let due = amountDue, abs(number(.amount) - due) > (isDiscounted ? 1 : 0) { fault("MD06", .amount) }
    }

    private var isDiscounted: Bool { self[.kind] == "IS" && (self[.method] == "VS" || self[.method] == "TH") }

    private var areMonthsAllowed: Bool {
        let months = number(.months)
        guard self[.kind] == "IS" else { return [3, 6, 12].contains(months) }
        guard reads(.method) else { return true }
        switch self[.method] {
        case "VS": return [24, 36, 48, 60].contains(months)
        case "TH": return months <= 60
        default: return self[.method] == self[.months]
        }
    }

    /// MD07: whatever MD01, MD02, MD05 and MD06 look up for this sort of payment.
    private var areParametersInForce: Bool {
        let day = number(.paidOn)
        switch self[.kind] {
        case "IS":
            guard reads(.supportGroup, .method) else { return true }
            let needed = [
                TypedTariff.povertyLine(day), TypedTariff.ceilingTimes(day), TypedTariff.baseSalary(day), TypedTariff.incomeStep(day),
                TypedTariff.pensionRate(day), TypedTariff.supportRate(self[.supportGroup], day),
                isDiscounted ? TypedTariff.interest(day) : 0,
            ]
            return !needed.contains(nil)
        case "BI":
            guard reads(.personOrder) else { return true }
            let needed = [TypedTariff.healthRate(day), TypedTariff.baseSalary(day), TypedTariff.personFactor(number(.personOrder), day)]
            return !needed.contains(nil)
        default:
            return ![TypedTariff.healthRate(day), TypedTariff.baseSalary(day), TypedTariff.farmingShare(day)].contains(nil)
        }
    }

    private mutating func judgeIncome() {
        guard isGiven(.income), reads(.income, .paidOn) else { return }
        let day = number(.paidOn)
        guard let floor = TypedTariff.povertyLine(day), let step = TypedTariff.incomeStep(day), let times = TypedTariff.ceilingTimes(day),
            let salary = TypedTariff.baseSalary(day)
        else { return }
        if number(.income) < floor || number(.income) > times * salary { fault("MD01", .income) }
        if reads(.income), (number(.income) - floor) % step != 0 { fault("MD02", .income) }
    }

    private mutating func judgeStatePart() {
        guard reads(.statePart, .kind) else { return }
        let (state, day) = (number(.statePart), number(.paidOn))
        switch self[.kind] {
        case "BI":
            if state != 0 { fault("MD05", .statePart) }
        case "AR":
            guard reads(.months, .paidOn), areParametersInForce else { return }
            let gross = TypedGross.farming(months: number(.months), day)
            let least = gross.times(TypedTariff.farmingShare(day)!, 100).rounded
            if state < least || state * gross.under > gross.over { fault("MD05", .statePart) }
        default:
            guard reads(.months, .supportGroup, .paidOn), TypedTariff.supportRate(self[.supportGroup], day) != nil else { return }
            let monthly = TypedGross.monthlySupport(self[.supportGroup], day)
            if !(0...number(.months)).contains(where: { monthly.times($0, 1).rounded == state }) { fault("MD05", .statePart) }
        }
    }

    /// What SO_TIEN should be; nil while something it depends on has failed.
    private var amountDue: Int? {
        guard reads(.amount, .kind, .months, .paidOn, .statePart, .localPart, .otherPart) else { return nil }
        let (months, day) = (number(.months), number(.paidOn))
        var gross: Int
        switch self[.kind] {
        case "BI":
            guard reads(.personOrder), areParametersInForce else { return nil }
            gross = TypedGross.household(order: number(.personOrder), months: months, day).rounded
        case "AR":
            guard areParametersInForce else { return nil }
            gross = TypedGross.farming(months: months, day).rounded
        default:
            guard reads(.method, .income), TypedTariff.pensionRate(day) != nil else { return nil }
            if isDiscounted {
                guard TypedTariff.interest(day) != nil else { return nil }
                gross = TypedGross.discounted(income: number(.income), months: months, isAhead: self[.method] == "VS", day)
            } else {
                gross = TypedGross.voluntary(income: number(.income), months: months, day).rounded
            }
        }
        // Whole đồng are taken off, so that rounding before is rounding after.
        return gross - number(.statePart) - number(.localPart) - number(.otherPart)
    }

    /// CB01, CB05 and CB06, for a payment without a fault.
    mutating func warn() {
        let day = number(.paidOn)
        if let limit = TypedTariff.daysToUpdate(day), Almanac.days(from: day, to: received) > limit { note("CB01", .paidOn) }
        if self[.kind] == "IS" {
            let full = TypedGross.monthlySupport(self[.supportGroup], day).times(number(.months), 1).rounded
            if number(.statePart) < full { note("CB05", .statePart) }
        } else if self[.plan] == "TM", Almanac.days(from: day, to: number(.fromDay)) < 30 {
            note("CB06", .fromDay)
        }
    }
}
