import Contributions

// NG: dates (rules.md section 4). Here: NG01, a date or month that does not exist. A date that is not given is not asked.

enum DateRules {
    static let all: [RecordRule] = [
        RecordRule(.NG01, .birthDate) { record, _, _ in
            let value = Int(record.number(.birthDate))
            return record[.birthDate].count == 4 ? value == 0 : Day(yyyyMMdd: value) == nil
        },
        RecordRule(.NG01, .fromMonth) { record, _, _ in
            record.given.contains(.fromMonth) && Month(yyyyMM: Int(record.number(.fromMonth))) == nil
        },
        realDay(.fromDay),
        realDay(.toDay),
        RecordRule(.NG01, .paidOn) { record, _, _ in record.paidOn == nil },
    ]

    private static func realDay(_ field: PaymentField) -> RecordRule {
        RecordRule(.NG01, field) { record, _, _ in
            record.given.contains(field) && Day(yyyyMMdd: Int(record.number(field))) == nil
        }
    }
}
