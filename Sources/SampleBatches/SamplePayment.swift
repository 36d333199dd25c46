// One payment of a sample as drawn, before it is written: who pays for what, for when, how much, to whom. A good payment
// satisfies the whole rulebook on the plan's date, warnings included: amounts are exactly due, periods end where they must,
// every participant is new, and a household's members have different orders. It does not know about XML.

import Contributions

struct SamplePayment {
    /// Its place among all payments of the plan, from 0.
    let index: Int
    let person: SamplePerson
    var product: Product
    /// PHUONG_AN.
    var plan: StaticString = "ON"
    /// SO_THANG.
    var months = 12
    /// TIEN_NSNN, TIEN_NSDP and SO_TIEN; a part of 0 is not written.
    var statePart = 0
    var localPart = 0
    var amount = 0
    let paidOn: Day
    /// The collector's and receipt's numbers.
    let collector: Int
    let receipt: Int
    var extras = Extras()
    /// Its fault's place in SampleFault.table, if it is faulty.
    var fault: Int?
    /// What a fault borrows from an earlier good payment: a receipt number (BL02) or a payment's index (TR02).
    var borrowed = 0

    /// LOAI_HINH with what only that kind has.
    enum Product {
        case household(code: Int, order: Int, from: Day, to: Day)
        case voluntary(group: SupportGroup, income: Int, from: Month)
        case farming(from: Day, to: Day)

        var kind: PaymentKind {
            switch self {
            case .household: .household
            case .voluntary: .voluntary
            case .farming: .farming
            }
        }
    }

    /// The optional elements.
    struct Extras {
        var insuranceNumber = true
        /// MA_XA: one of the partner's communes.
        var commune: Int?
        var phone = false
        var email = false
        /// GHI_CHU, by its place in `remarks`.
        var remark: Int?

        static let remarks: [StaticString] = [
            "Thu tại nhà", "Nộp qua điểm thu", "Đã hẹn gia hạn năm sau", "Thu lưu động tại nhà văn hóa thôn",
            "Giữ nguyên nơi khám &amp; chữa bệnh",
        ]
    }
}

/// Draws the payments: for each the same, whenever and however often it is asked.
struct PaymentDraw {
    let plan: SamplePlan
    let registry: SampleRegistry
    private let date: Day
    private let tariffs: [SampleTariff]

    init(plan: SamplePlan, registry: SampleRegistry) {
        self.plan = plan
        self.registry = registry
        date = plan.date
        tariffs = [SampleTariff(paidOn: plan.date), SampleTariff(paidOn: plan.date.advanced(by: -1))]
    }

    /// The household whose members come one after the other.
    struct Household {
        /// MA_HO_GD: the person number of its first member.
        var code = 0
        var family = 0
        var membersLeft = 0
        var order = 0
    }

    /// Payment `index` of the plan, `place` among its partner's. `household` is the file's household under way.
    func payment(_ index: Int, place: Int, household: inout Household) -> SamplePayment {
        var random = SplitMix64(.payment, SamplePerson.ordinal(seed: plan.seed, index: index))
        let isMember = household.membersLeft > 0
        // The second of a household, wife or husband, keeps an own family name.
        let family = isMember && household.order != 1 ? household.family : nil
        let person = SamplePerson(seed: plan.seed, index: index, family: family)
        let daysBefore = random.once(in: 8) ? 1 : 0
        let (collector, receipt) = registry.receipt(ofPayment: place)
        var payment = SamplePayment(
            index: index, person: person, product: .farming(from: date, to: date), paidOn: date.advanced(by: -daysBefore),
            collector: collector, receipt: receipt)
        let tariff = tariffs[daysBefore]
        if isMember {
            household.membersLeft -= 1
            household.order = min(5, household.order + 1)
            drawHousehold(household, tariff, &payment, &random)
        } else {
            // About one payment in four is IS and two in three are BI, as on the agency's campaign days.
            if random.below(100) < 68, date.parts.year - person.birthYear <= Self.voluntaryAgeMax {
                drawVoluntary(tariff, &payment, &random)
            } else if random.below(10) < 7 {
                let size = Self.householdSizes[random.below(Self.householdSizes.count)]
                household = Household(
                    code: SamplePerson.ordinal(seed: plan.seed, index: index), family: person.name.family, membersLeft: size - 1, order: 1)
                drawHousehold(household, tariff, &payment, &random)
            } else {
                drawFarming(tariff, &payment, &random)
            }
        }
        drawExtras(&payment, &random)
        return payment
    }

