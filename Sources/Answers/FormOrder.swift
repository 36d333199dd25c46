// The order of a form's rows: by MA_DIEM_THU, MA_NHAN_VIEN_THU, MA_XAC_NHAN. A row is kept as eight bytes: which pair of
// collector and point it belongs to (each pair is kept once) above the running number of its code. Codes of one ledger
// have the same prefix and width, so their numbers sort like their texts.

import Contributions
import LedgerCore

/// Collects rows, then gives their codes in the form's order.
struct FormOrder {
    private var pairs = ByteNames()
    private var rows: [UInt64] = []

    mutating func add(_ payment: RecordedPayment) throws {
        guard let code = UInt32(exactly: payment.code) else {
            throw LedgerFault(.invariant, "code \(payment.code) has more than nine digits")
        }
        let pair = payment.text.fields { fields in
            // The collector's field and the point's are neighbours: one slice names the pair.
            pairs.number(of: fields.slice(from: .collector, through: .point))
        }
        rows.append(UInt64(pair) << 32 | UInt64(code))
    }

    /// The codes in order. The rows are sorted in place of copies, for there may be a million.
    consuming func sorted() -> [Int64] {
        let ranks = ranks()
        for index in rows.indices {
            let row = rows[index]
            rows[index] = UInt64(ranks[Int(row >> 32)]) << 32 | row & 0xFFFF_FFFF
        }
        rows.sort()
        return rows.map { Int64($0 & 0xFFFF_FFFF) }
    }

    /// Each pair's place among all, by point, then collector.
    private func ranks() -> [UInt32] {
        let names = (0..<pairs.count).map { pair -> (point: ArraySlice<UInt8>, collector: ArraySlice<UInt8>) in
            let name = pairs.bytes(of: pair)
            let separator = name.firstIndex(of: RecordChunk.separator) ?? name.endIndex
            return (name[min(separator + 1, name.endIndex)...], name[..<separator])
        }
        let order = names.indices.sorted { left, right in
            let (one, other) = (names[left], names[right])
            if one.point.elementsEqual(other.point) { return one.collector.lexicographicallyPrecedes(other.collector) }
            return one.point.lexicographicallyPrecedes(other.point)
        }
        var ranks = [UInt32](repeating: 0, count: names.count)
        for (rank, pair) in order.enumerated() { ranks[pair] = UInt32(rank) }
        return ranks
    }
}

/// Byte strings, each kept once and numbered from 0 in the order of appearance. Open addressing, at most half full.
struct ByteNames {
    private var arena: [UInt8] = []
    private var ends: [Int] = []
    /// A name's number plus one; 0 is a free slot.
    private var slots = [UInt32](repeating: 0, count: 256)

    var count: Int { ends.count }

    func bytes(of number: Int) -> ArraySlice<UInt8> { arena[(number == 0 ? 0 : ends[number - 1])..<ends[number]] }

    /// The name's number; a new one if the name was not there.
    mutating func number(of name: UnsafeRawBufferPointer) -> UInt32 {
        var slot = firstSlot(name)
        while slots[slot] != 0 {
            let number = slots[slot] - 1
            if bytes(of: Int(number)).elementsEqual(name) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = UInt32(ends.count)
        arena.append(contentsOf: name)
        ends.append(arena.count)
        slots[slot] = number + 1
        if ends.count * 2 > slots.count { grow() }
        return number
    }

    /// FNV-1a. The names come from checked files, and a form has few of them.
    private func firstSlot(_ name: some Sequence<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(slots.count - 1))
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for number in ends.indices {
            var slot = firstSlot(bytes(of: number))
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number) + 1
        }
    }
}
