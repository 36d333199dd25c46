import Contributions
import GRDB
import LedgerCore

// Every payment once, in the order of codes, along with the files in the order of posting: codes run without gaps, each file's
// payments are its range of codes, their number and money are its figures, columns say what the text says, and each
// payment is found under its MA_GIAO_DICH and its receipt. Since no two payments can share a key, as many keys as
// payments means that no key belongs to none.

final class PaymentAudit {
    private let database: Database
    private let report: AuditReport
    private let payments: RawStatement
    private let transaction: RawStatement
    private let receipt: RawStatement
    private let others: RawStatement
    private var serials: [[UInt8]: Int64] = [:]
    private var partnerIDs: [String: Int64] = [:]
    /// The code that must come next, and how many there were.
    private var next: Int64 = 1
    private var counted: Int64 = 0
    private var isAtRow = false
    /// What the files come to, whose figures are held against their rows here.
    private var tallies: [Owner: WrittenTally] = [:]

    init(_ database: Database, _ report: AuditReport) throws {
        (self.database, self.report) = (database, report)
        payments = try RawStatement(database, "SELECT code, ordinal, kind, amount, paid_on, fields, file FROM payment ORDER BY code")
        transaction = try RawStatement(database, "SELECT code FROM transaction_key WHERE partner_id = ? AND key = ?")
        receipt = try RawStatement(database, "SELECT code FROM receipt WHERE key = ?")
        others = try RawStatement(
            database,
            """
            SELECT (SELECT count(*) FROM on_record WHERE file = ?1),
                (SELECT money_sum(p.amount) FROM on_record AS o JOIN payment AS p ON p.code = o.code WHERE o.file = ?1),
                (SELECT count(*) FROM refusal WHERE file = ?1), (SELECT count(*) FROM registry_row WHERE file = ?1),
                (SELECT count(*) FROM cancellation WHERE file = ?1) + (SELECT count(*) FROM taking_back WHERE file = ?1),
                (SELECT count(*) FROM listing AS l JOIN listing_entry AS e ON e.listing = l.id WHERE l.file = ?1),
                (SELECT count(*) FROM statement_entry WHERE file = ?1 AND was_on_record = 0),
                (SELECT count(*) FROM statement_entry WHERE file = ?1 AND was_on_record = 1),
                (SELECT money_sum(total) FROM listing WHERE file = ?1),
                (SELECT money_sum(amount) FROM credit WHERE file = ?1),
                (
                    SELECT money_sum(c.amount) FROM statement_entry AS e JOIN credit AS c ON c.id = e.credit
                    WHERE e.file = ?1 AND e.was_on_record = 1)
            """)
    }

    func run() throws {
        try RawStatement(database, "SELECT id, serial FROM receipt_serial").rows { serials[$0.array(1)] = $0.integer(0) }
        try RawStatement(database, "SELECT id, code FROM partner").rows { partnerIDs[$0.text(1)] = $0.integer(0) }
        defer { payments.reset() }
        isAtRow = try payments.step()
        var lastID: Int64 = 0
        while true {
            let page = try FileTable.all(database, where: "id > ? ORDER BY id LIMIT 200", [.integer(lastID)])
            for file in page { try examine(file) }
            guard let last = page.last else { break }
            lastID = last.id
        }
        while isAtRow {
            try report.tell(AuditDifference(.codes, code(payments.integer(0))))
            try advance()
        }
        let kept = Dictionary(uniqueKeysWithValues: try TallyTable.all(database).map { ($0.owner, $0) })
        for owner in Set(kept.keys).union(tallies.keys).sorted() where kept[owner] != tallies[owner] {
            try report.compare(.conservation, "\(owner)", tallies[owner]?.figures ?? "none", kept[owner]?.figures ?? "none")
        }
        for (table, kind) in [("transaction_key", AuditDifference.Kind.transactionKey), ("receipt", .receipt)] {
            let count = try RawStatement(database, "SELECT count(*) FROM \(table)").first { $0.integer(0) } ?? 0
            try report.compare(kind, table, counted, count)
        }
    }

