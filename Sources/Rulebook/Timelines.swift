import Contributions

// What held on which day, for many keys at once. Entries of one key by their first day: the same first day again supersedes,
// a later one ends the earlier the day before, whatever its last day said (exchange.md section 5). All entries lie in one
// array, each key's linked from the latest first day to the earliest: a question allocates and retains nothing, and a copy
// of the registry copies a few arrays, however many keys it has.

/// The histories of one kind of registry key; keys are small numbers.
struct Timelines<Value: Sendable>: Sendable {
    /// Days on which a value really holds; open-ended when `to` is nil.
    struct Span: Sendable {
        var from: Day
        var to: Day?
        var value: Value
    }

    private struct Entry: Sendable {
        var from: Day
        /// The last day as given; nil when open.
        var to: Day?
        /// The key's entry before this one, by first day.
        var earlier: Int32
        var value: Value
    }

    private static var none: Int32 { -1 }
    private var entries: [Entry] = []
    /// The entry with the latest first day, by key.
    private var latest: [Int32] = []

    mutating func add(_ value: Value, to key: Int, from: Day, to last: Day?) {
        while latest.count <= key { latest.append(Self.none) }
        var later = Self.none
        var index = latest[key]
        while index != Self.none, entries[Int(index)].from > from {
            later = index
            index = entries[Int(index)].earlier
        }
        if index != Self.none, entries[Int(index)].from == from {
            entries[Int(index)].to = last
            entries[Int(index)].value = value
            return
        }
        entries.append(Entry(from: from, to: last, earlier: index, value: value))
        let added = Int32(entries.count - 1)
        if later == Self.none { latest[key] = added } else { entries[Int(later)].earlier = added }
    }

    /// The key has an entry, on whatever day.
    func isKnown(_ key: Int) -> Bool { key < latest.count && latest[key] != Self.none }

    func inForce(_ key: Int, on day: Day) -> Value? {
        guard key < latest.count else { return nil }
        var index = latest[key]
        while index != Self.none {
            if entries[Int(index)].from <= day {
                if let last = entries[Int(index)].to, last < day { return nil }
                return entries[Int(index)].value
            }
            index = entries[Int(index)].earlier
        }
        return nil
    }

    /// The value of the latest first day, in force or not.
    func latestValue(_ key: Int) -> Value? { isKnown(key) ? entries[Int(latest[key])].value : nil }

    /// Every value of the key with the days on which it really holds, the latest first; what never holds is left out.
    func spans(of key: Int) -> [Span] {
        var spans: [Span] = []
        var index = key < latest.count ? latest[key] : Self.none
        var nextFrom: Day?
        while index != Self.none {
            let entry = entries[Int(index)]
            let to = Self.earlier(entry.to, nextFrom?.advanced(by: -1))
            if to.map({ entry.from <= $0 }) ?? true { spans.append(Span(from: entry.from, to: to, value: entry.value)) }
            nextFrom = entry.from
            index = entry.earlier
        }
        return spans
    }

    /// The last day on which an entry would hold if it were added to the key: a later entry ends it. Nil when open.
    func lastDay(ofEntryFrom from: Day, to last: Day?, in key: Int?) -> Day? {
        guard let key, key < latest.count else { return last }
        var next: Day?
        var index = latest[key]
        while index != Self.none, entries[Int(index)].from > from {
            next = entries[Int(index)].from
            index = entries[Int(index)].earlier
        }
        return Self.earlier(last, next?.advanced(by: -1))
    }

    /// The earlier of two last days, nil being open.
    private static func earlier(_ one: Day?, _ other: Day?) -> Day? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}

/// Whether two spans of days (open-ended when nil) share a day; a span that ends before it begins shares none.
func sharesDay(_ from: Day, _ to: Day?, _ otherFrom: Day, _ otherTo: Day?) -> Bool {
    let first = max(from, otherFrom)
    return (to.map { first <= $0 } ?? true) && (otherTo.map { first <= $0 } ?? true)
}
