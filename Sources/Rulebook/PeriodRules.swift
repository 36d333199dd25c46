public import Contributions

// TR03: the same person pays twice for the same time (rules.md section 6). The person is known by either number; IS is one
// product, BI and AR together are the other. The past and the file are looked through by whoever judges; here is what a
// payment pays for.

enum PeriodRules {
    static let all: [RecordRule] = [
        rule(.fromMonth, of: [.voluntary], reads: [.method, .months]),
        rule(.fromDay, of: [.household, .farming], reads: [.toDay]),
    ]

    private static func rule(_ subject: PaymentField, of kinds: [PaymentKind], reads: [PaymentField]) -> RecordRule {
        RecordRule(.TR03, subject, of: kinds, reads: FieldSet(reads + [.insuranceNumber, .personalNumber])) { _, history, _ in
            history.overlap != .none
        } details: { _, history, context in
            history.overlap.details(prefix: context.prefix)
        }
    }
}

extension PaymentRecord {
    /// The days that the payment pays for, both included; nil when its elements do not say. The period of IS runs from the first day
    /// of TU_THANG over SO_THANG months.
    public var period: (from: Day, to: Day)? {
        switch kind {
        case .voluntary:
            guard let month = fromMonth, months > 0, let from = month.firstDay else { return nil }
            return (from, month.advanced(by: months - 1).lastDay ?? Self.lastDayOfAll)
        case .household, .farming:
            guard let from = fromDay, let to = toDay, from <= to else { return nil }
            return (from, to)
        case nil: return nil
        }
    }

    /// 31 December 9999.
    private static let lastDayOfAll = Day(number: 2_932_896)
}
