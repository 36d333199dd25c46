public import Contributions
import ExchangeFormat

// DIEU_CHINH: each entry judged on its own, in file order, against what the caller knows of the code or listing it names, earlier
// good entries of the file included (money.md). Only the first of DC01 to DC04 is told.

/// A HUY or HUY_KE.
public struct AdjustmentEntry: Sendable, Hashable {
    /// The list that it stands in; the raw value is the section's place in the document.
    public enum List: UInt8, Sendable, CaseIterable {
        /// DS_HUY: codes to cancel.
        case cancellations
        /// DS_HUY_KE: listings to take back.
        case takingsBack
    }
    public var list: List
    /// MA_XAC_NHAN, or MA_GIAO_DICH_NH: any text.
    public var key: String
    /// LY_DO.
    public var reason: String

    public init(list: List, key: String, reason: String) {
        self.list = list
        self.key = key
        self.reason = reason
    }
}

/// What the code of a HUY is when its entry is judged.
public enum AdjustedCode: Sendable, Hashable {
    /// No code at all, not issued, or another partner's: nobody is told which.
    case unknown
    case cancelled
    /// DA_KE, DA_NOP: MA_GIAO_DICH_NH of the listing.
    case listed(under: String)
    case remitted(under: String)
    /// GHI_NHAN, with its ngày ghi nhận.
    case recorded(on: Day)
}

/// What the listing of a HUY_KE is: the one that stands, else the last that was taken back.
public enum AdjustedListing: Sendable, Hashable {
    /// This partner never had a listing of that number.
    case unknown
    case takenBack
    /// It agreed with a bank credit; one that disagrees does not count.
    case credited
    /// With the ngày ghi nhận of its file.
    case stands(recordedOn: Day)
}

/// The rules of one DIEU_CHINH.
public struct AdjustmentRules: Sendable {
    private let received: Day
    /// HAN_HUY; nil when it is not asked, or not in force.
    private let limit: DatedLimit?

    /// - Parameters:
    ///   - received: the day of the claim, on which HAN_HUY is looked up.
    ///   - owner: the sender; the agency may go back further than HAN_HUY.
    public init(registry: Registry?, received: Day, owner: Owner) {
        self.received = received
        limit = owner == .agency ? nil : registry?.daysToCancel(on: received)
    }

    /// BG01 to BG03, or the entry.
    public static func read(_ record: RecordChunk.Record, in chunk: RecordChunk) -> ReadEntry<AdjustmentEntry> {
        let findings = EntryRules.findings(of: record, in: chunk, section: DocumentShape.adjustment.sections[Int(record.section)])
        guard findings.isEmpty else { return .faulty(findings) }
        return .sound(
            AdjustmentEntry(
                list: AdjustmentEntry.List(rawValue: record.section)!, key: chunk.text(of: 0, in: record),
                reason: chunk.text(of: 1, in: record)))
    }

    /// Where an entry's key stands in its chunk's arena; the entry is whole.
    public static func key(of record: RecordChunk.Record, in chunk: RecordChunk) -> Range<Int> { chunk.range(of: 0, in: record) }

    /// The first of DC01 to DC04 that keeps this code from being cancelled.
    public func finding(cancelling key: String, _ code: AdjustedCode) -> Finding? {
        let subject = "MA_XAC_NHAN"
        return switch code {
        case .unknown: Finding(.DC01, subject: subject, value: key)
        case .cancelled: Finding(.DC02, subject: subject, value: key)
        case .listed(let transfer): Finding(.DC03, subject: subject, value: key, details: ["listed", transfer])
        case .remitted(let transfer): Finding(.DC03, subject: subject, value: key, details: ["remitted", transfer])
        case .recorded(let day): late(subject, key, day)
        }
    }

    /// The first of DC01 to DC04 that keeps this listing from being taken back.
    public func finding(takingBack key: String, _ listing: AdjustedListing) -> Finding? {
        let subject = "MA_GIAO_DICH_NH"
        return switch listing {
        case .unknown: Finding(.DC01, subject: subject, value: key)
        case .takenBack: Finding(.DC02, subject: subject, value: key)
        case .credited: Finding(.DC03, subject: subject, value: key, details: ["credited"])
        case .stands(let day): late(subject, key, day)
        }
    }

    private func late(_ subject: String, _ key: String, _ recorded: Day) -> Finding? {
        guard let limit, limit.isExceeded(by: received - recorded) else { return nil }
        return Finding(.DC04, subject: subject, value: key, details: [limit.description, recorded.forPeople, received.forPeople])
    }
}
