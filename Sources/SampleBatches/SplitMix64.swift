// The only source of chance in samples: Vigna's SplitMix64, seeded by what it is drawn for, so that a payment's or a
// person's draws do not depend on how many others were drawn before. Never the system's generator.

struct SplitMix64 {
    private var state: UInt64

    /// A stream of its own for item `index` of a purpose.
    init(_ purpose: Purpose, _ index: Int) {
        state = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15 ^ purpose.rawValue
        _ = next()
    }

    enum Purpose: UInt64 {
        case person = 0x7065_7273_6F6E_0001
        case payment = 0x7061_796D_656E_0002
        case collector = 0x636F_6C6C_6563_0003
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< bound; for the small bounds of samples the bias of the multiplication does not matter.
    mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }

    /// True once in `times`.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }
}
