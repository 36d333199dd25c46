// Where in a list the entry of a trace stands. A trace is a hash already, so one multiplication chooses the slot, and the next free one is
// taken; a Dictionary would hash all of it once more. The factor is a random one, so that nobody can send numbers that want the same slot.

/// A number for each trace.
struct TraceTable: Sendable {
    private struct Slot {
        var trace: UInt64
        /// -1 in a free slot.
        var number: Int32
    }

    /// A power of two, at least twice as many as there are traces.
    private var slots: [Slot] = []
    private var count = 0
    private let factor = UInt64.random(in: 0...UInt64.max) | 1
    /// Leaves of a product as many high bits as number the slots.
    private var shift: UInt64 = 0

    subscript(trace: UInt64) -> Int32? {
        if slots.isEmpty { return nil }
        let number = slots[slot(of: trace)].number
        return number < 0 ? nil : number
    }

    /// To be called before so many traces are given.
    mutating func makeRoom(for more: Int) {
        guard 2 * (count + more) > slots.count else { return }
        let before = slots
        let bits = Int.bitWidth - max(1023, 4 * (count + more)).leadingZeroBitCount
        slots = [Slot](repeating: Slot(trace: 0, number: -1), count: 1 << bits)
        shift = UInt64(UInt64.bitWidth - bits)
        for kept in before where kept.number >= 0 { slots[slot(of: kept.trace)] = kept }
    }

    /// Gives a trace a number, 0 or above; the one it had.
    mutating func exchange(_ trace: UInt64, _ number: Int32) -> Int32? {
        let place = slot(of: trace)
        let before = slots[place].number
        slots[place] = Slot(trace: trace, number: number)
        if before >= 0 { return before }
        count += 1
        return nil
    }

    /// Where the trace stands, or would.
    private func slot(of trace: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int((trace &* factor) >> shift)
        while slots[place].number >= 0, slots[place].trace != trace { place = (place + 1) & mask }
        return place
    }
}
