// The reports of a closed day (money.md), each as XML, as a sheet and as a page: the one door to all of them. Everything that a
// report says comes from the ledger and the registry as the closed day saw them, so it is the same whenever it is made.

public import LedgerCore
public import Rulebook
public import Contributions

/// What reports of one closed day are made from.
public struct ReportContext {
    public let ledger: any Ledger
    /// The registry's rows up to the revision that the closed day keeps.
    public let directory: RegistryDirectory
    /// The day of the ledger's first claim; nil when there is none.
    public let firstClaimDay: Day?

    public init(ledger: any Ledger, directory: RegistryDirectory, firstClaimDay: Day?) {
        self.ledger = ledger
        self.directory = directory
        self.firstClaimDay = firstClaimDay
    }
}

public enum Reports {
    /// Writes these files of a report that a closed day owes. The caller finishes the writers and closes the workbooks.
    /// - Throws: `LedgerFault` when the ledger does not give the same twice, or a sum does not fit; what the files throw.
    public static func render(_ report: ReportOwed, _ context: ReportContext, into files: [ReportFile]) throws {
        switch report.kind {
        case .confirmations:
            let (directory, partner) = (context.directory, report.partner ?? "")
            let names = FormNames(
                superior: directory.superiorName(of: report.office, on: report.day),
                office: directory.officeName(report.office, on: report.day), partner: directory.partnerName(partner, on: report.day))
            try FormOneXN.render(form: report, names: names, ledger: context.ledger, into: files)
        case .receipts: try ReceiptReport.render(report, context, into: files)
        case .lateMoney: try LateMoneyReport.render(report, context, into: files)
        case .overview: try OverviewReport.render(report, context, into: files)
        case .reconciliation: try ReconciliationReport.render(report, context, into: files)
        case .collectors: try CollectorReport.render(report, context, into: files)
        case .coverage: try CoverageReport.render(report, context, into: files)
        }
    }
}
