import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("Dated limits")
struct DatedLimitTests {
    static let day = Day("20261120")!

    @Test(
        "more than n days, and reaching n, with and without a fraction",
        arguments: [
            ("0", 0, 0, "0"), ("3", 3, 3, "3"), ("2.5", 2, 3, "2.5"), ("0.0000000001", 0, 1, "0.0000000001"), ("3.0", 3, 3, "3"),
            ("999999999999.9999999999", 999_999_999_999, 1_000_000_000_000, "999999999999.9999999999"),
        ] as [(String, Int64, Int64, String)])
    func counts(value: String, atMost: Int64, atLeast: Int64, shown: String) throws {
        let limit = try #require(Registry([.parameter("HAN_NOP", value: value)]).daysToRemit(on: Self.day))
        #expect(limit.atMost == atMost && limit.atLeast == atLeast && limit.description == shown)
        for count in [-1, 0, 1, 2, 3, 4, 1_000_000_000_000] {
            #expect(limit.isExceeded(by: count) == (Int64(count) > atMost))
        }
    }

    @Test("each is its own parameter's, of the day asked about; nil when not in force")
    func parameters() {
        let registry = Registry([
            .parameter("HAN_HUY", value: "5"), .parameter("HAN_NOP", value: "7"), .parameter("THANG_KHONG_PHAT_TRIEN", value: "9"),
        ])
        #expect(registry.daysToCancel(on: Self.day)?.atMost == 5)
        #expect(registry.daysToRemit(on: Self.day)?.atMost == 7)
        #expect(registry.monthsWithoutNewcomers(on: Self.day)?.atLeast == 9)
        let before = Day("20251231")!
        #expect(registry.daysToCancel(on: before)?.atMost == 3)
        #expect(registry.daysToRemit(on: before)?.atMost == 3)
        #expect(registry.monthsWithoutNewcomers(on: before)?.atLeast == 6)
        #expect(registry.daysToCancel(on: Day("20230802")!) == nil)
        #expect(registry.daysToRemit(on: Day("20230802")!) == nil)
        #expect(registry.monthsWithoutNewcomers(on: Day("20230510")!) == nil)
        #expect(registry.monthsWithoutNewcomers(on: Day("20230511")!)?.atLeast == 6)
    }
}
