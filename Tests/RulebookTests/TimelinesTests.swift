import Contributions
import Testing

@testable import Rulebook

@Suite("What held on which day")
struct TimelinesTests {
    static let days: [Day?] = [Day("20260101"), Day("20260201"), Day("20260301"), Day("20260401")]

    @Test("the same first day supersedes; a later one ends the earlier whatever its last day; an earlier one comes before")
    func spans() {
        var timelines = Timelines<String>()
        let day = { (text: String) in Day(text)! }
        timelines.add("a", to: 0, from: day("20260301"), to: day("20261231"))
        timelines.add("b", to: 0, from: day("20260401"), to: day("20260410"))
        timelines.add("c", to: 0, from: day("20260101"), to: nil)
        timelines.add("d", to: 0, from: day("20260301"), to: nil)
        #expect(timelines.inForce(0, on: day("20251231")) == nil)
        #expect(timelines.inForce(0, on: day("20260101")) == "c")
        #expect(timelines.inForce(0, on: day("20260228")) == "c")
        #expect(timelines.inForce(0, on: day("20260301")) == "d")
        #expect(timelines.inForce(0, on: day("20260331")) == "d")
        #expect(timelines.inForce(0, on: day("20260410")) == "b")
        #expect(timelines.inForce(0, on: day("20260411")) == nil)
        #expect(timelines.latestValue(0) == "b")
        #expect(
            timelines.spans(of: 0).map { "\($0.value) \($0.from) \($0.to?.description ?? "")" } == [
                "b 20260401 20260410", "d 20260301 20260331", "c 20260101 20260228",
            ])
    }

    @Test("a key without entries is not known, whatever keys around it have")
    func unknown() {
        var timelines = Timelines<Int>()
        timelines.add(1, to: 5, from: Day("20260101")!, to: nil)
        #expect((0..<10).filter(timelines.isKnown) == [5])
        #expect(timelines.inForce(3, on: Day("20260101")!) == nil)
        #expect(timelines.inForce(100, on: Day("20260101")!) == nil)
        #expect(timelines.spans(of: 100).isEmpty)
        #expect(timelines.latestValue(4) == nil)
    }

    @Test("thousands of random entries agree with a plain dictionary", arguments: 1...4 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        var dice = Dice(seed)
        var timelines = Timelines<Int>()
        var plain: [[Int32: (to: Day?, value: Int)]] = Array(repeating: [:], count: 7)
        for value in 0..<2000 {
            let key = Int.random(in: 0..<7, using: &dice)
            let from = Day(number: Int32.random(in: 0..<300, using: &dice))
            let to = Bool.random(using: &dice) ? nil : from.advanced(by: Int.random(in: 0..<40, using: &dice))
            let next = plain[key].keys.filter { $0 > from.number }.min().map { Day(number: $0 - 1) }
            #expect(timelines.lastDay(ofEntryFrom: from, to: to, in: key) == [to, next].compactMap { $0 }.min())
            timelines.add(value, to: key, from: from, to: to)
            plain[key][from.number] = (to, value)
            let day = Day(number: Int32.random(in: -5..<345, using: &dice))
            for key in plain.indices {
                let entry = plain[key].filter { $0.key <= day.number }.max { $0.key < $1.key }?.value
                let expected = entry.flatMap { entry in entry.to.map { day <= $0 } ?? true ? entry.value : nil }
                #expect(timelines.inForce(key, on: day) == expected)
                let held = timelines.spans(of: key).filter { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }.map(\.value)
                #expect(held == (expected.map { [$0] } ?? []))
            }
        }
    }

    @Test("spans share a day when neither ends before the other begins")
    func sharing() {
        let day = { (number: Int32) in Day(number: number) }
        #expect(sharesDay(day(1), day(5), day(5), nil))
        #expect(!sharesDay(day(1), day(4), day(5), nil))
        #expect(sharesDay(day(1), nil, day(5), day(5)))
        #expect(!sharesDay(day(6), nil, day(5), day(5)))
        #expect(sharesDay(day(6), nil, day(5), nil))
        #expect(!sharesDay(day(3), day(2), day(1), nil))
    }
}
