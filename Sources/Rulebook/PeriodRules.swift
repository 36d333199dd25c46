import Contributions

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
    /// The days that the payment pays for, both included; nil when an element that says so has failed. The period of IS runs from
    /// the first day of TU_THANG over SO_THANG months.
    public var period: (from: Day, to: Day)? {
        guard let kind else { return nil }
        switch kind {
        case .voluntary:
            guard isSound(.fromMonth), isSound(.months), months > 0, let month = fromMonth, let from = month.firstDay else { return nil }
            return (from, month.advanced(by: months - 1).lastDay ?? Self.lastDayOfAll)
        case .household, .farming:
            guard isSound(.fromDay), isSound(.toDay), let from = fromDay, let to = toDay, from <= to else { return nil }
            return (from, to)
        }
    }

    private static let lastDayOfAll = Day(number: 2_932_896)  // 31 December 9999
}
