import Answers
import Contributions
import LedgerCore
import Spooling

// Where a report's files stand: in archive/ with their owner, and in the outboxes of those whom it is for (money.md). Form 01-XN
// and C17-TS are for the partner and the agency; of CHAM-NOP each partner gets its own and the agency that of all; the others are
// the agency's.

extension ReportOwed {
    /// Under whom its files are archived: the partner that it is about, or the agency.
    var owner: Owner { partner.map { .partner($0) } ?? .agency }

    /// In the order of publishing. The agency's folder is the day reported, of a monthly report the month.
    var outboxes: [Outbox] {
        let agency = Outbox.agency(folder: kind.isMonthly ? day.month.description : day.description)
        guard let partner else { return [agency] }
        return kind == .lateMoney ? [.partner(partner)] : [agency, .partner(partner)]
    }

    func file(_ format: ReportFormat) -> ArchivedName {
        ArchivedName(day: day, owner: owner, name: AnswerNames.report(self, format))
    }

    /// Page, sheet, XML: whoever sees the XML sees all.
    var files: [ArchivedName] { ReportFormat.allCases.map { file($0) } }
}
