import Answers
import Contributions
import LedgerCore
import Spooling

// The story of a file: received, decided by the registry as it was then, answered, put away, and sent again.

extension StoryTeller {
    /// So many entries are listed; SL_LOI and SL_DUNG say how many there are.
    private static let entriesMax = 1_000

    func tell(_ file: FileRecord) throws {
        guard isNew(file: file.posting.intake) else { return }
        tellReceipt(of: file)
        add(isReplay(file) ? .replayed : .decided, at: file.posting.postedAt, file.posting.intake, try verdict(of: file))
        try tellAnswers(of: file) { _ in true }
        try tellPlace(of: file)
        try tellForm(of: file)
        var replays: [FileRecord] = []
        try ledger.files(.replays(of: file.posting.intake)) { replays.append($0) }
        for replay in replays { try tell(replay) }
    }

    private func isReplay(_ file: FileRecord) -> Bool {
        if case .replay = file.posting.outcome { true } else { false }
    }

    func tellReceipt(of file: FileRecord) {
        let posting = file.posting
        guard isNew(receiptOf: posting.intake) else { return }
        var facts: [StoryEvent.Fact] = [
            .text("TEN_TEP", posting.shownName), .text("MA_TCDVT", posting.owner.description), .number("SO_BYTE", posting.bytes),
        ]
        if !posting.sha256.isEmpty { facts.append(.text("SHA256", Hex.text(posting.sha256))) }
        add(.received, at: posting.claimedAt, posting.intake, facts)
    }

    private func verdict(of file: FileRecord) throws -> [StoryEvent.Fact] {
        let posting = file.posting
        let counts = posting.counts
        var facts: [StoryEvent.Fact] = []
        if case .replay(let first) = posting.outcome { facts.append(.text("MA_TIEP_NHAN_DAU", first.description)) }
        facts.append(.text("TRANG_THAI", AnswerStatus(of: posting).rawValue))
        facts.append(.number("MA_KET_QUA", Int64(posting.resultCode)))
        if let document = posting.document { facts.append(.text("LOAI_TAI_LIEU", document.rawValue)) }
        if !posting.header.office.isEmpty { facts.append(.text("MA_CQ_BHXH", posting.header.office)) }
        if !posting.header.batch.isEmpty { facts.append(.text("MA_LO", posting.header.batch)) }
        facts.append(.number("SO_LUONG", Int64(counts.found)))
        facts.append(.number("SL_DUNG", Int64(counts.recorded)))
        facts.append(.number("SL_TRUNG", Int64(counts.onRecord)))
        facts.append(.number("SL_LOI", Int64(counts.refused)))
        if posting.document?.declaresMoney ?? true { facts.append(.money("TONG_TIEN_DUNG", counts.recordedMoney)) }
        if posting.registryRevision > 0 { facts.append(.number("PHIEN_BAN_DANH_MUC", posting.registryRevision)) }
        if !file.codes.isEmpty {
            facts.append(.text("NGAY_GHI_NHAN", file.recordedOn.description))
            facts.append(.text("MA_XAC_NHAN_DAU", ConfirmationCode(prefix: ledger.prefix, number: file.codes.lowerBound).description))
            facts.append(.text("MA_XAC_NHAN_CUOI", ConfirmationCode(prefix: ledger.prefix, number: file.codes.upperBound - 1).description))
        }
        if !posting.findings.isEmpty { facts.append(.findings("DS_LOI_TEP", posting.findings)) }
        let refusals = try firstRefusals(of: file)
        if !refusals.isEmpty { facts.append(.refusals("DS_TU_CHOI", posting.document, refusals)) }
        let entries = try firstEntries(of: file)
        if !entries.isEmpty {
            facts.append(.text("NGAY_GHI_NHAN", file.recordedOn.description))
            facts += try listingFacts(of: file, entries[0])
            facts.append(.entries("DS_XAC_NHAN", entries))
        }
        return facts
    }

    /// MA_GIAO_DICH_NH and NGAY_CHUYEN of a BANG_KE_NOP, as the life of one of its codes tells them.
    private func listingFacts(of file: FileRecord, _ entry: AcceptedEntry) throws -> [StoryEvent.Fact] {
        guard file.posting.document == .remittanceListing, case .code(let code) = entry.key else { return [] }
        for step in try ledger.life(of: code) where step.intake == file.posting.intake {
            if case .listed(let transfer, let day) = step.kind {
                return [.text("MA_GIAO_DICH_NH", transfer), .text("NGAY_CHUYEN", day.description)]
            }
        }
        return []
    }

