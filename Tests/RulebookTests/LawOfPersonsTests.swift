import Contributions
import ExchangeTesting
import Rulebook
import Testing

// Persons by date, row by row: ages, births on 29 February, years alone, centuries in SO_DDCN, and the last month in which a
// method may still be paid.

@Suite("The law by date: persons")
struct LawOfPersonsTests {
    /// IS, without SO_DDCN, before it had to be given.
    private static func pension(_ paid: String, born: String, _ expected: String) -> LawRow {
        LawRow(.oneMonthBefore, paid: paid, [.birthDate: born, .personalNumber: ""], expected)
    }

    private static func health(_ paid: String, born: String, _ expected: String) -> LawRow {
        LawRow(.firstPerson, paid: paid, [.birthDate: born, .personalNumber: "", .amount: "972000"], expected)
    }

    static let ages = [
        // Born on 29 February: 15 on 1 March of a common year, on 29 February of a leap year.
        pension("20230228", born: "20080229", "NT03 NGAY_SINH"), pension("20230301", born: "20080229", ""),
        pension("20230228", born: "20080228", ""), pension("20230228", born: "20080301", "NT03 NGAY_SINH"),
        pension("20240229", born: "20090228", ""), pension("20240229", born: "20090301", "NT03 NGAY_SINH"),
        pension("20240301", born: "20090301", ""), pension("20240228", born: "20090228", ""),
        // A year alone counts as 1 January.
        pension("20231231", born: "2009", "NT03 NGAY_SINH"), pension("20240101", born: "2009", ""),
        pension("20240101", born: "20090102", "NT03 NGAY_SINH"), pension("20240102", born: "20090102", ""),
        // BHYT knows no least age, but nobody pays before birth.
        health("20240101", born: "20240101", ""), health("20240101", born: "20240102", "NG07 NGAY_SINH"),
        health("20240101", born: "2024", ""), health("20231231", born: "2024", "NG07 NGAY_SINH"),
        // 130 years to the day are allowed, a day more is not.
        health("20240101", born: "18940101", ""), health("20240102", born: "18940101", "NG07 NGAY_SINH"),
        health("20240101", born: "1894", ""), health("20240102", born: "1894", "NG07 NGAY_SINH"),
        health("20240101", born: "1893", "NG07 NGAY_SINH"),
        health("20240301", born: "18940301", ""), health("20240302", born: "18940301", "NG07 NGAY_SINH"),
        // Not born yet is not told as too young as well: NG07 silences NT03.
        pension("20240101", born: "20240102", "NG07 NGAY_SINH"),
        // 1900 was no leap year, 2000 was.
        health("20240101", born: "19000229", "NG01 NGAY_SINH"), health("20240101", born: "20000229", ""),
        health("20240101", born: "0000", "NG01 NGAY_SINH"), health("20240101", born: "20001301", "NG01 NGAY_SINH"),
    ]

    /// 130 years after 29 February 1896 is 1 March 2026, when SO_DDCN must be given, and no digit stands for 18xx.
    static let oldest = [
        LawRow(.firstPerson, paid: "20260301", [.birthDate: "18960229"], "NT02 SO_DDCN"),
        LawRow(.firstPerson, paid: "20260302", [.birthDate: "18960229"], "NG07 NGAY_SINH"),
        LawRow(.firstPerson, paid: "20260301", [.birthDate: "18960228"], "NG07 NGAY_SINH"),
    ]

    @Test("ages, births on 29 February, and years alone", arguments: ages + oldest)
    func age(row: LawRow) { #expect(row.found == row.expected) }

    static let centuries = [
        ("19990630", "1", "001099000001", ""), ("19990630", "2", "001199000001", ""), ("20000630", "1", "001200000001", ""),
        ("20000630", "2", "001300000001", ""), ("20240229", "2", "001324000001", ""), ("1999", "1", "001099000001", ""),
        ("2000", "2", "001300000001", ""), ("19000101", "1", "001000000001", ""),
        // The other sex, the other century, the other year.
        ("19990630", "2", "001099000001", "NT02 SO_DDCN"), ("20000630", "1", "001000000001", "NT02 SO_DDCN"),
        ("19990630", "1", "001299000001", "NT02 SO_DDCN"), ("19990630", "1", "001098000001", "NT02 SO_DDCN"),
        ("2000", "2", "001200000001", "NT02 SO_DDCN"), ("2001", "2", "001300000001", "NT02 SO_DDCN"),
        ("19991231", "1", "001400000001", "NT02 SO_DDCN"), ("18990101", "1", "001899000001", "NT02 SO_DDCN"),
        // Without SO_DDCN there is nothing to disagree with; a wrong NGAY_SINH or GIOI_TINH is its own fault alone.
        ("19990630", "2", "", ""), ("19990631", "2", "001099000001", "NG01 NGAY_SINH"), ("19990630", "3", "001099000001", "BG03 GIOI_TINH"),
        ("", "1", "001199000001", "BG01 NGAY_SINH"),
    ].map { born, sex, number, expected in
        LawRow(.firstPerson, paid: "20240630", [.birthDate: born, .sex: sex, .personalNumber: number, .amount: "972000"], expected)
    }

    @Test("SO_DDCN says the century, the sex and the year of birth", arguments: centuries)
    func century(row: LawRow) { #expect(row.found == row.expected) }

    /// Paid in March 2026: the earliest TU_THANG of each method, and the month before it.
    static let lastMonths = [
        ("1", "TM", "202603", ""), ("1", "TM", "202602", "NG06 TU_THANG"), ("3", "DT", "202601", ""),
        ("3", "DT", "202512", "NG06 TU_THANG"), ("6", "DL", "202512", ""), ("6", "DL", "202511", "NG06 TU_THANG"),
        ("12", "TM", "202509", ""), ("12", "TM", "202508", "NG06 TU_THANG"), ("12", "TM", "202900", "NG01 TU_THANG"),
        // Made-up payments are of any month.
        ("1", "DB", "202001", ""), ("12", "DB", "201001", ""),
        // ON is no plan of IS, and no month is late for it.
        ("1", "ON", "202001", "MD04 PHUONG_AN"),
    ].map { method, plan, month, expected in
        let months = Int(method)!
        return LawRow(
            .oneMonth, paid: "20260331",
            [
                .method: method, .months: method, .plan: plan, .fromMonth: month, .statePart: String(66_000 * months),
                .amount: String(264_000 * months),
            ], expected)
    }

    @Test("the last month in which a method may still be paid", arguments: lastMonths)
    func lastMonth(row: LawRow) { #expect(row.found == row.expected) }
}
