import Contributions
import LedgerCore
import Rulebook

// The registry as the ledger has it now, kept in memory and brought up to date when a DANH_MUC was posted.

final class MasterRegistry {
    private let ledger: any Ledger
    private(set) var registry = Registry()

    init(_ ledger: any Ledger) throws(LedgerFault) {
        self.ledger = ledger
        try refresh()
    }

    /// Adds the rows that came since the last time.
    func refresh() throws(LedgerFault) {
        let newest = try ledger.registryRevision()
        guard newest > registry.revision else { return }
        registry = try Self.adding(to: registry, from: ledger, upTo: newest)
    }

    /// The registry as it was at a revision.
    static func registry(of ledger: any Ledger, at revision: Int64) throws(LedgerFault) -> Registry {
        try adding(to: Registry(), from: ledger, upTo: revision)
    }

    /// What reports ask of the registry as it was at a revision.
    static func directory(of ledger: any Ledger, at revision: Int64) throws(LedgerFault) -> RegistryDirectory {
        var directory = RegistryDirectory()
        try ledger.registryRows(after: 0, upTo: revision) { row in
            directory.add(RegistryEntry(section: Int(row.section.rawValue), text: row.fields))
        }
        return directory
    }

    private static func adding(to registry: Registry, from ledger: any Ledger, upTo revision: Int64) throws(LedgerFault) -> Registry {
        var registry = registry
        try ledger.registryRows(after: registry.revision, upTo: revision) { row in
            registry.add(RegistryEntry(section: Int(row.section.rawValue), text: row.fields))
        }
        registry.revision = revision
        // Receipts are kept under the ledger's numbers of their serials, which are those of the registry, counted from 1.
        var isInStep = true
        try ledger.receiptSerials(after: 0) { id, serial in
            var serial = serial
            let known = serial.withUTF8 { registry.serialNumber($0) }
            if let known, Int64(known) + 1 != id { isInStep = false }
        }
        guard isInStep else { throw LedgerFault(.invariant, "the serials of receipts are numbered otherwise than the registry's rows") }
        return registry
    }
}
