import Contributions
import GRDB
public import LedgerCore

// The one transaction of a file. It holds the file's identity and verdict, its payments with gapless codes, their keys
// and runs, its refusals, warnings, registry rows and movements, and the event that binds all of them; it commits whole or leaves
// nothing. The verdict's figures are counted again here from what was really written, and a difference undoes everything.

extension SQLiteLedger {
    public func post(_ posting: FilePosting, keys: PostedKeys?, chunks: (FileRecord, any ChunkPoster) throws -> Void) throws
        -> FileRecord
    {
        try writing { database in
            if let known = try FileTable.find(database, posting.intake) { return known }
            let transaction = try PostingTransaction(posting, keys: keys, self, database)
            try transaction.writeIdentity()
            try transaction.writeChunks(chunks)
            try transaction.writeOpenCodes()
            try transaction.writeKeys()
            try transaction.writeRuns()
            try transaction.writeTally()
            try transaction.writeEvent()
            return transaction.record
        }
    }
}

private final class PostingTransaction {
    let record: FileRecord
    private let posting: FilePosting
    private let keys: PostedKeys?
    private let replayOf: Int64?
    private let holdsBatch: Bool
    private let head: EventChain.Head
    private let writer: ChunkWriter
    /// The ledger's number of the partner, once keys were written.
    private var partner: Int64 = 0
    private let ledger: SQLiteLedger
    private let database: Database

    /// Decides what only the transaction can: the file's number, event, ngày ghi nhận and codes, and whether it takes its MA_LO.
    init(_ posting: FilePosting, keys: PostedKeys?, _ ledger: SQLiteLedger, _ database: Database) throws {
        self.keys = keys
        self.ledger = ledger
        self.database = database
        guard keys.map({ $0.rank.count == posting.counts.found }) ?? true else {
            throw LedgerFault(.invariant, "\(posting.intake): \(posting.counts.found) records, but \(keys?.rank.count ?? 0) ranks")
        }
        let recordsPayments = posting.document == .paymentList && posting.counts.recorded > 0
        let id = try Self.newest(database, "SELECT max(id) FROM file") + 1
        head = try EventChain.head(database)
        let first = try max(Self.newest(database, "SELECT max(code) FROM payment"), JumpTable.lastCode(database)) + 1
        guard !recordsPayments || first - 1 + Int64(posting.counts.recorded) <= ConfirmationCode.numberMax else {
            throw LedgerFault(.invariant, "the nine digits of confirmation codes are used up: the last one is \(first - 1)")
        }
        let lastClosed = try DayTable.lastClosed(database)
        record = FileRecord(
            id: id, posting: posting.withoutRows,
            recordedOn: lastClosed.map { max($0.day.advanced(by: 1), posting.intake.day) } ?? posting.intake.day,
            event: head.number + 1, codes: recordsPayments ? first..<first + Int64(posting.counts.recorded) : 0..<0)
        self.posting = posting
        replayOf = try Self.replayed(by: posting, database)
        holdsBatch = try Self.takesBatch(posting, database)
        writer = try ChunkWriter(record, rank: keys?.rank, database)
    }

    func writeIdentity() throws {
        try FileTable.insert(record, replayOf: replayOf, holdsBatch: holdsBatch, database)
        try RegistryTable.add(posting.registryRows, file: record.id, digests: &writer.digests, database)
    }

    func writeChunks(_ chunks: (FileRecord, any ChunkPoster) throws -> Void) throws {
        defer { writer.close() }
        try chunks(record, writer)
        try writer.checkAgreement(with: posting)
    }

    /// The codes of a DANH_SACH_THU are open from now on.
    func writeOpenCodes() throws {
        guard !record.codes.isEmpty else { return }
        try RawStatement(
            database,
            "INSERT INTO file_open (file, office, partner, recorded_on, first_paid_on, open, changed_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?4)"
        ).run(
            .integer(record.id), .text(posting.header.office), .text(posting.owner.description), .day(record.recordedOn.number),
            .day(writer.firstPaidOn), .count(record.codes.count))
    }

    private static let transactionKeys = BulkTarget("transaction_key (partner_id, key, code)", columns: 3)
    private static let receipts = BulkTarget("receipt (key, code)", columns: 2)

