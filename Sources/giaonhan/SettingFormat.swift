import Contributions

// How the values of settings are written: a text and its value, both ways, and the words that tell a person what was expected.

/// The way in which values of a kind are written.
struct SettingFormat<Value: Sendable>: Sendable {
    /// What a value must be, as a part of a sentence.
    let expected: String
    /// All texts that there are, if they can be listed.
    var choices: [String] = []
    /// The value of a text; nil when it is none.
    let read: @Sendable (String) -> Value?
    let write: @Sendable (Value) -> String
}

extension SettingFormat where Value == String? {
    /// A folder's path, or none.
    static var folder: Self {
        SettingFormat(expected: "the path of a folder", read: { $0.isEmpty ? .none : .some($0) }, write: { $0 ?? "" })
    }
}

extension SettingFormat where Value == Duration {
    /// Seconds, with a fraction to the millisecond, at most a day.
    static var seconds: Self {
        SettingFormat(
            expected: "seconds, 0 to 86400",
            read: { text in
                guard let seconds = Double(text), (0...86_400).contains(seconds) else { return nil }
                return .milliseconds(Int64((seconds * 1000).rounded()))
            },
            write: { duration in
                let text = String(duration / .seconds(1))
                return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
            })
    }
}

extension SettingFormat where Value: FixedWidthInteger {
    /// A whole number above zero.
    static var count: Self {
        SettingFormat(
            expected: "a whole number, 1 or more", read: { text in Value(text).flatMap { $0 < 1 ? nil : $0 } }, write: { String($0) })
    }
}

extension SettingFormat where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static var choice: Self {
        let words = Value.allCases.map(\.rawValue)
        return SettingFormat(
            expected: words.dropLast().joined(separator: ", ") + " or " + words.suffix(1).joined(), choices: words,
            read: { Value(rawValue: $0) }, write: { $0.rawValue })
    }
}

extension SettingFormat where Value == TimeOfDay {
    static var timeOfDay: Self {
        SettingFormat(expected: "a time of day, HH:mm", read: { TimeOfDay($0) }, write: { $0.description })
    }
}

/// A time of day, HH:mm.
struct TimeOfDay: Sendable, CustomStringConvertible {
    /// Seconds after midnight.
    let second: Int

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        second = hour * 3600 + minute * 60
    }

    var description: String { Digits.padded(second / 3600, to: 2) + ":" + Digits.padded(second / 60 % 60, to: 2) }
}
