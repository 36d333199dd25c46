public import Contributions
public import LedgerCore

// A file ready to be posted, built from a few words: payments, entries on record, refusals. It puts together what the
// pipeline would hand to the ledger (chunks with verdicts, sorted keys, ranks, counts), so that a test shows only what it
// is about. Its figures agree with its entries unless a test changes `posting`, `keys` or `chunks` afterwards.

public struct LedgerTestBatch {
    /// One record of a batch, in file order.
    public enum Entry {
        case payment(_ key: String, receipt: Int64, amount: Int64 = 683_100, warnings: [Finding] = [])
        /// A payment that gives a MA_SO_BHXH and a first place in a household, with its entries of both.
        case person(_ key: String, receipt: Int64, insurance: Int64, household: String)
        case onRecord(code: Int64, amount: Int64 = 683_100)
        case refused(_ key: String, findings: [Finding] = [Finding(.BG01, subject: "HO_TEN")])
    }

    /// KY_HIEU_BIEN_LAI of every payment; its receipts are keyed under the serial 1.
    public static let serial = "BH26-HN/00101/E"

    public var posting: FilePosting
    public var keys: PostedKeys?
    public var chunks: [ChunkPosting]

    /// A DANH_SACH_THU of that partner.
    /// - Parameters:
    ///   - seed: tells files apart: it gives the file's bytes their digest.
    ///   - recordsMax: how many records a chunk takes, so that small batches have several chunks.
    ///   - collector, plan, paidOn: MA_NHAN_VIEN_THU, PHUONG_AN and NGAY_NOP_TIEN of every payment.
    public init(
        _ intake: IntakeNumber, partner: String = "0101234567", office: String = "00101", batch: String? = nil, seed: UInt8? = nil,
        recordsMax: Int = 2, collector: String = "", plan: String = "", paidOn: Day = Day(number: 20_000), _ entries: [Entry]
    ) {
        var counts = Counts()
        var builder = ChunkBuilder(recordsMax: recordsMax, collector: collector, plan: plan, paidOn: paidOn)
        for entry in entries { builder.add(entry, &counts) }
        chunks = builder.finish()
        keys = counts.recorded == 0 ? nil : builder.keys(of: partner)
        let header = BatchHeader(
            partner: partner, office: office, batch: batch ?? "LO-\(intake)", preparedAt: "\(intake.day)170000",
            declaredCount: "\(counts.found)",
            declaredTotal: "\(counts.recordedMoney + counts.onRecordMoney)")
        let taken = counts.recorded + counts.onRecord > 0
        posting = .sample(intake, owner: .partner(partner), outcome: taken ? .recorded : .refused, seed: seed)
        posting.resultCode = counts.refused == 0 ? 200 : 202
        posting.document = .paymentList
        posting.header = header
        posting.counts = counts
    }

    @discardableResult
    public func post(to ledger: any Ledger) throws -> FileRecord {
        try ledger.post(posting, keys: keys) { _, poster in
            for chunk in chunks { try poster.add(chunk) }
        }
    }
}

extension FilePosting {
    /// A file of that owner, without records, claimed at 17:31:05 of the intake's day and posted a second later.
    public static func sample(_ intake: IntakeNumber, owner: Owner = .partner("0101234567"), outcome: Outcome, seed: UInt8? = nil)
        -> FilePosting
    {
        let claimedAt = VietnamTime(intake.day, hour: 17, minute: 31, second: 5)
        let digest = seed.map { [UInt8](repeating: $0, count: 32) } ?? Array("\(intake)\(intake)".utf8.prefix(32))
        return FilePosting(
            intake: intake, claimedAt: claimedAt, owner: owner, name: "TCDVT_\(owner)_\(intake.day)_0001.xml",
            shownName: "TCDVT_\(owner)_\(intake.day)_0001.xml", sha256: digest, bytes: 1234, outcome: outcome, resultCode: 202,
            postedAt: claimedAt.advanced(bySeconds: 1))
    }

    /// A DANH_MUC of the agency that adds these rows.
    public static func registry(_ intake: IntakeNumber, batch: String? = nil, rows: [NewRegistryRow], seed: UInt8? = nil) -> FilePosting {
        var posting = sample(intake, owner: .agency, outcome: rows.isEmpty ? .refused : .recorded, seed: seed)
        posting.document = .masterData
        posting.resultCode = 200
        posting.header = BatchHeader(office: "00101", batch: batch ?? "DM-\(intake)", preparedAt: "\(intake.day)080000")
        posting.counts.found = rows.count
        posting.counts.recorded = rows.count
        posting.registryRows = rows
        return posting
    }
}

extension ReceiptKey {
    /// The sorted keys of these receipt numbers under one serial; each one's place stands for its record.
    public static func sorted(_ numbers: [Int64], serial: Int64 = 1) -> SortedEntries {
        SortedEntries(numbers.sorted().enumerated().map { ReceiptKey(serial: serial, number: $1, record: UInt32($0)).entry })
    }
}

extension SortedKeys {
    /// These keys in bytewise order; each one's place in `keys` is its record.
    public init(_ keys: [String]) {
        let sorted = keys.enumerated().sorted { $0.element.utf8.lexicographicallyPrecedes($1.element.utf8) }
        self.init()
        for (record, key) in sorted { append(key, record: record) }
    }

    fileprivate mutating func append(_ key: String, record: Int) {
        entries.append(Entry(start: UInt32(arena.count), length: UInt32(key.utf8.count), record: UInt32(record)))
        arena += Array(key.utf8)
    }
}

