import Contributions
import LedgerCore
import Rulebook

// The refused entries of a document that is not DANH_SACH_THU, kept while it is judged until its answer lists them. More than
// LO11 allows are counted and not kept, so memory is bounded whatever a sender writes.

struct EntryRefusals {
    /// The most findings of one entry that are listed (exchange.md section 3).
    private static let findingsMax = 20

    private(set) var count = 0
    private var kept: [Refusal] = []

    mutating func add(_ record: RecordChunk.Record, of chunk: RecordChunk, ordinal: Int, _ findings: [Finding]) {
        count += 1
        guard kept.count <= BatchRules.refusedMax else { return }
        let key = String(decoding: chunk.arena[chunk.key(of: record)], as: UTF8.self)
        kept.append(
            Refusal(
                ordinal: ordinal, line: Int(record.line), section: record.section, key: Finding(.BG02, value: key).value,
                findings: Array(findings.prefix(Self.findingsMax))))
    }

    /// Hands the refusals to the posting: all that are kept, only the first ones (LO11), or none.
    func posting(listing: Bool = true, onlyFirst: Bool = false) -> (any ChunkPoster) throws -> Void {
        let listed = listing ? Array(kept.prefix(onlyFirst ? BatchRules.listedMax : Int.max)) : []
        return { poster in
            guard !listed.isEmpty else { return }
            var posting = ChunkPosting(chunk: RecordChunk())
            posting.refusals = listed
            try poster.add(posting)
        }
    }
}
