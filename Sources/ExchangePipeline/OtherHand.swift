import Dispatch

// While one hand posts files, another reads the next, one answers those before them, and one helps: threads that do one thing at a time, begun and waited for by the first. What is handed over belongs to the other hand until it is waited for. Hands are
// passed in, so that tests say when they work.

/// Does one piece of work at a time beside its caller.
public protocol OtherHand: Sendable {
    /// Begins the work; what was begun before is done first.
    func begin(_ work: @escaping @Sendable () -> Void)
    /// Returns when all that was begun is done.
    func wait()
}

/// The hands beside the first.
public struct OtherHands: Sendable {
    /// Reads the next files.
    public var reading: any OtherHand
    /// Answers the files that were posted last. Like the one that reads it uses the ledger, so nobody waits for them inside a transaction.
    public var answering: any OtherHand
    /// Helps with the files at hand: digests them, renders a large one's XN. It never uses the ledger.
    public var helping: any OtherHand

    public init(
        reading: any OtherHand = ThreadHand(), answering: any OtherHand = ThreadHand(), helping: any OtherHand = ThreadHand()
    ) {
        (self.reading, self.answering, self.helping) = (reading, answering, helping)
    }

    func waitForAll() {
        // Those that read and answer wait for the one that helps.
        reading.wait()
        answering.wait()
        helping.wait()
    }
}

/// A thread of its own.
public struct ThreadHand: OtherHand {
    private let queue = DispatchQueue(label: "other hand")

    public init() {}

    public func begin(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
    public func wait() { queue.sync {} }
}
