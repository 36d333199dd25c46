import Contributions
import LedgerCore

// A ledger in memory that knows what the renderings ask: confirmations, refusals, entries and a day's payments. Everything
// else is not there. Payments are given as the thirty fields that a test wants to show.

/// A payment as a test states it; fields not named are empty.
struct FakePayment {
    var code: Int64
    var partner = "0101234567"
    var kind = PaymentKind.household
    var amount: Int64 = 683_100
    var paidOn = Day("20261120")!
    var claimedOn = Day("20261120")!
    var fields: [PaymentField: String] = [:]

    /// The payment of exchange.md section 2, with other fields where a test says so.
    static func household(_ code: Int64, _ changes: [PaymentField: String] = [:]) -> FakePayment {
        let fields: [PaymentField: String] = [
            .transactionKey: "GD-000001", .kind: "BI", .plan: "ON", .insuranceNumber: "0123456789", .personalNumber: "001190000001",
            .fullName: "Nguyễn Thị Mẫu", .birthDate: "19900102", .sex: "2", .household: "0100000001", .personOrder: "4", .months: "12",
            .fromDay: "20261201", .toDay: "20271130", .amount: "683100", .paidOn: "20261120", .receiptSerial: "BH26-HN/00101/E",
            .receiptNumber: "0000001", .collector: "NVT001190000001", .point: "0101234567TH0100070003",
        ]
        return FakePayment(code: code, fields: fields.merging(changes) { $1 })
    }

    var text: [UInt8] {
        Array(PaymentField.allCases.map { Array((fields[$0] ?? "").utf8) }.joined(separator: [RecordChunk.separator]))
    }
}

final class FakeLedger: Ledger {
    struct Entry {
        var ordinal: Int
        var payment: FakePayment
        var wasOnRecord = false
        var warnings: [Finding] = []
    }

    var prefix = "POS"
    var entries: [Entry] = []
    var refused: [Refusal] = []
    var accepted: [AcceptedEntry] = []
    /// What a day's listing gives; what a second look at one gives instead, or does not find.
    var dayPayments: [FakePayment] = [] { didSet { add(dayPayments) } }
    /// Payments cancelled that day, by code, each with its reason.
    var cancelled: [(payment: FakePayment, reason: String)] = [] { didSet { add(cancelled.map(\.payment)) } }
    /// Payments whose money has not arrived, by code.
    var open: [(payment: FakePayment, state: CodeState)] = [] { didSet { add(open.map(\.payment)) } }
    var partnerDays: [PartnerDay] = []
    var transfers: [OpenTransfer] = []
    var collectorMonths: [CollectorMonth] = []
    var lastNewcomerMonths: [String: Month] = [:]
    /// MA_LO dropped on the day, and recorded up to it, by partner.
    var batchesDropped: [String: [String]] = [:]
    var batchesRecorded: [String: [String]] = [:]
    /// Every payment that can be read by its code.
    private var byCode: [Int64: FakePayment] = [:]
    var gone: Set<Int64> = []
    var changedLater: [Int64: FakePayment] = [:]

    private func add(_ payments: [FakePayment]) {
        for payment in payments { byCode[payment.code] = payment }
    }

    private func view<R>(_ payment: FakePayment, _ body: (RecordedPayment) throws -> R) rethrows -> R {
        try payment.text.withUnsafeBytes { bytes in
            try body(
                RecordedPayment(
                    code: payment.code, partner: payment.partner, recordedOn: Day("20261120")!, kind: payment.kind, amount: payment.amount,
                    paidOn: payment.paidOn, claimedOn: payment.claimedOn, text: PaymentText(bytes)))
        }
    }

    func confirmations(of file: FileRecord, _ body: (Confirmation) throws -> Void) throws {
        for entry in entries {
            try view(entry.payment) { payment in
                try body(
                    Confirmation(ordinal: entry.ordinal, payment: payment, wasOnRecord: entry.wasOnRecord, warnings: entry.warnings))
            }
        }
    }

    func refusals(of file: FileRecord, _ body: (Refusal) throws -> Void) throws {
        for refusal in refused { try body(refusal) }
    }

    func acceptedEntries(of file: FileRecord, _ body: (AcceptedEntry) throws -> Void) throws {
        for entry in accepted { try body(entry) }
    }

