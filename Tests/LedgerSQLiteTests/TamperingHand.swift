import Contributions
import Foundation
import GRDB
import LedgerCore
import LedgerSQLite

// What a hand does that knows SQLite and means harm: it works on a copy of the ledger's file, with checks and foreign keys off,
// drops the triggers in its way and puts them back.

/// A row as it stands, and how to find it again.
struct TamperedRow: CustomStringConvertible {
    var values: [String: DatabaseValue]
    var condition: String
    var description: String { condition }
}

/// One value changed.
struct TamperedValue {
    var sql: String
    var shown: String
}

extension LedgerFolder {
    func tables() throws -> [String] {
        try stranger().read {
            try String.fetchAll(
                $0,
                sql:
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations' ORDER BY 1"
            )
        }
    }

    func rowCount(of table: String) throws -> Int {
        try stranger().read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    /// Those that are stored.
    func columns(of table: String) throws -> [String] {
        try stranger().read { try String.fetchAll($0, sql: "SELECT name FROM pragma_table_info('\(table)')") }
    }

    /// Three rows of each table are tampered with under `make crash`, else its last.
    static let isWhole = ProcessInfo.processInfo.environment["GIAONHAN_CRASH"] != nil

    /// At most three: the first, the last, and one between them.
    func rows(of table: String) throws -> [TamperedRow] {
        try stranger().read { database in
            let keys = try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('\(table)') WHERE pk > 0 ORDER BY pk")
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY \(keys.joined(separator: ", "))")
            let places = Set(Self.isWhole ? [0, rows.count / 2, rows.count - 1] : [rows.count - 1]).sorted()
            return places.map { place in
                let values = Dictionary(uniqueKeysWithValues: rows[place].map { ($0.0, $0.1) })
                let condition = keys.map { "\($0) = \(literal(values[$0]!))" }.joined(separator: " AND ")
                return TamperedRow(values: values, condition: condition)
            }
        }
    }

    func changes(of column: String, in table: String) throws -> [(TamperedRow, TamperedValue)] {
        try rows(of: table).flatMap { row in
            others(than: row.values[column]!).map { other in
                (
                    row,
                    TamperedValue(
                        sql: "UPDATE OR FAIL \(table) SET \(column) = \(other) WHERE \(row.condition)",
                        shown: "\(literal(row.values[column]!)) -> \(other)")
                )
            }
        }
    }

    /// A copy of the last row under another key; none where no other key can be.
    func addition(to table: String) throws -> [String] {
        let last = try rows(of: table).last!
        let keys = try stranger().read { try String.fetchAll($0, sql: "SELECT name FROM pragma_table_info('\(table)') WHERE pk > 0") }
        let unique: [String] =
            switch table {
            case "file": ["sequence", "event", "batch", "sha256"]
            case "payment", "receipt", "transaction_key": []
            case "artifact": ["name"]
            case "day_closing": ["event"]
            case "receipt_serial": ["serial"]
            case "partner": ["code"]
            case "cancellation", "taking_back", "credit", "registry_row": ["ordinal"]
            case "listing": ["file"]
            case "agreement": ["credit"]
            case "held_refusal": ["sequence"]
            case "report_owed": ["number"]
            default: []
            }
        guard !keys.contains("one") else { return [] }
        let key = keys.last { last.values[$0]?.storage.value is Int64 } ?? keys.last!
        let columns = try columns(of: table).sorted()
        let values = columns.map { column -> String in
            if column == key || unique.contains(column) { return another(last.values[column]!) }
            if table == "file", ["first_code", "last_code"].contains(column) { return another(last.values[column]!) }
            return literal(last.values[column]!)
        }
        return ["INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"]
    }

    private func literal(_ value: DatabaseValue) -> String { value.isNull ? "NULL" : value.sqlExpressionText }

    private func another(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .int64(let number): "\(number + 40)"
        case .string(let text): "'\(text.replacing("'", with: "''"))x'"
        case .blob(let bytes):
            "x'\(Data([bytes.first.map { $0 ^ 0x55 } ?? 1] + bytes.dropFirst()).map { String(format: "%02X", $0) }.joined())'"
        default: "NULL"
        }
    }

