import Answers
import Contributions
import LedgerCore
import Spooling

// Finds what is behind a key, by every reading that the key's form allows, and tells each file and payment once.

final class StoryTeller {
    let spool: Spool
    let ledger: any Ledger
    private var events: [StoryEvent] = []
    private var toldFiles: Set<IntakeNumber> = []
    private var toldPayments: Set<Int64> = []
    /// Files of which so far only the receipt is told.
    private var received: Set<IntakeNumber> = []
    private var toldClaims: Set<IntakeNumber> = []
    /// Files whose answers are told.
    private var answered: Set<IntakeNumber> = []
    private var toldForms: Set<ReportOwed> = []
    private var toldRefusals: Set<EntryPlace> = []

    init(spool: Spool, ledger: any Ledger) { (self.spool, self.ledger) = (spool, ledger) }

    /// Oldest first; what happened in one second stays in the order of work.
    var sortedEvents: [StoryEvent] {
        events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    func follow(_ key: String) throws -> [Story.KeyKind] {
        var kinds: [Story.KeyKind] = []
        func note(_ kind: Story.KeyKind, _ isFound: Bool) { if isFound { kinds.append(kind) } }

        if let intake = IntakeNumber(key) {
            let file = try ledger.file(intake)
            if let file { try tell(file) }
            note(.intake, try tellClaims { claim in claim.intake == intake } || file != nil)
        }
        if let digest = Hex.bytes(key), digest.count == 32 {
            let known = try tellFiles(.sha256(digest))
            note(.sha256, try tellClaims { try spool.openStanding($0).map { try FileDigest.sha256(of: $0) } == digest } || known)
        }
        if let code = ConfirmationCode(key), code.prefix == ledger.prefix { note(.code, try tellPayments([code.number])) }
        if let (serial, number) = Self.receipt(key) {
            note(.receipt, try tellPayments(try ledger.codes(.receipt(serial: serial, number: number))))
        }
        let name = ShownName.of(Array(key.utf8))
        let isKnownName = try tellFiles(.named(name))
        note(.name, try tellClaims { try ShownName.of(spool.rawName(of: $0)) == name } || isKnownName)
        note(.batch, try tellFiles(.batch(key)))
        note(.transaction, try tellPayments(try ledger.codes(.transaction(key))))
        note(.transfer, try tellTransfer(key))
        for element in try tellRefusals(under: key) { note(Story.KeyKind(element), !kinds.contains(Story.KeyKind(element))) }
        return kinds
    }

    /// `BH26-HN/00101/E:0000001`
    private static func receipt(_ key: String) -> (String, Int64)? {
        let parts = key.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 7, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(parts[1])
        else { return nil }
        return (String(parts[0]), number)
    }

    private func tellFiles(_ question: FileQuestion) throws -> Bool {
        guard !isEmpty(question) else { return false }
        var found: [FileRecord] = []
        try ledger.files(question) { found.append($0) }
        for file in found { try tell(file) }
        return !found.isEmpty
    }

    /// Most files that could not be read have no MA_LO.
    private func isEmpty(_ question: FileQuestion) -> Bool { question == .batch("") || question == .named("") }

    private func tellPayments(_ codes: [Int64]) throws -> Bool {
        var isAny = false
        for code in codes where try tellPayment(code) { isAny = true }
        return isAny
    }

    /// True when nobody has told it before.
    func isNew(file: IntakeNumber) -> Bool { toldFiles.insert(file).inserted }
    func isNew(receiptOf file: IntakeNumber) -> Bool { received.insert(file).inserted }
    func isNew(claim: IntakeNumber) -> Bool { toldClaims.insert(claim).inserted }
    func isNew(answersOf file: IntakeNumber) -> Bool { !toldFiles.contains(file) && answered.insert(file).inserted }
    func isNew(payment: Int64) -> Bool { toldPayments.insert(payment).inserted }
    func isNew(form: ReportOwed) -> Bool { toldForms.insert(form).inserted }
    func isNew(refusal: EntryPlace) -> Bool { toldRefusals.insert(refusal).inserted }

    func add(_ kind: StoryEvent.Kind, at time: VietnamTime, _ intake: IntakeNumber?, _ facts: [StoryEvent.Fact]) {
        events.append(StoryEvent(at: time, kind: kind, intake: intake, facts: facts))
    }
}

extension Story.KeyKind {
    /// The key of a refused entry.
    fileprivate init(_ element: EntryKey) {
        switch element {
        case .transaction: self = .transaction
        case .masterData: self = .masterData
        case .code: self = .code
        case .transfer: self = .transfer
        }
    }
}
