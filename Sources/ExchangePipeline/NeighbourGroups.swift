import Contributions
import LedgerCore
import Rulebook
import Spooling

// Records of one file that may meet each other: those that share a participant's number, or a place in a household, and could
// disagree about it. A first pass over the sorted entries finds the groups; then the records are judged in file order, each
// against the good ones before it. Most files have few such groups: one person's payments for two products, or for periods
// side by side, are no group.

struct NeighbourGroups {
    /// So many entries of one number, or in one place, are held against each other in any case. They are handed on as they come, so that
    /// a file whose records all share one number costs no more memory than any other.
    private static let few = 8

    /// The records' parts in groups: an entry's detail under its record and group.
    private let members: EntrySorter
    private let households: EntrySorter
    private var memberCursor: EntryCursor?
    private var householdCursor: EntryCursor?
    private var groupCount: UInt32 = 0
    /// The last entry seen, and those with the same number (or place) that are not handed on yet.
    private var last: RunEntry?
    private var pending: [RunEntry] = []
    private var isLarge = false

    /// What the good records of each group have shown so far.
    private var people: [PeopleGroup] = []
    private var places: [UInt32: [HouseholdEntry]] = [:]
    /// The parts of the record that was completed last.
    private var partsOfPeople: [RunEntry] = []
    private var partsOfHouseholds: [RunEntry] = []

    /// - Parameter budget: entries of each kind in memory; what does not fit is spilled.
    init(budget: Int = 1 << 16, makeScratch: @escaping () throws -> ScratchFile) {
        members = EntrySorter(budget: budget, makeScratch: makeScratch)
        households = EntrySorter(budget: budget, makeScratch: makeScratch)
    }

    // MARK: finding

    mutating func takePeople(_ piece: UnsafeBufferPointer<RunEntry>, _ history: inout FileHistory) throws {
        for entry in piece {
            if let last, last.key != entry.key { try endPeople(&history) }
            try take(entry, to: members, &history) { PersonEntry($0).reference }
        }
    }

    /// The entries since the last end are all of one number.
    mutating func endPeople(_ history: inout FileHistory) throws {
        let isGroup = pending.count > 1 && mayMeet(pending.map { PersonEntry($0) }, history)
        try end(isGroup, to: members, &history) { PersonEntry($0).reference }
    }

    mutating func takeHouseholds(
        _ piece: UnsafeBufferPointer<RunEntry>, _ history: inout FileHistory, isAnother: (HouseholdEntry, HouseholdEntry) -> Bool
    ) throws {
        for entry in piece {
            if let last, last.key != entry.key || last.place != entry.place { try endHouseholds(&history, isAnother: isAnother) }
            try take(entry, to: households, &history) { HouseholdEntry($0).reference }
        }
    }

    mutating func endHouseholds(_ history: inout FileHistory, isAnother: (HouseholdEntry, HouseholdEntry) -> Bool) throws {
        let isGroup = pending.count > 1 && mayMeet(pending.map { HouseholdEntry($0) }, isAnother)
        try end(isGroup, to: households, &history) { HouseholdEntry($0).reference }
    }

    private mutating func take(
        _ entry: RunEntry, to sorter: EntrySorter, _ history: inout FileHistory, record: (RunEntry) -> UInt32
    ) throws {
        last = entry
        pending.append(entry)
        guard isLarge || pending.count > Self.few else { return }
        isLarge = true
        try handOn(to: sorter, &history, record)
    }

    private mutating func end(
        _ isGroup: Bool, to sorter: EntrySorter, _ history: inout FileHistory, record: (RunEntry) -> UInt32
    ) throws {
        if isGroup { try handOn(to: sorter, &history, record) }
        if isGroup || isLarge { groupCount += 1 }
        pending.removeAll(keepingCapacity: true)
        (last, isLarge) = (nil, false)
    }

