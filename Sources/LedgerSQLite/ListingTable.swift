import Contributions
import GRDB
import LedgerCore

// Listings and credits as their tables hold them. What was written stays; only the day on which one ended is set, once. They
// are asked for at each entry of a statement, so the connection keeps their statements.

enum ListingTable {
    /// The newest listing of that partner under that number, as it is now.
    static func newest(of partner: String, transfer: String, _ database: Database) throws -> Listing? {
        let statement = try RawStatement(
            database,
            """
            SELECT l.id, f.claim_day, f.sequence, l.office, l.transferred_on, l.codes, l.total, l.day,
                EXISTS (SELECT 1 FROM taking_back WHERE listing = l.id), EXISTS (SELECT 1 FROM agreement WHERE listing = l.id)
            FROM listing AS l JOIN file AS f ON f.id = l.file WHERE l.partner = ? AND l.transfer = ? ORDER BY l.id DESC LIMIT 1
            """)
        return try statement.first(.text(partner), .text(transfer)) { row in
            Listing(
                id: row.integer(0), intake: IntakeNumber(day: row.day(1), sequence: Int(row.integer(2))),
                partner: partner, office: row.text(3), transfer: transfer, transferredOn: row.day(4),
                codes: Int(row.integer(5)), total: row.integer(6), recordedOn: row.day(7),
                state: row.integer(8) != 0 ? .takenBack : row.integer(9) != 0 ? .credited : .stands)
        }
    }

    /// The day from which that number is free, since its listings were taken back.
    static func freed(_ partner: String, transfer: String, _ database: Database) throws -> Day {
        let last = try RawStatement(database, "SELECT max(ended_on) FROM listing WHERE partner = ? AND transfer = ?")
            .first(.text(partner), .text(transfer)) { $0.isNull(0) ? Int32.min : Int32($0.integer(0)) }
        return Day(number: last ?? .min)
    }

    static func insert(_ listing: Listing, file: Int64, _ database: Database) throws {
        try RawStatement(
            database,
            """
            INSERT INTO listing (id, file, partner, office, transfer, transferred_on, codes, total, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(listing.id), .integer(file), .text(listing.partner), .text(listing.office), .text(listing.transfer),
            .day(listing.transferredOn.number), .count(listing.codes), .integer(listing.total), .day(listing.recordedOn.number))
    }

    private static let entryRows = BulkTarget("listing_entry (listing, ordinal, code)", columns: 3)
    private static let codeRows = BulkTarget("listed_code (code, listing)", columns: 2)

    /// Each tree is filled in its own order.
    static func insert(
        entries: [Int64], sorted: [Int64], parts: [(file: Int64, codes: Int)], listing: Int64, _ database: Database
    ) throws {
        let inOrder = BulkInsert(database, entryRows)
        try inOrder.announce(rows: entries.count)
        for (place, code) in entries.enumerated() {
            try inOrder.bind(listing, column: 1)
            try inOrder.bind(Int64(place + 1), column: 2)
            try inOrder.bind(code, column: 3)
            try inOrder.endRow()
        }
        let byCode = BulkInsert(database, codeRows)
        try byCode.announce(rows: sorted.count)
        for code in sorted {
            try byCode.bind(code, column: 1)
            try byCode.bind(listing, column: 2)
            try byCode.endRow()
        }
        let part = try RawStatement(database, "INSERT INTO listing_part (listing, file, codes) VALUES (?, ?, ?)")
        for (file, codes) in parts { try part.run(.integer(listing), .integer(file), .count(codes)) }
    }

    static func end(_ listing: Int64, on day: Int32, _ database: Database) throws {
        try RawStatement(database, "UPDATE listing SET ended_on = ? WHERE id = ?").run(.day(day), .integer(listing))
    }
}

enum CreditTable {
    /// The newest content under that number and partner, as it is now.
    static func newest(to partner: String, transfer: String, _ database: Database) throws -> Credit? {
        let statement = try RawStatement(
            database,
            """
            SELECT c.id, c.credited_on, c.amount, c.remark, c.office, f.claim_day, f.sequence, c.ordinal, c.day,
                EXISTS (SELECT 1 FROM agreement WHERE credit = c.id)
            FROM credit AS c JOIN file AS f ON f.id = c.file WHERE c.partner = ? AND c.transfer = ? ORDER BY c.id DESC LIMIT 1
            """)
        return try statement.first(.text(partner), .text(transfer)) { row in
            Credit(
                id: row.integer(0),
                entry: CreditEntry(
                    transfer: transfer, creditedOn: row.day(1), amount: row.integer(2), partner: partner,
                    remark: row.text(3)),
                office: row.text(4),
                place: EntryPlace(
                    intake: IntakeNumber(day: row.day(5), sequence: Int(row.integer(6))),
                    ordinal: Int(row.integer(7))),
                recordedOn: row.day(8), agrees: row.integer(9) != 0)
        }
    }

    static func insert(_ credit: Credit, file: Int64, _ database: Database) throws {
        let entry = credit.entry
        try RawStatement(
            database,
            """
            INSERT INTO credit (id, file, ordinal, partner, transfer, credited_on, amount, remark, office, day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(credit.id), .integer(file), .count(credit.place.ordinal), .text(entry.partner), .text(entry.transfer),
            .day(entry.creditedOn.number), .integer(entry.amount), .text(entry.remark), .text(credit.office),
            .day(credit.recordedOn.number))
    }

    static func insertEntry(_ entry: NewCredit, credit: Int64, file: Int64, _ database: Database) throws {
        try RawStatement(
            database, "INSERT INTO statement_entry (file, ordinal, credit, state, was_on_record) VALUES (?, ?, ?, ?, ?)"
        )
        .run(
            .integer(file), .count(entry.ordinal), .integer(credit), .text(entry.state.rawValue), .count(entry.wasOnRecord ? 1 : 0))
    }

    static func end(_ credit: Int64, on day: Int32, _ database: Database) throws {
        try RawStatement(database, "UPDATE credit SET ended_on = ? WHERE id = ?").run(.day(day), .integer(credit))
    }
}