    /// Keys enter their trees in order, which costs one pass.
    func writeKeys() throws {
        guard let keys, !record.codes.isEmpty else {
            guard record.codes.isEmpty else { throw LedgerFault(.invariant, "\(posting.intake): payments without their keys") }
            return
        }
        guard keys.partner == posting.owner.partnerCode else {
            throw LedgerFault(.invariant, "\(posting.intake): the keys are those of another partner than the file's owner")
        }
        partner = try PartnerTable.idMade(database, of: keys.partner)
        let rank = keys.rank
        var count = (transactions: 0, receipts: 0)
        let transactions = BulkInsert(database, Self.transactionKeys)
        try keys.transactions.forEachPiece { piece in
            count.transactions += piece.entries.count
            try transactions.announce(rows: piece.entries.count)
            try piece.arena.withUnsafeBytes { arena in
                for place in piece.entries.indices {
                    try transactions.bind(partner, column: 1)
                    try transactions.bind(textInPlace: piece.bytes(place, in: arena), column: 2)
                    try transactions.bind(try code(of: piece.entries[place].record, rank), column: 3)
                    try transactions.endRow()
                }
            }
        }
        let receipts = BulkInsert(database, Self.receipts)
        try keys.receipts.forEachPiece { piece in
            count.receipts += piece.count
            try receipts.announce(rows: piece.count)
            for receipt in piece.lazy.map({ ReceiptKey($0) }) {
                try receipts.bind(receipt.key, column: 1)
                try receipts.bind(try code(of: receipt.record, rank), column: 2)
                try receipts.endRow()
            }
        }
        guard count == (posting.counts.recorded, posting.counts.recorded) else {
            throw LedgerFault(
                .invariant,
                "\(posting.intake): \(posting.counts.recorded) payments, but \(count.transactions) keys and \(count.receipts) receipts")
        }
    }

    /// What the payments say about people and households goes on record as runs, under codes instead of places in the file.
    func writeRuns() throws {
        guard let keys, !record.codes.isEmpty else { return }
        let (partner, rank) = (UInt32(partner), keys.rank)
        try ledger.addRuns(keys.people, to: .people, payments: record.codes.count, database) { entry in
            var person = PersonEntry(entry)
            person.reference = UInt32(try code(of: person.reference, rank))
            person.partner = partner
            person.marks = 0
            return person.entry
        }
        try ledger.addRuns(keys.households, to: .households, payments: record.codes.count, database) { entry in
            var household = HouseholdEntry(entry)
            household.reference = UInt32(try code(of: household.reference, rank))
            return household.entry
        }
    }

    /// What the rows came to, beside what the verdict says of them.
    func writeTally() throws { try TallyTable.add(posting, written: writer.written(posting), database) }

    func writeEvent() throws {
        try EventChain.append(.file(record, rows: writer.digests.finish()), after: head, database)
    }

    /// The code of a record of the file, which is recorded when it raises the rank of the record after it.
    private func code(of entry: UInt32, _ rank: [UInt32]) throws -> Int64 {
        let place = Int(entry)
        guard place < rank.count, (place + 1 < rank.count ? Int(rank[place + 1]) : record.codes.count) == Int(rank[place]) + 1 else {
            throw LedgerFault(.invariant, "\(posting.intake): a key of record \(entry), which is not recorded")
        }
        return record.codes.lowerBound + Int64(rank[place])
    }

    private static func newest(_ database: Database, _ sql: String) throws -> Int64 {
        try RawStatement(database, sql).first { $0.integer(0) } ?? 0
    }

    private static func replayed(by posting: FilePosting, _ database: Database) throws -> Int64? {
        guard let intake = posting.outcome.replayed else { return nil }
        guard let first = try FileTable.find(database, intake), first.posting.outcome == .recorded, first.posting.owner == posting.owner,
            first.posting.sha256 == posting.sha256
        else { throw LedgerFault(.invariant, "\(posting.intake) is no replay of \(intake): owner, bytes or outcome differ") }
        return first.id
    }

    private static func takesBatch(_ posting: FilePosting, _ database: Database) throws -> Bool {
        guard posting.outcome == .recorded, !posting.header.batch.isEmpty, let document = posting.document else { return false }
        let header = posting.header
        return try FileTable.holder(database, batch: header.batch, owner: posting.owner, document: document, office: header.office) == nil
    }
}

extension FilePosting {
    /// As it is read back.
    fileprivate var withoutRows: FilePosting {
        var posting = self
        posting.registryRows = []
        return posting
    }
}
