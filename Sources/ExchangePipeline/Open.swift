import Contributions
import LedgerCore
import Spooling

// Step 3, open: is this a file that can be read, are its bytes sure to stay, and have we seen them before? Here are the TEP
// codes, in the order of rules.md, and the same-bytes rule. If the daemon stops here nothing was decided; a copy made
// to be safe from a writer simply stands for the claim.

/// A claim after opening.
enum Opened: Equatable {
    /// Ready to be read.
    case content(Content)
    /// Not a usable file.
    case refused(Finding, sha256: [UInt8], bytes: Int64)
    /// The same bytes as a file that recorded something.
    case replay(of: IntakeNumber, sha256: [UInt8], bytes: Int64)
    /// It changed while it was copied, and went back to its inbox.
    case changed

    static func == (one: Opened, other: Opened) -> Bool {
        if case .changed = one, case .changed = other { true } else { false }
    }
}

extension Pipeline {
    func open(_ claim: Claim) throws -> Opened {
        let shown = ShownName.of(try spool.rawName(of: claim))
        if try ledger.isRefusedByOperator(claim.intake) {
            return .refused(Finding(.TEP07, details: ["operator"]), sha256: [], bytes: 0)
        }
        if claim.isNameRefused { return .refused(FileRules.nameRefused(shown), sha256: [], bytes: 0) }
        let kind = try spool.inspect(claim)
        if let finding = FileRules.finding(of: kind, shownName: shown, limits: limits) {
            return .refused(finding, sha256: [], bytes: kind.bytes)
        }
        if try spool.secure(claim) == .changed {
            // Its name may be taken again: then the claim stays, and is opened once more at the next pass.
            if try spool.returnToInbox(claim) { return .changed }
            throw StillChanging(claim: claim)
        }
        return try recognize(claim)
    }

    /// The bytes cannot change any more from here on.
    private func recognize(_ claim: Claim) throws -> Opened {
        let file = try spool.openForReading(claim)
        let sha256 = try FileDigest.sha256(of: file)
        if let finding = try FileRules.finding(
            name: claim.name, file: try spool.openForReading(claim), sha256: sha256, sidecar: try spool.sidecar(of: claim), limits: limits)
        {
            return .refused(finding, sha256: sha256, bytes: file.bytes)
        }
        if let first = try ledger.recordedFile(owner: claim.owner, sha256: sha256) {
            return .replay(of: first.posting.intake, sha256: sha256, bytes: file.bytes)
        }
        return .content(Content(file: try spool.openForReading(claim), format: FileRules.format(of: claim.name), sha256: sha256))
    }
}

/// A file that its sender keeps writing to although its name in the inbox is taken again. Tried again later.
struct StillChanging: Error, CustomStringConvertible {
    let claim: Claim
    var description: String { "\(claim.workName) is still being written to" }
}

/// The TEP codes that the bytes alone decide.
enum FileRules {
    static func format(of name: String) -> Content.Format { name.lowercased().hasSuffix(".zip") ? .zip : .xml }

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
    static func finding(name: String, file: any ReadableFile, sha256: [UInt8], sidecar: [UInt8]?, limits: ExchangeLimits) throws -> Finding?
    {
        if file.bytes == 0 { return Finding(.TEP01) }
        if file.bytes > limits.fileBytesMax { return tooLarge(file.bytes, limits) }
        if let sidecar {
            guard let stated = Sidecar.digest(in: sidecar) else { return Finding(.TEP05, details: ["malformed"]) }
            if stated != sha256 { return Finding(.TEP05, details: ["differs", Hex.text(stated), Hex.text(sha256)]) }
        }
        let format = format(of: name)
        let start = try file.readAll(limit: 8)
        if begins(start, as: format) { return nil }
        return Finding(.TEP06, details: [format == .zip ? "zip" : "xml"])
    }

    /// A ZIP begins `PK\3\4` or `PK\5\6`; XML, after a byte order mark of any encoding, with `<` or white space.
    static func begins(_ start: [UInt8], as format: Content.Format) -> Bool {
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

extension ClaimedKind {
    /// The length of a plain file.
    fileprivate var bytes: Int64 {
        if case .plain(let bytes) = self { bytes } else { 0 }
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
        rawName.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 0x2E, 0x5F, 0x2D: String(UnicodeScalar(byte))
            default: "%" + Hex.text([byte]).uppercased()
            }
        }.joined()
    }
}

/// Bytes as lower-case hexadecimal text.
public enum Hex {
    public static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The bytes of such a text, in either case; nil for any other text.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
        }
    }
}
