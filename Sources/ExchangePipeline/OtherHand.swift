import Dispatch
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

/// The hands beside the first.
public struct OtherHands: Sendable {
    /// Reads the next files.
    public var reading: any OtherHand
    /// Answers the files that were posted last. Like the one that reads it uses the ledger, so nobody waits for them inside a transaction.
    public var answering: any OtherHand
    /// Digests the files that are read. Neither it nor the next uses the ledger.
    public var digesting: any OtherHand
    /// Renders the XN of the files that are posted.
    public var rendering: any OtherHand

    public init(
        reading: any OtherHand = ThreadHand(), answering: any OtherHand = ThreadHand(), digesting: any OtherHand = ThreadHand(),
        rendering: any OtherHand = ThreadHand()
    ) {
        (self.reading, self.answering, self.digesting, self.rendering) = (reading, answering, digesting, rendering)
    }

    func waitForAll() {
        // The first two wait for the others.
        for hand in [reading, answering, digesting, rendering] { hand.wait() }
    }
}

/// A thread of its own.
public final class ThreadHand: OtherHand {
    private let queue = DispatchQueue(label: "other hand")
    /// What is still to do, in its order; each is left when it is done.
    private let begun = Mutex<[DispatchGroup]>([])

    public init() {}

    public func begin(_ work: @escaping @Sendable () -> Void) {
        let piece = DispatchGroup()
        piece.enter()
        // At once, so that both have one order, whoever else begins something beside.
        begun.withLock { begun in
            begun.append(piece)
            queue.async { [self] in
                work()
                self.begun.withLock { _ = $0.removeFirst() }
                piece.leave()
            }
        }
    }

    public func wait(leaving pieces: Int) { begun.withLock { $0.dropLast(pieces).last }?.wait() }
}
