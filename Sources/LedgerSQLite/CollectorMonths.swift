public import Contributions
import GRDB
public import LedgerCore
import Synchronization

// NVT's figures. What collectors recorded is tallied by month from the payments' texts, a closed day at a time, when there is
// leisure (`consolidate`); days that are not tallied yet are read when they are asked for, so a ledger that is only read gives
// the same. Cancellations are few: they are taken off when the question is asked, as of its own month's end, and so a later
// cancellation never changes an earlier month's report. One pass over the months serves all offices, and is kept.

/// A collector's code, `[A-Z0-9]{4,20}`, as a key that costs no allocation.
struct CollectorKey: Hashable {
    private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

    init(_ bytes: UnsafeRawBufferPointer) {
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix($0.count))) }
    }

    static func == (left: CollectorKey, right: CollectorKey) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }

    var text: String { withUnsafeBytes(of: words) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } }
}

/// A collector of a partner in an office's month.
struct CollectorPlace: Hashable {
    var between: OfficePartner
    var collector: String
    var month: Month
}

struct CollectorFigures: Equatable {
    var payments = 0
    var money: MoneySum = 0
    var newcomers = 0
    var late = 0

    mutating func add(_ other: CollectorFigures) {
        payments += other.payments
        money += other.money
        newcomers += other.newcomers
        late += other.late
    }
}

/// What some closed days recorded, by collector.
struct CollectorTally {
    private(set) var figures: [CollectorPlace: CollectorFigures] = [:]

    /// Reads every payment recorded on that day.
    mutating func add(_ day: Day, _ database: Database) throws {
        let files = try RawStatement(
            database,
            """
            SELECT id, office, owner, first_code, last_code FROM file
            WHERE recorded_on = ? AND first_code IS NOT NULL ORDER BY office, owner, id
            """)
        let payments = try RawStatement(
            database, "SELECT ordinal, amount, fields FROM payment WHERE code BETWEEN ? AND ? ORDER BY code")
        let warnings = try RawStatement(
            database, "SELECT ordinal FROM warning WHERE file = ? AND substr(finding, 1, 4) = 'CB01' ORDER BY ordinal")
        try files.rows(.day(day.number)) { file in
            var ofFile: [CollectorKey: CollectorFigures] = [:]
            try warnings.bind(file.integer(0), at: 1)
            defer { warnings.reset() }
            var lateOrdinal = try warnings.step() ? warnings.integer(0) : .max
            try payments.rows(.integer(file.integer(3)), .integer(file.integer(4))) { payment in
                while lateOrdinal < payment.integer(0) { lateOrdinal = try warnings.step() ? warnings.integer(0) : .max }
                let text = PaymentText(payment.bytes(2)).collectorAndPlan
                let one = CollectorFigures(
                    payments: 1, money: MoneySum(payment.integer(1)), newcomers: text.isNewcomer ? 1 : 0,
                    late: lateOrdinal == payment.integer(0) ? 1 : 0)
                ofFile[text.collector, default: CollectorFigures()].add(one)
            }
            let between = OfficePartner(office: file.text(1), partner: file.text(2))
            for (collector, sum) in ofFile {
                let place = CollectorPlace(between: between, collector: collector.text, month: day.month)
                figures[place, default: CollectorFigures()].add(sum)
            }
        }
    }
}

extension PaymentText {
    /// MA_NHAN_VIEN_THU, and whether PHUONG_AN is TM.
    fileprivate var collectorAndPlan: (collector: CollectorKey, isNewcomer: Bool) {
        fields { fields in
            let plan = fields[.plan]
            return (CollectorKey(fields[.collector]), plan.count == 2 && PaymentPlan(bytes: plan[0], plan[1]) == .new)
        }
    }
}

enum CollectorTable {
    /// The last day that is tallied.
    static func lastDay(_ database: Database) throws -> Day? {
        try RawStatement(database, "SELECT day FROM collector_tally").first { $0.day(0) }
    }

    /// The first closed day that is not tallied, up to a last one; nil when there is none.
    static func nextDay(through last: Day, _ database: Database) throws -> Day? {
        let tallied = try lastDay(database)?.number ?? .min
        return try RawStatement(database, "SELECT min(day) FROM day_closing WHERE day > ? AND day <= ?")
            .first(.day(tallied), .day(last.number)) { $0.isNull(0) ? nil : $0.day(0) } ?? nil
    }

    /// Calls `body` with what is tallied of each collector's months.
    static func forEach(
        _ database: Database, where condition: String = "1", _ values: [RawStatement.Value] = [],
        _ body: (CollectorPlace, CollectorFigures) throws -> Void
    ) throws {
        let rows = try RawStatement(
            database, "SELECT office, partner, collector, month, payments, money, newcomers, late FROM collector_month WHERE \(condition)")
        try rows.rows(values) { row in
            let place = CollectorPlace(
                between: OfficePartner(office: row.text(0), partner: row.text(1)), collector: row.text(2),
                month: Month(number: Int32(clamping: row.integer(3))))
            let sum = CollectorFigures(
                payments: Int(row.integer(4)), money: try row.money(5), newcomers: Int(row.integer(6)), late: Int(row.integer(7)))
            try body(place, sum)
        }
    }

