import Contributions
import LedgerCore

// A number with very many payments on record (TH payments of one person know no limit), and a household's place with very many:
// what they say is put in order once, and each record of a file is then answered without passing all of them. Each answer
// is made when it is asked for the first time, and asks once at most whether a payment was cancelled.

final class PersonOnRecord {
    /// Payments of one product, the living ones alone.
    private struct Periods {
        /// By first day.
        var places: [Int]
        /// None meets another: of one person and product all are apart, since TR03 refuses what meets.
        var areApart: Bool
    }

    let number: PersonNumber
    let recorded: PeopleOnRecord
    private let isDenied: (PersonEntry) -> Bool
    private let isCancelled: (PersonEntry) throws -> Bool
    private var isKnownCancelled: [Bool?]
    private var namingKept: [Int]?
    private var periodsKept: [Bool: Periods] = [:]
    private var lastKept: [Bool: Int?] = [:]

    /// - Parameters:
    ///   - isDenied: DS_NGUOI says that the payment's two numbers are not one person's.
    ///   - isCancelled: may be slow.
    init(
        _ recorded: PeopleOnRecord, number: PersonNumber, isDenied: @escaping (PersonEntry) -> Bool,
        isCancelled: @escaping (PersonEntry) throws -> Bool
    ) {
        (self.recorded, self.number, self.isDenied, self.isCancelled) = (recorded, number, isDenied, isCancelled)
        isKnownCancelled = Array(repeating: nil, count: recorded.entries.count)
    }

    private func isAlive(_ place: Int) throws -> Bool {
        if let isCancelled = isKnownCancelled[place] { return !isCancelled }
        let isCancelled = try isCancelled(recorded[place])
        isKnownCancelled[place] = isCancelled
        return !isCancelled
    }

    /// Of each other number that payments give the first payment, in the order of codes; DS_NGUOI's denials are left out.
    func naming() throws -> [Int] {
        if let namingKept { return namingKept }
        var named: Set<PersonNumber> = [.none]
        var places: [Int] = []
        for place in recorded.entries.indices {
            let entry = recorded[place]
            guard !named.contains(entry.other), !isDenied(entry), try isAlive(place) else { continue }
            named.insert(entry.other)
            places.append(place)
        }
        namingKept = places
        return places
    }

    /// The first payment that gives another number than this beside the number they have in common.
    func firstNaming(another number: PersonNumber) throws -> Int? { try naming().first { recorded[$0].other != number } }

    /// The last payment of the product.
    func last(isPension: Bool) throws -> Int? {
        if let kept = lastKept[isPension] { return kept }
        let last = try recorded.entries.indices.last { try recorded[$0].isPension == isPension && isAlive($0) }
        lastKept[isPension] = .some(last)
        return last
    }

    /// The first payment that `asked` overlaps.
    func firstOverlap(_ asked: PersonEntry) throws -> Int? {
        guard !asked.isMissingMonths else { return nil }
        let periods = try periods(isPension: asked.isPension)
        guard periods.areApart else { return periods.places.filter { asked.overlaps(recorded[$0]) }.min() }
        // Those that end in time are the last ones, those that begin in time the first ones.
        let begin = Self.split(periods.places) { recorded[$0].to < asked.from }
        let end = Self.split(periods.places) { recorded[$0].from <= asked.to }
        return begin < end ? periods.places[begin..<end].min() : nil
    }

    private func periods(isPension: Bool) throws -> Periods {
        if let kept = periodsKept[isPension] { return kept }
        var places: [Int] = []
        for place in recorded.entries.indices {
            let entry = recorded[place]
            if entry.isPension == isPension, !entry.isMissingMonths, try isAlive(place) { places.append(place) }
        }
        places.sort { (recorded[$0].from, $0) < (recorded[$1].from, $1) }
        let areApart =
            places.allSatisfy { recorded[$0].from <= recorded[$0].to }
            && zip(places, places.dropFirst()).allSatisfy { recorded[$0].to < recorded[$1].from }
        let periods = Periods(places: places, areApart: areApart)
        periodsKept[isPension] = periods
        return periods
    }

    /// How many of them, which are the first ones, meet the condition.
    private static func split(_ places: [Int], _ isFirst: (Int) -> Bool) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if isFirst(places[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A household's place with very many payments on record.
struct PlaceOnRecord {
    private let position: (UInt64, UInt64)
    /// Each living payment's numbers, each pair once.
    let persons: [HouseholdEntry]

    init(_ recorded: [RunEntry], of asked: HouseholdEntry, _ cancellations: Cancellations) throws {
        position = (asked.entry.key, asked.entry.place)
        var seen: Set<[PersonNumber]> = []
        var persons: [HouseholdEntry] = []
        for entry in recorded.lazy.map({ HouseholdEntry($0) }) where !seen.contains([entry.insurance, entry.personal]) {
            guard try !cancellations.isCancelled(Int64(entry.reference)) else { continue }
            seen.insert([entry.insurance, entry.personal])
            persons.append(entry)
        }
        self.persons = persons
    }

    func isOf(_ asked: HouseholdEntry) -> Bool { position == (asked.entry.key, asked.entry.place) }
}
