import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// What a judged batch comes to: its sums, the keys of what is recorded, and the chunks once more, each record with its verdict.
// Findings are made here, for the refused records that an answer lists and for those that are warned.

extension PaymentJudge {
    func sumMoney(_ counts: inout Counts) throws {
        if counts.refused == 0 && counts.onRecord == 0 {
            counts.recordedMoney = readableMoney
            return
        }
        try staging.forEachChunk { chunk, firstRecord in
            for (index, record) in chunk.records.enumerated() {
                let state = states[firstRecord + index]
                guard !state.isDisjoint(with: [.good, .onRecord]) else { continue }
                let amount = MoneySum(PaymentContent.number(chunk.arena[chunk.range(of: PaymentField.amount.rawValue, in: record)]))
                if state.contains(.good) { counts.recordedMoney += amount } else { counts.onRecordMoney += amount }
            }
        }
        counts.refusedMoney = readableMoney - counts.recordedMoney - counts.onRecordMoney
    }

    func postedKeys(_ partner: String) -> PostedKeys {
        var rank: [UInt32] = []
        rank.reserveCapacity(states.count)
        var recorded: UInt32 = 0
        for state in states {
            rank.append(recorded)
            if state.contains(.good) { recorded += 1 }
        }
        // In an ordinary batch everything is recorded: nothing is copied, and no state is looked for.
        let isWhole = Int(recorded) == states.count
        let isRecorded: (UInt32) -> Bool = isWhole ? { _ in true } : { [states] in states[Int($0)].contains(.good) }
        let entries = people.posted(isRecorded)
        return PostedKeys(
            partner: partner, transactions: isWhole ? keys : FilteredKeys(keys, isRecorded),
            receipts: isWhole ? receipts : FilteredRun(receipts) { isRecorded(ReceiptKey($0).record) ? $0 : nil }, people: entries.people,
            households: entries.households, rank: rank)
    }

    // MARK: posting and listing

    func refuseAll(_ verdict: inout Verdict, listing: Bool, onlyFirst: Bool) throws {
        verdict.keys = nil
        guard listing else {
            verdict.postChunks = { _ in }
            return
        }
        let most = onlyFirst ? BatchRules.listedMax : Int.max
        verdict.postChunks = { [self] poster in try post(to: poster, refusingAll: true, listedMax: most) }
    }

    func post(to poster: any ChunkPoster, refusingAll: Bool, listedMax: Int) throws {
        var listed = 0
        try staging.forEachChunk { chunk, firstRecord in
            var posting = ChunkPosting(chunk: chunk)
            for (index, record) in chunk.records.enumerated() {
                let state = states[firstRecord + index]
                if state.contains(.good), !refusingAll {
                    posting.verdicts.append(.recorded)
                    PaymentContent.append(record, of: chunk, to: &posting)
                    if state.contains(.warned) { warn(index, of: chunk, firstRecord + index, &posting) }
                    continue
                }
                posting.verdicts.append(state.contains(.onRecord) && !refusingAll ? .onRecord : .refused)
                posting.appendNothing()
                if state.contains(.onRecord) {
                    if !refusingAll { posting.onRecord.append((index, history.of(firstRecord + index).code)) }
                } else if !state.contains(.good), listed < listedMax {
                    listed += 1
                    posting.refusals.append(refusal(index, record, of: chunk, firstRecord + index))
                }
            }
            try poster.add(posting)
        }
    }

    private func warn(_ index: Int, of chunk: RecordChunk, _ number: Int, _ posting: inout ChunkPosting) {
        for finding in findings(index, of: chunk, number) { posting.warnings.append((index, finding)) }
    }

    private func findings(_ index: Int, of chunk: RecordChunk, _ number: Int) -> [Finding] {
        var findings: [Finding] = []
        withRecord(index, of: chunk, number) { record in
            _ = rules.judge(&record, history: history.of(number), context: context) { findings.append($0) }
        }
        return findings
    }

    /// A refused record with all its findings, at most twenty.
    private func refusal(_ index: Int, _ header: RecordChunk.Record, of chunk: RecordChunk, _ number: Int) -> Refusal {
        let findings = header.faultCount > 0 ? StructureRules.findings(of: header, in: chunk) : findings(index, of: chunk, number)
        let key = String(decoding: chunk.arena[chunk.key(of: header)], as: UTF8.self)
        return Refusal(
            ordinal: number + 1, line: Int(header.line), key: Finding(.BG02, value: key).value, findings: Array(findings.prefix(20)))
    }
}
