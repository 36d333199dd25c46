import Configuration
import ConfinedReading
import ExchangePipeline

// Which value of each setting is in force, and who said it: the flag, or else the environment variable, or else the file, or
// else it is built in. Every value of every source is examined before anything is done, also one that another hides and one
// that the command does not need: a slip of the pen shows at once and everywhere.

/// Who said a value.
enum SettingOrigin: Sendable, Equatable {
    case flag(String)
    case variable(String)
    /// The path of the file of settings.
    case file(String)
    case builtIn
}

struct SettingsInForce: Sendable {
    /// A setting's value, as it was written, and its origin.
    struct Said: Sendable, Equatable {
        let text: String
        let origin: SettingOrigin
    }

    private let environment: [String: String]
    /// What somebody said, by the setting's name.
    private let said: [String: Said]

    /// - Parameters:
    ///   - flags: What the command line says.
    ///   - config: The file of settings, if the command line names it; else the environment may.
    ///   - environment: The process's variables. Those that begin with `GIAONHAN_` must be known ones.
    init(flags: [GivenSetting], config: String?, environment: [String: String]) throws {
        self.environment = environment
        let known = Set(AllSettings.list.map(\.variable) + [AllSettings.configVariable])
        if let unknown = environment.keys.filter({ $0.hasPrefix(AllSettings.variablePrefix) && !known.contains($0) }).min() {
            throw SettingFault.unknownVariable(unknown)
        }
        var said: [String: Said] = [:]
        for source in try Self.sources(flags, config ?? environment[AllSettings.configVariable], environment) {
            for setting in AllSettings.list {
                guard let text = try source.text(of: setting) else { continue }
                let origin = source.origin(setting)
                guard setting.accepts(text) else {
                    throw SettingFault.wrongValue(setting.name, origin, value: text, expected: setting.expected)
                }
                if said[setting.name] == nil { said[setting.name] = Said(text: text, origin: origin) }
            }
        }
        self.said = said
    }

    /// The value in force.
    subscript<Value>(_ setting: Setting<Value>) -> Value {
        said[setting.name].flatMap { setting.format.read($0.text) } ?? setting.builtIn(environment)
    }

    /// The same for people, with its origin.
    func said(of setting: any AnySetting) -> Said {
        said[setting.name] ?? Said(text: setting.builtInText(in: environment), origin: .builtIn)
    }

    var limits: ExchangeLimits {
        var limits = ExchangeLimits()
        limits.fileBytesMax = self[AllSettings.maxFileBytes]
        limits.inflatedBytesMax = self[AllSettings.maxInflatedBytes]
        limits.ratioMax = self[AllSettings.maxRatio]
        limits.recordsMax = self[AllSettings.maxRecords]
        limits.textBytesMax = self[AllSettings.maxTextBytes]
        limits.depthMax = self[AllSettings.maxDepth]
        limits.nameBytesMax = self[AllSettings.maxNameBytes]
        limits.attributesMax = self[AllSettings.maxAttributes]
        limits.budgets.seconds = self[AllSettings.maxReadSeconds]
        limits.budgets.millisecondsPerMiB = self[AllSettings.maxReadMillisecondsPerMiB]
        limits.budgets.memoryMiB = self[AllSettings.maxReadMemory]
        limits.budgets.waitSeconds = self[AllSettings.maxReadWait]
        return limits
    }

    var closing: ClosingTimes {
        ClosingTimes(
            closeAtSecond: self[AllSettings.closeAt].second, closeLatestSecond: self[AllSettings.closeLatest].second,
            alarmAtSecond: self[AllSettings.alarmAt].second)
    }

    // MARK: sources

    /// A place where settings are said.
    private struct Source {
        let provider: any ConfigProvider
        let origin: (any AnySetting) -> SettingOrigin

        func text(of setting: any AnySetting) throws -> String? {
            let key = AbsoluteConfigKey([setting.name])
            guard case .string(let text) = try provider.value(forKey: key, type: .string).value?.content else { return nil }
            return text
        }
    }

    /// The strongest first.
    private static func sources(_ flags: [GivenSetting], _ file: String?, _ environment: [String: String]) throws -> [Source] {
        var sources = [
            Source(provider: provider(of: flags.map { ($0.name, $0.text) }), origin: { .flag($0.flag) }),
            Source(
                provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: ["giaonhan"]),
                origin: { .variable($0.variable) }),
        ]
        if let file {
            let values = try SettingsFile.values(at: file)
            sources.append(Source(provider: provider(of: values.map { ($0.key, $0.value) }), origin: { _ in .file(file) }))
        }
        return sources
    }

    private static func provider(of texts: [(String, String)]) -> InMemoryProvider {
        let values = texts.map { (AbsoluteConfigKey([$0.0]), ConfigValue(.string($0.1), isSecret: false)) }
        return InMemoryProvider(values: Dictionary(values, uniquingKeysWith: { first, _ in first }))
    }
}
