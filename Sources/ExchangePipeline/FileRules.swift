import ConfinedReading
import Contributions
import Rulebook
import Spooling

// What a file's name, kind and bytes alone decide, before anything is read of its content: the TEP codes, in the order of rules.md. The
// daemon and `check` ask the same questions here.

/// The TEP codes that the bytes alone decide.
enum FileRules {
    static func format(of name: String) -> FileToRead.Format { format(of: Array(name.utf8)) }

    static func format(of name: [UInt8]) -> FileToRead.Format {
        name.suffix(4).elementsEqual(".zip".utf8) { ((65...90).contains($0) ? $0 + 32 : $0) == $1 } ? .zip : .xml
    }

    static func nameRefused(_ shownName: String) -> Finding { Finding(.TEP02, value: shownName) }

    static func tooLarge(_ bytes: Int64, _ limits: ExchangeLimits) -> Finding {
        Finding(.TEP04, value: String(bytes), details: [String(limits.fileBytesMax)])
    }

    /// TEP03, TEP08, and TEP04 of a file that need not be read for it.
    static func finding(of kind: ClaimedKind, shownName: String, limits: ExchangeLimits) -> Finding? {
        switch kind {
        case .notPlain(let kind): Finding(.TEP03, value: shownName, details: [kind.catalogueWord])
        case .unreadable: Finding(.TEP08, value: shownName)
        case .plain(let bytes): bytes > limits.fileBytesMax ? tooLarge(bytes, limits) : nil
        }
    }

    /// TEP01, TEP04, TEP05, TEP06: the first that applies.
    /// - Parameter start: its first bytes, as `FileDigest.read` hands them over.
    static func finding(
        name: String, bytes: Int64, start: [UInt8], sha256: [UInt8], sidecar: [UInt8]?, limits: ExchangeLimits
    ) -> Finding? {
        if bytes == 0 { return Finding(.TEP01) }
        if bytes > limits.fileBytesMax { return tooLarge(bytes, limits) }
        if let sidecar {
            guard let stated = Sidecar.digest(in: sidecar) else { return Finding(.TEP05, details: ["malformed"]) }
            if stated != sha256 { return Finding(.TEP05, details: ["differs", Hex.text(stated), Hex.text(sha256)]) }
        }
        let format = format(of: name)
        if begins(start, as: format) { return nil }
        return Finding(.TEP06, details: [format == .zip ? "zip" : "xml"])
    }

    /// A ZIP begins `PK\3\4` or `PK\5\6`; XML, after a byte order mark of any encoding, with `<` or white space.
    static func begins(_ start: [UInt8], as format: FileToRead.Format) -> Bool {
        switch format {
        case .zip: return start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6])
        case .xml:
            // Longer marks first: that of UTF-32 little-endian begins like that of UTF-16.
            let marks: [[UInt8]] = [[0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]]
            let mark = marks.first { start.starts(with: $0) } ?? []
            // The zero bytes of wider encodings stand before or behind the character.
            let first = start.dropFirst(mark.count).first { mark.count < 2 || mark.count == 3 || $0 != 0 }
            return first.map { [0x3C, 0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? false
        }
    }
}

extension FileKind {
    /// The word that the catalogue knows for TEP03.
    fileprivate var catalogueWord: String {
        switch self {
        case .plain, .unknown: "device"
        case .hardLink: "hardlink"
        case .symbolicLink: "symlink"
        case .folder: "directory"
        case .pipe: "fifo"
        case .socket: "socket"
        case .device: "device"
        }
    }
}

/// TEN_TEP: a name with every byte outside `[A-Za-z0-9._-]` as %XX.
enum ShownName {
    static func of(_ rawName: [UInt8]) -> String {
        if rawName.allSatisfy(isShown) { return String(decoding: rawName, as: UTF8.self) }
        return rawName.map { isShown($0) ? String(UnicodeScalar($0)) : "%" + Hex.text([$0]).uppercased() }.joined()
    }

    private static func isShown(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 0x2E, 0x5F, 0x2D: true
        default: false
        }
    }
}
