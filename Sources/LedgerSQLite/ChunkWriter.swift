import Contributions
import GRDB
import LedgerCore

// Writes a file's entries as they come, part by part: recorded payments under the next code, records that were on record before,
// refusals that are listed, warnings; and what other documents change, by way of MovementWriter. The hot path of the ledger:
// statements are prepared once, and a payment's text goes from the chunk's arena into SQLite's page without passing through anything
// of ours.

final class ChunkWriter: ChunkPoster {
    var digests = FileRowDigests()
    private let file: FileRecord
    private let rank: [UInt32]?
    private let payments: BulkInsert
    private let insertOnRecord: RawStatement
    private let insertRefusal: RawStatement
    private let insertWarning: RawStatement
    private let movements: MovementWriter

    private var found = 0
    private var recorded = 0
    private var recordedMoney: MoneySum = 0
    /// The earliest NGAY_NOP_TIEN of what is recorded.
    private(set) var firstPaidOn = Int32.max
    private var onRecord = 0
    private var refused = 0
    private var listed = 0
    private var lastListed = 0
    /// The warning written last: a late file's records are all warned of in the same words.
    private var lastWarning: (finding: Finding, bytes: [UInt8], text: String)?
    private var failure: LedgerFault?
    private var isClosed = false

    private static let paymentRows = BulkTarget("payment (code, file, ordinal, kind, amount, paid_on, fields)", columns: 7)

