import Contributions
import LedgerCore
import Rulebook
import Spooling

// Who pays in a file: an entry for every number of every participant and for every place in a household, gathered while the
// file is read. After it they are held against the ledger, each kind in one ordered pass, and what is found is noted in the
// file's history. A person is whoever holds a number: the ones given, and the one that DS_NGUOI or the payments on record
// tie to it. Records of one file among themselves are NeighbourGroups' subject.

final class FilePeople {
    /// What an entry of a file says of its record, beside what is posted.
    enum Mark {
        /// PHUONG_AN is ON or DT (CB02).
        static let renewal: UInt8 = 1
        /// The record does not give this number: it is tied to one that it gives.
        static let tied: UInt8 = 2
        /// DS_NGUOI knows one of the record's numbers, and so decides NT04 alone.
        static let settled: UInt8 = 4
    }

    private let registry: Registry?
    /// The numbers that records give, and those that DS_NGUOI ties to them.
    private let people: EntrySorter
    /// The numbers that payments on record tie to them.
    private let tied: EntrySorter
    private let households: EntrySorter
    private let makeScratch: () throws -> ScratchFile

    init(registry: Registry?, makeScratch: @escaping () throws -> ScratchFile) {
        self.registry = registry
        self.makeScratch = makeScratch
        people = EntrySorter(makeScratch: makeScratch)
        tied = EntrySorter(makeScratch: makeScratch)
        households = EntrySorter(makeScratch: makeScratch)
    }

    // MARK: while the file is read

    /// - Parameter number: the record's place in the file, from 0.
    func add(_ record: PaymentRecord, _ number: Int) throws {
        let (insurance, personal) = (record.insuranceNumber, record.personalNumber)
        guard insurance != .none || personal != .none else { return }
        // A period that is not known meets nothing.
        let period = record.period ?? (Day(number: 0), Day(number: -1))
        let isRenewal = record.plan == .renewal || record.plan == .continued
        var marks = isRenewal ? Mark.renewal : 0
        if insurance != .none, personal != .none, mate(of: insurance) != nil || mate(of: personal) != nil { marks |= Mark.settled }
        func add(_ number: PersonNumber, other: PersonNumber, reference: Int, marks: UInt8) throws {
            try people.append(
                PersonEntry(
                    number, reference: UInt32(reference), other: other, isPension: record.kind == .voluntary,
                    isMissingMonths: record.method == .missingMonths, from: period.from, to: period.to, marks: marks
                ).entry)
        }
        for (one, other) in [(insurance, personal), (personal, insurance)] where one != .none {
            try add(one, other: other, reference: number, marks: marks)
            if other == .none, let mate = mate(of: one) { try add(mate, other: .none, reference: number, marks: marks | Mark.tied) }
        }
        if record.kind == .household, let entry = HouseholdEntry(record, number, insurance, personal) { try households.append(entry.entry) }
    }

    private func mate(of number: PersonNumber) -> PersonNumber? { registry?.people.mate(of: number) }

    // MARK: after it was read

    func finish() throws {
        try people.finish()
        try households.finish()
    }

    /// Notes what the ledger knows of these people and households. Payments that were cancelled say nothing.
    func askLedger(_ ledger: any Ledger, partner: String, _ cancellations: Cancellations, _ history: inout FileHistory) throws {
        try askPeople(people, follows: true, ledger, partner, cancellations, &history)
        try tied.finish()
        try askPeople(tied, follows: false, ledger, partner, cancellations, &history)
        var place: PlaceOnRecord?
        try ledger.householdsOnRecord(households) { asked, recorded in
            let record = Int(asked.reference)
            guard !history.isPlaceTaken(record) else { return }
            if recorded.count > Self.fewOnRecord {
                // Whoever has so many in one place is looked through once, for all who ask.
                let known = try place?.isOf(asked) == true ? place! : PlaceOnRecord(recorded, of: asked, cancellations)
                place = known
                if known.persons.contains(where: { isAnotherPerson(asked, $0) }) { history.noteTakenPlace(record) }
                return
            }
            for entry in recorded.lazy.map({ HouseholdEntry($0) }) where isAnotherPerson(asked, entry) {
                guard try !cancellations.isCancelled(Int64(entry.reference)) else { continue }
                return history.noteTakenPlace(record)
            }
        }
    }

