// A private file without a name, for what is too large to keep in memory between two steps. It vanishes with the process;
// nothing durable is ever in it, so it is never synchronized.

import CFileCalls
import Glibc

/// An unnamed file: appended to, then read at any place.
public final class ScratchFile {
    private let descriptor: Int32
    private let calls: any FileCalls
    private let folder: String
    public private(set) var bytes: Int64 = 0

    /// - Parameter folder: where its bytes shall lie; the spool's work/ or a folder for temporary files.
    public init(in folder: String, calls: any FileCalls) throws(SpoolFault) {
        self.calls = calls
        self.folder = folder
        do {
            descriptor = try retrying { () throws(FileCallError) in
                try calls.open(Array(folder.utf8), in: nil, flags: giaonhan_open_unnamed_flag() | O_RDWR, mode: 0o600)
            }
        } catch {
            throw SpoolFault(operation: "open", path: folder, errno: error.code, scope: .spool)
        }
    }

    deinit { calls.close(descriptor) }

    public func append(_ content: UnsafeRawBufferPointer) throws(SpoolFault) {
        var rest = content
        while !rest.isEmpty {
            do {
                let written = try retrying { () throws(FileCallError) in try calls.write(descriptor, from: rest) }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                bytes += Int64(written)
            } catch {
                throw SpoolFault(operation: "write", path: folder, errno: error.code, scope: .spool)
            }
        }
    }

    /// A path by which a library that asks for one reaches the file, as long as this object lives.
    public var path: String { "/proc/self/fd/\(descriptor)" }

    /// Calls `body` with all that is in the file now, whoever wrote it, block by block.
    public func forEachBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let size: Int64
        do { size = try calls.status(of: descriptor).observation.size } catch {
            throw SpoolFault(operation: "fstat", path: folder, errno: error.code, scope: .spool)
        }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { block.deallocate() }
        var place: Int64 = 0
        while place < size {
            let part = UnsafeMutableRawBufferPointer(rebasing: block[..<Int(min(Int64(block.count), size - place))])
            try read(into: part, at: place)
            try body(UnsafeRawBufferPointer(part))
            place += Int64(part.count)
        }
    }

    /// Fills the buffer from that place on; the place must hold so much.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int64) throws(SpoolFault) {
        var filled = 0
        while filled < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(place) + off_t(filled))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw SpoolFault(operation: "read", path: folder, errno: count < 0 ? errno : ENODATA, scope: .spool)
            }
            filled += count
        }
    }
}

extension Spool {
    /// A scratch file on the spool's own file system.
    public func makeScratch() throws(SpoolFault) -> ScratchFile { try ScratchFile(in: scratchFolder, calls: calls) }

    /// Where a library may keep unnamed files of its own.
    public var scratchFolder: String { path + "/work" }
}