    /// What is pending is of the group.
    private mutating func handOn(to sorter: EntrySorter, _ history: inout FileHistory, _ record: (RunEntry) -> UInt32) throws {
        for entry in pending {
            let record = record(entry)
            try sorter.append(RunEntry(key: UInt64(record) << 32 | UInt64(groupCount), place: 0, first: entry.first, second: entry.second))
            history.concern(Int(record))
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Any two of them could disagree: about the person, about a period, or about who had the person last.
    private func mayMeet(_ entries: [PersonEntry], _ history: FileHistory) -> Bool {
        for (place, one) in entries.enumerated() {
            if history.wasLastWithAnother(Int(one.reference)) { return true }
            for other in entries[(place + 1)...] where one.reference != other.reference {
                if one.overlaps(other) || one.contradicts(other) || other.contradicts(one) { return true }
            }
        }
        return false
    }

    /// Any two of them are different persons'. Sharing a number does not carry over: a third one may share one with each of two.
    private func mayMeet(_ entries: [HouseholdEntry], _ isAnother: (HouseholdEntry, HouseholdEntry) -> Bool) -> Bool {
        for (place, one) in entries.enumerated() {
            if entries[(place + 1)...].contains(where: { isAnother(one, $0) }) { return true }
        }
        return false
    }

    mutating func finish() throws {
        people = Array(repeating: PeopleGroup(), count: Int(groupCount))
        try members.finish()
        try households.finish()
        memberCursor = try EntryCursor(members.sources())
        householdCursor = try EntryCursor(households.sources())
    }

    // MARK: judging, record by record in file order

    /// Adds to what is known of a record what the good records before it say.
    mutating func complete(
        _ known: inout RecordHistory, of record: Int, isAnother: (HouseholdEntry, HouseholdEntry) -> Bool
    ) throws {
        try memberCursor?.read(record, into: &partsOfPeople)
        try householdCursor?.read(record, into: &partsOfHouseholds)
        for part in partsOfPeople {
            let entry = PersonEntry(part)
            let group = people[part.group]
            if known.overlap == .none, let ordinal = group.overlap(entry) { known.overlap = .inFile(ordinal) }
            if known.otherPerson == .none, let ordinal = group.contradiction(entry) { known.otherPerson = .inFile(ordinal) }
            if group.hasPaid(entry.isPension) { known.wasLastWithAnother = false }
        }
        for part in partsOfHouseholds where !known.isPlaceTaken {
            let entry = HouseholdEntry(part)
            known.isPlaceTaken = places[UInt32(part.group)]?.contains { isAnother($0, entry) } ?? false
        }
    }

    /// The record that was completed last is good: it counts for those after it.
    mutating func count(_ record: Int) {
        for part in partsOfPeople { people[part.group].add(PersonEntry(part), ordinal: record + 1) }
        for part in partsOfHouseholds {
            let entry = HouseholdEntry(part)
            // Good records that give one person's numbers give them in at most three ways: of four, one is another person's.
            let known = places[UInt32(part.group)] ?? []
            let isKnown = known.contains { $0.insurance == entry.insurance && $0.personal == entry.personal }
            if known.count < 4, !isKnown { places[UInt32(part.group), default: []].append(entry) }
        }
    }
}

extension RunEntry {
    /// Of a record's part in a group.
    fileprivate var record: Int { Int(key >> 32) }
    fileprivate var group: Int { Int(key & 0xFFFF_FFFF) }
}

extension EntryCursor {
    /// The parts of that record; records are asked for in ascending order.
    fileprivate mutating func read(_ record: Int, into parts: inout [RunEntry]) throws {
        parts.removeAll(keepingCapacity: true)
        while let next, next.record <= record {
            if next.record == record { parts.append(next) }
            try advance()
        }
    }
}

/// What the good records with one number have paid for, and which other number they give.
private struct PeopleGroup {
    private struct Period {
        var from: Day
        var to: Day
        var ordinal: Int
    }

    /// By first day; good records never overlap.
    private var pension: [Period] = []
    private var health: [Period] = []
    private var paidPension = false
    private var paidHealth = false
    private var other: (number: PersonNumber, ordinal: Int)?

    func hasPaid(_ isPension: Bool) -> Bool { isPension ? paidPension : paidHealth }

    /// The ordinal of the record whose period meets this one.
    func overlap(_ entry: PersonEntry) -> Int? {
        guard !entry.isMissingMonths else { return nil }
        let periods = entry.isPension ? pension : health
        let next = Self.place(of: entry.from, in: periods)
        if next > 0, periods[next - 1].to >= entry.from, entry.from <= entry.to { return periods[next - 1].ordinal }
        if next < periods.count, periods[next].from <= entry.to { return periods[next].ordinal }
        return nil
    }

    /// The ordinal of the record that gives another number in the other's place.
    func contradiction(_ entry: PersonEntry) -> Int? {
        guard entry.marks & (FilePeople.Mark.tied | FilePeople.Mark.settled) == 0, entry.other != .none else { return nil }
        guard let other, other.number != entry.other else { return nil }
        return other.ordinal
    }

    mutating func add(_ entry: PersonEntry, ordinal: Int) {
        if entry.isPension { paidPension = true } else { paidHealth = true }
        // Good records with one number give the same other number: who gives another one is refused.
        if entry.marks & FilePeople.Mark.tied == 0, entry.other != .none, other == nil { other = (entry.other, ordinal) }
        guard !entry.isMissingMonths, entry.from <= entry.to else { return }
        let period = Period(from: entry.from, to: entry.to, ordinal: ordinal)
        if entry.isPension {
            pension.insert(period, at: Self.place(of: entry.from, in: pension))
        } else {
            health.insert(period, at: Self.place(of: entry.from, in: health))
        }
    }

    /// The first place whose period begins after that day.
    private static func place(of day: Day, in periods: [Period]) -> Int {
        var low = 0
        var high = periods.count
        while low < high {
            let middle = (low + high) / 2
            if periods[middle].from <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
