public import Contributions
import ExchangeFormat

// The format of one entry, of whichever document: BG02, and an entry with it is judged no further; else BG01 and BG03, each by the
// elements' order (rules.md section 3). Payments are many and have a way of their own (FormatRules).

/// What reading an entry came to.
public enum ReadEntry<Entry: Sendable & Hashable>: Sendable, Hashable {
    /// Sound in format: its values.
    case sound(Entry)
    /// Refused: BG and NG findings, at least one.
    case faulty([Finding])
}

enum EntryRules {
    /// BG02 alone, or BG01 and BG03; empty for a sound entry.
    /// - Parameter detailing: the details of an element's BG01 and BG03; empty for most.
    static func findings(
        of record: RecordChunk.Record, in chunk: RecordChunk, section: SectionShape, detailing: (FieldShape) -> [String] = { _ in [] }
    ) -> [Finding] {
        if record.faultCount > 0 { return StructureRules.findings(of: record, in: chunk) }
        var findings: [Finding] = []
        for (index, field) in section.fields.enumerated() where field.isRequired && chunk.range(of: index, in: record).isEmpty {
            findings.append(Finding(.BG01, subject: field.name, details: detailing(field)))
        }
        chunk.arena.withUnsafeBufferPointer { arena in
            for (index, field) in section.fields.enumerated() {
                let value = UnsafeBufferPointer(rebasing: arena[chunk.range(of: index, in: record)])
                if !value.isEmpty, !field.format.accepts(value) {
                    findings.append(Finding(.BG03, subject: field.name, value: shown(value), details: detailing(field)))
                }
            }
        }
        return findings
    }

    /// As a person reads it: a list's items with blanks between them.
    private static func shown(_ value: UnsafeBufferPointer<UInt8>) -> String {
        guard value.first == RecordChunk.listSeparator else { return String(decoding: value, as: UTF8.self) }
        return String(decoding: value.dropFirst().map { $0 == RecordChunk.listSeparator ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
