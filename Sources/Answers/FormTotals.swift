// What a form, or a part of it, comes to.

import Contributions
import LedgerCore

/// A form's sums. Every addition is checked.
struct FormTotals: Equatable {
    private(set) var codes = 0
    /// TIEN_BHXH.
    private(set) var pension = Dong.zero
    /// TIEN_BHYT.
    private(set) var health = Dong.zero

    mutating func add(_ payment: RecordedPayment) throws {
        let amount = Dong(payment.amount)
        guard let sum = (payment.kind.isPension ? pension : health).adding(amount) else { throw Self.overflow }
        if payment.kind.isPension { pension = sum } else { health = sum }
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
