import Contributions
public import LedgerCore
import Rulebook

// What the public look-up shows: a payment, for whoever knows its code and a number of its participant. A wrong code, a wrong
// number and two that do not belong together are answered alike, so that trying reveals nothing.

public struct LookUp: Sendable {
    public let payment: KnownPayment
    /// Where its code stands now.
    public let state: CodeState
    /// MA_CQ_BHXH of the batch that brought it.
    public let office: String
    /// The names that partner, collector and office had on the day of the payment, or have since; empty when unknown.
    public let partnerName: String
    public let collectorName: String
    public let officeName: String

    /// - Parameter number: a MA_SO_BHXH or SO_DDCN: one that the payment gave, or one that the registry says is the same person's.
    public static func find(code: String, number: String, in ledger: any Ledger) throws -> LookUp? {
        guard let code = ConfirmationCode(code), code.prefix == ledger.prefix, let asked = PersonNumber(text: number),
            let payment = try KnownPayment.find(code.number, in: ledger), let file = try ledger.file(payment.place.intake)
        else { return nil }
        let registry = try MasterRegistry(ledger).registry
        let given = [payment[.insuranceNumber], payment[.personalNumber]].compactMap { PersonNumber(text: $0) }
        guard given.contains(asked) || given.contains(where: { registry.people.mate(of: $0) == asked }) else { return nil }
        var collector = CollectorName(of: payment[.collector])
        try ledger.registryRows(after: 0, upTo: registry.revision) { row in
            if row.section == .collector { collector.add(RegistryEntry(section: Int(row.section.rawValue), text: row.fields)) }
        }
        let office = file.posting.header.office
        var state = CodeState.recorded
        try ledger.standings(of: [code.number]) { state = $0.state }
        return LookUp(
            payment: payment, state: state, office: office, partnerName: registry.partnerName(payment.partner, on: payment.paidOn),
            collectorName: collector.name(on: payment.paidOn), officeName: registry.officeName(office, on: payment.paidOn))
    }
}

extension PersonNumber {
    /// Ten digits are a MA_SO_BHXH, twelve a SO_DDCN.
    fileprivate init?(text: String) {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let digits = Int64(text) else { return nil }
        switch text.utf8.count {
        case 10: self.init(insurance: digits)
        case 12: self.init(personal: digits)
        default: return nil
        }
    }
}
