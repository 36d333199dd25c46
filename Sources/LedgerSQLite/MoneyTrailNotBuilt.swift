public import Contributions
public import LedgerCore

// A place holder on this branch: what the ledger does not answer yet says so.

extension SQLiteLedger {
    private var notBuilt: LedgerFault { LedgerFault(.invariant, "not built") }
    public func isCancelled(_ code: Int64) throws(LedgerFault) -> Bool { false }
    public func standings(of codes: [Int64], _ body: (CodeStanding) throws -> Void) throws { throw notBuilt }
    public func listing(of partner: String, transfer: String) throws(LedgerFault) -> Listing? { throw notBuilt }
    public func credit(to partner: String, transfer: String) throws(LedgerFault) -> Credit? { throw notBuilt }
    public func life(of code: Int64) throws(LedgerFault) -> [CodeStep] { [] }
    public func cancelledPayments(on day: Day, office: String, partner: String, _ body: (CancelledPayment) throws -> Void) throws {}
    public func openCodes(asOf day: Day, office: String, partner: String?, paidBefore: Day, _ body: (OpenCode) throws -> Void) throws {
        throw notBuilt
    }
    public func partnerDays(of day: Day, office: String) throws(LedgerFault) -> [PartnerDay] { throw notBuilt }
    public func openTransfers(asOf day: Day, office: String) throws(LedgerFault) -> [OpenTransfer] { throw notBuilt }
    public func collectorMonths(_ month: Month, office: String) throws(LedgerFault) -> [CollectorMonth] { throw notBuilt }
    public func batchNumbers(on day: Day, office: String, partner: String) throws(LedgerFault) -> [String] { throw notBuilt }
    public func batchNumbers(upTo day: Day, office: String, partner: String, prefix: String) throws(LedgerFault) -> [String] {
        throw notBuilt
    }
    public func trails() throws(LedgerFault) -> [PartnerTrail] { [] }
    public func store(_ artifacts: [Artifact]) throws(LedgerFault) {
        for artifact in artifacts { try store(artifact) }
    }
    public func markPublished(_ reports: [ReportOwed]) throws(LedgerFault) {
        for report in reports { try markPublished(report) }
    }
}
