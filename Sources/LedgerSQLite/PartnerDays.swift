public import Contributions
import GRDB
public import LedgerCore
import Synchronization

// TONG-HOP's figures of a closed day. One pass over the day's files serves all offices, and since a closed day never changes,
// the figures of the day asked for last are kept.
//
// A file belongs to the office in its header if that office has to do with the partner that day (it owes the partner a form
// 01-XN). A file without a readable header, or whose header names another office, belongs to the first office that has to do
// with the partner that day; else to the first with which the partner has money outstanding; else to the header's, if that
// office reports at all; else to the first that reports. So each file counts once, wherever anybody reports.

/// The partners of each office on one day.
struct PartnerDays: Sendable {
    let day: Day
    let offices: [String: [PartnerDay]]
}

extension SQLiteLedger {
    public func partnerDays(of day: Day, office: String) throws(LedgerFault) -> [PartnerDay] {
        if let kept = keptPartnerDays.withLock({ $0 }), kept.day == day { return kept.offices[office, default: []] }
        let days = try LedgerFault.translating {
            try readingOneState { database in
                var counting = try PartnerDayCounting(day, database)
                return try counting.run()
            }
        }
        keptPartnerDays.withLock { $0 = days }
        return days.offices[office, default: []]
    }
}

private struct PartnerDayCounting {
    private let day: Day
    private let database: Database
    private let movement: DayMovement
    private let balances: [Balance]
    private let offices: Set<String>
    private let pairs: Set<OfficePartner>
    /// Where a partner's files go that no other rule places.
    private var home: [String: String] = [:]
    private var figures: [OfficePartner: PartnerDay] = [:]

    init(_ day: Day, _ database: Database) throws {
        guard try DayTable.closed(day, database) != nil else { throw LedgerFault(.invariant, "\(day) is not closed") }
        (self.day, self.database) = (day, database)
        movement = try DayMovement(from: day, through: day, database)
        balances = try BalanceTable.all(at: day, database)
        (offices, pairs) = try ReportTable.parties(of: day, database)
        for between in pairs.sorted() + balances.map(\.between) where home[between.partner] == nil {
            home[between.partner] = between.office
        }
    }

    mutating func run() throws -> PartnerDays {
        try countFiles()
        try count(
            "sum(substr(x.finding, 1, 4) = 'CB01'), sum(substr(x.finding, 1, 4) = 'CB02')", of: "warning"
        ) { figures, row in
            figures.lateEntries += Int(row.integer(2))
            figures.takenOver += Int(row.integer(3))
        }
        // Findings of one record are parted by U+001E, their parts by U+001F (FindingText.swift).
        try count("sum(instr(char(30) || x.findings, char(30) || 'NT04' || char(31)) > 0)", of: "refusal") { figures, row in
            figures.suspectedPersons += Int(row.integer(2))
        }
        for (between, sum) in movement.cancelled {
            change(between) { ($0.cancelled, $0.cancelledMoney) = (sum.codes, sum.money) }
        }
        for (between, sum) in movement.remitted { change(between) { $0.remittedMoney = sum.money } }
        for balance in balances where balance.figures.codes > 0 {
            change(balance.between) { $0.outstandingMoney = balance.figures.money }
        }
        // Who did nothing with the office that day, and owes it nothing, has a last claim all the same.
        for between in pairs { change(between) { _ in } }
        try findLastClaims()
        let sorted = figures.sorted { $0.key < $1.key }
        return PartnerDays(day: day, offices: Dictionary(grouping: sorted, by: \.key.office).mapValues { $0.map(\.value) })
    }

    private mutating func countFiles() throws {
        let payments = "document = 'DANH_SACH_THU'"
        let counts = ["found", "recorded", "on_record", "refused"].map { ("sum", $0) }
        let money = ["recorded_money", "on_record_money", "refused_money"].map { ("money_sum", $0) }
        let sums = (counts + money).map { "\($0)(CASE WHEN \(payments) THEN \($1) ELSE 0 END)" }.joined(separator: ", ")
        let rows = try RawStatement(
            database,
            """
            SELECT office, owner, count(*), sum(outcome IN ('refused', 'quarantined')), \(sums)
            FROM file WHERE recorded_on = ? AND owner <> 'agency' GROUP BY office, owner
            """)
        try rows.rows(.day(day.number)) { row in
            try change(office(of: row)) { figures in
                figures.files += Int(row.integer(2))
                figures.filesRefused += Int(row.integer(3))
                figures.counts.found += Int(row.integer(4))
                figures.counts.recorded += Int(row.integer(5))
                figures.counts.onRecord += Int(row.integer(6))
                figures.counts.refused += Int(row.integer(7))
                figures.counts.recordedMoney += try row.money(8)
                figures.counts.onRecordMoney += try row.money(9)
                figures.counts.refusedMoney += try row.money(10)
            }
        }
    }

    /// Adds sums over a table of the day's payment lists, `x`, which follow office and partner in each row.
    private mutating func count(_ sums: String, of table: String, add: (inout PartnerDay, RawStatement) -> Void) throws {
        let rows = try RawStatement(
            database,
            """
            SELECT f.office, f.owner, \(sums) FROM file AS f CROSS JOIN \(table) AS x ON x.file = f.id
            WHERE f.recorded_on = ? AND f.document = 'DANH_SACH_THU' GROUP BY f.office, f.owner
            """)
        try rows.rows(.day(day.number)) { row in change(office(of: row)) { add(&$0, row) } }
    }

    private mutating func findLastClaims() throws {
        let last = try RawStatement(
            database,
            "SELECT claim_day FROM file WHERE owner = ?1 AND claim_day <= ?2 AND recorded_on <= ?2 ORDER BY claim_day DESC LIMIT 1")
        for between in figures.keys {
            figures[between]?.lastClaim = try last.first(.text(between.partner), .day(day.number)) { $0.day(0) }
        }
    }

    private mutating func change(_ between: OfficePartner, _ body: (inout PartnerDay) throws -> Void) rethrows {
        try body(&figures[between, default: PartnerDay(partner: between.partner)])
    }

    /// Where the files of a row belong that begins with the header's office and the partner.
    private func office(of row: RawStatement) -> OfficePartner {
        let stated = OfficePartner(office: row.text(0), partner: row.text(1))
        if pairs.contains(stated) { return stated }
        let office = home[stated.partner] ?? (offices.contains(stated.office) ? stated.office : offices.min() ?? stated.office)
        return OfficePartner(office: office, partner: stated.partner)
    }
}
