import Contributions
import GRDB
import GRDBSQLite
import Synchronization

// One prepared statement as the C library runs it: values are bound where they lie and rows are read where SQLite holds
// them, so that a payment costs no String and no allocation. The only user of sqlite3_* calls. Texts carry their length,
// so that no byte ends them early. Whatever is read is valid until the next step. A statement is prepared once a connection
// and lent out: a small file runs some forty of them, and preparing one costs more than running it.

final class RawStatement {
    private let statement: Statement
    private let handle: SQLiteStatement

    /// A value for the writes that are not hot.
    enum Value {
        case integer(Int64)
        case text(String)
        case bytes([UInt8])
        case null

        static func day(_ number: Int32) -> Value { .integer(Int64(number)) }
        static func count(_ number: Int) -> Value { .integer(Int64(number)) }
    }

    /// Borrows the connection's statement of that text, or prepares another while that one is lent.
    init(_ database: Database, _ sql: String) throws {
        let kept = try database.cachedStatement(sql: sql)
        let place = UInt(bitPattern: kept.sqliteStatement)
        statement = Self.lent.withLock({ $0.insert(place).inserted }) ? kept : try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
        isLent = statement === kept
    }

    deinit {
        guard isLent else { return }
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        let place = UInt(bitPattern: handle)
        Self.lent.withLock { _ = $0.remove(place) }
    }

    private let isLent: Bool
    /// The connections' own statements that somebody uses now.
    private static let lent = Mutex<Set<UInt>>([])

    // MARK: binding, positions from 1

    func bind(_ value: Int64, at position: Int32) throws {
        try check(sqlite3_bind_int64(handle, position, value))
    }

    /// Binds bytes as text without a copy: they must stay where they are until the statement has run.
    func bind(textInPlace bytes: UnsafeRawBufferPointer, at position: Int32) throws {
        // A text without an address would be bound as NULL.
        guard let start = bytes.baseAddress else { return try check(sqlite3_bind_text(handle, position, "", 0, Self.copied)) }
        try check(sqlite3_bind_text(handle, position, start.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil))
    }

    /// Binds bytes, of which there are some, as a blob without a copy: they must stay where they are until the statement has run.
    func bind(blobInPlace bytes: UnsafeRawBufferPointer, at position: Int32) throws {
        try check(sqlite3_bind_blob(handle, position, bytes.baseAddress, Int32(bytes.count), nil))
    }

    func bind(_ value: Value, at position: Int32) throws {
        switch value {
        case .integer(let number): try bind(number, at: position)
        case .null: try check(sqlite3_bind_null(handle, position))
        case .text(var text):
            try check(
                text.withUTF8 { utf8 in
                    utf8.isEmpty
                        ? sqlite3_bind_text(handle, position, "", 0, Self.copied)
                        : utf8.withMemoryRebound(to: CChar.self) {
                            sqlite3_bind_text(handle, position, $0.baseAddress, Int32($0.count), Self.copied)
                        }
                })
        case .bytes(let bytes):
            try check(
                bytes.withUnsafeBytes {
                    $0.isEmpty
                        ? sqlite3_bind_zeroblob(handle, position, 0)
                        : sqlite3_bind_blob(handle, position, $0.baseAddress, Int32($0.count), Self.copied)
                })
        }
    }

    // MARK: running

    /// Goes to the next row; false when there is none.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Ends a run, and keeps what is bound.
    func reset() {
        // It repeats the last step's failure, which was thrown then.
        _ = sqlite3_reset(handle)
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        defer { reset() }
        _ = try step()
    }

    func run(_ values: Value...) throws { try run(values) }

    func run(_ values: [Value]) throws {
        try bindAll(values)
        try run()
    }

    /// Calls `body` at each row. This statement stays alive, and so does what `body` reads of it.
    func rows(_ values: Value..., body: (RawStatement) throws -> Void) throws { try rows(values, body: body) }

    func rows(_ values: [Value], body: (RawStatement) throws -> Void) throws {
        try bindAll(values)
        defer { reset() }
        while try step() { try body(self) }
    }

    /// What `body` makes of the first row; nil when there is none.
    func first<Result>(_ values: Value..., body: (RawStatement) throws -> Result) throws -> Result? { try first(values, body: body) }

    func first<Result>(_ values: [Value], body: (RawStatement) throws -> Result) throws -> Result? {
        try bindAll(values)
        defer { reset() }
        return try step() ? body(self) : nil
    }

    private func bindAll(_ values: [Value]) throws {
        for (place, value) in values.enumerated() { try bind(value, at: Int32(place + 1)) }
    }

    // MARK: reading, columns from 0

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func isText(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_TEXT }

    /// A text's or blob's bytes, where SQLite holds them.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }

    /// A number beyond any day, as only damage leaves it, is the last one there is.
    func day(_ column: Int32) -> Day { Day(number: Int32(clamping: integer(column))) }

    /// Of two columns that begin here: the day of claim, the sequence.
    func intake(_ column: Int32) -> IntakeNumber { IntakeNumber(day: day(column), sequence: Int(integer(column + 1))) }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
    func array(_ column: Int32) -> [UInt8] { Array(bytes(column)) }

    // MARK: trouble

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Names the statement, never its values.
    private func failure(_ code: Int32) -> DatabaseError {
        let message = sqlite3_errmsg(sqlite3_db_handle(handle)).map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }

    /// SQLITE_TRANSIENT: SQLite makes its own copy. Swift cannot import the macro.
    private nonisolated(unsafe) static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

/// What only the C interface has.
extension Database {
    /// Runs `body`, and calls `tell` now and then meanwhile, however long one statement takes.
    func telling<Result>(_ tell: @escaping () -> Void, _ body: () throws -> Result) rethrows -> Result {
        let teller = Teller(tell)
        sqlite3_progress_handler(
            sqliteConnection, 1_000_000,
            { context in
                if let context { Unmanaged<Teller>.fromOpaque(context).takeUnretainedValue().tell() }
                return 0
            }, Unmanaged.passUnretained(teller).toOpaque())
        defer { withExtendedLifetime(teller) { sqlite3_progress_handler(sqliteConnection, 0, nil, nil) } }
        return try body()
    }

    /// Keeps the -wal and -shm files when the last connection closes, so that a reader beside the daemon never has to make them.
    /// https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html#sqlitefcntlpersistwal
    func keepWriteAheadLogFiles() throws {
        var on: Int32 = 1
        let code = sqlite3_file_control(sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &on)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}

private final class Teller {
    let tell: () -> Void
    init(_ tell: @escaping () -> Void) { self.tell = tell }
}
