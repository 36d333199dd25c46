import Contributions
import ExchangeTesting
import Foundation
import Testing

@testable import ExchangePipeline

// TR03, NT04, CB02 and CB04 (beside TR01, TR02, NT01, NT02, BL02 and CB03) on random histories: two partners send batch after
// batch about the same few persons, households and years, DS_NGUOI changes in between, and every answer is held against that of
// `SlowPeople`, record by record.

@Suite("People in random histories")
struct PeoplePropertyTests {
    @Test("a few large batches of each partner are answered as the rulebook's words have it", arguments: 1...20)
    func largeBatches(seed: Int) throws {
        try follow(RandomHistory(seed: seed, batches: 5, records: 30...60))
    }

    @Test("many small batches, whose runs are merged again and again, are answered alike", arguments: 1001...1005)
    func smallBatches(seed: Int) throws {
        try follow(RandomHistory(seed: seed, batches: 40, records: 1...6))
    }

    @Test("a place that another person has is warned of although a refused record gives a number of both")
    func placeBetween() throws {
        let (farming, stranger) = (PeopleTests.farming, PeopleTests.someoneElse(8))
        let records: [PeopleTests.Changes] = [farming, ["SO_DDCN": stranger["SO_DDCN"]!], PeopleTests.next, stranger]
        let payments = records.enumerated().map { place, changes in
            Documents.payment(1, PeopleTests.with(changes, ["MA_GIAO_DICH": "GD-\(place)", "SO_BIEN_LAI": "000000\(place)"]))
        }
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", payments), "L-1.xml")
        try spool.pass()
        #expect(try spool.outcomes(of: "L-1", PipelineSpool.one, count: payments.count) == "- NT04 - (CB04)")
    }

    private func follow(_ plan: RandomHistory) throws {
        var history = plan
        let spool = try PipelineSpool()
        var model = SlowPeople()
        var outcomes: [String] = []
        for number in 1...history.batches {
            if let rows = history.nextSettled() {
                try spool.drop(Documents.people(rows, batch: "DN-\(number)"), "nguoi-\(number).xml", for: .agency)
                try spool.pass()
                for row in rows { model.settle(row.0, row.1) }
            }
            let (partner, claimed, payments) = history.nextBatch(number)
            spool.clock.set("\(claimed)120000")
            let batch = Documents.batch("L-\(number)", partner: partner, payments.map(\.document), preparedAt: "\(claimed)100000")
            try spool.drop(batch, "L-\(number).xml", for: .partner(partner))
            try spool.pass()

            let before = model
            let expected = model.take(payments)
            let answered = try spool.outcomes(of: "L-\(number)", partner, count: payments.count).split(separator: " ").map { String($0) }
            outcomes += answered
            guard answered != expected, let first = expected.indices.first(where: { answered[$0] != expected[$0] }) else { continue }
            let about = { (other: SlowPayment) in other.concerns(payments[first]) }
            Issue.record(
                """
                seed \(history.seed), batch \(number), STT \(first + 1): expected \(expected[first]), answered \(answered[first])
                \(payments[first])
                in the file before: \(zip(payments, expected).prefix(first).filter { about($0.0) }.map { "\n\($1) \($0)" }.joined())
                on record: \(before.recorded.filter(about).map { "\n\($0)" }.joined())
                DS_NGUOI: \(before.settled)
                """)
            return
        }
        // The history was worth following.
        for code in ["TR03", "NT04"] { #expect(outcomes.contains { $0.contains(code) }, "\(code) in seed \(history.seed)") }
        #expect(outcomes.contains("-") && outcomes.contains { $0.first == "(" })
    }
}

/// Draws batches about few persons. Claims lie around 1 August 2025, when SO_DDCN took the place of MA_SO_BHXH, and around the end of
/// that year; periods in the years after.
private struct RandomHistory {
    let seed: Int
    let batches: Int
    let records: ClosedRange<Int>
    private var draws: Draws
    private let persons: Int
    private let months: Int
    private var sent: [SlowPayment] = []

    init(seed: Int, batches: Int, records: ClosedRange<Int>) {
        (self.seed, self.batches, self.records) = (seed, batches, records)
        draws = Draws(UInt64(seed))
        persons = draws.among(4...12)
        months = draws.pick([60, 240, 600])
    }

    private static func insurance(_ person: Int) -> String { String(9_900_000_000 + person) }
    private static func personal(_ person: Int) -> String { String(901_190_000_000 + person) }

    /// Rows of DS_NGUOI that are recorded now, most of them right.
    mutating func nextSettled() -> [(String, String)]? {
        guard draws.once(in: 2) else { return nil }
        return (0..<draws.among(1...3)).map { _ in
            let person = draws.below(persons)
            return (Self.insurance(person), Self.personal(draws.once(in: 3) ? draws.below(persons) : person))
        }
    }

    mutating func nextBatch(_ number: Int) -> (partner: String, claimed: Int, payments: [SlowPayment]) {
        let partner = draws.pick([PipelineSpool.one, PipelineSpool.other])
        let claims = [20_250_731, 20_250_801, 20_250_801, 20_260_101, 20_260_102]
        let claimed = claims[(number - 1) * claims.count / batches]
        var payments: [SlowPayment] = []
        for _ in 0..<draws.among(records) {
            let payment = nextPayment(partner, claimed, places: 3 + 2 * number)
            payments.append(payment)
            sent.append(payment)
        }
        return (partner, claimed, payments)
    }

