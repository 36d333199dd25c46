import Contributions
import ExchangeFormat
import XMLReading

// One file's frames, in the only order in which an honest reader sends them: the header, then chunks, then the end; or the end at
// once, when there was nothing to hand on. Behind them stands nothing, or what belongs to the file ordered next.

struct Reception {
    private let frames: FrameSource
    private let limits: ReadingLimits
    private let isLast: Bool
    private let chunk = RecordChunk()

    /// The reader says that the disk failed.
    struct Broken: Error {
        let errno: Int32
    }

    /// - Parameter isLast: no other file was ordered behind it.
    init(_ frames: FrameSource, _ limits: ReadingLimits, isLast: Bool) {
        (self.frames, self.limits, self.isLast) = (frames, limits, isLast)
    }

    func receive(_ watch: inout Watch, into taker: any RecordTaking) throws -> Parsed {
        var begun: (shape: DocumentShape, header: HeaderReading)?
        var inspection: ChunkInspection?
        while true {
            let (kind, body) = try frames.next(&watch)
            switch kind {
            case .begin where begun == nil:
                let (shape, header) = try FrameInspection.begin(body, limits)
                begun = (shape, header)
                inspection = ChunkInspection(shape, recordsMax: limits.recordsMax)
                try taker.begin(shape, header)
            case .chunk where begun != nil:
                try ChunkCoding.decode(body, into: chunk)
                try inspection!.inspect(chunk)
                try taker.take(chunk)
            case .end:
                let (found, finding) = try FrameInspection.end(body, limits)
                let handed = inspection?.recordCount ?? 0
                guard finding != nil || (handed > 0 && handed == min(found, limits.recordsMax)) else {
                    throw FrameDamage(reason: "count of records")
                }
                guard frames.isEmpty || !isLast else { throw FrameDamage(reason: "more than the file's frames") }
                return Parsed(finding: finding, shape: begun?.shape, header: begun?.header, found: found)
            case .broken:
                var cursor = FrameCursor(body)
                throw Broken(errno: try cursor.number())
            default: throw FrameDamage(reason: "order of frames")
            }
        }
    }

    /// The largest frame: a full chunk to which one record more was added, and no record is larger than a list of so many items.
    static func frameBytesMax(_ limits: ReadingLimits) -> Int {
        let texts = RecordChunk.listItemsMax + 4 * RecordChunk.faultsPerRecordMax + 2 * Int(UInt8.max)
        let record = texts.multipliedReportingOverflow(by: limits.xml.textBytesMax + limits.xml.nameBytesMax + 1)
        return record.overflow ? .max : (4 << 20) + min(record.partialValue, 1 << 40)
    }
}
