import Contributions
import LedgerCore

// The story of a payment: received with its file, recorded under a code, confirmed, reported in a form, sent again, and what
// else was refused under its MA_GIAO_DICH.

extension StoryTeller {
    /// False when there is no payment of that number.
    func tellPayment(_ code: Int64) throws -> Bool {
        guard let payment = try KnownPayment.find(code, in: ledger), let file = try ledger.file(payment.place.intake) else { return false }
        guard isNew(payment: code) else { return true }
        tellReceipt(of: file)
        var facts: [StoryEvent.Fact] = [
            .text("MA_XAC_NHAN", payment.code.description), .text("NGAY_GHI_NHAN", payment.recordedOn.description),
            .text("MA_TCDVT", payment.partner), .text("MA_CQ_BHXH", file.posting.header.office),
            .number("STT", Int64(payment.place.ordinal)),
        ]
        for field in payment.given {
            let isNumber = [.amount, .months].contains(field)
            facts.append(
                isNumber ? .number(field.element, Int64(payment[field]) ?? 0) : .text(field.element, payment[field]))
        }
        let warnings = try ledger.warnings(at: payment.place)
        if !warnings.isEmpty { facts.append(.findings("DS_CANH_BAO", warnings)) }
        add(.recorded, at: file.posting.postedAt, payment.place.intake, facts)
        if isNew(answersOf: payment.place.intake) { try tellAnswers(of: file) { $0 == .confirmation } }
        try tellForm(of: file)
        for place in try ledger.resendings(of: code) {
            guard let again = try ledger.file(place.intake) else { continue }
            tellReceipt(of: again)
            add(
                .resent, at: again.posting.postedAt, place.intake,
                [.text("MA_XAC_NHAN", payment.code.description), .number("STT", Int64(place.ordinal))])
        }
        _ = try tellRefusals(under: payment[.transactionKey], of: payment.partner)
        return true
    }

    /// Tells the refused records of that MA_GIAO_DICH, everybody's or one partner's; whether there was any.
    func tellRefusals(under key: String, of partner: String? = nil) throws -> Bool {
        guard !key.isEmpty else { return false }
        var found: [(IntakeNumber, Refusal)] = []
        try ledger.refusals(under: key) { found.append(($0, $1)) }
        var isAny = false
        for (intake, refusal) in found {
            guard let file = try ledger.file(intake), partner == nil || file.posting.owner.partnerCode == partner else { continue }
            isAny = true
            guard isNew(refusal: EntryPlace(intake: intake, ordinal: refusal.ordinal)) else { continue }
            tellReceipt(of: file)
            add(
                .refused, at: file.posting.postedAt, intake,
                [
                    .text("MA_GIAO_DICH", refusal.key), .text("MA_TCDVT", file.posting.owner.description),
                    .number("STT", Int64(refusal.ordinal)), .number("DONG", Int64(refusal.line)), .findings("DS_LOI", refusal.findings),
                ])
        }
        return isAny
    }
}
