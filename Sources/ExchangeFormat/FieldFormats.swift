// One entry's values against their formats, all in one walk: BG01 and BG03 are decided from the two masks.

/// The formats of an entry's fields, in order; at most 32.
public struct FieldFormats: Sendable {
    private let formats: [FieldFormat]
    /// A bit for each field that must be given.
    public let required: UInt32

    public init(_ fields: [FieldShape]) {
        precondition(fields.count <= 32)
        formats = fields.map(\.format)
        required = fields.enumerated().reduce(0) { $1.element.isRequired ? $0 | 1 << UInt32($1.offset) : $0 }
    }

    /// Which fields have a value, and which of these values are not of their format; a bit each, the first field the lowest.
    /// - Parameters:
    ///   - arena: the chunk's bytes.
    ///   - offsets: the record's own offsets: field f stands at `offsets[f]..<offsets[f + 1] - 1`.
    public func check(arena: UnsafePointer<UInt8>, offsets: UnsafePointer<UInt32>) -> (given: UInt32, malformed: UInt32) {
        var given: UInt32 = 0
        var malformed: UInt32 = 0
        formats.withUnsafeBufferPointer { formats in
            var start = Int(offsets[0])
            for index in formats.indices {
                let next = Int(offsets[index + 1])
                let count = next - 1 - start
                if count > 0 {
                    given |= 1 << UInt32(truncatingIfNeeded: index)
                    if !formats[index].accepts(UnsafeBufferPointer(start: arena + start, count: count)) {
                        malformed |= 1 << UInt32(truncatingIfNeeded: index)
                    }
                }
                start = next
            }
        }
        return (given, malformed)
    }
}
