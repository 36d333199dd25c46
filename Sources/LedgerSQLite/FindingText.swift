import Contributions
import LedgerCore

// Findings as one text of the ledger: U+001E between findings, U+001F between the parts code, subject, value, place and
// details. XML cannot carry these two characters, but a finding about a file's name or its raw bytes may; so control
// characters and the percent sign stand as %XX. What was written is read back equal, whatever it held.

enum FindingText {
    static func write(_ findings: [Finding]) -> [UInt8] {
        var bytes: [UInt8] = []
        for finding in findings {
            if !bytes.isEmpty { bytes.append(betweenFindings) }
            write(finding, to: &bytes)
        }
        return bytes
    }

    static func read(_ bytes: UnsafeRawBufferPointer) throws(LedgerFault) -> [Finding] {
        var findings: [Finding] = []
        guard !bytes.isEmpty else { return findings }
        for part in bytes.split(separator: betweenFindings, omittingEmptySubsequences: false) { findings.append(try readOne(part)) }
        return findings
    }

    private static let betweenFindings = RecordChunk.listSeparator
    private static let betweenParts = RecordChunk.separator

    private static func write(_ finding: Finding, to bytes: inout [UInt8]) {
        bytes += Array(finding.code.rawValue.utf8)
        add(finding.subject, to: &bytes)
        add(finding.value, to: &bytes)
        add(finding.place.map { "\($0.line):\($0.column)" } ?? "", to: &bytes)
        for detail in finding.details { add(detail, to: &bytes) }
    }

    private static func add(_ part: String, to bytes: inout [UInt8]) {
        bytes.append(betweenParts)
        for byte in part.utf8 {
            if byte < 0x20 || byte == UInt8(ascii: "%") || byte == 0x7F {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigit(byte >> 4))
                bytes.append(hexDigit(byte & 15))
            } else {
                bytes.append(byte)
            }
        }
    }

    private static func readOne(_ bytes: Slice<UnsafeRawBufferPointer>) throws(LedgerFault) -> Finding {
        let parts = bytes.split(separator: betweenParts, omittingEmptySubsequences: false)
        guard parts.count >= 4, let code = RuleCode(rawValue: String(decoding: parts[0], as: UTF8.self)) else { throw notAFinding() }
        var texts: [String] = []
        for part in parts.dropFirst() { texts.append(try unescaped(part)) }
        return Finding(code, subject: texts[0], value: texts[1], details: Array(texts.dropFirst(3)), place: try place(texts[2]))
    }

    private static func place(_ text: String) throws(LedgerFault) -> Place? {
        if text.isEmpty { return nil }
        let numbers = text.split(separator: ":").compactMap { Int($0) }
        guard numbers.count == 2 else { throw notAFinding() }
        return Place(line: numbers[0], column: numbers[1])
    }

    private static func unescaped(_ part: Slice<UnsafeRawBufferPointer>) throws(LedgerFault) -> String {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else if let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) {
                bytes.append(high << 4 | low)
            } else {
                throw notAFinding()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        default: nil
        }
    }

    private static func notAFinding() -> LedgerFault { LedgerFault(.corrupt, "a stored finding cannot be read") }
}