/// Gathers entries into chunks, and the keys of those that are recorded.
private struct ChunkBuilder {
    let recordsMax: Int
    let collector: String
    let plan: String
    let paidOn: Day
    var done: [ChunkPosting] = []
    var current = ChunkPosting(chunk: RecordChunk())
    var recorded: [(key: String, receipt: Int64, record: Int)] = []
    var rank: [UInt32] = []
    var people: [RunEntry] = []
    var households: [RunEntry] = []

    init(recordsMax: Int, collector: String, plan: String, paidOn: Day) {
        (self.recordsMax, self.collector, self.plan, self.paidOn) = (recordsMax, collector, plan, paidOn)
    }

    mutating func add(_ entry: LedgerTestBatch.Entry, _ counts: inout Counts) {
        if current.chunk.records.count == recordsMax { startNext() }
        let index = current.chunk.records.count
        rank.append(UInt32(recorded.count))
        counts.found += 1
        switch entry {
        case .payment(let key, let receipt, let amount, let warnings):
            counts.recorded += 1
            counts.recordedMoney += MoneySum(amount)
            recorded.append((key, receipt, rank.count - 1))
            append(key, receipt: receipt, amount: amount, .recorded)
            for warning in warnings { current.warnings.append((index, warning)) }
        case .person(let key, let receipt, let insurance, let household):
            counts.recorded += 1
            counts.recordedMoney += 683_100
            recorded.append((key, receipt, rank.count - 1))
            append(key, receipt: receipt, amount: 683_100, .recorded, person: (insurance, household))
            add(insurance, household, record: UInt32(rank.count - 1))
        case .onRecord(let code, let amount):
            counts.onRecord += 1
            counts.onRecordMoney += MoneySum(amount)
            append("", receipt: 0, amount: amount, .onRecord)
            current.onRecord.append((index, code))
        case .refused(let key, let findings):
            counts.refused += 1
            append(key, receipt: 0, amount: 0, .refused)
            current.refusals.append(Refusal(ordinal: counts.found, line: 10 * counts.found, key: key, findings: findings))
        }
    }

    mutating func finish() -> [ChunkPosting] {
        if !current.chunk.records.isEmpty { startNext() }
        return done
    }

    func keys(of partner: String) -> PostedKeys {
        var transactions = SortedKeys()
        for entry in recorded.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            transactions.append(entry.key, record: entry.record)
        }
        let receipts = recorded.map { ReceiptKey(serial: 1, number: $0.receipt, record: UInt32($0.record)).entry }
        return PostedKeys(
            partner: partner, transactions: transactions, receipts: SortedEntries(receipts), people: SortedEntries(people),
            households: SortedEntries(households),
            rank: rank)
    }

    private mutating func add(_ insurance: Int64, _ household: String, record: UInt32) {
        let number = PersonNumber(insurance: insurance)
        people.append(
            PersonEntry(
                number, reference: record, other: .none, isPension: false, isMissingMonths: false, from: Day(number: 20_454),
                to: Day(number: 20_818)
            ).entry)
        households.append(
            Array(household.utf8).withUnsafeBufferPointer {
                HouseholdEntry(
                    code: $0, year: paidOn.parts.year, order: 1, reference: record, insurance: number, personal: .none
                ).entry
            })
    }

    private mutating func startNext() {
        let next = RecordChunk()
        next.ordinalBefore = current.chunk.ordinalBefore + current.chunk.records.count
        done.append(current)
        current = ChunkPosting(chunk: next)
    }

    private mutating func append(
        _ key: String, receipt: Int64, amount: Int64, _ verdict: EntryVerdict, person: (insurance: Int64, household: String)? = nil
    ) {
        let chunk = current.chunk
        var fields = [String](repeating: "", count: PaymentField.count)
        fields[PaymentField.transactionKey.rawValue] = key
        fields[PaymentField.kind.rawValue] = "BI"
        fields[PaymentField.fullName.rawValue] = "Nguyễn Thị Mẫu"
        fields[PaymentField.amount.rawValue] = "\(amount)"
        fields[PaymentField.paidOn.rawValue] = paidOn.description
        fields[PaymentField.plan.rawValue] = plan
        fields[PaymentField.collector.rawValue] = collector
        fields[PaymentField.receiptSerial.rawValue] = LedgerTestBatch.serial
        fields[PaymentField.receiptNumber.rawValue] = Digits.padded(Int(receipt), to: 7)
        if let person {
            fields[PaymentField.insuranceNumber.rawValue] = Digits.padded(Int(person.insurance), to: 10)
            fields[PaymentField.household.rawValue] = person.household
            fields[PaymentField.personOrder.rawValue] = "1"
            fields[PaymentField.fromDay.rawValue] = Day(number: 20_454).description
            fields[PaymentField.toDay.rawValue] = Day(number: 20_818).description
        }
        chunk.records.append(
            RecordChunk.Record(
                line: UInt32(10 * (chunk.records.count + 1)), section: 0, fieldCount: UInt8(PaymentField.count),
                firstOffset: UInt32(chunk.offsets.count),
                firstFault: 0))
        for field in fields {
            chunk.offsets.append(UInt32(chunk.arena.count))
            chunk.arena += Array(field.utf8) + [RecordChunk.separator]
        }
        chunk.offsets.append(UInt32(chunk.arena.count))
        current.verdicts.append(verdict)
        current.amounts.append(amount)
        current.kinds.append(PaymentKind.household.rawValue)
        current.paidOn.append(paidOn.number)
    }
}
