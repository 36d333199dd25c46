import Contributions
import GRDB
public import LedgerCore

// The conservation counts. A replay counts as a file; its records were
// received again, so they count as its posting counted them: on record before, or refused, never recorded. Money counts where it
// was paid: listings and statements tell of the same money once more.

extension SQLiteLedger {
    public func tallies() throws(LedgerFault) -> [OwnerTally] {
        try reading { database in
            var tallies: [OwnerTally] = []
            let sums = try RawStatement(
                database,
                """
                SELECT owner, count(*), sum(outcome = 'quarantined'), sum(found), sum(recorded), sum(on_record), sum(refused),
                    sum(recorded_money * p), sum(on_record_money * p), sum(refused_money * p)
                FROM (SELECT *, coalesce(document NOT IN ('BANG_KE_NOP', 'SAO_KE'), 1) AS p FROM file) GROUP BY owner
                """)
            try sums.rows { row in
                guard let owner = Owner(row.text(0)) else { throw LedgerFault(.corrupt, "a file's owner cannot be read") }
                var tally = OwnerTally(owner: owner)
                (tally.files, tally.quarantined) = (Int(row.integer(1)), Int(row.integer(2)))
                (tally.counts.found, tally.counts.recorded) = (Int(row.integer(3)), Int(row.integer(4)))
                (tally.counts.onRecord, tally.counts.refused) = (Int(row.integer(5)), Int(row.integer(6)))
                (tally.counts.recordedMoney, tally.counts.onRecordMoney, tally.counts.refusedMoney) = (
                    row.integer(7), row.integer(8), row.integer(9)
                )
                tallies.append(tally)
            }
            return tallies.sorted { $0.owner < $1.owner }
        }
    }
}
