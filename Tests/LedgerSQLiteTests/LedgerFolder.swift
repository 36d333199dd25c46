import ExchangeTesting
import Foundation
import GRDB
import LedgerCore
import LedgerSQLite

/// A folder of its own for one test, removed with it.
final class LedgerFolder: Sendable {
    let path: String
    var database: String { path + "/ledger.sqlite" }

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func made() throws -> LedgerFolder {
        try SQLiteLedger.create(in: path, prefix: "POS")
        return self
    }

    func open(readOnly: Bool = false) throws -> SQLiteLedger {
        try SQLiteLedger(opening: path, readOnly: readOnly, busyTimeoutSeconds: 0.05)
    }

    /// A connection that knows nothing of ours, as another program would have it.
    func stranger() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: database, configuration: configuration)
    }

    var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// The kind of the fault that a call throws; nil when it throws none.
func faultKind(_ call: () throws -> Void) -> LedgerFault.Kind? {
    do {
        try call()
        return nil
    } catch {
        return (error as? LedgerFault)?.kind
    }
}