    func isCancelled(_ code: Int64) throws(LedgerFault) -> Bool { throw notAsked }
    func standings(of codes: [Int64], _ body: (CodeStanding) throws -> Void) throws { throw notAsked }
    func listing(of partner: String, transfer: String) throws(LedgerFault) -> Listing? { throw notAsked }
    func credit(to partner: String, transfer: String) throws(LedgerFault) -> Credit? { throw notAsked }
    func life(of code: Int64) throws(LedgerFault) -> [CodeStep] { throw notAsked }
    func cancelledPayments(on day: Day, office: String, partner: String, _ body: (CancelledPayment) throws -> Void) throws {
        for one in cancelled {
            try view(one.payment) { payment in
                try body(CancelledPayment(payment: payment, intake: IntakeNumber(day: day, sequence: 9), reason: one.reason))
            }
        }
    }
    func openCodes(asOf day: Day, office: String, partner: String?, paidBefore: Day, _ body: (OpenCode) throws -> Void) throws {
        for one in open where one.payment.paidOn < paidBefore && (partner ?? one.payment.partner) == one.payment.partner {
            try view(one.payment) { try body(OpenCode(payment: $0, state: one.state)) }
        }
    }
    func partnerDays(of day: Day, office: String) throws(LedgerFault) -> [PartnerDay] { partnerDays }
    func openTransfers(asOf day: Day, office: String) throws(LedgerFault) -> [OpenTransfer] { transfers }
    func collectorMonths(_ month: Month, office: String) throws(LedgerFault) -> [CollectorMonth] { collectorMonths }
    func conservation() throws(LedgerFault) -> (verdicts: [OwnerTally], written: [WrittenTally]) { throw notAsked }
    func missingIntakes(since day: Day) throws(LedgerFault) -> [IntakeNumber] { throw notAsked }
    func lastRecordingDay() throws(LedgerFault) -> Day? { throw notAsked }
    func lastNewcomerMonths(upTo month: Month) throws(LedgerFault) -> [String: Month] { lastNewcomerMonths }
    func batchNumbers(on day: Day, office: String, partner: String) throws(LedgerFault) -> [String] { batchesDropped[partner] ?? [] }
    func batchNumbers(upTo day: Day, office: String, partner: String, prefix: String) throws(LedgerFault) -> [String] {
        (batchesRecorded[partner] ?? []).filter { $0.hasPrefix(prefix) }
    }
    func trails() throws(LedgerFault) -> [PartnerTrail] { throw notAsked }

    func payments(on day: Day, office: String, partner: String, _ body: (RecordedPayment) throws -> Void) throws {
        for payment in dayPayments { try view(payment, body) }
    }

    func payment(_ code: Int64, _ body: (RecordedPayment) -> Void) throws(LedgerFault) -> Bool {
        guard !gone.contains(code), let payment = changedLater[code] ?? byCode[code] else { return false }
        view(payment, body)
        return true
    }

    // MARK: what no rendering asks

