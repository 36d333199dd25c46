import ArgumentParser

// What a setting is, and how it is written wherever it may stand: after a flag, in an environment variable, in the file of
// settings. Every place writes the same text, so a value means the same whoever says it.

/// A thing that an operator may set: all that is known of it, said once.
struct Setting<Value: Sendable>: Sendable {
    /// Its key in the file of settings; flag and variable are made of it.
    let name: String
    /// What it decides, with its unit; a sentence for help and README.
    let meaning: String
    let format: SettingFormat<Value>
    /// The value when nobody says another one; of the environment it may ask the locale.
    let builtIn: @Sendable (_ environment: [String: String]) -> Value
    /// The same for people, as far as it is known beforehand.
    let builtInText: String

    init(_ name: String, _ meaning: String, _ format: SettingFormat<Value>, builtIn: Value) {
        self.init(name, meaning, format, builtInText: format.write(builtIn)) { _ in builtIn }
    }

    init(
        _ name: String, _ meaning: String, _ format: SettingFormat<Value>, builtInText: String,
        builtIn: @escaping @Sendable (_ environment: [String: String]) -> Value
    ) {
        (self.name, self.meaning, self.format) = (name, meaning, format)
        (self.builtIn, self.builtInText) = (builtIn, builtInText)
    }
}

/// A setting of any kind of value, for lists.
protocol AnySetting: Sendable {
    var name: String { get }
    var meaning: String { get }
    /// What a value must be, as a part of a sentence.
    var expected: String { get }
    var choices: [String] { get }
    var builtInText: String { get }
    func accepts(_ text: String) -> Bool
    /// The text of the value when nobody says another one.
    func builtInText(in environment: [String: String]) -> String
}

extension Setting: AnySetting {
    var expected: String { format.expected }
    var choices: [String] { format.choices }
    func accepts(_ text: String) -> Bool { format.read(text) != nil }
    func builtInText(in environment: [String: String]) -> String { format.write(builtIn(environment)) }
}

extension AnySetting {
    var flag: String { "--\(name)" }
    var variable: String { AllSettings.variablePrefix + name.uppercased().replacing("-", with: "_") }
    var help: String { builtInText.isEmpty ? meaning : "\(meaning) (default: \(builtInText))" }
}

/// A setting on the command line: its value as it was written, which is a right one.
struct GivenSetting: Sendable {
    let name: String
    let text: String
}

/// A group of flags that are settings.
protocol SettingFlags {
    var given: [GivenSetting?] { get }
}

extension Option where Value == GivenSetting? {
    /// The setting's flag, with its help.
    init(_ setting: some AnySetting) {
        self.init(
            name: .customLong(setting.name), help: ArgumentHelp(setting.help),
            completion: setting.choices.isEmpty ? nil : .list(setting.choices)
        ) { text in
            guard setting.accepts(text) else { throw ValidationError("expected \(setting.expected)") }
            return GivenSetting(name: setting.name, text: text)
        }
    }
}
