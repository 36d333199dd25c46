import Contributions
import ExchangeTesting
import Rulebook
import Testing

// The law by date, row by row: the payment's elements that matter, and what is found. Each group holds the days on both sides of
// a change, or a calendar's corner. Worked out by hand from rules.md sections 4, 7 and 8.

/// One row: a payment received on the day on which it was paid, unless said otherwise.
struct LawRow: CustomTestStringConvertible, Sendable {
    let payment: PaymentBuilder
    let received: String
    let expected: String
    let testDescription: String

    init(_ base: PaymentBuilder, paid: String, received: String? = nil, _ expected: String) {
        self.init(base, paid: paid, received: received, [:], expected)
    }

    init(_ base: PaymentBuilder, paid: String, received: String? = nil, _ changes: [PaymentField: String], _ expected: String) {
        payment = base.with([.paidOn: paid]).with(changes)
        self.received = received ?? paid
        self.expected = expected
        let shown = changes.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.element)=\($0.value)" }
        testDescription = "paid \(paid): \(shown.joined(separator: " ")) -> \(expected.isEmpty ? "good" : expected)"
    }

    var found: String { Judged(payment, registry: .ofRandomPayments, received: received).text }
}

extension PaymentBuilder {
    /// BI, the first person, for a year from August 2026; the amount is of 2.34 million.
    static let firstPerson = household.with([.personOrder: "1", .amount: "1263600", .fromDay: "20260801", .toDay: "20270731"])
    /// IS, one month of the floor of 1.5 million, with the support of BT for it since July 2025.
    static let oneMonth = voluntary.with([
        .method: "1", .months: "1", .fromMonth: "202808", .statePart: "66000", .amount: "264000", .plan: "TM",
    ])
    /// The same before July 2025.
    static let oneMonthBefore = oneMonth.with([.statePart: "33000", .amount: "297000"])
}

@Suite("The law by date")
struct LawByDateTests {
    static let monthEnds = [
        // 31 January and 3 months is 30 April, less a day.
        end("20260131", "3", "20260429"), end("20260331", "3", "20260629"), end("20260531", "3", "20260830"),
        end("20270101", "12", "20271231"), end("20260301", "12", "20270228"), end("20261130", "3", "20270227"),
        // Into a February of 28 days, from its last days and the day before.
        end("20260831", "6", "20270227"), end("20260829", "6", "20270227"), end("20260828", "6", "20270227"),
        end("20260827", "6", "20270226"),
        // Into a leap year's.
        end("20270831", "6", "20280228"), end("20270829", "6", "20280228"), end("20270828", "6", "20280227"),
        end("20270301", "12", "20280229"), end("20280229", "12", "20290227"), end("20280131", "3", "20280429"),
        // The day that JavaScript's setMonth makes of 31 August and 6 months: 3 March, less a day.
        end("20260831", "6", "20270302", "NG04 DEN_NGAY"), end("20260131", "3", "20260430", "NG04 DEN_NGAY"),
        end("20270831", "6", "20280229", "NG04 DEN_NGAY"), end("20280229", "12", "20290228", "NG04 DEN_NGAY"),
        // One month is none of BHYT's, but ends where the page says: 28 or 29 February, less a day.
        end("20260131", "1", "20260227", "MD03 SO_THANG"), end("20280131", "1", "20280228", "MD03 SO_THANG"),
        end("20260131", "1", "20260228", "NG04 DEN_NGAY, MD03 SO_THANG"),
        // Days that no calendar has silence what would read them.
        end("20270229", "12", "20280228", "NG01 TU_NGAY"), end("20270228", "12", "20280230", "NG01 DEN_NGAY"),
    ]

    private static func end(_ from: String, _ months: String, _ to: String, _ expected: String = "") -> LawRow {
        let amounts = ["3": "315900", "6": "631800", "12": "1263600", "1": "105300"]
        return LawRow(
            .firstPerson, paid: "20260110", [.fromDay: from, .toDay: to, .months: months, .amount: amounts[months]!], expected)
    }