    /// Up to so many payments under one number are held against each record that gives it. More are put in order first, once.
    static let fewOnRecord = 32

    private func askPeople(
        _ run: EntrySorter, follows: Bool, _ ledger: any Ledger, _ partner: String, _ cancellations: Cancellations,
        _ history: inout FileHistory
    ) throws {
        var person: PersonOnRecord?
        try ledger.peopleOnRecord(run, partner: partner) { asked, recorded in
            if recorded.entries.count > Self.fewOnRecord {
                let known =
                    person?.number == asked.number
                    ? person!
                    : PersonOnRecord(
                        recorded, number: asked.number, isDenied: isDenied,
                        isCancelled: { try cancellations.isCancelled(Int64($0.reference)) })
                person = known
                return try compare(asked, known, follows: follows, &history)
            }
            for place in recorded.entries.indices {
                let entry = recorded[place]
                guard saysSomething(entry, of: asked), try !cancellations.isCancelled(Int64(entry.reference)) else { continue }
                compare(asked, entry, recorded.isOwn(place), &history)
                if follows { try follow(asked, entry) }
            }
        }
    }

    /// Most payments on record say nothing of a new one, whether they were cancelled or not.
    private func saysSomething(_ recorded: PersonEntry, of asked: PersonEntry) -> Bool {
        asked.contradicts(recorded) || asked.overlaps(recorded) || mayTie(asked, recorded)
            || (asked.marks & Mark.renewal != 0 && asked.isPension == recorded.isPension)
    }

    private func compare(_ asked: PersonEntry, _ recorded: PersonEntry, _ isOwn: Bool, _ history: inout FileHistory) {
        let record = Int(asked.reference)
        if asked.contradicts(recorded), !isDenied(recorded) {
            history.noteOtherPerson(record, code: recorded.reference, isOwn: isOwn)
        }
        guard asked.isPension == recorded.isPension else { return }
        if asked.overlaps(recorded) { history.noteOverlap(record, code: recorded.reference, isOwn: isOwn) }
        if asked.marks & Mark.renewal != 0 { history.noteLastPayment(record, code: recorded.reference, isOwn: isOwn) }
    }

    /// The same of a number with many payments on record.
    private func compare(_ asked: PersonEntry, _ person: PersonOnRecord, follows: Bool, _ history: inout FileHistory) throws {
        let record = Int(asked.reference)
        let recorded = person.recorded
        if asked.mayContradict, let place = try person.firstNaming(another: asked.other) {
            history.noteOtherPerson(record, code: recorded[place].reference, isOwn: recorded.isOwn(place))
        }
        if let place = try person.firstOverlap(asked) {
            history.noteOverlap(record, code: recorded[place].reference, isOwn: recorded.isOwn(place))
        }
        if asked.marks & Mark.renewal != 0, let place = try person.last(isPension: asked.isPension) {
            history.noteLastPayment(record, code: recorded[place].reference, isOwn: recorded.isOwn(place))
        }
        if follows, asked.other == .none, asked.marks & Mark.tied == 0 {
            for place in try person.naming() { try follow(asked, recorded[place]) }
        }
    }

    /// A payment on record ties the record's only number to another one: that one is looked for too.
    private func follow(_ asked: PersonEntry, _ recorded: PersonEntry) throws {
        guard mayTie(asked, recorded), !isDenied(recorded), mate(of: asked.number) == nil else { return }
        let isKnown = lastFollowed?.reference == asked.reference && lastFollowed?.number == recorded.other
        guard !isKnown else { return }
        let entry = PersonEntry(
            recorded.other, reference: asked.reference, other: .none, isPension: asked.isPension, isMissingMonths: asked.isMissingMonths,
            from: asked.from, to: asked.to, marks: asked.marks | Mark.tied)
        lastFollowed = entry
        try tied.append(entry.entry)
    }

    private func mayTie(_ asked: PersonEntry, _ recorded: PersonEntry) -> Bool {
        asked.other == .none && asked.marks & Mark.tied == 0 && recorded.other != .none
    }

    private var lastFollowed: PersonEntry?

    /// The agency has said that the two numbers of a payment on record are not one person's: DS_NGUOI wins over payments.
    private func isDenied(_ recorded: PersonEntry) -> Bool { registry?.people.denies(recorded.number, recorded.other) ?? false }