    private static let voluntaryAgeMax = 62
    private static let householdSizes = [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6]

    private func drawHousehold(_ household: Household, _ tariff: SampleTariff, _ payment: inout SamplePayment, _ random: inout SplitMix64) {
        let (from, to) = drawCard(&payment, &random)
        payment.product = .household(code: household.code, order: household.order, from: from, to: to)
        payment.amount = tariff.household(order: household.order, months: payment.months)
    }

    private func drawFarming(_ tariff: SampleTariff, _ payment: inout SamplePayment, _ random: inout SplitMix64) {
        let (from, to) = drawCard(&payment, &random)
        payment.product = .farming(from: from, to: to)
        let due = tariff.farming(months: payment.months)
        // The state pays its least share or half; some provinces add a tenth.
        payment.statePart = random.once(in: 4) ? max(due.state, due.gross / 2) : due.state
        payment.localPart = random.once(in: 3) ? due.gross / 10 : 0
        payment.amount = due.gross - payment.statePart - payment.localPart
    }

    /// PHUONG_AN, SO_THANG and the card's days for BI and AR.
    private func drawCard(_ payment: inout SamplePayment, _ random: inout SplitMix64) -> (from: Day, to: Day) {
        switch random.below(10) {
        case 0: payment.months = 3
        case 1, 2: payment.months = 6
        default: payment.months = 12
        }
        let isFirst = random.once(in: 5)
        payment.plan = isFirst ? "TM" : "ON"
        // A first card is valid from the 31st day on, a renewed one soon.
        let from = payment.paidOn.advanced(by: isFirst ? 31 + random.below(5) : 1 + random.below(30))
        guard let end = from.advanced(byMonths: payment.months) else {
            preconditionFailure("the plan's dates leave room for months: \(from)")
        }
        return (from, end.advanced(by: -1))
    }

    private func drawVoluntary(_ tariff: SampleTariff, _ payment: inout SamplePayment, _ random: inout SplitMix64) {
        switch random.below(10) {
        case 0, 1: payment.months = 1
        case 2, 3, 4: payment.months = 3
        case 5, 6: payment.months = 6
        default: payment.months = 12
        }
        switch random.below(10) {
        case 0, 1, 2: payment.plan = "TM"
        case 3: payment.plan = "DL"
        default: payment.plan = "DT"
        }
        let group: SupportGroup =
            switch random.below(20) {
            case 0: .poor
            case 1, 2: .nearPoor
            case 3, 4: .minority
            default: .other
            }
        let steps = random.once(in: 2) ? 0 : random.below(random.once(in: 20) ? 400 : 40)
        let income = min(tariff.povertyLine + steps * SampleTariff.incomeStep, tariff.incomeMax)
        let due = tariff.voluntary(income: income, months: payment.months, group: group)
        payment.product = .voluntary(group: group, income: income, from: payment.paidOn.month.advanced(by: random.below(2)))
        payment.statePart = due.state
        // Some provinces add 10,000 đồng a month: always less than what is left to pay.
        payment.localPart = random.once(in: 6) ? 10_000 * payment.months : 0
        payment.amount = due.gross - payment.statePart - payment.localPart
    }

    private func drawExtras(_ payment: inout SamplePayment, _ random: inout SplitMix64) {
        // Since 1 August 2025 the SO_DDCN may stand alone; before, MA_SO_BHXH must be given.
        payment.extras.insuranceNumber = payment.paidOn.yyyyMMdd < 20_250_801 || !random.once(in: 10)
        if random.once(in: 3) { payment.extras.commune = random.below(SamplePartner.pointsMax) }
        payment.extras.phone = random.once(in: 4)
        payment.extras.email = random.once(in: 12)
        if random.once(in: 20) { payment.extras.remark = random.below(SamplePayment.Extras.remarks.count) }
    }
}
