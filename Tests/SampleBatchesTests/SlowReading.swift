// A second, slow way to read what the samples write: a small XML scanner of its own that makes a tree of Strings, and
// sinks that keep whole files in memory. It shares no line with the writer and throws at the first thing out of place.

import Contributions
import SampleBatches

/// Keeps the bytes of all files by name.
final class MemorySpool {
    struct File {
        let file: SampleFile
        var bytes: [UInt8] = []
        var isClosed = false
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private(set) var files: [File] = []

    struct Output: SampleOutput {
        let spool: MemorySpool
        let place: Int
        func write(_ bytes: UnsafeRawBufferPointer) { spool.files[place].bytes.append(contentsOf: bytes) }
        func close() { spool.files[place].isClosed = true }
    }

    func open(_ file: SampleFile) -> Output {
        files.append(File(file: file))
        return Output(spool: self, place: files.count - 1)
    }

    /// All files of a plan, the DANH_MUC first.
    static func files(of plan: SamplePlan) throws -> [File] {
        let spool = MemorySpool()
        try SampleWriter(plan).write(deflater: { StoredDeflater() }) { spool.open($0) }
        return spool.files
    }
}

/// Deflate in stored blocks, and CRC-32 bit by bit.
struct StoredDeflater: SampleDeflater {
    private var register: UInt32 = 0xFFFF_FFFF
    var crc: UInt32 { ~register }

    static func crc(_ bytes: [UInt8]) -> UInt32 {
        var deflater = StoredDeflater()
        deflater.add(bytes)
        return deflater.crc
    }

    private mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
        }
    }

    mutating func compress(_ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        add(bytes)
        var rest = bytes[...]
        while !rest.isEmpty {
            let block = rest.prefix(65_535)
            try Self.header(count: block.count, isLast: false).withUnsafeBytes(emit)
            try emit(UnsafeRawBufferPointer(rebasing: block))
            rest = rest.dropFirst(block.count)
        }
        if finish { try Self.header(count: 0, isLast: true).withUnsafeBytes(emit) }
    }

    private static func header(count: Int, isLast: Bool) -> [UInt8] {
        [isLast ? 1 : 0, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8 & 255)]
    }
}

/// An element as read: its text (entities resolved) and children, and whether it held CDATA.
final class Node {
    let name: String
    var text = ""
    var children: [Node] = []
    var hasMarkup = false
    /// The text of the first child of each name.
    private var texts: [String: String] = [:]

    init(_ name: String) { self.name = name }

    func child(_ name: String) -> Node? { children.first { $0.name == name } }
    subscript(_ name: String) -> String { texts[name] ?? "" }

    /// Adds a child that is read to its end.
    func close(_ child: Node) {
        children.append(child)
        if texts[child.name] == nil { texts[child.name] = child.text }
    }

    /// The entries of a section, such as the KHOAN_THU of DS_KHOAN_THU.
    func entries(_ section: String) -> [Node] { child(section)?.children ?? [] }
}

struct ScanTrouble: Error {
    let reason: String
}

/// Reads a document as the samples write it; throws when a tag is not closed by its own.
func scan(_ text: String) throws -> Node {
    var rest = Substring(text)
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    guard rest.hasPrefix(declaration) else { throw ScanTrouble(reason: "declaration") }
    rest = rest.dropFirst(declaration.count)
    let document = Node("")
    var open = [document]
    while let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
        let top = open[open.count - 1]
        top.text += try resolved(rest[..<start])
        rest = rest[start...]
        if rest.hasPrefix("<![CDATA[") {
            top.hasMarkup = true
            guard let end = rest.firstRange(of: "]]>") else { throw ScanTrouble(reason: "CDATA") }
            rest = rest[end.upperBound...]
            continue
        }
        guard let end = rest.utf8.firstIndex(of: UInt8(ascii: ">")) else { throw ScanTrouble(reason: "open tag") }
        let tag = rest[rest.utf8.index(after: rest.startIndex)..<end]
        rest = rest[rest.utf8.index(after: end)...]
        if tag.hasPrefix("/") {
            guard open.count > 1, tag.dropFirst() == top.name else { throw ScanTrouble(reason: "closed by \(tag)") }
            open.removeLast()
            open[open.count - 1].close(top)
        } else {
            // The version stands on the root and nowhere else.
            let version = " PHIEN_BAN=\"1\""
            guard tag.hasSuffix(version) == (open.count == 1) else { throw ScanTrouble(reason: "version") }
            let node = Node(String(open.count == 1 ? tag.dropLast(version.count) : tag))
            guard node.name.utf8.allSatisfy({ (65...90).contains($0) || $0 == 95 }) else { throw ScanTrouble(reason: "name \(node.name)") }
            open.append(node)
        }
    }
    guard open.count == 1, rest == "\n", document.children.count == 1 else { throw ScanTrouble(reason: "end") }
    return document.children[0]
}

private func resolved(_ text: Substring) throws -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
    let plain = String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    guard !plain.replacing("&amp;", with: "").contains("&") else { throw ScanTrouble(reason: "entity") }
    return plain.replacing("&amp;", with: "&")
}
