public import Contributions
public import Rulebook

// Payments in chunks, as reading would hand them over, built from what a test wants to show: a good record of each
// LOAI_HINH, and the elements that differ from it.

/// One KHOAN_THU as a test writes it.
public struct PaymentBuilder: Sendable {
    public var values: [PaymentField: String]
    /// BG02 faults: an element's name and the text that stood there. A record with one keeps no values but its key.
    public var faults: [(element: String, text: String)] = []

    public init(_ values: [PaymentField: String]) { self.values = values }

    /// The same payment with other values; an empty value is not given.
    public func with(_ changes: [PaymentField: String]) -> PaymentBuilder {
        var changed = self
        changed.values.merge(changes) { $1 }
        return changed
    }

    public func with(fault element: String, text: String = "") -> PaymentBuilder {
        var changed = self
        changed.faults.append((element, text))
        return changed
    }

    /// What every LOAI_HINH gives: an ordinary payment of 20 November 2026 to the sample registry's first collector.
    private static let common: [PaymentField: String] = [
        .transactionKey: "GD-000001", .insuranceNumber: "0123456789", .personalNumber: "001190000001", .fullName: "Nguyễn Thị Mẫu",
        .birthDate: "19900102", .sex: "2", .months: "12", .amount: "683100", .paidOn: "20261120", .receiptSerial: "BH26-HN/00101/E",
        .receiptNumber: "0000001", .collector: "NVT001190000001", .point: "0101234567TH0100070003",
    ]

    /// BI: the fourth person of a household, for a year.
    public static let household = PaymentBuilder(common).with([
        .kind: "BI", .plan: "ON", .household: "0100000001", .personOrder: "4", .fromDay: "20261201", .toDay: "20271130",
    ])

    /// IS: six months of voluntary BHXH.
    public static let voluntary = PaymentBuilder(common).with([
        .kind: "IS", .plan: "DT", .supportGroup: "BT", .method: "6", .income: "1500000", .months: "6", .fromMonth: "202612",
        .statePart: "396000", .amount: "1584000",
    ])

    /// AR: a farming household, for a year.
    public static let farming = PaymentBuilder(common).with([
        .kind: "AR", .plan: "TM", .fromDay: "20261221", .toDay: "20271220", .statePart: "409860", .amount: "956340",
    ])
}

extension RecordChunk {
    /// Payments in file order, each on a line of its own.
    public convenience init(_ payments: [PaymentBuilder]) {
        self.init()
        for payment in payments {
            let values = PaymentField.allCases.map { payment.faults.isEmpty ? payment.values[$0] ?? "" : "" }
            append(values, section: 0, key: payment.values[.transactionKey] ?? "", faults: payment.faults)
        }
    }

    /// Lays one entry's values side by side, as reading does.
    func append(_ values: [String], section: Int, key: String, faults: [(element: String, text: String)] = []) {
        var record = Record(
            line: UInt32(records.count + 10), section: UInt8(section), fieldCount: UInt8(values.count), firstOffset: UInt32(offsets.count),
            firstFault: UInt32(self.faults.count))
        for fault in faults {
            let nameStart = UInt32(arena.count)
            arena.append(contentsOf: fault.element.utf8)
            let nameEnd = UInt32(arena.count)
            arena.append(contentsOf: fault.text.utf8)
            self.faults.append(StructureFault(nameStart: nameStart, nameEnd: nameEnd, valueEnd: UInt32(arena.count)))
        }
        record.faultCount = UInt16(faults.count)
        record.keyStart = UInt32(arena.count)
        arena.append(contentsOf: key.utf8)
        record.keyEnd = UInt32(arena.count)
        record.keyIsPlain = true
        offsets.append(UInt32(arena.count))
        for value in values {
            arena.append(contentsOf: value.utf8)
            arena.append(Self.separator)
            offsets.append(UInt32(arena.count))
        }
        records.append(record)
    }

    /// Hands out each payment of the chunk as the rules take it.
    public func forEachPayment(_ body: (inout PaymentRecord, Record) -> Void) {
        arena.withUnsafeBufferPointer { arena in
            offsets.withUnsafeBufferPointer { offsets in
                for (index, record) in records.enumerated() {
                    var payment = PaymentRecord(
                        record, arena: arena.baseAddress!, offsets: offsets.baseAddress!, ordinal: ordinalBefore + index + 1)
                    body(&payment, record)
                }
            }
        }
    }
}
