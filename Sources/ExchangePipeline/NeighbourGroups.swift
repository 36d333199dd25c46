import Contributions
import LedgerCore
import Rulebook

// Records of one file that may meet each other: those that share a participant's number, or a place in a household, and could
// disagree about it. A first pass over the sorted entries finds the groups; then the records are judged in file order, each
// against the good ones before it. Most files have few such groups: one person's payments for two products, or for periods
// side by side, are no group.

struct NeighbourGroups {
    /// A record's part in a group.
    private struct Membership {
        var record: UInt32
        var group: UInt32
        /// What the record brought: the entry with its period and numbers.
        var entry: RunEntry
    }

    private var members: [Membership] = []
    private var households: [Membership] = []
    private var groupCount: UInt32 = 0
    /// Entries with the same number (or place) as the last one seen.
    private var pending: [RunEntry] = []

    /// What the good records of each group have shown so far.
    private var people: [PeopleGroup] = []
    private var places: [UInt32: [HouseholdEntry]] = [:]
    private var nextMember = 0
    private var nextHousehold = 0

    // MARK: finding

    mutating func takePeople(_ piece: UnsafeBufferPointer<RunEntry>, _ history: inout FileHistory) {
        for entry in piece {
            if let last = pending.last, last.key != entry.key { endPeople(&history) }
            pending.append(entry)
        }
    }

    /// The pending entries are all of one number.
    mutating func endPeople(_ history: inout FileHistory) {
        defer { pending.removeAll(keepingCapacity: true) }
        guard pending.count > 1, mayMeet(pending.map { PersonEntry($0) }, history) else { return }
        for entry in pending {
            let record = PersonEntry(entry).reference
            members.append(Membership(record: record, group: groupCount, entry: entry))
            history.concern(Int(record))
        }
        groupCount += 1
    }

    /// Any two of them could disagree: about the person, about a period, or about who had the person last.
    private func mayMeet(_ entries: [PersonEntry], _ history: FileHistory) -> Bool {
        // So many payments of one person are held against each other in any case.
        guard entries.count <= 8 else { return true }
        for (place, one) in entries.enumerated() {
            if history.wasLastWithAnother(Int(one.reference)) { return true }
            for other in entries[(place + 1)...] where one.reference != other.reference {
                if one.overlaps(other) || one.contradicts(other) || other.contradicts(one) { return true }
            }
        }
        return false
    }

    mutating func takeHouseholds(
        _ piece: UnsafeBufferPointer<RunEntry>, _ history: inout FileHistory, isAnother: (HouseholdEntry, HouseholdEntry) -> Bool
    ) {
        for entry in piece {
            if let last = pending.last, last.key != entry.key || last.place != entry.place { endHouseholds(&history, isAnother: isAnother) }
            pending.append(entry)
        }
    }

    mutating func endHouseholds(_ history: inout FileHistory, isAnother: (HouseholdEntry, HouseholdEntry) -> Bool) {
        defer { pending.removeAll(keepingCapacity: true) }
        guard pending.count > 1, mayMeet(pending.map { HouseholdEntry($0) }, isAnother) else { return }
        for entry in pending {
            let record = HouseholdEntry(entry).reference
            households.append(Membership(record: record, group: groupCount, entry: entry))
            history.concern(Int(record))
        }
        groupCount += 1
    }

    /// Any two of them are different persons'. Sharing a number does not carry over: a third one may share one with each of two.
    private func mayMeet(_ entries: [HouseholdEntry], _ isAnother: (HouseholdEntry, HouseholdEntry) -> Bool) -> Bool {
        guard entries.count <= 8 else { return true }
        for (place, one) in entries.enumerated() {
            if entries[(place + 1)...].contains(where: { isAnother(one, $0) }) { return true }
        }
        return false
    }

    mutating func finish() {
        people = Array(repeating: PeopleGroup(), count: Int(groupCount))
        members.sort { ($0.record, $0.group) < ($1.record, $1.group) }
        households.sort { ($0.record, $0.group) < ($1.record, $1.group) }
    }

    // MARK: judging, record by record in file order

    /// Adds to what is known of a record what the good records before it say.
    mutating func complete(_ known: inout RecordHistory, of record: Int, isAnother: (HouseholdEntry, HouseholdEntry) -> Bool) {
        while nextMember < members.count, members[nextMember].record < record { nextMember += 1 }
        while nextHousehold < households.count, households[nextHousehold].record < record { nextHousehold += 1 }
        for member in members[nextMember...].prefix(while: { $0.record == record }) {
            let entry = PersonEntry(member.entry)
            let group = people[Int(member.group)]
            if known.overlap == .none, let ordinal = group.overlap(entry) { known.overlap = .inFile(ordinal) }
            if known.otherPerson == .none, let ordinal = group.contradiction(entry) { known.otherPerson = .inFile(ordinal) }
            if group.hasPaid(entry.isPension) { known.wasLastWithAnother = false }
        }
        for member in households[nextHousehold...].prefix(while: { $0.record == record }) where !known.isPlaceTaken {
            let entry = HouseholdEntry(member.entry)
            known.isPlaceTaken = places[member.group]?.contains { isAnother($0, entry) } ?? false
        }
    }

    /// The record that was completed last is good: it counts for those after it.
    mutating func count(_ record: Int) {
        for member in members[nextMember...].prefix(while: { $0.record == record }) {
            people[Int(member.group)].add(PersonEntry(member.entry), ordinal: record + 1)
        }
        for member in households[nextHousehold...].prefix(while: { $0.record == record }) {
            let entry = HouseholdEntry(member.entry)
            // Good records that give one person's numbers give them in at most three ways: of four, one is another person's.
            let known = places[member.group] ?? []
            let isKnown = known.contains { $0.insurance == entry.insurance && $0.personal == entry.personal }
            if known.count < 4, !isKnown { places[member.group, default: []].append(entry) }
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
