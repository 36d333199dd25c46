import GRDB

// Inserts rows by the hundred thousand. One run of a prepared INSERT costs as much as writing its row, so most runs take
// `rowsPerRun` rows (measured: 16 to 32 halve the time, more gain nothing); the few that are left go one by one. Values
// are bound where they lie, so the caller announces how many rows will come while its memory stays where it is.

final class BulkInsert {
    static let rowsPerRun = 32

    private let database: Database
    private let table: String
    private let columns: Int32
    private let one: RawStatement
    /// Prepared when the first full run comes: small files never need it.
    private var prepared: RawStatement?
    /// The statement of a run of many; nil while rows go one by one.
    private var many: RawStatement?
    /// Rows announced and not ended.
    private var left = 0
    /// The row that is being bound, in a run of many.
    private var row: Int32 = 0

    /// - Parameter table: the table's name and its columns, as `INSERT INTO` takes them.
    init(_ database: Database, into table: String, columns: Int) throws {
        self.database = database
        self.table = table
        self.columns = Int32(columns)
        one = try RawStatement(database, "INSERT INTO \(table) VALUES \(Self.marks(columns))")
    }

    /// Exactly so many rows follow.
    func announce(rows: Int) throws {
        left = rows
        try startRun()
    }

    func bind(_ value: Int64, column: Int32) throws {
        try (many ?? one).bind(value, at: row * columns + column)
    }

    func bind(textInPlace bytes: UnsafeRawBufferPointer, column: Int32) throws {
        try (many ?? one).bind(textInPlace: bytes, at: row * columns + column)
    }

    /// Ends a row, and runs what is full.
    func endRow() throws {
        left -= 1
        guard let many else { return try one.run() }
        row += 1
        guard row == Self.rowsPerRun else { return }
        try many.run()
        try startRun()
    }

    private func startRun() throws {
        row = 0
        many = left < Self.rowsPerRun ? nil : try preparedMany()
    }

    private func preparedMany() throws -> RawStatement {
        if let prepared { return prepared }
        let rows = Array(repeating: Self.marks(Int(columns)), count: Self.rowsPerRun).joined(separator: ", ")
        let statement = try RawStatement(database, "INSERT INTO \(table) VALUES \(rows)")
        prepared = statement
        return statement
    }

    private static func marks(_ columns: Int) -> String { "(\(Array(repeating: "?", count: columns).joined(separator: ", ")))" }
}
