import Dispatch
import Glibc
import Synchronization

// While one hand posts files, another reads the next, one answers those before them, and two help: threads that do one thing at a time,
// in the order in which it was begun. What is handed over belongs to the other hand until it is waited for. Hands are passed in, so that
// tests say when they work.

/// Does one piece of work at a time beside its caller.
public protocol OtherHand: Sendable {
    /// Begins the work; what was begun before is done first.
    func begin(_ work: @escaping @Sendable () -> Void)
    /// Returns when of all that was begun only so many pieces, the last ones, may still be to do.
    func wait(leaving pieces: Int)
}

extension OtherHand {
    /// Returns when all that was begun is done.
    func wait() { wait(leaving: 0) }
}

/// A hand of whose work each piece may be waited for.
struct NumberedHand {
    private let hand: any OtherHand
    private var begun = 0

    init(_ hand: any OtherHand) { self.hand = hand }

    /// - Returns: the piece's number.
    mutating func begin(_ work: @escaping @Sendable () -> Void) -> Int {
        begun += 1
        hand.begin(work)
        return begun
    }

    /// Returns when that piece and all before it are done.
    func wait(for piece: Int) { hand.wait(leaving: begun - piece) }
    func wait() { hand.wait() }
}

/// The hands beside the first.
public struct OtherHands: Sendable {
    /// Claims and reads the next files, and makes them last.
    public var reading: any OtherHand
    /// Answers the files that were posted last. Like the one that reads it uses the ledger, so nobody waits for them inside a transaction.
    public var answering: any OtherHand
    /// Digests the files that are read. Neither it nor the next uses the ledger.
    public var digesting: any OtherHand
    /// Renders the XN of the files that are posted.
    public var rendering: any OtherHand

    public init(
        reading: any OtherHand = ThreadHand(), answering: any OtherHand = ThreadHand(), digesting: any OtherHand = ThreadHand(),
        rendering: any OtherHand = ThreadHand(behind: .byLittle)
    ) {
        (self.reading, self.answering, self.digesting, self.rendering) = (reading, answering, digesting, rendering)
    }

    func waitForAll() {
        // The first two wait for the others.
        for hand in [reading, answering, digesting, rendering] { hand.wait() }
    }
}

/// A thread of its own. It goes behind the first one where there are fewer cores than threads: all others wait for that one, sooner or later.
public final class ThreadHand: OtherHand {
    /// How far, as `nice(1)` has it; where it is forbidden, all threads are alike. Of a core that the first thread wants too it gets a quarter
    /// or a tenth, and so it does beside other programs of the machine.
    public enum Behind: Int32, Sendable {
        /// The first thread waits for this one soon.
        case byLittle = 5
        /// The first thread has a group of files to do meanwhile. The reader, which the reading hand starts, goes with it.
        case byMore = 10
    }

    private let workshop: Workshop

    public convenience init(behind: Behind = .byMore) { self.init { Thread.start(behind: behind, $0) } }

    /// - Parameter start: has a thread do that, and says false when none can be had.
    init(start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool) { workshop = Workshop(start) }

    deinit { workshop.end() }

    public func begin(_ work: @escaping @Sendable () -> Void) { workshop.begin(work) }
    public func wait(leaving pieces: Int) { workshop.wait(leaving: pieces) }
}

/// What the thread and those who give it work share.
private final class Workshop: Sendable {
    private struct Piece {
        let work: @Sendable () -> Void
        /// Left when it is done.
        let done: DispatchGroup
    }

    private struct State {
        /// What is still to do, in its order.
        var begun: [Piece] = []
        var hasThread = false
    }

    private let state = Mutex(State())
    /// For each piece, and for the end.
    private let there = DispatchSemaphore(value: 0)
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Bool

    init(_ start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool) { self.start = start }

    /// Where the machine has no thread left, whoever begins the work does it, and the next to begin some asks again.
    func begin(_ work: @escaping @Sendable () -> Void) {
        let done = DispatchGroup()
        done.enter()
        let hasThread = state.withLock { state in
            if !state.hasThread { state.hasThread = start { [self] in run() } }
            if state.hasThread { state.begun.append(Piece(work: work, done: done)) }
            return state.hasThread
        }
        if hasThread {
            there.signal()
        } else {
            work()
            done.leave()
        }
    }

    func wait(leaving pieces: Int) { state.withLock { $0.begun.dropLast(pieces).last?.done }?.wait() }

    /// What was begun is still done.
    func end() { there.signal() }

    private func run() {
        while true {
            there.wait()
            guard let piece = state.withLock({ $0.begun.first }) else { return }
            piece.work()
            state.withLock { _ = $0.begun.removeFirst() }
            piece.done.leave()
        }
    }
}

/// A thread that does one thing, and ends with it.
private final class Thread {
    private let work: @Sendable () -> Void
    private let behind: ThreadHand.Behind

    private init(_ work: @escaping @Sendable () -> Void, _ behind: ThreadHand.Behind) { (self.work, self.behind) = (work, behind) }

    /// False when none can be had: pthread_create(3).
    static func start(behind: ThreadHand.Behind, _ work: @escaping @Sendable () -> Void) -> Bool {
        let handed = Unmanaged.passRetained(Thread(work, behind))
        var id = pthread_t()
        let code = pthread_create(
            &id, nil,
            { context in
                Unmanaged<Thread>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, handed.toOpaque())
        if code == 0 { pthread_detach(id) } else { handed.release() }
        return code == 0
    }

    private func run() {
        // Of this thread alone, on Linux: setpriority(2).
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, behind.rawValue)
        work()
    }
}
