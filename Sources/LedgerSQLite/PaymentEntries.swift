import Contributions
import LedgerCore

// What a recorded payment says about people and households, read from its text alone: the entries that its posting put into
// the runs. An audit reckons them here once more, by itself, and takes nothing from the rules that judged the payment.

enum PaymentEntries {
    /// 31 December 9999: where a period ends that goes on beyond it.
    private static let lastDayOfAll = Day(number: 2_932_896)

    /// Calls `body` with each entry; at most two for people and one for a household.
    static func each(
        of fields: PaymentFields, code: Int64, partner: Int64, _ body: (KeyFamily, RunEntry) throws -> Void
    ) rethrows {
        let insurance = fields.number(.insuranceNumber).map { PersonNumber(insurance: Int64($0)) } ?? .none
        let personal = fields.number(.personalNumber).map { PersonNumber(personal: Int64($0)) } ?? .none
        guard insurance != .none || personal != .none else { return }
        let kindBytes = fields[.kind]
        let kind = kindBytes.count == 2 ? PaymentKind(bytes: kindBytes[0], kindBytes[1]) : nil
        let reference = UInt32(truncatingIfNeeded: code)
        let period = period(of: fields, kind)
        for (number, other) in [(insurance, personal), (personal, insurance)] where number != .none {
            var entry = PersonEntry(
                number, reference: reference, other: other, isPension: kind == .voluntary,
                isMissingMonths: kind == .voluntary && isMissingMonths(fields[.method]), from: period.from, to: period.to)
            entry.partner = UInt32(truncatingIfNeeded: partner)
            try body(.people, entry.entry)
        }
        if kind == .household, let entry = household(of: fields, reference, insurance, personal) { try body(.households, entry) }
    }

    /// The days that are paid for; (0, -1), which meets nothing, when the text does not say.
    private static func period(of fields: PaymentFields, _ kind: PaymentKind?) -> (from: Day, to: Day) {
        switch kind {
        case .voluntary:
            guard let month = fields.number(.fromMonth).flatMap(Month.init(yyyyMM:)), let from = month.firstDay,
                let months = fields.number(.months), months > 0
            else { break }
            return (from, months <= 200_000 ? month.advanced(by: months - 1).lastDay ?? lastDayOfAll : lastDayOfAll)
        case .household, .farming:
            guard let from = day(fields, .fromDay), let to = day(fields, .toDay), from <= to else { break }
            return (from, to)
        case nil: break
        }
        return (Day(number: 0), Day(number: -1))
    }

    private static func household(
        of fields: PaymentFields, _ reference: UInt32, _ insurance: PersonNumber, _ personal: PersonNumber
    ) -> RunEntry? {
        let code = fields[.household]
        guard let order = fields.number(.personOrder), (1...4).contains(order), (1...20).contains(code.count),
            code.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }), let paidOn = day(fields, .paidOn)
        else { return nil }
        return HouseholdEntry(
            code: code.bindMemory(to: UInt8.self), year: paidOn.parts.year, order: order, reference: reference, insurance: insurance,
            personal: personal
        ).entry
    }

    private static func day(_ fields: PaymentFields, _ field: PaymentField) -> Day? { fields.number(field).flatMap(Day.init(yyyyMMdd:)) }

    private static func isMissingMonths(_ method: UnsafeRawBufferPointer) -> Bool {
        PaymentMethod(bytes: method.bindMemory(to: UInt8.self)) == .missingMonths
    }
}