    /// One unit up, one byte of its eight; the last byte of a text; a byte of a blob.
    private func others(than value: DatabaseValue) -> [String] {
        switch value.storage {
        case .null: return ["1"]
        case .int64(let number): return number == 0 ? ["1"] : ["\(number + 1)", "\(number - 1)", "\(number ^ 1 << 40)"]
        case .string(let text):
            var bytes = Array(text.utf8)
            guard let last = bytes.last else { return ["'x'"] }
            bytes[bytes.count - 1] = last == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            let changed = last < 0x80 ? String(decoding: bytes, as: UTF8.self) : text + "1"
            return ["'\(changed.replacing("'", with: "''"))'"]
        case .blob(let data):
            return Set([0, data.count / 2, data.count - 1]).sorted().map { place in
                var bytes = Array(data)
                bytes[place] ^= 1
                return "x'\(bytes.map { String(format: "%02X", $0) }.joined())'"
            }
        case .double: return []
        }
    }

    /// What an audit tells of a copy on which these statements were run: kind, subject and what was found. A change that the database
    /// refuses even so is left out by saying so.
    func told(after statements: [String] = [], restoringTriggers: Bool = true) throws -> [String] {
        let copy = try LedgerFolder()
        try FileManager.default.copyItem(atPath: database, toPath: copy.database)
        let hand = try copy.stranger()
        do {
            try hand.writeWithoutTransaction { database in
                let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
                if restoringTriggers { for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") } }
                try database.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
                for sql in statements { try database.execute(sql: sql) }
                try database.execute(sql: "PRAGMA writable_schema = OFF")
                if restoringTriggers { for trigger in triggers { try database.execute(sql: trigger["sql"] as String) } }
            }
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
            || error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY || error.extendedResultCode == .SQLITE_CONSTRAINT_NOTNULL
            || error.extendedResultCode == .SQLITE_CONSTRAINT_ROWID || error.extendedResultCode == .SQLITE_CONSTRAINT_DATATYPE
        {
            return ["refused"]
        }
        try hand.close()
        var told: [String] = []
        do {
            try copy.open(readOnly: true).audit({ _, _ in }) { told.append("\($0.kind.rawValue) \($0.subject) \($0.found)") }
        } catch let fault as LedgerFault {
            guard fault.kind == .notAGiaonhanLedger || fault.kind == .corrupt else { throw fault }
            told.append("not opened")
        }
        return told
    }

    /// True when a sentence names the row: its file, code, day, event or key, or the table itself.
    func names(_ row: TamperedRow, of table: String, _ told: [String]) -> Bool {
        if told == ["refused"] || told == ["not opened"] { return true }
        var names = [table]
        func integer(_ column: String) -> Int64? { row.values[column].flatMap { Int64.fromDatabaseValue($0) } }
        func intake(_ day: Int64, _ sequence: Int64) -> String { "\(IntakeNumber(day: Day(number: Int32(day)), sequence: Int(sequence)))" }
        func intake(ofFile id: Int64) -> String? {
            try? stranger().read { try Row.fetchOne($0, sql: "SELECT claim_day, sequence FROM file WHERE id = ?", arguments: [id]) }
                .map { intake($0["claim_day"], $0["sequence"]) }
        }
        if let file = integer(table == "file" ? "id" : "file"), let intake = intake(ofFile: file) { names.append(intake) }
        if let listing = integer(table == "listing" ? "id" : "listing"),
            let file = try? stranger().read({ try Int64.fetchOne($0, sql: "SELECT file FROM listing WHERE id = ?", arguments: [listing]) }),
            let intake = intake(ofFile: file)
        {
            names.append(intake)
        }
        if let day = integer("claim_day"), let sequence = integer("sequence") { names.append(intake(day, sequence)) }
        for column in ["code", "last_code"] {
            if let code = integer(column) { names.append(ConfirmationCode(prefix: "POS", number: code).description) }
        }
        if let day = integer("day") { names.append(Day(number: Int32(day)).description) }
        for column in ["event", "number"] { if let event = integer(column) { names.append("event \(event)") } }
        for column in ["name", "collector", "serial"] {
            if let text = row.values[column].flatMap({ String.fromDatabaseValue($0) }) { names.append(text) }
        }
        if table == "event", let number = integer("number") {
            // It is told by what it is about.
            let subject = try? stranger().read {
                try String.fetchOne($0, sql: "SELECT name FROM artifact WHERE event = ?1", arguments: [number])
                    ?? Int64.fetchOne($0, sql: "SELECT id FROM file WHERE event = ?1", arguments: [number]).flatMap { intake(ofFile: $0) }
                    ?? Int64.fetchOne($0, sql: "SELECT day FROM day_closing WHERE event = ?1", arguments: [number]).map {
                        Day(number: Int32($0)).description
                    }
                    ?? Row.fetchOne($0, sql: "SELECT claim_day, sequence FROM held_refusal WHERE event = ?1", arguments: [number]).map {
                        intake($0["claim_day"], $0["sequence"])
                    }
            }
            if let subject { names.append(subject) }
        }
        // A tally's difference is told by its owner.
        if table == "owner_tally", let owner = row.values["owner"].flatMap({ String.fromDatabaseValue($0) }) {
            names.append("conservation \(owner)")
        }
        // Without the day up to which they are tallied, no collector's month is right.
        if table == "collector_tally" { names.append("collector NVT") }
        if table.hasPrefix("key_") { names += ["runs key_", "people POS"] }
        return told.contains { sentence in names.contains { sentence.contains($0) } }
    }
}

extension DatabaseValue {
    /// As a statement writes it.
    fileprivate var sqlExpressionText: String {
        switch storage {
        case .null: "NULL"
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): "'\(text.replacing("'", with: "''"))'"
        case .blob(let data): "x'\(data.map { String(format: "%02X", $0) }.joined())'"
        }
    }
}
