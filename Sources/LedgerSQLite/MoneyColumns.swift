import Contributions
import GRDB
import LedgerCore

// Sums of money in the database. Its integers end at 63 bits, and its own sum() and + fail beyond them. So a column that holds a sum
// (Schema.sum) is an integer where that suffices, which is always but for what nobody has, and else the sum's digits as text; and
// sums are made by `money_sum`, a function of ours, which knows no end and answers in the same way. No row depends on it: keys, checks
// and triggers do without, so that any reader of SQLite can read a ledger.

enum MoneyColumns {
    /// The sum of a column's amounts and sums; 0 of none.
    static let sum = DatabaseFunction("money_sum", argumentCount: 1, pure: true, aggregate: Summing.self)

    private struct Summing: DatabaseAggregate {
        private var sum: MoneySum = 0

        mutating func step(_ values: [DatabaseValue]) throws {
            switch values[0].storage {
            case .int64(let amount): sum += MoneySum(amount)
            case .string(let digits): sum += try MoneyColumns.read(digits)
            case .null: break
            case .double, .blob: throw MoneyColumns.unreadable
            }
        }

        func finalize() throws -> (any DatabaseValueConvertible)? { Int64(exactly: sum) ?? String(sum) as any DatabaseValueConvertible }
    }

    fileprivate static func read(_ digits: String) throws -> MoneySum {
        guard let sum = MoneySum(digits) else { throw unreadable }
        return sum
    }

    private static let unreadable = LedgerFault(.corrupt, "a sum of money cannot be read")
}

extension RawStatement.Value {
    /// A sum as its column keeps it.
    static func money(_ sum: MoneySum) -> RawStatement.Value { Int64(exactly: sum).map { .integer($0) } ?? .text(String(sum)) }
}

extension RawStatement {
    /// A sum of money, or one amount.
    func money(_ column: Int32) throws -> MoneySum { isText(column) ? try MoneyColumns.read(text(column)) : MoneySum(integer(column)) }
}
