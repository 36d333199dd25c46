import Contributions
import LedgerCore

// A payment's content as bytes: what makes two records the same payment, and the numbers that are posted beside the text.

enum PaymentContent {
    /// The elements after these say only where to reach the participant: SO_DIEN_THOAI, EMAIL, GHI_CHU.
    private static let comparedFields = PaymentField.allCases.prefix { $0 != .phone }
    private static let moneyFields = [PaymentField.statePart, .localPart, .otherPart]

    /// Whether a record's content equals a payment's on record. Names are compared as Unicode does (NFC), amounts not given are 0.
    static func isSame(_ chunk: RecordChunk, _ record: RecordChunk.Record, as text: PaymentText) -> Bool {
        text.fields { fields in
            comparedFields.allSatisfy { field in
                let ours = chunk.arena[chunk.range(of: field.rawValue, in: record)]
                let theirs = fields[field]
                if ours.elementsEqual(theirs) { return true }
                if moneyFields.contains(field) { return number(ours) == number(theirs) }
                guard field == .fullName else { return false }
                return String(decoding: ours, as: UTF8.self) == String(decoding: theirs, as: UTF8.self)
            }
        }
    }

    static func number(_ digits: some Sequence<UInt8>) -> Int64 { digits.reduce(0) { $0 &* 10 &+ Int64($1 &- 48) } }

    /// Appends what the ledger keeps beside a recorded payment's text.
    static func append(_ record: RecordChunk.Record, of chunk: RecordChunk, to posting: inout ChunkPosting) {
        chunk.arena.withUnsafeBufferPointer { arena in
            func value(_ field: PaymentField) -> UnsafeBufferPointer<UInt8> {
                UnsafeBufferPointer(rebasing: arena[chunk.range(of: field.rawValue, in: record)])
            }
            let kind = value(.kind)
            posting.amounts.append(number(value(.amount)))
            posting.kinds.append(PaymentKind(bytes: kind[0], kind[1])!.rawValue)
            posting.paidOn.append(Day(yyyyMMdd: Int(number(value(.paidOn))))!.number)
        }
    }
}

extension ChunkPosting {
    /// Keeps the columns in step for a record that is not recorded.
    mutating func appendNothing() {
        amounts.append(0)
        kinds.append(0)
        paidOn.append(0)
    }
}
