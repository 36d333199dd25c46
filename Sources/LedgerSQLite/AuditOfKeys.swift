import Contributions
import GRDB
import LedgerCore

// The trees of keys against the payments that they repeat: MA_GIAO_DICH by partner, receipts, people and households. Every payment
// must stand in each as its text says, and nothing else may stand there. Each tree is read once, in its own order; only what
// differs is looked at again (CodeSums.swift).

final class KeyAudit {
    /// The four that repeat payments.
    enum Tree: Int, CaseIterable {
        case transactions, receipts, people, households

        var kind: AuditDifference.Kind {
            switch self {
            case .transactions: .transactionKey
            case .receipts: .receipt
            case .people, .households: .people
            }
        }
    }

    /// Groups of codes that are compared row by row at a time, and how often: beyond that a group is told as a whole.
    private static let groupsAtOnce = 16
    private static let passesMax = 8

    private let database: Database
    private let report: AuditReport
    private var sums = [CodeSums](repeating: CodeSums(), count: Tree.allCases.count)
    private var serials: [[UInt8]: Int64] = [:]

    init(_ database: Database, _ report: AuditReport) throws {
        (self.database, self.report) = (database, report)
        try RawStatement(database, "SELECT id, serial FROM receipt_serial").rows { serials[$0.array(1)] = $0.integer(0) }
    }

    // MARK: what payments say

    func expect(_ code: Int64, _ fields: PaymentFields, partner: Int64) throws {
        try each(code, fields, partner) { sums[$0.rawValue].add($1, code: code) }
    }

    private func each(_ code: Int64, _ fields: PaymentFields, _ partner: Int64, _ body: (Tree, UInt64) throws -> Void) throws {
        try body(.transactions, Self.hash(code, partner: partner, key: fields[.transactionKey]))
        let number = ReceiptKey(
            serial: serials[Array(fields[.receiptSerial])] ?? 0, number: Int64(fields.number(.receiptNumber) ?? 0), record: 0)
        try body(.receipts, Self.hash(code, receipt: number.key))
        try PaymentEntries.each(of: fields, code: code, partner: partner) { family, entry in
            try body(family == .people ? .people : .households, Self.hash(entry))
        }
    }

    private static func hash(_ code: Int64, partner: Int64, key: UnsafeRawBufferPointer) -> UInt64 {
        CodeSums.hash {
            $0.combine(code)
            $0.combine(partner)
            $0.combine(bytes: key)
        }
    }

    private static func hash(_ code: Int64, receipt key: Int64) -> UInt64 {
        CodeSums.hash {
            $0.combine(code)
            $0.combine(key)
        }
    }

    /// An entry holds its code.
    private static func hash(_ entry: RunEntry) -> UInt64 { CodeSums.hash { $0.combine(entry) } }

    // MARK: what the trees say

    func compare() throws {
        for tree in Tree.allCases {
            var strangers = 0
            try rows(of: tree, watch: true) { code, hash in
                guard !sums[tree.rawValue].subtract(hash, code: code) else { return }
                strangers += 1
                try report.tell(AuditDifference(tree.kind, "\(tree) \(report.code(code))"))
            }
            let groups = sums[tree.rawValue].groupsThatDiffer
            for pass in 0...Self.passesMax {
                let some = groups.dropFirst(pass * Self.groupsAtOnce)
                guard !some.isEmpty else { break }
                guard pass < Self.passesMax else {
                    for group in some {
                        let codes = CodeSums.codes(of: group)
                        try report.tell(
                            AuditDifference(tree.kind, "\(report.code(max(codes.lowerBound, 1)))-\(report.code(codes.upperBound))"))
                    }
                    break
                }
                for code in try codesThatDiffer(tree, Array(some.prefix(Self.groupsAtOnce))) {
                    try report.tell(AuditDifference(tree.kind, report.code(code)))
                }
            }
        }
    }

    private func codesThatDiffer(_ tree: Tree, _ groups: [Int]) throws -> [Int64] {
        var rows = CodeRows(of: groups)
        let payments = try RawStatement(
            database,
            """
            SELECT p.code, p.fields, coalesce(n.id, 0) FROM payment AS p JOIN file AS f ON f.id = p.file LEFT JOIN partner AS n ON n.code = f.owner
            WHERE p.code BETWEEN ? AND ?
            """)
        for group in groups {
            let codes = CodeSums.codes(of: group)
            try payments.rows(.integer(codes.lowerBound), .integer(codes.upperBound)) { row in
                let code = row.integer(0)
                try PaymentText(row.bytes(1)).fields { fields in
                    try each(code, fields, row.integer(2)) { if $0 == tree { rows.expect($1, code: code) } }
                }
            }
        }
        try self.rows(of: tree, watch: false) { rows.find($1, code: $0) }
        return rows.codesThatDiffer()
    }

    private func rows(of tree: Tree, watch: Bool, _ body: (_ code: Int64, _ hash: UInt64) throws -> Void) throws {
        var done: Int64 = 0
        func count() throws {
            done += 1
            if watch, done % 100_000 == 0 { try report.watch(.keys, done) }
        }
        switch tree {
        case .transactions:
            try RawStatement(database, "SELECT partner_id, key, code FROM transaction_key").rows { row in
                try body(row.integer(2), Self.hash(row.integer(2), partner: row.integer(0), key: row.bytes(1)))
                try count()
            }
        case .receipts:
            try RawStatement(database, "SELECT key, code FROM receipt").rows { row in
                try body(row.integer(1), Self.hash(row.integer(1), receipt: row.integer(0)))
                try count()
            }
        case .people, .households:
            let family = tree == .people ? KeyFamily.people : .households
            try RunAudit(family, database, watch ? report : nil).entries { entry in
                try body(Int64(family.code(of: entry)), Self.hash(entry))
                try count()
            }
        }
    }
}
