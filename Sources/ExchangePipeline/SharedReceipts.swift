import LedgerCore
import Rulebook
import Spooling

// Receipts that several records of one file give: the first good record in file order has it, the others are refused (BL02). Found
// in one pass over the sorted receipts; only the records concerned are remembered, and spilled when they are many.

struct SharedReceipts {
    /// Which receipt of those below a record gives, by record.
    private let members: EntrySorter
    private var cursor: EntryCursor?
    /// The ordinal of the record that has it, for each receipt; 0 while none has.
    private var holders: [UInt32] = []
    /// The receipt of the record that was completed last.
    private var receipt: Int?

    /// - Parameter budget: records in memory; what does not fit is spilled.
    init(budget: Int = 1 << 16, makeScratch: @escaping () throws -> ScratchFile) {
        members = EntrySorter(budget: budget, makeScratch: makeScratch)
    }

    /// Notes which records may meet each other.
    mutating func find(in receipts: any SortedRun, _ history: inout FileHistory) throws {
        var before: ReceiptKey?
        var isShared = false
        try receipts.forEachPiece { piece in
            for one in piece.lazy.map({ ReceiptKey($0) }) {
                if let before, before.key == one.key {
                    if !isShared {
                        holders.append(0)
                        try note(before, &history)
                    }
                    isShared = true
                    try note(one, &history)
                } else {
                    isShared = false
                }
                before = one
            }
        }
        try members.finish()
        cursor = try EntryCursor(members.sources())
    }

    private func note(_ one: ReceiptKey, _ history: inout FileHistory) throws {
        try members.append(RunEntry(key: UInt64(one.record), place: UInt64(holders.count - 1), first: 0, second: 0))
        history.concern(Int(one.record))
    }

    // MARK: judging, record by record in file order

    /// Adds to what is known of a record what the good records before it say.
    mutating func complete(_ known: inout RecordHistory, of record: Int) throws {
        receipt = nil
        while let next = cursor?.next, next.key <= UInt64(record) {
            if next.key == UInt64(record) { receipt = Int(next.place) }
            try cursor?.advance()
        }
        guard known.usedReceipt == .none, let receipt, holders[receipt] > 0 else { return }
        known.usedReceipt = .inFile(Int(holders[receipt]))
    }

    /// The record that was completed last is good.
    mutating func count(_ record: Int) {
        if let receipt, holders[receipt] == 0 { holders[receipt] = UInt32(record + 1) }
    }
}
