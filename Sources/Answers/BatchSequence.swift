// Batch numbers (MA_LO) that seem to be missing: a partner that numbers its batches 0001, 0002, 0004 has probably lost one on the
// way. Nobody is bound to number so, hence it is only said when the numbers known look like a sequence: there are three at
// least, and no more are missing than are known.

import Contributions

/// The batch numbers of one prefix: the MA_LO without the digits at its end.
struct BatchSequence {
    /// How many missing numbers are named.
    static let namedMax = 10
    private static let knownMin = 3
    /// Digits that surely fit 63 bits; a longer run is no number of a sequence.
    private static let digitsMax = 18

    let prefix: String
    /// The first missing numbers, in order, written as wide as the known ones.
    private(set) var missing: [String] = []
    /// How many are missing.
    private(set) var missingCount = 0

    /// - Parameter numbers: MA_LO known; those of another prefix are passed over.
    init(prefix: String, numbers: some Sequence<String>) {
        self.prefix = prefix
        let digits = numbers.compactMap(Self.parts).filter { $0.prefix == prefix }.map(\.digits)
        let known = Set(digits.compactMap { Int64($0) }).sorted()
        guard known.count >= Self.knownMin, let first = known.first, let last = known.last else { return }
        let count = last - first + 1 - Int64(known.count)
        guard count <= known.count else { return }
        missingCount = Int(count)
        let width = digits.map(\.utf8.count).min() ?? 0
        for (one, next) in zip(known, known.dropFirst()) {
            for number in (one + 1)..<next where missing.count < Self.namedMax {
                missing.append(prefix + Digits.padded(Int(number), to: width))
            }
        }
    }

    /// The prefix and the digits of a MA_LO; nil when it does not end in a number.
    static func parts(_ number: String) -> (prefix: String, digits: String)? {
        let digits = number.utf8.reversed().prefix { (48...57).contains($0) }.count
        guard (1...digitsMax).contains(digits) else { return nil }
        return (String(number.dropLast(digits)), String(number.suffix(digits)))
    }

    /// The prefixes of these MA_LO, each once, sorted.
    static func prefixes(of numbers: [String]) -> [String] { Set(numbers.compactMap { parts($0)?.prefix }).sorted() }
}
