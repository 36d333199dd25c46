import Contributions
import GRDB
import LedgerCore

// Every payment once, in the order of codes, along with the files in the order of posting: codes run without gaps but for recorded
// jumps, each file's payments are its range of codes, their number and money are its figures, and columns say what the text
// says. What keys, receipts and runs must hold of each payment is handed on (AuditOfKeys.swift).

final class PaymentAudit {
    private let database: Database
    private let report: AuditReport
    private let payments: RawStatement
    private let others: RawStatement
    private let keys: KeyAudit
    private var jumps: ArraySlice<JumpTable.Row>
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
        keys = try KeyAudit(database, report)
        jumps = try JumpTable.all(database)[...]
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
            try report.tell(AuditDifference(.codes, report.code(payments.integer(0))))
            try advance()
        }
        let kept = Dictionary(uniqueKeysWithValues: try TallyTable.all(database).map { ($0.owner, $0) })
        for owner in Set(kept.keys).union(tallies.keys).sorted() where kept[owner] != tallies[owner] {
            try report.compare(.conservation, "\(owner)", tallies[owner]?.figures ?? "none", kept[owner]?.figures ?? "none")
        }
        try keys.compare()
    }

    private func examine(_ file: FileRecord) throws {
        let counts = file.posting.counts
        tallies[file.posting.owner, default: WrittenTally(owner: file.posting.owner)].add(file.posting, counts)
        let name = file.posting.intake.description
        if file.posting.document == .paymentList {
            var recorded = Counts()
            if !file.codes.isEmpty {
                while let jump = jumps.first, jump.event < file.event {
                    next = max(next, jump.jump.lastCode + 1)
                    jumps.removeFirst()
                }
                try report.compare(.codes, name, report.code(next), report.code(file.codes.lowerBound))
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
            try report.compare(.codes, file.posting.intake.description, report.code(next), report.code(number))
            next = number &+ 1
            let ordinal = payments.integer(1)
            if payments.integer(6) != file.id || ordinal <= lastOrdinal || ordinal > file.posting.counts.found {
                try report.tell(AuditDifference(.codes, report.code(number)))
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
            && fields.number(.amount).map { Int64($0) } == payments.integer(3)
            && (fields.number(.paidOn).flatMap { Day(yyyyMMdd: $0) }?.number).map { Int64($0) } == payments.integer(4)
        if !agrees { try report.tell(AuditDifference(.payment, report.code(number))) }
        // A number that no code can have is told as none of its file's.
        if (1...ConfirmationCode.numberMax).contains(number) { try keys.expect(number, fields, partner: partnerID) }
    }

    private func advance() throws {
        counted += 1
        if counted % 10_000 == 0 { try report.watch(.payments, counted) }
        isAtRow = try payments.step()
    }
}
