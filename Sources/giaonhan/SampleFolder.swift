import Contributions
import Glibc
import SampleBatches
import Spooling
import ZipReading

// Where `sample` puts its files: inboxes in the shape of a spool.

/// The folder that is filled.
struct SampleFolder {
    private let path: String
    private let calls = SystemFileCalls()

    /// Makes the folder when it is missing; its parent must exist.
    init(at path: String) throws(CommandTrouble) {
        self.path = path
        do { try makeFolder(path) } catch {
            if error.code == ENOENT {
                throw .usage("\(path): chưa có thư mục cha để lập nó", "\(path): the folder it shall be made in does not exist")
            }
            throw SampleFile.trouble(path, error)
        }
    }

    /// A file that is about to be written.
    func begin(_ file: SampleFile) throws(CommandTrouble) -> SamplePart {
        let parts = file.owner == .agency ? ["agency", "inbox"] : ["partners", file.owner.description, "inbox"]
        var inbox = path
        do {
            for part in parts {
                inbox += "/" + part
                try makeFolder(inbox)
            }
            return try SamplePart(inbox: inbox, name: file.name, calls: calls)
        } catch {
            throw SampleFile.trouble(inbox, error)
        }
    }

    private func makeFolder(_ folder: String) throws(FileCallError) {
        do { try calls.makeFolder(Array(folder.utf8), in: nil, mode: 0o750) } catch {
            if error.code != EEXIST { throw error }
        }
    }
}

extension SampleFile {
    static func trouble(_ path: String, _ error: FileCallError) -> CommandTrouble {
        .fault("\(path): \(String(cString: strerror(error.code)))")
    }
}

/// zlib for the sample's archives.
struct SampleDeflating: SampleDeflater {
    private let stream: DeflateStream

    init() throws { stream = try DeflateStream() }

    var crc: UInt32 { stream.crc }

    func compress(_ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        try stream.compress(bytes, finish: finish, emit)
    }
}
