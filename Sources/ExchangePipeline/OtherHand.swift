import Dispatch

// While one hand reads and posts, the other writes answers: two threads, of which the second does one thing at a time, begun and waited
// for by the first. What is handed over belongs to the other hand until it is waited for. Passed in, so that tests say when it works.

/// Does one piece of work at a time beside its caller.
public protocol OtherHand: Sendable {
    /// Begins the work; what was begun before is done first.
    func begin(_ work: @escaping @Sendable () -> Void)
    /// Returns when all that was begun is done.
    func wait()
}

/// A thread of its own.
public struct ThreadHand: OtherHand {
    private let queue = DispatchQueue(label: "other hand")

    public init() {}

    public func begin(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
    public func wait() { queue.sync {} }
}
