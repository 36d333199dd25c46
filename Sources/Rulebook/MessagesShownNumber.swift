// Numbers as people read them: digits in groups of three, by points in Vietnamese, where a comma begins the fraction, and the
// other way round in English. Made from the digits themselves: amounts may be larger than any integer, and parameters have
// fractions.

enum ShownNumber {
    /// The longest number that is shown as one, in characters.
    static let charactersMax = 50

    /// `1500000.5` as `1.500.000,5` or `1,500,000.5`; nil when the text is not digits, perhaps with a minus sign before and a point
    /// inside.
    static func grouped(_ text: String, _ language: Language) -> String? {
        guard text.utf8.count <= charactersMax else { return nil }
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        let digits = parts[0].drop { $0 == "0" }
        var shown = isNegative ? "-" : ""
        if digits.isEmpty { shown.append("0") }
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { shown.append(language.pick(".", ",")) }
            shown.append(digit)
        }
        if parts.count > 1 { shown += language.pick(",", ".") + parts[1] }
        return shown
    }
}
