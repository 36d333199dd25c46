public import Contributions
import GRDB
public import LedgerCore

// What is open with each partner now, for `status`, which asks every minute: from balances and from what is open, never from
// what is settled. And the batch numbers that a partner used, for the checks that look for gaps in them.

extension SQLiteLedger {
    public func trails() throws(LedgerFault) -> [PartnerTrail] {
        try LedgerFault.translating {
            try readingOneState { database in
                var trails: [String: PartnerTrail] = [:]
                func change(_ partner: String, _ body: (inout PartnerTrail) throws -> Void) rethrows {
                    try body(&trails[partner, default: PartnerTrail(partner: partner)])
                }
                for balance in try BalanceTable.now(database) where balance.figures.codes > 0 {
                    change(balance.between.partner) {
                        $0.outstanding += balance.figures.codes
                        $0.outstandingMoney += balance.figures.money
                    }
                }
                let open = "ended_on = \(Schema.never)"
                try RawStatement(
                    database, "SELECT partner, min(recorded_on) FROM file_open WHERE open > 0 GROUP BY partner"
                ).rows { row in change(row.text(0)) { $0.oldestOutstanding = row.day(1) } }
                try RawStatement(
                    database, "SELECT partner, money_sum(total), min(transferred_on) FROM listing WHERE \(open) GROUP BY partner"
                )
                .rows { row in
                    try change(row.text(0)) {
                        $0.listedMoney = try row.money(1)
                        $0.oldestListing = row.day(2)
                    }
                }
                try RawStatement(database, "SELECT partner, money_sum(amount) FROM credit WHERE \(open) GROUP BY partner")
                    .rows { row in try change(row.text(0)) { $0.creditedMoney = try row.money(1) } }
                try RawStatement(database, Self.lastClaims).rows { row in
                    change(row.text(0)) { $0.lastClaim = row.day(1) }
                }
                return trails.values.sorted { $0.partner < $1.partner }
            }
        }
    }

    /// Goes from one owner to the next by the index, however many files each of them has.
    private static let lastClaims = """
        WITH RECURSIVE owners (owner) AS (
            SELECT min(owner) FROM file
            UNION ALL SELECT (SELECT min(f.owner) FROM file AS f WHERE f.owner > owners.owner) FROM owners WHERE owners.owner IS NOT NULL)
        SELECT owner, (SELECT max(f.claim_day) FROM file AS f WHERE f.owner = owners.owner) FROM owners
        WHERE owner IS NOT NULL AND owner <> 'agency'
        """

    public func batchNumbers(on day: Day, office: String, partner: String) throws(LedgerFault) -> [String] {
        try reading { database in
            let rows = try RawStatement(
                database,
                """
                SELECT batch FROM file WHERE recorded_on = ? AND office = ? AND owner = ? AND document = 'DANH_SACH_THU' AND batch <> ''
                GROUP BY batch ORDER BY min(id)
                """)
            var batches: [String] = []
            try rows.rows(.day(day.number), .text(office), .text(partner)) { batches.append($0.text(0)) }
            return batches
        }
    }

    public func batchNumbers(upTo day: Day, office: String, partner: String, prefix: String) throws(LedgerFault) -> [String] {
        try reading { database in
            let rows = try RawStatement(
                database,
                """
                SELECT batch FROM file WHERE owner = ?1 AND document = 'DANH_SACH_THU' AND office = ?2 AND holds_batch = 1
                    AND batch >= ?3 AND substr(batch, 1, length(?3)) = ?3 AND recorded_on <= ?4 AND batch < ?5 ORDER BY batch
                """)
            var batches: [String] = []
            // No MA_LO has a character as high as the one behind the prefix.
            try rows.rows(.text(partner), .text(office), .text(prefix), .day(day.number), .text(prefix + "\u{7F}")) {
                batches.append($0.text(0))
            }
            return batches
        }
    }
}
