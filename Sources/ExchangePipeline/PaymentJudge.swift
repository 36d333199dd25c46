import Contributions
import ExchangeFormat
import LedgerCore
import Rulebook

// Judges DANH_SACH_THU. Each chunk is judged as it comes, by what its records alone tell, and staged; after the last one
// the keys are sorted and held against the file itself and the ledger in one ordered pass each, and only the records that
// this concerns are judged again. Per record it keeps a byte; keys, receipts and people are sorted in parts, and spilled when they
// are many.

final class PaymentJudge: DocumentJudge {
    /// What is known of a record after its first judgement.
    struct State: OptionSet {
        let rawValue: UInt8
        static let good = State(rawValue: 1)
        static let onRecord = State(rawValue: 2)
        static let warned = State(rawValue: 4)

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(_ verdict: RecordVerdict, isWarned: Bool) {
            switch verdict {
            case .good: self = isWarned ? [.good, .warned] : .good
            case .refused: self = []
            case .onRecord: self = .onRecord
            }
        }
    }

    private let setting: CheckSetting
    let rules = RecordRules.whole
    let context: RuleContext
    let staging: Staging
    private let office: String
    // What each record changes is unchecked: the checks would cost a fiftieth of a file's reading.
    @exclusivity(unchecked) var states: [State] = []
    let keys: KeySorter
    let receipts: EntrySorter
    private var sharedReceipts: SharedReceipts
    var history = FileHistory()
    @exclusivity(unchecked) private var serials: ReceiptSerials
    let people: FilePeople
    @exclusivity(unchecked) var readableMoney: MoneySum = 0
    @exclusivity(unchecked) private var isTotalKnown = true

    init(_ setting: CheckSetting, shape: DocumentShape, header: HeaderReading) {
        self.setting = setting
        office = header.value("MA_CQ_BHXH", in: shape) ?? ""
        context = RuleContext(
            registry: setting.registry, partner: setting.owner.partnerCode, office: office, received: setting.received.day,
            prefix: setting.prefix)
        staging = Staging(makeScratch: setting.makeScratch)
        serials = ReceiptSerials(setting.registry)
        keys = KeySorter(makeScratch: setting.makeScratch)
        receipts = EntrySorter(makeScratch: setting.makeScratch)
        sharedReceipts = SharedReceipts(makeScratch: setting.makeScratch)
        people = FilePeople(registry: setting.registry, makeScratch: setting.makeScratch)
    }

    // MARK: while the file is read

    func take(_ chunk: RecordChunk) throws {
        let first = staging.recordCount
        try staging.append(chunk)
        try withRecords(of: chunk, firstRecord: first) { record, header, index in
            let verdict = rules.judge(&record, history: .none, context: context)
            try note(record, header, verdict, chunk, first + index)
            if !record.isBroken { try people.add(record, first + index) }
        }
    }

    private func withRecords(
        of chunk: RecordChunk, firstRecord: Int, _ body: (inout PaymentRecord, RecordChunk.Record, Int) throws -> Void
    ) rethrows {
        try chunk.arena.withUnsafeBufferPointer { arena in
            try chunk.offsets.withUnsafeBufferPointer { offsets in
                for (index, header) in chunk.records.enumerated() {
                    var record = PaymentRecord(
                        header, arena: arena.baseAddress!, offsets: offsets.baseAddress!, ordinal: firstRecord + index + 1)
                    try body(&record, header, index)
                }
            }
        }
    }

    private func note(
        _ record: PaymentRecord, _ header: RecordChunk.Record, _ verdict: RecordVerdict, _ chunk: RecordChunk, _ number: Int
    ) throws {
        states.append(State(verdict, isWarned: record.isWarned))
        if record.isBroken || !record.isWellFormed(.amount) { isTotalKnown = false } else { readableMoney += MoneySum(record.amount) }
        if record.isBroken {
            // Its first MA_GIAO_DICH still counts for TR02 of later records, if it is well-formed.
            let key = chunk.key(of: header)
            if header.keyIsPlain,
                chunk.arena[key].withUnsafeBufferPointer({ PaymentField.transactionKey.shape.format.accepts($0) && !$0.isEmpty })
            {
                try keys.append(chunk.arena[key], record: number)
            }
        } else if !record.failed.contains(.transactionKey) {
            try record[.transactionKey].withMemoryRebound(to: UInt8.self) { try keys.append($0, record: number) }
        }
        if let serial = serials.number(of: record) {
            try receipts.append(ReceiptKey(serial: Int64(serial) + 1, number: record.receiptNumber, record: UInt32(number)).entry)
        }
    }

