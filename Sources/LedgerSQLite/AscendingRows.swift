import GRDB

// A tree read in step with questions in ascending order. Where rows lie close together, stepping to the next is cheaper than
// looking anew from the tree's root; so a dense list of codes costs one pass, and a sparse one a look each.

final class AscendingRows {
    /// How many steps are tried before a new look.
    private static let stepsMax = 4

    let row: RawStatement
    private var isAtRow = false
    private var isAtEnd = false

    /// - Parameter sql: a query whose first column is its key, which has `WHERE key >= ?1 ORDER BY key`.
    init(_ database: Database, _ sql: String) throws {
        row = try RawStatement(database, sql)
    }

    /// Goes to the first row with that key or a higher one, not before the row at hand; true when it has that very key.
    func move(to key: Int64) throws -> Bool {
        guard !isAtEnd else { return false }
        if !isAtRow { try look(key) }
        var stepsLeft = Self.stepsMax
        while isAtRow, row.integer(0) < key {
            if stepsLeft == 0 { try look(key) } else { try advance() }
            stepsLeft -= 1
        }
        return isAtRow && row.integer(0) == key
    }

    /// Goes to the next row.
    func advance() throws { keep(try row.step()) }

    /// Stands at a row of that key.
    func isAt(_ key: Int64) -> Bool { isAtRow && row.integer(0) == key }

    private func look(_ key: Int64) throws {
        row.reset()
        try row.bind(key, at: 1)
        keep(try row.step())
    }

    private func keep(_ hasRow: Bool) {
        isAtRow = hasRow
        isAtEnd = !hasRow
    }
}
