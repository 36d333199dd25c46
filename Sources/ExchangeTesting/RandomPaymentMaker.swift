import Contributions

// Makes good payments of every sort, by their own seeds: the days near a change of law, the first and last days that a rule
// still allows, and the lowest and highest amounts are drawn far more often than chance would. The maker knows what is due
// because it builds it; the warnings that a payment must get follow from what it drew.

/// Good payments, one after the other. No two share a key, a receipt, a number of a person or a household.
public struct RandomPaymentMaker: Sendable {
    let base: UInt64
    private var made = 0

    /// - Parameter seed: another seed makes other payments.
    public init(seed: UInt64) { base = seed &* 0x1_0000_0000 }

    /// A day on which payments are received: half of them lie within the days that HAN_NHAN allows after a change of law.
    public static func receivedDay(_ draws: inout Draws) -> Int {
        if draws.once(in: 2) { return Almanac.day(draws.pick(TypedTariff.days), plus: draws.among(0...91)) }
        return Almanac.day(20_220_101, plus: draws.below(6 * 365))
    }

    /// The next payment, received on that day.
    public mutating func next(received: Int) -> RandomPayment {
        made += 1
        return Self.payment(seed: base &+ UInt64(made), received: received)
    }

    /// The payment of that seed.
    public static func payment(seed: UInt64, received: Int) -> RandomPayment {
        var draws = Draws(seed)
        var payment = RandomPayment(seed: seed, received: received)
        let paid = paidDay(received, &draws)
        let ordinal = Int(seed & 0xFF_FFFF)
        payment[.transactionKey] = "GD-\(seed)"
        payment[.paidOn] = String(paid)
        payment[.receiptSerial] = RandomPayment.serial
        payment[.receiptNumber] = Digits.padded(1 + ordinal % RandomPayment.receipts.count, to: 7)
        payment[.collector] = RandomPayment.collector
        payment[.point] = RandomPayment.point
        payment[.kind] = draws.pick(["IS", "IS", "BI", "AR"])
        addPerson(to: &payment, paid, ordinal: ordinal, &draws)
        if payment.isVoluntary { addPensionTerms(to: &payment, paid, &draws) } else { addHealthTerms(to: &payment, paid, ordinal, &draws) }
        addOptional(to: &payment, &draws)
        payment.expected = warnings(of: payment)
        return payment
    }

    /// The days of change and those before them.
    private static let nearChanges = TypedTariff.days.flatMap { [Almanac.day($0, plus: -1), $0] }

    /// A day that HAN_NHAN allows: often today, the last allowed day, or the day of a change and the day before it.
    private static func paidDay(_ received: Int, _ draws: inout Draws) -> Int {
        if draws.once(in: 2) {
            let first = Almanac.day(received, plus: -90)
            let allowed = nearChanges.filter { first <= $0 && $0 <= received }
            if !allowed.isEmpty { return draws.pick(allowed) }
        }
        return Almanac.day(received, plus: -draws.pick([0, 0, 1, 1, 2, 89, 90, draws.among(0...90), draws.among(0...90)]))
    }

    /// CB01, CB05, CB06.
    private static func warnings(of payment: RandomPayment) -> String {
        var found: [String] = []
        let paid = payment.paidOn
        if let days = TypedTariff.daysToUpdate(paid), Almanac.days(from: paid, to: payment.received) > days {
            found.append("CB01 NGAY_NOP_TIEN")
        }
        if payment.isVoluntary, payment.number(.statePart) < payment.monthlySupport * payment.months { found.append("CB05 TIEN_NSNN") }
        if !payment.isVoluntary, payment[.plan] == "TM", Almanac.days(from: paid, to: payment.number(.fromDay)) < 30 {
            found.append("CB06 TU_NGAY")
        }
        return found.joined(separator: ", ")
    }

    private static func addOptional(to payment: inout RandomPayment, _ draws: inout Draws) {
        payment[.fullName] = draws.pick(["Nguyễn Thị Mẫu", "Lê A", "Đặng Văn Ổn", "TRẦN O’Brien-Nam", "Y. Bí"])
        if draws.once(in: 2) { payment[.commune] = draws.pick(["00070", "00071", "99999"]) }
        if draws.once(in: 3) { payment[.phone] = draws.pick(["0912345678", "02412345678"]) }
        if draws.once(in: 4) { payment[.email] = "mau@example.vn" }
        if draws.once(in: 5) { payment[.remark] = "Thu tại nhà, đợt 2" }
    }
}