    /// The two give no number in common, and DS_NGUOI ties none of one to one of the other.
    func isAnotherPerson(_ one: HouseholdEntry, _ other: HouseholdEntry) -> Bool {
        let (numbers, others) = ([one.insurance, one.personal], [other.insurance, other.personal])
        for number in numbers where number != .none {
            if others.contains(number) { return false }
            if let mate = mate(of: number), others.contains(mate) { return false }
        }
        return true
    }

    /// Notes which records of the file may meet each other.
    func findNeighbours(_ history: inout FileHistory) throws -> NeighbourGroups {
        var groups = NeighbourGroups(makeScratch: makeScratch)
        try PairOfRuns(people, tied).forEachPiece { try groups.takePeople($0, &history) }
        try groups.endPeople(&history)
        try households.forEachPiece { try groups.takeHouseholds($0, &history, isAnother: isAnotherPerson) }
        try groups.endHouseholds(&history, isAnother: isAnotherPerson)
        try groups.finish()
        return groups
    }

    // MARK: posting

    /// The entries of the recorded records alone, as the ledger takes them.
    func posted(_ isRecorded: @escaping (UInt32) -> Bool) -> (people: any SortedRun, households: any SortedRun) {
        let people = FilteredRun(people) { entry in
            var person = PersonEntry(entry)
            guard person.marks & Mark.tied == 0, isRecorded(person.reference) else { return nil }
            person.marks = 0
            return person.entry
        }
        return (people, FilteredRun(households) { isRecorded(HouseholdEntry($0).reference) ? $0 : nil })
    }
}

extension PersonEntry {
    /// Both give both numbers, and they have only one in common (NT04).
    func contradicts(_ earlier: PersonEntry) -> Bool { mayContradict && earlier.other != .none && other != earlier.other }

    /// It gives both numbers, and DS_NGUOI does not know them.
    var mayContradict: Bool { marks & (FilePeople.Mark.tied | FilePeople.Mark.settled) == 0 && other != .none }

    /// Part of the same period of the same product; a TH payment neither meets nor is met (TR03).
    func overlaps(_ earlier: PersonEntry) -> Bool {
        isPension == earlier.isPension && !isMissingMonths && !earlier.isMissingMonths && from <= earlier.to && earlier.from <= to
    }
}

extension HouseholdEntry {
    /// Nil when the record takes no place that others could take too (CB04), or does not say.
    fileprivate init?(_ record: PaymentRecord, _ number: Int, _ insurance: PersonNumber, _ personal: PersonNumber) {
        guard (1...4).contains(record.personOrder), record.isWellFormed(.household), let paid = record.paidOn else { return nil }
        self.init(
            code: record[.household], year: paid.parts.year, order: record.personOrder, reference: UInt32(number), insurance: insurance,
            personal: personal)
    }
}

/// Two runs as one.
private struct PairOfRuns: SortedRun {
    private let first: EntrySorter
    private let second: EntrySorter

    init(_ first: EntrySorter, _ second: EntrySorter) { (self.first, self.second) = (first, second) }

    func forEachPiece(_ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws {
        guard !second.isEmpty else { return try first.forEachPiece(body) }
        try merge(try first.sources() + second.sources(), body)
    }
}

/// Another run's entries, each changed or left out.
struct FilteredRun: SortedRun {
    private let run: EntrySorter
    private let change: (RunEntry) -> RunEntry?

    init(_ run: EntrySorter, _ change: @escaping (RunEntry) -> RunEntry?) { (self.run, self.change) = (run, change) }

    func forEachPiece(_ body: (UnsafeBufferPointer<RunEntry>) throws -> Void) throws {
        var output: [RunEntry] = []
        output.reserveCapacity(EntrySource.pieceCount)
        try run.forEachPiece { piece in
            for start in stride(from: 0, to: piece.count, by: EntrySource.pieceCount) {
                output.removeAll(keepingCapacity: true)
                for entry in piece[start..<min(piece.count, start + EntrySource.pieceCount)] {
                    if let changed = change(entry) { output.append(changed) }
                }
                try output.withUnsafeBufferPointer { if !$0.isEmpty { try body($0) } }
            }
        }
    }
}
