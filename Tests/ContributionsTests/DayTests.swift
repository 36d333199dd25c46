import Contributions
import Testing

/// Days, months and times: plain arithmetic, strict reading.
@Suite("Calendar")
struct DayTests {
    @Test("every day from 1900 to 2100 is one after the other, and reads back from its text")
    func everyDay() throws {
        var expected = try #require(Day(year: 1900, month: 1, day: 1))
        #expect(expected.number == -25_567)
        for year in 1900...2100 {
            for month in 1...12 {
                let length = Month.length(year: year, month: month)
                for day in 1...length {
                    let found = try #require(Day(year: year, month: month, day: day))
                    #expect(found == expected)
                    #expect(found.parts == (year, month, day))
                    #expect(Day(found.description) == found && Day(yyyyMMdd: found.yyyyMMdd) == found)
                    expected = expected.advanced(by: 1)
                }
                #expect(Day(year: year, month: month, day: length + 1) == nil)
                #expect(Day(year: year, month: month, day: 0) == nil)
            }
        }
    }

    @Test(
        "leap years are every fourth, not the hundredth, but the four hundredth",
        arguments: [
            (1900, false), (1996, true), (2000, true), (2023, false), (2024, true), (2026, false), (2100, false), (2400, true), (4, true),
            (100, false),
        ])
    func leapYears(year: Int, isLeap: Bool) {
        #expect((Day(year: year, month: 2, day: 29) != nil) == isLeap)
        #expect(Month.length(year: year, month: 2) == (isLeap ? 29 : 28))
    }

    @Test("known days have their numbers, from year 1 to 9999")
    func knownDays() {
        #expect(Day("19700101")?.number == 0)
        #expect(Day("20261120")?.number == 20_777)
        #expect(Day("99991231")?.description == "99991231")
        #expect(Day("00010101")?.description == "00010101")
        #expect(Day("19691231")?.number == -1)
    }

    @Test(
        "what is no day or not eight digits is none",
        arguments: [
            "", "2026112", "202611200", "20261131", "20260229", "20261301", "20260001", "20260100", "00000101", "2026112x", "+2026112",
            "２０２６１１２０", " 0261120",
        ])
    func noDays(text: String) {
        #expect(Day(text) == nil)
    }

    @Test("a day is shown for people, and days can be counted between")
    func arithmetic() throws {
        let day = try #require(Day("20261120"))
        #expect(day.forPeople == "20/11/2026")
        #expect(try #require(Day("20270101")) - day == 42)
        #expect(day < day.advanced(by: 1) && day.advanced(by: -20) == Day("20261031"))
    }

    @Test("months are counted on over years")
    func months() throws {
        let month = try #require(Month(yyyyMM: 202612))
        #expect(month.advanced(by: 1).description == "202701")
        #expect(month.advanced(by: -12).description == "202512")
        #expect((month.year, month.month) == (2026, 12))
        #expect([0, 202600, 202613, 12, 1_000_001].map { Month(yyyyMM: $0) } == [nil, nil, nil, nil, nil])
        #expect(Month(yyyyMM: 101)?.description == "000101")
        #expect(
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map { Month.length(year: 2025, month: $0) } == [
                31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
            ])
    }

    @Test("a moment is shown in Viet Nam's time, seven hours ahead")
    func times() throws {
        let time = try #require(VietnamTime("20261120173000"))
        #expect(time.secondsSince1970 == 1_795_170_600)
        #expect(time.description == "20261120173000")
        #expect(time.forPeople == "17:30:00 20/11/2026")
        #expect(VietnamTime(secondsSince1970: 0).description == "19700101070000")
        #expect(VietnamTime(secondsSince1970: -25_201).description == "19691231235959")
        #expect(time.advanced(bySeconds: 6 * 3600 + 1800).day == Day("20261121"))
        #expect(time - VietnamTime(time.day) == 63_000)
    }

    @Test(
        "what is no real time is none",
        arguments: [
            "2026112017300", "20261120240000", "20261120176000", "20261120173060", "20261131173000", "2026112017300x", "-0261120173000",
        ])
    func noTimes(text: String) {
        #expect(VietnamTime(text) == nil)
    }
}
