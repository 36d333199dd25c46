// The chance in random payments: Vigna's SplitMix64, so that a seed makes the same payment in every run and on every machine.

/// Random draws from a seed.
public struct Draws: Sendable {
    private var state: UInt64

    public init(_ seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< bound. The bias is of no matter to tests.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    public mutating func among(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    public mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// True once in `times`.
    public mutating func once(in times: Int) -> Bool { below(times) == 0 }
}
