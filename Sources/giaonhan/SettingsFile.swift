import Foundation

// The file of settings: one JSON object whose keys are settings' names and whose values are texts or numbers. Its keys must
// all be known, so that a misspelt one is not passed over in silence.

enum SettingsFile {
    /// The values by their keys, a number as its text.
    /// - Throws: `SettingFault` when it cannot be read, is no such object, has a key that is no setting, or a value that is
    ///   neither text nor number.
    static func values(at path: String) throws(SettingFault) -> [String: String] {
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            let cause = (error as? CocoaError)?.userInfo[NSUnderlyingErrorKey] as? POSIXError
            throw .unreadableFile(path, reason: cause.map { String(cString: strerror($0.code.rawValue)) } ?? "it cannot be read")
        }
        let members: [String: Member]
        do { members = try JSONDecoder().decode([String: Member].self, from: bytes) } catch {
            throw .malformedFile(path, reason: Self.reason(error))
        }
        var values: [String: String] = [:]
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let setting = AllSettings.list.first(where: { $0.name == key }) else { throw .unknownKey(key, file: path) }
            switch member {
            case .text(let text): values[key] = text
            case .other(let shown): throw .wrongValue(key, .file(path), value: shown, expected: setting.expected)
            }
        }
        return values
    }

    /// What is wrong with the JSON, and where.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context):
            ((context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String) ?? context.debugDescription
        default: "it must be one JSON object of settings"
        }
    }

    /// A value of the object.
    private enum Member: Decodable {
        case text(String)
        /// Neither text nor number, as it is shown.
        case other(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .other("null")
            } else if let flag = try? value.decode(Bool.self) {
                self = .other(flag ? "true" : "false")
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let number = try? value.decode(Int64.self) {
                self = .text(String(number))
            } else if let number = try? value.decode(Double.self) {
                self = .text(String(number))
            } else {
                self = .other("a list or object")
            }
        }
    }
}
