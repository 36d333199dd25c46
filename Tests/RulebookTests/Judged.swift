import Contributions
import ExchangeTesting
import Rulebook
import Testing

// What the tests of the record's rules share: a registry with a little of everything, and one call that judges a payment and
// shows the findings as one line a row can hold.

extension Registry {
    /// The sample registry, another partner's collector, point and book, and entries that are over or not yet in force.
    static let town = Registry(
        MasterDataEntry.sample + [
            .partner("0109999999", name: "Ngân hàng Mẫu"),
            .point("0109999999TH0001", partner: "0109999999"),
            .collector("NVTKHAC", partner: "0109999999"),
            .book(first: "0002001", last: "0003000", collector: "NVTKHAC"),
            .collector("NVTCU", to: "20261119"),
            .book(first: "0001001", last: "0002000", collector: "NVTCU"),
            .point("DIEMCU", to: "20261119"),
            .collector("NVTMOI", from: "20261121"),
            .point("DIEMMOI", from: "20261121"),
            // Changed hands on 20 November 2026: this partner's until the day before.
            .collector("NVTCHUYEN"), .collector("NVTCHUYEN", partner: "0109999999", from: "20261120"),
            .point("DIEMCHUYEN"), .point("DIEMCHUYEN", partner: "0109999999", from: "20261120"),
        ])
}

/// What the rules said of one payment.
struct Judged {
    var verdict: RecordVerdict
    var findings: [Finding] = []

    /// Codes and subjects in order: `DM01 MA_NHAN_VIEN_THU, BL02 SO_BIEN_LAI`; empty for none.
    var text: String { findings.map { "\($0.code) \($0.subject)" }.joined(separator: ", ") }

    /// What the findings with that code name.
    func subjects(of code: RuleCode) -> [String] { findings.filter { $0.code == code }.map(\.subject) }

    /// The details of the first finding with that code.
    func details(of code: RuleCode) -> [String]? { findings.first { $0.code == code }?.details }

    init(
        _ payment: PaymentBuilder, history: RecordHistory = .none, registry: Registry? = .town, partner: String? = "0101234567",
        office: String = "00101", received: String = "20261120",
        rules: RecordRules = RecordRules.whole
    ) {
        let context = RuleContext(registry: registry, partner: partner, office: office, received: Day(received)!, prefix: "POS")
        var listed: [Finding] = []
        var verdict = RecordVerdict.refused
        let chunk = RecordChunk([payment])
        chunk.forEachPayment { record, _ in
            verdict = rules.judge(&record, history: history, context: context) { listed.append($0) }
        }
        chunk.forEachPayment { record, _ in
            #expect(rules.judge(&record, history: history, context: context) == verdict, "the hot path must judge alike")
        }
        self.verdict = verdict
        findings = listed
    }
}

extension RecordHistory {
    init(_ change: (inout RecordHistory) -> Void) {
        self.init()
        change(&self)
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
