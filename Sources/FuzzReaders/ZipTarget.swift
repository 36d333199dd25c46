import Glibc
import ZipReading

// The ZIP reader under libFuzzer: no bytes may make it trap or hang, and from what it accepts the system's unzip takes the same bytes.

enum ZipTarget {
    private static let folder: String = {
        var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/fuzz-zip-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "no folder for archives")
        return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }()

    static func run(_ archive: [UInt8]) throws {
        let path = folder + "/archive.zip"
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        precondition(descriptor >= 0, "cannot write an archive")
        defer { close(descriptor) }
        precondition(write(descriptor, archive, archive.count) == archive.count, "cannot write an archive")
        guard let content = try content(descriptor, archive.count) else { return }
        let theirs = unzip(path)
        precondition(
            theirs.status == 0 && theirs.bytes == content, "unzip: \(theirs.status), \(theirs.bytes.count) of \(content.count) bytes")
    }

    /// Nil for a finding.
    private static func content(_ descriptor: Int32, _ bytes: Int) throws -> [UInt8]? {
        do {
            let limits = ZipLimits(inflatedBytesMax: 1 << 22, ratioMax: 200, ratioAppliesFromBytes: 1 << 16)
            let reader = try ZipEntryReader(descriptor: descriptor, fileBytes: Int64(bytes), limits: limits)
            var content: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 4096)
            while case let count = try block.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 { content += block[..<count] }
            return content
        } catch ZipTrouble.finding {
            return nil
        }
    }

    private static func unzip(_ path: String) -> (status: Int32, bytes: [UInt8]) {
        let output = folder + "/content"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        var arguments: [UnsafeMutablePointer<CChar>?] = ["unzip", "-qq", "-p", path].map { (word: String) in strdup(word) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        precondition(posix_spawnp(&child, "unzip", &actions, nil, &arguments, environ) == 0, "unzip cannot be run")
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let descriptor = open(output, O_RDONLY)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while case let count = Glibc.read(descriptor, &block, block.count), count > 0 { bytes += block[..<count] }
        return (status, bytes)
    }
}
