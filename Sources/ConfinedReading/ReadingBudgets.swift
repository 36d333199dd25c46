import ZipReading

// What reading one file may cost. Whoever is over a budget, twice, gets TEP07 with its number; honest files are far below them.

public struct ReadingBudgets: Sendable, Hashable {
    /// Processor time that any file may take,
    public var seconds = 10
    /// and further for each MiB that it may hold: its length, or what its ZIP may inflate to.
    public var millisecondsPerMiB = 100
    /// What reading may need beside the program itself, MiB.
    public var memoryMiB = 512
    /// Seconds that the reader may keep us waiting without working,
    public var waitSeconds = 60
    /// and further for each second of processor time that it may take, since a busy machine lets it wait too.
    static let waitPerProcessorSecond: Int64 = 10

    public init() {}

    /// The processor time for a file, in nanoseconds.
    func processorNanoseconds(for file: FileToRead, _ limits: ReadingLimits) -> Int64 {
        let (unpacked, isHuge) = file.bytes.multipliedReportingOverflow(by: Int64(limits.zip.ratioMax))
        let content =
            switch file.format {
            case .xml: file.bytes
            case .zip: min(limits.zip.inflatedBytesMax, max(isHuge ? .max : unpacked, limits.zip.ratioAppliesFromBytes))
            }
        let mebibytes = content / (1 << 20) + 1
        let (extra, isBeyond) = mebibytes.multipliedReportingOverflow(by: Int64(millisecondsPerMiB) * 1_000_000)
        return Int64(clamping: Int128(seconds) * 1_000_000_000 + Int128(isBeyond ? .max : extra))
    }

    /// The longest idle wait for a file, in nanoseconds.
    func waitNanoseconds(processor: Int64) -> Int64 {
        Int64(clamping: Int128(waitSeconds) * 1_000_000_000 + Int128(processor) * Int128(Self.waitPerProcessorSecond))
    }

    var memoryBytes: Int { memoryMiB << 20 }
}
