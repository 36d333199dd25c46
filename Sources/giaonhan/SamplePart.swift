import Glibc
import SampleBatches
import Spooling

// A file of the sample while it is written: beside its place under the name of an upload under way, `.<name>.part`, and renamed when it
// is whole, so a daemon on the same folder never takes half of it.

/// One file being written.
final class SamplePart: SampleOutput {
    private let path: String
    private let partName: [UInt8]
    private let name: [UInt8]
    private let folder: Int32
    private let part: Int32
    private let calls: SystemFileCalls

    init(inbox: String, name: String, calls: SystemFileCalls) throws(FileCallError) {
        path = "\(inbox)/\(name)"
        self.name = Array(name.utf8)
        partName = Array(".\(name).part".utf8)
        self.calls = calls
        folder = try calls.open(Array(inbox.utf8), in: nil, flags: O_RDONLY | O_DIRECTORY, mode: 0)
        do {
            part = try calls.open(partName, in: folder, flags: O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: 0o644)
        } catch {
            calls.close(folder)
            throw error
        }
    }

    deinit {
        calls.close(part)
        calls.close(folder)
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = try telling { () throws(FileCallError) in try calls.write(part, from: rest) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Gives the file its place, unless the same bytes stand there already. Other bytes are somebody's: they stay.
    func close() throws {
        if try telling({ () throws(FileCallError) in try isMoved() }) { return }
        let isSame = try telling { () throws(FileCallError) in try isTheSame() }
        try telling { () throws(FileCallError) in try calls.remove(partName, in: folder) }
        guard isSame else {
            throw CommandTrouble.notRight(
                "\(path) đã có và nội dung khác; hãy dùng --seed khác hoặc thư mục khác, hoặc xóa tệp đó",
                "\(path) stands there with other bytes; take another --seed or folder, or remove it")
        }
    }

    private func isMoved() throws(FileCallError) -> Bool {
        do {
            try calls.rename(partName, in: folder, to: name, in: folder, replacing: false)
            return true
        } catch {
            if error.code == EEXIST { return false }
            throw error
        }
    }

    /// Makes the call again for as long as a signal interrupts it; what fails for good leaves nothing half written.
    private func telling<Value>(_ body: () throws(FileCallError) -> Value) throws(CommandTrouble) -> Value {
        while true {
            do { return try body() } catch {
                if error.code == EINTR { continue }
                try? calls.remove(partName, in: folder)
                throw SampleFile.trouble(path, error)
            }
        }
    }

    private func isTheSame() throws(FileCallError) -> Bool {
        let standing = try calls.open(name, in: folder, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, mode: 0)
        defer { calls.close(standing) }
        let (ours, theirs) = (try calls.status(of: part).observation, try calls.status(of: standing))
        guard theirs.kind == .plain, theirs.observation.size == ours.size, lseek(part, 0, SEEK_SET) == 0 else { return false }
        let blocks = (0..<2).map { _ in UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16) }
        defer { blocks.forEach { $0.deallocate() } }
        while true {
            let counts = (try calls.read(part, into: blocks[0]), try calls.read(standing, into: blocks[1]))
            guard counts.0 == counts.1, memcmp(blocks[0].baseAddress!, blocks[1].baseAddress!, counts.0) == 0 else { return false }
            if counts.0 == 0 { return true }
        }
    }
}
