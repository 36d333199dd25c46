import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

@Suite("CB: what a sender should know of a good payment")
struct WarningRulesTests {
    typealias Changes = [PaymentField: String]

    @Test("stand in the order of the page, and mark nothing")
    func order() {
        #expect(WarningRules.all.map(\.code) == [.CB01, .CB02, .CB04, .CB05, .CB06])
    }

    @Test(
        "CB01: entered later than HAN_CAP_NHAT of the payment day says",
        arguments: [
            ("20261120", "20261120", nil), ("20261119", "20261120", nil), ("20261118", "20261120", ["2", "1"]),
            ("20260101", "20261120", ["323", "1"]), ("20230803", "20230805", ["2", "1"]), ("20230803", "20230804", nil),
            // Before the limit there was none.
            ("20230802", "20231031", nil),
        ] as [(String, String, [String]?)])
    func lateEntry(paid: String, received: String, details: [String]?) {
        let judged = Judged(
            .household.with([.paidOn: paid]), received: received, rules: RecordRules(WarningRules.all.filter { $0.code == .CB01 }))
        #expect(judged.details(of: .CB01) == details)
        #expect(judged.text == (details == nil ? "" : "CB01 NGAY_NOP_TIEN"))
        #expect(judged.verdict == .good)
    }

    @Test("CB01: the limit is the agency's to change, also to half a day")
    func lateEntryLimit() {
        let rows: [MasterDataEntry] = [
            .parameter("HAN_CAP_NHAT", value: "0.5", from: "20261117"), .parameter("HAN_CAP_NHAT", value: "3", from: "20261119"),
        ]
        func codes(_ day: String) -> String { Judged.money(.household.with([.paidOn: day]), rows: rows, received: "20261122").codes }
        #expect(codes("20261119") == "")
        #expect(codes("20261118") == "CB01")
        #expect(Judged.money(.household.with([.paidOn: "20261119"]), rows: rows, received: "20261123").details(of: .CB01) == ["4", "3"])
        #expect(Judged.money(.household.with([.paidOn: "20261118"]), rows: rows, received: "20261119").details(of: .CB01) == ["1", "0.5"])
    }

    @Test(
        "CB02: a renewal or continuation by another partner than the last time",
        arguments: [
            (.household, "ON", true), (.household, "TM", false), (.farming, "ON", true), (.farming, "TM", false), (.voluntary, "DT", true),
            (.voluntary, "TM", false), (.voluntary, "DB", false), (.voluntary, "DL", false),
        ] as [(PaymentBuilder, String, Bool)])
    func changedPartner(payment: PaymentBuilder, plan: String, isWarned: Bool) {
        let payment = payment.with([.plan: plan])
        let history = RecordHistory { $0.wasLastWithAnother = true }
        let judged = Judged.money(payment, history: history)
        #expect(judged.findings.contains(Finding(.CB02, subject: "PHUONG_AN", value: plan)) == isWarned)
        #expect(judged.verdict == .good)
        #expect(!Judged.money(payment).codes.contains("CB02"))
    }

    @Test("CB04: another person has this place in the household this year; the fifth and later share theirs")
    func placeTaken() {
        let history = RecordHistory { $0.isPlaceTaken = true }
        for (order, amount) in zip(["1", "2", "3", "4"], ["1366200", "956340", "819720", "683100"]) {
            let judged = Judged.money(.household.with([.personOrder: order, .amount: amount]), history: history)
            #expect(judged.findings == [Finding(.CB04, subject: "NGUOI_THU", value: order, details: ["0100000001", "2026"])])
            #expect(judged.verdict == .good)
        }
        #expect(Judged.money(.household.with([.personOrder: "5", .amount: "546480"]), history: history).codes == "")
        #expect(Judged.money(.household).codes == "")
        #expect(Judged.money(.farming.with([.plan: "ON"]), history: history).codes == "")
    }

    @Test(
        "CB05: support for fewer months than are paid",
        arguments: [
            ("396000", "1584000", nil), ("330000", "1650000", ["5", "6"]), ("66000", "1914000", ["1", "6"]), ("0", "1980000", ["0", "6"]),
            ("", "1980000", ["0", "6"]),
        ] as [(String, String, [String]?)])
    func fewerMonths(support: String, amount: String, details: [String]?) {
        let judged = Judged.money(.voluntary.with([.statePart: support, .amount: amount]))
        #expect(judged.details(of: .CB05) == details)
        #expect(judged.codes == (details == nil ? "" : "CB05"))
        #expect(judged.verdict == .good)
    }

    @Test("CB05: of several numbers of months that come to the same the largest counts, and support of 0 is for all of them")
    func roundedSupport() {
        // A month: 330,000 x 0.000001 = 0.33 đ, so that 5 months are 1.65 and 6 months 1.98 đ.
        let tiny = [MasterDataEntry.parameter("HO_TRO_BT", value: "0.000001")]
        #expect(Judged.money(.voluntary.with([.statePart: "2", .amount: "1979998"]), rows: tiny).codes == "")
        #expect(Judged.money(.voluntary.with([.statePart: "1", .amount: "1979999"]), rows: tiny).details(of: .CB05) == ["4", "6"])
        #expect(Judged.money(.voluntary.with([.statePart: "0", .amount: "1980000"]), rows: tiny).details(of: .CB05) == ["1", "6"])
        let none = [MasterDataEntry.parameter("HO_TRO_BT", value: "0")]
        #expect(Judged.money(.voluntary.with([.statePart: "0", .amount: "1980000"]), rows: none).codes == "")
        #expect(Judged.money(.voluntary.with([.statePart: "1", .amount: "1979999"]), rows: none).codes == "MD05")
    }

    @Test(
        "CB06: a first card is valid from the 31st day",
        arguments: [
            ("TM", "20261120", true), ("TM", "20261219", true), ("TM", "20261220", false), ("TM", "20270101", false),
            ("ON", "20261120", false),
        ])
    func firstCard(plan: String, from: String, isWarned: Bool) {
        for payment in [PaymentBuilder.household, .farming] {
            let judged = Judged.money(payment.with([.plan: plan, .fromDay: from]))
            #expect(judged.codes == (isWarned ? "CB06" : ""))
            #expect(judged.details(of: .CB06) == (isWarned ? ["20/12/2026", "20/11/2026"] : nil))
            #expect(judged.verdict == .good)
        }
    }

    @Test("a record that is not good is not warned about")
    func onlyGood() {
        let history = RecordHistory {
            $0.wasLastWithAnother = true
            $0.isPlaceTaken = true
        }
        let household = PaymentBuilder.household.with([.fromDay: "20261120", .paidOn: "20261101"])
        #expect(Judged.money(household, history: history).codes == "CB01, CB02, CB04")
        #expect(Judged.money(household.with([.amount: "1"]), history: history).codes == "MD06")
        #expect(Judged.money(household.with([.email: "x"]), history: history).codes == "BG03")
        #expect(Judged.money(household.with([.plan: "TM"]), history: history).codes == "CB01, CB04, CB06")
    }
}
