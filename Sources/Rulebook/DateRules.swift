import Contributions

// NG: dates (rules.md section 4). NG01 is a date or month that does not exist; the others hold dates against each other. A date
// that is not given is not asked about. Which payments may still be made for which month follows Law 41/2024/QH15, article
// 36.3; until when a card runs, the law on health insurance, article 16.

enum DateRules {
    static let all: [RecordRule] =
        unreal + [
            RecordRule(.NG02, .paidOn) { record, _, context in
                (record.paidOn ?? context.received) > context.received
            } details: { _, _, context in
                [context.received.forPeople]
            },
            RecordRule(.NG03, .paidOn) { record, _, context in
                guard let paid = record.paidOn, let limit = record.tariff?.value(.HAN_NHAN) else { return false }
                return Decimal(context.received - paid) > limit
            } details: { record, _, context in
                [record.tariff?.value(.HAN_NHAN)?.description ?? "", context.received.forPeople]
            },
            RecordRule(.NG04, .toDay, reads: FieldSet(.fromDay, .months)) { record, _, _ in
                guard let from = record.fromDay, let to = record.toDay else { return false }
                return lastDay(from, record.months) != to
            } details: { record, _, _ in
                [record.fromDay.flatMap { lastDay($0, record.months) }?.description ?? "", String(record.months)]
            },
            RecordRule(.NG05, .fromDay, reads: FieldSet(.paidOn)) { record, _, _ in
                guard let from = record.fromDay, let paid = record.paidOn else { return false }
                return from < paid
            } details: { record, _, _ in
                [record.paidOn?.forPeople ?? ""]
            },
            RecordRule(.NG06, .fromMonth, of: [.voluntary], reads: FieldSet(.paidOn, .plan, .method)) { record, _, _ in
                guard let last = lastMonth(of: record), let paid = record.paidOn else { return false }
                return paid.month > last
            } details: { record, _, _ in
                [record.text(.method), lastMonth(of: record)?.forPeople ?? "", record.paidOn?.forPeople ?? ""]
            },
            RecordRule(.NG07, .birthDate, reads: FieldSet(.paidOn)) { record, _, _ in
                guard let birth = record.birth, let paid = record.paidOn else { return false }
                return birth > paid || isTooLongAgo(birth, paid)
            } details: { record, _, _ in
                guard let birth = record.birth, let paid = record.paidOn else { return [] }
                return [birth > paid ? "after" : "tooLongAgo", paid.forPeople]
            },
        ]

    private static let unreal: [RecordRule] = [
        RecordRule(.NG01, .birthDate) { record, _, _ in record.birth == nil },
        RecordRule(.NG01, .fromMonth) { record, _, _ in record.given.contains(.fromMonth) && record.fromMonth == nil },
        RecordRule(.NG01, .fromDay) { record, _, _ in record.given.contains(.fromDay) && record.fromDay == nil },
        RecordRule(.NG01, .toDay) { record, _, _ in record.given.contains(.toDay) && record.toDay == nil },
        RecordRule(.NG01, .paidOn) { record, _, _ in record.paidOn == nil },
    ]

    /// SO_THANG months from that day on, the last day included.
    private static func lastDay(_ from: Day, _ months: Int) -> Day? {
        // From the first of a month it is the last of one, also at the calendar's end.
        if from.parts.day == 1 { return from.month.advanced(by: months - 1).lastDay }
        return from.advanced(byMonths: months)?.advanced(by: -1)
    }

    /// The last month in which the payment may still be made; nil when its plan or method knows none.
    private static func lastMonth(of record: PaymentRecord) -> Month? {
        guard let from = record.fromMonth, let plan = record.plan, [.new, .continued, .resumed].contains(plan) else { return nil }
        switch record.method {
        case .monthly: return from
        case .quarterly: return from.advanced(by: 2)
        case .halfYearly: return from.advanced(by: 3)
        case .yearly: return from.advanced(by: 6)
        case .yearsAhead, .missingMonths, nil: return nil
        }
    }

    private static let yearsMax = 130

    private static func isTooLongAgo(_ birth: Day, _ paid: Day) -> Bool {
        // No calendar is asked for the ordinary ages.
        guard paid - birth > yearsMax * 365 else { return false }
        return birth.anniversary(yearsMax).map { $0 < paid } ?? false
    }
}
