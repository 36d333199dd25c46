import Contributions
import GRDB
import LedgerCore

// Where codes stand at the end of a day, asked in ascending order: one pass along the cancellations and the listed codes,
// and each listing is read once. A code can have been in several listings; at most one of them stands at a time.

/// What a code's state needs to know of a listing.
final class ListingFacts {
    let day: Int32
    let takenBackOn: Int32
    let agreedOn: Int32
    let transfer: String
    let intake: IntakeNumber

    fileprivate init(_ row: RawStatement) {
        day = Int32(clamping: row.integer(0))
        takenBackOn = Int32(clamping: row.integer(1))
        agreedOn = Int32(clamping: row.integer(2))
        transfer = row.text(3)
        intake = IntakeNumber(day: row.day(4), sequence: Int(row.integer(5)))
    }
}

final class CodeStates {
    /// The end of all that is posted.
    static let now = Day(number: Schema.never - 1)

    /// The latest day on which a listing of the code asked about last was taken back; `.min` when none was.
    private(set) var freedOn = Int32.min
    private let day: Int32
    private let cancelled: AscendingRows
    private let listed: AscendingRows
    private let listing: RawStatement
    private var facts: [Int64: ListingFacts] = [:]

    init(asOf day: Day, _ database: Database) throws {
        self.day = day.number
        cancelled = try AscendingRows(database, "SELECT code, day FROM cancellation WHERE code >= ?1 ORDER BY code")
        listed = try AscendingRows(database, "SELECT code, listing FROM listed_code WHERE code >= ?1 ORDER BY code, listing")
        listing = try RawStatement(
            database,
            """
            SELECT l.day, coalesce(t.day, \(Schema.never)), coalesce(a.day, \(Schema.never)), l.transfer, f.claim_day, f.sequence
            FROM listing AS l JOIN file AS f ON f.id = l.file LEFT JOIN taking_back AS t ON t.listing = l.id
            LEFT JOIN agreement AS a ON a.listing = l.id WHERE l.id = ?
            """)
    }

    /// The state of a code that is on record; the next question is about a later one.
    func state(of code: Int64) throws -> (state: CodeState, listing: ListingFacts?) {
        freedOn = .min
        if try cancelled.move(to: code), cancelled.row.integer(1) <= day { return (.cancelled, nil) }
        guard try listed.move(to: code) else { return (.recorded, nil) }
        var standing: ListingFacts?
        while listed.isAt(code) {
            let facts = try facts(of: listed.row.integer(1))
            if facts.takenBackOn <= day {
                freedOn = max(freedOn, facts.takenBackOn)
            } else if facts.day <= day {
                standing = facts
            }
            try listed.advance()
        }
        guard let standing else { return (.recorded, nil) }
        return (standing.agreedOn <= day ? .remitted : .listed, standing)
    }

    private func facts(of id: Int64) throws -> ListingFacts {
        if let known = facts[id] { return known }
        guard let found = try listing.first(.integer(id), body: ListingFacts.init) else {
            throw LedgerFault(.corrupt, "listing \(id) is missing")
        }
        facts[id] = found
        return found
    }
}

/// Codes with their payments' amounts, files and states, as they stand now; asked in ascending order.
final class CodeStandings {
    /// The file of the payment found last.
    private(set) var file: Int64 = 0
    /// The first day on which the code found last was as it is: recorded, and free again.
    private(set) var knownOn = Day(number: 0)
    private var partner = ""
    private var office = ""
    private var recordedOn = Day(number: 0)
    private var codes: ClosedRange<Int64>?
    private let states: CodeStates
    private let payments: AscendingRows
    private let fileOf: RawStatement

    init(_ database: Database) throws {
        states = try CodeStates(asOf: CodeStates.now, database)
        payments = try AscendingRows(database, "SELECT code, amount, file FROM payment WHERE code >= ?1 ORDER BY code")
        fileOf = try RawStatement(database, "SELECT owner, office, recorded_on, first_code, last_code FROM file WHERE id = ?")
    }

    /// Nil when that code is not on record.
    func standing(of code: Int64) throws -> CodeStanding? {
        guard try payments.move(to: code) else { return nil }
        if codes?.contains(code) != true { try openFile(payments.row.integer(2)) }
        let (state, listing) = try states.state(of: code)
        knownOn = max(recordedOn, Day(number: states.freedOn))
        return CodeStanding(
            code: code, partner: partner, office: office, amount: payments.row.integer(1), recordedOn: recordedOn, state: state,
            listedUnder: listing?.transfer, listedBy: listing?.intake)
    }

    private func openFile(_ id: Int64) throws {
        file = id
        try fileOf.rows(.integer(id)) { row in
            (partner, office) = (row.text(0), row.text(1))
            recordedOn = row.day(2)
            codes = row.integer(3) <= row.integer(4) ? row.integer(3)...row.integer(4) : nil
        }
    }
}
