// Codes as bytes to small numbers, without making a String of what is looked up: the hot path asks for a collector, a point
// and a serial per payment.

/// A growing set of byte keys, numbered from 0 in the order of arrival. Open addressing, never more than half full.
struct ByteKeyTable: Sendable {
    private var arena: [UInt8] = []
    /// Where each key ends in the arena; the first of them is where key 0 starts.
    private var ends: [UInt32] = [0]
    /// Key number + 1; 0 = free.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    var count: Int { ends.count - 1 }

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
        if count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 2)
            for number in 0..<count { place(number) }
        } else {
            place(count - 1)
        }
        return count - 1
    }

    func key(_ number: Int) -> String { String(decoding: arena[range(number)], as: UTF8.self) }

    private func range(_ number: Int) -> Range<Int> { Int(ends[number])..<Int(ends[number + 1]) }

    private mutating func place(_ number: Int) {
        let mask = slots.count - 1
        let range = range(number)
        var slot = arena.withUnsafeBufferPointer { Self.hash(UnsafeBufferPointer(rebasing: $0[range])) } & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(number) + 1
    }

    private func equals(_ number: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = range(number)
        guard range.count == key.count else { return false }
        return arena.withUnsafeBufferPointer { arena in
            var other = KeyWords(UnsafeBufferPointer(rebasing: arena[range]))
            var words = KeyWords(key)
            while let word = words.next() {
                if word != other.next() { return false }
            }
            return true
        }
    }

    /// Each word folded in by one wide multiplication (the step of wyhash). The numbers are only for this process, so the
    /// machine's byte order may show.
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        var hash = UInt64(key.count) ^ 0x9E37_79B9_7F4A_7C15
        var words = KeyWords(key)
        while let word = words.next() {
            let product = (hash ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            hash = product.high ^ product.low
        }
        return Int(truncatingIfNeeded: hash & 0x7FFF_FFFF)
    }
}

/// A key's bytes eight at a time, the last eight overlapping those before them; a key shorter than that is one word.
private struct KeyWords {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    @inline(__always)
    init(_ key: UnsafeBufferPointer<UInt8>) { bytes = UnsafeRawBufferPointer(key) }

    @inline(__always)
    mutating func next() -> UInt64? {
        guard index < bytes.count else { return nil }
        defer { index += 8 }
        guard bytes.count >= 8 else { return bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return bytes.loadUnaligned(fromByteOffset: min(index, bytes.count - 8), as: UInt64.self)
    }
}
