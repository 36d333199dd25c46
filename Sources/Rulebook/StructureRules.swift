public import Contributions

// BG02: what reading found wrong in an entry's structure, as findings. An entry with one is judged no further.

public enum StructureRules {
    /// One finding per misplaced, unknown or marked-up element, in file order.
    public static func findings(of record: RecordChunk.Record, in chunk: RecordChunk) -> [Finding] {
        let first = Int(record.firstFault)
        return chunk.faults[first..<first + Int(record.faultCount)].map { fault in
            Finding(
                .BG02, subject: String(decoding: chunk.arena[Int(fault.nameStart)..<Int(fault.nameEnd)], as: UTF8.self),
                value: String(decoding: chunk.arena[Int(fault.nameEnd)..<Int(fault.valueEnd)], as: UTF8.self))
        }
    }
}
