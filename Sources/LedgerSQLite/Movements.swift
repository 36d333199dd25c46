import Contributions
import GRDB
import LedgerCore

// What a DIEU_CHINH, BANG_KE_NOP or SAO_KE changes, written inside the posting transaction, part after part as it comes. Rules judged it
// before; here every precondition is looked up again, and what does not hold undoes the file: a cancelled code is recorded and its sender's, a
// listing that is taken back stands and is not credited, a listing's codes are recorded, its sender's and its office's and
// sum to its total, and a credit has the state that its answer will say.

final class MovementWriter {
    private let file: FileRecord
    private let database: Database
    /// Entries written, and the money of them.
    private(set) var recorded = 0
    private(set) var onRecord = 0
    private(set) var recordedMoney: MoneySum = 0
    private(set) var onRecordMoney: MoneySum = 0
    /// STT of the entry written last: the digest goes by it.
    private var lastOrdinal = 0
    /// The next credit's number; nil until there is one.
    private var nextCredit: Int64?

    init(_ file: FileRecord, _ database: Database) { (self.file, self.database) = (file, database) }

    var hasWritten: Bool { recorded + onRecord > 0 }

    func write(_ movements: Movements, digest: inout MovementDigest) throws {
        if let document = movements.document, document != file.posting.document {
            throw invariant("movements of a \(document.rawValue)")
        }
        switch movements {
        case .none: break
        case .adjustment(let cancelled, let takenBack):
            try cancel(cancelled, &digest)
            try takeBack(takenBack, &digest)
        case .listing(let listing): try list(listing, &digest)
        case .statement(let credits): try credit(credits, &digest)
        }
    }

    private func invariant(_ message: String) -> LedgerFault { LedgerFault(.invariant, "\(file.posting.intake): \(message)") }

    /// Notes that an entry comes, in file order.
    private func take(_ ordinal: Int) throws {
        guard ordinal > lastOrdinal else { throw invariant("entry \(ordinal) comes after entry \(lastOrdinal)") }
        lastOrdinal = ordinal
    }

    /// The partner whose codes, listings and credits the file may change.
    private var partner: String { file.posting.owner.partnerCode ?? file.posting.header.partner }

    // MARK: DIEU_CHINH

    private func cancel(_ cancellations: [NewCancellation], _ digest: inout MovementDigest) throws {
        guard !cancellations.isEmpty else { return }
        let payment = try RawStatement(
            database,
            """
            SELECT f.owner, max(f.recorded_on, coalesce((
                SELECT max(t.day) FROM listed_code AS c JOIN taking_back AS t ON t.listing = c.listing WHERE c.code = p.code), f.recorded_on))
            FROM payment AS p JOIN file AS f ON f.id = p.file WHERE p.code = ?
            """)
        let insert = try RawStatement(
            database, "INSERT INTO cancellation (code, file, ordinal, day, reason) VALUES (?, ?, ?, ?, ?)")
        let open = try RawStatement(
            database,
            """
            UPDATE file_open SET open = open - 1, changed_on = max(changed_on, ?1)
            WHERE file = (SELECT file FROM payment WHERE code = ?2)
            """)
        for cancellation in cancellations {
            try take(cancellation.ordinal)
            let knownOn = try payment.first(.integer(cancellation.code)) { $0.text(0) == partner ? Int32($0.integer(1)) : nil }
            guard let knownOn = knownOn ?? nil else {
                throw invariant("code \(cancellation.code) is not on record for \(partner)")
            }
            let day = max(file.recordedOn.number, knownOn)
            try insert.run(
                .integer(cancellation.code), .integer(file.id), .count(cancellation.ordinal), .day(day), .text(cancellation.reason))
            try open.run(.day(day), .integer(cancellation.code))
            digest.addCancellation(ordinal: cancellation.ordinal, code: cancellation.code, day: day, reason: cancellation.reason)
            recorded += 1
        }
    }

    private func takeBack(_ takings: [NewTakingBack], _ digest: inout MovementDigest) throws {
        guard !takings.isEmpty else { return }
        let insert = try RawStatement(
            database, "INSERT INTO taking_back (listing, file, ordinal, day, reason) VALUES (?, ?, ?, ?, ?)")
        for taking in takings {
            try take(taking.ordinal)
            guard let listing = try ListingTable.newest(of: partner, transfer: taking.transfer, database), listing.id == taking.listing,
                listing.state == .stands
            else { throw invariant("listing \(taking.listing) is not one of \(partner) that stands and is not credited") }
            let day = max(file.recordedOn.number, listing.recordedOn.number)
            try insert.run(.integer(listing.id), .integer(file.id), .count(taking.ordinal), .day(day), .text(taking.reason))
            try ListingTable.end(listing.id, on: day, database)
            digest.addTakingBack(ordinal: taking.ordinal, listing: listing.id, day: day, reason: taking.reason)
            recorded += 1
        }
    }

    // MARK: BANG_KE_NOP

