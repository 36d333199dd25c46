import Rulebook

// What may be wrong with settings; each is one line that names the place and what to do, and ends a command with exit code 2.
// In English always: the language is a setting itself.

enum SettingFault: Error, Equatable, CustomStringConvertible {
    case wrongValue(_ name: String, _ origin: SettingOrigin, value: String, expected: String)
    case unknownKey(_ key: String, file: String)
    case unknownVariable(_ name: String)
    case unreadableFile(_ path: String, reason: String)
    case malformedFile(_ path: String, reason: String)
    /// A command needs a spool, and nobody names one.
    case noSpool

    var description: String {
        switch self {
        case .wrongValue(let name, let origin, let value, let expected):
            "\(name): «\(ShownText.visible(value))» in \(origin.place); expected \(expected)"
        case .unknownKey(let key, let file):
            "\(ShownText.visible(file)): no setting is «\(ShownText.visible(key))»; there are: "
                + AllSettings.list.map(\.name).joined(separator: ", ")
        case .unknownVariable(let name):
            "no setting has the variable \(ShownText.visible(name)); there are: \(AllSettings.configVariable), "
                + AllSettings.list.map(\.variable).joined(separator: ", ")
        case .unreadableFile(let path, let reason), .malformedFile(let path, let reason):
            "the file of settings «\(ShownText.visible(path))»: \(reason)"
        case .noSpool:
            "no spool is named: say --spool SPOOL, or set \(AllSettings.spool.variable), or write \"\(AllSettings.spool.name)\" into the "
                + "file that --config or \(AllSettings.configVariable) names"
        }
    }
}

extension SettingOrigin {
    /// The flag, the variable or the file's path; empty for what is built in.
    var place: String {
        switch self {
        case .flag(let name), .variable(let name): name
        case .file(let path): ShownText.visible(path)
        case .builtIn: ""
        }
    }
}
