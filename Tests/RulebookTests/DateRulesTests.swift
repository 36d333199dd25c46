import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("NG01: dates that do not exist")
struct DateRulesTests {
    typealias Row = (field: PaymentField, value: String, exists: Bool)

    static let days: [Row] = [
        (.paidOn, "20240229", true), (.paidOn, "20230229", false), (.paidOn, "20000229", true), (.paidOn, "19000229", false),
        (.paidOn, "20260431", false), (.paidOn, "20261301", false), (.paidOn, "20260001", false), (.paidOn, "20260100", false),
        (.paidOn, "00000101", false), (.paidOn, "00010101", true), (.paidOn, "99991231", true),
        (.fromDay, "20260229", false), (.toDay, "20280229", true), (.toDay, "20271131", false),
        (.birthDate, "19000228", true), (.birthDate, "19000229", false), (.birthDate, "1990", true), (.birthDate, "0000", false),
        (.birthDate, "0001", true), (.birthDate, "00000101", false), (.birthDate, "19901301", false),
    ]

    @Test("days of the Gregorian calendar, years 1 to 9999", arguments: days)
    func day(row: Row) {
        // Without a registry, so that no rule asks what was in force on such a day.
        let judged = Judged(.household.with([row.field: row.value]), registry: nil)
        #expect(judged.subjects(of: .NG01) == (row.exists ? [] : [row.field.element]))
    }

    @Test(
        "months of the calendar",
        arguments: [("202612", true), ("202613", false), ("202600", false), ("000001", false), ("000101", true), ("999912", true)])
    func month(value: String, exists: Bool) {
        #expect(Judged(.voluntary.with([.fromMonth: value])).subjects(of: .NG01) == (exists ? [] : ["TU_THANG"]))
    }

    @Test("a card may end on the calendar's last day")
    func calendarsEnd() {
        let last = PaymentBuilder.household.with([.months: "3", .fromDay: "99991001", .toDay: "99991231", .amount: "170775"])
        #expect(Judged(last).text == "")
    }

    @Test("all of a record's false dates are listed, in the document's order")
    func several() {
        let judged = Judged(.household.with([.birthDate: "19900230", .fromDay: "20261301", .toDay: "20270001", .paidOn: "20261131"]))
        #expect(judged.text == "NG01 NGAY_SINH, NG01 TU_NGAY, NG01 DEN_NGAY, NG01 NGAY_NOP_TIEN")
        #expect(judged.findings.last == Finding(.NG01, subject: "NGAY_NOP_TIEN", value: "20261131"))
    }
}