    private func examine(_ file: FileRecord) throws {
        let counts = file.posting.counts
        tallies[file.posting.owner, default: WrittenTally(owner: file.posting.owner)].add(file.posting, counts)
        let name = file.posting.intake.description
        if file.posting.document == .paymentList {
            var recorded = Counts()
            if !file.codes.isEmpty {
                try report.compare(.codes, name, code(next), code(file.codes.lowerBound))
                next = file.codes.lowerBound
                recorded = try examinePayments(of: file)
            }
            try report.compare(.counts, "\(name) SL_DUNG", counts.recorded, recorded.recorded)
            try report.compare(.money, "\(name) SL_DUNG", counts.recordedMoney, recorded.recordedMoney)
        }
        try others.rows(.integer(file.id)) { row in
            if file.posting.outcome == .recorded {
                switch file.posting.document {
                case .paymentList:
                    try report.compare(.counts, "\(name) SL_TRUNG", counts.onRecord, Int(row.integer(0)))
                    try report.compare(.money, "\(name) SL_TRUNG", counts.onRecordMoney, row.money(1))
                case .masterData: try report.compare(.counts, "\(name) SL_DUNG", counts.recorded, Int(row.integer(3)))
                case .adjustment: try report.compare(.counts, "\(name) SL_DUNG", counts.recorded, Int(row.integer(4)))
                case .remittanceListing:
                    try report.compare(.counts, "\(name) SL_DUNG", counts.recorded, Int(row.integer(5)))
                    try report.compare(.money, "\(name) SL_DUNG", counts.recordedMoney, row.money(8))
                case .bankStatement:
                    try report.compare(.counts, "\(name) SL_DUNG", counts.recorded, Int(row.integer(6)))
                    try report.compare(.counts, "\(name) SL_TRUNG", counts.onRecord, Int(row.integer(7)))
                    try report.compare(.money, "\(name) SL_DUNG", counts.recordedMoney, row.money(9))
                    try report.compare(.money, "\(name) SL_TRUNG", counts.onRecordMoney, row.money(10))
                case nil: break
                }
            }
            // A refusal may be counted and not listed; none is listed and not counted.
            let listed = Int(row.integer(2))
            if listed > counts.refused { try report.compare(.counts, "\(name) SL_LOI", counts.refused, listed) }
        }
    }

    /// The payments of a file's range of codes, counted; the walk stands behind them afterwards.
    private func examinePayments(of file: FileRecord) throws -> Counts {
        var counts = Counts()
        var lastOrdinal: Int64 = 0
        let partnerID = partnerIDs[file.posting.owner.description] ?? 0
        while isAtRow, payments.integer(0) < file.codes.upperBound {
            let number = payments.integer(0)
            try report.compare(.codes, file.posting.intake.description, code(next), code(number))
            next = number + 1
            let ordinal = payments.integer(1)
            if payments.integer(6) != file.id || ordinal <= lastOrdinal || ordinal > file.posting.counts.found {
                try report.tell(AuditDifference(.codes, code(number)))
            }
            lastOrdinal = ordinal
            counts.recorded += 1
            counts.recordedMoney += MoneySum(payments.integer(3))
            try PaymentText(payments.bytes(5)).fields { try examine(number, $0, partnerID: partnerID) }
            try advance()
        }
        next = file.codes.upperBound
        return counts
    }

    private func examine(_ number: Int64, _ fields: PaymentFields, partnerID: Int64) throws {
        let kind = fields[.kind]
        let agrees =
            kind.count == 2 && Int64(PaymentKind(bytes: kind[0], kind[1])?.rawValue ?? 0) == payments.integer(2)
            && Self.number(fields[.amount]) == payments.integer(3)
            && Self.number(fields[.paidOn]).flatMap { Day(yyyyMMdd: Int($0)) }?.number == Int32(truncatingIfNeeded: payments.integer(4))
        if !agrees { try report.tell(AuditDifference(.payment, code(number))) }

        transaction.reset()
        try transaction.bind(partnerID, at: 1)
        try transaction.bind(textInPlace: fields[.transactionKey], at: 2)
        if try !transaction.step() || transaction.integer(0) != number { try report.tell(AuditDifference(.transactionKey, code(number))) }
        transaction.reset()
        receipt.reset()
        let key = ReceiptKey(
            serial: serials[Array(fields[.receiptSerial])] ?? 0, number: Self.number(fields[.receiptNumber]) ?? 0, record: 0)
        try receipt.bind(key.key, at: 1)
        if try !receipt.step() || receipt.integer(0) != number { try report.tell(AuditDifference(.receipt, code(number))) }
        receipt.reset()
    }

    private func advance() throws {
        counted += 1
        if counted % 10_000 == 0 { try report.watch(.payments, counted) }
        isAtRow = try payments.step()
    }

    private func code(_ number: Int64) -> String { ConfirmationCode(prefix: report.prefix, number: number).description }

    private static func number(_ digits: UnsafeRawBufferPointer) -> Int64? {
        guard (1...12).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 48)
        }
        return value
    }
}
