import GRDB
import LedgerCore

// Inserts rows by the hundred thousand, or by the twenty. One run of a prepared INSERT costs as much as writing its row, so a run takes
// `rowsPerRun` rows (measured: 16 to 32 halve the time, more gain nothing), and those that are left go by half as many, a quarter
// and so on: twenty rows are two runs. Values are bound where they lie, so the caller announces how many rows will come while its
// memory stays where it is.

/// A table that takes rows in bulk, and its statements' texts, which are made once.
struct BulkTarget: Sendable {
    fileprivate let columns: Int32
    /// Of 1, 2, 4 rows and so on.
    fileprivate let texts: [String]

    /// - Parameter table: the table's name and its columns, as `INSERT INTO` takes them.
    init(_ table: String, columns: Int) {
        self.columns = Int32(columns)
        let row = "(\(Array(repeating: "?", count: columns).joined(separator: ", ")))"
        texts = (0...BulkInsert.rowsPerRun.trailingZeroBitCount).map { power in
            "INSERT INTO \(table) VALUES \(Array(repeating: row, count: 1 << power).joined(separator: ", "))"
        }
    }
}

final class BulkInsert {
    static let rowsPerRun = 32

    private let database: Database
    private let target: BulkTarget
    /// The statements for 1, 2, 4 rows and so on; prepared when the first run of so many comes.
    private var statements: [RawStatement?]
    /// The statement of the run at hand, and how many rows it takes.
    private var statement: RawStatement?
    private var rows: Int32 = 0
    /// The row of it that is being bound.
    private var row: Int32 = 0
    /// Rows announced and not ended.
    private var left = 0

    init(_ database: Database, _ target: BulkTarget) {
        self.database = database
        self.target = target
        statements = Array(repeating: nil, count: target.texts.count)
    }

    /// Exactly so many rows follow.
    func announce(rows: Int) throws {
        left = rows
        try startRun()
    }

    func bind(_ value: Int64, column: Int32) throws {
        try atHand().bind(value, at: row * target.columns + column)
    }

    func bind(textInPlace bytes: UnsafeRawBufferPointer, column: Int32) throws {
        try atHand().bind(textInPlace: bytes, at: row * target.columns + column)
    }

    /// Ends a row, and runs what is full.
    func endRow() throws {
        left -= 1
        row += 1
        guard row == rows else { return }
        try atHand().run()
        try startRun()
    }

    private func atHand() throws -> RawStatement {
        guard let statement else { throw LedgerFault(.invariant, "a row comes that was not announced") }
        return statement
    }

    private func startRun() throws {
        row = 0
        guard left > 0 else { return statement = nil }
        let power = min(Int.bitWidth - 1 - left.leadingZeroBitCount, statements.count - 1)
        rows = 1 << Int32(power)
        let next = try statements[power] ?? RawStatement(database, target.texts[power])
        statements[power] = next
        statement = next
    }
}
