import Foundation

// The file of settings: one JSON object whose keys are settings' names and whose values are texts or numbers. Its keys must
// all be known, and each stand there once, so that no slip is passed over in silence.

enum SettingsFile {
    /// The values by their keys, a number as its text.
    /// - Throws: `SettingFault` when it cannot be read, is no such object, has a key that is no setting or stands there twice, or
    ///   a value that is neither text nor number.
    static func values(at path: String) throws(SettingFault) -> [String: String] {
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            let cause = (error as? CocoaError)?.userInfo[NSUnderlyingErrorKey] as? POSIXError
            throw .unreadableFile(path, reason: cause.map { String(cString: strerror($0.code.rawValue)) } ?? "it cannot be read")
        }
        let members: [String: Member]
        do { members = try JSONDecoder().decode([String: Member].self, from: bytes) } catch {
            throw .malformedFile(path, reason: Self.notJSON(bytes) ?? "it must be one JSON object of settings")
        }
        var values: [String: String] = [:]
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            guard let setting = AllSettings.list.first(where: { $0.name == key }) else { throw .unknownKey(key, file: path) }
            if isTwice(key, in: bytes) { throw .malformedFile(path, reason: "«\(key)» stands there twice") }
            switch member {
            case .text(let text): values[key] = text
            case .other(let shown): throw .wrongValue(key, .file(path), value: shown, expected: setting.expected)
            }
        }
        return values
    }

    /// Whether JSON of texts and numbers has a setting's key twice; the decoder takes either. A quotation mark inside a text has a
    /// backslash before it, so only keys look like this.
    private static func isTwice(_ key: String, in bytes: Data) -> Bool {
        let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\"\(key)\"").dropFirst()
        return parts.count { $0.drop(while: \.isWhitespace).first == ":" } > 1
    }

    /// What is wrong with bytes that are no JSON, and where. The decoder above does not say; the older reader does, as a count of bytes.
    private static func notJSON(_ bytes: Data) -> String? {
        do {
            _ = try JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed)
            return nil
        } catch {
            guard let said = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String else { return "it is no JSON" }
            guard let place = said.firstMatch(of: #/ around character ([0-9]+)/#), let count = Int(place.1) else { return said }
            let before = bytes.prefix(count)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
            return "line \(line), column \(column): \(said[..<place.range.lowerBound])"
        }
    }

    /// A value of the object.
    private enum Member: Decodable {
        case text(String)
        /// Neither text nor number, as it is shown; lists and objects are not shown.
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
                self = .other("…")
            }
        }
    }
}
