import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

// The property of the rulebook: a hundred thousand random payments, good ones and spoiled ones, and none is misjudged. What must
// be found is foreseen by the maker of the payment or written beside the row that spoils it, and reckoned by a slow judge; all
// must say the same, finding by finding. And the property notices when any one rule is switched off.

@Suite("A hundred thousand random payments")
struct PropertyTests {
    @Test("good payments and payments spoiled in one element or several are judged as foreseen", arguments: 1...20)
    func nothingIsMisjudged(seed: Int) {
        var sampler = PaymentSampler(seed: UInt64(seed))
        var seen: Set<String> = []
        for _ in 0..<20 {
            for (payment, found) in sampler.nextDay(count: 250).judged() where payment.isMisjudged(found) {
                // One payment of each kind of difference is enough to see the fault.
                guard seen.insert(payment.difference(found)).inserted else { continue }
                guard seen.count <= 3 else { return }
                Issue.record("\(payment.complaint(found))")
            }
        }
    }

    @Test("every row of the table of spoiled payments fits some payments, and every code has a row")
    func rows() {
        var sampler = PaymentSampler(seed: 99)
        var fits: Set<String> = []
        for _ in 0..<100 {
            let day = sampler.receivedDay()
            for _ in 0..<20 {
                let payment = sampler.goodPayment(received: day)
                for row in RandomPaymentMutation.all where row.apply(to: payment) != nil { fits.insert(row.name) }
            }
        }
        #expect(RandomPaymentMutation.all.map(\.name).filter { !fits.contains($0) } == [])
        #expect(Set(RandomPaymentMutation.all.map(\.name)).count == RandomPaymentMutation.all.count)
        let codes = Set(RandomPaymentMutation.all.flatMap { $0.expected.split(separator: ", ").map { String($0.prefix(4)) } })
        let needed =
            "BG01 BG03 BG04 NG01 NG02 NG03 NG04 NG05 NG06 NG07 NT01 NT02 NT03 DM01 DM02 DM03 DM04 DM05 BL01 "
            + "MD01 MD02 MD03 MD04 MD05 MD06 MD07 CB01 CB05 CB06"
        #expect(codes.sorted() == needed.split(separator: " ").map { String($0) }.sorted())
    }

    /// The rules that a record alone or with the registry can break, apart from its format.
    static let codes: [RuleCode] = [
        .NG01, .NG02, .NG03, .NG04, .NG05, .NG06, .NG07, .NT01, .NT02, .NT03, .DM01, .DM02, .DM03, .DM04, .DM05, .BL01,
        .MD03, .MD04, .MD07, .MD01, .MD02, .MD05, .MD06, .CB01, .CB05, .CB06,
    ]

    @Test("a rule switched off is noticed", arguments: codes)
    func switchedOff(code: RuleCode) {
        let rules = RecordRules(without: code)
        #expect(rules.rules.count < RecordRules.whole.rules.count)
        var sampler = PaymentSampler(seed: 7)
        for _ in 0..<400 {
            let day = sampler.nextDay(count: 50)
            // Payments that foresee nothing of the rule cannot tell.
            let telling = day.payments.filter { $0.expected?.contains(code.rawValue) ?? false }
            let judged = PaymentsOfDay(received: day.received, payments: telling).judged(by: rules)
            if judged.contains(where: { $0.payment.isMisjudged($0.found) }) { return }
        }
        Issue.record("20,000 payments do not need \(code)")
    }
}

/// Payments received on one day.
struct PaymentsOfDay {
    let received: Int
    let payments: [RandomPayment]

    /// What the rulebook finds in each, in the order of the page.
    func judged(by rules: RecordRules = .whole) -> [(payment: RandomPayment, found: String)] {
        guard !payments.isEmpty else { return [] }
        let context = RuleContext(
            registry: .ofRandomPayments, partner: RandomPayment.partner, office: RandomPayment.office,
            received: Day(yyyyMMdd: received)!, prefix: "POS")
        var found: [String] = []
        RecordChunk(payments).forEachPayment { record, _ in
            var codes: [String] = []
            let verdict = rules.judge(&record, history: .none, context: context) { codes.append("\($0.code) \($0.subject)") }
            let isGood = codes.allSatisfy { $0.hasPrefix("CB") }
            found.append(codes.joined(separator: ", ") + ((verdict == .good) == isGood ? "" : " but \(verdict)"))
        }
        return zip(payments, found).map { ($0, $1) }
    }
}

extension Registry {
    static let ofRandomPayments = Registry(RandomPayment.registry)
}

extension RandomPayment {
    /// The maker, the slow judge and the rulebook do not all say the same.
    func isMisjudged(_ found: String) -> Bool {
        let reckoned = ReferenceJudge.verdict(of: values, received: received)
        return found != reckoned || expected.map { $0 != found } ?? false
    }

    /// What one fault of the rulebook has in common in many payments.
    func difference(_ found: String) -> String { "\(ReferenceJudge.verdict(of: values, received: received)) | \(found)" }

    func complaint(_ found: String) -> String {
        """
        misjudged: \(self)
          foreseen: \(expected ?? "nobody has said")
          reckoned: \(ReferenceJudge.verdict(of: values, received: received))
          found:    \(found)
        """
    }
}

/// Days of payments: of eight, two good, three spoiled by the table, two changed anyhow in one element, one in several.
struct PaymentSampler {
    private var draws: Draws
    private var maker: RandomPaymentMaker

    init(seed: UInt64) {
        draws = Draws(seed)
        maker = RandomPaymentMaker(seed: seed)
    }

    mutating func receivedDay() -> Int { RandomPaymentMaker.receivedDay(&draws) }
    mutating func goodPayment(received: Int) -> RandomPayment { maker.next(received: received) }

    mutating func nextDay(count: Int) -> PaymentsOfDay {
        let received = receivedDay()
        var last = goodPayment(received: received)
        var payments: [RandomPayment] = []
        while payments.count < count {
            let good = goodPayment(received: received)
            switch draws.below(8) {
            case 0, 1: payments.append(good)
            case 2, 3, 4: payments.append(RandomPaymentMutation.any(for: good, &draws))
            case 5, 6: payments.append(good.changedAnyhow(like: last, &draws))
            default: payments.append(good.changedInSeveral(like: last, &draws))
            }
            last = good
        }
        return PaymentsOfDay(received: received, payments: payments)
    }
}
