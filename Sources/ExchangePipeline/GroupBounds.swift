import ConfinedReading

// How many files go side by side, and which go alone: what a group may hold in memory, and how long its files wait for each other.

/// The bounds of a group of files. Tests set small ones, to have several groups and large files of a few records.
public struct GroupBounds: Sendable {
    /// A group has so many files at most,
    public var filesMax = 256
    /// holding so many bytes as they were dropped;
    public var bytesMax: Int64 = 12 << 20
    /// so many while a large file rests, whose state fills most of the memory that there is,
    public var filesMaxBesideLarge = 32
    /// and so many bytes;
    public var bytesMaxBesideLarge: Int64 = 1 << 20
    /// a file larger than this goes alone;
    public var smallBytesMax: Int64 = 2 << 20
    /// a packed one from less on, since it holds many times as much.
    public var smallPackedBytesMax: Int64 = 256 << 10
    /// With one larger than this other hands help: it is digested while it is read, unless a sidecar states its digest, and its XN is rendered
    /// while it is posted.
    public var unaidedBytesMax: Int64 = 64 << 10
    /// What was read of a group is posted when it holds so many bytes in memory; the rest is read then.
    public var stagedBytesMax = 12 << 20

    public init() {}

    func isLarge(_ bytes: Int64, _ format: FileToRead.Format) -> Bool {
        bytes > (format == .zip ? smallPackedBytesMax : smallBytesMax)
    }

    /// It was opened, and is worth another hand's while.
    func isAided(_ file: FileInHand) -> Bool { file.opened?.content.map { $0.bytes > unaidedBytesMax } ?? false }

    /// It was opened, and is large.
    func isLarge(_ file: FileInHand) -> Bool { file.opened?.content.map { isLarge($0.bytes, $0.format) } ?? false }
}
