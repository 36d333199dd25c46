import ExchangeTesting

// What TR01 to TR03, NT01, NT02, NT04, BL02, CB02 and CB04 answer, by looking through everything that is on record and every good
// record before, one after the other, as the rulebook's words have it: the model that the fast passes over sorted runs are
// held against.

/// A payment as a partner may send it: in its format, due as stated, and paid in time, but for what `spoiled` says.
struct SlowPayment: Equatable {
    enum Product: CaseIterable { case pension, household, farming }
    /// What is not right about it: SO_TIEN (MD06), GIOI_TINH (NT02, if SO_DDCN is given), or SO_DIEN_THOAI (BG03), which is no content.
    enum Spoiling { case amount, sex, phone }

    var partner: String
    var key: String
    var receipt: Int
    var product: Product
    var plan: String
    /// PHUONG_THUC is TH.
    var isMissingMonths = false
    var insurance: String?
    var personal: String?
    var household = 0
    var order = 1
    var paidOn: Int
    /// TU_NGAY or TU_THANG in half months from the year 0, and how many months are paid for. Half a month begins on the 1st or the 15th.
    var from: Int
    var months: Int
    var spoiled: Spoiling?

    var numbers: Set<String> { Set([insurance, personal].compactMap(\.self)) }
    var isRenewal: Bool { plan == "ON" || plan == "DT" }

    func isSameProduct(as other: SlowPayment) -> Bool { (product == .pension) == (other.product == .pension) }

    /// TR03's periods: a TH payment neither meets nor is met.
    func overlaps(_ other: SlowPayment) -> Bool {
        guard isSameProduct(as: other), !isMissingMonths, !other.isMissingMonths else { return false }
        return from < other.from + 2 * other.months && other.from < from + 2 * months
    }

    /// NT04: one number in common, and another one in the other's place.
    func contradicts(_ other: SlowPayment) -> Bool {
        guard let insurance, let personal, let otherInsurance = other.insurance, let otherPersonal = other.personal else { return false }
        return (insurance == otherInsurance) != (personal == otherPersonal)
    }

    func isSameContent(as other: SlowPayment) -> Bool {
        var (one, two) = (self, other)
        if one.spoiled == .phone { one.spoiled = nil }
        if two.spoiled == .phone { two.spoiled = nil }
        return one == two
    }
}

/// A ledger and DS_NGUOI as plain lists.
struct SlowPeople {
    /// In the order of codes.
    private(set) var recorded: [SlowPayment] = []
    private(set) var settled: [(insurance: String, personal: String)] = []

    mutating func settle(_ insurance: String, _ personal: String) {
        settled.removeAll { $0.insurance == insurance || $0.personal == personal }
        settled.append((insurance, personal))
    }

    /// What becomes of each record of a batch, as `PipelineSpool.outcomes` shows it. The good ones are on record afterwards.
    mutating func take(_ batch: [SlowPayment]) -> [String] {
        var good: [SlowPayment] = []
        var outcomes: [String] = []
        for (place, payment) in batch.enumerated() {
            let faults = faults(of: payment, before: Array(batch[..<place]), good)
            if faults == ["CB03"] {
                outcomes.append("(CB03)")
            } else if faults.isEmpty {
                let warnings = warnings(of: payment, good)
                outcomes.append(warnings.isEmpty ? "-" : "(\(warnings.joined(separator: "+")))")
                good.append(payment)
            } else {
                outcomes.append(faults.joined(separator: "+"))
            }
        }
        recorded += good
        return outcomes
    }

    /// In the order of the rulebook; CB03 alone when it is on record already.
    private func faults(of payment: SlowPayment, before: [SlowPayment], _ good: [SlowPayment]) -> [String] {
        let format = payment.spoiled == .phone ? ["BG03"] : []
        let known = recorded.first { $0.partner == payment.partner && $0.key == payment.key }
        if let known, !known.isSameContent(as: payment) { return format + ["TR01"] }
        if before.contains(where: { $0.key == payment.key }) { return format + ["TR02"] }
        if known != nil { return format.isEmpty ? ["CB03"] : format }

        var faults: [String] = []
        let earlier = recorded + good
        if payment.paidOn >= 20_250_801 ? payment.personal == nil : payment.insurance == nil { faults.append("NT01") }
        if payment.spoiled == .sex, payment.personal != nil { faults.append("NT02") }
        if faults.isEmpty, isSomeoneElses(payment, good) { faults.append("NT04") }
        let isPersonKnown = faults.isEmpty
        if earlier.contains(where: { $0.partner == payment.partner && $0.receipt == payment.receipt }) { faults.append("BL02") }
        if isPersonKnown, meets(payment, good) { faults.append("TR03") }
        if payment.spoiled == .amount { faults.append("MD06") }
        return format + faults
    }

    private func warnings(of payment: SlowPayment, _ good: [SlowPayment]) -> [String] {
        var warnings: [String] = []
        let numbers = person(of: payment)
        let last = recorded.last { $0.isSameProduct(as: payment) && !$0.numbers.isDisjoint(with: numbers) }
        let isPaidHere = good.contains { $0.isSameProduct(as: payment) && !person(of: $0).isDisjoint(with: numbers) }
        if payment.isRenewal, let last, last.partner != payment.partner, !isPaidHere { warnings.append("CB02") }
        if (recorded + good).contains(where: { isInPlace(of: payment, $0) }) { warnings.append("CB04") }
        return warnings
    }

    // MARK: who is who

    private func mate(of number: String) -> String? {
        for row in settled {
            if row.insurance == number { return row.personal }
            if row.personal == number { return row.insurance }
        }
        return nil
    }

    /// DS_NGUOI settles one of its two numbers with another one.
    private func isDenied(_ payment: SlowPayment) -> Bool {
        guard let insurance = payment.insurance, let personal = payment.personal else { return false }
        return (mate(of: insurance) ?? personal) != personal || (mate(of: personal) ?? insurance) != insurance
    }

    /// The numbers under which a payment's person is known: a number that stands alone is tied to others by DS_NGUOI, or else by what is
    /// on record.
    private func person(of payment: SlowPayment) -> Set<String> {
        guard payment.numbers.count == 1, let number = payment.numbers.first else { return payment.numbers }
        if let mate = mate(of: number) { return [number, mate] }
        return recorded.filter { $0.numbers.contains(number) && !isDenied($0) }.reduce([number]) { $0.union($1.numbers) }
    }

    /// NT04.
    private func isSomeoneElses(_ payment: SlowPayment, _ good: [SlowPayment]) -> Bool {
        guard payment.numbers.count == 2 else { return false }
        if payment.numbers.contains(where: { mate(of: $0) != nil }) { return isDenied(payment) }
        return (recorded.filter { !isDenied($0) } + good).contains { payment.contradicts($0) }
    }

    /// TR03.
    private func meets(_ payment: SlowPayment, _ good: [SlowPayment]) -> Bool {
        let numbers = person(of: payment)
        return recorded.contains { payment.overlaps($0) && !$0.numbers.isDisjoint(with: numbers) }
            || good.contains { payment.overlaps($0) && !person(of: $0).isDisjoint(with: numbers) }
    }

    /// CB04: the other payment is of another person in the same place of the household.
    private func isInPlace(of payment: SlowPayment, _ other: SlowPayment) -> Bool {
        guard payment.product == .household, other.product == .household, payment.order < 5, payment.order == other.order,
            payment.household == other.household, payment.paidOn / 10_000 == other.paidOn / 10_000
        else { return false }
        let known = payment.numbers.union(payment.numbers.compactMap { mate(of: $0) })
        return known.isDisjoint(with: other.numbers)
    }
}
