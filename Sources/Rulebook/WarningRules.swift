import Contributions

// CB: what a sender should know of a payment that is good (rules.md section 7). CB03, "on record already", is found by section
// 6's rules. The calls to enter payments at once and not to win over each other's participants are Công văn 2381/BHXH-TST; a
// first card's thirty days are the law on health insurance, article 16.

enum WarningRules {
    static let all: [RecordRule] = [
        RecordRule(.CB01, .paidOn) { record, _, context in
            guard let paid = record.paidOn, let limit = record.tariff?.value(.HAN_CAP_NHAT) else { return false }
            return Decimal(context.received - paid) > limit
        } details: { record, _, context in
            [record.paidOn.map { String(context.received - $0) } ?? "", record.tariff?.shown(.HAN_CAP_NHAT) ?? ""]
        },
        RecordRule(.CB02, .plan, reads: FieldSet(.kind, .insuranceNumber, .personalNumber)) { record, history, _ in
            history.wasLastWithAnother && (record.plan == .renewal || record.plan == .continued)
        },
        RecordRule(
            .CB04, .personOrder, of: [.household], reads: FieldSet(.household, .paidOn, .insuranceNumber, .personalNumber)
        ) { record, history, _ in
            history.isPlaceTaken && (1...4).contains(record.personOrder)
        } details: { record, _, _ in
            [record.text(.household), record.paidOn.map { String($0.parts.year) } ?? ""]
        },
        TariffRule(
            .CB05, .statePart, of: .voluntary, reads: MoneyRules.supportReads, parameters: MoneyRules.supportParameters
        ) { record, tariff in
            // Where the state pays nothing at all, nothing is as good for all months.
            MoneyRules.supportedMonths(record, tariff).map { $0 < record.months } ?? false
        } details: { record, tariff in
            [MoneyRules.supportedMonths(record, tariff).map { String($0) } ?? "", String(record.months)]
        }.rule,
        RecordRule(.CB06, .fromDay, of: [.household, .farming], reads: FieldSet(.plan, .paidOn)) { record, _, _ in
            guard record.plan == .new, let from = record.fromDay, let paid = record.paidOn else { return false }
            return from < firstCardDay(paid)
        } details: { record, _, _ in
            guard let paid = record.paidOn else { return [] }
            return [firstCardDay(paid).forPeople, paid.forPeople]
        },
    ]

    /// The first day of a first card.
    private static func firstCardDay(_ paid: Day) -> Day { paid.advanced(by: 30) }
}