    private mutating func nextPayment(_ partner: String, _ claimed: Int, places: Int) -> SlowPayment {
        let own = sent.filter { $0.partner == partner && $0.paidOn <= claimed && $0.paidOn >= Self.dayBefore(claimed) }
        if !own.isEmpty, draws.once(in: 12) { return again(draws.pick(own)) }

        let product = draws.pick(SlowPayment.Product.allCases)
        var payment = SlowPayment(
            partner: partner, key: "GD-\(sent.count)", receipt: sent.count, product: product,
            plan: draws.pick(product == .pension ? ["TM", "DT", "DT", "DB"] : ["TM", "ON", "ON"]), household: draws.among(2...places),
            order: draws.among(1...5), paidOn: draws.once(in: 3) ? claimed : Self.dayBefore(claimed),
            from: (2026 * 12 + 2 + draws.below(months)) * 2, months: draws.pick([3, 6, 12]))
        if product == .pension {
            // LAI_SUAT is in force from 2026 on.
            payment.isMissingMonths = payment.plan != "TM" && payment.paidOn >= 20_260_101 && draws.once(in: 3)
            if payment.isMissingMonths || draws.once(in: 4) { payment.months = 1 }
        } else if draws.once(in: 3) {
            payment.from += 1
        }
        let person = draws.below(persons)
        // Half of the payments are for the place that is the person's own.
        if draws.once(in: 2) { (payment.household, payment.order) = (person / 4, person % 4 + 1) }
        payment.insurance = Self.insurance(draws.once(in: 20) ? draws.below(persons) : person)
        payment.personal = Self.personal(person)
        if draws.once(in: 3) {
            if (payment.paidOn < 20_250_801) != draws.once(in: 12) { payment.personal = nil } else { payment.insurance = nil }
        }
        if !own.isEmpty, draws.once(in: 25) { payment.receipt = draws.pick(own).receipt }
        if draws.once(in: 10) { payment.spoiled = draws.pick([.amount, .sex, .phone]) }
        return payment
    }

    /// A payment sent before: as it was, or with another period, or with what is no content changed.
    private mutating func again(_ payment: SlowPayment) -> SlowPayment {
        var payment = payment
        switch draws.below(4) {
        case 0: payment.from += 2
        case 1 where payment.spoiled == nil: payment.spoiled = .phone
        default: break
        }
        return payment
    }

    private static func dayBefore(_ day: Int) -> Int {
        [20_250_731: 20_250_730, 20_250_801: 20_250_731, 20_260_101: 20_251_231, 20_260_102: 20_260_101][day]!
    }
}

extension SlowPayment {
    /// It is worth showing beside the other one.
    fileprivate func concerns(_ other: SlowPayment) -> Bool {
        key == other.key || receipt == other.receipt || !numbers.isDisjoint(with: other.numbers)
            || product == .household && other.product == .household && household == other.household && order == other.order
    }

    /// 1,500,000 a month for IS with the state's fifth of the poverty line, 2,340,000 as LUONG_CO_SO, and the least share of the state for AR.
    fileprivate var document: String {
        var changes: [String: String?] = [
            "MA_GIAO_DICH": key, "SO_BIEN_LAI": String(String(10_000_000 + receipt).dropFirst()), "PHUONG_AN": plan,
            "MA_SO_BHXH": insurance, "SO_DDCN": personal, "NGAY_NOP_TIEN": "\(paidOn)", "SO_THANG": "\(months)",
            "GIOI_TINH": spoiled == .sex ? "1" : "2",
        ]
        func set(_ values: [String: String?]) { changes.merge(values) { $1 } }
        var amount: Int
        switch product {
        case .pension:
            amount = isMissingMonths ? 265_023 : 264_000 * months
            set([
                "LOAI_HINH": "IS", "MA_HO_GD": nil, "NGUOI_THU": nil, "TU_NGAY": nil, "DEN_NGAY": nil,
                "DOI_TUONG_HT": "BT", "PHUONG_THUC": isMissingMonths ? "TH" : "\(months)", "MUC_THU_NHAP": "1500000",
                "TU_THANG": String(Self.day(from).prefix(6)), "TIEN_NSNN": "\(66_000 * months)",
            ])
        case .household:
            amount = [105_300, 73_710, 63_180, 52_650, 42_120][order - 1] * months
            set(["MA_HO_GD": "HO\(household)", "NGUOI_THU": "\(order)"])
        case .farming:
            amount = 73_710 * months
            set(["LOAI_HINH": "AR", "MA_HO_GD": nil, "NGUOI_THU": nil, "TIEN_NSNN": "\(31_590 * months)"])
        }
        if product != .pension { set(["TU_NGAY": Self.day(from), "DEN_NGAY": Self.dayBefore(from + 2 * months)]) }
        // One đồng is within the tolerance for TH.
        if spoiled == .amount { amount += 2 }
        changes["SO_TIEN"] = "\(amount)"
        if spoiled == .phone { changes["SO_DIEN_THOAI"] = "12" }
        return Documents.payment(1, partner: partner, changes)
    }

    /// The first day of a half month.
    private static func day(_ half: Int) -> String {
        "\(half / 24)\(Digits.padded(half / 2 % 12 + 1, to: 2))\(half % 2 == 0 ? "01" : "15")"
    }

    private static func dayBefore(_ half: Int) -> String { Day(day(half))!.advanced(by: -1).description }
}

extension Documents {
    fileprivate static func people(_ rows: [(String, String)], batch: String) -> String {
        people(rows).replacing("DM-NGUOI", with: batch)
    }
}
