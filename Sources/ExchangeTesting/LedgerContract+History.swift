import Contributions
import LedgerCore
import Testing

// Looking keys up in one ordered pass: every answer is compared with a plain set.

extension LedgerContract {
    static let history: [Check] = [
        Check("keys on record are found among any sorted keys, bytewise") { (ledger: any Ledger) throws in
            let recorded = ["B", "BA", "BAA", "Ba", "C-1", "C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "C-9", "X.", "_"]
            try LedgerTestBatch(intake(1), recordsMax: 4, recorded.enumerated().map { .payment($1, receipt: Int64($0 + 1)) }).post(
                to: ledger)
            try LedgerTestBatch(intake(2), partner: "BBBB", [.payment("A", receipt: 100), .payment("C-5", receipt: 101)]).post(to: ledger)
            let questions: [[String]] = [
                [], ["A"], ["a"], ["B"], ["_"], recorded, ["A", "B", "C"], ["AA", "BAB", "C-45", "Z"],
                ["C-1", "C-9", "C-95", "D", "X.", "X.1"],
                ["B", "C-8", "_", "zzz"], ["A", "C-5", "C-6"],
            ]
            for question in questions {
                let keys = SortedKeys(question)
                let sorted = question.enumerated().sorted { $0.element.utf8.lexicographicallyPrecedes($1.element.utf8) }
                let expected = sorted.compactMap { place, key in
                    recorded.firstIndex(of: key).map { KeyHit(record: UInt32(place), code: Int64($0 + 1)) }
                }
                #expect(try ledger.recordedTransactions(of: "0101234567", among: keys) == expected)
                #expect(try ledger.recordedTransactions(of: "0101234567", among: KeyByKey(keys)) == expected)
            }
            #expect(try ledger.recordedTransactions(of: "BBBB", among: SortedKeys(["A", "B", "C-5"])).map(\.code) == [16, 17])
            #expect(try ledger.recordedTransactions(of: "CCCC", among: SortedKeys(["A"])).isEmpty)
        },
        Check("used receipts are found among any sorted receipts, twice when asked twice") { (ledger: any Ledger) throws in
            let used: [Int64] = [2, 3, 10, 11, 12, 13, 14, 15, 16, 17, 9_999_999]
            try LedgerTestBatch(intake(1), used.enumerated().map { .payment("K\($0)", receipt: $1) }).post(to: ledger)
            for question in [[], [1], [2], [2, 2, 3], [1, 4, 17], [4, 5, 6, 18], Array(1...20), [3, 16, 9_999_999], [9_999_998]]
                as [[Int64]]
            {
                let expected = question.sorted().enumerated().compactMap { place, number in
                    used.firstIndex(of: number).map { KeyHit(record: UInt32(place), code: Int64($0 + 1)) }
                }
                #expect(try ledger.usedReceipts(among: ReceiptKey.sorted(question)) == expected)
            }
            #expect(try ledger.usedReceipts(among: ReceiptKey.sorted([2, 3], serial: 2)).isEmpty)
        },
        Check("a payment is handed out with its file's partner and days") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), [.payment("A", receipt: 1, amount: 42)]).post(to: ledger)
            var kept: KeptPayment?
            let isThere = try ledger.payment(1) { payment in
                kept = KeptPayment(payment)
                #expect(payment.kind == .household)
                #expect(payment.paidOn == Day(number: 20_000))
                #expect(payment.text.text(of: .fullName) == "Nguyễn Thị Mẫu")
                #expect(payment.text.text(of: .remark) == "")
            }
            #expect(isThere)
            #expect(kept?.partner == "0101234567")
            #expect(kept?.recordedOn == day)
            #expect(kept?.claimedOn == day)
            #expect(kept?.amount == 42)
        },
    ]
}

/// The same keys, each in a piece of its own.
private struct KeyByKey: SortedKeyRun {
    let keys: SortedKeys

    init(_ keys: SortedKeys) { self.keys = keys }

    func forEachPiece(_ body: (SortedKeys) throws -> Void) throws {
        for entry in keys.entries {
            let bytes = keys.arena[Int(entry.start)..<Int(entry.start + entry.length)]
            try body(SortedKeys(arena: Array(bytes), entries: [SortedKeys.Entry(start: 0, length: entry.length, record: entry.record)]))
        }
    }
}