    private var notAsked: LedgerFault { LedgerFault(.invariant, "a rendering asked what it must not") }
    func lastIntakeSequence(on day: Day) throws(LedgerFault) -> Int { throw notAsked }
    func lastOwner() throws(LedgerFault) -> Owner? { throw notAsked }
    func lastEvent() throws(LedgerFault) -> (number: Int64, at: VietnamTime)? { throw notAsked }
    func file(_ intake: IntakeNumber) throws(LedgerFault) -> FileRecord? { throw notAsked }
    func recordedFile(owner: Owner, sha256: [UInt8]) throws(LedgerFault) -> FileRecord? { throw notAsked }
    func holder(ofBatch batch: String, owner: Owner, document: DocumentKind, office: String) throws(LedgerFault) -> FileRecord? {
        throw notAsked
    }
    func registryRevision() throws(LedgerFault) -> Int64 { throw notAsked }
    func registryRows(after: Int64, upTo: Int64, _ body: (RegistryRow) -> Void) throws(LedgerFault) { throw notAsked }
    func receiptSerials(after: Int64, _ body: (_ id: Int64, _ serial: String) -> Void) throws(LedgerFault) { throw notAsked }
    func recordedTransactions(of partner: String, among keys: any SortedKeyRun) throws -> [KeyHit] { throw notAsked }
    func usedReceipts(among receipts: any SortedRun) throws -> [KeyHit] { throw notAsked }
    func peopleOnRecord(
        _ batch: any SortedRun, partner: String, _ body: (_ asked: PersonEntry, _ recorded: PeopleOnRecord) throws -> Void
    ) throws { throw notAsked }
    func householdsOnRecord(
        _ batch: any SortedRun, _ body: (_ asked: HouseholdEntry, _ recorded: [RunEntry]) throws -> Void
    ) throws { throw notAsked }
    func post(_ posting: FilePosting, keys: PostedKeys?, chunks: (FileRecord, any ChunkPoster) throws -> Void) throws -> FileRecord {
        throw notAsked
    }
    func together<Result>(_ body: () throws -> Result) throws -> Result { throw notAsked }
    func artifacts(of file: IntakeNumber) throws(LedgerFault) -> [Artifact] { throw notAsked }
    func store(_ artifact: Artifact) throws(LedgerFault) { throw notAsked }
    func store(_ artifacts: [Artifact]) throws(LedgerFault) { throw notAsked }
    func lastClosedDay() throws(LedgerFault) -> ClosedDay? { throw notAsked }
    func closedDay(_ day: Day) throws(LedgerFault) -> ClosedDay? { throw notAsked }
    func firstClaimDay() throws(LedgerFault) -> Day? { throw notAsked }
    func firstClaimDay(asOf day: Day) throws(LedgerFault) -> Day? { throw notAsked }
    func close(_ day: Day, at time: VietnamTime, partnersUnderContract: [OfficePartner]) throws(LedgerFault) -> ClosedDay {
        throw notAsked
    }
    func reports(of day: Day) throws(LedgerFault) -> [ReportOwed] { throw notAsked }
    func unpublishedReports() throws(LedgerFault) -> [ReportOwed] { throw notAsked }
    func markPublished(_ report: ReportOwed) throws(LedgerFault) { throw notAsked }
    func markPublished(_ reports: [ReportOwed]) throws(LedgerFault) { throw notAsked }
    func artifacts(ofReport form: ReportOwed) throws(LedgerFault) -> [Artifact] { throw notAsked }
    func files(_ question: FileQuestion, _ body: (FileRecord) throws -> Void) throws { throw notAsked }
    func codes(_ question: PaymentQuestion) throws(LedgerFault) -> [Int64] { throw notAsked }
    func place(of code: Int64) throws(LedgerFault) -> EntryPlace? { throw notAsked }
    func warnings(at place: EntryPlace) throws(LedgerFault) -> [Finding] { throw notAsked }
    func resendings(of code: Int64) throws(LedgerFault) -> [EntryPlace] { throw notAsked }
    func refusals(under key: String, _ body: (_ file: IntakeNumber, _ refusal: Refusal) throws -> Void) throws { throw notAsked }
    func audit(_ watch: (AuditStep, Int64) throws -> Void, _ body: (AuditDifference) throws -> Void) throws { throw notAsked }
    func refuseHeld(_ intake: IntakeNumber, at time: VietnamTime) throws(LedgerFault) { throw notAsked }
    func isRefusedByOperator(_ intake: IntakeNumber) throws(LedgerFault) -> Bool { throw notAsked }
    func jump(_ jump: NumberJump, at time: VietnamTime) throws(LedgerFault) { throw notAsked }
    func jumps() throws(LedgerFault) -> [RecordedJump] { throw notAsked }
    func intakeSequences(on day: Day) throws(LedgerFault) -> Set<Int> { throw notAsked }
    func lastClaimDay() throws(LedgerFault) -> Day? { throw notAsked }
    func tallies() throws(LedgerFault) -> [OwnerTally] { throw notAsked }
    func checkpoint() throws(LedgerFault) { throw notAsked }
    func consolidate() throws(LedgerFault) { throw notAsked }
}

extension FileRecord {
    /// The file of exchange.md section 3, as a test changes it.
    static func sample(_ change: (inout FilePosting) -> Void = { _ in }) -> FileRecord {
        var posting = FilePosting(
            intake: IntakeNumber("TN20261120-000001")!, claimedAt: VietnamTime("20261120173105")!, owner: .partner("0101234567"),
            name: "TCDVT_0101234567_20261120_0001.zip", shownName: "TCDVT_0101234567_20261120_0001.zip",
            sha256: (0..<32).map { UInt8($0) * 7 }, bytes: 900, outcome: .recorded, resultCode: 200, document: .paymentList,
            header: BatchHeader(
                partner: "0101234567", office: "00101", batch: "20261120-0001", preparedAt: "20261120173000", declaredCount: "1",
                declaredTotal: "683100"),
            postedAt: VietnamTime("20261120173106")!)
        change(&posting)
        return FileRecord(id: 1, posting: posting, recordedOn: Day("20261120")!, event: 1, codes: 1..<2)
    }
}

extension Counts {
    static func of(recorded: Int = 0, onRecord: Int = 0, refused: Int = 0, money: Int64 = 0) -> Counts {
        var counts = Counts()
        counts.found = recorded + onRecord + refused
        counts.recorded = recorded
        counts.onRecord = onRecord
        counts.refused = refused
        counts.recordedMoney = MoneySum(money)
        return counts
    }
}
