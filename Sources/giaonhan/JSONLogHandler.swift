import Contributions
import Glibc
import Logging

// `--log-format json`: one JSON object a line on stderr, written with one call, so that lines of several threads never mix:
//
//     {"time":"2026-11-20T17:30:01+07:00","level":"info","message":"recorded: …","metadata":{"MA_TIEP_NHAN":"TN…","step":"post"}}
//
// `metadata` is there when there is any, its keys sorted; its values are texts, objects and arrays as they were given.

struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info

    private let now: @Sendable () -> VietnamTime
    private let write: @Sendable (String) -> Void

    init(now: @escaping @Sendable () -> VietnamTime, write: @escaping @Sendable (String) -> Void) {
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        for more in [metadataProvider?.get(), event.metadata] { all.merge(more ?? [:]) { $1 } }
        var members = [("time", Self.quoted(now().iso)), ("level", Self.quoted(event.level.rawValue))]
        members.append(("message", Self.quoted(event.message.description)))
        if let error = event.error { members.append(("error", Self.quoted("\(error)"))) }
        if !all.isEmpty { members.append(("metadata", Self.json(.dictionary(all)))) }
        write("{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}\n")
    }

    private static func json(_ value: Logger.Metadata.Value) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let value): quoted(value.description)
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(json($0.value))" }.joined(separator: ",") + "}"
        }
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted.unicodeScalars.append("\\")
                quoted.unicodeScalars.append(scalar)
            case "\n": quoted += "\\n"
            // U+2028 and U+2029 end a line for some readers.
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension VietnamTime {
    /// ISO 8601, as `--now` takes it.
    fileprivate var iso: String {
        let digits = description
        func part(_ from: Int, _ count: Int) -> Substring { digits.dropFirst(from).prefix(count) }
        return "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))+07:00"
    }
}
