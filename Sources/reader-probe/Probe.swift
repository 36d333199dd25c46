import ConfinedReading
import Contributions
import ExchangeFormat
import Glibc

// A reader for tests. It confines itself by the very function that the real one uses, reads files as that one does, and misbehaves
// when a file tells it to, as a reader would that a file has taken over. What it is not stopped at it answers honestly, so that a
// test sees that nothing stopped it. The product does not have it.

@main
enum Probe {
    static func main() {
        let writer = ReaderLoop.confine(Array(CommandLine.arguments.dropFirst(2)))
        while let order = ReaderLoop.next() {
            if let word = command(in: order.descriptor), let deed = Deed(rawValue: word) {
                do { try deed.act(writer) } catch { ReaderLoop.end(.closed) }
            }
            ReaderLoop.answer(order, writer)
        }
        ReaderLoop.end(.done)
    }

    /// The word in `<!-- probe:word -->` at the beginning of the file.
    private static func command(in descriptor: Int32) -> String? {
        var start = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &start, start.count, 0)
        let text = String(decoding: start[..<max(0, count)], as: UTF8.self)
        guard text.hasPrefix("<!-- probe:") else { return nil }
        return text.dropFirst(11).prefix { $0 != " " }.description
    }
}

/// What it can be told to do.
enum Deed: String {
    case open, connect, fork, execute, signal, allocate, map, spin, crash, stand
    case garbage, hugeFrame, closePipe, chunkFirst, outside, overlap, control, notUTF8, wrongCount, wrongHeader, twice, nothing

    func act(_ writer: FrameWriter) throws {
        switch self {
        case .open: _ = Glibc.open("/etc/hostname", O_RDONLY)
        case .connect: connectToLoopback()
        case .fork: fork()
        case .execute: execute()
        case .signal: kill(getppid(), SIGTERM)
        case .allocate: allocate()
        case .map: _ = mmap(nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        case .spin: while true {}
        case .crash: fatalError()
        case .stand: _ = ReaderLoop.next()
        case .closePipe:
            close(STDOUT_FILENO)
            _ = ReaderLoop.next()
        case .garbage: write(Array(repeating: 0x5A, count: 4096))
        case .hugeFrame: write([3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
        case .chunkFirst: try writer.take(chunk { _ in })
        case .outside: try send(writer, found: 1) { $0.offsets[2] = 1 << 20 }
        case .overlap: try send(writer, found: 1) { $0.offsets[1] = $0.offsets[2] }
        case .control: try send(writer, found: 1) { $0.arena[0] = 0x1B }
        case .notUTF8: try send(writer, found: 1) { $0.arena[0] = 0xC3 }
        case .wrongCount: try send(writer, found: 2) { _ in }
        case .wrongHeader:
            var header = Self.header
            header.values[1] = "too long for any MA_LO, and with blanks"
            try writer.begin(.adjustment, header)
        case .twice:
            try send(writer, found: 1) { _ in }
            try writer.end(found: 1)
        case .nothing: try writer.end(found: 1)
        }
        try writer.flush()
    }

    private func write(_ bytes: [UInt8]) { _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count) }

    private func fork() {
        var process: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        posix_spawn(&process, "/bin/true", nil, nil, &words, nil)
    }

    private func execute() {
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        execv("/bin/true", &words)
    }

    private func connectToLoopback() {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(9).bigEndian
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    private func allocate() {
        guard let memory = malloc(4 << 30) else { ReaderLoop.end(.outOfMemory) }
        memset(memory, 1, 4 << 30)
        free(memory)
    }

    /// The header of a DIEU_CHINH.
    private static var header: HeaderReading {
        var header = HeaderReading()
        header.values = ["0101234567", "00101", "L-1", "20261120070000", "1"]
        return header
    }

    /// A chunk of one cancellation, and what is changed of it.
    private func chunk(_ change: (RecordChunk) -> Void) -> RecordChunk {
        let chunk = RecordChunk()
        chunk.records = [RecordChunk.Record(line: 3, section: 0, fieldCount: 2, firstOffset: 0, firstFault: 0)]
        chunk.arena = Array("POS0000000014".utf8) + [RecordChunk.separator] + Array("x".utf8) + [RecordChunk.separator]
        chunk.offsets = [0, 14, 16]
        chunk.records[0].keyEnd = 13
        chunk.records[0].keyIsPlain = true
        change(chunk)
        return chunk
    }

    private func send(_ writer: FrameWriter, found: Int, _ change: (RecordChunk) -> Void) throws {
        try writer.begin(.adjustment, Self.header)
        try writer.take(chunk(change))
        try writer.end(found: found)
    }
}