    /// What a file changed on the money's way; nothing of other files.
    private func firstEntries(of file: FileRecord) throws -> [AcceptedEntry] {
        guard file.posting.outcome == .recorded, let document = file.posting.document,
            [.adjustment, .remittanceListing, .bankStatement].contains(document)
        else { return [] }
        var entries: [AcceptedEntry] = []
        try untilEnough { enough in
            try ledger.acceptedEntries(of: file) { entry in
                entries.append(entry)
                if entries.count == Self.entriesMax { throw enough }
            }
        }
        return entries
    }

    private struct Enough: Error {}

    /// Ends a call when its body throws what it is given.
    private func untilEnough(_ body: (Enough) throws -> Void) throws {
        do { try body(Enough()) } catch is Enough {}
    }

    private func firstRefusals(of file: FileRecord) throws -> [Refusal] {
        var refusals: [Refusal] = []
        try untilEnough { enough in
            try ledger.refusals(of: file) { refusal in
                refusals.append(refusal)
                if refusals.count == Self.entriesMax { throw enough }
            }
        }
        return refusals
    }

    /// A replay's answers are its first file's, published again.
    func tellAnswers(of file: FileRecord, _ isWanted: (Artifact.Kind) -> Bool) throws {
        var answered = file.posting.intake
        if case .replay(let first) = file.posting.outcome { answered = first }
        for artifact in try ledger.artifacts(of: answered) where isWanted(artifact.kind) {
            add(
                .answered, at: file.posting.postedAt, file.posting.intake,
                [.text("TEN_TEP", artifact.name), .text("LOAI", artifact.kind.word), .text("SHA256", Hex.text(artifact.sha256))])
        }
    }

    /// Where its bytes are: still in work/, or put away.
    private func tellPlace(of file: FileRecord) throws {
        let posting = file.posting
        if try spool.standingClaims().contains(where: { $0.intake == posting.intake }) {
            _ = try tellClaims { $0.intake == posting.intake }
            return
        }
        let kept = "\(posting.owner)/\(posting.intake)_\(posting.name)"
        if posting.outcome == .quarantined {
            add(.quarantined, at: posting.postedAt, posting.intake, [.text("DUONG_DAN", "quarantine/\(kept)")])
        } else {
            add(.archived, at: posting.postedAt, posting.intake, [.text("DUONG_DAN", "archive/\(posting.claimedAt.day)/\(kept)")])
        }
    }

    /// The form of the day on which it recorded payments; nothing while that day is not closed.
    func tellForm(of file: FileRecord) throws {
        guard !file.codes.isEmpty, case .partner(let partner) = file.posting.owner else { return }
        let between = OfficePartner(office: file.posting.header.office, partner: partner)
        let forms = try ledger.reports(of: file.recordedOn).filter { $0.kind == .confirmations && $0.between == between }
        for form in forms where isNew(form: form) {
            var facts: [StoryEvent.Fact] = [
                .text("NGAY_GHI_NHAN", form.day.description), .text("MA_CQ_BHXH", between.office), .text("MA_TCDVT", partner),
                .number("SO", Int64(form.number)),
            ]
            facts.append(.files("DS_TEP", try ledger.artifacts(ofReport: form)))
            add(.form, at: form.closedAt, nil, facts)
        }
    }

    // MARK: claims without a row

    /// Tells the claims that stand in work/ or are held, as far as they are wanted; whether there was any.
    func tellClaims(_ isWanted: (Claim) throws -> Bool) throws -> Bool {
        var isAny = false
        for (claims, kind, folder) in [
            (try spool.standingClaims(), StoryEvent.Kind.inWork, "work"), (try spool.heldClaims(), .held, "work/held"),
        ] {
            for claim in claims where try isWanted(claim) {
                isAny = true
                if isNew(receiptOf: claim.intake) {
                    var facts: [StoryEvent.Fact] = [
                        .text("TEN_TEP", ShownName.of(try spool.rawName(of: claim))), .text("MA_TCDVT", claim.owner.description),
                    ]
                    if let file = try spool.openStanding(claim) { facts.append(.number("SO_BYTE", file.bytes)) }
                    add(.received, at: claim.claimedAt, claim.intake, facts)
                }
                guard isNew(claim: claim.intake) else { continue }
                let path = StoryEvent.Fact.text("DUONG_DAN", "\(folder)/\(claim.workName)")
                add(kind, at: claim.claimedAt, claim.intake, [path])
                if try ledger.isRefusedByOperator(claim.intake) { add(.refusedByPerson, at: claim.claimedAt, claim.intake, []) }
            }
        }
        return isAny
    }
}
