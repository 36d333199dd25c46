public import Contributions
import GRDB
public import LedgerCore

// What people ask about one key. A MA_GIAO_DICH is looked up partner by partner, a receipt by its key; names, digests, batch
// numbers and refused keys are found by reading their table once: it is done now and then, and an index would be paid
// for with every posting.

extension SQLiteLedger {
    /// So many files are held in memory between two looks.
    private static let filesInPage = 200

    public func files(_ question: FileQuestion, _ body: (FileRecord) throws -> Void) throws {
        let (condition, values) = try reading { try Self.condition(of: question, $0) }
        var last: Int64 = 0
        while true {
            let page = try reading { database in
                try FileTable.all(
                    database, where: "id > ? AND \(condition) ORDER BY id LIMIT \(Self.filesInPage)", [.integer(last)] + values)
            }
            for file in page { try body(file) }
            guard page.count == Self.filesInPage, let newest = page.last?.id else { return }
            last = newest
        }
    }

    private static func condition(of question: FileQuestion, _ database: Database) throws -> (String, [RawStatement.Value]) {
        switch question {
        case .all: ("1", [])
        case .named(let name): ("shown_name = ?", [.text(name)])
        case .sha256(let digest): ("sha256 = ?", [.bytes(digest)])
        case .batch(let batch): ("batch = ?", [.text(batch)])
        case .replays(let first): ("replay_of = ?", [try FileTable.id(database, of: first).map { .integer($0) } ?? .null])
        case .sinceLastAnswer: ("id >= coalesce((SELECT max(file) FROM artifact WHERE file IS NOT NULL), 0)", [])
        }
    }

    public func codes(_ question: PaymentQuestion) throws(LedgerFault) -> [Int64] {
        try reading { database in
            var codes: [Int64] = []
            switch question {
            case .transaction(let key):
                let found = try RawStatement(
                    database, "SELECT k.code FROM partner AS p JOIN transaction_key AS k ON k.partner_id = p.id AND k.key = ?")
                try found.rows(.text(key)) { codes.append($0.integer(0)) }
            case .receipt(let serial, let number):
                let id = try RawStatement(database, "SELECT id FROM receipt_serial WHERE serial = ?").first(.text(serial)) { $0.integer(0) }
                guard let id else { return [] }
                try RawStatement(database, "SELECT code FROM receipt WHERE key = ?").rows(
                    .integer(ReceiptKey(serial: id, number: number, record: 0).key)
                ) { codes.append($0.integer(0)) }
            }
            return codes.sorted()
        }
    }

    public func place(of code: Int64) throws(LedgerFault) -> EntryPlace? {
        try reading { database in
            try RawStatement(
                database, "SELECT f.claim_day, f.sequence, p.ordinal FROM payment AS p JOIN file AS f ON f.id = p.file WHERE p.code = ?"
            ).first(.integer(code)) { Self.place($0) }
        }
    }

    public func warnings(at place: EntryPlace) throws(LedgerFault) -> [Finding] {
        try reading { database in
            guard let file = try FileTable.id(database, of: place.intake) else { return [] }
            var findings: [Finding] = []
            try RawStatement(database, "SELECT finding FROM warning WHERE file = ? AND ordinal = ? ORDER BY place").rows(
                .integer(file), .count(place.ordinal)
            ) { findings += try FindingText.read($0.bytes(0)) }
            return findings
        }
    }

    public func resendings(of code: Int64) throws(LedgerFault) -> [EntryPlace] {
        try reading { database in
            var places: [EntryPlace] = []
            try RawStatement(
                database,
                """
                SELECT f.claim_day, f.sequence, o.ordinal FROM on_record AS o JOIN file AS f ON f.id = o.file
                WHERE o.code = ? ORDER BY o.file, o.ordinal
                """
            ).rows(.integer(code)) { places.append(Self.place($0)) }
            return places
        }
    }

    public func refusals(under key: String, _ body: (_ file: IntakeNumber, _ refusal: Refusal) throws -> Void) throws {
        try readingOut { database in
            try RawStatement(
                database,
                """
                SELECT f.claim_day, f.sequence, r.ordinal, r.line, r.findings, r.section FROM refusal AS r JOIN file AS f ON f.id = r.file
                WHERE r.key = ? ORDER BY r.file, r.ordinal
                """
            ).rows(.text(key)) { row in
                let place = Self.place(row)
                try body(
                    place.intake,
                    Refusal(
                        ordinal: place.ordinal, line: Int(row.integer(3)), section: UInt8(truncatingIfNeeded: row.integer(5)), key: key,
                        findings: try FindingText.read(row.bytes(4))))
            }
        }
    }

    /// Of a row that begins with day of claim, sequence, STT.
    private static func place(_ row: RawStatement) -> EntryPlace {
        EntryPlace(
            intake: row.intake(0), ordinal: Int(row.integer(2)))
    }
}

extension FileTable {
    static func id(_ database: Database, of intake: IntakeNumber) throws -> Int64? {
        try RawStatement(database, "SELECT id FROM file WHERE claim_day = ? AND sequence = ?")
            .first(.day(intake.day.number), .count(intake.sequence)) { $0.integer(0) }
    }
}
