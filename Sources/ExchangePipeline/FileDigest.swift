import Contributions
import Crypto
import Spooling
import Synchronization

// SHA-256 of files: what knows the same bytes again. That of all but the smallest files is reckoned by another hand while this
// one reads the file.

/// SHA-256 of a whole file.
enum FileDigest {
    static func sha256(of file: any ReadableFile) throws -> [UInt8] { try read(file).sha256 }

    /// Reads a file from where it stands to its end, once: the digest, and the first bytes, by which its kind shows.
    static func read(_ file: any ReadableFile) throws -> (sha256: [UInt8], start: [UInt8]) {
        var start: [UInt8] = []
        let sha256 = try sha256(of: file, after: []) { if start.count < startBytes { start += $0.prefix(startBytes - start.count) } }
        return (sha256, start)
    }

    /// The first bytes alone.
    static func start(of file: any ReadableFile) throws -> [UInt8] {
        try withUnsafeTemporaryAllocation(byteCount: startBytes, alignment: 1) { block in
            var start: [UInt8] = []
            while start.count < startBytes {
                let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: block[start.count...]))
                if count == 0 { break }
                start += block[start.count..<start.count + count]
            }
            return start
        }
    }

    /// The digest of a file of which the first bytes were read.
    static func sha256(
        of file: any ReadableFile, after start: [UInt8], _ body: (UnsafeMutableRawBufferPointer.SubSequence) -> Void = { _ in }
    ) throws -> [UInt8] {
        // No larger than a small file needs.
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(max(1, min(file.bytes, blockBytes))), alignment: 64)
        defer { block.deallocate() }
        var hash = SHA256()
        hash.update(data: start)
        while true {
            let count = try file.read(into: block)
            if count == 0 { break }
            body(block[..<count])
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
        return Array(hash.finalize())
    }

    private static let blockBytes: Int64 = 256 << 10
    private static let startBytes = 8
}

/// A file's SHA-256, known or in the making.
final class Digest: Sendable {
    private let hand: (any OtherHand)?
    private let result: Mutex<Result<[UInt8], any Error>?>

    init(_ sha256: [UInt8]) {
        hand = nil
        result = Mutex(.success(sha256))
    }

    /// Of a file of which the first bytes were read.
    init(of file: OpenFile, after start: [UInt8], by hand: any OtherHand) {
        self.hand = hand
        result = Mutex(nil)
        hand.begin { [self] in
            let made = Result { try FileDigest.sha256(of: file, after: start) }
            result.withLock { $0 = made }
        }
    }

    /// Waits for it.
    func value() throws -> [UInt8] {
        if result.withLock({ $0 == nil }) { hand?.wait() }
        return try result.withLock { $0! }.get()
    }
}
