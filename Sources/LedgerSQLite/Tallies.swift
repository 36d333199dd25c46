public import Contributions
import GRDB
public import LedgerCore

// What each owner's postings wrote, kept as running sums: each posting counts its rows as it writes them and adds the count here, in its
// own transaction. `tallies` sums what the files' verdicts say instead (Figures.swift), so `status` can hold the two against each
// other at the cost of a row an owner; the audit makes these sums once more from the rows. Money is kept as text, in decimals: a
// sender may refuse himself more đồng than 63 bits hold.

enum TallyTable {
    /// Adds a posting to its owner's sums.
    /// - Parameter written: what its rows came to.
    static func add(_ posting: FilePosting, written: Counts, _ database: Database) throws {
        var tally = try read(database, "WHERE owner = ?", [.text(posting.owner.description)]).first ?? WrittenTally(owner: posting.owner)
        tally.add(posting, written)
        let statement = try RawStatement(
            database,
            """
            INSERT INTO owner_tally
                (owner, files, quarantined, found, recorded, on_record, refused, recorded_money, on_record_money, refused_money)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET files = excluded.files, quarantined = excluded.quarantined, found = excluded.found,
                recorded = excluded.recorded, on_record = excluded.on_record, refused = excluded.refused,
                recorded_money = excluded.recorded_money, on_record_money = excluded.on_record_money, refused_money = excluded.refused_money
            """)
        try statement.run([
            .text(tally.owner.description), .count(tally.files), .count(tally.quarantined), .count(tally.found), .count(tally.recorded),
            .count(tally.onRecord), .count(tally.refused), .text("\(tally.recordedMoney)"), .text("\(tally.onRecordMoney)"),
            .text("\(tally.refusedMoney)"),
        ])
    }

    /// All owners' sums, sorted.
    static func all(_ database: Database) throws -> [WrittenTally] {
        try read(database, "", []).sorted { $0.owner < $1.owner }
    }

    private static func read(_ database: Database, _ condition: String, _ values: [RawStatement.Value]) throws -> [WrittenTally] {
        let statement = try RawStatement(
            database,
            """
            SELECT owner, files, quarantined, found, recorded, on_record, refused, recorded_money, on_record_money, refused_money
            FROM owner_tally \(condition)
            """)
        var tallies: [WrittenTally] = []
        try statement.rows(values) { row in
            guard let owner = Owner(row.text(0)), let recorded = Int128(row.text(7)), let onRecord = Int128(row.text(8)),
                let refused = Int128(row.text(9))
            else { throw LedgerFault(.corrupt, "a row of owner_tally cannot be read") }
            var tally = WrittenTally(owner: owner)
            (tally.files, tally.quarantined) = (Int(row.integer(1)), Int(row.integer(2)))
            (tally.found, tally.recorded) = (Int(row.integer(3)), Int(row.integer(4)))
            (tally.onRecord, tally.refused) = (Int(row.integer(5)), Int(row.integer(6)))
            (tally.recordedMoney, tally.onRecordMoney, tally.refusedMoney) = (recorded, onRecord, refused)
            tallies.append(tally)
        }
        return tallies
    }
}

extension WrittenTally {
    /// For people who look for a difference.
    var figures: String {
        "\(files) \(quarantined): \(found) = \(recorded) + \(onRecord) + \(refused); \(recordedMoney) + \(onRecordMoney) + \(refusedMoney)"
    }

    mutating func add(_ posting: FilePosting, _ written: Counts) {
        files += 1
        if posting.outcome == .quarantined { quarantined += 1 }
        found += written.found
        recorded += written.recorded
        onRecord += written.onRecord
        refused += written.refused
        // Listings and statements tell of the same money once more.
        if posting.document == .remittanceListing || posting.document == .bankStatement { return }
        recordedMoney += Int128(written.recordedMoney)
        onRecordMoney += Int128(written.onRecordMoney)
        refusedMoney += Int128(written.refusedMoney)
    }
}

extension SQLiteLedger {
    public func conservation() throws(LedgerFault) -> (verdicts: [OwnerTally], written: [WrittenTally]) {
        try LedgerFault.translating { try readingOneState { (try tallies(), try TallyTable.all($0)) } }
    }

    public func missingIntakes(since day: Day) throws(LedgerFault) -> [IntakeNumber] {
        try reading { database in
            var missing: [IntakeNumber] = []
            let statement = try RawStatement(
                database, "SELECT claim_day, sequence FROM file WHERE claim_day >= ? ORDER BY claim_day, sequence")
            var last = IntakeNumber(day: day, sequence: 0)
            try statement.rows(.day(day.number)) { row in
                let intake = row.intake(0)
                let first = intake.day == last.day ? last.sequence + 1 : 1
                for sequence in first..<max(first, intake.sequence) where missing.count < Self.missingMax {
                    missing.append(IntakeNumber(day: intake.day, sequence: sequence))
                }
                last = intake
            }
            return missing
        }
    }

    /// So many are told; a claim in work/ is among them until it is posted.
    private static let missingMax = 10_000
}
