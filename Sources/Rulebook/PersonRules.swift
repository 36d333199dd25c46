import Contributions

// NT: who the participant is (rules.md section 4). Since 1 August 2025 the SO_DDCN stands for the person (Công văn
// 1804/BHXH-QLT); before, MA_SO_BHXH did. Whether two numbers are one person's is known from DS_NGUOI, from what is on record
// and from earlier records of the file: whoever judges asks there and puts the answer into the history.

enum PersonRules {
    static let all: [RecordRule] = [
        RecordRule(.NT01, .personalNumber, reads: FieldSet(.paidOn)) { record, _, _ in
            guard let paid = record.paidOn, paid >= personalNumberDay else { return false }
            return !record.given.contains(.personalNumber)
        } details: { record, _, _ in
            [record.paidOn?.forPeople ?? ""]
        },
        RecordRule(.NT01, .insuranceNumber, reads: FieldSet(.paidOn)) { record, _, _ in
            guard let paid = record.paidOn, paid < personalNumberDay else { return false }
            return !record.given.contains(.insuranceNumber)
        } details: { record, _, _ in
            [record.paidOn?.forPeople ?? ""]
        },
        RecordRule(.NT02, .personalNumber, reads: FieldSet(.birthDate, .sex)) { record, _, _ in
            record.given.contains(.personalNumber) && disagreement(record) != nil
        } details: { record, _, _ in
            disagreement(record) ?? []
        },
        RecordRule(.NT03, .birthDate, of: [.voluntary], reads: FieldSet(.paidOn)) { record, _, _ in
            guard let paid = record.paidOn, let from = firstDay(record) else { return false }
            return paid < from
        } details: { record, _, _ in
            [firstDay(record)?.forPeople ?? ""]
        },
        RecordRule(.NT04, .insuranceNumber, reads: FieldSet(.personalNumber)) { record, history, context in
            history.otherPerson != .none || isDenied(record, context)
        } details: { record, history, context in
            isDenied(record, context) ? ["registry"] : history.otherPerson.details(prefix: context.prefix)
        },
    ]

    /// From this NGAY_NOP_TIEN on SO_DDCN must be given.
    static let personalNumberDay: Day = {
        guard let day = Day(yyyyMMdd: 20_250_801) else { preconditionFailure("1 August 2025 is a day") }
        return day
    }()

    /// The age from which voluntary BHXH is open.
    private static let voluntaryAge = 15

    private static func firstDay(_ record: PaymentRecord) -> Day? { record.birth?.anniversary(voluntaryAge) }

    /// DS_NGUOI says that the two numbers are not one person's.
    private static func isDenied(_ record: PaymentRecord, _ context: RuleContext) -> Bool {
        guard !context.registry.people.isEmpty, record.insuranceNumber != .none, record.personalNumber != .none else { return false }
        return context.registry.people.denies(record.insuranceNumber, record.personalNumber)
    }

    /// Where SO_DDCN disagrees with the sex and the year of birth, and what would agree; nil when it agrees. Of its twelve digits
    /// the fourth is the century's and sex's (0 and 1 for 19xx, male and female), the fifth and sixth are the year's.
    private static func disagreement(_ record: PaymentRecord) -> [String]? {
        let number = record[.personalNumber]
        let birth = record[.birthDate]
        let century = Int(birth[0] &- 48) * 10 + Int(birth[1] &- 48)
        let digit = (century - 19) * 2 + Int(record[.sex][0] &- 49)
        guard century >= 19, digit <= 9 else { return ["digit", ""] }
        if Int(number[3]) != digit + 48 { return ["digit", String(digit)] }
        if number[4] != birth[2] || number[5] != birth[3] {
            return ["year", String(decoding: UnsafeBufferPointer(rebasing: birth[2..<4]), as: UTF8.self)]
        }
        return nil
    }
}
