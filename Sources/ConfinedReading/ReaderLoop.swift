import CProcessCalls
import Contributions
import ExchangeFormat
import Glibc
import XMLReading
import ZipReading

// The reader's side: the hidden command `giaonhan reader <memory>`. It confines itself, says so, and then reads one file after the
// other: orders come on stdin, a socket, and frames go to stdout, a pipe. It ends when nobody sends orders any more, or when its
// parent is gone.

public enum ReaderLoop {
    /// The command's name.
    public static let command = "reader"

    /// Exit codes, so that the daemon can tell why there is no reader.
    package enum Code: Int32 {
        case done = 0
        case usage = 64
        case notConfined
        case notSound
        case outOfMemory
        case closed
    }

    /// - Parameter arguments: behind the command's name.
    public static func run(_ arguments: [String]) -> Never {
        let output = confine(arguments)
        while let order = next() { answer(order, output) }
        end(.done)
    }

    package struct Order {
        let request: Request
        /// The file, which is the order's to close.
        package var descriptor: Int32 { request.file.descriptor }
    }

    /// Comes back confined, and has said so.
    package static func confine(_ arguments: [String]) -> FrameWriter {
        guard arguments.count == 1, let memory = Int(arguments[0]), memory >= 0, isSocket(STDIN_FILENO) else { end(.usage) }
        guard isSound() else { end(.notSound) }
        do throws(Confinement.Refused) { try Confinement.enter(memoryBytes: memory) } catch { end(.notConfined) }
        let writer = FrameWriter(descriptor: STDOUT_FILENO)
        send(writer) {
            try writer.add(.ready, FrameBody())
            try writer.flush()
        }
        return writer
    }

    /// Waits for the next order; nil when there will be none.
    package static func next() -> Order? {
        var numbers = [Int64](repeating: 0, count: Request.bytes / 8)
        var file: Int32 = -1
        while true {
            let count = numbers.withUnsafeMutableBytes { process_receive_with_file(STDIN_FILENO, $0.baseAddress, UInt($0.count), &file) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            guard count == Request.bytes, file >= 0, let request = Request(numbers, descriptor: file) else { end(.usage) }
            return Order(request: request)
        }
    }

    /// Reads the file and sends what it holds.
    package static func answer(_ order: Order, _ writer: FrameWriter) {
        let parent = getppid()
        send(writer) {
            do {
                let parsed = try InProcessReading.read(order.request.file, limits: order.request.limits, into: writer) {
                    // Whoever waits for the frames is gone: a ZIP may inflate for minutes without one.
                    if getppid() != parent { end(.closed) }
                }
                try writer.add(.end, .end(parsed))
            } catch let fault as FileReadFault {
                try writer.addBroken(fault.errno)
            } catch ZipTrouble.fault(let fault) where fault.errno != ENOMEM {
                try writer.addBroken(fault.errno)
            }
            close(order.descriptor)
            try writer.flush()
        }
    }

    /// What is thrown here is want of memory, or a pipe without a reader.
    private static func send(_ writer: FrameWriter, _ body: () throws -> Void) {
        do { try body() } catch is FrameWriter.Closed { end(.closed) } catch { end(.outOfMemory) }
    }

    package static func end(_ code: Code) -> Never { _exit(code.rawValue) }

    private static func isSocket(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Reads a document of ours, good and cut off, so that what begins lazily has begun before the doors are shut.
    private static func isSound() -> Bool {
        let isGood = KnownGood.withFile { file in
            let taker = KnownGood.Counter()
            let cut = FileToRead(descriptor: file.descriptor, bytes: file.bytes, format: .zip)
            guard let parsed = try? InProcessReading.read(file, limits: ReadingLimits(), into: taker),
                let refused = try? InProcessReading.read(cut, limits: ReadingLimits(), into: taker)
            else { return false }
            return KnownGood.isRight(parsed, records: taker.records) && refused.finding?.code == .ZIP01
        }
        return isGood ?? false
    }
}

extension FrameWriter {
    fileprivate func addBroken(_ errno: Int32) throws {
        var body = FrameBody()
        body.add(errno)
        try add(.broken, body)
    }
}
