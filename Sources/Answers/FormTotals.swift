// What a form of payments, or a part of it, comes to.

import Contributions
import LedgerCore

/// A form's sums.
struct FormTotals: Equatable {
    private(set) var codes = 0
    /// TIEN_BHXH.
    private(set) var pension: MoneySum = 0
    /// TIEN_BHYT.
    private(set) var health: MoneySum = 0

    /// TONG_TIEN.
    var money: MoneySum { pension + health }

    mutating func add(_ payment: RecordedPayment) { add(payment.amount, isPension: payment.kind.isPension) }

    mutating func add(_ amount: Int64, isPension: Bool) {
        if isPension { pension += MoneySum(amount) } else { health += MoneySum(amount) }
        codes += 1
    }

    mutating func add(_ part: FormTotals) {
        pension += part.pension
        health += part.health
        codes += part.codes
    }
}
