import LedgerCore

// A file's keys in order, and which of them stand more than once.

extension SortedKeys {
    /// Puts the entries in key order, equal keys in file order.
    mutating func sort() {
        arena.withUnsafeBufferPointer { arena in
            entries.sort { one, other in
                let order = Self.compare(arena, one, other)
                return order == 0 ? one.record < other.record : order < 0
            }
        }
    }

    private static func compare(_ arena: UnsafeBufferPointer<UInt8>, _ one: Entry, _ other: Entry) -> Int {
        let common = Int(min(one.length, other.length))
        for index in 0..<common {
            let difference = Int(arena[Int(one.start) + index]) - Int(arena[Int(other.start) + index])
            if difference != 0 { return difference }
        }
        return Int(one.length) - Int(other.length)
    }

    private func isSameKey(_ one: Entry, _ other: Entry) -> Bool {
        arena.withUnsafeBufferPointer { Self.compare($0, one, other) == 0 }
    }

    /// Calls `body` with each run of two or more equal keys.
    func forEachRun(_ body: (Range<Int>) -> Void) {
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, isSameKey(entries[start], entries[end]) { end += 1 }
            if end - start > 1 { body(start..<end) }
            start = end
        }
    }
}
