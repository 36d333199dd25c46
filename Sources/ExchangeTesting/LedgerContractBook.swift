import Contributions
public import LedgerCore

// A ledger with a plain list beside it, of all that payments said about people and households. Whatever is asked of both must be
// answered alike, so a test only makes up payments.

public final class LedgerContractBook {
    /// A payment to be posted or asked about; without any number it is a refused record.
    public struct Payment: Sendable {
        public var insurance: Int64?
        public var personal: Int64?
        public var household: String?
        public var order: Int

        public init(insurance: Int64? = nil, personal: Int64? = nil, household: String? = nil, order: Int = 1) {
            self.insurance = insurance
            self.personal = personal
            self.household = household
            self.order = order
        }

        /// Payments of a file: each number once, and hardly any of them in another file.
        public static func ofFile(_ file: Int, count: Int) -> [Payment] {
            (0..<count).map { place in
                let number = Int64((file * 100_000 + place) * 7919 % 999_983)
                return Payment(insurance: number, personal: number, household: "H\(number)")
            }
        }
    }

    /// An answer: an entry asked about, and one on record that belongs to it, the ledger's own number of its partner left out.
    public struct Pair: Hashable, Sendable {
        public var asked: RunEntry
        public var recorded: RunEntry
        public var isOwn = false
    }

    public var ledger: any Ledger
    private var people: [PersonNumber: [(entry: PersonEntry, partner: String)]] = [:]
    private var households: [RunEntry: [HouseholdEntry]] = [:]
    private var files = 0
    private var codes: Int64 = 0

    /// - Parameter files: so many were posted to it before.
    public init(_ ledger: any Ledger, filesBefore files: Int = 0) { (self.ledger, self.files) = (ledger, files) }

    // MARK: posting

    /// Posts a file of that partner, after `change`; when that throws, the list forgets it.
    @discardableResult
    public func post(_ payments: [Payment], partner: String = "0101234567", _ change: (inout LedgerTestBatch) -> Void = { _ in }) throws
        -> FileRecord
    {
        files += 1
        var batch = LedgerTestBatch(
            IntakeNumber(day: LedgerContract.day, sequence: files), partner: partner, recordsMax: 512,
            payments.enumerated().map { place, payment in
                payment.isRefused ? .refused("R\(files)-\(place)") : .payment("K\(files)-\(place)", receipt: Int64(files * 10_000 + place))
            })
        batch.keys?.people = SortedEntries(Self.people(payments).map(\.entry))
        batch.keys?.households = SortedEntries(Self.households(payments).map(\.entry))
        change(&batch)
        let file = try batch.post(to: ledger)
        remember(payments, partner: partner)
        return file
    }

    private func remember(_ payments: [Payment], partner: String) {
        var code: [UInt32] = []
        for payment in payments {
            codes += payment.isRefused ? 0 : 1
            code.append(UInt32(codes))
        }
        for var entry in Self.people(payments) {
            entry.reference = code[Int(entry.reference)]
            people[entry.number, default: []].append((entry, partner))
        }
        for var entry in Self.households(payments) {
            let place = Self.place(of: entry)
            entry.reference = code[Int(entry.reference)]
            households[place, default: []].append(entry)
        }
    }

    // MARK: asking

    /// What the ledger says about the people of a batch of these payments.
    public func peopleOnRecord(_ payments: [Payment], partner: String = "0101234567") throws -> [Pair] {
        var pairs: [Pair] = []
        try ledger.peopleOnRecord(SortedEntries(Self.people(payments).map(\.entry)), partner: partner) { asked, found in
            for place in found.entries.indices {
                var recorded = found[place]
                recorded.partner = 0
                pairs.append(Pair(asked: asked.entry, recorded: recorded.entry, isOwn: found.isOwn(place)))
            }
        }
        return pairs
    }

    /// What it should say.
    public func peopleExpected(_ payments: [Payment], partner: String = "0101234567") -> [Pair] {
        SortedEntries(Self.people(payments).map(\.entry)).entries.flatMap { asked in
            people[PersonEntry(asked).number, default: []].sorted { $0.entry.reference < $1.entry.reference }.map {
                Pair(asked: asked, recorded: $0.entry.entry, isOwn: $0.partner == partner)
            }
        }
    }

    public func householdsOnRecord(_ payments: [Payment]) throws -> [Pair] {
        var pairs: [Pair] = []
        try ledger.householdsOnRecord(SortedEntries(Self.households(payments).map(\.entry))) { asked, recorded in
            pairs += recorded.map { Pair(asked: asked.entry, recorded: $0) }
        }
        return pairs
    }

    public func householdsExpected(_ payments: [Payment]) -> [Pair] {
        SortedEntries(Self.households(payments).map(\.entry)).entries.flatMap { asked in
            households[Self.place(of: HouseholdEntry(asked)), default: []].sorted { $0.reference < $1.reference }.map {
                Pair(asked: asked, recorded: $0.entry)
            }
        }
    }

    /// True when the ledger answers as the list does.
    public func agrees(on payments: [Payment], partner: String = "0101234567") throws -> Bool {
        try peopleOnRecord(payments, partner: partner) == peopleExpected(payments, partner: partner)
            && householdsOnRecord(payments) == householdsExpected(payments)
    }

    // MARK: entries

    private static func people(_ payments: [Payment]) -> [PersonEntry] {
        payments.enumerated().flatMap { place, payment in
            let numbers = [payment.insurance.map { PersonNumber(insurance: $0) }, payment.personal.map { PersonNumber(personal: $0) }]
            return numbers.indices.compactMap { index in
                numbers[index].map {
                    PersonEntry(
                        $0, reference: UInt32(place), other: numbers[1 - index] ?? .none, isPension: place % 3 == 0,
                        isMissingMonths: place % 5 == 0, from: Day(number: Int32(place)), to: Day(number: 20_000 + Int32(place)))
                }
            }
        }
    }

    private static func households(_ payments: [Payment]) -> [HouseholdEntry] {
        payments.enumerated().compactMap { place, payment in
            payment.household.map { household in
                Array(household.utf8).withUnsafeBufferPointer {
                    HouseholdEntry(
                        code: $0, year: 2026, order: payment.order, reference: UInt32(place),
                        insurance: payment.insurance.map { PersonNumber(insurance: $0) } ?? .none,
                        personal: payment.personal.map { PersonNumber(personal: $0) } ?? .none)
                }
            }
        }
    }

    /// Household, year and order.
    private static func place(of entry: HouseholdEntry) -> RunEntry {
        RunEntry(key: entry.entry.key, place: entry.entry.place, first: 0, second: 0)
    }
}

extension LedgerContractBook.Payment {
    fileprivate var isRefused: Bool { insurance == nil && personal == nil }
}
