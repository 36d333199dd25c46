// The buffer that every answer is written through. It gathers bytes into blocks of 64 KiB and hands each full block to a
// closure; it escapes text for XML and HTML by a table of bytes, and writes numbers and days digit by digit, so that the
// hot path makes no String. A failed hand-over is kept: what follows is dropped, `check()` and `finish()` throw it.

public import Contributions

/// Writes UTF-8 bytes in blocks. Used by one task at a time.
public final class AnswerWriter {
    /// Takes the next bytes; valid only during the call.
    public typealias Sink = (UnsafeRawBufferPointer) throws -> Void

    /// Every block handed over has this size, but for the last.
    public static let blockBytes = 64 << 10

    private let sink: Sink
    private let block: UnsafeMutableRawPointer
    private let escapes = EscapeTable.bytes
    private var filled = 0
    private var failure: (any Error)?

    /// - Parameter sink: called with each full block, and by `finish()` with what is left.
    public init(_ sink: @escaping Sink) {
        self.sink = sink
        block = .allocate(byteCount: Self.blockBytes, alignment: 16)
    }

    deinit { block.deallocate() }

    /// Hands over what is left. To be called once, when all is written; without it the end is missing.
    public func finish() throws {
        handOver()
        try check()
    }

    /// Throws the first failure of the sink, if there was one. Long renderings call it now and then, to stop early.
    public func check() throws {
        if let failure { throw failure }
    }

    /// All bytes that `body` writes, for small outputs.
    public static func bytes(_ body: (AnswerWriter) throws -> Void) throws -> [UInt8] {
        var bytes: [UInt8] = []
        let writer = AnswerWriter { bytes.append(contentsOf: $0) }
        try body(writer)
        try writer.finish()
        return bytes
    }

    private func handOver() {
        let bytes = UnsafeRawBufferPointer(start: block, count: filled)
        filled = 0
        guard failure == nil, !bytes.isEmpty else { return }
        do { try sink(bytes) } catch { failure = error }
    }

    // MARK: bytes as they are

