public import Contributions

// The ledger as the pipeline sees it: what is on record, and the few writes, each one transaction that keeps every
// invariant. No database type appears here; the contract test suite in ExchangeTesting is written against this protocol,
// so that a second store (PostgreSQL) needs only a factory. Calls block; they are made from one task at a time.

/// A trouble of the ledger's own: it stops the intake and is tried again; it never becomes an answer.
public struct LedgerFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case busy, full, io
        /// An fsync failed: nobody knows what is on the disk, and a further one would tell nothing.
        case notDurable
        case corrupt, invariant, notAGiaonhanLedger
    }
    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { "ledger \(kind): \(message)" }
}

/// The durable record of files, payments, registry, answers and days.
public protocol Ledger: AnyObject {
    /// Issuer prefix of confirmation codes: three letters, fixed at `init`.
    var prefix: String { get }

    // MARK: files

    /// The highest sequence among the intake numbers of that day of claim; 0 when there is none.
    func lastIntakeSequence(on day: Day) throws(LedgerFault) -> Int
    /// The owner of the file posted last, so that turns go on where they stopped.
    func lastOwner() throws(LedgerFault) -> Owner?
    /// The newest event that has a time of its own: a posted file or a closed day (an artifact bears the time of what it belongs to). Nil
    /// when there is none. A machine's clock that is before it is wrong.
    func lastEvent() throws(LedgerFault) -> (number: Int64, at: VietnamTime)?
    func file(_ intake: IntakeNumber) throws(LedgerFault) -> FileRecord?
    /// The file of that owner with these bytes that recorded something (SL_DUNG > 0) and is not itself a replay, if any. A file that
    /// found everything on record already is not one: it is judged anew.
    func recordedFile(owner: Owner, sha256: [UInt8]) throws(LedgerFault) -> FileRecord?
    /// The file that took this MA_LO: an XN was written for it. Per owner, kind of document and office.
    func holder(ofBatch batch: String, owner: Owner, document: DocumentKind, office: String) throws(LedgerFault) -> FileRecord?

    // MARK: registry

    /// The registry's newest revision; 0 when it is empty.
    func registryRevision() throws(LedgerFault) -> Int64
    /// Every registry row with `after < revision <= upTo`, oldest first.
    func registryRows(after: Int64, upTo: Int64, _ body: (RegistryRow) -> Void) throws(LedgerFault)

    /// The numbers that receipts' serials (KY_HIEU_BIEN_LAI) got when their first QUYEN was recorded, from 1, those above `after`, in order.
    func receiptSerials(after: Int64, _ body: (_ id: Int64, _ serial: String) -> Void) throws(LedgerFault)

    // MARK: history

    /// Which of these keys (MA_GIAO_DICH, sorted bytewise) this partner has on record. One ordered pass over the index.
    func recordedTransactions(of partner: String, among keys: any SortedKeyRun) throws -> [KeyHit]
    /// Which of these receipts (`ReceiptKey`, sorted) are used by recorded payments.
    func usedReceipts(among receipts: any SortedRun) throws -> [KeyHit]
    /// Calls `body` for each entry of a batch (`PersonEntry`) whose number is on record, in the batch's order, with all entries on record
    /// under that number. One ordered pass, however many payments are on record.
    func peopleOnRecord(
        _ batch: any SortedRun, partner: String, _ body: (_ asked: PersonEntry, _ recorded: PeopleOnRecord) throws -> Void
    ) throws
    /// Calls `body` for each entry of a batch (`HouseholdEntry`) whose household, year and order is on record, in the batch's order, with
    /// the entries (`HouseholdEntry`) on record there, in the order of codes. Of a place with many thousands it may leave some out.
    func householdsOnRecord(_ batch: any SortedRun, _ body: (_ asked: HouseholdEntry, _ recorded: [RunEntry]) throws -> Void) throws
    /// The payment was cancelled.
    func isCancelled(_ code: Int64) throws(LedgerFault) -> Bool
    /// The recorded payment with that running number, and calls `body` with it; false when there is none.
    func payment(_ code: Int64, _ body: (RecordedPayment) -> Void) throws(LedgerFault) -> Bool

    // MARK: the money's way

    /// Where these codes stand now (ascending, each once): calls `body` for each that is on record, in order.
    func standings(of codes: [Int64], _ body: (CodeStanding) throws -> Void) throws
    /// The newest listing of that partner under that MA_GIAO_DICH_NH, taken back or not; nil when there never was one.
    func listing(of partner: String, transfer: String) throws(LedgerFault) -> Listing?
    /// The newest credit to that partner under that MA_GIAO_DICH_NH; nil when there is none.
    func credit(to partner: String, transfer: String) throws(LedgerFault) -> Credit?
    /// What became of a code after it was recorded, oldest first.
    func life(of code: Int64) throws(LedgerFault) -> [CodeStep]

    // MARK: posting

