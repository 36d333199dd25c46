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
                    money_sum(iif(p, recorded_money, 0)), money_sum(iif(p, on_record_money, 0)), money_sum(iif(p, refused_money, 0))
                FROM (SELECT *, coalesce(document NOT IN ('BANG_KE_NOP', 'SAO_KE'), 1) AS p FROM file) GROUP BY owner
                """)
            try sums.rows { row in
                guard let owner = Owner(row.text(0)) else { throw LedgerFault(.corrupt, "a file's owner cannot be read") }
                var tally = OwnerTally(owner: owner)
                (tally.files, tally.quarantined) = (Int(row.integer(1)), Int(row.integer(2)))
                (tally.counts.found, tally.counts.recorded) = (Int(row.integer(3)), Int(row.integer(4)))
                (tally.counts.onRecord, tally.counts.refused) = (Int(row.integer(5)), Int(row.integer(6)))
                (tally.counts.recordedMoney, tally.counts.onRecordMoney, tally.counts.refusedMoney) = (
                    try row.money(7), try row.money(8), try row.money(9)
                )
                tallies.append(tally)
            }
            return tallies.sorted { $0.owner < $1.owner }
        }
    }
}
