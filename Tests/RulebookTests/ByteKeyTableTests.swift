import Contributions
import Testing

@testable import Rulebook

@Suite("Codes to numbers")
struct ByteKeyTableTests {
    @Test("random keys of 0 to 30 bytes agree with a dictionary", arguments: 1...3 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        var dice = Dice(seed)
        var table = ByteKeyTable()
        var plain: [String: Int] = [:]
        // Few letters, so that keys repeat and differ in one place only.
        let letters = Array("A0B")
        for _ in 0..<20_000 {
            let key = String((0..<Int.random(in: 0...30, using: &dice)).map { _ in letters.randomElement(using: &dice)! })
            #expect(table.number(of: key) == plain[key])
            if Bool.random(using: &dice) {
                let number = table.insert(key)
                #expect(number == plain[key] ?? plain.count)
                plain[key] = number
            }
        }
        #expect(table.count == plain.count)
        for (key, number) in plain {
            #expect(table.key(number) == key)
            #expect(table.number(of: key) == number)
        }
    }

    @Test("keys that are the start of others, or differ in their last byte, are apart")
    func near() {
        var table = ByteKeyTable()
        let keys =
            (0...26).map { String("ABCDEFGHIJKLMNOPQRSTUVWXYZ".prefix($0)) } + (1...26).map { String(repeating: "A", count: $0) + "0" }
        for (number, key) in keys.enumerated() { #expect(table.insert(key) == number) }
        for (number, key) in keys.enumerated() { #expect(table.number(of: key) == number) }
        #expect(table.number(of: "ABCDEFGHIJKLMNOPQRSTUVWXYz") == nil)
    }
}
