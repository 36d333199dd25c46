public import Contributions

// The ledger as the pipeline sees it: what is on record, and the few writes, each one transaction that keeps every
// invariant. No database type appears here; the contract test suite in ExchangeTesting is written against this protocol,
// so that a second store (PostgreSQL) needs only a factory. Calls block; they are made from one task at a time.

/// A trouble of the ledger's own: it stops the intake and is tried again; it never becomes an answer.
public struct LedgerFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable { case busy, full, io, corrupt, invariant, notAGiaonhanLedger }
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

    /// Which of these keys (MA_GIAO_DICH, sorted bytewise, each once) this partner has on record. One ordered pass over the index.
    func recordedTransactions(of partner: String, among keys: SortedKeys) throws(LedgerFault) -> [KeyHit]
    /// Which of these receipts (sorted) are used by recorded payments.
    func usedReceipts(among receipts: [ReceiptKey]) throws(LedgerFault) -> [ReceiptHit]
    /// Calls `body` for each pair of an entry of a batch (`PersonEntry`) and an entry on record under the same number, in the order of
    /// the batch's entries and, for each of them, of the codes. One ordered pass, however many payments are on record.
    func peopleOnRecord(
        _ batch: any SortedRun, partner: String, _ body: (_ asked: PersonEntry, _ recorded: PersonEntry, _ isOwn: Bool) throws -> Void
    ) throws
    /// Calls `body` for each pair of an entry of a batch (`HouseholdEntry`) and an entry on record of the same household, year and
    /// order, in the order of the batch's entries and, for each of them, of the codes. Of a place with many thousands of entries it may
    /// leave some out.
    func householdsOnRecord(_ batch: any SortedRun, _ body: (_ asked: HouseholdEntry, _ recorded: HouseholdEntry) throws -> Void) throws
    /// The recorded payment with that running number, and calls `body` with it; false when there is none.
    func payment(_ code: Int64, _ body: (RecordedPayment) -> Void) throws(LedgerFault) -> Bool

    // MARK: posting

    /// The one transaction of a file: its identity, its verdict, its payments with their codes, its refusals and registry rows.
    /// Its ngày ghi nhận is the first day not closed that is not before the day of its claim. `chunks` is called once, inside the
    /// transaction, and hands over every chunk of a batch in order; for files without records it does nothing.
    /// A file already posted (same intake number) is returned as it is, and nothing is written.
    func post(_ posting: FilePosting, keys: PostedKeys?, chunks: (any ChunkPoster) throws -> Void) throws -> FileRecord

    // MARK: answers

    /// Calls `body` for each entry recorded by this file or on record before, in file order (SL_DUNG + SL_TRUNG of them).
    func confirmations(of file: FileRecord, _ body: (Confirmation) throws -> Void) throws
    /// Calls `body` for each refused entry that is listed, in file order.
    func refusals(of file: FileRecord, _ body: (Refusal) throws -> Void) throws
    /// Calls `body` for each good DANH_MUC entry (ordinal, key), in file order.
    func acceptedEntries(of file: FileRecord, _ body: (_ ordinal: Int, _ key: String) throws -> Void) throws
    /// The artifacts (answers) of a file, in the order of publishing.
    func artifacts(of file: IntakeNumber) throws(LedgerFault) -> [Artifact]
    /// Stores an artifact's digest. The same digest again changes nothing; another digest under the same name is an invariant fault.
    func store(_ artifact: Artifact) throws(LedgerFault)

    // MARK: days

    /// The last closed day; nil when none is.
    func lastClosedDay() throws(LedgerFault) -> ClosedDay?
    func closedDay(_ day: Day) throws(LedgerFault) -> ClosedDay?
    /// The day of the first claim on record; nil when there is none.
    func firstClaimDay() throws(LedgerFault) -> Day?
    /// Closes a day, in one small transaction: the day, the time, the last event's number, the registry's revision, the head of the
    /// hash chain, and which forms are owed (per office and partner, with their number of the year). Days close in order;
    /// a day that is closed already is returned as it is.
    func close(_ day: Day, at time: VietnamTime, partnersUnderContract: [OfficePartner]) throws(LedgerFault) -> ClosedDay
    /// The forms 01-XN owed for a closed day, sorted by office and partner.
    func forms(of day: Day) throws(LedgerFault) -> [FormOwed]
    /// Every payment recorded on that day for that office by that partner, as of the day's closing, in the order of codes.
    func payments(on day: Day, office: String, partner: String, _ body: (RecordedPayment) throws -> Void) throws
    /// The forms of closed days that have not been published yet, by day, office and partner.
    func unpublishedForms() throws(LedgerFault) -> [FormOwed]
    /// The form stands (or stood) in its outboxes.
    func markPublished(_ form: FormOwed) throws(LedgerFault)
    /// The artifacts of a closed day's forms.
    func artifacts(ofForm form: FormOwed) throws(LedgerFault) -> [Artifact]

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
    func refuseHeld(_ intake: IntakeNumber) throws(LedgerFault)
    func isRefusedByOperator(_ intake: IntakeNumber) throws(LedgerFault) -> Bool
    /// The conservation counts per owner, over everything on record.
    func tallies() throws(LedgerFault) -> [OwnerTally]
    /// Moves the write-ahead log into the database, so that it stays short. Never fails a post: trouble is only reported.
    func checkpoint() throws(LedgerFault)
    /// Does at leisure what makes later look-ups cheaper; changes nothing that is on record. Called when a day was closed.
    func consolidate() throws(LedgerFault)
}
