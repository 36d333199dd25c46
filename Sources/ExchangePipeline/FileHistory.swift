import Contributions
import LedgerCore
import Rulebook

// What is known of a file's records from the other records and from the ledger. Flat arrays that are only made when there is
// something to note, so that an ordinary file costs nothing and a file sent again costs a few bytes a record.

struct FileHistory {
    private var recordCount = 0
    private var isConcerned: [Bool] = []
    private var sameKeyOrdinals: [UInt32] = []
    private var codes: [UInt32] = []
    private var sameContents: [Bool] = []
    private var receiptCodes: [UInt32] = []
    private var receiptsAreOwn: [Bool] = []
    private var receiptOrdinals: [UInt32] = []
    /// The receipt of each record that shares it with another of this file.
    private var sharedReceipts: [Int: Int64] = [:]

    init(recordCount: Int = 0) { self.recordCount = recordCount }

    /// The records that something is known of, in file order.
    var concerned: [Int] { isConcerned.indices.filter { isConcerned[$0] } }

    func of(_ record: Int) -> RecordHistory {
        var history = RecordHistory()
        guard record < isConcerned.count, isConcerned[record] else { return history }
        if !sameKeyOrdinals.isEmpty { history.sameKeyOrdinal = Int(sameKeyOrdinals[record]) }
        if !codes.isEmpty {
            history.code = Int64(codes[record])
            history.hasSameContent = sameContents[record]
        }
        if !receiptCodes.isEmpty {
            history.receiptCode = Int64(receiptCodes[record])
            history.receiptIsOwn = receiptsAreOwn[record]
        }
        if !receiptOrdinals.isEmpty { history.receiptOrdinal = Int(receiptOrdinals[record]) }
        return history
    }

    func sharedReceipt(of record: Int) -> Int64? { sharedReceipts[record] }

    /// Keys that stand more than once: all but the first record of each.
    mutating func noteRepeatedKeys(_ keys: SortedKeys) {
        keys.forEachRun { run in
            let first = keys.entries[run.lowerBound].record
            for entry in run.dropFirst() {
                let record = Int(keys.entries[entry].record)
                concern(record)
                set(&sameKeyOrdinals, record, first + 1)
            }
        }
    }

    /// Receipts that stand more than once: which record uses it is decided in file order.
    mutating func noteSharedReceipts(_ receipts: [ReceiptKey]) {
        guard receipts.count > 1 else { return }
        for index in 1..<receipts.count where receipts[index].key == receipts[index - 1].key {
            for one in [receipts[index - 1], receipts[index]] {
                concern(Int(one.record))
                sharedReceipts[Int(one.record)] = one.key
            }
        }
    }

    mutating func noteRecorded(_ record: Int, code: Int64, sameContent: Bool) {
        concern(record)
        set(&codes, record, UInt32(code))
        if sameContents.isEmpty { sameContents = Array(repeating: false, count: recordCount) }
        sameContents[record] = sameContent
    }

    mutating func noteUsedReceipt(_ record: Int, code: Int64, isOwn: Bool) {
        concern(record)
        set(&receiptCodes, record, UInt32(code))
        if receiptsAreOwn.isEmpty { receiptsAreOwn = Array(repeating: false, count: recordCount) }
        receiptsAreOwn[record] = isOwn
    }

    mutating func noteReceiptOrdinal(_ record: Int, _ ordinal: Int) {
        if ordinal != 0 { set(&receiptOrdinals, record, UInt32(ordinal)) }
    }

    private mutating func concern(_ record: Int) {
        if isConcerned.isEmpty { isConcerned = Array(repeating: false, count: recordCount) }
        isConcerned[record] = true
    }

    private func set(_ values: inout [UInt32], _ record: Int, _ value: UInt32) {
        if values.isEmpty { values = Array(repeating: 0, count: recordCount) }
        values[record] = value
    }
}

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