    /// The one transaction of a file: its identity, its verdict, its payments with their codes, its refusals, movements and registry rows.
    /// Its ngày ghi nhận is the first day not closed that is not before the day of its claim. `chunks` is called once, inside the
    /// transaction, with the file as it will be on record, and hands over every part of it in order; for files without records it does
    /// nothing.
    /// A file already posted (same intake number) is returned as it is, and nothing is written.
    func post(_ posting: FilePosting, keys: PostedKeys?, chunks: (FileRecord, any ChunkPoster) throws -> Void) throws -> FileRecord

    /// Runs `body` in one transaction: what it posts and stores is on record together, durable by one commit, or, when it throws, not at
    /// all, also if it passes over a failure. Reads of `body` see what it has posted. So small files share what a commit costs.
    func together<Result>(_ body: () throws -> Result) throws -> Result

    // MARK: answers

    /// Calls `body` for each entry recorded by this file or on record before, in file order (SL_DUNG + SL_TRUNG of them).
    func confirmations(of file: FileRecord, _ body: (Confirmation) throws -> Void) throws
    /// Calls `body` for each refused entry that is listed, in file order.
    func refusals(of file: FileRecord, _ body: (Refusal) throws -> Void) throws
    /// Calls `body` for each good entry of a file that is no DANH_SACH_THU, in file order (SL_DUNG + SL_TRUNG of them).
    func acceptedEntries(of file: FileRecord, _ body: (AcceptedEntry) throws -> Void) throws
    /// The artifacts (answers) of a file, in the order of publishing.
    func artifacts(of file: IntakeNumber) throws(LedgerFault) -> [Artifact]
    /// Stores an artifact's digest. The same digest again changes nothing; another digest under the same name is an invariant fault.
    func store(_ artifact: Artifact) throws(LedgerFault)
    /// Stores several in one transaction, all or none: a day publishes thousands.
    func store(_ artifacts: [Artifact]) throws(LedgerFault)

    // MARK: days

    /// The last closed day; nil when none is.
    func lastClosedDay() throws(LedgerFault) -> ClosedDay?
    func closedDay(_ day: Day) throws(LedgerFault) -> ClosedDay?
    /// The day of the first claim on record; nil when there is none.
    func firstClaimDay() throws(LedgerFault) -> Day?
    /// The same as that day knew it: among the files of its ngày ghi nhận and those before.
    func firstClaimDay(asOf day: Day) throws(LedgerFault) -> Day?
    /// The latest ngày ghi nhận of a file; nil when there is none.
    func lastRecordingDay() throws(LedgerFault) -> Day?
    /// Closes a day, in one small transaction: the day, the time, the last event's number, the registry's revision, the head of the
    /// hash chain, each partner's balance, and which reports are owed. Owed are, per office and partner that have a contract, recorded
    /// something or had a code cancelled that day: 01-XN (with its number of the year), C17-TS and CHAM-NOP, the last also to whoever
    /// has money outstanding; per office among all these, and with a listing or credit that began or ended that day or is open at its
    /// end: CHAM-NOP, TONG-HOP and DOI-CHIEU, and on the last day of a month NVT and DIA-BAN. Days close in order; a day that is closed already is returned as it is.
    func close(_ day: Day, at time: VietnamTime, partnersUnderContract: [OfficePartner]) throws(LedgerFault) -> ClosedDay
    /// The reports owed for a closed day, in the order of kinds, then by office and partner, the office's own first.
    func reports(of day: Day) throws(LedgerFault) -> [ReportOwed]
    /// The reports of closed days that have not been published yet, by day and then as above.
    func unpublishedReports() throws(LedgerFault) -> [ReportOwed]
    /// The report stands (or stood) in its outboxes.
    func markPublished(_ report: ReportOwed) throws(LedgerFault)
    /// The same for several, in one transaction.
    func markPublished(_ reports: [ReportOwed]) throws(LedgerFault)
    /// The artifacts of a report.
    func artifacts(ofReport report: ReportOwed) throws(LedgerFault) -> [Artifact]

    // MARK: what reports ask, each as of the closing of the day