    @Test("periods at the ends of months and in leap years", arguments: monthEnds)
    func period(row: LawRow) { #expect(row.found == row.expected) }

    static let baseSalaries = [
        ("20230630", "804600", ""), ("20230701", "972000", ""), ("20230630", "972000", "MD06 SO_TIEN"),
        ("20230701", "804600", "MD06 SO_TIEN"), ("20240630", "972000", ""), ("20240701", "1263600", ""),
        ("20240630", "1263600", "MD06 SO_TIEN"), ("20240701", "972000", "MD06 SO_TIEN"), ("20260630", "1263600", ""),
        ("20260701", "1366200", ""), ("20260630", "1366200", "MD06 SO_TIEN"), ("20260701", "1263600", "MD06 SO_TIEN"),
    ].map { LawRow(.firstPerson, paid: $0, [.amount: $1], $2) }

    /// 20 times the base salary, and a step above it. The income is paid for, less the support of one month.
    static let ceilings = [
        ("20230630", "29800000", "6523000", ""), ("20230630", "29850000", "6534000", "MD01 MUC_THU_NHAP"),
        ("20230701", "29850000", "6534000", ""), ("20230701", "36000000", "7887000", ""),
        ("20230701", "36050000", "7898000", "MD01 MUC_THU_NHAP"), ("20240630", "46800000", "10263000", "MD01 MUC_THU_NHAP"),
        ("20240701", "46800000", "10263000", ""), ("20240701", "46850000", "10274000", "MD01 MUC_THU_NHAP"),
    ].map { LawRow(.oneMonthBefore, paid: $0, [.income: $1, .amount: $2], $3) }

    static let laterCeilings = [
        ("20260630", "46850000", "10241000", "MD01 MUC_THU_NHAP"), ("20260701", "46850000", "10241000", ""),
        ("20260701", "50600000", "11066000", ""), ("20260701", "50650000", "11077000", "MD01 MUC_THU_NHAP"),
    ].map { LawRow(.oneMonth, paid: $0, [.income: $1, .amount: $2], $3) }

    static let povertyLines = [
        // 0.10 x 0.22 x 700000 is 15400 a month.
        LawRow(.oneMonth, paid: "20211231", [.income: "700000", .statePart: "15400", .amount: "138600"], ""),
        LawRow(.oneMonth, paid: "20211231", [.income: "650000", .statePart: "15400", .amount: "127600"], "MD01 MUC_THU_NHAP"),
        LawRow(.oneMonthBefore, paid: "20220101", [.income: "1450000", .amount: "286000"], "MD01 MUC_THU_NHAP"),
        LawRow(.oneMonthBefore, paid: "20220101", ""),
        LawRow(.oneMonthBefore, paid: "20220101", [.income: "1500001"], "MD02 MUC_THU_NHAP"),
        LawRow(.oneMonthBefore, paid: "20220101", [.income: "1550000", .amount: "308000"], ""),
    ]

    @Test("the base salary and the ceiling of income change on 1 July", arguments: baseSalaries + ceilings + laterCeilings)
    func baseSalary(row: LawRow) { #expect(row.found == row.expected) }

    @Test("the floor of income rises with 2022", arguments: povertyLines)
    func povertyLine(row: LawRow) { #expect(row.found == row.expected) }

    static let supports = [
        ("20250630", "N", "99000", "231000", ""), ("20250701", "N", "165000", "165000", ""),
        ("20250630", "N", "165000", "165000", "MD05 TIEN_NSNN"), ("20250701", "N", "99000", "231000", "MD05 TIEN_NSNN"),
        ("20250630", "CN", "82500", "247500", ""), ("20250701", "CN", "132000", "198000", ""),
        ("20250630", "DT", "33000", "297000", ""), ("20250701", "DT", "99000", "231000", ""),
        ("20250630", "BT", "33000", "297000", ""), ("20250701", "BT", "66000", "264000", ""),
        ("20250701", "BT", "0", "330000", "CB05 TIEN_NSNN"), ("20250701", "BT", "", "330000", "CB05 TIEN_NSNN"),
    ].map { LawRow(.oneMonth, paid: $0, [.supportGroup: $1, .statePart: $2, .amount: $3], $4) }

    @Test("the state's support of voluntary BHXH rises on 1 July 2025", arguments: supports)
    func support(row: LawRow) { #expect(row.found == row.expected) }

    static let numbers = [
        ("20250731", "0123456789", "", ""), ("20250731", "", "001190000001", "NT01 MA_SO_BHXH"), ("20250731", "", "", "NT01 MA_SO_BHXH"),
        ("20250801", "0123456789", "", "NT01 SO_DDCN"), ("20250801", "", "001190000001", ""), ("20250801", "", "", "NT01 SO_DDCN"),
        ("20250731", "0123456789", "001190000001", ""), ("20250801", "0123456789", "001190000001", ""),
        // A number that is there in a wrong form is not missing as well.
        ("20250801", "", "00119000000", "BG03 SO_DDCN"), ("20250731", "012345678", "", "BG03 MA_SO_BHXH"),
    ].map { LawRow(.firstPerson, paid: $0, [.insuranceNumber: $1, .personalNumber: $2], $3) }

    @Test("the number that must be given changes on 1 August 2025", arguments: numbers)
    func number(row: LawRow) { #expect(row.found == row.expected) }

    static let days = [
        // VS and TH need LAI_SUAT, which is in force from 2026: 24 months of 330000 less interest, and one month with it.
        LawRow(.ahead, paid: "20251231", "MD07 NGAY_NOP_TIEN"), LawRow(.ahead, paid: "20260101", ""),
        LawRow(.missing, paid: "20251231", "MD07 NGAY_NOP_TIEN"), LawRow(.missing, paid: "20260101", ""),
        // 331023 exactly, and a đồng either way.
        LawRow(.missing, paid: "20260101", [.amount: "265022"], ""), LawRow(.missing, paid: "20260101", [.amount: "265024"], ""),
        LawRow(.missing, paid: "20260101", [.amount: "265021"], "MD06 SO_TIEN"),
        LawRow(.missing, paid: "20260101", [.amount: "265025"], "MD06 SO_TIEN"),
        // HAN_NHAN: 90 days. HAN_CAP_NHAT: one day, for payments from 3 August 2023 on.
        LawRow(.firstPerson, paid: "20260110", received: "20260410", "CB01 NGAY_NOP_TIEN"),
        LawRow(.firstPerson, paid: "20260110", received: "20260411", "NG03 NGAY_NOP_TIEN"),
        LawRow(.firstPerson, paid: "20260110", received: "20260111", ""),
        LawRow(.firstPerson, paid: "20260110", received: "20260112", "CB01 NGAY_NOP_TIEN"),
        LawRow(.firstPerson, paid: "20260110", received: "20260109", "NG02 NGAY_NOP_TIEN"),
        LawRow(.firstPerson, paid: "20230802", received: "20230902", [.amount: "972000"], ""),
        LawRow(.firstPerson, paid: "20230803", received: "20230902", [.amount: "972000"], "CB01 NGAY_NOP_TIEN"),
        // A first card is valid from the 31st day; no card from before its payment.
        LawRow(.firstPerson, paid: "20260110", [.plan: "TM", .fromDay: "20260208", .toDay: "20270207"], "CB06 TU_NGAY"),
        LawRow(.firstPerson, paid: "20260110", [.plan: "TM", .fromDay: "20260209", .toDay: "20270208"], ""),
        LawRow(.firstPerson, paid: "20260110", [.fromDay: "20260110", .toDay: "20270109"], ""),
        LawRow(.firstPerson, paid: "20260110", [.fromDay: "20260109", .toDay: "20270108"], "NG05 TU_NGAY"),
    ]

    @Test("days from which something must be or may be", arguments: days)
    func firstAndLastDay(row: LawRow) { #expect(row.found == row.expected) }
}

extension PaymentBuilder {
    /// IS, two years ahead of the floor: 330000 x the sum of 1/1.0031^(i-1) over i = 1..24 is 7644802.46.
    static let ahead = oneMonth.with([.method: "VS", .months: "24", .statePart: "1584000", .amount: "6060802"])
    /// IS, a missing month of the floor: 330000 x 1.0031.
    static let missing = oneMonth.with([.method: "TH", .plan: "DB", .fromMonth: "202001", .amount: "265023"])
}
