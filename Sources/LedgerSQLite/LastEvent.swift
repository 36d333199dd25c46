public import Contributions
import GRDB
public import LedgerCore

// When the ledger was written to last, by its own account: what a machine's clock is held against at the start.

extension SQLiteLedger {
    public func lastEvent() throws(LedgerFault) -> (number: Int64, at: VietnamTime)? {
        try reading { database in
            // Backwards from the head, past the artifacts that were stored since: a few thousand at most, those of a day's reports.
            try RawStatement(database, "SELECT number, at FROM event WHERE kind <> 'artifact' ORDER BY number DESC LIMIT 1")
                .first { ($0.integer(0), VietnamTime(secondsSince1970: $0.integer(1))) }
        }
    }
}