    /// Appends bytes as they are, whatever their number.
    public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        copy(base, bytes.count)
    }

    /// Appends markup of our own.
    public func append(_ literal: StaticString) {
        if literal.hasPointerRepresentation {
            copy(UnsafeRawPointer(literal.utf8Start), literal.utf8CodeUnitCount)
        } else {
            literal.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
        }
    }

    /// Appends text that needs no escaping: codes, days and names of our own making.
    public func append(plain text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    public func append(byte: UInt8) {
        block.storeBytes(of: byte, toByteOffset: filled, as: UInt8.self)
        filled += 1
        if filled == Self.blockBytes { handOver() }
    }

    @inline(__always)
    private func copy(_ start: UnsafeRawPointer, _ count: Int) {
        // The block is never full between calls, so a short piece mostly fits.
        guard count < Self.blockBytes - filled else { return copyInParts(start, count) }
        (block + filled).copyMemory(from: start, byteCount: count)
        filled += count
    }

    @inline(never)
    private func copyInParts(_ start: UnsafeRawPointer, _ count: Int) {
        var done = 0
        while done < count {
            let part = min(count - done, Self.blockBytes - filled)
            (block + filled).copyMemory(from: start + done, byteCount: part)
            filled += part
            done += part
            if filled == Self.blockBytes { handOver() }
        }
    }

    // MARK: numbers

    /// Appends a decimal number; `separator` parts its groups of three when it is given.
    public func append(_ number: Int64, groupedBy separator: UInt8? = nil) {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { digits in
            var start = 32
            var rest = number.magnitude
            var place = 0
            repeat {
                if let separator, place > 0, place.isMultiple(of: 3) {
                    start -= 1
                    digits[start] = separator
                }
                start -= 1
                digits[start] = UInt8(truncatingIfNeeded: rest % 10) + 48
                rest /= 10
                place += 1
            } while rest > 0
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            append(UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Appends a sum of money likewise.
    public func append(sum: MoneySum, groupedBy separator: UInt8? = nil) {
        // Division is costly at 128 bits, and almost every sum needs fewer.
        if let number = Int64(exactly: sum) { return append(number, groupedBy: separator) }
        let digits = Array(String(sum.magnitude).utf8)
        if sum < 0 { append(byte: UInt8(ascii: "-")) }
        for (place, digit) in digits.enumerated() {
            if let separator, place > 0, (digits.count - place).isMultiple(of: 3) { append(byte: separator) }
            append(byte: digit)
        }
    }

    /// Appends the last `width` digits of a number, with zeros before it.
    public func append(_ number: Int, digits width: Int) {
        withUnsafeTemporaryAllocation(byteCount: width, alignment: 8) { digits in
            var rest = number.magnitude
            for place in stride(from: width - 1, through: 0, by: -1) {
                digits[place] = UInt8(truncatingIfNeeded: rest % 10) + 48
                rest /= 10
            }
            append(UnsafeRawBufferPointer(digits))
        }
    }

    /// Appends bytes as lower-case hexadecimal digits.
    public func append(hex bytes: [UInt8]) {
        for byte in bytes {
            for half in [byte >> 4, byte & 15] { append(byte: half < 10 ? half + 48 : half + 87) }
        }
    }

    // MARK: text

    /// Appends text for XML or HTML, inside an element or a quoted attribute: markup characters, line breaks and tabs as
    /// references; what XML cannot carry at all as `\u{…}`.
    public func append(escaped bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let count = bytes.count
        var from = 0
        var next = 0
        while next < count {
            let byte = base.load(fromByteOffset: next, as: UInt8.self)
            if escapes.load(fromByteOffset: Int(byte), as: UInt8.self) == EscapeTable.plain {
                next += 1
            } else if byte == EscapeTable.noncharacterLead, !EscapeTable.isNoncharacter(bytes, at: next) {
                next += 3
            } else {
                copy(base + from, next - from)
                next += appendEscape(for: byte, at: next, in: bytes)
                from = next
            }
        }
        // A sequence cut in the middle may have carried `next` beyond the end.
        copy(base + from, count - from)
    }

    /// Appends text for XML or HTML.
    public func append(escaped text: String) {
        var text = text
        text.withUTF8 { append(escaped: UnsafeRawBufferPointer($0)) }
    }

    /// Writes what stands for a byte that cannot stand as it is, and says how many bytes that covers.
    private func appendEscape(for byte: UInt8, at place: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        switch byte {
        case UInt8(ascii: "&"): append("&amp;")
        case UInt8(ascii: "<"): append("&lt;")
        case UInt8(ascii: ">"): append("&gt;")
        case UInt8(ascii: "\""): append("&quot;")
        case 0x09: append("&#9;")
        case 0x0A: append("&#10;")
        case 0x0D: append("&#13;")
        case EscapeTable.noncharacterLead:
            append(bytes[place + 2] == 0xBE ? "\\u{fffe}" : "\\u{ffff}")
            return 3
        default: append(plain: "\\u{" + String(byte, radix: 16) + "}")
        }
        return 1
    }
}

/// Which bytes of UTF-8 text cannot stand in XML as they are.
enum EscapeTable {
    static let plain: UInt8 = 0
    /// U+FFFE and U+FFFF, which XML forbids, begin with this byte; so do harmless characters.
    static let noncharacterLead: UInt8 = 0xEF

    /// What stands for each byte: made once, and only read.
    nonisolated(unsafe) static let bytes: UnsafeRawPointer = {
        let table = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 16)
        for byte in UInt8.min...UInt8.max {
            let special = byte < 0x20 || byte == 0x7F || "&<>\"".utf8.contains(byte) || byte == noncharacterLead
            table.storeBytes(of: special ? 1 : plain, toByteOffset: Int(byte), as: UInt8.self)
        }
        return UnsafeRawPointer(table)
    }()

    static func isNoncharacter(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
        place + 2 < bytes.count && bytes[place + 1] == 0xBF && bytes[place + 2] >= 0xBE
    }
}
