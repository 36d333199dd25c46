import Contributions
import LedgerCore
import Rulebook

// What is known of a file's records from the other records and from the ledger. Flat columns that are only made when there is
// something to note, so that an ordinary file costs nothing and a file sent again costs a few bytes a record.

struct FileHistory {
    /// A word a record, 0 where nothing was noted.
    private struct Column {
        private var words: [UInt32] = []

        subscript(record: Int) -> UInt32 { words.isEmpty ? 0 : words[record] }

        mutating func set(_ record: Int, _ word: UInt32, of recordCount: Int) {
            if words.isEmpty { words = Array(repeating: 0, count: recordCount) }
            words[record] = word
        }
    }

    private var recordCount = 0
    private var concerned: [Bool] = []
    private var sameKeyOrdinals = Column()
    private var codes = Column()
    /// 1 where the payment on record has the same content.
    private var sameContents = Column()
    /// 1 where it was cancelled since.
    private var cancelled = Column()
    private var receipts = Column()
    private var otherPersons = Column()
    private var overlaps = Column()
    private var lastPayments = Column()
    /// 1 where another person has the record's place in the household.
    private var takenPlaces = Column()

    /// Some record was recorded with the same content, whatever is wrong with its other elements and whatever became of it since: the
    /// batch is one sent again (LO05).
    private(set) var knowsSameContent = false

    init(recordCount: Int = 0) { self.recordCount = recordCount }

    /// Something is known of that record.
    func isConcerned(_ record: Int) -> Bool { record < concerned.count && concerned[record] }

    func of(_ record: Int) -> RecordHistory {
        var history = RecordHistory()
        guard isConcerned(record) else { return history }
        history.sameKeyOrdinal = Int(sameKeyOrdinals[record])
        history.code = Int64(codes[record])
        history.hasSameContent = sameContents[record] != 0
        history.isCancelled = cancelled[record] != 0
        history.usedReceipt = Earlier(receipts[record]).payment
        history.otherPerson = Earlier(otherPersons[record]).payment
        history.overlap = Earlier(overlaps[record]).payment
        history.wasLastWithAnother = wasLastWithAnother(record)
        history.isPlaceTaken = isPlaceTaken(record)
        return history
    }

    // MARK: keys and receipts

    /// Keys that stand more than once: all but the first record of each.
    mutating func noteRepeatedKeys(_ keys: any SortedKeyRun) throws {
        var first: UInt32 = 0
        var lastOfPiece: [UInt8]?
        try keys.forEachPiece { piece in
            piece.arena.withUnsafeBytes { arena in
                for (place, entry) in piece.entries.enumerated() {
                    let isRepeated =
                        place > 0
                        ? SortedKeys.compare(entry.bytes(in: arena), piece.entries[place - 1].bytes(in: arena)) == 0
                        : lastOfPiece == piece.key(0)
                    if isRepeated {
                        concern(Int(entry.record))
                        sameKeyOrdinals.set(Int(entry.record), first + 1, of: recordCount)
                    } else {
                        first = entry.record
                    }
                }
            }
            lastOfPiece = piece.key(piece.entries.count - 1)
        }
    }

    mutating func noteRecorded(_ record: Int, code: Int64, sameContent: Bool, isCancelled: Bool) {
        concern(record)
        codes.set(record, UInt32(code), of: recordCount)
        sameContents.set(record, sameContent ? 1 : 0, of: recordCount)
        if sameContent { knowsSameContent = true }
        if isCancelled { cancelled.set(record, 1, of: recordCount) }
    }

    mutating func noteUsedReceipt(_ record: Int, code: Int64, isOwn: Bool) {
        concern(record)
        receipts.set(record, Earlier(code: UInt32(code), isOwn: isOwn).word, of: recordCount)
    }

    // MARK: people

    /// Of several payments that say so the first one is named.
    mutating func noteOtherPerson(_ record: Int, code: UInt32, isOwn: Bool) {
        concern(record)
        let earlier = Earlier(code: code, isOwn: isOwn)
        if earlier.isBefore(Earlier(otherPersons[record])) { otherPersons.set(record, earlier.word, of: recordCount) }
    }

    mutating func noteOverlap(_ record: Int, code: UInt32, isOwn: Bool) {
        concern(record)
        let earlier = Earlier(code: code, isOwn: isOwn)
        if earlier.isBefore(Earlier(overlaps[record])) { overlaps.set(record, earlier.word, of: recordCount) }
    }

    /// The last of all payments of that person and product decides.
    mutating func noteLastPayment(_ record: Int, code: UInt32, isOwn: Bool) {
        let earlier = Earlier(code: code, isOwn: isOwn)
        guard earlier.code > Earlier(lastPayments[record]).code else { return }
        lastPayments.set(record, earlier.word, of: recordCount)
        if !isOwn { concern(record) }
    }

    mutating func noteTakenPlace(_ record: Int) {
        concern(record)
        takenPlaces.set(record, 1, of: recordCount)
    }

    func wasLastWithAnother(_ record: Int) -> Bool {
        let last = Earlier(lastPayments[record])
        return last.code != 0 && !last.isOwn
    }

    func isPlaceTaken(_ record: Int) -> Bool { takenPlaces[record] != 0 }

    /// The record may meet another of this file.
    mutating func concern(_ record: Int) {
        if concerned.isEmpty { concerned = Array(repeating: false, count: recordCount) }
        concerned[record] = true
    }

    /// Keeps what judging in file order found beside what was known: what an answer lists is judged again from here.
    mutating func note(_ record: Int, _ found: RecordHistory) {
        if case .inFile(let ordinal) = found.usedReceipt { receipts.set(record, Earlier(ordinal: ordinal).word, of: recordCount) }
        if case .inFile(let ordinal) = found.otherPerson { otherPersons.set(record, Earlier(ordinal: ordinal).word, of: recordCount) }
        if case .inFile(let ordinal) = found.overlap { overlaps.set(record, Earlier(ordinal: ordinal).word, of: recordCount) }
        if found.isPlaceTaken { takenPlaces.set(record, 1, of: recordCount) }
        if !found.wasLastWithAnother, wasLastWithAnother(record) { lastPayments.set(record, 0, of: recordCount) }
    }
}

/// An earlier payment in one word: a code (they have nine digits) and whose it is, or an ordinal of this file.
private struct Earlier {
    let word: UInt32
    private static let own: UInt32 = 1 << 31
    private static let inFile: UInt32 = 1 << 30

    init(_ word: UInt32) { self.word = word }
    init(code: UInt32, isOwn: Bool) { word = code | (isOwn ? Self.own : 0) }
    init(ordinal: Int) { word = UInt32(ordinal) | Self.inFile }

    var isOwn: Bool { word & Self.own != 0 }
    var code: UInt32 { word & (Self.inFile - 1) }

    func isBefore(_ other: Earlier) -> Bool { other.word == 0 || code < other.code }

    var payment: EarlierPayment {
        if word == 0 { return .none }
        if word & Self.inFile != 0 { return .inFile(Int(code)) }
        return isOwn ? .own(Int64(code)) : .anothers
    }
}
