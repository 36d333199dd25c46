import Contributions

// What held on which day. Entries of one key by their first day: the same first day again supersedes, a later one ends the
// earlier the day before, whatever its last day said (exchange.md section 5).

/// The history of one registry key.
struct Timeline<Value: Sendable>: Sendable {
    struct Entry: Sendable {
        var from: Day
        /// The last day as given; nil when open.
        var to: Day?
        var value: Value
    }

    /// By first day, ascending; each first day once.
    private(set) var entries: [Entry] = []

    mutating func add(_ value: Value, from: Day, to: Day?) {
        let entry = Entry(from: from, to: to, value: value)
        let index = entries.firstIndex { $0.from >= from } ?? entries.count
        if index < entries.count, entries[index].from == from {
            entries[index] = entry
        } else {
            entries.insert(entry, at: index)
        }
    }

    func inForce(on day: Day) -> Value? {
        guard let entry = entries.last(where: { $0.from <= day }), entry.to.map({ day <= $0 }) ?? true else { return nil }
        return entry.value
    }

    /// Every value with the days on which it really holds; an entry that never holds is left out.
    var spans: [(from: Day, to: Day?, value: Value)] {
        entries.indices.compactMap { index in
            let entry = entries[index]
            var to = entry.to
            if index + 1 < entries.count {
                let dayBefore = entries[index + 1].from.advanced(by: -1)
                to = to.map { min($0, dayBefore) } ?? dayBefore
            }
            if let to, to < entry.from { return nil }
            return (entry.from, to, entry.value)
        }
    }
}

/// Whether two spans of days (open-ended when nil) share a day.
func sharesDay(_ from: Day, _ to: Day?, _ otherFrom: Day, _ otherTo: Day?) -> Bool {
    (to.map { otherFrom <= $0 } ?? true) && (otherTo.map { from <= $0 } ?? true)
}
