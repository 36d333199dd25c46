// What a form of payments, or a part of it, comes to.

import Contributions
import LedgerCore

/// A form's sums. Every addition is checked.
struct FormTotals: Equatable {
    private(set) var codes = 0
    /// TIEN_BHXH.
    private(set) var pension = Dong.zero
    /// TIEN_BHYT.
    private(set) var health = Dong.zero

    mutating func add(_ payment: RecordedPayment) throws { try add(payment.amount, isPension: payment.kind.isPension) }

    mutating func add(_ amount: Int64, isPension: Bool) throws {
        guard let sum = (isPension ? pension : health).adding(Dong(amount)) else { throw Self.overflow }
        if isPension { pension = sum } else { health = sum }
        codes += 1
    }

    mutating func add(_ part: FormTotals) throws {
        guard let pension = pension.adding(part.pension), let health = health.adding(part.health) else { throw Self.overflow }
        self.pension = pension
        self.health = health
        codes += part.codes
    }

    /// TONG_TIEN.
    func money() throws -> Dong {
        guard let sum = pension.adding(health) else { throw Self.overflow }
        return sum
    }

    private static var overflow: LedgerFault { LedgerFault(.invariant, "the sum of a form does not fit 63 bits") }
}
