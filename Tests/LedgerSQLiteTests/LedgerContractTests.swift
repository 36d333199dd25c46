import ExchangeTesting
import LedgerCore
import LedgerSQLite
import Testing

@Suite("SQLiteLedger keeps the ledger's contract")
struct LedgerContractTests {
    @Test("promise", arguments: LedgerContract.checks)
    func promise(_ check: LedgerContract.Check) throws {
        let folder = try LedgerFolder().made()
        try withExtendedLifetime(folder) {
            try check.run { try folder.open() }
        }
    }
}