    init(_ file: FileRecord, rank: [UInt32]?, _ database: Database) throws {
        self.file = file
        self.rank = rank
        movements = MovementWriter(file, database)
        payments = BulkInsert(database, Self.paymentRows)
        insertOnRecord = try RawStatement(database, "INSERT INTO on_record (file, ordinal, code) VALUES (?1, ?2, ?3)")
        insertRefusal = try RawStatement(
            database, "INSERT INTO refusal (file, ordinal, line, section, key, findings) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        insertWarning = try RawStatement(database, "INSERT INTO warning (file, ordinal, place, finding) VALUES (?1, ?2, ?3, ?4)")
    }

    /// Any failure is remembered: a caller that passes over it cannot commit a part.
    func add(_ posting: ChunkPosting) throws {
        do {
            try LedgerFault.translating { try write(posting) }
        } catch {
            failure = failure ?? error
            throw error
        }
    }

    func close() { isClosed = true }

    private func write(_ posting: ChunkPosting) throws {
        guard !isClosed else { throw invariant("a chunk comes after the posting") }
        if file.posting.document == .paymentList { try writePayments(posting) }
        for (index, code) in posting.onRecord {
            let ordinal = posting.chunk.ordinalBefore + index + 1
            try insertOnRecord.run(.integer(file.id), .count(ordinal), .integer(code))
            digests.addOnRecord(ordinal: ordinal, code: code)
            onRecord += 1
        }
        for refusal in posting.refusals { try write(refusal) }
        try movements.write(posting.movements, digest: &digests.movements)
        var place = 0
        var previous = -1
        for (index, finding) in posting.warnings {
            place = index == previous ? place + 1 : 0
            previous = index
            let ordinal = posting.chunk.ordinalBefore + index + 1
            let warning = writtenWarning(finding)
            try insertWarning.run(.integer(file.id), .count(ordinal), .count(place), .text(warning.text))
            digests.addWarning(ordinal: ordinal, finding: warning.bytes)
        }
    }

    private func writtenWarning(_ finding: Finding) -> (finding: Finding, bytes: [UInt8], text: String) {
        if let lastWarning, lastWarning.finding == finding { return lastWarning }
        let bytes = FindingText.write([finding])
        let written = (finding, bytes, String(decoding: bytes, as: UTF8.self))
        lastWarning = written
        return written
    }

    /// The hot loop of posting: what it reads and counts is taken out of this object and of the posting before it begins.
    private func writePayments(_ posting: ChunkPosting) throws {
        let chunk = posting.chunk
        let (records, verdicts, amounts) = (chunk.records, posting.verdicts, posting.amounts)
        let (kinds, paidOn, rank) = (posting.kinds, posting.paidOn, rank ?? [])
        let count = records.count
        guard verdicts.count == count, chunk.ordinalBefore == found else {
            throw invariant("a chunk is out of order, or lacks verdicts")
        }
        let (firstCode, lastCode) = (file.codes.lowerBound, file.codes.upperBound - 1)
        var (recorded, refused, recordedMoney, firstPaidOn) = (recorded, refused, recordedMoney, firstPaidOn)
        var digests = FileRowDigests()
        swap(&digests, &self.digests)
        defer { swap(&digests, &self.digests) }
        try payments.announce(rows: verdicts.count { $0 == .recorded })
        try chunk.arena.withUnsafeBytes { arena in
            for index in 0..<count {
                switch verdicts[index] {
                case .onRecord: break
                case .refused: refused += 1
                case .recorded:
                    let place = chunk.ordinalBefore + index
                    let code = firstCode + Int64(recorded)
                    guard code <= lastCode, amounts.count == count, kinds.count == count, paidOn.count == count,
                        records[index].fieldCount == UInt8(PaymentField.count), place < rank.count, rank[place] == UInt32(recorded)
                    else { throw invariant("record \(place + 1) is recorded, but its values or its rank are not in order") }
                    let (kind, amount, paidOn) = (Int64(kinds[index]), amounts[index], paidOn[index])
                    try payments.bind(code, column: 1)
                    try payments.bind(file.id, column: 2)
                    try payments.bind(Int64(place + 1), column: 3)
                    try payments.bind(kind, column: 4)
                    try payments.bind(amount, column: 5)
                    try payments.bind(Int64(paidOn), column: 6)
                    let text = UnsafeRawBufferPointer(rebasing: arena[chunk.allFields(of: records[index])])
                    try payments.bind(textInPlace: text, column: 7)
                    try payments.endRow()
                    digests.addPayment(ordinal: Int64(place + 1), kind: kind, amount: amount, paidOn: Int64(paidOn), text: text)
                    recordedMoney += MoneySum(amount)
                    firstPaidOn = min(firstPaidOn, paidOn)
                    recorded += 1
                }
            }
        }
        (self.recorded, self.refused, self.recordedMoney, self.firstPaidOn) = (recorded, refused, recordedMoney, firstPaidOn)
        found += count
    }

    private func write(_ refusal: Refusal) throws {
        guard refusal.ordinal > lastListed else { throw invariant("refusal \(refusal.ordinal) does not come in file order") }
        lastListed = refusal.ordinal
        listed += 1
        let findings = FindingText.write(refusal.findings)
        try insertRefusal.run(
            .integer(file.id), .count(refusal.ordinal), .count(refusal.line), .integer(Int64(refusal.section)), .text(refusal.key),
            .text(String(decoding: findings, as: UTF8.self)))
        digests.addRefusal(
            ordinal: refusal.ordinal, line: refusal.line, section: refusal.section, key: refusal.key, findings: findings)
    }

    /// What was written must be what the verdict counted.
    func checkAgreement(with posting: FilePosting) throws(LedgerFault) {
        if let failure { throw failure }
        let counts = posting.counts
        guard listed <= counts.refused else { throw invariant("\(listed) refusals are listed of \(counts.refused)") }
        switch (posting.outcome, posting.document) {
        case (.recorded, .paymentList):
            guard posting.registryRows.isEmpty else { throw invariant("registry rows in a DANH_SACH_THU") }
            guard found == counts.found, recorded == counts.recorded, onRecord == counts.onRecord, refused == counts.refused else {
                throw invariant("written are \(found) = \(recorded) + \(onRecord) + \(refused) records, counted were \(counts)")
            }
            guard recordedMoney == counts.recordedMoney else {
                throw invariant("written are \(recordedMoney) đồng, counted were \(counts.recordedMoney)")
            }
        case (.recorded, .masterData):
            guard onRecord == 0, posting.registryRows.count == counts.recorded else {
                throw invariant("\(posting.registryRows.count) registry rows, counted were \(counts.recorded)")
            }
        case (.recorded, _):
            guard onRecord == 0, posting.registryRows.isEmpty, movements.recorded == counts.recorded, movements.onRecord == counts.onRecord,
                movements.recordedMoney == counts.recordedMoney, movements.onRecordMoney == counts.onRecordMoney
            else { throw invariant("the movements are not what was counted: \(counts)") }
        default:
            guard recorded == 0, onRecord == 0, posting.registryRows.isEmpty, !movements.hasWritten else {
                throw invariant("entries are recorded, but not by the verdict")
            }
        }
    }

    /// What was written, counted row by row; of what leaves no rows, the verdict's word.
    func written(_ posting: FilePosting) -> Counts {
        var counts = posting.counts
        guard posting.outcome == .recorded else { return counts }
        switch posting.document {
        case .paymentList:
            (counts.found, counts.recorded, counts.onRecord, counts.refused) = (found, recorded, onRecord, refused)
            counts.recordedMoney = recordedMoney
        case .masterData: counts.recorded = posting.registryRows.count
        default: (counts.recorded, counts.onRecord) = (movements.recorded, movements.onRecord)
        }
        return counts
    }

    private func invariant(_ message: String) -> LedgerFault { LedgerFault(.invariant, "\(file.posting.intake): \(message)") }
}
