import Contributions
import LedgerCore
import Testing

// The one transaction of a file: once, whole, in gapless codes, and never against its own figures.

extension LedgerContract {
    static let posting: [Check] = [
        Check("codes run gapless from 1 over files and chunks, in file order") { (ledger: any Ledger) throws in
            let first = try LedgerTestBatch(
                intake(1), [.payment("C", receipt: 9), .refused("X"), .payment("A", receipt: 8), .payment("B", receipt: 7), .refused("Y")]
            ).post(to: ledger)
            let second = try LedgerTestBatch(intake(2), [.refused("Z"), .payment("D", receipt: 1)]).post(to: ledger)
            #expect(first.codes == 1..<4)
            #expect(second.codes == 4..<5)
            var keys: [String] = []
            for code in 1...4 { #expect(try ledger.payment(Int64(code)) { keys.append(KeptPayment($0).key) }) }
            #expect(keys == ["C", "A", "B", "D"])
            #expect(try !ledger.payment(5) { _ in })
            let hits = try ledger.recordedTransactions(of: "0101234567", among: SortedKeys(["A", "B", "C", "D"]))
            #expect(hits.map(\.code) == [2, 3, 1, 4])
            #expect(try ledger.usedReceipts(among: ReceiptKey.sorted([1, 7, 8, 9])).map(\.code) == [4, 3, 2, 1])
        },
        Check("a long batch is posted like a short one, whatever stands between its payments") { (ledger: any Ledger) throws in
            for (sequence, count) in [31, 32, 33, 64, 200, 500].enumerated() {
                let entries = (1...count).map { place -> LedgerTestBatch.Entry in
                    let key = "\(sequence)-\(place * 7919 % 1009)"
                    return place % 5 == 3 ? .refused(key) : .payment(key, receipt: Int64(sequence * 1000 + place), amount: Int64(place))
                }
                let file = try LedgerTestBatch(intake(sequence + 1), recordsMax: 110, entries).post(to: ledger)
                let wanted = entries.enumerated().compactMap { place, entry -> String? in
                    if case .payment(let key, _, let amount, _) = entry { "\(place + 1) \(key) \(amount)" } else { nil }
                }
                var seen: [String] = []
                try ledger.confirmations(of: file) { seen.append("\($0.ordinal) \(KeptPayment($0.payment).key) \($0.payment.amount)") }
                #expect(seen == wanted)
                let keys = wanted.map { String($0.split(separator: " ")[1]) }
                let hits = try ledger.recordedTransactions(of: "0101234567", among: SortedKeys(keys))
                #expect(Set(hits.map(\.code)) == Set(file.codes))
            }
        },
        Check("a file posted again is returned as it is, and nothing is written") { (ledger: any Ledger) throws in
            let first = try LedgerTestBatch(intake(1), [.payment("A", receipt: 1)]).post(to: ledger)
            var again = LedgerTestBatch(intake(1), [.payment("B", receipt: 2), .payment("C", receipt: 3)])
            again.posting.shownName = "other"
            let second = try ledger.post(again.posting, keys: again.keys) { _, _ in Issue.record("chunks were asked for") }
            #expect(second.id == first.id)
            #expect(second.event == first.event)
            #expect(second.codes == first.codes)
            #expect(second.posting.shownName == first.posting.shownName)
            #expect(try ledger.tallies().map(\.counts.found) == [1])
        },
        Check("files posted together are on record together, each beside those before it", together),
        Check("of files posted together none is on record when one fails, even if the caller passes over it", notTogether),
        Check("an error of the caller's in the middle leaves nothing, and comes back unchanged", undoneByCaller),
        Check("a chunk's failure that the caller passes over still undoes the file") { (ledger: any Ledger) throws in
            var batch = LedgerTestBatch(intake(1), [.payment("A", receipt: 1)])
            batch.chunks[0].amounts[0] = 0
            expectFault(.invariant) {
                _ = try ledger.post(batch.posting, keys: batch.keys) { _, poster in try? poster.add(batch.chunks[0]) }
            }
            #expect(try ledger.file(intake(1)) == nil)
        },
        Check("what is written must agree with what was counted") { (ledger: any Ledger) throws in
            let good = LedgerTestBatch(intake(1), [.payment("A", receipt: 1), .refused("B"), .payment("C", receipt: 2)])
            let wrongs: [(inout LedgerTestBatch) -> Void] = [
                { $0.chunks.removeLast() },
                { $0.chunks.swapAt(0, 1) },
                { $0.posting.counts.recordedMoney += 1 },
                { $0.posting.counts.found += 1 },
                { $0.posting.counts.recorded -= 1 },
                { $0.keys = nil },
                { $0.keys?.transactions = SortedKeys(["A"]) },
                { $0.keys?.receipts = ReceiptKey.sorted([1]) },
                { $0.keys?.rank[2] = 0 },
                { $0.keys?.partner = "BBBB" },
                { $0.chunks[0].verdicts.removeLast() },
                { $0.chunks[0].refusals.append($0.chunks[0].refusals[0]) },
                { $0.keys?.rank.removeLast() },
                { $0.posting.sha256 = [1, 2, 3] },
                { $0.posting.outcome = .refused },
                { $0.posting.outcome = .replay(of: intake(9)) },
                { $0.posting.document = .masterData },
            ]
            for (place, change) in wrongs.enumerated() {
                var wrong = good
                change(&wrong)
                expectFault(.invariant) { try wrong.post(to: ledger) }
                #expect(try ledger.tallies().isEmpty, "case \(place)")
            }
            #expect(try good.post(to: ledger).codes == 1..<3)
        },
        Check("a key or a receipt that is on record cannot be recorded again, and undoes the whole file") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), [.payment("A", receipt: 1)]).post(to: ledger)
            expectFault(.invariant) {
                try LedgerTestBatch(intake(2), [.payment("B", receipt: 2), .payment("A", receipt: 3)]).post(to: ledger)
            }
            expectFault(.invariant) {
                try LedgerTestBatch(intake(2), [.payment("B", receipt: 2), .payment("C", receipt: 1)]).post(to: ledger)
            }
            #expect(try ledger.file(intake(2)) == nil)
            #expect(try LedgerTestBatch(intake(2), partner: "BBBB", [.payment("A", receipt: 2)]).post(to: ledger).codes == 2..<3)
        },
        Check("the same bytes of one owner are recorded once") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), seed: 5, [.payment("A", receipt: 1)]).post(to: ledger)
            expectFault(.invariant) { try LedgerTestBatch(intake(2), seed: 5, [.payment("B", receipt: 2)]).post(to: ledger) }
            try LedgerTestBatch(intake(2), partner: "BBBB", seed: 5, [.payment("B", receipt: 2)]).post(to: ledger)
        },
        Check("a replay is of a recorded file of the same owner with the same bytes") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), seed: 5, [.payment("A", receipt: 1)]).post(to: ledger)
            let replay = FilePosting.sample(intake(2), outcome: .replay(of: intake(1)), seed: 5)
            for (owner, seed) in [("BBBB", UInt8(5)), ("0101234567", 6)] {
                let wrong = FilePosting.sample(intake(2), owner: .partner(owner), outcome: .replay(of: intake(1)), seed: seed)
                expectFault(.invariant) { _ = try ledger.post(wrong, keys: nil) { _, _ in } }
            }
            #expect(try ledger.post(replay, keys: nil) { _, _ in }.codes.isEmpty)
        },
        Check("a replay and a quarantined file count as files, and conservation holds") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), seed: 5, [.payment("A", receipt: 1, amount: 100), .refused("B")]).post(to: ledger)
            var replay = FilePosting.sample(intake(2), outcome: .replay(of: intake(1)), seed: 5)
            replay.counts.found = 2
            replay.counts.onRecord = 1
            replay.counts.refused = 1
            replay.counts.onRecordMoney = 100
            _ = try ledger.post(replay, keys: nil) { _, _ in }
            _ = try ledger.post(.sample(intake(3), outcome: .quarantined), keys: nil) { _, _ in }
            _ = try ledger.post(
                .registry(intake(4), rows: [NewRegistryRow(section: .office, ordinal: 1, key: "1", fields: "1")]), keys: nil
            ) { _, _ in }
            let tallies = try ledger.tallies()
            #expect(tallies.map(\.owner) == [.agency, .partner("0101234567")])
            let partner = tallies[1]
            #expect([partner.files, partner.quarantined] == [3, 1])
            #expect([partner.counts.found, partner.counts.recorded, partner.counts.onRecord, partner.counts.refused] == [4, 1, 1, 2])
            #expect([partner.counts.recordedMoney, partner.counts.onRecordMoney, partner.counts.refusedMoney] == [100, 100, 0])
        },
        Check("an operator's refusal is kept until the file is posted") { (ledger: any Ledger) throws in
            #expect(try !ledger.isRefusedByOperator(intake(1)))
            try ledger.refuseHeld(intake(1), at: noon(day))
            try ledger.refuseHeld(intake(1), at: noon(day))
            #expect(try ledger.isRefusedByOperator(intake(1)))
            #expect(try !ledger.isRefusedByOperator(intake(2)))
            _ = try ledger.post(.sample(intake(1), outcome: .quarantined), keys: nil) { _, _ in }
            #expect(try !ledger.isRefusedByOperator(intake(1)))
            try ledger.refuseHeld(intake(1), at: noon(day))
            #expect(try !ledger.isRefusedByOperator(intake(1)))
        },
    ]

    private static func undoneByCaller(_ ledger: any Ledger) throws {
        let batch = LedgerTestBatch(intake(1), [.payment("A", receipt: 1), .refused("B"), .payment("C", receipt: 2)])
        expectTrouble {
            _ = try ledger.post(batch.posting, keys: batch.keys) { _, poster in
                try poster.add(batch.chunks[0])
                throw CallerTrouble()
            }
        }
        #expect(try ledger.file(intake(1)) == nil)
        #expect(try !ledger.payment(1) { _ in })
        #expect(try ledger.recordedTransactions(of: "0101234567", among: SortedKeys(["A"])).isEmpty)
        #expect(try batch.post(to: ledger).codes == 1..<3)
    }

    private static func together(_ ledger: any Ledger) throws {
        var files: [FileRecord] = []
        try ledger.together {
            files.append(try LedgerTestBatch(intake(1), [.payment("A", receipt: 1)]).post(to: ledger))
            let hits = try ledger.recordedTransactions(of: "0101234567", among: SortedKeys(["A"]))
            #expect(hits.map(\.code) == [1])
            files.append(try LedgerTestBatch(intake(2), [.payment("B", receipt: 2)]).post(to: ledger))
        }
        #expect(files.map(\.codes) == [1..<2, 2..<3])
        #expect(try ledger.file(intake(1)) != nil)
        #expect(try ledger.file(intake(2))?.event == files[0].event + 1)
    }

    private static func notTogether(_ ledger: any Ledger) throws {
        struct Trouble: Error {}
        let first = LedgerTestBatch(intake(1), [.payment("A", receipt: 1)])
        do {
            try ledger.together {
                _ = try first.post(to: ledger)
                throw Trouble()
            }
            Issue.record("the caller's error is lost")
        } catch is Trouble {}
        var bad = LedgerTestBatch(intake(2), [.payment("B", receipt: 2)])
        bad.chunks[0].amounts[0] = 0
        do {
            try ledger.together {
                _ = try first.post(to: ledger)
                _ = try? bad.post(to: ledger)
            }
            Issue.record("a failure that was passed over is on record")
        } catch let fault as LedgerFault { #expect(fault.kind == .invariant) }
        #expect(try ledger.file(intake(1)) == nil)
        let after = try LedgerTestBatch(intake(3), [.payment("C", receipt: 3)]).post(to: ledger)
        #expect(after.codes == 1..<2)
    }
}
