import ExchangePipeline
import Synchronization

// Hands whose order a test knows. Whatever order a thread brings about lies between these two.

/// Does at once what it is told: everything comes in the order of one thread.
struct EagerHand: OtherHand {
    func begin(_ work: @escaping @Sendable () -> Void) { work() }
    func wait(leaving pieces: Int) {}
}

/// Does nothing before it is waited for: what comes beside comes first.
final class LateHand: OtherHand {
    private let work = Mutex<[@Sendable () -> Void]>([])

    func begin(_ work: @escaping @Sendable () -> Void) { self.work.withLock { $0.append(work) } }

    func wait(leaving pieces: Int) {
        let due = work.withLock { work in
            let due = work.dropLast(pieces)
            work.removeFirst(due.count)
            return due
        }
        for work in due { work() }
    }
}

extension OtherHands {
    static var eager: OtherHands { all { EagerHand() } }
    static var late: OtherHands { all { LateHand() } }

    private static func all(_ make: () -> any OtherHand) -> OtherHands {
        OtherHands(reading: make(), answering: make(), digesting: make(), rendering: make())
    }
}
