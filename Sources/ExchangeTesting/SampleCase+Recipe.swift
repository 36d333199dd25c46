public import Contributions
public import Foundation
import Glibc

// One sending of a case, and the few words of its case.txt. What git cannot hold, or what would be large, is described
// there and made when the case is dropped: links, folders, pipes, names of any bytes, repeated text, lowered limits.

/// One sending: what is dropped where and when, and what must come back.
public struct SampleStep: Sendable {
    /// An entry that the inbox gets.
    public struct Drop: Sendable {
        public enum Content: Sendable {
            case bytes([UInt8])
            /// A file that has a second name elsewhere.
            case hardLinked([UInt8])
            case link(to: String)
            case folder
            case pipe
        }
        /// The name's raw bytes.
        public var name: [UInt8]
        public var content: Content
        /// Permissions; nil for the usual ones.
        public var mode: UInt32?
    }

    public let folder: URL
    public private(set) var drops: [Drop] = []
    /// The time of the claim.
    public private(set) var now = SampleStep.usualTime
    public private(set) var owner = SampleStep.usualOwner
    /// Lowered limits, by their name in ExchangeLimits.
    public private(set) var limits: [(name: String, value: Int)] = []
    public private(set) var expectation: SampleExpectation
    /// The TC's page is compared as well.
    public private(set) var comparesPage = false
    /// The answers are those of that earlier step, byte for byte; there is no expected/ of its own.
    public private(set) var answersOfStep: Int?
    /// A known fault of the program: expected/ says what would be right.
    public private(set) var knownFault: String?

    public static let usualTime = VietnamTime("20261120173105")!
    public static let usualOwner = Owner.partner("0101234567")
    private static let notDropped: Set<String> = ["case.txt", "expected"]

    /// Reads a step's folder. Without a word about it, a case of rejected/ is refused for the code that its name begins with.
    public init(_ folder: URL, of path: String) throws {
        self.folder = folder
        expectation = SampleExpectation(status: "CHAP_NHAN", result: "200", codes: [])
        if path.hasPrefix("rejected/"), let code = path.dropFirst("rejected/".count).split(separator: "-").first {
            expectation = .refused(for: String(code))
        }
        for name in try SampleFolder.names(in: folder) where !Self.notDropped.contains(name) {
            drops.append(Drop(name: Array(name.utf8), content: .bytes(try SampleFolder.bytes(folder.appending(path: name)))))
        }
        let recipe = folder.appending(path: "case.txt")
        guard FileManager.default.fileExists(atPath: recipe.path) else { return }
        for line in String(decoding: try SampleFolder.bytes(recipe), as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            try follow(line)
        }
    }

    /// One line of case.txt; samples/README.md lists the words.
    private mutating func follow(_ line: Substring) throws {
        let words = line.split(separator: " ").map(String.init)
        let rest = Array(words.dropFirst())
        switch (words[0], rest.count) {
        case ("now", 1): now = try time(rest[0], line)
        case ("owner", 1): owner = try need(Owner(rest[0]), line)
        case ("limit", 2): limits.append((rest[0], try need(Int(rest[1]), line)))
        case ("expect", 2...): expectation = SampleExpectation(status: rest[0], result: rest[1], codes: Array(rest[2...]))
        case ("page", 0): comparesPage = true
        case ("same-as", 1): answersOfStep = try need(Int(rest[0]), line)
        case ("known-fault", 1...): knownFault = rest.joined(separator: " ")
        case ("name-hex", 2):
            let name = try need(Self.bytes(hex: rest[0]), line)
            try change(rest[1], line) { $0.name = name }
        case ("mode", 2):
            let mode = try need(UInt32(rest[0], radix: 8), line)
            try change(rest[1], line) { $0.mode = mode }
        case ("hard-link", 1):
            try change(rest[0], line) { if case .bytes(let bytes) = $0.content { $0.content = .hardLinked(bytes) } }
        case ("expand", 3...):
            let count = try need(Int(rest[1]), line)
            let open = try need(line.firstIndex(of: "\""), line)
            let close = try need(line.lastIndex(of: "\""), line)
            let text = String(line[line.index(after: open)..<close])
            try change(rest[0], line) { if case .bytes(let bytes) = $0.content { $0.content = .bytes(Self.expand(bytes, count, text)) } }
        case ("link", 2): drops.append(Drop(name: Array(rest[0].utf8), content: .link(to: rest[1])))
        case ("mkdir", 1): drops.append(Drop(name: Array(rest[0].utf8), content: .folder))
        case ("fifo", 1): drops.append(Drop(name: Array(rest[0].utf8), content: .pipe))
        default: throw RecipeFault(line: String(line), folder: folder.path)
        }
    }

