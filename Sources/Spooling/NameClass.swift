// What a name in an inbox tells by itself (exchange.md, "Names"), and the one line that a sidecar holds. Pure functions
// on raw bytes: a name may hold anything but `/` and NUL, and nothing here assumes UTF-8.

/// What to make of a name in an inbox.
public enum NameClass: Hashable, Sendable {
    /// `[A-Za-z0-9][A-Za-z0-9._-]{0,99}` ending in `.xml` or `.zip`, any case.
    case file(String)
    /// An allowed name followed by `.sha256`.
    case sidecar(of: String)
    /// Begins with `.` or ends in `.part`, `.tmp` ...: left alone.
    case uploadUnderWay
    /// Anything else (TEP02).
    case refused

    public static let nameBytesMax = 100
    static let sidecarSuffix = Array(".sha256".utf8)
    private static let uploadSuffixes = [".part", ".tmp", ".filepart", ".writing", ".crdownload"].map { Array($0.utf8) }
    private static let fileSuffixes = [".xml", ".zip"].map { Array($0.utf8) }

    public init(_ rawName: [UInt8]) {
        if rawName.first == UInt8(ascii: ".") || Self.uploadSuffixes.contains(where: { Self.ends(rawName[...], with: $0) }) {
            // Upper-case endings count as well: to wait for an upload harms nobody, to seize it does.
            self = .uploadUnderWay
        } else if Self.isAllowed(rawName[...]) {
            self = .file(String(decoding: rawName, as: UTF8.self))
        } else if rawName.hasSuffix(Self.sidecarSuffix), case let stem = rawName.dropLast(Self.sidecarSuffix.count), Self.isAllowed(stem) {
            self = .sidecar(of: String(decoding: stem, as: UTF8.self))
        } else {
            self = .refused
        }
    }

    private static func isAllowed(_ name: ArraySlice<UInt8>) -> Bool {
        guard let first = name.first, !"._-".utf8.contains(first) else { return false }
        return name.count <= nameBytesMax && name.allSatisfy(isNameByte) && fileSuffixes.contains { ends(name, with: $0) }
    }

    /// Whether a name has that ending, in any case.
    private static func ends(_ name: ArraySlice<UInt8>, with suffix: [UInt8]) -> Bool {
        guard name.count >= suffix.count else { return false }
        return zip(name.suffix(suffix.count), suffix).allSatisfy { byte, wanted in
            byte == wanted || (65...90).contains(byte) && byte | 0x20 == wanted
        }
    }

    /// `[A-Za-z0-9._-]`.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// The content of a `.sha256` file: one line, `<64 hex digits> [ *]<name>`, as `sha256sum` writes it.
public enum Sidecar {
    /// A longer file is malformed.
    public static let bytesMax = 4096

    /// The 32 bytes of the digest; nil when the sidecar is malformed. The name is not compared.
    public static func digest(in content: [UInt8]) -> [UInt8]? {
        guard content.count <= bytesMax else { return nil }
        let line = content.last == UInt8(ascii: "\n") ? content.dropLast() : content[...]
        guard line.count > 66, !line.contains(UInt8(ascii: "\n")), line[64] == UInt8(ascii: " "),
            line[65] == UInt8(ascii: " ") || line[65] == UInt8(ascii: "*")
        else { return nil }
        var digest: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = nibble(line[index]), let low = nibble(line[index + 1]) else { return nil }
            digest.append(high << 4 | low)
        }
        return digest
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

extension Array where Element == UInt8 {
    func hasSuffix(_ suffix: [UInt8]) -> Bool { count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix) }
}
