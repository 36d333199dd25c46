import Glibc

// The daemon's end of the pipe: frames as they come, whole, in memory that is used again. It waits for no longer than the file's
// budgets allow, and holds the reader's processor clock against them.

final class FrameSource {
    private let child: ReaderChild
    /// The largest frame that an honest reader may send of the file in hand.
    var bytesMax = Reception.frameBytesMax(ReadingLimits())
    private var memory: UnsafeMutableRawBufferPointer
    /// What has come and was not handed out.
    private var start = 0
    private var end = 0

    /// How the frames ended.
    enum Trouble: Error {
        /// The pipe is closed: the process has ended or is about to.
        case closed
        case overProcessorTime
        case overWaiting
        case damaged(String)
    }

    /// Read together, should several small frames be there.
    private static let aheadBytes = 64 << 10
    private static let pollMilliseconds: Int32 = 200

    init(_ child: ReaderChild) {
        self.child = child
        memory = .allocate(byteCount: 2 * Self.aheadBytes, alignment: 64)
    }

    deinit { memory.deallocate() }

    /// Nothing has come that was not handed out.
    var isEmpty: Bool { start == end }

    /// The next frame; its body stands until the next call.
    func next(_ watch: inout Watch) throws(Trouble) -> (kind: FrameKind, body: UnsafeRawBufferPointer) {
        try fill(to: Frame.headBytes, &watch)
        let number = memory.load(fromByteOffset: start, as: UInt32.self)
        let size = memory.load(fromByteOffset: start + 8, as: UInt64.self)
        guard let kind = FrameKind(rawValue: number), size <= UInt64(bytesMax), size % UInt64(ChunkCoding.alignment) == 0 else {
            throw .damaged("frame")
        }
        try fill(to: Frame.headBytes + Int(size), &watch)
        let body = start + Frame.headBytes
        start = body + Int(size)
        return (kind, UnsafeRawBufferPointer(rebasing: memory[body..<start]))
    }

    /// Waits until so many bytes are there.
    private func fill(to count: Int, _ watch: inout Watch) throws(Trouble) {
        guard end - start < count else { return }
        makeRoom(count)
        while end - start < count {
            // A large frame is read to its end exactly, so that nothing of the next one must be moved.
            let room = count > Self.aheadBytes ? count - (end - start) : memory.count - end
            let got = Glibc.read(child.pipe, memory.baseAddress! + end, room)
            if got > 0 {
                end += got
            } else if got == 0 {
                throw .closed
            } else if errno == EAGAIN {
                try wait(&watch)
            } else if errno != EINTR {
                throw .closed
            }
        }
        try watch.check(child)
    }

    private func makeRoom(_ count: Int) {
        if start == end { (start, end) = (0, 0) }
        guard start + max(count, Frame.headBytes) > memory.count else { return }
        let held = UnsafeRawBufferPointer(rebasing: memory[start..<end])
        if count > memory.count {
            // Of what is announced and does not come no page is touched.
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count + Self.aheadBytes, alignment: 64)
            larger.copyMemory(from: held)
            memory.deallocate()
            memory = larger
        } else {
            memory.copyMemory(from: held)
        }
        (start, end) = (0, held.count)
    }

    private func wait(_ watch: inout Watch) throws(Trouble) {
        let (before, used) = (Watch.now, child.usedNanoseconds)
        var descriptor = pollfd(fd: child.pipe, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, Self.pollMilliseconds)
        watch.idle += max(0, Watch.now - before - max(0, child.usedNanoseconds - used))
        try watch.check(child)
    }
}

/// What one file has cost so far, against its budgets. In nanoseconds.
struct Watch {
    /// The reader's clock at which the file is over its budget.
    let processorMax: Int64
    let idleMax: Int64
    /// We waited so long, and it did not work.
    var idle: Int64 = 0

    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    func check(_ child: ReaderChild) throws(FrameSource.Trouble) {
        if idle > idleMax { throw .overWaiting }
        if child.usedNanoseconds > processorMax { throw .overProcessorTime }
    }
}
