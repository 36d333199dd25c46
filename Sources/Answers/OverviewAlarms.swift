// DS_CANH_BAO of TONG-HOP: what somebody at the office should ask a partner about today.

import Contributions
import LedgerCore

/// A thing to ask a partner about.
struct OverviewAlarm: Equatable {
    enum Kind: String {
        /// No file for days.
        case silent = "IM_LANG"
        /// Batch numbers missing.
        case missingBatches = "THIEU_LO"
        /// Money listed that was not credited.
        case listedOnly = "KE_CHUA_CO_BAO_CO"
    }

    let partner: String
    let kind: Kind
    /// NOI_DUNG
    let text: String
}

enum OverviewAlarms {
    /// A partner that was silent so many days is asked; one day may be a holiday of its own.
    private static let silentDaysMin = 2

    static var columns: ReportColumns<OverviewAlarm> {
        ReportColumns(
            sheetName: "", list: "DS_CANH_BAO", entry: "CANH_BAO",
            [
                ReportColumn("MA_TCDVT") { .words($0.partner) }, ReportColumn("LOAI") { .words($0.kind.rawValue) },
                ReportColumn("NOI_DUNG") { .words($0.text) },
            ])
    }

    /// In the order of partners, then of kinds.
    static func all(_ report: ReportOwed, _ rows: [OverviewRow], _ ledger: any Ledger) throws -> [OverviewAlarm] {
        let listings = Dictionary(
            grouping: try ledger.openTransfers(asOf: report.day, office: report.office).filter { $0.kind == .listedOnly }, by: \.partner)
        let partners = Set(rows.map(\.figures.partner)).union(listings.keys).sorted()
        let byPartner = Dictionary(rows.map { ($0.figures.partner, $0) }) { first, _ in first }
        return try partners.flatMap { partner -> [OverviewAlarm] in
            var alarms: [OverviewAlarm] = []
            if let row = byPartner[partner] {
                if row.isUnderContract, row.silentDays >= silentDaysMin {
                    alarms.append(
                        OverviewAlarm(partner: partner, kind: .silent, text: "Không gửi tệp nào trong \(row.silentDays) ngày."))
                }
                if row.figures.files > 0 { alarms += try missingBatches(of: partner, report, ledger) }
            }
            if let listings = listings[partner] { alarms.append(listedOnly(listings, of: partner)) }
            return alarms
        }
    }

    /// One for each prefix that was used that day.
    private static func missingBatches(of partner: String, _ report: ReportOwed, _ ledger: any Ledger) throws -> [OverviewAlarm] {
        let dropped = try ledger.batchNumbers(on: report.day, office: report.office, partner: partner)
        return try BatchSequence.prefixes(of: dropped).compactMap { prefix in
            let recorded = try ledger.batchNumbers(upTo: report.day, office: report.office, partner: partner, prefix: prefix)
            let sequence = BatchSequence(prefix: prefix, numbers: recorded + dropped)
            guard sequence.missingCount > 0 else { return nil }
            let more = sequence.missingCount > sequence.missing.count ? ", ..." : "."
            return OverviewAlarm(
                partner: partner, kind: .missingBatches,
                text: "Thiếu \(Dong(Int64(sequence.missingCount))) số lô: " + sequence.missing.joined(separator: ", ") + more)
        }
    }

    private static func listedOnly(_ listings: [OpenTransfer], of partner: String) -> OverviewAlarm {
        let money = listings.reduce(0) { $0 + MoneySum($1.listed) }
        let oldest = listings.map(\.day).min()?.forPeople ?? ""
        return OverviewAlarm(
            partner: partner, kind: .listedOnly,
            text: "\(Dong(Int64(listings.count))) bảng kê chưa có báo có, tổng \(Dong(money)) đồng, chuyển sớm nhất ngày \(oldest).")
    }
}
