import Contributions

// DM: collectors and collection points against the registry, and BL: receipts against their books and the ledger
// (rules.md section 5). The day asked about is NGAY_NOP_TIEN.

/// What the registry says of a collector or a point on a day.
enum RegistryAnswer: Equatable {
    case unknown
    case notInForce
    /// In force, and another partner's.
    case anothers
    /// In force and this partner's: its number in the registry.
    case own(Int)

    var isInForce: Bool { self != .unknown && self != .notInForce }

    /// The details of DM01 and DM03.
    func details(_ day: Day?) -> [String] { [self == .unknown ? "unknown" : "notInForce"] + RegistryRules.details(day) }
}

enum RegistryRules {
    static let all: [RecordRule] = [
        RecordRule(.DM01, .collector, reads: FieldSet(.paidOn), needsRegistry: true) { record, _, context in
            record.collector = context.registry.collector(record[.collector], on: record.paidOn!, of: context.partner)
            return !record.collector.isInForce
        } details: { record, _, _ in
            record.collector.details(record.paidOn)
        },
        RecordRule(.DM02, .collector, reads: FieldSet(.paidOn), needsRegistry: true) { record, _, _ in
            record.collector == .anothers
        } details: { record, _, _ in
            details(record.paidOn)
        },
        RecordRule(.DM03, .point, reads: FieldSet(.paidOn), needsRegistry: true) { record, _, context in
            record.point = context.registry.point(record[.point], on: record.paidOn!, of: context.partner)
            return !record.point.isInForce
        } details: { record, _, _ in
            record.point.details(record.paidOn)
        },
        RecordRule(.DM04, .point, reads: FieldSet(.paidOn), needsRegistry: true) { record, _, _ in
            record.point == .anothers
        } details: { record, _, _ in
            details(record.paidOn)
        },
        RecordRule(.DM05, .point, reads: FieldSet(.paidOn), needsRegistry: true) { record, _, context in
            // Without a MA_CQ_BHXH (LO01) there is no contract to ask.
            guard !context.office.isEmpty, case .own(let point) = record.point, let day = record.paidOn else { return false }
            return !context.registry.covers(point: point, contract: context.contract, on: day)
        } details: { record, _, context in
            guard case .own(let point) = record.point, let day = record.paidOn else { return [] }
            return context.registry.whyNotCovered(point: point, contract: context.contract, on: day) + [context.office] + details(day)
        },
    ]

    fileprivate static func details(_ day: Day?) -> [String] { [day?.forPeople ?? ""] }
}

enum ReceiptRules {
    static let all: [RecordRule] = [
        RecordRule(.BL01, .receiptNumber, reads: FieldSet(.collector, .receiptSerial, .paidOn), needsRegistry: true) { record, _, context in
            guard case .own(let collector) = record.collector, let serial = context.registry.serialNumber(record[.receiptSerial])
            else { return true }
            return !context.registry.books.isHeld(Int32(record.receiptNumber), ofSerial: serial, by: collector, on: record.paidOn!)
        } details: { record, _, _ in
            [record.text(.receiptSerial), record.text(.collector), record.paidOn?.forPeople ?? ""]
        },
        RecordRule(.BL02, .receiptNumber, reads: FieldSet(.receiptSerial)) { _, history, _ in
            history.usedReceipt != .none
        } details: { _, history, context in
            history.usedReceipt.details(prefix: context.prefix)
        },
    ]
}
