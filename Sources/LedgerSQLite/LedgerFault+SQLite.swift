import GRDB
import LedgerCore

// What SQLite's result codes mean to the pipeline (https://www.sqlite.org/rescode.html). The message names the statement
// and the constraint, never a value: names and numbers of persons do not belong in a log.

extension LedgerFault {
    init(_ error: DatabaseError) {
        let kind: Kind =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_FULL: .full
            case _ where [.SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC].contains(error.extendedResultCode): .notDurable
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOLFS, .SQLITE_NOMEM,
                .SQLITE_PROTOCOL:
                .io
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            // SQLITE_CONSTRAINT, and whatever tells that a statement of ours was wrong.
            default: .invariant
            }
        self.init(
            kind, "\(error.message ?? "SQLite reports") (\(error.extendedResultCode.rawValue))\(error.sql.map { " in: \($0)" } ?? "")")
    }

    /// Runs work whose every error is the ledger's own.
    static func translating<Result>(_ body: () throws -> Result) throws(LedgerFault) -> Result {
        do {
            return try body()
        } catch let fault as LedgerFault {
            throw fault
        } catch let error as DatabaseError {
            throw LedgerFault(error)
        } catch {
            throw LedgerFault(.invariant, "\(error)")
        }
    }

    /// The same while a file is opened: what SQLite cannot read as a database was no ledger of ours.
    static func translating<Result>(opening path: String, _ body: () throws -> Result) throws(LedgerFault) -> Result {
        do throws(LedgerFault) {
            return try translating(body)
        } catch {
            guard error.kind == .corrupt else { throw error }
            throw LedgerFault(.notAGiaonhanLedger, "\(path) is not a giaonhan ledger: \(error.message)")
        }
    }
}