    private func need<Value>(_ value: Value?, _ line: Substring) throws -> Value {
        guard let value else { throw RecipeFault(line: String(line), folder: folder.path) }
        return value
    }

    private mutating func change(_ name: String, _ line: Substring, _ body: (inout Drop) -> Void) throws {
        let index = try need(drops.firstIndex { $0.name == Array(name.utf8) }, line)
        body(&drops[index])
    }

    /// `2026-11-20T17:31:05+07:00`
    private func time(_ text: String, _ line: Substring) throws -> VietnamTime {
        try need(text.hasSuffix("+07:00") ? VietnamTime(text.dropLast(6).filter(\.isNumber)) : nil, line)
    }

    private static func bytes(hex: String) -> [UInt8]? {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count % 2 == 0 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The text so many times in the place of `@@@`, its `#` counting from 0.
    private static func expand(_ bytes: [UInt8], _ count: Int, _ text: String) -> [UInt8] {
        guard let mark = Data(bytes).range(of: Data("@@@".utf8)) else { return bytes }
        var written: [UInt8] = []
        let isCounted = text.contains("#")
        let unchanged = Array(text.utf8)
        for index in 0..<count { written += isCounted ? Array(text.replacing("#", with: String(index)).utf8) : unchanged }
        return bytes[..<mark.lowerBound] + written + bytes[mark.upperBound...]
    }
}

/// A line of case.txt that means nothing.
struct RecipeFault: Error, CustomStringConvertible {
    let line: String
    let folder: String
    var description: String { "\(folder)/case.txt: not understood: \(line)" }
}

extension SampleStep.Drop {
    /// Makes the entry in a folder; a hard-linked file's other name is `otherName`.
    public func make(in folder: String, otherName: String) throws {
        let path = Array(folder.utf8) + [0x2F] + name
        switch content {
        case .bytes(let bytes): try write(bytes, to: path)
        case .hardLinked(let bytes):
            try write(bytes, to: path)
            try call("link") { withPath(path) { from in Glibc.link(from, otherName) } }
        case .link(let target): try call("symlink") { withPath(path) { Glibc.symlink(target, $0) } }
        case .folder: try call("mkdir") { withPath(path) { Glibc.mkdir($0, 0o755) } }
        case .pipe: try call("mkfifo") { withPath(path) { Glibc.mkfifo($0, 0o644) } }
        }
        if let mode { try call("chmod") { withPath(path) { Glibc.chmod($0, mode) } } }
    }

    /// Whether what lies under a path is this entry still: the same bytes, link target or kind.
    public func isKept(at path: String) throws -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        switch content {
        case .bytes(let bytes), .hardLinked(let bytes):
            guard status.st_mode & S_IFMT == S_IFREG else { return false }
            if mode != nil { return Int(status.st_size) == bytes.count }
            return try SampleFolder.bytes(URL(filePath: path)) == bytes
        case .link(let target):
            guard status.st_mode & S_IFMT == S_IFLNK else { return false }
            return try FileManager.default.destinationOfSymbolicLink(atPath: path) == target
        case .folder: return status.st_mode & S_IFMT == S_IFDIR
        case .pipe: return status.st_mode & S_IFMT == S_IFIFO
        }
    }

    private func write(_ bytes: [UInt8], to path: [UInt8]) throws {
        let descriptor = withPath(path) { Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL, 0o644) }
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(bytes))
    }

    private func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (path + [0]).withUnsafeBufferPointer { $0.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) } }
    }

    private func call(_ name: String, _ body: () -> Int32) throws {
        guard body() == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
