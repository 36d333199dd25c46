import Contributions
import GRDB
public import LedgerCore

// Everything on record is examined against itself, in passes over each table and as it is at one moment: the database's pages, indexes
// and checks by SQLite itself; its tables, indexes and triggers (AuditOfSchema.swift); the chain of events (AuditOfEvents.swift);
// the payments with their files (AuditOfPayments.swift), keys and runs (AuditOfKeys.swift, AuditOfRuns.swift); the money's way
// with its balances (AuditOfMoney.swift); and whatever else follows from other rows (AuditOfDerived.swift). What stands in
// archive/ is compared elsewhere.

extension SQLiteLedger {
    public func audit(
        _ watch: (_ step: AuditStep, _ done: Int64) throws -> Void, _ body: (AuditDifference) throws -> Void
    ) throws {
        try withoutActuallyEscaping(watch) { watch in
            try withoutActuallyEscaping(body) { body in
                try auditKept(AuditReport(prefix: prefix, watch: watch, tell: body))
            }
        }
    }

    private func auditKept(_ report: AuditReport) throws {
        try readingOneState { database in
            do {
                try DatabaseAudit.run(database, report)
                try SchemaAudit.run(database, report)
                try EventAudit(database, report).run()
                try PaymentAudit(database, report).run()
                try RunAudit.lookForStrayPages(database, report)
                try MoneyAudit(database, report).run()
                try DerivedAudit.run(database, report)
            } catch let fault as LedgerFault where fault.kind == .corrupt || fault.kind == .invariant {
                // A row that cannot be read as any that was written.
                try report.tell(AuditDifference(.database, "ledger.sqlite", found: fault.message))
            } catch let error as DatabaseError {
                // Pages that cannot be read, and sums that no true rows give, are what an audit is for; else it is trouble of the moment.
                guard [.SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_MISMATCH].contains(error.resultCode) else { throw error }
                try report.tell(AuditDifference(.database, "ledger.sqlite", found: error.message ?? "corrupt"))
            }
        }
    }
}

/// Where an audit's findings go.
final class AuditReport {
    let prefix: String
    let watch: (AuditStep, Int64) throws -> Void
    let tell: (AuditDifference) throws -> Void

    init(prefix: String, watch: @escaping (AuditStep, Int64) throws -> Void, tell: @escaping (AuditDifference) throws -> Void) {
        (self.prefix, self.watch, self.tell) = (prefix, watch, tell)
    }

    func code(_ number: Int64) -> String { ConfirmationCode(prefix: prefix, number: number).description }

    /// Tells of a difference when there is one.
    func compare<Value: Equatable>(_ kind: AuditDifference.Kind, _ subject: @autoclosure () -> String, _ expected: Value, _ found: Value)
        throws
    {
        guard expected != found else { return }
        try tell(AuditDifference(kind, subject(), expected: "\(expected)", found: "\(found)"))
    }
}

private enum DatabaseAudit {
    static func run(_ database: Database, _ report: AuditReport) throws {
        let pages = try RawStatement(database, "PRAGMA page_count").first { $0.integer(0) } ?? 0
        try report.watch(.database, pages)
        try database.telling({ try? report.watch(.database, pages) }) {
            try lookAtPages(database, report)
        }
    }

    private static func lookAtPages(_ database: Database, _ report: AuditReport) throws {
        try RawStatement(database, "PRAGMA integrity_check").rows { row in
            let complaint = row.text(0)
            if complaint != "ok" { try report.tell(AuditDifference(.database, "ledger.sqlite", found: complaint)) }
        }
        try RawStatement(database, "PRAGMA foreign_key_check").rows { row in
            try report.tell(AuditDifference(.database, "ledger.sqlite", found: "\(row.text(0)) \(row.integer(1)): no such \(row.text(2))"))
        }
        // Revisions run without gaps from 1, and so do the numbers of receipts' serials and of partners.
        for (table, column) in [("registry_row", "revision"), ("receipt_serial", "id"), ("partner", "id")] {
            try RawStatement(database, "SELECT count(*), coalesce(min(\(column)), 1), coalesce(max(\(column)), 0) FROM \(table)").rows {
                row in
                try report.compare(.registry, "\(table).\(column)", "1-\(row.integer(0))", "\(row.integer(1))-\(row.integer(2))")
            }
        }
    }
}
