// What all reports but form 01-XN have in common above their tables: who issues them, whom and which day they are about.

import Contributions
import LedgerCore
import Rulebook

enum ReportNames {
    /// - Parameters:
    ///   - title: as people read it, in capitals.
    ///   - form: top right.
    static func heading(
        _ report: ReportOwed, _ directory: RegistryDirectory, form: String, title: String, hasMoney: Bool = true,
        look: ReportHeading.Look = .list
    ) -> ReportHeading {
        let office = directory.officeName(report.office, on: report.day)
        let partner = report.partner.map { (code: $0, name: directory.partnerName($0, on: report.day)) }
        let period: (element: StaticString, value: String) =
            report.kind.isMonthly ? ("THANG", report.day.month.description) : ("NGAY", report.day.description)
        var identity: [(element: StaticString, value: String)] = [("MA_CQ_BHXH", report.office), ("TEN_CQ_BHXH", office)]
        if let partner { identity += [("MA_TCDVT", partner.code), ("TEN_TCDVT", partner.name)] }
        identity += [period, ("THOI_GIAN_LAP", report.closedAt.description)]
        return ReportHeading(
            root: report.kind.rawValue.replacing("-", with: "_"),
            identity: identity,
            superior: directory.superiorName(of: report.office, on: report.day), office: office, form: form, title: title,
            day: report.kind.isMonthly ? ReportHeading.month(of: report.day.month) : ReportHeading.day(of: report.day),
            facts: partner.map { facts($0.name, $0.code) } ?? [], unit: hasMoney ? ReportHeading.dong : "", look: look)
    }

    /// The lines that name a partner.
    static func facts(_ name: String, _ code: String) -> [String] {
        ["Tên tổ chức dịch vụ thu: \(name)", "Mã tổ chức dịch vụ thu: \(code)"]
    }
}
