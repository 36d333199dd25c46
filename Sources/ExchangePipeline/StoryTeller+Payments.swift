import Answers
import Contributions
import LedgerCore
import Rulebook

// The story of a payment: received with its file, recorded under a code, confirmed, reported in a form, sent again, followed from
// its listing to the bank's credit or cancelled, and what else was refused under its MA_GIAO_DICH. A bank transfer's number leads to
// the listing and the credit that bear it.

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
        for step in try ledger.life(of: code) { try tell(step, of: payment.code) }
        _ = try tellRefusals(under: payment[.transactionKey], of: payment.partner)
        return true
    }

    private func tell(_ step: CodeStep, of code: ConfirmationCode) throws {
        guard let file = try ledger.file(step.intake) else { return }
        tellReceipt(of: file)
        let own = [StoryEvent.Fact.text("MA_XAC_NHAN", code.description), .text("NGAY_GHI_NHAN", step.on.description)]
        let at = file.posting.postedAt
        switch step.kind {
        case .cancelled(let reason): add(.cancelled, at: at, step.intake, own + [.text("LY_DO", reason)])
        case .listed(let transfer, let day):
            add(.listed, at: at, step.intake, own + [.text("MA_GIAO_DICH_NH", transfer), .text("NGAY_CHUYEN", day.description)])
        case .takenBack(let transfer, let reason):
            add(.takenBack, at: at, step.intake, own + [.text("MA_GIAO_DICH_NH", transfer), .text("LY_DO", reason)])
        case .remitted(let transfer, let day):
            add(.remitted, at: at, step.intake, own + [.text("MA_GIAO_DICH_NH", transfer), .text("NGAY_BAO_CO", day.description)])
        }
    }

    /// Tells the files that brought the newest listing and credit of that MA_GIAO_DICH_NH, of whichever partner; whether there was any.
    func tellTransfer(_ transfer: String) throws -> Bool {
        guard !transfer.isEmpty else { return false }
        var isAny = false
        for partner in try MasterRegistry(ledger).registry.partnerCodes {
            let listing = try ledger.listing(of: partner, transfer: transfer)
            let credit = try ledger.credit(to: partner, transfer: transfer)
            for intake in [listing?.intake, credit?.place.intake].compactMap({ $0 }) {
                isAny = true
                if let file = try ledger.file(intake) { try tell(file) }
            }
        }
        return isAny
    }

    /// Tells the refused records and entries of that key, everybody's or one partner's; which elements it stood in.
    func tellRefusals(under key: String, of partner: String? = nil) throws -> [EntryKey] {
        guard !key.isEmpty else { return [] }
        var found: [(IntakeNumber, Refusal)] = []
        try ledger.refusals(under: key) { found.append(($0, $1)) }
        var elements: [EntryKey] = []
        for (intake, refusal) in found {
            guard let file = try ledger.file(intake), partner == nil || file.posting.owner.partnerCode == partner else { continue }
            let element = EntryKey(of: file.posting.document, section: refusal.section)
            if !elements.contains(element) { elements.append(element) }
            guard isNew(refusal: EntryPlace(intake: intake, ordinal: refusal.ordinal)) else { continue }
            tellReceipt(of: file)
            add(
                .refused, at: file.posting.postedAt, intake,
                [
                    .text(element.element, refusal.key), .text("MA_TCDVT", file.posting.owner.description),
                    .number("STT", Int64(refusal.ordinal)), .number("DONG", Int64(refusal.line)), .findings("DS_LOI", refusal.findings),
                ])
        }
        return elements
    }
}
