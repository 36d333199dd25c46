public import Contributions
public import LedgerCore

// A payment on record as people ask about it: its text kept, and where it was recorded.

public struct KnownPayment: Sendable {
    public let code: ConfirmationCode
    public let place: EntryPlace
    public let partner: String
    public let recordedOn: Day
    public let paidOn: Day
    private let fields: [String]

    /// The element's text as sent; empty when not given.
    public subscript(field: PaymentField) -> String { fields[field.rawValue] }

    /// The fields that were given, in the order of KHOAN_THU.
    public var given: [PaymentField] { PaymentField.allCases.filter { !self[$0].isEmpty } }

    /// The payment with that running number; nil when there is none.
    static func find(_ number: Int64, in ledger: any Ledger) throws(LedgerFault) -> KnownPayment? {
        guard let place = try ledger.place(of: number) else { return nil }
        var known: KnownPayment?
        let prefix = ledger.prefix
        _ = try ledger.payment(number) { payment in
            known = KnownPayment(
                code: ConfirmationCode(prefix: prefix, number: number), place: place, partner: payment.partner,
                recordedOn: payment.recordedOn, paidOn: payment.paidOn, fields: PaymentField.allCases.map { payment.text.text(of: $0) })
        }
        return known
    }
}
