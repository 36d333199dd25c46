import Contributions

// What random payments are for and what they cost: every method, plan and support group of IS, every order of BI, AR, with
// periods that touch the ends of months and the last month allowed, and the money shared out among all who may pay.

extension RandomPaymentMaker {
    /// The months by which TU_THANG may lie back, by PHUONG_THUC (NG06).
    static let monthsOfGrace = ["1": 0, "3": 2, "6": 3, "12": 6]

    static func addPensionTerms(to payment: inout RandomPayment, _ paid: Int, _ draws: inout Draws) {
        let method = draws.pick(TypedTariff.interest(paid) == nil ? ["1", "3", "6", "12"] : ["1", "3", "6", "12", "VS", "TH"])
        let months =
            switch method {
            case "VS": draws.pick([24, 36, 48, 60])
            case "TH": draws.pick([1, 60, draws.among(1...60)])
            default: Int(method)!
            }
        payment[.plan] = draws.pick(["TM", "DT", "DB", "DL"])
        payment[.method] = method
        payment[.months] = String(months)
        payment[.fromMonth] = Digits.padded(fromMonth(method, payment[.plan], paid, &draws), to: 6)
        payment[.supportGroup] = draws.pick(["N", "CN", "DT", "BT"])
        let income = income(paid, &draws)
        payment[.income] = amountText(income, &draws)
        let supported = draws.pick([months, months, 0, max(0, months - 1), draws.among(0...months)])
        let state = payment.monthlySupport * supported
        payment[.statePart] = amountText(state, &draws)
        guard payment.isDiscounted else {
            return addAmounts(to: &payment, TypedGross.voluntary(income: income, months: months, paid).rounded - state, &draws)
        }
        let gross = TypedGross.discounted(income: income, months: months, isAhead: method == "VS", paid)
        // A đồng more or less is tolerated.
        addAmounts(to: &payment, gross - state, tolerance: draws.among(-1...1), &draws)
    }

    private static func fromMonth(_ method: String, _ plan: String, _ paid: Int, _ draws: inout Draws) -> Int {
        guard let grace = monthsOfGrace[method], plan != "DB" else {
            return Almanac.month(paid / 100, plus: draws.among(-70...12))
        }
        return Almanac.month(paid / 100, plus: draws.pick([-grace, -grace, draws.among(-grace...12)]))
    }

    /// The lowest, the highest, or any step between.
    private static func income(_ paid: Int, _ draws: inout Draws) -> Int {
        let floor = TypedTariff.povertyLine(paid)!
        let ceiling = TypedTariff.ceilingTimes(paid)! * TypedTariff.baseSalary(paid)!
        let step = TypedTariff.incomeStep(paid)!
        return draws.pick([floor, ceiling, floor + step * draws.among(0...(ceiling - floor) / step)])
    }

    static func addHealthTerms(to payment: inout RandomPayment, _ paid: Int, _ ordinal: Int, _ draws: inout Draws) {
        let months = draws.pick([3, 6, 12])
        payment[.plan] = draws.pick(["TM", "ON"])
        payment[.months] = String(months)
        let from = fromDay(paid, &draws)
        payment[.fromDay] = String(from)
        payment[.toDay] = String(Almanac.day(Almanac.day(from, plusMonths: months), plus: -1))
        if payment.isHousehold {
            let order = draws.among(1...5)
            payment[.household] = "HO\(ordinal)"
            payment[.personOrder] = String(order)
            payment[.statePart] = amountText(0, &draws)
            addAmounts(to: &payment, TypedGross.household(order: order, months: months, paid).rounded, &draws)
        } else {
            let gross = TypedGross.farming(months: months, paid)
            let least = gross.times(TypedTariff.farmingShare(paid)!, 100).rounded
            let state = draws.pick([least, least, gross.rounded - 1, draws.among(least...gross.rounded - 1)])
            payment[.statePart] = amountText(state, &draws)
            addAmounts(to: &payment, gross.rounded - state, &draws)
        }
    }

    /// The day paid, the days around the 31st one, the last days of a month, or any day soon.
    private static func fromDay(_ paid: Int, _ draws: inout Draws) -> Int {
        switch draws.below(4) {
        case 0: return Almanac.day(paid, plus: draws.pick([0, 29, 30, 31]))
        case 1: return Almanac.day(paid, plus: draws.among(0...400))
        default:
            let month = Almanac.month(paid / 100, plus: draws.among(1...13))
            return month * 100 + min(draws.among(28...31), Almanac.daysInMonth(month / 100, month % 100))
        }
    }

    /// Shares what is left among local budget, others and the participant, who pays at least one đồng.
    private static func addAmounts(to payment: inout RandomPayment, _ left: Int, tolerance: Int = 0, _ draws: inout Draws) {
        var due = left
        for field in [PaymentField.localPart, .otherPart] where draws.once(in: 3) {
            let part = draws.pick([0, due - 1, draws.below(due)])
            payment[field] = amountText(part, &draws)
            due -= part
        }
        payment[.amount] = String(max(1, due + tolerance))
    }

    /// An amount as it may be written: nothing may also be left out, and zeros may stand before.
    private static func amountText(_ amount: Int, _ draws: inout Draws) -> String {
        if amount == 0 { return draws.pick(["", "", "0", "000"]) }
        return draws.once(in: 40) ? Digits.padded(amount, to: 12) : String(amount)
    }
}