    // MARK: after it was read

    func endReading() throws {
        history = FileHistory(recordCount: staging.recordCount)
        try keys.finish()
        try history.noteRepeatedKeys(keys)
        try receipts.finish()
        try sharedReceipts.find(in: receipts, &history)
        try people.finish()
    }

    func decide(_ facts: inout BatchFacts) throws -> Verdict {
        facts.total = isTotalKnown ? readableMoney : nil
        try askLedger()
        var neighbours = try people.findNeighbours(&history)
        try judgeAgain(&neighbours)
        facts.refused = states.count { $0.isDisjoint(with: [.good, .onRecord]) }
        try complete(&facts)

        var verdict = Verdict(outcome: .recorded, resultCode: ResultCode.good)
        verdict.counts.recorded = states.count { $0.contains(.good) }
        verdict.counts.onRecord = states.count { $0.contains(.onRecord) }
        verdict.counts.refused = facts.refused
        try sumMoney(&verdict.counts)
        if let partner = setting.owner.partnerCode { verdict.keys = postedKeys(partner) }
        verdict.postChunks = { [self] poster in try post(to: poster, refusingAll: false, listedMax: .max) }
        return verdict
    }

    private func askLedger() throws {
        guard let ledger = setting.ledger, let partner = setting.owner.partnerCode else { return }
        let cancellations = Cancellations(ledger)
        var hits = try ledger.recordedTransactions(of: partner, among: keys)
        hits.sort { $0.record < $1.record }
        for hit in hits {
            let (chunk, index) = try staging.chunk(holding: Int(hit.record))
            var isSame = false
            _ = try ledger.payment(hit.code) { payment in
                isSame = chunk.records[index].faultCount == 0 && PaymentContent.isSame(chunk, chunk.records[index], as: payment.text)
            }
            history.noteRecorded(
                Int(hit.record), code: hit.code, sameContent: isSame, isCancelled: try cancellations.isCancelled(hit.code))
        }
        for hit in try ledger.usedReceipts(among: receipts) {
            var isOwn = false
            _ = try ledger.payment(hit.code) { isOwn = $0.partner == partner }
            history.noteUsedReceipt(Int(hit.record), code: hit.code, isOwn: isOwn)
        }
        try people.askLedger(ledger, partner: partner, cancellations, &history)
    }

    /// Judges the concerned records once more, in file order, since whether a record is good decides about later ones.
    private func judgeAgain(_ neighbours: inout NeighbourGroups) throws {
        for number in 0..<staging.recordCount where history.isConcerned(number) {
            let (chunk, index) = try staging.chunk(holding: number)
            var known = history.of(number)
            try neighbours.complete(&known, of: number, isAnother: people.isAnotherPerson)
            try sharedReceipts.complete(&known, of: number)
            withRecord(index, of: chunk, number) { record in
                let verdict = rules.judge(&record, history: known, context: context)
                states[number] = State(verdict, isWarned: record.isWarned)
                if verdict == .good {
                    sharedReceipts.count(number)
                    neighbours.count(number)
                }
                history.note(number, known)
            }
        }
    }

    func withRecord(_ index: Int, of chunk: RecordChunk, _ number: Int, _ body: (inout PaymentRecord) -> Void) {
        chunk.arena.withUnsafeBufferPointer { arena in
            chunk.offsets.withUnsafeBufferPointer { offsets in
                var record = PaymentRecord(
                    chunk.records[index], arena: arena.baseAddress!, offsets: offsets.baseAddress!, ordinal: number + 1)
                body(&record)
            }
        }
    }

    private func complete(_ facts: inout BatchFacts) throws {
        guard let partner = setting.owner.partnerCode else { return }
        setting.noteContract(&facts)
        if let registry = setting.registry {
            facts.isAllOrNothing = registry.isAllOrNothing(partner: partner, office: office, on: setting.received.day)
        }
        if !history.knowsSameContent { try setting.noteHolder(&facts) }
    }
}
