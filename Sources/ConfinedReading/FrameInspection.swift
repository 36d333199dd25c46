import Contributions
import ExchangeFormat
import XMLReading

// The small frames as the daemon reads them. Nothing in them is believed: a number must be in range, a text must be UTF-8 without
// control characters, a finding must be one that reading can come to, and a header's value that is said to be good must be so.

/// Why a frame is none that an honest reader sends.
struct FrameDamage: Error, Hashable {
    let reason: String
}

/// Walks over a frame's body.
struct FrameCursor {
    private var rest: UnsafeRawBufferPointer

    init(_ body: UnsafeRawBufferPointer) { rest = body }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(FrameDamage) -> Number {
        let size = MemoryLayout<Number>.size
        guard rest.count >= size else { throw FrameDamage(reason: "cut off") }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[size...]) }
        return Number(littleEndian: rest.loadUnaligned(as: Number.self))
    }

    mutating func text(bytesMax: Int) throws(FrameDamage) -> String {
        let count = Int(try number(UInt32.self))
        guard count <= min(bytesMax, rest.count) else { throw FrameDamage(reason: "text's length") }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        let bytes = UnsafeRawBufferPointer(rebasing: rest[..<count])
        guard bytes.withMemoryRebound(to: UInt8.self, { ValueText.isText($0) }) else { throw FrameDamage(reason: "text") }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func place() throws(FrameDamage) -> Place? {
        let line = try number(Int64.self)
        let column = try number(Int64.self)
        if line == -1, column == -1 { return nil }
        guard (1...Int64(UInt32.max)).contains(line), (0...Int64(UInt32.max)).contains(column) else { throw FrameDamage(reason: "place") }
        return Place(line: Int(line), column: Int(column))
    }

    /// Nothing but padding may be left.
    func finish() throws(FrameDamage) {
        guard rest.count < ChunkCoding.alignment, rest.allSatisfy({ $0 == 0 }) else { throw FrameDamage(reason: "longer than its content") }
    }

    /// Whether nothing but padding is left.
    var isAtEnd: Bool { (try? finish()) != nil }
}

enum FrameInspection {
    /// What a text in a small frame may be long: no token of the XML is longer.
    static func textBytesMax(_ limits: ReadingLimits) -> Int { max(limits.xml.tokenBytesMax, limits.xml.textBytesMax) }

    static func begin(_ body: UnsafeRawBufferPointer, _ limits: ReadingLimits) throws(FrameDamage) -> (DocumentShape, HeaderReading) {
        var cursor = FrameCursor(body)
        let kind = Int(try cursor.number(UInt32.self))
        guard DocumentShape.all.indices.contains(kind) else { throw FrameDamage(reason: "document") }
        let shape = DocumentShape.all[kind]
        var header = HeaderReading()
        for _ in shape.header { header.values.append(try cursor.text(bytesMax: textBytesMax(limits))) }
        let count = Int(try cursor.number(UInt32.self))
        guard count <= shape.header.count else { throw FrameDamage(reason: "header's findings") }
        var isGood = Array(repeating: true, count: shape.header.count)
        var next = 0
        for _ in 0..<count {
            let index = Int(try cursor.number(UInt32.self))
            let trouble = try cursor.text(bytesMax: 16)
            let place = try cursor.place()
            guard index >= next, index < shape.header.count, ["missing", "malformed", "markup"].contains(trouble), place != nil else {
                throw FrameDamage(reason: "header's finding")
            }
            next = index + 1
            isGood[index] = false
            header.findings.append(
                Finding(.LO01, subject: shape.header[index].name, value: header.values[index], details: [trouble], place: place))
        }
        try cursor.finish()
        for (index, field) in shape.header.enumerated() where isGood[index] {
            var value = header.values[index]
            guard value.withUTF8({ !$0.isEmpty && field.format.accepts($0) }) else { throw FrameDamage(reason: "header's value") }
        }
        return (shape, header)
    }

    static func end(_ body: UnsafeRawBufferPointer, _ limits: ReadingLimits) throws(FrameDamage) -> (found: Int, finding: Finding?) {
        var cursor = FrameCursor(body)
        let found = try cursor.number(Int64.self)
        guard found >= 0 else { throw FrameDamage(reason: "count of records") }
        if cursor.isAtEnd { return (Int(found), nil) }
        let code = try cursor.text(bytesMax: 5)
        guard let code = RuleCode(rawValue: code), isOfReading(code) else { throw FrameDamage(reason: "code") }
        let value = try cursor.text(bytesMax: textBytesMax(limits))
        let count = try cursor.number(UInt32.self)
        guard count <= detailsMax else { throw FrameDamage(reason: "details") }
        var details: [String] = []
        for _ in 0..<count { details.append(try cursor.text(bytesMax: textBytesMax(limits))) }
        let place = try cursor.place()
        try cursor.finish()
        return (Int(found), Finding(code, value: value, details: details, place: place))
    }

    /// No finding of reading names more.
    private static let detailsMax: UInt32 = 8

    private static func isOfReading(_ code: RuleCode) -> Bool { code.rawValue.hasPrefix("ZIP") || code.rawValue.hasPrefix("XML") }
}
