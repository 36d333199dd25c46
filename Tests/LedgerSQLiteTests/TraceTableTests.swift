import ExchangeTesting
import Testing

@testable import LedgerSQLite

@Suite("A table of traces")
struct TraceTableTests {
    @Test(
        "gives what a dictionary gives, also when all traces end alike or are zero",
        arguments: [{ $0 }, { $0 << 40 }, { $0 % 50 }, { _ in 0 }] as [@Sendable (UInt64) -> UInt64])
    func likeDictionary(trace: @Sendable (UInt64) -> UInt64) {
        var (table, dictionary) = (TraceTable(), [UInt64: Int32]())
        var draws = Draws(1)
        #expect(table[0] == nil)
        for round in 0..<20 {
            table.makeRoom(for: 200)
            for number in 0..<200 {
                let (trace, number) = (trace(draws.next() % 2_000), Int32(round * 200 + number))
                #expect(table.exchange(trace, number) == dictionary.updateValue(number, forKey: trace))
            }
            for word in 0..<2_000 { #expect(table[trace(UInt64(word))] == dictionary[trace(UInt64(word))]) }
        }
    }
}
