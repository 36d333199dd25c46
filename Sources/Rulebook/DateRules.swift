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
        RecordRule(.NG01, .fromDay) { record, _, _ in isUnreal(record, .fromDay) },
        RecordRule(.NG01, .toDay) { record, _, _ in isUnreal(record, .toDay) },
        RecordRule(.NG01, .paidOn) { record, _, _ in record.paidOn == nil },
    ]

    private static func isUnreal(_ record: PaymentRecord, _ field: PaymentField) -> Bool {
        record.given.contains(field) && Day(yyyyMMdd: Int(record.number(field))) == nil
    }
}
