import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

@Suite("How the rules of a record are run")
struct RecordRulesTests {
    @Test("the rules stand in the order of the page")
    func order() {
        let codes = RecordRules.whole.rules.map(\.code)
        let page = RuleCode.allCases.filter { code in codes.contains(code) }
        // A code may have a rule for each of its subjects or LOAI_HINH, side by side.
        #expect(codes.reduce(into: []) { if $0.last != $1 { $0.append($1) } } == page)
        #expect(Set(page).isSuperset(of: [.NG02, .NT04, .DM05, .BL02, .MD06, .CB06]))
    }

    @Test("every rule reads its subject")
    func reads() {
        for rule in RecordRules.whole.rules { #expect(rule.reads.contains(rule.subject)) }
    }

    private static func always(_ code: RuleCode, _ subject: PaymentField, reads: FieldSet = []) -> RecordRule {
        RecordRule(code, subject, reads: reads) { _, _, _ in true }
    }

    @Test("a rule that finds something silences the later ones that read its subject, and marks nothing else")
    func silence() {
        let rules = RecordRules([
            Self.always(.DM01, .collector, reads: FieldSet(.paidOn)), Self.always(.DM02, .collector),
            Self.always(.BL01, .receiptNumber, reads: FieldSet(.collector)),
            Self.always(.NG01, .paidOn), Self.always(.BL02, .receiptNumber),
        ])
        #expect(Judged(.household, rules: rules).text == "DM01 MA_NHAN_VIEN_THU, NG01 NGAY_NOP_TIEN, BL02 SO_BIEN_LAI")
    }

    @Test("a warning marks no element and refuses nothing, and is only for a record that is good so far")
    func warnings() {
        let warning = Self.always(.CB03, .paidOn)
        let twice = RecordRules([warning, warning])
        let judged = Judged(.household, rules: twice)
        #expect(judged.verdict == .good)
        #expect(judged.text == "CB03 NGAY_NOP_TIEN, CB03 NGAY_NOP_TIEN")
        #expect(Judged(.household.with([.email: "x"]), rules: twice).text == "BG03 EMAIL")
        #expect(Judged(.household, rules: RecordRules([Self.always(.BL02, .receiptNumber), warning])).text == "BL02 SO_BIEN_LAI")
        RecordChunk([.household]).forEachPayment { record, _ in
            let context = RuleContext(registry: nil, partner: nil, office: "", received: Day("20261120")!, prefix: "POS")
            #expect(RecordRules([warning]).judge(&record, history: .none, context: context) == .good)
            #expect(record.isWarned)
        }
    }

    @Test("a rule about the registry is not asked without one")
    func withoutRegistry() {
        let rules = RecordRules([RecordRule(.DM01, .collector, needsRegistry: true) { _, _, _ in true }])
        #expect(Judged(.household, registry: nil, rules: rules).verdict == .good)
        #expect(Judged(.household, rules: rules).verdict == .refused)
    }
}
