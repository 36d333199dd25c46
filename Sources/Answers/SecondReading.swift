// How a long report reads its payments in its own order: a first pass over the ledger noted their codes in a few bytes each, the
// second asks for one payment after the other. Whoever uses it compares the sums of both.

import Contributions
import LedgerCore

/// Payments that were seen once already, read again in the order of a report.
struct SecondReading {
    private let ledger: any Ledger
    private let codeText: CodeText

    init(_ ledger: any Ledger) {
        self.ledger = ledger
        codeText = CodeText(prefix: ledger.prefix)
    }

    /// Calls `body` with each payment, its place from 1 (STT) and its code's bytes; all are views. Throws a `LedgerFault` when one is gone.
    func forEach(_ codes: [Int64], _ body: (Int, UnsafeRawBufferPointer, RecordedPayment, PaymentFields) throws -> Void) throws {
        for (index, code) in codes.enumerated() {
            var trouble: (any Error)?
            let isThere = try ledger.payment(code) { payment in
                payment.text.fields { fields in
                    do { try body(index + 1, codeText.bytes(of: code), payment, fields) } catch { trouble = error }
                }
            }
            if let trouble { throw trouble }
            guard isThere else { throw LedgerFault(.invariant, "payment \(code) is gone between two readings") }
        }
    }
}
