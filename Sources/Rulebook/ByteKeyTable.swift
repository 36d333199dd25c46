// Codes as bytes to small numbers, without making a String of what is looked up: the hot path asks for a collector, a point
// and a serial per payment.

/// A growing set of byte keys, numbered from 0 in the order of arrival. Open addressing, never more than half full.
struct ByteKeyTable: Sendable {
    private var arena: [UInt8] = []
    private var ends: [UInt32] = []
    /// Key number + 1; 0 = free.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    var count: Int { ends.count }

    func number(of key: UnsafeBufferPointer<UInt8>) -> Int? {
        let mask = slots.count - 1
        var slot = Self.hash(key) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if equals(number, key) { return number }
            slot = (slot + 1) & mask
        }
        return nil
    }

    func number(of key: String) -> Int? {
        var key = key
        return key.withUTF8 { number(of: $0) }
    }

    /// The key's number, a new one when it is not known yet.
    mutating func insert(_ key: String) -> Int {
        if let known = number(of: key) { return known }
        arena.append(contentsOf: key.utf8)
        ends.append(UInt32(arena.count))
        if ends.count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 2)
            for number in ends.indices { place(number) }
        } else {
            place(ends.count - 1)
        }
        return ends.count - 1
    }

    func key(_ number: Int) -> String { String(decoding: arena[range(number)], as: UTF8.self) }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number]) }

    private mutating func place(_ number: Int) {
        let mask = slots.count - 1
        var slot = arena[range(number)].withUnsafeBufferPointer { Self.hash($0) } & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(number) + 1
    }

    private func equals(_ number: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = range(number)
        guard range.count == key.count else { return false }
        for index in 0..<key.count where arena[range.lowerBound + index] != key[index] { return false }
        return true
    }

    /// FNV-1a, mixed once more so that the low bits are good.
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}