    /// Adds one day, which is the next, to the months.
    static func add(_ day: Day, _ database: Database) throws {
        var tally = CollectorTally()
        try tally.add(day, database)
        let add = try RawStatement(
            database,
            """
            INSERT INTO collector_month (office, partner, collector, month, payments, money, newcomers, late)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET payments = payments + excluded.payments,
                money = excluded.money, newcomers = newcomers + excluded.newcomers, late = late + excluded.late
            """)
        // The database's own addition stops at 63 bits.
        let known = try RawStatement(
            database, "SELECT money FROM collector_month WHERE office = ? AND partner = ? AND collector = ? AND month = ?")
        for (place, sum) in tally.figures {
            let money = try known.first(
                .text(place.between.office), .text(place.between.partner), .text(place.collector), .integer(Int64(place.month.number))
            ) { try $0.money(0) }
            try add.run(
                .text(place.between.office), .text(place.between.partner), .text(place.collector), .integer(Int64(place.month.number)),
                .count(sum.payments), .money((money ?? 0) + sum.money), .count(sum.newcomers), .count(sum.late))
        }
        try RawStatement(database, "INSERT INTO collector_tally (one, day) VALUES (1, ?) ON CONFLICT DO UPDATE SET day = excluded.day")
            .run(.day(day.number))
    }
}

extension SQLiteLedger {
    /// Tallies the closed days that are not tallied yet, each in a transaction of its own.
    func tallyCollectors() throws {
        while try writing({ database in
            guard let day = try CollectorTable.nextDay(through: CodeStates.now, database) else { return false }
            try CollectorTable.add(day, database)
            return true
        }) {}
    }

    public func collectorMonths(_ month: Month, office: String) throws(LedgerFault) -> [CollectorMonth] {
        try keptMonths(month).offices[office, default: []]
    }

    public func lastNewcomerMonths(upTo month: Month) throws(LedgerFault) -> [String: Month] { try keptMonths(month).lastNewcomers }

    /// A closed month never changes, and one pass serves all offices.
    private func keptMonths(_ month: Month) throws(LedgerFault) -> CollectorMonths {
        if let kept = keptCollectorMonths.withLock({ $0 }), kept.month == month { return kept }
        let months = try LedgerFault.translating {
            try readingOneState { database in
                var counting = CollectorCounting(month)
                return try counting.run(database)
            }
        }
        keptCollectorMonths.withLock { $0 = months }
        return months
    }
}

/// NVT's figures of one month.
struct CollectorMonths: Sendable {
    let month: Month
    let offices: [String: [CollectorMonth]]
    /// A collector is one person: whatever partner and office recorded it.
    let lastNewcomers: [String: Month]
}

private struct CollectorCounting {
    private struct Post: Hashable {
        var between: OfficePartner
        var collector: String
    }

    private let month: Month
    private var posts: [Post: CollectorMonth] = [:]
    private var lastNewcomers: [String: Month] = [:]

    init(_ month: Month) { self.month = month }

    mutating func run(_ database: Database) throws -> CollectorMonths {
        guard let last = month.lastDay, try DayTable.closed(last, database) != nil else {
            throw LedgerFault(.invariant, "the last day of \(month) is not closed")
        }
        // Few beside what is tallied: the days that are not yet, less the newcomers that were cancelled.
        var rest = try Self.untallied(through: last, database)
        try Self.takeOffCancelled(from: &rest, through: last, database)
        try CollectorTable.forEach(database, where: "month <= ?", [.integer(Int64(month.number))]) { place, tallied in
            var sum = tallied
            if let more = rest.removeValue(forKey: place) { sum.add(more) }
            count(place, sum)
        }
        for (place, sum) in rest { count(place, sum) }
        let sorted = posts.sorted { ($0.value.partner, $0.value.collector) < ($1.value.partner, $1.value.collector) }
        let offices = Dictionary(grouping: sorted, by: \.key.between.office).mapValues { $0.map(\.value) }
        return CollectorMonths(month: month, offices: offices, lastNewcomers: lastNewcomers)
    }

    private mutating func count(_ place: CollectorPlace, _ sum: CollectorFigures) {
        let post = Post(between: place.between, collector: place.collector)
        var entry = posts[post] ?? CollectorMonth(partner: place.between.partner, collector: place.collector)
        if place.month == month {
            (entry.payments, entry.money, entry.newcomers, entry.lateEntries) = (sum.payments, sum.money, sum.newcomers, sum.late)
        }
        posts[post] = entry
        if sum.newcomers > 0 { lastNewcomers[place.collector] = max(lastNewcomers[place.collector] ?? place.month, place.month) }
    }

    private static func untallied(through last: Day, _ database: Database) throws -> [CollectorPlace: CollectorFigures] {
        var tally = CollectorTally()
        var next = try CollectorTable.nextDay(through: last, database)
        while let day = next, day <= last {
            try tally.add(day, database)
            next = day.advanced(by: 1)
        }
        return tally.figures
    }

    /// The TM payments that were cancelled up to that day, in the months that recorded them.
    private static func takeOffCancelled(
        from figures: inout [CollectorPlace: CollectorFigures], through day: Day, _ database: Database
    ) throws {
        let rows = try RawStatement(
            database,
            """
            SELECT f.office, f.owner, f.recorded_on, p.fields FROM cancellation AS c CROSS JOIN payment AS p ON p.code = c.code
            JOIN file AS f ON f.id = p.file WHERE c.day <= ?
            """)
        try rows.rows(.day(day.number)) { row in
            let text = PaymentText(row.bytes(3)).collectorAndPlan
            guard text.isNewcomer else { return }
            let place = CollectorPlace(
                between: OfficePartner(office: row.text(0), partner: row.text(1)), collector: text.collector.text,
                month: row.day(2).month)
            figures[place, default: CollectorFigures()].newcomers -= 1
        }
    }
}
