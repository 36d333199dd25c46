import Contributions
import ExchangeFormat

// BG: one record's format (rules.md section 3). BG02 is found while reading and stands in the chunk; here are BG01, BG03 and
// BG04, decided for all thirty elements in one walk, and the values that later rules read.

struct FormatRules: Sendable {
    private let formats: [FieldFormat] = PaymentField.allCases.map { $0.shape.format }
    /// What every record gives.
    private let required = FieldSet(PaymentField.allCases.filter { $0.shape.isRequired })
    /// What only some LOAI_HINH give, and must give: BI alone, IS alone, BI and AR.
    private let householdOnly = FieldSet([.household, .personOrder])
    private let voluntaryOnly = FieldSet([.supportGroup, .method, .income, .fromMonth])
    private let healthOnly = FieldSet([.fromDay, .toDay])

    /// Marks the elements that fail and decodes the rest; true when nothing failed.
    func judge(_ record: inout PaymentRecord, findings: ((Finding) -> Void)?) -> Bool {
        let malformed = lookAtValues(of: &record)
        let missing = required.subtracting(record.given)
        record.failed = missing.union(malformed)
        if let findings, !record.failed.isEmpty {
            for field in missing.fields { findings(Finding(.BG01, subject: field.element)) }
            for field in malformed.fields { findings(Finding(.BG03, subject: field.element, value: record.text(field))) }
        }
        decode(&record)
        judgeByKind(&record, findings: findings)
        record.malformed = record.failed
        return record.failed.isEmpty
    }

    /// Notes which elements are given; the ones outside their format.
    private func lookAtValues(of record: inout PaymentRecord) -> FieldSet {
        var given: UInt32 = 0
        var malformed: UInt32 = 0
        let (arena, offsets) = (record.arena, record.offsets)
        formats.withUnsafeBufferPointer { formats in
            var bit: UInt32 = 1
            var start = offsets[0]
            for index in 0..<PaymentField.count {
                let next = offsets[index + 1]
                // The value, without the separator behind it.
                if next &- start > 1 {
                    given |= bit
                    let value = UnsafeBufferPointer(start: arena + Int(start), count: Int(next &- start &- 1))
                    if !formats[index].accepts(value) { malformed |= bit }
                }
                bit <<= 1
                start = next
            }
        }
        record.given = FieldSet(rawValue: given)
        return FieldSet(rawValue: malformed)
    }

    private func decode(_ record: inout PaymentRecord) {
        let sound = record.given.subtracting(record.failed)
        if sound.contains(.kind) {
            let bytes = record[.kind]
            record.kind = PaymentKind(bytes: bytes[0], bytes[1])
        }
        if sound.contains(.plan) {
            let bytes = record[.plan]
            record.plan = PaymentPlan(bytes: bytes[0], bytes[1])
        }
        if sound.contains(.amount) { record.amount = record.number(.amount) }
        if sound.contains(.months) { record.months = Int(record.number(.months)) }
        if sound.contains(.paidOn) { record.paidOn = Day(yyyyMMdd: Int(record.number(.paidOn))) }
        if sound.contains(.birthDate) {
            let value = Int(record.number(.birthDate))
            record.birth = Day(yyyyMMdd: record[.birthDate].count == 4 ? value * 10_000 + 101 : value)
        }
        if sound.contains(.fromDay) { record.fromDay = Day(yyyyMMdd: Int(record.number(.fromDay))) }
        if sound.contains(.toDay) { record.toDay = Day(yyyyMMdd: Int(record.number(.toDay))) }
        if sound.contains(.personOrder) { record.personOrder = Int(record.number(.personOrder)) }
        guard !sound.isDisjoint(with: voluntaryOnly) else { return }
        if sound.contains(.fromMonth) { record.fromMonth = Month(yyyyMM: Int(record.number(.fromMonth))) }
        if sound.contains(.method) { record.method = PaymentMethod(bytes: record[.method]) }
        if sound.contains(.supportGroup) { record.support = StateSupport(bytes: record[.supportGroup]) }
    }

    /// BG04: reads LOAI_HINH.
    private func judgeByKind(_ record: inout PaymentRecord, findings: ((Finding) -> Void)?) {
        guard let kind = record.kind else { return }
        let due: FieldSet =
            switch kind {
            case .household: householdOnly.union(healthOnly)
            case .farming: healthOnly
            case .voluntary: voluntaryOnly
            }
        let byKind = householdOnly.union(voluntaryOnly).union(healthOnly)
        // Of these elements exactly the due ones are given.
        let wrong = record.given.intersection(byKind).symmetricDifference(due).subtracting(record.failed)
        guard !wrong.isEmpty else { return }
        if let findings {
            for field in wrong.fields {
                findings(
                    Finding(
                        .BG04, subject: field.element, value: record.text(field),
                        details: [due.contains(field) ? "missing" : "present", record.text(.kind)]))
            }
        }
        record.failed.formUnion(wrong)
    }
}
