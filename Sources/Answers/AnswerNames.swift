// The names under which answers and reports are published (exchange.md section 3, money.md). A name depends on the file's name
// and intake number, or on the report's parties and day, and on nothing else: the same answer has the same name for ever.

public import Contributions
public import LedgerCore

public enum AnswerNames {
    /// S: the file's name without its `.xml` or `.zip` (any case); a name without either is S as it is (`KHONG-TEN`).
    public static func stem(of name: String) -> String {
        let ending = name.suffix(4).lowercased()
        return name.utf8.count > 4 && (ending == ".xml" || ending == ".zip") ? String(name.dropLast(4)) : name
    }

    /// `S_<MA_TIEP_NHAN>_XN.xml`
    public static func confirmation(of name: String, _ intake: IntakeNumber) -> String { "\(stem(of: name))_\(intake)_XN.xml" }

    /// `S_<MA_TIEP_NHAN>_TC.xml`
    public static func rejection(of name: String, _ intake: IntakeNumber) -> String { "\(stem(of: name))_\(intake)_TC.xml" }

    /// `S_<MA_TIEP_NHAN>_TC.html`
    public static func rejectionPage(of name: String, _ intake: IntakeNumber) -> String { "\(stem(of: name))_\(intake)_TC.html" }

    /// `<MA_TIEP_NHAN>_<name>.reason.json`, beside the original in quarantine/.
    public static func reason(of name: String, _ intake: IntakeNumber) -> String { "\(intake)_\(name).reason.json" }

    /// `<report>_<MA_CQ_BHXH>_<yyyyMMdd>`, of a partner's `<report>_<MA_CQ_BHXH>_<MA_TCDVT>_<yyyyMMdd>`; monthly ones end in `<yyyyMM>`.
    public static func report(_ report: ReportOwed) -> String {
        let day = report.kind.isMonthly ? report.day.month.description : report.day.description
        return [report.kind.rawValue, report.office, report.partner, day].compactMap { $0 }.joined(separator: "_")
    }

    /// The same with `.html`, `.xlsx` or `.xml` behind.
    public static func report(_ report: ReportOwed, _ format: ReportFormat) -> String {
        "\(self.report(report)).\(format.rawValue)"
    }
}
