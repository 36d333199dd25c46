public import Contributions

// DS_NGUOI: which numbers the agency says are one person's (exchange.md section 5). It has no days: a row replaces every
// earlier row that holds either of its numbers, so a number is settled with at most one other.

public struct PeopleSettled: Sendable {
    private var mates: [PersonNumber: PersonNumber] = [:]

    public init() {}

    var isEmpty: Bool { mates.isEmpty }

    /// The number that is the same person's; nil when the agency has not said.
    @inline(__always)
    public func mate(of number: PersonNumber) -> PersonNumber? { mates.isEmpty ? nil : mates[number] }

    /// The agency says that the two are not one person's: one of them is settled with another number.
    public func denies(_ one: PersonNumber, _ other: PersonNumber) -> Bool {
        if let mate = mate(of: one) { return mate != other }
        if let mate = mate(of: other) { return mate != one }
        return false
    }

    mutating func settle(_ insurance: PersonNumber, _ personal: PersonNumber) {
        if let former = mates[insurance] { mates[former] = nil }
        if let former = mates[personal] { mates[former] = nil }
        mates[insurance] = personal
        mates[personal] = insurance
    }
}