    private func list(_ new: NewListing, _ digest: inout MovementDigest) throws {
        let id = try (RawStatement(database, "SELECT max(id) FROM listing").first { $0.integer(0) } ?? 0) + 1
        let sorted = new.codes.sorted()
        let (parts, knownOn) = try examine(sorted, of: new)
        let listing = Listing(
            id: id, intake: file.posting.intake, partner: partner, office: file.posting.header.office, transfer: new.transfer,
            transferredOn: new.transferredOn, codes: sorted.count, total: new.total,
            recordedOn: max(knownOn, try ListingTable.freed(partner, transfer: new.transfer, database)),
            state: .stands)
        try ListingTable.insert(listing, file: file.id, database)
        try ListingTable.insert(entries: new.codes, sorted: sorted, parts: parts, listing: id, database)
        digest.addListing(listing, codes: new.codes)
        recorded += new.codes.count
        recordedMoney += MoneySum(new.total)
        if let credit = try CreditTable.newest(to: partner, transfer: new.transfer, database), !credit.agrees,
            credit.entry.amount == new.total
        {
            try agree(listing, credit, &digest)
        }
    }

    /// Checks every code, and says how many each file recorded, and the first day on which all of them were free.
    private func examine(_ sorted: [Int64], of listing: NewListing) throws -> (parts: [(file: Int64, codes: Int)], knownOn: Day) {
        let standings = try CodeStandings(database)
        let office = file.posting.header.office
        var parts: [(file: Int64, codes: Int)] = []
        var knownOn = file.recordedOn
        var total: MoneySum = 0
        var previous: Int64 = 0
        for code in sorted {
            guard code > previous, let standing = try standings.standing(of: code), standing.state == .recorded,
                standing.partner == partner, standing.office == office
            else { throw invariant("code \(code) cannot be listed, or is listed twice") }
            previous = code
            total += MoneySum(standing.amount)
            knownOn = max(knownOn, standings.knownOn)
            if parts.last?.file == standings.file { parts[parts.count - 1].codes += 1 } else { parts.append((standings.file, 1)) }
        }
        guard total == listing.total else { throw invariant("the codes' money is \(total), listed is \(listing.total)") }
        return (parts, knownOn)
    }

    // MARK: SAO_KE

    private func credit(_ entries: [NewCredit], _ digest: inout MovementDigest) throws {
        var next = try nextCredit ?? (RawStatement(database, "SELECT max(id) FROM credit").first { $0.integer(0) } ?? 0) + 1
        defer { nextCredit = next }
        for entry in entries {
            try take(entry.ordinal)
            let known = try CreditTable.newest(to: entry.entry.partner, transfer: entry.entry.transfer, database)
            let listing = try ListingTable.newest(of: entry.entry.partner, transfer: entry.entry.transfer, database)
            let state = CreditState(of: entry.entry, known: known, listing: listing)
            guard entry.state == state, entry.wasOnRecord == (known?.entry == entry.entry) else {
                throw invariant("credit \(entry.ordinal) is \(state.rawValue), stated was \(entry.state.rawValue)")
            }
            if let known, entry.wasOnRecord {
                try CreditTable.insertEntry(entry, credit: known.id, file: file.id, database)
                digest.addStatementEntry(entry, credit: known.id, day: nil)
                onRecord += 1
                onRecordMoney += MoneySum(entry.entry.amount)
                continue
            }
            guard known?.agrees != true else { throw invariant("credit \(entry.ordinal) agreed with a listing under another content") }
            let day = max(file.recordedOn, known?.recordedOn ?? file.recordedOn)
            if let known { try CreditTable.end(known.id, on: day.number, database) }
            let credit = Credit(
                id: next, entry: entry.entry, office: file.posting.header.office,
                place: EntryPlace(intake: file.posting.intake, ordinal: entry.ordinal), recordedOn: day, agrees: false)
            next += 1
            try CreditTable.insert(credit, file: file.id, database)
            try CreditTable.insertEntry(entry, credit: credit.id, file: file.id, database)
            digest.addStatementEntry(entry, credit: credit.id, day: day)
            recorded += 1
            recordedMoney += MoneySum(entry.entry.amount)
            if state == .agrees, let listing { try agree(listing, credit, &digest) }
        }
    }

    // MARK: agreement

    /// The listing's codes are remitted with the credit, from the first day that knows both.
    private func agree(_ listing: Listing, _ credit: Credit, _ digest: inout MovementDigest) throws {
        let day = max(listing.recordedOn, credit.recordedOn).number
        try RawStatement(database, "INSERT INTO agreement (listing, credit, file, day) VALUES (?, ?, ?, ?)")
            .run(.integer(listing.id), .integer(credit.id), .integer(file.id), .day(day))
        try ListingTable.end(listing.id, on: day, database)
        try CreditTable.end(credit.id, on: day, database)
        try RawStatement(
            database,
            """
            UPDATE file_open SET open = open - p.codes, changed_on = max(changed_on, ?1)
            FROM listing_part AS p WHERE p.listing = ?2 AND file_open.file = p.file
            """
        ).run(.day(day), .integer(listing.id))
        digest.addAgreement(listing: listing.id, credit: credit.id, day: day)
    }
}

extension CreditState {
    /// What becomes of a credit beside what is on record under its number: `known`, its newest content, and the newest listing.
    init(of entry: CreditEntry, known: Credit?, listing: Listing?) {
        if let known, known.agrees, known.entry == entry {
            self = .agrees
        } else if let listing, listing.state == .stands {
            self = listing.total == entry.amount ? .agrees : .disagrees
        } else {
            self = .waits
        }
    }
}

extension Movements {
    /// The document that brings such movements.
    var document: DocumentKind? {
        switch self {
        case .none: nil
        case .adjustment: .adjustment
        case .listing: .remittanceListing
        case .statement: .bankStatement
        }
    }
}