    /// Every payment recorded on that day for that office by that partner, in the order of codes.
    func payments(on day: Day, office: String, partner: String, _ body: (RecordedPayment) throws -> Void) throws
    /// Every payment of that office and partner that was cancelled on that day, in the order of codes.
    func cancelledPayments(on day: Day, office: String, partner: String, _ body: (CancelledPayment) throws -> Void) throws
    /// Every payment of that office (and partner, when one is named) made before `paidBefore` whose money had not arrived at the
    /// closing of `day`, in the order of codes.
    func openCodes(asOf day: Day, office: String, partner: String?, paidBefore: Day, _ body: (OpenCode) throws -> Void) throws
    /// The figures of every partner that the office had to do with that day, or that has money outstanding with it; sorted. The day must
    /// be closed. Each file counts once: at its header's office if that owes the partner a 01-XN that day, else at the first office that
    /// does, else where the partner has money outstanding, else at the header's office or the first that reports at all.
    func partnerDays(of day: Day, office: String) throws(LedgerFault) -> [PartnerDay]
    /// Listings without a credit, credits without a listing, and those that disagree, by kind, partner and MA_GIAO_DICH_NH. A transfer
    /// whose listing and credit belong to different offices is told to both.
    func openTransfers(asOf day: Day, office: String) throws(LedgerFault) -> [OpenTransfer]
    /// The collectors that recorded anything for that office up to that month, sorted by partner and code; as of the closing of the
    /// month's last day, which must be closed.
    func collectorMonths(_ month: Month, office: String) throws(LedgerFault) -> [CollectorMonth]
    /// By MA_NHAN_VIEN_THU the latest month up to that one with a TM payment that is not cancelled, whatever partner and office recorded it;
    /// nothing of a collector without any. As of the closing of the month's last day, which must be closed.
    func lastNewcomerMonths(upTo month: Month) throws(LedgerFault) -> [String: Month]
    /// Each MA_LO of a DANH_SACH_THU that the partner dropped for that office and whose ngày ghi nhận is that day, whatever became of
    /// it; each once, in the order of posting.
    func batchNumbers(on day: Day, office: String, partner: String) throws(LedgerFault) -> [String]
    /// Each recorded MA_LO of the partner's DANH_SACH_THU for that office that begins so, up to that day.
    func batchNumbers(upTo day: Day, office: String, partner: String, prefix: String) throws(LedgerFault) -> [String]
    /// What is open with each partner now, sorted.
    func trails() throws(LedgerFault) -> [PartnerTrail]

    // MARK: looking back

    /// Calls `body` with each file asked for, in the order of posting. No look stays open between two calls, so a long one stands in
    /// nobody's way, and sees what is posted meanwhile.
    func files(_ question: FileQuestion, _ body: (FileRecord) throws -> Void) throws
    /// The running numbers of the payments asked for, ascending.
    func codes(_ question: PaymentQuestion) throws(LedgerFault) -> [Int64]
    /// Where the payment with that running number was recorded; nil when there is none.
    func place(of code: Int64) throws(LedgerFault) -> EntryPlace?
    /// The warnings of a recorded record (CB03 is not among them).
    func warnings(at place: EntryPlace) throws(LedgerFault) -> [Finding]
    /// The later records that were found to be that payment, on record already, in the order of posting.
    func resendings(of code: Int64) throws(LedgerFault) -> [EntryPlace]
    /// Calls `body` for each refused record that is listed under that key (MA_GIAO_DICH), in the order of posting.
    func refusals(under key: String, _ body: (_ file: IntakeNumber, _ refusal: Refusal) throws -> Void) throws
    /// Examines everything on record against itself, as it is at one moment, and calls `body` with each difference.
    /// - Parameter watch: told now and then what is looked at and how much of it is done.
    func audit(
        _ watch: (_ step: AuditStep, _ done: Int64) throws -> Void, _ body: (AuditDifference) throws -> Void
    ) throws

    // MARK: people's decisions and figures

    /// What an operator decided about a held file: refused. Kept until the file is posted.
    func refuseHeld(_ intake: IntakeNumber, at time: VietnamTime) throws(LedgerFault)
    func isRefusedByOperator(_ intake: IntakeNumber) throws(LedgerFault) -> Bool
    /// Goes on behind numbers that were published and are forgotten: codes and MA_TIEP_NHAN up to these are never given out.
    func jump(_ jump: NumberJump, at time: VietnamTime) throws(LedgerFault)
    /// The jumps on record, in their order.
    func jumps() throws(LedgerFault) -> [RecordedJump]
    /// The running numbers of the files that are posted under that day's MA_TIEP_NHAN.
    func intakeSequences(on day: Day) throws(LedgerFault) -> Set<Int>
    /// The last day of which the ledger has a claim.
    func lastClaimDay() throws(LedgerFault) -> Day?
    /// The conservation counts per owner, over everything on record.
    func tallies() throws(LedgerFault) -> [OwnerTally]
    /// The same, and beside them what the postings wrote, by the sums that each of them added to as it wrote its rows; both sorted, both of
    /// one moment.
    func conservation() throws(LedgerFault) -> (verdicts: [OwnerTally], written: [WrittenTally])
    /// Intake numbers from that day on that are below a posted one of their day and not posted themselves; the first ten thousand.
    func missingIntakes(since day: Day) throws(LedgerFault) -> [IntakeNumber]
    /// Moves the write-ahead log into the database, so that it stays short. Another process that posts waits for it.
    func checkpoint() throws(LedgerFault)
    /// Does at leisure what makes later look-ups cheaper; changes nothing that is on record. Called when a day was closed.
    func consolidate() throws(LedgerFault)
}
